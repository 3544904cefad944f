"""Damaged files: refused with a word of what to do, or harmless; never a crash and never another value."""

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from engine.game.state import StockState
from engine.store.errors import StoreDamaged, StoreError
from engine.store.player_db import PlayerDb
from engine.store.records import CommandResult
from tests.store.examples import (
    DIGEST,
    HASH,
    Opener,
    a_batch,
    a_character,
    a_room,
    add_account,
    add_character,
    coins,
)

MUTATIONS = 300
SEED = 11
NAMES = ("ann", "bob")


@pytest.fixture
def filled(db: PlayerDb, db_path: Path) -> Path:
    """The path of a closed database with something in every table."""
    add_account(db, "Ann")
    add_account(db, "Bob")
    db.create_session(HASH, 1, 100, 2000, 5000)
    people = [
        add_character(db, a_character(name=f"Who {n}", items={f"thing-{m}": m + 1 for m in range(30)}))
        for n in range(12)
    ]
    answer = CommandResult(character=1, key="key-1", request=b"r" * 32, answer=b'{"a":1}', tick=3, at=1000)
    people[0].wallet += 7
    db.commit(
        a_batch(
            44,
            next_room=6,
            characters=people[:4],
            rooms={5: a_room(5)},
            stock={"keeper/rope": StockState(amount=3, restocks_at=90)},
            ledger=[coins(people[0].id, 7)],
            results=[answer],
        )
    )
    db.close()
    return db_path


def all_of(db: PlayerDb) -> dict[str, Any]:
    """Everything that the store gives out."""
    ids = db.character_ids()
    return {
        "accounts": [db.account_by_name(name) for name in NAMES],
        "session": db.session(HASH, 1500),
        "characters": [db.load(character) for character in ids],
        "of users": [db.characters_of(user) for user in (1, 2)],
        "in world": db.in_world(),
        "books": [db.ledger_of(character) for character in ids],
        "rooms": db.rooms(),
        "stock": db.stock(),
        "clock": db.clock(),
        "content": db.stored_content,
        "answers": db.results_since(0),
    }


def opened_and_read(path: Path) -> dict[str, Any]:
    db = PlayerDb.open(path, content_digest=DIGEST, now=1500)
    try:
        return all_of(db)
    finally:
        db.close()


def damaged(whole: bytes, chance: random.Random) -> bytes:
    copy = bytearray(whole)
    match chance.randrange(8):
        case 0:
            del copy[chance.randrange(len(copy)) :]
        case 1:
            start = chance.randrange(len(copy))
            copy[start : start + 64] = bytes(len(copy[start : start + 64]))
        case _:
            copy[chance.randrange(len(copy))] ^= chance.randrange(1, 256)
    return bytes(copy)


def test_a_damaged_database_is_refused_or_holds_the_same(filled: Path) -> None:
    whole = filled.read_bytes()
    expected = opened_and_read(filled)
    chance = random.Random(SEED)
    outcomes = {"refused": 0, "same": 0}

    for _ in range(MUTATIONS):
        copy = damaged(whole, chance)
        for beside in filled.parent.iterdir():
            beside.unlink()
        filled.write_bytes(copy)
        try:
            db = PlayerDb.open(filled, content_digest=DIGEST, now=1500)
        except StoreError as error:
            assert str(filled) in str(error) or "backup" in str(error)
            assert filled.read_bytes() == copy
            outcomes["refused"] += 1
            continue
        try:
            assert all_of(db) == expected
            outcomes["same"] += 1
        except StoreDamaged:
            outcomes["refused"] += 1
        finally:
            db.close()

    assert outcomes["refused"] > MUTATIONS / 6
    assert outcomes["same"] > 0


CHANGES = (
    "UPDATE accounts SET password_hash = 'mine' WHERE id = 1",
    "UPDATE accounts SET folded = 'eve' WHERE id = 2",
    "UPDATE characters SET wallet = wallet + 1 WHERE id = 3",
    "UPDATE characters SET level = 99 WHERE id = 3",
    "UPDATE characters SET location = 'vault' WHERE id = 3",
    "UPDATE characters SET user = 2 WHERE id = 3",
    "UPDATE characters SET in_world = 1 - in_world WHERE id = 3",
    "UPDATE characters SET name_key = 'other' WHERE id = 3",
    "UPDATE character_items SET amount = 900 WHERE character = 3 AND item = 'thing-4'",
    "DELETE FROM character_items WHERE character = 3 AND item = 'thing-4'",
    "UPDATE character_equipment SET item = 'crown' WHERE character = 3 AND slot = 'boot'",
    "UPDATE character_skills SET experience = 9000 WHERE character = 3",
    "INSERT INTO character_spells VALUES (3, 'fireball')",
    "UPDATE character_quests SET turns = 7 WHERE character = 3",
    "UPDATE character_quests SET ended = 7 WHERE character = 3",
    "UPDATE character_quests SET counts = '{\"oil\":9}' WHERE character = 3",
    "UPDATE character_flags SET value = 0 WHERE character = 3 AND flag = 'met-keeper'",
    "UPDATE character_volatile SET body = replace(body, '31.5', '91.5') WHERE character = 3",
    "DELETE FROM character_volatile WHERE character = 3",
    "UPDATE rooms SET body = replace(body, '4.5', '1.5')",
    "UPDATE stock SET amount = 50",
    "UPDATE world SET tick = 43",
    "DELETE FROM world",
    "DELETE FROM owner",
    "UPDATE command_results SET answer = x'00'",
    "UPDATE ledger SET delta = delta + 1 WHERE id = 5",
    "DELETE FROM ledger WHERE id = 5",
    "UPDATE ledger SET character = 77 WHERE id = 5",
    "INSERT INTO quest_turns VALUES (3, 'lamp', 1, 1)",
    "DELETE FROM characters WHERE id = 3",
    "DELETE FROM accounts WHERE id = 1",
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_changed_behind_the_stores_back_is_noticed_when_opening(
    filled: Path, open_db: Opener, change: str
) -> None:
    conn = sqlite3.connect(filled, isolation_level=None)
    changed = conn.execute(change).rowcount
    conn.close()

    with pytest.raises(StoreDamaged):
        open_db()

    assert changed >= 1


def test_the_cause_of_a_row_of_the_ledger_is_sealed_too(filled: Path, open_db: Opener) -> None:
    conn = sqlite3.connect(filled, isolation_level=None)
    conn.execute("UPDATE ledger SET cause = 'gift' WHERE cause = 'loot'")
    conn.close()
    db = open_db()

    with pytest.raises(StoreDamaged, match="the ledger of character 1 is damaged"):
        db.verify()


def test_what_is_found_damaged_while_running_is_not_used_any_more(db: PlayerDb, db_path: Path) -> None:
    add_account(db)
    mara = add_character(db)
    other = sqlite3.connect(db_path, isolation_level=None)
    other.execute("UPDATE characters SET wallet = 999999")
    other.close()

    with pytest.raises(StoreDamaged, match=f"character {mara.id} is damaged"):
        db.load(mara.id)

    assert db.broken
