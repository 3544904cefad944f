"""The combat log tells a cause before what comes of it; `damage` is what a blow really took."""

from collections.abc import Callable, Iterable

import pytest

from engine.game import events as e
from tests.playing import Game
from tests.wishing import SECOND, cast, fight, health, still, wield, wishes_and

MORE = """\
effects:
  withering: {name: Withering, description: Grey., category: harm, every: 1s, each: [{damage: 5}]}
  bane: {name: Bane, description: Black., category: harm, on_start: [{damage: 5}]}
  oath: {name: Oath, description: Red., category: harm, on_end: [{damage: 5}]}
spells:
  smite: {based_on: rot, name: Smite, on_hit: [{damage: 5}]}
  sour: {based_on: rot, name: Sour, on_hit: [{restore: {vital: health, amount: -5, to: target}}]}
  wither:
    based_on: rot
    name: Wither
    on_hit: [{apply_effect: {effect: withering, duration: 3s, to: target}}]
  curse: {based_on: rot, name: Curse, on_hit: [{apply_effect: {effect: bane, duration: 3s, to: target}}]}
  swear: {based_on: rot, name: Swear, on_hit: [{apply_effect: {effect: oath, duration: 1s, to: target}}]}
items:
  spite: {based_on: cutlass, name: Spite, on_hit: [{damage: 500}]}
creatures:
  wasp: {based_on: eel, name: Wasp, on_hit: [{damage: {amount: 500, to: target}}]}
  coward:
    based_on: eel
    name: Coward
    at_health: [{below: 0.5, then: [{damage: {amount: 500, to: target}}]}]
  gulper: {based_on: bat, name: Gulper, on_hit: [{heal: {amount: damage, to: target}}]}
"""


def _with_eels(game: Game, creature: str = "eel", left: float = 3.0, striker: str = "") -> None:
    """In a room with two creatures, the first of this kind, where only the striker strikes."""
    room = fight(game)
    of = {"me": room.members[1], "it": room.creatures[1]}
    strikes = {name: someone.strikes for name, someone in of.items()}
    still(room)
    room.creatures[1].creature = creature
    room.creatures[1].vitals["health"] = left
    if striker:
        of[striker].strikes = strikes[striker]


def _spell(name: str) -> Callable[[Game], Iterable[e.Fact]]:
    def act(game: Game) -> Iterable[e.Fact]:
        _with_eels(game)
        game.who().spells[name] = None
        facts = cast(game, name)
        still(game.state.rooms[1])
        return (*facts, *game.tick(SECOND))

    return act


def _item(game: Game) -> Iterable[e.Fact]:
    wield(game, "spite")
    _with_eels(game, "adder", left=200.0, striker="me")
    return game.tick(SECOND)


def _trigger(game: Game) -> Iterable[e.Fact]:
    _with_eels(game, "wasp", striker="it")
    return game.tick(2 * SECOND)


def _phase(game: Game) -> Iterable[e.Fact]:
    _with_eels(game, "coward", left=11.0)
    return cast(game, "scald")


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (_spell("smite"), ["hurt 3 Smite", "die 0 "]),
        (_spell("sour"), ["hurt 3 Sour", "die 0 "]),
        (_spell("wither"), ["effect 1 Withering", "hurt 3 Withering", "die 0 "]),
        (_spell("curse"), ["effect 1 Bane", "hurt 3 Bane", "die 0 "]),
        (_spell("swear"), ["effect 1 Oath", "hurt 3 Oath", "die 0 "]),
        (_phase, ["spell 3 ", "hurt 8 Coward", "die 0 "]),
        (_trigger, ["hit 2 ", "hurt 3 Wasp", "die 0 "]),
        (_item, ["hit 4 ", "hurt 196 Spite", "die 0 "]),
    ],
    ids=["spell", "vital", "ticking", "start", "end", "phase", "trigger", "item"],
)
def test_what_kills_is_told_before_the_death(
    act: Callable[[Game], Iterable[e.Fact]], told: list[str]
) -> None:
    game = Game(wishes_and(MORE))

    facts = act(game)
    lines = [fact.line for fact in facts if isinstance(fact, e.Fought)]

    about = [line for line in lines if "creature:1" in (line.actor, line.target)]
    assert [f"{line.kind} {line.amount:g} {line.text}" for line in about] == told


def test_a_creature_that_drinks_drinks_no_more_than_was_lost() -> None:
    game = Game(wishes_and(MORE))
    _with_eels(game, "gulper", left=100.0, striker="it")
    creature = game.state.rooms[1].creatures[1]
    game.who().vitals["health"] = 2.5

    game.tick(2 * SECOND)

    assert health(creature) == 102.5


def test_an_effect_is_told_when_it_begins_and_when_it_grows_only() -> None:
    game = Game(wishes_and(MORE))
    _with_eels(game, left=20.0)

    told = []
    for _ in range(5):
        facts = cast(game, "venom", creature=1)
        game.state.rooms[1].creatures[1].vitals["health"] = 20.0
        told.append([f.line.amount for f in facts if isinstance(f, e.Fought) and f.line.kind == "effect"])
        game.tick(SECOND)

    assert told == [[1], [2], [3], [], []]
