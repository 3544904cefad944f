"""The books: a row for each change of coins and items, and for each quest handed in."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from engine.game.events import CoinsGained, CoinsLost, Fact, ItemGained, ItemLost, QuestFinished
from engine.store.characters import Holdings
from engine.store.errors import CommitRefused
from engine.store.records import Imbalance, LedgerKind, LedgerRow
from engine.store.seal import check_seal, seal

HAND_IN: Final = "hand_in"
"""The cause of the row that counts a quest's turn."""

START: Final = "start"
"""The cause of what a new character is given."""

DELETED: Final = "deleted"
"""The cause that closes the books of a deleted character."""

FOLDED: Final = "folded"
"""The cause of a row that stands for many older ones."""

_INSERT: Final = (
    "INSERT INTO ledger (character, tick, kind, thing, delta, cause, content, seal) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_TURN: Final = (
    "INSERT INTO quest_turns (character, quest, turn, tick) SELECT :who, :quest, :turn, :tick "
    "WHERE :turn = 1 + (SELECT COUNT(*) FROM quest_turns WHERE character = :who AND quest = :quest)"
)
_SUMS: Final = (
    "SELECT character, kind, thing, SUM(delta) FROM ledger "
    "WHERE character BETWEEN ? AND ? AND kind <> 'quest' "
    "GROUP BY character, kind, thing HAVING SUM(delta) <> 0"
)
_SELECT: Final = "SELECT character, tick, kind, thing, delta, cause, content, seal FROM ledger"
_KINDS: Final[dict[str, LedgerKind]] = {"coins": "coins", "item": "item"}


def ledger_rows(facts: Iterable[Fact], *, tick: int) -> list[LedgerRow]:
    """The rows that facts give, in their order; `tick` is when they happened."""
    rows: list[LedgerRow] = []
    for fact in facts:
        row = _row(fact, tick)
        if row is not None:
            rows.append(row)
    return rows


def _row(fact: Fact, tick: int) -> LedgerRow | None:
    match fact:
        case ItemGained(character=who, item=thing, amount=amount, cause=cause):
            return LedgerRow(character=who, tick=tick, kind="item", thing=thing, delta=amount, cause=cause)
        case ItemLost(character=who, item=thing, amount=amount, cause=cause):
            return LedgerRow(character=who, tick=tick, kind="item", thing=thing, delta=-amount, cause=cause)
        case CoinsGained(character=who, amount=amount, cause=cause):
            return LedgerRow(character=who, tick=tick, kind="coins", thing="", delta=amount, cause=cause)
        case CoinsLost(character=who, amount=amount, cause=cause):
            return LedgerRow(character=who, tick=tick, kind="coins", thing="", delta=-amount, cause=cause)
        case QuestFinished(character=who, quest=thing, turn=turn):
            return LedgerRow(
                character=who, tick=tick, kind="quest", thing=thing, delta=1, cause=HAND_IN, turn=turn
            )
        case _:
            return None


def booked(rows: Iterable[LedgerRow]) -> dict[int, Holdings]:
    """What the rows add up to for each character, by kind and thing, without the hand-ins."""
    sums: dict[int, Holdings] = {}
    for row in rows:
        if row.kind != "quest":
            of_character = sums.setdefault(row.character, {})
            of_character[row.kind, row.thing] = of_character.get((row.kind, row.thing), 0) + row.delta
    return sums


def insert(conn: sqlite3.Connection, rows: Sequence[LedgerRow], *, content: int) -> None:
    """Store rows under a content version. Raises `CommitRefused`, also when a turn was booked before."""
    for row in rows:
        values = (row.character, row.tick, row.kind, row.thing, row.delta, row.cause, content)
        try:
            if type(row.delta) is not int:
                raise CommitRefused(f"{row.delta!r} is no whole amount.", character=row.character)
            conn.execute(_INSERT, (*values, seal(*values)))
            if row.turn is not None:
                turn = {"who": row.character, "quest": row.thing, "turn": row.turn, "tick": row.tick}
                if conn.execute(_TURN, turn).rowcount != 1:
                    raise CommitRefused(
                        f"Turn {row.turn} of quest {row.thing} is not the next one to be handed in.",
                        character=row.character,
                    )
        except (sqlite3.IntegrityError, OverflowError, UnicodeError) as error:
            raise CommitRefused(
                f"The ledger did not take {row.kind} {row.thing} of character {row.character}: {error}.",
                character=row.character,
            ) from error


