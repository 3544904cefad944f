"""The journal of commands: with the state that it begins with, enough to play everything again.

Behind each command stands a note of what came of it, so that playing it again shows whether the same does. A
tick in which only time passed has none, and such ticks are written as one. A file that was ended in order has
a last line that says so: without it nobody could tell whether lines are missing at its end.

It is for finding mistakes, not for recovery, so it never stops the game: `record` and `note` do no input or
output and may be called by the thread of the game, `flush` does all of it and may be called by another one.
"""

import contextlib
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Final, Literal
from zlib import crc32

import msgspec

from engine.game.commands import Command, Tick
from engine.game.events import Fact, TickPassed
from engine.game.outcome import Accepted, Refused
from engine.game.state import GameState

FORMAT: Final = 2
"""The format of the lines."""

MAX_BYTES: Final = 64 * 1024 * 1024
"""When a file is so long, the next one begins."""

KEEP: Final = 8
"""So many files are kept."""

MAX_WAITING: Final = 64 * 1024 * 1024
"""When so many bytes wait to be flushed, nobody flushes, and the journal gives up."""

_NAME: Final = re.compile(r"journal-[0-9]{1,12}\.jsonl\Z")


class JournalHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The first line: who wrote it, under which content, and the state before the first command."""

    format: int
    engine: str
    content: str
    state: GameState


class Note(msgspec.Struct, frozen=True):
    """What came of the command before it.

    `facts` with a digest of each, one after another, `refused` with the code, or `mistake` with the kind of
    exception that the server got over.
    """

    noted: Literal["facts", "refused", "mistake"]
    what: str


class End(msgspec.Struct, frozen=True):
    """The last line of a file that was ended in order; `ended` counts the lines before it."""

    ended: int


QUIET: Final = 1
"""So many facts has a tick in which only time passed."""

DIGEST_LENGTH: Final = 8
"""Hexadecimal digits of the digest of one fact."""

_encoder: Final = msgspec.json.Encoder()


def note_of(outcome: Accepted | Refused | Exception) -> Note | None:
    """What is noted of an outcome; None for a tick in which only time passed. Raises what encoding raises."""
    if isinstance(outcome, Refused):
        return Note("refused", outcome.code)
    if isinstance(outcome, Exception):
        return Note("mistake", type(outcome).__name__)
    facts = outcome.facts
    if len(facts) == QUIET and isinstance(facts[0], TickPassed):
        return None
    return Note("facts", "".join(digests(facts)))


def digests(facts: Iterable[Fact]) -> Iterator[str]:
    """The digest of each fact's bytes. It finds accidents, no forgers."""
    for fact in facts:
        yield f"{crc32(_encoder.encode(fact)):08x}"


def journal_files(folder: Path) -> list[Path]:
    """The journals in a folder, oldest first."""
    return sorted((path for path in folder.iterdir() if _NAME.match(path.name)), key=_number)


def _number(path: Path) -> int:
    return int(path.stem.partition("-")[2])


