"""A content folder → the bytes of its files, in a fixed order. Opens only regular files below the folder."""

import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler.decode import Limits, in_mebibytes
from engine.compiler.findings import finding
from engine.compiler.unread import keys_in

PICTURES: Final = "images"
_ENDINGS: Final = (".yaml", ".yml")
_MEANT: Final = re.compile(r"(?P<stem>.+)(?P<ending>\.ya?ml)(?:\.txt)?", re.IGNORECASE)
"""Names of files that are not read and were most likely meant to be: editors add an ending of their own."""
_DEEPEST: Final = 32
"""Folders deeper than this are not looked into."""
_WORLD: Final = re.compile(rb"^(?:\xef\xbb\xbf)?world[ \t]*:(?:[ \t\r]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What was found: bytes by path (relative, with `/`) and the names of pictures below `images/`.

    `unread` are files that were not read and were most likely meant to be, with the keys in them.
    """

    files: Mapping[str, bytes]
    pictures: frozenset[str] = frozenset()
    findings: tuple[Diagnostic, ...] = ()
    unread: Mapping[str, frozenset[str]] = field(default_factory=dict)


class _Reader:
    def __init__(self, root: Path, limits: Limits) -> None:
        self.root, self.limits = root, limits
        self.files: dict[str, bytes] = {}
        self.pictures: set[str] = set()
        self.findings: list[Diagnostic] = []
        self.unread: dict[str, frozenset[str]] = {}
        self.bytes = 0

    def told(self, code: str, message: str, path: str, help_: str) -> None:
        self.findings.append(finding(code, message, Span(path=path), help=help_))

    def folder(self, relative: str, depth: int) -> None:
        where = self.root / relative if relative else self.root
        try:
            with os.scandir(where) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.told(
                "E0018",
                f"this folder cannot be opened: {_reason(error)}",
                _printable(relative) or ".",
                "look at its permissions",
            )
            return
        for entry in entries:
            if not entry.name.startswith("."):
                self.entry(entry, f"{relative}/{entry.name}" if relative else entry.name, depth)

    def entry(self, entry: os.DirEntry[str], path: str, depth: int) -> None:
        picture = path.startswith(f"{PICTURES}/") or path == PICTURES
        content = path.endswith(_ENDINGS) and not picture
        mode = entry.stat(follow_symlinks=False).st_mode
        name = _printable(path)
        if stat.S_ISDIR(mode):
            if depth >= _DEEPEST:
                self.told(
                    "E0017", "folders lie too deep in each other here", name, "move the files further up"
                )
            else:
                self.folder(path, depth + 1)
        elif stat.S_ISLNK(mode) and (content or picture or entry.is_dir()):
            self.told(
                "E0017",
                "this is a link to another place and was not read",
                name,
                "put the file itself here: a content folder must be complete on every machine",
            )
        elif not stat.S_ISREG(mode):
            if content:
                self.told(
                    "E0017",
                    "this is not an ordinary file and was not read",
                    name,
                    "put an ordinary file here",
                )
        elif name != path:
            self.told(
                "E0023",
                "this file has a name that cannot be written down",
                name,
                "name it with letters, digits, `-` and `_`",
            )
        elif picture:
            self.pictures.add(path.removeprefix(f"{PICTURES}/"))
        elif content:
            self.file(path)
        elif meant := as_content(path):
            self.told(
                "W9008",
                "this file looks like content and was not read: its name does not end in `.yaml` or `.yml`",
                name,
                f"if it belongs to the world, name it `{meant.rpartition('/')[2]}`",
            )
            if entry.stat().st_size <= self.limits.file_bytes:
                with suppress(OSError):
                    self.unread[name] = keys_in((self.root / path).read_bytes())

    def file(self, path: str) -> None:
        if len(self.files) >= self.limits.files:
            if len(self.files) == self.limits.files and not any(f.code == "E0022" for f in self.findings):
                self.told(
                    "E0022",
                    f"there are more than {self.limits.files} files here; the rest was not read",
                    path,
                    "put more things into each file",
                )
            return
        try:
            with (self.root / path).open("rb") as stream:
                # One byte more than is allowed is enough to know that a file is too large.
                data = stream.read(self.limits.file_bytes + 1)
        except OSError as error:
            self.told(
                "E0018", f"this file cannot be opened: {_reason(error)}", path, "look at its permissions"
            )
            return
        self.bytes += len(data)
        if self.bytes > self.limits.folder_bytes:
            if not any(f.code == "E0022" for f in self.findings):
                most = in_mebibytes(self.limits.folder_bytes)
                self.told(
                    "E0022",
                    f"the folder holds more than {most}; the rest was not read",
                    path,
                    "move what is not content elsewhere",
                )
            return
        self.files[path] = data


def read_folder(root: Path, limits: Limits | None = None) -> Folder:
    """Read all `*.yaml` and `*.yml` below `root`, hidden ones aside.

    Raises NotADirectoryError when `root` is no folder.
    """
    if not root.is_dir():
        raise NotADirectoryError(str(root))
    reader = _Reader(root, limits or Limits())
    reader.folder("", 0)
    return Folder(
        files=dict(sorted(reader.files.items())),
        pictures=frozenset(reader.pictures),
        findings=(*reader.findings, *_twins(reader.files)),
        unread=reader.unread,
    )


def as_content(path: str) -> str | None:
    """The path that a file must have to be read, when its name looks as if it was meant to be content."""
    folder, slash, name = path.rpartition("/")
    meant = _MEANT.fullmatch(name)
    return f"{folder}{slash}{meant['stem']}{meant['ending'].lower()}" if meant else None


def holds_world(folder: Path) -> bool:
    """Whether a file that lies directly in this folder says what the world is. Reads no YAML."""
    try:
        files = sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))
        return any(_WORLD.search(file.read_bytes()) for file in files if file.is_file())
    except OSError:
        # What cannot be read now is told when it is to be read.
        return False


def _twins(paths: Mapping[str, bytes]) -> list[Diagnostic]:
    """Names that are one file on some machines and two on others."""
    seen: dict[str, str] = {}
    found = []
    for path in sorted(paths):
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            message = f"this name and `{seen[folded]}` are the same on some machines"
            found.append(finding("W9006", message, Span(path=path), help="rename one of the two"))
        seen.setdefault(folded, path)
    return found


def _printable(path: str) -> str:
    """The path with everything that cannot be shown written as its number."""
    safe = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in safe)


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()
