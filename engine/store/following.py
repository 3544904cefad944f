"""Stored characters, wares and fights follow the content, in one transaction of whoever calls.

What is remembered for it: under which content this was last done, and what each item was worth when the
content last knew it, since that is paid back for one that is gone.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.game.moved import DROPPED, RENAMED, Followed, Goals, follow, follow_ware, goals_of, unknown_in
from engine.game.state import StockState
from engine.model.catalog import Catalog
from engine.store import characters, ledger, surroundings
from engine.store.characters import Saved
from engine.store.errors import CommitRefused
from engine.store.records import LedgerRow
from engine.store.seal import check_seal, seal

_AT_ONCE = 1000


@dataclass(slots=True, kw_only=True)
class Following:
    """What became of the saves under another content.

    `characters` is how many were changed. The counts of what was renamed, dropped and refunded are of things
    by id and character; `copper` was paid back for those refunded. `unknown` says of each thing that saves
    hold and the content does not know (`items/old-knife`) how many characters have it: it stays, unseen.
    """

    characters: int = 0
    renamed: int = 0
    dropped: int = 0
    refunded: int = 0
    copper: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


def was_followed(conn: sqlite3.Connection) -> int | None:
    """The number of the content that the saves followed last. Raises `StoreDamaged`."""
    row = conn.execute("SELECT content, seal FROM followed").fetchone()
    if row is None:
        return None
    check_seal(row[1], row[0], what="the content that the saves follow")
    return int(row[0])


def prices(conn: sqlite3.Connection) -> dict[str, int]:
    """What each item that was ever known was last worth, in copper. Raises `StoreDamaged`."""
    found: dict[str, int] = {}
    for item, price, stored in conn.execute("SELECT item, price, seal FROM prices"):
        check_seal(stored, item, price, what=f"the price of {item}")
        found[item] = price
    return found


def follow_content(conn: sqlite3.Connection, catalog: Catalog, *, tick: int, content: int) -> Following:
    """Lead everything stored to where `moved` says, and remember prices. Fights of another content are over.

    `content` is the number of the catalog. Raises `StoreDamaged`, and `CommitRefused` for a mistake of ours.
    """
    told = Following()
    goals = goals_of(catalog)
    worth = prices(conn)
    same = conn.execute("SELECT content FROM world").fetchone()[0] == content
    last = conn.execute("SELECT COALESCE(MAX(id), 0) FROM characters").fetchone()[0]
    for first in range(1, last + 1, _AT_ONCE):
        # Whole before the first write: a statement that is read from must not see what is written meanwhile.
        for character, saved in list(
            characters.read(conn, "id BETWEEN ? AND ?", first, first + _AT_ONCE - 1)
        ):
            done = follow(catalog, goals, characters.character_of(character, saved), prices=worth)
            if not same:
                done.character.room = None
            told.unknown.update(unknown_in(catalog, done.character))
            _write(conn, character, saved, done, told, tick=tick, content=content)
    if not same:
        surroundings.write_rooms(conn, dict.fromkeys(surroundings.rooms(conn)))
    _follow_stock(conn, catalog, goals)
    _remember_prices(conn, catalog, worth)
    conn.execute(
        "INSERT INTO followed (id, content, seal) VALUES (1, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET content = excluded.content, seal = excluded.seal",
        (content, seal(content)),
    )
    return told


def _write(
    conn: sqlite3.Connection,
    character: int,
    saved: Saved,
    done: Followed,
    told: Following,
    *,
    tick: int,
    content: int,
) -> None:
    new = characters.saved_of(done.character, name_key=saved.name_key, in_world=saved.in_world)
    if done.renamed or done.dropped or done.refunded:
        told.characters += 1
        told.renamed += done.renamed
        told.dropped += done.dropped
        told.refunded += done.refunded
        told.copper += done.copper
    rows = ledger.ledger_rows(done.facts, tick=tick)
    # Several rows may be about one thing, and what comes in by one may go by another.
    booked = {thing: by for thing, by in ledger.booked(rows).get(character, {}).items() if by}
    if booked != characters.holdings_change(saved, new):
        raise CommitRefused(
            f"What character {character} holds would differ by something else than its ledger says.",
            character=character,
        )
    characters.update(conn, character, saved, new)
    ledger.insert(conn, [*rows, *_turns(conn, character, done.quests, tick)], content=content)


def _turns(
    conn: sqlite3.Connection, character: int, quests: Iterable[tuple[str, str | None]], tick: int
) -> list[LedgerRow]:
    """Give the turns of quests to other quests, or forget them; gives the rows that say so."""
    rows: list[LedgerRow] = []

    def book(quest: str, delta: int, cause: str) -> None:
        rows.append(
            LedgerRow(character=character, tick=tick, kind="quest", thing=quest, delta=delta, cause=cause)
        )

    for old, new in quests:
        turns = _count(conn, character, old)
        if not turns:
            continue
        if new is None:
            conn.execute("DELETE FROM quest_turns WHERE character = ? AND quest = ?", (character, old))
            book(old, -turns, DROPPED)
        else:
            conn.execute(
                "UPDATE quest_turns SET quest = ?, turn = turn + ? WHERE character = ? AND quest = ?",
                (new, _count(conn, character, new), character, old),
            )
            book(old, -turns, RENAMED)
            book(new, turns, RENAMED)
    return rows


def _count(conn: sqlite3.Connection, character: int, quest: str) -> int:
    asked = "SELECT COUNT(*) FROM quest_turns WHERE character = ? AND quest = ?"
    return int(conn.execute(asked, (character, quest)).fetchone()[0])


def _follow_stock(conn: sqlite3.Connection, catalog: Catalog, goals: Goals) -> None:
    """A ware's stock goes with it. What the new one has sold already counts, if it was there before."""
    stock = surroundings.stock(conn)
    changes: dict[str, StockState | None] = {}
    for key in sorted(stock):
        now = follow_ware(catalog, goals, key)
        if now != key:
            changes[key] = None
            if now is not None and now not in stock:
                changes[now] = stock[key]
    surroundings.write_stock(conn, changes)


def _remember_prices(conn: sqlite3.Connection, catalog: Catalog, before: Mapping[str, int]) -> None:
    """Those of what is gone stay: a character that was away for years may still hold it."""
    rows = [
        (item.id, item.price, seal(item.id, item.price))
        for item in catalog.items.values()
        if before.get(item.id) != item.price
    ]
    conn.executemany(
        "INSERT INTO prices (item, price, seal) VALUES (?, ?, ?) "
        "ON CONFLICT (item) DO UPDATE SET price = excluded.price, seal = excluded.seal",
        rows,
    )
