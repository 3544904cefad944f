"""Effects without end that time sets off: undone, told to whom it concerns, and nothing is left hanging."""

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.state import EffectState
from engine.game.step import STOPPED
from tests.playing import Game
from tests.property import laws
from tests.wishing import accept, wishes_and

ROUND = "[{apply_effect: {effect: round, duration: 1s}}]"
ENDLESS = f"""
effects:
  round:
    name: Round
    description: Again.
    category: loop
    stacking: ignore
    on_start: [{{remove_effect: round}}]
    on_end: {ROUND}
  giddy: {{name: Giddy, description: Up., category: giddy, stacking: ignore, saved: false, on_end: {ROUND}}}
  dizzy: {{name: Dizzy, description: Turns., category: dizzy, stacking: ignore, every: 1s, each: {ROUND}}}
items:
  top: {{based_on: toadstool, name: Top, on_use: [{{apply_effect: {{effect: dizzy, duration: 3s}}}}]}}
creatures:
  mote: {{based_on: adder, name: Mote, on_hit: {ROUND}}}
locations:
  carousel:
    name: Carousel
    description: Round and round.
    size: {{x: 4, y: 4}}
    actions:
      spin: {{label: Spin, type: custom, duration: 1s, loot: [{{item: top}}], on_complete: {ROUND}}}
      face: {{label: Face it, type: combat}}
    creatures: [{{creature: mote}}]
quests:
  ride:
    title: Ride
    description: Quick.
    giver: wat
    objectives: [{{id: see, visit: {{location: carousel}}}}]
    fails_after: 1s
    on_fail: {ROUND}
  vertigo:
    title: Vertigo
    description: Steady.
    giver: wat
    objectives: [{{id: see, visit: {{location: carousel}}}}]
    fails_when: [{{flag: {{id: bell-rung, is: true}}}}]
    on_fail: {ROUND}
"""
"""A merry-go-round: everything on it sets itself off again and again."""


def _on_the_carousel(characters: int = 1) -> Game:
    game = Game(wishes_and(ENDLESS), characters=characters)
    for who in game.state.characters.values():
        who.location = "carousel"
    return game


def _told(facts: tuple[e.Fact, ...]) -> list[int]:
    """Who was told that something was stopped."""
    return [fact.character for fact in facts if isinstance(fact, e.Noticed) and fact.text == STOPPED]


def test_an_action_whose_effects_never_end_stops_and_its_player_is_told_once() -> None:
    game = _on_the_carousel(2)
    game.ok(c.ChangeAction(character=1, action="spin"))

    facts = game.tick(100)

    assert game.who().action.id == "idle"
    assert game.who().items == {}
    assert _told(facts) == [1]
    assert sum(isinstance(fact, e.ChainStopped) for fact in facts) == 1
    laws.check(game.catalog, game.state)


def test_a_lasting_effect_whose_pulses_never_end_ends_in_its_time() -> None:
    game = _on_the_carousel()
    game.who().items["top"] = 1
    game.ok(c.UseItem(character=1, item="top"))

    facts = game.tick(100)

    assert game.who().effects == {}
    assert _told(facts) == [1, 1, 1]
    laws.check(game.catalog, game.state)


@pytest.mark.parametrize("quest", ["ride", "vertigo"])
def test_a_quest_fails_even_when_what_that_sets_off_never_ends(quest: str) -> None:
    game = Game(wishes_and(ENDLESS))
    accept(game, quest)
    game.ok(c.ChangeAction(character=1, action="ring-bell"))

    facts = game.tick(100)

    assert game.who().quests[quest].stage == "failed"
    assert _told(facts) == [1]
    laws.check(game.catalog, game.state)


def test_a_fight_goes_on_when_what_a_blow_sets_off_never_ends() -> None:
    game = _on_the_carousel()
    game.ok(c.ChangeAction(character=1, action="combat"))
    game.ok(c.CreateRoom(character=1))

    facts = game.tick(200)

    swings = [fact.started for fact in facts if isinstance(fact, e.CreatureSwung)]
    assert len(swings) == 10
    assert set(_told(facts)) == {1}
    laws.check(game.catalog, game.state)


def test_nobody_is_kept_in_the_world_by_effects_without_end() -> None:
    game = _on_the_carousel()
    game.who().effects["giddy"] = EffectState(source="x", source_name="X", started=0, ends=500)

    facts = game.ok(c.Leave(character=1))

    (left,) = (fact.state for fact in facts if isinstance(fact, e.CharacterLeft))
    assert left.effects == {}
    assert [fact.origin.split(" (")[0] for fact in facts if isinstance(fact, e.ChainStopped)] == [
        "effects/giddy on_end"
    ]
