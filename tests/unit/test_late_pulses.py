"""Pulses of lasting effects that come late, since the effect was prolonged or its bearer was away."""

from engine.game import commands as c
from engine.game import events as e
from tests.playing import Game, catalog_of


def _sore(game: Game) -> None:
    """Berries that hurt each second, for three seconds and a half."""
    game.who().items["berries"] = 5
    game.who().vitals["health"] = 30.0
    game.ok(c.UseItem(character=1, item="berries"))


def _pulses(facts: tuple[e.Fact, ...]) -> int:
    return len([fact for fact in facts if isinstance(fact, e.EffectPulsed)])


def test_an_effect_prolonged_after_its_last_pulse_goes_on_pulsing() -> None:
    game = Game(catalog_of("fair"))
    _sore(game)
    game.tick(65)
    _sore(game)

    # It ends at tick 135; the next pulses are at 80, 100 and 120.
    assert _pulses(game.tick(70)) == 3


def test_a_pulse_that_was_due_in_the_tick_of_leaving_comes_after_the_return() -> None:
    game = Game(catalog_of("fair"))
    game.ok(c.LoseLink(character=1, grace=20))
    _sore(game)
    facts = game.tick(20)
    (left,) = [fact for fact in facts if isinstance(fact, e.CharacterLeft)]
    game.tick(50)

    game.ok(c.Join(character=left.state))

    assert _pulses(facts) == 0
    assert _pulses(game.tick(50)) == 3
