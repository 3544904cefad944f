"""Characters: what is stored is what comes back."""

from collections.abc import Iterator
from itertools import count

import msgspec
import pytest
from hypothesis import given, settings

from engine.game.state import Character, Room, StockState
from engine.store.errors import CommitRefused, InWorld, NameTaken, NotFound, TooManyCharacters
from engine.store.player_db import PlayerDb
from engine.store.records import LedgerRow
from tests.store.examples import (
    DIGEST,
    Opener,
    a_batch,
    a_character,
    a_room,
    add_account,
    add_character,
    any_character,
    any_room,
    coins,
    explained,
    item,
)


@pytest.fixture(scope="module")
def shared_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayerDb]:
    """One database for many generated characters; they do not meet each other."""
    db = PlayerDb.open(tmp_path_factory.mktemp("shared") / "p.db", content_digest=DIGEST, now=1)
    add_account(db)
    yield db
    db.verify()
    db.close()


_name_keys = count()


@settings(deadline=None, max_examples=80)
@given(character=any_character)
def test_a_new_character_comes_back_whole(shared_db: PlayerDb, character: Character) -> None:
    made = shared_db.create_character(character, f"new {next(_name_keys)}", 1, 10**6)

    assert shared_db.load(made) == msgspec.structs.replace(character, id=made)
    assert shared_db.ledger_check(made) == []


@settings(deadline=None, max_examples=80)
@given(first=any_character, then=any_character)
def test_any_change_of_a_character_comes_back_whole(
    shared_db: PlayerDb, first: Character, then: Character
) -> None:
    made = shared_db.create_character(first, f"changed {next(_name_keys)}", 1, 10**6)
    before = msgspec.structs.replace(first, id=made)
    after = msgspec.structs.replace(then, id=made, name=first.name)

    shared_db.commit(a_batch(characters=[after], ledger=explained(before, after)))

    assert shared_db.load(made) == after
    assert shared_db.ledger_check(made) == []


@settings(deadline=None, max_examples=60)
@given(room=any_room)
def test_any_room_comes_back_whole(shared_db: PlayerDb, room: Room) -> None:
    shared_db.commit(a_batch(rooms={room.id: room}))
    stored = shared_db.rooms()
    shared_db.commit(a_batch(rooms={room.id: None}))

    assert stored == [room]
    assert shared_db.rooms() == []


def test_everything_is_there_after_closing_and_opening(db: PlayerDb, open_db: Opener) -> None:
    add_account(db)
    mara = add_character(db)
    stock = {"keeper/bread": StockState(amount=4, restocks_at=70), "keeper/rope": StockState(amount=9)}
    db.commit(a_batch(55, next_room=8, characters=[mara], rooms={7: a_room(7)}, stock=stock))
    db.close()

    again = open_db()

    assert again.clean
    assert again.in_world() == [mara]
    assert again.rooms() == [a_room(7)]
    assert again.stock() == stock
    assert again.clock() == (55, 8)
    assert again.stored_content == DIGEST


def test_mappings_come_back_in_the_order_of_their_ids(db: PlayerDb) -> None:
    add_account(db)

    mara = add_character(db, a_character(items={"rope": 1, "bread": 2, "oil": 3}))

    assert list(mara.items) == ["bread", "oil", "rope"]


def test_what_a_new_character_holds_is_booked_as_its_start(db: PlayerDb) -> None:
    add_account(db)

    mara = add_character(db, a_character(items={"knife": 2}, equipment={"weapon": "knife"}, wallet=30))

    assert db.ledger_of(mara.id) == [
        coins(mara.id, 30, tick=0, cause="start"),
        item(mara.id, "knife", 3, tick=0, cause="start"),
    ]


def test_a_character_name_is_taken_in_any_spelling(db: PlayerDb) -> None:
    ann, bob = add_account(db, "Ann"), add_account(db, "Bob")
    db.create_character(a_character(user=ann, name="Mara"), "mara", 1, 5)

    with pytest.raises(NameTaken, match="MARA is taken"):
        db.create_character(a_character(user=bob, name="MARA"), "mara", 1, 5)

    assert db.characters_of(bob) == []


def test_an_account_has_no_more_characters_than_it_may(db: PlayerDb) -> None:
    user = add_account(db)
    for name in ("one", "two"):
        db.create_character(a_character(name=name), name, 1, 2)

    with pytest.raises(TooManyCharacters, match="2 characters already"):
        db.create_character(a_character(name="three"), "three", 1, 2)

    assert [character.name for character in db.characters_of(user)] == ["one", "two"]


def test_a_character_needs_an_account(db: PlayerDb) -> None:
    with pytest.raises(NotFound):
        db.create_character(a_character(user=4), "mara", 1, 5)


def test_a_refused_character_leaves_nothing_in_the_books(db: PlayerDb) -> None:
    add_account(db)
    add_character(db)

    with pytest.raises(NameTaken):
        db.create_character(a_character(), "mara", 1, 5)

    assert db.character_ids() == [1]
    db.verify()


