"""For each requirement one who meets it and one who does not: what they are shown and may do agrees."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import msgspec
import pytest

from engine.base.units import TICKS_PER_SECOND
from engine.compiler.compile import compile_files
from engine.game import commands as c
from engine.game import events as e
from engine.game.characters import new_character
from engine.game.derived import most_of
from engine.game.index import index_of
from engine.game.outcome import Accepted
from engine.game.state import (
    VITALS,
    ActionState,
    Character,
    EffectState,
    GameState,
    Progress,
    QuestStage,
    QuestState,
    Talk,
)
from engine.game.step import new_state, step
from engine.game.subject import Person
from engine.game.view import WIRE_ACTIONS
from engine.model.catalog import Catalog
from engine.model.clause import Conditions
from engine.model.location import Place
from engine.protocol.projection import Projector
from tests.compiler.test_every_key import EXAMPLE
from tests.playing import catalog_of, shipped_catalog

SOMEBODIES = 2_000
"""So many people are looked at, at most, for one who is wanted."""

STAGES: tuple[QuestStage, ...] = ("proceeding", "finished", "failed")


@lru_cache
def _catalog(world: str) -> Catalog:
    if world == "shipped":
        return shipped_catalog()
    if world == "contract":
        catalog = compile_files({"world.yaml": EXAMPLE.read_bytes()}).catalog
        assert catalog is not None
        return catalog
    return catalog_of(world)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Something that has requirements: where one stands before it, what one asks, and where it is shown."""

    path: str
    requires: Conditions
    place: Place
    ask: c.Ask
    shown: Callable[[dict[str, Any]], bool] | None = None
    begin: Callable[[Character], None] = lambda who: None
    fights: bool = False
    meets: Conditions = ()
    """Who does not meet these is told that the denizen who is asked is not here."""


def gates(catalog: Catalog) -> Iterator[Gate]:
    """Everything in a world that has requirements."""
    for location in catalog.locations.values():
        yield from _gates_of_place(catalog, location.id)
    for denizen in catalog.denizens.values():
        yield from _gates_of_denizen(catalog, denizen.id)
    start = catalog.world.start
    for item in catalog.items.values():
        if not item.requires:
            continue
        path = f"items/{item.id}"
        if item.slot is not None:
            worn = c.EquipItem(character=1, item=item.id, slot=item.slot)
            yield Gate(path=path, requires=item.requires, place=start, ask=worn, begin=_carries(item.id))
        if item.type == "consumable" and item.on_use:
            used = c.UseItem(character=1, item=item.id)
            yield Gate(path=path, requires=item.requires, place=start, ask=used, begin=_carries(item.id))
    arena = next(
        (place for place, lines in sorted(index_of(catalog).creatures_at.items(), key=str) if lines), None
    )
    for spell in catalog.spells.values():
        fights = spell.type == "attack" or spell.target in ("creature", "all_creatures")
        place = arena if fights else start
        if spell.requires and place is not None:
            cast = c.CastSpell(character=1, spell=spell.id, type=spell.type)
            yield Gate(
                path=f"spells/{spell.id}",
                requires=spell.requires,
                place=place,
                ask=cast,
                begin=_knows(spell.id),
                fights=fights,
            )


def _gates_of_place(catalog: Catalog, id_: str) -> Iterator[Gate]:
    location = catalog.locations[id_]
    for name, structure in location.structures.items():
        if structure.requires:
            yield Gate(
                path=f"locations/{id_} structure {name}",
                requires=structure.requires,
                place=Place(location=id_),
                ask=c.ChangeStructure(character=1, structure=name),
                shown=lambda place, name=name: name in _ids(place["location"]["structures"]),
            )
    for name, action in location.actions.items():
        if action.requires:
            wire = WIRE_ACTIONS.get(action.type, name)
            yield Gate(
                path=f"locations/{id_} action {name}",
                requires=action.requires,
                place=Place(location=id_, structure=action.structure),
                ask=c.ChangeAction(character=1, action=wire),
                shown=lambda place, wire=wire: wire in _ids(place["actions"]),
            )
    for way in location.connections:
        others = [one for one in location.connections if (one.to, one.structure) == (way.to, way.structure)]
        if way.requires and len(others) == 1:
            yield Gate(
                path=f"locations/{id_} connection to {way.to}",
                requires=way.requires,
                place=Place(location=id_, structure=way.structure),
                ask=c.ChangeLocation(character=1, destination=way.to),
                shown=lambda place, to=way.to: to in [one["destination"] for one in place["connections"]],
            )


