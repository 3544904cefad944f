"""The answers that keyed commands got: one that comes again is answered and not applied."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from engine.store.errors import CommitRefused
from engine.store.records import CommandResult
from engine.store.seal import check_seal, seal

KEEP: Final = 256
"""So many results of each character are always kept."""

KEEP_SECONDS: Final = 600
"""Every result is kept at least so long."""

_SELECT: Final = "SELECT character, key, request, answer, tick, at, seal FROM command_results"
_INSERT: Final = (
    "INSERT INTO command_results (character, key, request, answer, tick, at, seal) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_PRUNE: Final = (
    "DELETE FROM command_results WHERE character = ?1 AND at < ?2 AND id <= "
    "(SELECT id FROM command_results WHERE character = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?3)"
)


def insert(conn: sqlite3.Connection, results: Sequence[CommandResult], *, now: int) -> None:
    """Store results, and drop those of the same characters that are both old and many.

    Raises `CommitRefused` when a key of a character has a result already.
    """
    for result in results:
        values = (result.character, result.key, result.request, result.answer, result.tick, result.at)
        try:
            conn.execute(_INSERT, (*values, seal(*values)))
        except (sqlite3.IntegrityError, OverflowError, UnicodeError) as error:
            raise CommitRefused(
                f"The result of a command of character {result.character} was not stored: {error}.",
                character=result.character,
            ) from error
    for character in sorted({result.character for result in results}):
        conn.execute(_PRUNE, (character, now - KEEP_SECONDS, KEEP))


def _result(row: tuple[Any, ...]) -> CommandResult:
    character, key, request, answer, tick, at, stored = row
    check_seal(stored, character, key, request, answer, tick, at, what=f"an answer to character {character}")
    return CommandResult(character=character, key=key, request=request, answer=answer, tick=tick, at=at)


def of_key(conn: sqlite3.Connection, character: int, key: str) -> CommandResult | None:
    """What a character's command with that key got."""
    row = conn.execute(f"{_SELECT} WHERE character = ? AND key = ?", (character, key)).fetchone()
    return _result(row) if row else None


def since(conn: sqlite3.Connection, at: int) -> list[CommandResult]:
    """All results of this moment and later, oldest first."""
    return [_result(row) for row in conn.execute(f"{_SELECT} WHERE at >= ? ORDER BY id", (at,))]


def every(conn: sqlite3.Connection) -> list[CommandResult]:
    """All results, oldest first."""
    return [_result(row) for row in conn.execute(f"{_SELECT} ORDER BY id")]
