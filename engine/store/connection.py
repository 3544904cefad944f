"""One SQLite connection: how it is set up, and what its errors mean. Knows no table."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from engine.store.errors import (
    CommitRefused,
    NotWritable,
    StoreBroken,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
)

BUSY_TIMEOUT_MS: Final = 5000
_WAL_LIMIT: Final = 64 * 1024 * 1024

_PRAGMAS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = 1000",
    f"PRAGMA journal_size_limit = {_WAL_LIMIT}",
)

_FOR_GOOD: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        # After these nobody can say whether the last commit would be found again after a restart.
        sqlite3.SQLITE_IOERR_SHMOPEN,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_SHMLOCK,
        sqlite3.SQLITE_IOERR_SHMMAP,
    }
)
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_REFUSALS: Final = frozenset({sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG})
_FOR_NOW: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_BUSY: "another program holds it locked",
    sqlite3.SQLITE_LOCKED: "another program holds it locked",
    sqlite3.SQLITE_PROTOCOL: "another program holds it locked",
    sqlite3.SQLITE_READONLY: "it may not be written to",
    sqlite3.SQLITE_IOERR: "the disk reported an error",
    sqlite3.SQLITE_CANTOPEN: "a file beside it could not be opened",
    sqlite3.SQLITE_NOMEM: "memory ran out",
    sqlite3.SQLITE_INTERRUPT: "it was interrupted",
}

_WAL_RESET: Final = ((3, 7, 0), (3, 51, 3))
_WAL_RESET_MENDED: Final = {(3, 44): 6, (3, 50): 7}


def wal_reset_risk(version: tuple[int, int, int] | None = None) -> str | None:
    """A sentence for the log when this SQLite can lose commits to a race between two connections in WAL mode;
    None when it cannot. One write connection per file, as here, keeps clear of it."""
    version = version or sqlite3.sqlite_version_info
    first, mended = _WAL_RESET
    patch = _WAL_RESET_MENDED.get(version[:2])
    if not first <= version < mended or (patch is not None and version[2] >= patch):
        return None
    found = ".".join(map(str, version))
    return (
        f"SQLite {found} has the WAL-reset fault of versions 3.7.0 to 3.51.2: let no other program write to "
        "the players' database while the server runs, and update to SQLite 3.51.3 or later when you can."
    )


def connect(
    path: Path, *, read_only: bool = False, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> sqlite3.Connection:
    """Open an existing database for the calling thread, with our settings but foreign keys not yet enforced.

    Raises `NotWritable` where the file system cannot carry WAL mode, and `sqlite3.Error` for the rest.
    """
    uri = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"
    conn = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=busy_timeout_ms / 1000, cached_statements=256
    )
    try:
        if sys.version_info >= (3, 12):
            conn.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        for pragma in _PRAGMAS:
            conn.execute(pragma)
        if not read_only:
            mode = conn.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            if mode != "wal":
                raise NotWritable(
                    f"{path} lies on a file system that cannot keep it safe (journal mode {mode}). "
                    "Put the data folder on a local disk."
                )
    except BaseException:
        conn.close()
        raise
    return conn


SQLITE_ERRORS: Final = (sqlite3.Error, UnicodeDecodeError)
"""What calls into SQLite raise when a file is not as it should be; the second, when an error itself quotes
bytes of the file that are no text."""


def typed(error: Exception, path: Path) -> StoreError:
    """The error of ours that says what one of `SQLITE_ERRORS` means for the one who called."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code in _FOR_GOOD:
        return StoreBroken(
            f"The disk did not confirm a write to {path} ({error}). Check the disk, then start again."
        )
    primary = code & 0xFF if code is not None else None
    if primary in _FOR_NOW:
        return StoreUnavailable(f"{path} is not available: {_FOR_NOW[primary]} ({error}).")
    if primary in _REFUSALS:
        return CommitRefused(f"{path} did not take it: {error}.")
    # SQLite's own word for damage, and what Python says of text that is no text.
    if primary in _DAMAGE or (
        code is None and isinstance(error, sqlite3.OperationalError | UnicodeDecodeError)
    ):
        return StoreDamaged(f"{path} is damaged ({error}). Restore it from a backup.")
    return StoreBroken(f"{path} gave an unexpected error ({error}).")


class Handle:
    """The one write connection. Turns errors of SQLite into ours and, once broken, stays so."""

    __slots__ = ("_broken", "conn", "path")

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self.conn = conn
        self.path = path
        self._broken: str | None = None

    @property
    def broken(self) -> bool:
        """True when nothing will be read or written through this handle any more."""
        return self._broken is not None

    def fail(self, message: str) -> StoreBroken:
        """Mark the handle as broken for good; gives the error to raise."""
        self._broken = message
        return StoreBroken(message)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for reading."""
        if self._broken is not None:
            raise StoreBroken(self._broken)
        try:
            yield self.conn
        except sqlite3.ProgrammingError:
            # Not the disk's fault but ours: the wrong thread, or the wrong number of values.
            raise
        except StoreBroken as error:
            self._broken = str(error)
            raise
        except SQLITE_ERRORS as error:
            raise self._typed(error) from error
        except (OverflowError, UnicodeEncodeError) as error:
            raise CommitRefused(f"{self.path} cannot hold such a value: {error}.") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within one transaction: all of the block is stored, or nothing."""
        with self.reading() as conn:
            try:
                conn.execute("BEGIN IMMEDIATE")
                yield conn
                conn.execute("COMMIT")
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        # Some errors have rolled the transaction back already; asking again would hide them.
        if not self.conn.in_transaction:
            return
        try:
            self.conn.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise self.fail(f"{self.path} could not undo a failed write ({error}). Start again.") from error

    def _typed(self, error: Exception) -> StoreError:
        meant = typed(error, self.path)
        if isinstance(meant, StoreBroken):
            self._broken = str(meant)
        return meant
