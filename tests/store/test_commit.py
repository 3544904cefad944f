"""Commits: whole or not at all, with the books and the answers in the same transaction."""

import msgspec
import pytest

from engine.game.events import (
    CoinsGained,
    CoinsLost,
    ItemEquipped,
    ItemGained,
    ItemLost,
    Noticed,
    QuestFinished,
)
from engine.game.state import QuestState, StockState
from engine.store.errors import CommitRefused
from engine.store.ledger import ledger_rows
from engine.store.player_db import PlayerDb
from engine.store.records import CommandResult, Imbalance, LedgerRow
from tests.store.examples import (
    DIGEST,
    Opener,
    a_batch,
    a_character,
    a_room,
    add_account,
    add_character,
    coins,
    item,
)


def a_result(character: int, key: str, *, at: int = 1000, answer: bytes = b"{}") -> CommandResult:
    return CommandResult(
        character=character, key=key, request=b"digest of " + key.encode(), answer=answer, tick=3, at=at
    )


def hand_in(character: int, turn: int, quest: str = "lamp") -> LedgerRow:
    return LedgerRow(
        character=character, tick=5, kind="quest", thing=quest, delta=1, cause="hand_in", turn=turn
    )


def test_one_commit_stores_all_of_a_trade_between_two(db: PlayerDb) -> None:
    add_account(db)
    buyer = add_character(db, a_character(name="Mara", wallet=100, items={}))
    seller = add_character(db, a_character(name="Otto", wallet=0, items={"rope": 2}))
    paid = msgspec.structs.replace(buyer, wallet=60, items={"rope": 1})
    sold = msgspec.structs.replace(seller, wallet=40, items={"rope": 1})
    ledger = [
        coins(buyer.id, -40, cause="trade"),
        item(buyer.id, "rope", 1, cause="trade"),
        item(seller.id, "rope", -1, cause="trade"),
        coins(seller.id, 40, cause="trade"),
    ]

    db.commit(
        a_batch(
            12,
            next_room=4,
            characters=[paid, sold],
            rooms={3: a_room(3)},
            stock={"keeper/rope": StockState(amount=1, restocks_at=99)},
            ledger=ledger,
            results=[a_result(buyer.id, "key-1")],
        )
    )

    assert [db.load(buyer.id), db.load(seller.id)] == [paid, sold]
    assert db.in_world() == [paid, sold]
    assert db.rooms() == [a_room(3)]
    assert db.stock() == {"keeper/rope": StockState(amount=1, restocks_at=99)}
    assert db.clock() == (12, 4)
    assert db.ledger_of(seller.id)[-2:] == [
        item(seller.id, "rope", -1, cause="trade"),
        coins(seller.id, 40, cause="trade"),
    ]
    assert db.command_result(buyer.id, "key-1") == a_result(buyer.id, "key-1")
    db.verify()


def test_a_batch_that_is_refused_changes_nothing_at_all(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(name="Mara", wallet=10))
    otto = add_character(db, a_character(name="Otto"))
    db.commit(a_batch(1, next_room=2, characters=[mara, otto], rooms={1: a_room(1)}))
    richer = msgspec.structs.replace(mara, wallet=50)
    broken = msgspec.structs.replace(otto, level=-1)

    with pytest.raises(CommitRefused) as refused:
        db.commit(
            a_batch(
                2,
                next_room=9,
                characters=[richer, broken],
                rooms={1: None, 8: a_room(8)},
                stock={"keeper/rope": StockState(amount=1)},
                ledger=[coins(mara.id, 40)],
                results=[a_result(mara.id, "key-1")],
            )
        )

    assert refused.value.character == otto.id
    assert db.in_world() == [mara, otto]
    assert db.rooms() == [a_room(1)]
    assert db.stock() == {}
    assert db.clock() == (1, 2)
    assert db.command_result(mara.id, "key-1") is None
    db.verify()


def test_after_a_refused_batch_the_same_change_can_be_stored_alone(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(name="Mara", wallet=10))
    otto = add_character(db, a_character(name="Otto"))
    db.commit(a_batch(1, characters=[mara, otto]))
    richer = msgspec.structs.replace(mara, wallet=50)
    broken = msgspec.structs.replace(otto, level=-1)
    with pytest.raises(CommitRefused):
        db.commit(a_batch(2, characters=[richer, broken], ledger=[coins(mara.id, 40)]))

    db.commit(a_batch(2, characters=[richer], ledger=[coins(mara.id, 40)]))

    assert db.in_world() == [richer, otto]
    db.verify()


def test_holdings_that_the_ledger_does_not_explain_are_refused(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(wallet=10))

    with pytest.raises(CommitRefused, match=r"holds \+5 of copper, but the ledger says \+4"):
        db.commit(a_batch(characters=[msgspec.structs.replace(mara, wallet=15)], ledger=[coins(mara.id, 4)]))

    assert db.load(mara.id) == mara