class Journal:
    """A journal that is being written. Whatever goes wrong disables it and calls `on_failure` once, with a
    sentence for the log, from the thread that noticed."""

    def __init__(
        self,
        folder: Path,
        *,
        state: GameState,
        engine: str,
        content: str,
        on_failure: Callable[[str], None],
        max_bytes: int = MAX_BYTES,
        keep: int = KEEP,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._content = content
        self._on_failure = on_failure
        self._max_bytes = max_bytes
        self._keep = max(keep, 1)
        self._max_waiting = max_waiting
        # One thread appends, another takes from the left; a header begins a file, an int is so many ticks.
        self._waiting: deque[_Header | bytes | int] = deque()
        self._noted = 0
        self._written = 0
        self._files_noted = 0
        self._files_begun = 0
        self._in_file = 0
        self._lines = 0
        self._file: IO[bytes] | None = None
        self._disabled = False
        self.begin(state)

    @property
    def disabled(self) -> bool:
        """True once something went wrong; nothing is written any more."""
        return self._disabled

    def begin(self, state: GameState, *, content: str | None = None) -> None:
        """Let what follows stand in a new file that begins with this state, under `content` if given."""
        if content is not None:
            self._content = content
        header = JournalHeader(format=FORMAT, engine=self._engine, content=self._content, state=state)
        self._files_noted += 1
        self._append(header)

    def record(self, command: Command, state: GameState) -> None:
        """Write a command down that is about to be taken, with the state before it if a new file is due.

        Never raises, never waits.
        """
        if self._disabled:
            return
        if self._in_file >= self._max_bytes and self._files_begun == self._files_noted:
            self.begin(state)
        if isinstance(command, Tick):
            self._waiting.append(command.count)
        else:
            self._append(command)
        if self._noted - self._written > self._max_waiting:
            self._disable("it is not written as fast as commands come")

    def note(self, outcome: Accepted | Refused | Exception) -> None:
        """Note what came of the command that was recorded last. Never raises, never waits."""
        if self._disabled:
            return
        try:
            note = note_of(outcome)
            line = b"" if note is None else _encoder.encode(note) + b"\n"
        except _UNWRITABLE as error:
            self._disable(f"something cannot be written down: {error}")
            return
        if line:
            self._waiting.append(line)
            self._noted += len(line)

    def flush(self) -> None:
        """Write everything noted so far to the file. Never raises."""
        if self._disabled:
            self._close_file()
            return
        try:
            self._write_waiting()
            if self._file is not None:
                self._file.flush()
        except OSError as error:
            self._disable(error.strerror or str(error))
            self._close_file()

    def close(self) -> None:
        """Write what is left and end the file, from the thread that flushes. Never raises."""
        self.flush()
        if not self._disabled:
            try:
                self._end_file()
            except OSError as error:
                self._disable(error.strerror or str(error))
        self._disabled = True
        self._close_file()

    def _append(self, item: JournalHeader | Command) -> None:
        if self._disabled:
            return
        try:
            line = _encoder.encode(item) + b"\n"
        except _UNWRITABLE as error:
            self._disable(f"something cannot be written down: {error}")
            return
        self._waiting.append(_Header(line) if isinstance(item, JournalHeader) else line)
        self._noted += len(line)

    def _write_waiting(self) -> None:
        ticks = 0
        for _ in range(len(self._waiting)):
            try:
                item = self._waiting.popleft()
            except IndexError:
                # The other thread has just given up.
                return
            if isinstance(item, int):
                ticks += item
                continue
            ticks = self._write_ticks(ticks)
            self._written += len(item)
            if isinstance(item, _Header):
                self._next_file()
            self._write(item)
        self._write_ticks(ticks)

    def _write_ticks(self, ticks: int) -> int:
        if ticks:
            self._write(_encoder.encode(Tick(count=ticks)) + b"\n")
        return 0

    def _write(self, line: bytes) -> None:
        if self._file is not None:
            self._file.write(line)
            self._in_file += len(line)
            self._lines += 1

    def _end_file(self) -> None:
        self._write(_encoder.encode(End(ended=self._lines)) + b"\n")
        if self._file is not None:
            self._file.flush()

    def _next_file(self) -> None:
        self._end_file()
        self._close_file()
        there = journal_files(self._folder)
        number = _number(there[-1]) + 1 if there else 1
        path = self._folder / f"journal-{number}.jsonl"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(fd, "wb")
        self._in_file = self._lines = 0
        self._files_begun += 1
        for old in there[: max(len(there) + 1 - self._keep, 0)]:
            old.unlink(missing_ok=True)

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()

    def _disable(self, why: str) -> None:
        if self._disabled:
            return
        # Not closing the file: this may be the other thread, and the file may be in use.
        self._disabled = True
        self._waiting.clear()
        self._on_failure(
            f"The journal of commands in {self._folder} stopped ({why}). The game goes on without it; "
            "it begins anew when the server starts again."
        )


_UNWRITABLE: Final = (msgspec.MsgspecError, UnicodeError, TypeError, OverflowError)
"""What encoding raises for something that JSON cannot hold."""


class _Header(bytes):
    """A line that begins a file."""

    __slots__ = ()
