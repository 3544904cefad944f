"""Opening the players' database: all checks come before the first write; a refusal leaves the file alone."""

import contextlib
import os
import sqlite3
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.store import accounts, characters, following, ledger, results, surroundings
from engine.store.connection import BUSY_TIMEOUT_MS, SQLITE_ERRORS, connect, typed
from engine.store.errors import MigrationFailed, NotAStore, NotWritable, StoreDamaged, TooNew
from engine.store.files import sync_folder, unlink_quietly
from engine.store.migrations import (
    APPLICATION_ID,
    MIGRATIONS,
    Migration,
    applied,
    expected_schema,
    migrate,
    pending,
    schema_of,
)
from engine.store.owner import OwnerLock, acquire, this_process

_MAGIC: Final = b"SQLite format 3\x00"
_HEAD: Final = 100
_AT_ONCE: Final = 1000
_LOGS: Final = ("-wal", "-journal")
_SIDES: Final = (*_LOGS, "-shm")
_RESTORE: Final = "Restore it from a backup."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A players' database that passed every check and is ours. `clean` says that it was closed properly
    last time, `epoch` is the number of this opening, `backup` the copy made before a migration, if any."""

    conn: sqlite3.Connection
    lock: OwnerLock
    path: Path
    epoch: int
    clean: bool
    backup: Path | None


def open_store(
    path: Path,
    *,
    now: int,
    migrations: Sequence[Migration] = MIGRATIONS,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
) -> Opened:
    """Open the database at `path`, or make it, and take it over for this process. `now` is in Unix seconds.

    Raises `InUse`, `NotAStore`, `NotWritable`, `TooNew`, `MigrationFailed`, `StoreDamaged`, and
    `StoreUnavailable` when it is locked or the disk is full.
    """
    path = _checked_place(path)
    lock = acquire(path, now=now)
    try:
        backup: Path | None = None
        if path.exists():
            _check_head(path)
            _check_writable(path)
            steps = _check_content(path, migrations, busy_timeout_ms)
            if steps:
                backup = _back_up_before(path, steps[0], busy_timeout_ms)
        else:
            _create(path, migrations, now=now)
            steps = ()
        conn = connect(path, busy_timeout_ms=busy_timeout_ms)
        try:
            if steps:
                _migrate(conn, path, steps, now=now)
                check_rows(conn)
            conn.execute("PRAGMA foreign_keys = ON")
            epoch, clean = _take_over(conn, now=now)
        except BaseException:
            conn.close()
            raise
    except SQLITE_ERRORS as error:
        lock.release()
        raise typed(error, path) from error
    except BaseException:
        lock.release()
        raise
    return Opened(conn=conn, lock=lock, path=path, epoch=epoch, clean=clean, backup=backup)


def _checked_place(path: Path) -> Path:
    try:
        path = path.resolve()
        if path.is_dir():
            raise NotAStore(
                f"{path} is a folder. Give the name of a file in it, such as {path / 'players.db'}."
            )
        if not path.parent.is_dir():
            raise NotWritable(
                f"The folder {path.parent} does not exist. Make it, or choose another data folder."
            )
    except (OSError, ValueError, RuntimeError) as error:
        raise NotAStore(f"{path} cannot be a file ({error}). Choose another data folder.") from error
    return path


def _check_head(path: Path) -> None:
    """Look at the file before SQLite does, which would already write beside it. Nobody else has it open: we
    hold the lock, and closing a file drops the locks that the same process has on it."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotAStore(f"{path} is not a plain file. Choose another data folder.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise NotWritable(
            f"{path} cannot be read ({error.strerror}). Let the server read and write it."
        ) from error
    if not head:
        raise NotAStore(
            f"{path} is empty. If it never held players, delete it and start again; else restore a backup."
        )
    if len(head) < _HEAD or not head.startswith(_MAGIC):
        raise NotAStore(f"{path} is not a players' database, or its beginning is damaged. {_RESTORE}")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotAStore(
            f"{path} is a database of another program. Choose another data folder, or restore a backup."
        )