def opening_rows(
    character: int, holdings: Holdings, *, tick: int, cause: str, sign: int = 1
) -> list[LedgerRow]:
    """A row for each thing held, given (`sign` 1) or taken away (-1)."""
    return [
        LedgerRow(
            character=character, tick=tick, kind=_KINDS[kind], thing=thing, delta=sign * amount, cause=cause
        )
        for (kind, thing), amount in sorted(holdings.items())
        if amount
    ]


def sums(conn: sqlite3.Connection, first: int, last: int) -> dict[int, Holdings]:
    """What the ledger says that the characters `first` … `last` hold, without those who hold nothing."""
    found: dict[int, Holdings] = {}
    for character, kind, thing, total in conn.execute(_SUMS, (first, last)):
        found.setdefault(character, {})[kind, thing] = total
    return found


def imbalances(character: int, held: Holdings, said: Holdings) -> list[Imbalance]:
    """Where what is held and what is booked differ, in order."""
    if held == said:
        return []
    return [
        Imbalance(character=character, kind=_KINDS[kind], thing=thing, held=has, booked=is_booked)
        for kind, thing in sorted(held.keys() | said.keys())
        if (has := held.get((kind, thing), 0)) != (is_booked := said.get((kind, thing), 0))
    ]


def _row_of(stored: tuple[Any, ...]) -> LedgerRow:
    who, tick, kind, thing, delta, cause, content, sealed = stored
    check_seal(sealed, who, tick, kind, thing, delta, cause, content, what=f"the ledger of character {who}")
    return LedgerRow(character=who, tick=tick, kind=kind, thing=thing, delta=delta, cause=cause)


def read(conn: sqlite3.Connection, character: int) -> list[LedgerRow]:
    """All rows of a character, oldest first, the hand-ins without their turns. Raises `StoreDamaged`."""
    return [_row_of(row) for row in conn.execute(f"{_SELECT} WHERE character = ? ORDER BY id", (character,))]


def check(conn: sqlite3.Connection) -> None:
    """Check every row. Raises `StoreDamaged` at the first one that is not as it was written."""
    for row in conn.execute(_SELECT):
        _row_of(row)


_STRAY_TURNS: Final = """
    SELECT character, quest FROM (
        SELECT character, thing AS quest, SUM(delta) AS turns, 0 AS booked FROM ledger
            WHERE kind = 'quest' GROUP BY character, thing
        UNION ALL
        SELECT character, quest, 0, CASE WHEN MIN(turn) = 1 AND MAX(turn) = COUNT(*) THEN COUNT(*) ELSE -1 END
            FROM quest_turns GROUP BY character, quest
    ) GROUP BY character, quest HAVING SUM(turns) <> SUM(booked) LIMIT 1
"""


def stray_turn(conn: sqlite3.Connection) -> tuple[int, str] | None:
    """A character and a quest whose turns the ledger and the table of turns tell differently, or None."""
    found: tuple[int, str] | None = conn.execute(_STRAY_TURNS).fetchone()
    return found


def fold(conn: sqlite3.Connection, *, before: int, content: int) -> int:
    """Put one row in place of all rows of a thing that are older than the tick `before`; gives how many went.

    What adds up to nothing is not kept at all. The turns of quests stay known for ever.
    """
    old = conn.execute(
        "SELECT character, kind, thing, SUM(delta), COUNT(*) FROM ledger WHERE tick < ? AND cause <> ? "
        "GROUP BY character, kind, thing",
        (before, FOLDED),
    ).fetchall()
    kept: list[LedgerRow] = []
    for character, kind, thing, total, _ in old:
        carried = conn.execute(
            "SELECT COALESCE(SUM(delta), 0) FROM ledger "
            "WHERE character = ? AND kind = ? AND thing = ? AND cause = ? AND tick <= ?",
            (character, kind, thing, FOLDED, before),
        ).fetchone()[0]
        conn.execute(
            "DELETE FROM ledger WHERE character = ? AND kind = ? AND thing = ? "
            "AND (tick < ? OR (cause = ? AND tick <= ?))",
            (character, kind, thing, before, FOLDED, before),
        )
        if total + carried:
            kept.append(
                LedgerRow(
                    character=character,
                    tick=before,
                    kind=kind,
                    thing=thing,
                    delta=total + carried,
                    cause=FOLDED,
                )
            )
    insert(conn, kept, content=content)
    return sum(count for *_, count in old)