def _gates_of_denizen(catalog: Catalog, id_: str) -> Iterator[Gate]:
    denizen = catalog.denizens[id_]
    if denizen.requires:
        yield Gate(
            path=f"denizens/{id_}",
            requires=denizen.requires,
            place=denizen.at,
            ask=c.InteractDenizen(character=1, denizen=id_),
            shown=lambda place: id_ in _ids(place["denizens"]),
            meets=denizen.requires,
        )
    for quest in index_of(catalog).given_by.get(id_, ()):
        if quest.requires:
            yield Gate(
                path=f"quests/{quest.id}",
                requires=(*denizen.requires, *quest.requires),
                meets=denizen.requires,
                place=denizen.at,
                ask=c.AcceptQuest(character=1, denizen=id_, quest=quest.id),
                shown=lambda place, quest=quest.id: quest in _offered(place, id_),
                begin=lambda who, quest=quest.id: who.quests.pop(quest, None) and None,
            )
    dialogue = catalog.dialogues.get(denizen.dialogue or "")
    for name, node in dialogue.nodes.items() if dialogue is not None else ():
        for choice in node.choices:
            if choice.requires:
                yield Gate(
                    path=f"dialogues/{denizen.dialogue} {name} {choice.id}",
                    requires=(*denizen.requires, *choice.requires),
                    meets=denizen.requires,
                    place=denizen.at,
                    ask=c.InteractDenizen(character=1, denizen=id_, choice=choice.id),
                    begin=lambda who, name=name: setattr(who, "talk", Talk(denizen=id_, node=name)),
                )


def _ids(things: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in things]


def _offered(place: dict[str, Any], denizen: str) -> list[str]:
    return [quest["id"] for one in place["denizens"] if one["id"] == denizen for quest in one["quests"] or ()]


def _carries(item: str) -> Callable[[Character], None]:
    def begin(who: Character) -> None:
        who.items[item] = max(1, who.items.get(item, 0))
        who.equipment.clear()

    return begin


def _knows(spell: str) -> Callable[[Character], None]:
    def begin(who: Character) -> None:
        who.spells[spell] = None

    return begin


def somebody(catalog: Catalog, chance: Random, gate: Gate) -> GameState:
    """A world in which someone stands before a gate, with a life behind it that chance wrote."""
    state = new_state(chance.getrandbits(64), tick=chance.randrange(catalog.world.day))
    who = new_character(catalog, id=1, user=1, name="Ada")
    who.location, who.structure = gate.place.location, gate.place.structure
    who.level = chance.choice([0, 1, 2, 5, 10, 60])
    who.wallet = chance.choice([0, 1, 10, 100, 5_000, 10**9])
    some = chance.random()
    who.skills = {skill: Progress(level=chance.choice([0, 1, 5, 60])) for skill in catalog.skills}
    who.items = {item: chance.choice([1, 2, 99]) for item in catalog.items if chance.random() < some}
    who.spells = {spell: None for spell in catalog.spells if chance.random() < some}
    who.equipment = {
        item.slot: item.id for item in catalog.items.values() if item.slot and chance.random() < some
    }
    who.flags = {
        flag.id: chance.random() < 0.5
        if flag.type == "bool"
        else chance.randint(flag.min or 0, min(flag.max or 60, 60))
        for flag in catalog.flags.values()
        if chance.random() < 0.8
    }
    for quest in catalog.quests.values():
        if chance.random() < some:
            stage = chance.choice(STAGES)
            counts = {one.id: one.amount for one in quest.objectives if not one.collect}
            turns = 1 if stage == "finished" else chance.choice([0, 1])
            who.quests[quest.id] = QuestState(
                stage=stage, since=0, turns=turns, counts=counts if chance.random() < 0.5 else {}
            )
    for effect in catalog.effects:
        if chance.random() < some / 2:
            ends = state.tick + 60 * TICKS_PER_SECOND
            who.effects[effect] = EffectState(source="x", source_name="X", started=state.tick, ends=ends)
    who.vitals = {vital: most_of(catalog, who, vital) * chance.choice([0.05, 0.5, 1.0]) for vital in VITALS}
    gate.begin(who)
    if gate.fights:
        who.action = ActionState(id="combat")
    state.characters[1] = who
    return state