def _check_writable(path: Path) -> None:
    if not os.access(path, os.R_OK | os.W_OK):
        raise NotWritable(f"{path} may not be written to. Let the server write to it and to its folder.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        # It holds the hashes of passwords, which are nobody else's business.
        with contextlib.suppress(OSError):
            path.chmod(mode & 0o700)


def _check_content(path: Path, migrations: Sequence[Migration], busy_timeout_ms: int) -> Sequence[Migration]:
    """Check all that is stored, through a connection that cannot write; gives the steps still to be taken."""
    conn = connect(path, read_only=True, busy_timeout_ms=busy_timeout_ms)
    try:
        _check_pages(conn, path)
        try:
            steps = pending(conn, migrations)
        except TooNew as error:
            raise TooNew(f"{path}: {error}") from error
        done = migrations[: len(applied(conn))]
        if schema_of(conn) != expected_schema(done):
            raise StoreDamaged(f"{path} does not have the tables that it should have. {_RESTORE}")
        if not steps:
            check_rows(conn)
        return steps
    finally:
        conn.close()


def _check_pages(conn: sqlite3.Connection, path: Path) -> None:
    found = conn.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreDamaged(f"{path} is damaged ({found}). {_RESTORE}")
    stray = conn.execute("PRAGMA foreign_key_check").fetchone()
    if stray:
        raise StoreDamaged(f"{path} is damaged: a row of {stray[0]} belongs to nothing. {_RESTORE}")


def check_rows(conn: sqlite3.Connection) -> None:
    """Check every row but those of the ledger, and that the ledger adds up to what is held.

    Raises `StoreDamaged`.
    """
    accounts.every(conn)
    results.every(conn)
    surroundings.clock(conn)
    surroundings.stored_content(conn)
    surroundings.stock(conn)
    following.was_followed(conn)
    following.prices(conn)
    for body in surroundings.rooms(conn).values():
        surroundings.room_of(body)
    last = conn.execute(
        "SELECT COALESCE(MAX(id), 0) FROM "
        "(SELECT MAX(id) AS id FROM characters UNION ALL SELECT MAX(character) FROM ledger)"
    ).fetchone()[0]
    for first in range(1, last + 1, _AT_ONCE):
        _check_characters(conn, first, first + _AT_ONCE - 1)
    turn = ledger.stray_turn(conn)
    if turn:
        raise StoreDamaged(f"The turns of quest {turn[1]} of character {turn[0]} are damaged. {_RESTORE}")


def _check_characters(conn: sqlite3.Connection, first: int, last: int) -> None:
    said = ledger.sums(conn, first, last)
    for character, saved in characters.read(conn, "id BETWEEN ? AND ?", first, last):
        _check_balance(character, saved.holdings(), said.pop(character, {}))
    for character, booked in said.items():
        _check_balance(character, {}, booked)


def _check_balance(character: int, held: characters.Holdings, booked: characters.Holdings) -> None:
    wrong = ledger.imbalances(character, held, booked)
    if wrong:
        first = wrong[0]
        raise StoreDamaged(
            f"Character {character} holds {first.held} of {first.thing or 'copper'}, but its ledger says "
            f"{first.booked}. {_RESTORE}"
        )


def _migrate(conn: sqlite3.Connection, path: Path, steps: Sequence[Migration], *, now: int) -> None:
    try:
        migrate(conn, steps, now=now)
    except MigrationFailed as error:
        raise MigrationFailed(f"{path}: {error}") from error


def _create(path: Path, migrations: Sequence[Migration], *, now: int) -> None:
    """Make the database beside its place and move it there whole, so that no half-made one is ever found."""
    for side in _SIDES:
        orphan = path.with_name(path.name + side)
        if side in _LOGS and orphan.exists() and orphan.stat().st_size:
            raise NotAStore(
                f"{orphan} is there, but {path.name} is not. The two belong together: put {path.name} back, "
                "or move the other away to begin anew."
            )
        unlink_quietly(orphan)
    fresh = path.with_name(f"{path.name}.new")
    for leftover in (fresh, *(fresh.with_name(fresh.name + side) for side in _SIDES)):
        unlink_quietly(leftover)
    try:
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        conn = connect(fresh)
        try:
            migrate(conn, migrations, now=now)
        finally:
            conn.close()
        fresh.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise NotWritable(
            f"{path} could not be made ({error.strerror}). Check the disk and its rights."
        ) from error


def _back_up_before(path: Path, step: Migration, busy_timeout_ms: int) -> Path:
    target = path.with_name(f"{path.name}.before-{step.name}")
    conn = connect(path, read_only=True, busy_timeout_ms=busy_timeout_ms)
    try:
        back_up(conn, target)
    finally:
        conn.close()
    return target


def back_up(conn: sqlite3.Connection, target: Path) -> None:
    """Copy a database as it is now into the file `target`, replacing that only when the copy is whole.

    Raises `NotWritable` and `sqlite3.Error`.
    """
    fresh = target.with_name(f"{target.name}.new")
    try:
        unlink_quietly(fresh)
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        copy = sqlite3.connect(fresh, isolation_level=None)
        try:
            conn.backup(copy)
            # A backup is one file: without this it would want its own log beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise NotWritable(
            f"The backup {target} could not be written ({error.strerror}). Make room for it."
        ) from error


def _take_over(conn: sqlite3.Connection, *, now: int) -> tuple[int, bool]:
    """Write down that we own the database; gives the number of this opening and how the last one ended."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        row = conn.execute("SELECT epoch, clean FROM owner").fetchone()
        if row is None:
            raise StoreDamaged(f"The players' database is damaged: nobody owns it. {_RESTORE}")
        conn.execute("UPDATE owner SET epoch = epoch + 1, process = ?, clean = 0", (this_process(now),))
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    return row[0] + 1, bool(row[1])
