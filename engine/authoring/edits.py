"""Changes of files: by place in the text, and then all files together or none."""

import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.authoring.opened import CannotDo
from engine.base.span import Span
from engine.compiler.decode import lines_of
from engine.store.files import sync_folder, unlink_quietly

_NEW_FILE: int = 0o644


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`text` in place of the `length` characters at a line and column (from 1) of a file."""

    path: str
    line: int
    column: int
    length: int
    text: str


def insertion(span: Span, text: str) -> Edit:
    """New text before a place."""
    return Edit(path=span.path, line=span.line, column=span.column, length=0, text=text)


def starts_of(text: str) -> list[int]:
    """Where each line begins, as an offset in the text; lines are those that findings count."""
    starts, place = [], 0
    for line in lines_of(text):
        starts.append(place)
        place += len(line)
        place += 2 if text[place : place + 2] == "\r\n" else 1
    return starts


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they must not overlap."""
    starts = starts_of(text)
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        begin = starts[edit.line - 1] + edit.column - 1
        text = text[:begin] + edit.text + text[begin + edit.length :]
    return text


def newline_of(text: str) -> str:
    """The line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def write_all(
    root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes], *, lasting: bool = True
) -> None:
    """Write files below `root`, each in one go, and all of them or none.

    `before` are the bytes they had when they were read; a path that is not in it must not be there yet.
    Everything is laid down beside its place first; then the files are moved there, and put back when one
    cannot be. What is not `lasting`, because it can be made again, is not forced onto the disk. Raises
    CannotDo, with all files as they were.
    """
    laid: dict[str, Path] = {}
    moved: list[str] = []
    try:
        for path, data in sorted(after.items()):
            _unchanged(root / path, before.get(path), path)
            laid[path] = _lay_down(root / path, data, lasting=lasting)
        for path, temporary in laid.items():
            temporary.replace(root / path)
            moved.append(path)
    except OSError as problem:
        for path in moved:
            _put_back(root / path, before.get(path))
        reason = (problem.strerror or "unknown reason").lower()
        raise CannotDo(f"the files cannot be written: {reason}. Nothing was changed.") from problem
    finally:
        for temporary in laid.values():
            unlink_quietly(temporary)
    for folder in sorted({(root / path).parent for path in after if lasting}):
        with suppress(OSError):
            sync_folder(folder)


def _unchanged(file: Path, known: bytes | None, path: str) -> None:
    there = file.read_bytes() if file.exists() else None
    if there != known:
        raise CannotDo(
            f"{path} was changed by somebody else in the meantime. Nothing was written; try again."
        )


def _lay_down(file: Path, data: bytes, *, lasting: bool = True) -> Path:
    """The new bytes in a file beside the place, with the rights of the file that is there now."""
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else _NEW_FILE
    # A name that begins with a dot: whoever reads the folder meanwhile does not take it for content.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".gamectl-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        Path(name).chmod(mode)
    except OSError:
        unlink_quietly(Path(name))
        raise
    return Path(name)


def _put_back(file: Path, data: bytes | None) -> None:
    with suppress(OSError):
        if data is None:
            file.unlink()
        else:
            _lay_down(file, data).replace(file)


def write_file(file: Path, data: bytes) -> None:
    """Write one file in one go, over the one that is there. Raises CannotDo when the system refuses."""
    try:
        _lay_down(file, data).replace(file)
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise CannotDo(f"{file} cannot be written: {reason}.") from problem
