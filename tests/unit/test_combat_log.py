"""The combat log tells a cause before what comes of it; `damage` is what a blow really took."""

from collections.abc import Callable, Iterable

import pytest

from engine.game import commands as c
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
  shield-all:
    based_on: chorus
    name: Shield all
    type: other
    value: 0
    on_hit: [{apply_effect: {effect: shelter, duration: 3s, to: target}}]
items:
  brew: {based_on: toadstool, name: Brew, on_use: [{each_member: [{heal: 1}]}]}
  spite: {based_on: cutlass, name: Spite, on_hit: [{damage: 500}]}
creatures:
  wasp: {based_on: eel, name: Wasp, on_hit: [{damage: {amount: 500, to: target}}]}
  coward:
    based_on: eel
    name: Coward
    at_health: [{below: 0.5, then: [{damage: {amount: 500, to: target}}]}]
  rager:
    based_on: eel
    name: Rager
    at_health:
      - below: 0.5
        then: [{apply_effect: {effect: knitting, duration: 1s, to: target}}, {heal: {amount: 2, to: target}}]
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
        (_spell("smite"), ["spell 0 Smite", "hurt 3 Smite", "die 0 "]),
        (_spell("sour"), ["spell 0 Sour", "hurt 3 Sour", "die 0 "]),
        (_spell("wither"), ["spell 0 Wither", "effect 1 Withering", "hurt 3 Withering", "die 0 "]),
        (_spell("curse"), ["spell 0 Curse", "effect 1 Bane", "hurt 3 Bane", "die 0 "]),
        (_spell("swear"), ["spell 0 Swear", "effect 1 Oath", "hurt 3 Oath", "die 0 "]),
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


def _lines(facts: Iterable[e.Fact]) -> list[str]:
    """Who did what to whom in the log, without amounts."""
    return [
        f"{fact.line.actor} {fact.line.kind} {fact.line.target} {fact.line.text}".rstrip()
        for fact in facts
        if isinstance(fact, e.Fought)
    ]


def _bitten(game: Game) -> Iterable[e.Fact]:
    """What an adder that bites once sets off."""
    room = fight(game, "reeds", "/hollow")
    room.members[1].strikes = -1
    facts = game.tick(SECOND)
    room.creatures[1].strikes = -1
    return facts


def test_what_a_creature_brings_on_a_character_is_told_as_its_doing() -> None:
    game = Game(wishes_and(MORE))

    facts = [*_bitten(game), *game.tick(SECOND)]

    assert _lines(facts) == [
        "creature:1 hit character:1",
        "creature:1 effect character:1 Poison",
        "creature:1 hurt character:1 Poison",
    ]


def test_without_the_one_who_brought_it_an_effect_is_the_doing_of_who_is_under_it() -> None:
    game = Game(wishes_and(MORE))
    _bitten(game)

    game.ok(c.LeaveRoom(character=1))
    game.ok(c.CreateRoom(character=1))
    still(game.state.rooms[2])
    facts = game.tick(SECOND)

    # The creature 1 of this room is another one.
    assert _lines(facts) == ["character:1 hurt character:1 Poison"]


def test_an_effect_on_a_character_is_told_when_it_begins_and_when_it_grows() -> None:
    game = Game(wishes_and(MORE))
    _with_eels(game)
    game.who().items["toadstool"] = 5

    told = [
        [
            (fact.line.kind, fact.line.actor, fact.line.amount)
            for fact in game.ok(c.UseItem(character=1, item="toadstool"))
            if isinstance(fact, e.Fought)
        ]
        for _ in range(4)
    ]

    assert told == [[("effect", "character:1", grown)] for grown in (1, 2, 3)] + [[]]


def test_a_spell_on_all_allies_is_told_of_each_before_what_it_brings() -> None:
    game = Game(wishes_and(MORE), characters=2)
    still(fight(game, characters=(1, 2)))
    game.who().spells["shield-all"] = None

    facts = cast(game, "shield-all")

    assert _lines(facts) == [
        "character:1 spell character:1 Shield all",
        "character:1 effect character:1 Shelter",
        "character:1 spell character:2 Shield all",
        "character:1 effect character:2 Shelter",
    ]


def test_what_is_done_to_each_member_is_told_as_the_doing_of_one() -> None:
    game = Game(wishes_and(MORE), characters=2)
    still(fight(game, characters=(1, 2)))
    for character in (1, 2):
        game.who(character).vitals["health"] = 50.0
    game.who().items["brew"] = 1

    facts = game.ok(c.UseItem(character=1, item="brew"))

    assert _lines(facts) == ["character:1 heal character:1 Brew", "character:1 heal character:2 Brew"]


def test_all_that_a_creature_does_to_itself_at_low_health_is_its_own_doing() -> None:
    game = Game(wishes_and(MORE))
    _with_eels(game, "rager", left=11.0)

    facts = [*cast(game, "scald"), *game.tick(SECOND)]

    assert [line for line in _lines(facts) if line.endswith(("Knitting", "Rager"))] == [
        "creature:1 effect creature:1 Knitting",
        "creature:1 heal creature:1 Rager",
        "creature:1 heal creature:1 Knitting",
    ]
