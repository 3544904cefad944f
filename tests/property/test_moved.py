"""Whatever saves hold and wherever ids move: only what content says is lost, and the books tell of it."""

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.base.units import WIRE_MAX
from engine.game.moved import DROPPED, REFUNDED, RENAMED, follow, goals_of
from engine.game.state import Character, EffectState, Progress, QuestState, StockState, Talk
from engine.model.catalog import Catalog
from engine.model.world import Moved
from engine.store.player_db import PlayerDb
from engine.store.records import LedgerRow
from tests.playing import catalog_of
from tests.store.examples import a_batch, a_room, add_account

MILL = catalog_of("mill")
IDS = ("amber", "birch", "cedar", "dune", "ember")
KINDS = ("items", "skills", "spells", "effects", "quests", "flags", "locations", "denizens")
SLOTS = (*MILL.world.slots, "tail")

_ids = st.sampled_from(IDS)
_few = st.integers(0, 9)
_amounts = st.integers(1, 9) | st.just(WIRE_MAX - 3)


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(_ids, values, max_size=4)


characters = st.builds(
    Character,
    id=st.just(1),
    user=st.just(1),
    name=st.just("Ada"),
    location=_ids,
    structure=st.sampled_from(("", "loft")),
    wallet=_few | st.just(WIRE_MAX - 3),
    items=_some(_amounts),
    equipment=st.dictionaries(st.sampled_from(SLOTS), _ids, max_size=3),
    skills=_some(st.builds(Progress, level=_few, experience=_few)),
    spells=_some(st.none() | _few),
    quests=_some(
        st.builds(
            QuestState,
            stage=st.sampled_from(("proceeding", "finished", "failed")),
            since=_few,
            turns=st.integers(0, 2),
            ended=st.none() | _few,
        )
    ),
    flags=_some(st.booleans() | st.integers(-9, 9)),
    vitals=st.just({"health": 5.0, "mana": 5.0, "stamina": 5.0}),
    effects=_some(st.builds(EffectState, source=_ids, source_name=_ids, started=st.just(0), ends=_few)),
    talk=st.none() | st.builds(Talk, denizen=_ids, node=st.sampled_from(("hello", "lost"))),
    room=st.none() | st.just(3),
)


@st.composite
def catalogs(draw: st.DrawFn, *, moves: bool = True) -> Catalog:
    """The mill with other things in it, some of which have moved from ids that it does not have."""
    kinds: dict[str, Any] = {}
    moved: dict[str, dict[str, Moved]] = {}
    for kind in KINDS:
        examples = [getattr(MILL, kind)[name] for name in sorted(getattr(MILL, kind))]
        known = draw(st.dictionaries(_ids, st.sampled_from(examples), max_size=4))
        kinds[kind] = {name: replace(example, id=name) for name, example in sorted(known.items())}
        ends = [st.builds(Moved, to=_ids), st.just(Moved(drop=True))]
        if kind == "items":
            ends.append(st.just(Moved(refund=True)))
        olds = draw(st.dictionaries(_ids, st.one_of(ends), max_size=4)) if moves else {}
        moved[kind] = {old: goal for old, goal in olds.items() if old not in known}
    kinds["locations"]["mill"] = MILL.locations["mill"]
    return replace(MILL, **kinds, moved=moved)


def _held(who: Character) -> Counter[str]:
    return Counter(who.items) + Counter(who.equipment.values())


def _stored(folder: Path, who: Character, before: Catalog) -> PlayerDb:
    """The saves of a world with this character in it, who handed its quests in as often as it says."""
    db = PlayerDb.open(folder / "player.db", content_digest="before", now=1000)
    db.follow(before)
    add_account(db)
    db.create_character(who, "ada", 100, 9)
    turns = [
        LedgerRow(character=1, tick=1, kind="quest", thing=quest, delta=1, cause="hand_in", turn=turn + 1)
        for quest, at in sorted(who.quests.items())
        for turn in range(at.turns)
    ]
    stock: dict[str, StockState | None] = {f"{one}/{two}": StockState(amount=1) for one in IDS for two in IDS}
    db.commit(a_batch(2, characters=[who], ledger=turns, rooms={3: a_room(3)}, stock=stock))
    return db


def _paid_back(rows: list[LedgerRow], prices: dict[str, int]) -> int:
    gone = [row for row in rows if row.kind == "item" and row.cause == REFUNDED]
    return -sum(row.delta * prices[row.thing] for row in gone)


