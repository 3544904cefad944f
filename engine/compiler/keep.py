"""Keeps the facts of files for the next run, by the bytes of the file, the schemas and this program.

A kept file that is damaged, or was made by another version, counts as absent. Nothing here can change what is
found: `gamectl validate --verify-cache` makes all facts anew and compares.
"""

import hashlib
import os
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

import msgspec

import engine
from engine.compiler.decode import Limits
from engine.compiler.facts import Filed, Packed, unpacked
from engine.shipped import shipped

_ROOMS: Final = ("base", "model", "rules", "compiler")
"""What facts depend on, of this program."""


_DIGEST: Final = 32
_HEAD: Final = _DIGEST + 16
"""A kept file begins with a digest of the next two parts, the sizes of the facts and of the linked things,
and the facts. Then come a digest of the rest, the linked things, and the things as canonical JSON."""


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@lru_cache(maxsize=1)
def _program() -> bytes:
    """A digest of everything but the file that facts depend on."""
    root = Path(engine.__file__).parent
    files = [path for room in _ROOMS for path in sorted((root / room).rglob("*.py"))]
    files += sorted((shipped("schemas") / "content").glob("*.json"))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def default_folder(content: Path) -> Path | None:
    """Where the facts of a content folder are kept: in the user's cache, never among the content.

    None for a user who has no home.
    """
    if not os.environ.get("XDG_CACHE_HOME") and os.environ.get("HOME") == "":
        return None
    top = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - never raises
    if not Path(top).is_absolute():
        return None
    return Path(top) / "gamectl" / hashlib.sha256(os.fsencode(content.resolve())).hexdigest()[:20]


def kept_for(content: Path) -> "Kept | None":
    """What is kept about a content folder."""
    folder = default_folder(content)
    return Kept(folder, Limits()) if folder is not None else None


class Kept:
    """The kept facts of one content folder. A folder that cannot be written keeps nothing."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.salt = hashlib.sha256(_program() + repr(limits).encode()).digest()

    def name(self, data: bytes) -> str:
        """The name under which the facts of a file with these bytes are kept."""
        return hashlib.sha256(self.salt + data).hexdigest()

    def get(self, name: str, again: Callable[[], Filed]) -> Filed | None:
        """Facts that were kept under a name. Their things are read when somebody asks for them; when these
        are damaged or gone by then, `again` makes the facts anew."""
        try:
            with (self.folder / name).open("rb") as file:
                head = file.read(_HEAD)
                first, second = (int.from_bytes(head[at : at + 8]) for at in (_DIGEST, _DIGEST + 8))
                facts = file.read(first)
        except (OSError, OverflowError, MemoryError):
            return None
        # The digest in front tells damage, which could still look like facts.
        if _digest(head[_DIGEST:] + facts) != head[:_DIGEST]:
            return None
        try:
            return unpacked(facts, partial(self._things, name, first, second, again))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    def _things(self, name: str, first: int, second: int, again: Callable[[], Filed]) -> Packed:
        try:
            data = (self.folder / name).read_bytes()[_HEAD + first :]
        except OSError:
            data = b""
        if _digest(data[_DIGEST:]) == data[:_DIGEST]:
            return data[_DIGEST : _DIGEST + second], data[_DIGEST + second :]
        _, bodies, canonical = again().packed()
        return bodies, canonical

    def put(self, name: str, filed: Filed) -> bool:
        """Keep the facts of a file, and its things. Says whether that could be done."""
        facts, bodies, canonical = filed.packed()
        head = len(facts).to_bytes(8) + len(bodies).to_bytes(8)
        things = bodies + canonical
        half = self.folder / f".{name}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with half.open("wb") as file:
                file.writelines((_digest(head + facts), head, facts, _digest(things), things))
            half.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                half.unlink()
            return False
        return True

    def forget_all_but(self, names: Collection[str]) -> None:
        """Drop what was not asked for in this run, so that no more is kept than one world."""
        try:
            for path in self.folder.iterdir():
                if path.name not in names:
                    path.unlink(missing_ok=True)
        except OSError:
            return
