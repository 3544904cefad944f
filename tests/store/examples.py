"""Values that the store's tests share: characters as anybody might be, and a small world."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import strategies as st

from engine.base.units import WIRE_MAX
from engine.game.state import (
    VITALS,
    ActionState,
    Character,
    CreatureState,
    EffectState,
    Member,
    Progress,
    QuestState,
    Room,
    Talk,
)
from engine.store.player_db import PlayerDb
from engine.store.records import Batch, LedgerRow

Opener = Callable[..., PlayerDb]
"""The fixture that opens the database of a test."""

DIGEST = "d" * 64
HASH = b"h" * 32

_ids = st.text(alphabet="abcdefghijklmnopqrstuvwxyz-_0123456789ABC", min_size=1, max_size=12)
_ticks = st.integers(0, WIRE_MAX)
_amounts = st.integers(0, WIRE_MAX - 1000)
_numbers = st.floats(allow_nan=False, allow_infinity=False)
_words = st.text(min_size=1, max_size=20)


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(_ids, values, max_size=5)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


_progress = st.builds(Progress, level=_amounts, experience=_amounts)

_effects = st.builds(
    EffectState,
    source=_words,
    source_name=_words,
    started=_ticks,
    ends=_ticks,
    pulse=_maybe(_ticks),
    stacks=_amounts,
    by=_amounts,
)

any_character = st.builds(
    Character,
    id=st.just(0),
    user=st.just(1),
    name=_words,
    location=_words,
    structure=st.text(max_size=10),
    level=_amounts,
    experience=_amounts,
    wallet=_amounts,
    items=_some(_amounts),
    equipment=_some(_ids),
    skills=_some(_progress),
    spells=_some(_maybe(_ticks)),
    quests=_some(
        st.builds(
            QuestState,
            stage=st.sampled_from(("proceeding", "finished", "failed")),
            since=_ticks,
            counts=_some(_amounts),
            turns=_amounts,
            ended=_maybe(_ticks),
        )
    ),
    flags=_some(st.booleans() | st.integers(-WIRE_MAX, WIRE_MAX)),
    raised=st.dictionaries(st.sampled_from(VITALS), _amounts),
    vitals=st.dictionaries(st.sampled_from(VITALS), _numbers),
    effects=_some(_effects),
    action=st.builds(ActionState, id=_ids, started=_ticks, duration=_ticks),
    room=_maybe(st.integers(1, WIRE_MAX)),
    talk=_maybe(st.builds(Talk, denizen=_ids, node=_ids)),
    linked=st.booleans(),
    leaves_at=_maybe(_ticks),
    saved_at=_maybe(_ticks),
    regenerates_at=_maybe(_ticks),
    new=st.booleans(),
)

any_room = st.builds(
    Room,
    id=st.integers(1, WIRE_MAX),
    location=_ids,
    structure=st.text(max_size=10),
    members=st.dictionaries(
        st.integers(1, WIRE_MAX), st.builds(Member, started=_ticks, strikes=_ticks), max_size=4
    ),
    creatures=st.dictionaries(
        st.integers(1, WIRE_MAX),
        st.builds(
            CreatureState,
            id=st.integers(1, WIRE_MAX),
            creature=_ids,
            vitals=st.dictionaries(st.sampled_from(VITALS), _numbers),
            started=_ticks,
            strikes=_ticks,
            fired=st.lists(st.integers(0, 9), max_size=3),
            effects=_some(_effects),
        ),
        max_size=4,
    ),
    next_creature=st.integers(1, WIRE_MAX),
    wave=_ticks,
    wave_at=_maybe(_ticks),
)


def a_character(**changes: Any) -> Character:
    """Somebody ordinary, with something of everything."""
    ordinary = Character(
        id=0,
        user=1,
        name="Mara",
        location="harbor",
        structure="inn",
        level=3,
        experience=40,
        wallet=250,
        items={"bread": 3, "rope": 1},
        equipment={"weapon": "knife", "boot": "sandals"},
        skills={"FISHING": Progress(level=2, experience=7)},
        spells={"spark": 12, "mend": None},
        quests={"lamp": QuestState(stage="proceeding", since=4, counts={"oil": 2})},
        flags={"met-keeper": True, "favour": -3},
        raised={"health": 20},
        vitals={"health": 31.5, "mana": 10.0, "stamina": 0.25},
        effects={"warm": EffectState(source="hearth", source_name="Hearth", started=1, ends=900, pulse=21)},
        action=ActionState(id="fish", started=30, duration=60),
        talk=Talk(denizen="keeper", node="hello"),
    )
    return msgspec.structs.replace(ordinary, **changes)


def a_room(number: int = 1, **changes: Any) -> Room:
    """A fight of one member against one creature."""
    room = Room(
        id=number,
        location="harbor",
        structure="",
        members={1: Member(started=3, strikes=9)},
        creatures={1: CreatureState(id=1, creature="rat", vitals={"health": 4.5}, started=2, strikes=8)},
        next_creature=2,
        wave=1,
    )
    return msgspec.structs.replace(room, **changes)


def a_batch(tick: int = 1, **changes: Any) -> Batch:
    """A commit in which only the clock moves."""
    return replace(Batch(tick=tick, next_room=1, at=1000), **changes)


def coins(character: int, delta: int, *, tick: int = 1, cause: str = "loot") -> LedgerRow:
    """A row of the ledger for coins."""
    return LedgerRow(character=character, tick=tick, kind="coins", thing="", delta=delta, cause=cause)


def item(character: int, thing: str, delta: int, *, tick: int = 1, cause: str = "loot") -> LedgerRow:
    """A row of the ledger for an item."""
    return LedgerRow(character=character, tick=tick, kind="item", thing=thing, delta=delta, cause=cause)


def add_account(db: PlayerDb, name: str = "Ann") -> int:
    """An account of that name."""
    return db.create_account(name, f"hash of {name}", 100, folded=name.casefold())


def add_character(db: PlayerDb, character: Character | None = None) -> Character:
    """Store a character and give it back as it is stored."""
    character = character or a_character()
    made = db.create_character(character, character.name.casefold(), 100, 1000)
    stored = db.load(made)
    assert stored is not None
    return stored


def holdings(character: Character) -> dict[str, int]:
    """What a character owns by item, coins under the empty name; worked out apart from the store."""
    owned = dict(character.items)
    for worn in character.equipment.values():
        owned[worn] = owned.get(worn, 0) + 1
    return {**owned, "": character.wallet}


def explained(before: Character, after: Character) -> list[LedgerRow]:
    """The rows that explain how one character became another."""
    was, now = holdings(before), holdings(after)
    rows = []
    for thing in sorted(was.keys() | now.keys()):
        delta = now.get(thing, 0) - was.get(thing, 0)
        if delta:
            rows.append(item(after.id, thing, delta) if thing else coins(after.id, delta))
    return rows


PLAIN: dict[str, Any] = {
    "world": {"title": "Lantern Bay", "version": "3", "day": 24000},
    "rules": {"hit_chance": "0.5 + 0.005 * self.skill"},
    "skills": {"FISHING": {"id": "FISHING", "name": "Fishing", "category": "gathering"}},
    "items": {
        "bread": {
            "id": "bread",
            "name": "Bread",
            "type": "consumable",
            "price": 5,
            "on_use": [{"heal": 4.5}],
        },
        "knife": {"id": "knife", "name": "Knife “Zé”", "type": "weapon", "price": 120, "bonuses": []},
    },
    "effects": {},
    "spells": {},
    "creatures": {"rat": {"id": "rat", "name": "Rat", "experience": 3}},
    "loot_tables": {},
    "locations": {"harbor": {"id": "harbor", "name": "Harbor", "size": {"x": 9, "y": 7}}},
    "denizens": {"keeper": {"id": "keeper", "name": "Keeper", "at": {"location": "harbor", "structure": ""}}},
    "dialogues": {},
    "quests": {"lamp": {"id": "lamp", "title": "Light the lamp", "giver": "keeper"}},
    "flags": {"favour": {"id": "favour", "type": "int", "default": 0, "min": -5}},
}
SOURCES = {"items/bread": "harbor/items.yaml:3", "quests/lamp": "harbor/quests.yaml:1"}
