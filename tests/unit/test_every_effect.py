"""Every effect at work: what is different after a charm that does just this was used."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.derived import most_of
from engine.game.state import Character, EffectState, QuestState
from engine.model.catalog import Catalog
from engine.rules.effects import EFFECTS
from tests.playing import Game
from tests.wishing import wishes_and

CHARM = """\
items:
  charm: {{based_on: toadstool, name: Charm, on_use: [{effect}]}}
spells:
  reef: {{based_on: balm, name: Reef}}
"""

Arrange = Callable[[Game], None]
See = Callable[[Game], Any]


def catalog_with(effect: str) -> Catalog:
    """The world of wishes with a charm that does this."""
    return wishes_and(CHARM.format(effect=effect))


def _nothing(game: Game) -> None:
    """A new character on the quay."""


def _fishes(game: Game) -> None:
    game.who().items["herring"] = 3


def _hurt(game: Game) -> None:
    game.who().vitals |= {"health": 50.0, "mana": 50.0}


def _poisoned(game: Game) -> None:
    game.who().effects["poison"] = EffectState(source="", source_name="", started=0, ends=1000)


def _on_quest(game: Game) -> None:
    game.who().quests["silence"] = QuestState(stage="proceeding", since=0)


def _ringed(game: Game) -> None:
    game.who().equipment["ring"] = "ring-of-no-return"


def _in_a_fight(game: Game) -> None:
    for character in (1, 2):
        game.ok(c.ChangeAction(character=character, action="combat"))
    game.ok(c.CreateRoom(character=1))
    game.ok(c.EnterRoom(character=2, room=1))


def _said(game: Game) -> list[tuple[int, str]]:
    return [(fact.character, fact.text) for fact in game.facts if isinstance(fact, e.Noticed)]


def _of(*path: str) -> See:
    """Look at something of the character."""

    def see(game: Game) -> Any:
        seen: Any = game.who()
        for step in path:
            seen = seen.get(step) if isinstance(seen, dict) else getattr(seen, step)
        return seen

    return see


def _worn(game: Game) -> dict[str, str]:
    return dict(game.who().equipment)


def _creatures(game: Game) -> list[str]:
    return [creature.creature for creature in game.state.rooms[1].creatures.values()]


def _place(game: Game) -> tuple[str, str]:
    who: Character = game.who()
    return who.location, who.structure


def _most_health(game: Game) -> int:
    return most_of(game.catalog, game.who(), "health")


TABLE: list[tuple[str, str, Arrange, See, Any, Any]] = [
    # kind, an effect of this kind, what goes before, where to look, what is seen before and after
    ("give_item", "{give_item: {item: herring, amount: 1 + 1}}", _nothing, _of("items", "herring"), None, 2),
    ("take_item", "{take_item: {item: herring, amount: 2}}", _fishes, _of("items", "herring"), 3, 1),
    ("take_item", "{take_item: {item: herring, amount: 9}}", _fishes, _of("items", "herring"), 3, None),
    ("give_coins", "{give_coins: 1s}", _nothing, _of("wallet"), 100, 1100),
    ("give_coins", "{give_coins: 5 * self.coins}", _nothing, _of("wallet"), 100, 600),
    ("take_coins", "{take_coins: 30c}", _nothing, _of("wallet"), 100, 70),
    ("take_coins", "{take_coins: 1g}", _nothing, _of("wallet"), 100, 0),
    ("take_off", "{take_off: {slot: ring}}", _ringed, _worn, {"ring": "ring-of-no-return"}, {}),
    ("take_off", "{take_off: {item: ring-of-no-return}}", _ringed, _worn, {"ring": "ring-of-no-return"}, {}),
    ("take_off", "{take_off: {slot: boot}}", _ringed, _of("items", "ring-of-no-return"), None, None),
    ("give_experience", "{give_experience: 40}", _nothing, _of("experience"), 0, 40),
    (
        "give_experience",
        "{give_experience: {skill: ARTS, amount: 40}}",
        _nothing,
        _of("skills", "ARTS", "experience"),
        0,
        40,
    ),
    ("learn_spell", "{learn_spell: reef}", _nothing, lambda game: "reef" in game.who().spells, False, True),
    ("heal", "{heal: 8}", _hurt, _of("vitals", "health"), 50, 58),
    ("heal", "{heal: 800}", _hurt, _of("vitals", "health"), 50, 100),
    ("damage", "{damage: 8}", _hurt, _of("vitals", "health"), 50, 42),
    ("restore", "{restore: {vital: mana, amount: 8}}", _hurt, _of("vitals", "mana"), 50, 58),
    ("restore", "{restore: {vital: mana, amount: -8}}", _hurt, _of("vitals", "mana"), 50, 42),
    ("raise_vital", "{raise_vital: {vital: health, amount: 10}}", _nothing, _most_health, 100, 110),
    (
        "apply_effect",
        "{apply_effect: {effect: shelter, duration: 3s}}",
        _nothing,
        lambda game: {effect: state.ends for effect, state in game.who().effects.items()},
        {},
        {"shelter": 60},
    ),
    (
        "remove_effect",
        "{remove_effect: poison}",
        _poisoned,
        lambda game: [*game.who().effects],
        ["poison"],
        [],
    ),
    ("set_flag", "{set_flag: {id: known-here, to: true}}", _nothing, _of("flags", "known-here"), None, True),
    ("set_flag", "{set_flag: {id: standing, add: 70}}", _nothing, _of("flags", "standing"), None, 50),
    ("start_quest", "{start_quest: silence}", _nothing, lambda game: [*game.who().quests], [], ["silence"]),
    (
        "advance_quest",
        "{advance_quest: {quest: silence, objective: nets}}",
        _on_quest,
        _of("quests", "silence", "counts"),
        {},
        {"nets": 1},
    ),
    (
        "fail_quest",
        "{fail_quest: silence}",
        _on_quest,
        _of("quests", "silence", "stage"),
        "proceeding",
        "failed",
    ),
    (
        "move_to",
        "{move_to: {location: reeds, structure: cave}}",
        _nothing,
        _place,
        ("quay", ""),
        ("reeds", "cave"),
    ),
    (
        "spawn",
        "{spawn: {creature: bat, amount: 2}}",
        _in_a_fight,
        _creatures,
        ["eel", "eel"],
        ["eel", "eel", "bat", "bat"],
    ),
    ("say", '{say: "The knife creaks."}', _nothing, _said, [], [(1, "The knife creaks.")]),
    (
        "if",
        "{if: {when: [{coins: 1c}], then: [{say: Rich.}], else: [{say: Poor.}]}}",
        _nothing,
        _said,
        [],
        [(1, "Rich.")],
    ),
    (
        "if",
        "{if: {when: [{coins: 1g}], then: [{say: Rich.}], else: [{say: Poor.}]}}",
        _nothing,
        _said,
        [],
        [(1, "Poor.")],
    ),
    (
        "random",
        "{random: [{weight: 1, then: [{take_coins: 10c}]}, {weight: 1, then: [{take_coins: 10c}]}]}",
        _nothing,
        _of("wallet"),
        100,
        90,
    ),
    ("random", "{random: {chance: 0, of: [{then: [{take_coins: 10c}]}]}}", _nothing, _of("wallet"), 100, 100),
    ("each_member", "{each_member: [{say: Hark.}]}", _in_a_fight, _said, [], [(1, "Hark."), (2, "Hark.")]),
    ("each_member", "{each_member: [{say: Hark.}]}", _nothing, _said, [], [(1, "Hark.")]),
]


def test_every_effect_stands_in_the_table() -> None:
    assert sorted({kind for kind, *_ in TABLE}) == sorted(entry.kind for entry in EFFECTS)


@pytest.mark.parametrize(
    ("kind", "effect", "arrange", "see", "before", "after"), TABLE, ids=lambda one: str(one)[:60]
)
def test_an_effect_does_what_it_says(
    kind: str, effect: str, arrange: Arrange, see: See, before: Any, after: Any
) -> None:
    game = Game(catalog_with(effect), characters=2)
    game.who().items["charm"] = 1
    arrange(game)
    assert see(game) == before

    game.ok(c.UseItem(character=1, item="charm"))

    assert see(game) == after


def test_branches_come_as_often_as_they_are_heavy() -> None:
    game = Game(
        catalog_with("{random: [{weight: 3, then: [{say: Often.}]}, {weight: 1, then: [{say: Seldom.}]}]}")
    )
    game.who().items["charm"] = 400

    for _ in range(400):
        game.ok(c.UseItem(character=1, item="charm"))

    often = sum(text == "Often." for _, text in _said(game))
    assert 270 < often < 330
