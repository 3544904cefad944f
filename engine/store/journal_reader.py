"""Reading journals back: what was commanded and what came of it, and what of a file is damaged or not there.

Never writes. Only the first line is read at once; the rest comes as it is asked for.
"""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from engine.game.commands import AnyCommand
from engine.store.errors import JournalOutdated, JournalUnreadable
from engine.store.journal import FORMAT, End, JournalHeader, Note

_UNREADABLE: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""What decoding raises for a line that is damaged; the last one for what is nested without end."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A command and what came of it. `line` is where it stands. `note` is None when nothing was noted: for
    ticks in which only time passed, or, when it is the `last` entry, because the server came no further."""

    line: int
    command: AnyCommand
    note: Note | None
    last: bool


def read_journal(path: Path) -> tuple[JournalHeader, Iterator[AnyCommand]]:
    """The head of a journal, and its commands one after another: `read_entries` without the notes."""
    header, entries = read_entries(path)
    return header, (entry.command for entry in entries)


def read_entries(path: Path) -> tuple[JournalHeader, Iterator[Entry]]:
    """The head of a journal, and its commands with what came of them. A last line that was torn is left out.

    Raises `JournalUnreadable`, for a line in the middle only when the entries come to it, and
    `JournalOutdated` for one of an earlier format. Never writes.
    """
    first = _first_line(path)
    try:
        mark = msgspec.json.decode(first, type=_Mark)
        if mark.format > FORMAT:
            raise JournalUnreadable(
                f"{path} was written by a newer gamectl ({mark.engine}). Read it with that one."
            )
        if mark.format < FORMAT:
            raise JournalOutdated(
                f"{path} was written by an older gamectl ({mark.engine}), in a form that this one does not "
                "read. Read it with that one."
            )
        header = msgspec.json.decode(first, type=JournalHeader)
    except _UNREADABLE as error:
        raise JournalUnreadable(f"{path} is not a journal, or its first line is damaged.") from error
    return header, _paired(_lines(path))


def is_torn(path: Path) -> bool:
    """Whether the last line of a journal is damaged or stops in the middle, so that `read_entries` leaves it
    out. A server that is still writing leaves it so for a moment."""
    last = _last_line(path)
    try:
        _decoded(last)
    except _UNREADABLE:
        return bool(last)
    return not last.endswith(b"\n")


def is_ended(path: Path) -> bool:
    """Whether a journal was ended in order, so that nothing is missing behind its last line. One that a
    server is still writing is not, nor is one of a server that was killed."""
    return _last_line(path).startswith(_ENDED) and not is_torn(path)


def _last_line(path: Path) -> bytes:
    """The last line behind the first; empty when there is none."""
    with path.open("rb") as file:
        file.readline()
        return b"".join(deque(file, maxlen=1))


def content_of(path: Path) -> str | None:
    """The content version that a journal was written under; None when that cannot be read."""
    try:
        return msgspec.json.decode(_first_line(path), type=_Mark).content or None
    except (*_UNREADABLE, JournalUnreadable):
        return None


def _first_line(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.readline()
    except OSError as error:
        raise JournalUnreadable(f"{path} cannot be read ({error.strerror}).") from error


class _Mark(msgspec.Struct):
    format: int
    engine: str = ""
    content: str = ""


_NOTED: Final = b'{"noted"'
_ENDED: Final = b'{"ended"'
_command_decoder: Final = msgspec.json.Decoder(AnyCommand)
_note_decoder: Final = msgspec.json.Decoder(Note)
_end_decoder: Final = msgspec.json.Decoder(End)


def _decoded(line: bytes) -> AnyCommand | Note | End:
    if line.startswith(_NOTED):
        return _note_decoder.decode(line)
    return _end_decoder.decode(line) if line.startswith(_ENDED) else _command_decoder.decode(line)


def _paired(lines: Iterator[tuple[int, AnyCommand | Note]]) -> Iterator[Entry]:
    """Each command with the note behind it."""
    waiting: tuple[int, AnyCommand] | None = None
    noted: Note | None = None
    for number, item in lines:
        if isinstance(item, Note):
            noted = item
            continue
        if waiting is not None:
            yield Entry(line=waiting[0], command=waiting[1], note=noted, last=False)
        waiting, noted = (number, item), None
    if waiting is not None:
        yield Entry(line=waiting[0], command=waiting[1], note=noted, last=True)


def _lines(path: Path) -> Iterator[tuple[int, AnyCommand | Note]]:
    with path.open("rb") as file:
        file.readline()
        line = file.readline()
        number = 2
        while line:
            after = file.readline()
            try:
                item = _decoded(line)
            except _UNREADABLE as error:
                if not after:
                    return
                raise JournalUnreadable(f"Line {number} of {path} is damaged ({error}).") from error
            if not line.endswith(b"\n"):
                return
            if isinstance(item, End):
                if after or item.ended != number - 1:
                    raise JournalUnreadable(
                        f"{path} is damaged: line {number} says that it ended behind {item.ended} lines"
                        f"{', but more follow' if after else ', but there are ' + str(number - 1)}."
                    )
                return
            yield number, item
            line = after
            number += 1