def test_a_ledger_row_without_a_change_is_refused(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db)

    with pytest.raises(CommitRefused, match=r"holds \+0 of rope, but the ledger says \+1"):
        db.commit(a_batch(ledger=[item(mara.id, "rope", 1)]))

    assert db.ledger_check(mara.id) == []


def test_putting_an_item_on_needs_no_row_in_the_ledger(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(items={"knife": 1}, equipment={}))
    armed = msgspec.structs.replace(mara, items={}, equipment={"weapon": "knife"})

    db.commit(a_batch(characters=[armed]))

    assert db.load(mara.id) == armed
    assert db.ledger_check(mara.id) == []


def test_a_character_that_was_never_made_is_refused(db: PlayerDb) -> None:
    add_account(db)

    with pytest.raises(CommitRefused, match="Character 7 is not stored"):
        db.commit(a_batch(characters=[a_character(id=7)]))

    assert db.clock() == (0, 1)


def test_a_character_never_changes_hands(db: PlayerDb) -> None:
    add_account(db, "Ann")
    bob = add_account(db, "Bob")
    mara = add_character(db)

    with pytest.raises(CommitRefused, match="another one's"):
        db.commit(a_batch(characters=[msgspec.structs.replace(mara, user=bob)]))

    assert db.load(mara.id) == mara


def test_a_quest_is_handed_in_once_for_each_turn(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(wallet=0))
    done = QuestState(stage="finished", since=5, turns=1)
    paid = msgspec.structs.replace(mara, wallet=9, quests={"lamp": done})
    db.commit(a_batch(1, characters=[paid], ledger=[coins(mara.id, 9), hand_in(mara.id, 1)]))
    twice = msgspec.structs.replace(paid, wallet=18)

    with pytest.raises(CommitRefused, match="Turn 1 of quest lamp") as refused:
        db.commit(a_batch(2, characters=[twice], ledger=[coins(mara.id, 9), hand_in(mara.id, 1)]))

    assert refused.value.character == mara.id
    assert db.load(mara.id) == paid
    db.verify()


def test_the_next_turn_of_a_quest_is_paid_again(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db)

    db.commit(a_batch(1, ledger=[hand_in(mara.id, 1), hand_in(mara.id, 1, "net")]))
    db.commit(a_batch(2, ledger=[hand_in(mara.id, 2)]))

    assert [row.thing for row in db.ledger_of(mara.id) if row.kind == "quest"] == ["lamp", "net", "lamp"]
    db.verify()


def test_a_room_that_is_gone_leaves_no_trace(db: PlayerDb) -> None:
    db.commit(a_batch(1, rooms={1: a_room(1), 2: a_room(2)}))

    db.commit(a_batch(2, rooms={1: None, 2: a_room(2, wave=4), 3: None}))

    assert db.rooms() == [a_room(2, wave=4)]


def test_a_ware_that_is_gone_leaves_no_trace(db: PlayerDb) -> None:
    db.commit(a_batch(1, stock={"a/x": StockState(amount=3), "a/y": StockState(amount=1)}))

    db.commit(a_batch(2, stock={"a/x": None, "a/y": StockState(amount=0, restocks_at=40)}))

    assert db.stock() == {"a/y": StockState(amount=0, restocks_at=40)}


@pytest.mark.parametrize(
    "changes",
    [
        {"rooms": {1: a_room(1, location="\ud800")}},
        {"rooms": {1: a_room(1, wave="first")}},
        {"rooms": {1: a_room(1, wave_at=1.5)}},
        {"rooms": {0: a_room(0)}},
        {"stock": {"a/x": StockState(amount=-1)}},
        {"stock": {"a/x": StockState(amount=1.5)}},  # type: ignore[arg-type]  # that it is refused is tested
        {"tick": -1},
        {"tick": 2**70},
        {"next_room": 0},
    ],
)
def test_surroundings_that_could_not_be_read_back_are_refused(
    db: PlayerDb, changes: dict[str, object]
) -> None:
    with pytest.raises(CommitRefused):
        db.commit(a_batch(**changes))

    assert (db.clock(), db.rooms(), db.stock()) == ((0, 1), [], {})
    db.commit(a_batch(2))
    db.verify()


def test_a_key_that_was_used_is_refused_and_keeps_its_answer(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db)
    db.commit(a_batch(1, results=[a_result(mara.id, "key-1", answer=b"first")]))

    with pytest.raises(CommitRefused):
        db.commit(a_batch(2, results=[a_result(mara.id, "key-1", answer=b"second")]))

    kept = db.command_result(mara.id, "key-1")
    assert kept == a_result(mara.id, "key-1", answer=b"first")
    assert db.clock() == (1, 1)