def _shown(catalog: Catalog, state: GameState, gate: Gate) -> bool | None:
    """Whether the gate is shown as open; None when nothing shows it before one tries."""
    projector = Projector(catalog)
    _, place, *_ = projector.entry(state, 1)
    if gate.shown is not None:
        return gate.shown(json.loads(place.data)["payload"])
    who = state.characters[1]
    if isinstance(gate.ask, c.InteractDenizen) and who.talk is not None:
        fact = e.DialogueMoved(character=1, denizen=gate.ask.denizen, node=who.talk.node)
        (frame,) = projector.answer(state, c.Say(character=1, text="?"), [fact])
        return gate.ask.choice in _ids(json.loads(frame.data)["payload"]["choices"])
    return None


def _try(catalog: Catalog, gate: Gate, state: GameState) -> str:
    """Ask at the gate, and give the code of the refusal; nothing when it was open."""
    if gate.fights and not isinstance(step(state, catalog, c.CreateRoom(character=1)), Accepted):
        return "no fight"
    before = msgspec.msgpack.encode(state)
    outcome = step(state, catalog, gate.ask)
    if isinstance(outcome, Accepted):
        return ""
    assert msgspec.msgpack.encode(state) == before
    return outcome.code


CLOSED = {"requirements_not_met", "not_enough_coins", "not_enough_mana", "not_enough_stamina"}
WORLDS = ("shipped", "mill", "ferry", "yard", "fair", "edge", "contract")
MET_BY_ALL = {("contract", "items/rusty-knife")}
"""Requirements that nobody can fail to meet: level 0 of a skill."""

GATES = [
    pytest.param(world, gate, number, id=f"{world}-{gate.path}-{number}")
    for world in WORLDS
    for gate in gates(_catalog(world))
    for number in range(len(gate.requires))
    if (world, gate.path) not in MET_BY_ALL
]


@pytest.mark.parametrize(("world", "gate", "number"), GATES)
def test_one_who_does_not_meet_a_requirement_is_not_shown_what_it_closes_and_may_not_do_it(
    world: str, gate: Gate, number: int
) -> None:
    catalog, chance = _catalog(world), Random(gate.path)
    wanted = gate.requires[number]
    refused = 0

    for _ in range(SOMEBODIES):
        state = somebody(catalog, chance, gate)
        person = Person(state, catalog, state.characters[1])
        if wanted.holds(person):
            continue
        met = person.holds(gate.meets)
        assert not _shown(catalog, state, gate)
        assert _try(catalog, gate, state) in (CLOSED if met else {"not_here"})
        refused += 1
        if refused == 5:
            break

    assert refused, "nobody was refused"


@pytest.mark.parametrize(("world", "gate"), [p.values[:2] for p in GATES if p.values[2] == 0])
def test_one_who_meets_all_requirements_is_shown_what_they_open_and_is_not_refused_for_them(
    world: str, gate: Gate
) -> None:
    catalog, chance = _catalog(world), Random(gate.path)

    for _ in range(SOMEBODIES):
        state = somebody(catalog, chance, gate)
        person = Person(state, catalog, state.characters[1])
        if not person.holds(gate.requires):
            continue
        shown = _shown(catalog, state, gate)
        code = _try(catalog, gate, state)
        assert shown in (True, None)
        assert code not in {"not_here", "unknown_target", *CLOSED} or (
            code == "not_enough_mana" and not shown
        )
        return
    raise AssertionError("nobody met the requirements")
