"""The journal of commands: with the state that it begins with, enough to play everything again.

It is for finding mistakes, not for recovery, so it never stops the game: `record` does no input or output and
may be called by the thread of the game, `flush` does all of it and may be called by another one.
"""

import contextlib
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

import msgspec

from engine.game.commands import AnyCommand, Tick
from engine.game.state import GameState
from engine.store.errors import JournalUnreadable

FORMAT: Final = 1
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


_encoder: Final = msgspec.json.Encoder()


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

    def record(self, command: AnyCommand, state: GameState) -> None:
        """Note a command that is about to be taken, and the state before it. Never raises, never waits."""
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
        """Write what is left and close the file, from the thread that flushes. Never raises."""
        self.flush()
        self._disabled = True
        self._close_file()

    def _append(self, item: "JournalHeader | AnyCommand") -> None:
        if self._disabled:
            return
        try:
            line = _encoder.encode(item) + b"\n"
        except (msgspec.MsgspecError, UnicodeError, TypeError, OverflowError) as error:
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

    def _next_file(self) -> None:
        self._close_file()
        there = journal_files(self._folder)
        number = _number(there[-1]) + 1 if there else 1
        path = self._folder / f"journal-{number}.jsonl"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(fd, "wb")
        self._in_file = 0
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


class _Header(bytes):
    """A line that begins a file."""

    __slots__ = ()


def read_journal(path: Path) -> tuple[JournalHeader, Iterator[AnyCommand]]:
    """The head of a journal, and its commands one after another. A last line that was torn is left out.

    Raises `JournalUnreadable`, for a line in the middle only when the commands come to it.
    """
    try:
        with path.open("rb") as file:
            first = file.readline()
    except OSError as error:
        raise JournalUnreadable(f"{path} cannot be read ({error.strerror}).") from error
    try:
        mark = msgspec.json.decode(first, type=_Mark)
        if mark.format != FORMAT:
            raise JournalUnreadable(
                f"{path} was written by another gamectl ({mark.engine}). Read it with that one."
            )
        header = msgspec.json.decode(first, type=JournalHeader)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise JournalUnreadable(f"{path} is not a journal, or its first line is damaged.") from error
    return header, _commands(path)


class _Mark(msgspec.Struct):
    format: int
    engine: str = ""


_command_decoder: Final = msgspec.json.Decoder(AnyCommand)


def _commands(path: Path) -> Iterator[AnyCommand]:
    with path.open("rb") as file:
        file.readline()
        line = file.readline()
        number = 2
        while line:
            after = file.readline()
            try:
                command: AnyCommand = _command_decoder.decode(line)
            except (msgspec.MsgspecError, UnicodeError) as error:
                if not after:
                    return
                raise JournalUnreadable(f"Line {number} of {path} is damaged ({error}).") from error
            if not line.endswith(b"\n"):
                return
            yield command
            line = after
            number += 1