def test_two_characters_may_use_the_same_key(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(name="Mara"))
    otto = add_character(db, a_character(name="Otto"))
    results = [a_result(mara.id, "key-1", answer=b"m"), a_result(otto.id, "key-1", answer=b"o")]

    db.commit(a_batch(results=results))

    assert [db.command_result(who, "key-1") for who in (mara.id, otto.id)] == results


def test_an_answer_is_dropped_only_when_it_is_both_old_and_one_of_many(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(name="Mara"))
    otto = add_character(db, a_character(name="Otto"))
    old = [a_result(mara.id, f"old-{n}", at=1000) for n in range(300)]
    db.commit(a_batch(1, at=1000, results=[*old, a_result(otto.id, "few", at=1000)]))

    db.commit(a_batch(2, at=1600, results=[a_result(mara.id, "young", at=1600)]))
    young_enough = len(db.results_since(0))
    newest = [a_result(mara.id, "newest", at=1601), a_result(otto.id, "newest", at=1601)]
    db.commit(a_batch(3, at=1601, results=newest))

    kept = [result.key for result in db.results_since(0) if result.character == mara.id]
    assert young_enough == 302
    assert kept == [f"old-{n}" for n in range(46, 300)] + ["young", "newest"]
    assert len(kept) == 256
    assert db.command_result(otto.id, "few") is not None


def test_young_answers_are_kept_however_many_they_are(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db)
    for n in range(4):
        results = [a_result(mara.id, f"{n}-{m}", at=1000 + n) for m in range(200)]
        db.commit(a_batch(n, at=1000 + n, results=results))

    assert len(db.results_since(0)) == 800
    assert len(db.results_since(1002)) == 400


def test_facts_of_coins_items_and_hand_ins_become_rows_and_no_others_do() -> None:
    facts = [
        ItemGained(character=4, item="rope", amount=2, cause="loot"),
        ItemEquipped(character=4, slot="weapon", item="knife"),
        ItemLost(character=4, item="rope", amount=1, cause="trade"),
        CoinsGained(character=5, amount=30, cause="trade"),
        Noticed(character=5, kind="say", text="hello"),
        CoinsLost(character=5, amount=7, cause="death"),
        QuestFinished(character=4, quest="lamp", turn=3, tick=90),
    ]

    rows = ledger_rows(facts, tick=90)

    assert rows == [
        item(4, "rope", 2, tick=90),
        item(4, "rope", -1, tick=90, cause="trade"),
        coins(5, 30, tick=90, cause="trade"),
        coins(5, -7, tick=90, cause="death"),
        LedgerRow(character=4, tick=90, kind="quest", thing="lamp", delta=1, cause="hand_in", turn=3),
    ]


def test_folding_the_ledger_keeps_every_sum_and_every_turn(db: PlayerDb) -> None:
    add_account(db)
    mara = add_character(db, a_character(wallet=0, items={}, equipment={}))
    for tick, delta in ((1, 5), (2, 6), (3, -4), (8, 2)):
        mara.wallet += delta
        db.commit(a_batch(tick, characters=[mara], ledger=[coins(mara.id, delta, tick=tick)]))
    db.commit(a_batch(9, ledger=[hand_in(mara.id, 1)]))

    gone = db.fold_ledger(4)
    once = db.ledger_of(mara.id)
    db.fold_ledger(9)

    assert gone == 3
    assert sorted(once, key=lambda row: row.tick) == [
        coins(mara.id, 7, tick=4, cause="folded"),
        LedgerRow(character=mara.id, tick=5, kind="quest", thing="lamp", delta=1, cause="hand_in"),
        coins(mara.id, 2, tick=8),
    ]
    assert {(row.kind, row.delta, row.cause) for row in db.ledger_of(mara.id)} == {
        ("coins", 9, "folded"),
        ("quest", 1, "folded"),
    }
    assert db.ledger_check(mara.id) == []
    db.verify()


def test_an_imbalance_is_told_by_thing(db: PlayerDb, db_path: object) -> None:
    add_account(db)
    mara = add_character(db, a_character(wallet=10, items={"rope": 1}, equipment={}))
    # Straight into the table: the store itself does not let this happen.
    db._handle.conn.execute("UPDATE ledger SET delta = 8 WHERE kind = 'coins'")

    found = db.ledger_check(mara.id)

    assert found == [Imbalance(character=mara.id, kind="coins", thing="", held=10, booked=8)]


def test_the_content_version_is_stamped_on_what_is_committed(db: PlayerDb, open_db: Opener) -> None:
    first = db.stored_content
    db.commit(a_batch(1))
    db.use_content("e" * 64)
    db.commit(a_batch(2))
    db.close()

    second = open_db(content_digest=DIGEST)
    later = second.stored_content

    assert (first, later) == (None, "e" * 64)