def test_a_new_character_is_not_in_the_world(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db)

    before = db.in_world()
    db.commit(a_batch(1, characters=[mara]))
    within = db.in_world()
    db.commit(a_batch(2, left=frozenset({mara.id})))
    after = db.in_world()

    assert (before, within, after) == ([], [mara], [])


def test_a_deleted_character_is_gone_and_its_books_are_closed(db: PlayerDb) -> None:
    user = add_account(db)
    mara = add_character(db, a_character(items={"rope": 2}, equipment={}, wallet=10))

    db.delete_character(mara.id, user)

    assert db.load(mara.id) is None
    assert db.characters_of(user) == []
    assert db.ledger_of(mara.id) == [
        coins(mara.id, 10, tick=0, cause="start"),
        item(mara.id, "rope", 2, tick=0, cause="start"),
        coins(mara.id, -10, tick=0, cause="deleted"),
        item(mara.id, "rope", -2, tick=0, cause="deleted"),
    ]
    db.verify()


def test_the_id_of_a_deleted_character_is_never_given_again(db: PlayerDb) -> None:
    user = add_account(db)
    mara = add_character(db)
    db.delete_character(mara.id, user)

    again = add_character(db)

    assert again.id > mara.id


def test_nobody_deletes_the_character_of_another(db: PlayerDb) -> None:
    add_account(db, "Ann")
    bob = add_account(db, "Bob")
    mara = add_character(db)

    with pytest.raises(NotFound):
        db.delete_character(mara.id, bob)

    assert db.load(mara.id) == mara


def test_a_character_in_the_world_cannot_be_deleted(db: PlayerDb) -> None:
    user = add_account(db)
    mara = add_character(db)
    db.commit(a_batch(characters=[mara]))

    with pytest.raises(InWorld, match="Mara is in the world"):
        db.delete_character(mara.id, user)

    assert db.in_world() == [mara]


BAD = {
    "a negative wallet": {"wallet": -1},
    "a fraction of a coin": {"wallet": 1.5},
    "a whole number written as a fraction of items": {"items": {"bread": 2.5}},
    "more coins than any wire can carry": {"wallet": 2**53},
    "more coins than the database can count": {"wallet": 2**70},
    "a negative amount": {"items": {"bread": -1}},
    "a level that is no number": {"level": "3"},
    "a vital that is no number": {"vitals": {"health": float("nan")}},
    "a vital without end": {"vitals": {"health": float("inf")}},
    "a vital that there is not": {"raised": {"luck": 1}},
    "a name for a place that is no text": {"location": 3},
    "half a character": {"location": "\ud800"},
    "no place at all": {"location": ""},
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD.keys())
def test_a_value_that_could_not_be_read_back_is_refused_and_changes_nothing(
    db: PlayerDb, change: dict[str, object]
) -> None:
    add_account(db)
    mara = add_character(db)
    worse = msgspec.structs.replace(mara, **change)
    ledger = [
        LedgerRow(character=mara.id, tick=1, kind=row.kind, thing=row.thing, delta=row.delta, cause="loot")
        for row in (explained(mara, worse) if {"wallet", "items"} & change.keys() else [])
    ]

    with pytest.raises(CommitRefused) as refused:
        db.commit(a_batch(9, characters=[worse], ledger=ledger))

    assert refused.value.character == mara.id
    assert db.load(mara.id) == mara
    assert db.clock() == (0, 1)
    db.verify()


def test_the_store_keeps_no_hold_on_what_it_was_given(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db)
    db.commit(a_batch(1, characters=[mara]))

    mara.flags["changed-afterwards"] = True
    db.commit(a_batch(2, characters=[mara]))

    stored = db.load(mara.id)
    assert stored == mara
    assert stored is not mara


def test_saving_writes_what_changed_and_not_everything(db: PlayerDb) -> None:
    add_account(db)
    rich = add_character(db, a_character(items={f"thing-{n:04}": 1 for n in range(3000)}))
    db.commit(a_batch(1, characters=[rich]))
    before = db.log_bytes()

    rich.vitals["health"] = 1.0
    db.commit(a_batch(2, characters=[rich]))

    assert 0 < db.log_bytes() - before < before / 4


def test_every_field_of_a_character_is_stored(db: PlayerDb) -> None:
    blank = Character(id=0, user=1, name="Mara", location="harbor")
    other = a_character(room=4, linked=False, leaves_at=7, saved_at=8, regenerates_at=9, new=True)
    differs = {name for name in Character.__struct_fields__ if getattr(blank, name) != getattr(other, name)}
    add_account(db)

    stored = add_character(db, other)

    # A field that is new in the state must be given a value above, or this would prove nothing about it.
    assert differs == set(Character.__struct_fields__) - {"id", "user", "name", "location"}
    assert stored == msgspec.structs.replace(other, id=stored.id)