@settings(max_examples=60, deadline=None)
@given(who=characters, before=catalogs(moves=False), after=catalogs())
def test_nothing_is_lost_whatever_moves_and_the_books_say_where_it_went(
    who: Character, before: Catalog, after: Catalog
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = _stored(Path(folder), who, before)
        old_rows = len(db.ledger_of(1))
        db.use_content("after")

        told = db.follow(after)

        assert told is not None
        saved = db.load(1)
        assert saved is not None
        rows = db.ledger_of(1)[old_rows:]
        things = [row for row in rows if row.kind == "item"]
        assert {row.cause for row in rows} <= {RENAMED, DROPPED, REFUNDED}
        # Pieces: what is renamed stays as many; only what is dropped or paid back is fewer.
        assert sum(row.delta for row in things if row.cause == RENAMED) == 0
        gone = -sum(row.delta for row in things if row.cause != RENAMED)
        assert _held(saved).total() == _held(who).total() - gone
        prices = {item.id: item.price for item in before.items.values()}
        assert saved.wallet - who.wallet == _paid_back(rows, prices) == told.copper
        # The books, and everything else that an opening checks.
        assert db.ledger_check(1) == []
        db.verify()
        assert db.rooms() == []
        db.close()
        again = PlayerDb.open(Path(folder) / "player.db", content_digest="after", now=1000)
        assert again.stored_content == "after"
        assert again.follow(after) is None
        assert again.load(1) == saved

        # Under another content that says the same, there is nothing left to do.
        again.use_content("the same in other words")
        told = again.follow(after)
        assert told is not None
        assert (told.renamed, told.dropped, told.refunded, told.copper) == (0, 0, 0, 0)
        assert again.load(1) == saved
        assert again.ledger_of(1)[old_rows:] == rows
        again.close()


@settings(max_examples=200, deadline=None)
@given(who=characters, after=catalogs())
def test_what_moved_is_where_it_moved_to_and_all_else_is_as_it_was(who: Character, after: Catalog) -> None:
    goals = goals_of(after)
    before = {kind: set(getattr(who, kind)) for kind in ("skills", "spells", "effects", "quests", "flags")}

    now = follow(after, goals, who, prices=dict.fromkeys(IDS, 1)).character

    for kind, held in before.items():
        expected = set()
        for thing in held:
            goal = goals[kind].get(thing)
            if goal is None or goal.to is not None:
                expected.add(thing if goal is None else goal.to)
        assert set(getattr(now, kind)) == expected
        untouched = {thing for thing in held if thing not in goals[kind]} - {
            goal.to for goal in goals[kind].values()
        }
        assert {t: getattr(now, kind)[t] for t in untouched} == {t: getattr(who, kind)[t] for t in untouched}
    assert sum(quest.turns for quest in now.quests.values()) == sum(
        quest.turns for name, quest in who.quests.items() if goals["quests"].get(name, _STAYS).to is not None
    )
    moved = goals["locations"].get(who.location)
    if moved is None:
        assert (now.location, now.structure) == (who.location, who.structure)
    else:
        assert now.location == (moved.to or after.world.start.location)
        assert now.structure in ("", *after.locations[now.location].structures)
    assert all(slot in after.world.slots for slot in now.equipment) or WIRE_MAX in now.items.values()


_STAYS = Moved(to="itself")


@settings(max_examples=200, deadline=None)
@given(who=characters, after=catalogs())
def test_following_changes_nothing_in_what_it_was_given(who: Character, after: Catalog) -> None:
    before = repr(who)

    follow(after, goals_of(after), who, prices={})

    assert repr(who) == before


def test_of_two_quests_that_become_one_the_one_under_way_knows_the_later_end() -> None:
    who = Character(id=1, user=1, name="Ada", location="mill")
    who.quests = {
        "amber": QuestState(stage="finished", since=7, turns=1),
        "first-errand": QuestState(stage="proceeding", since=9, ended=3, turns=2),
    }
    catalog = replace(MILL, moved={"quests": {"amber": Moved(to="first-errand")}})

    done = follow(catalog, goals_of(catalog), who, prices={})

    assert done.character.quests == {
        "first-errand": QuestState(stage="proceeding", since=9, ended=7, turns=3)
    }
