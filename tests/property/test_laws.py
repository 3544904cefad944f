"""Random commands by several characters, whole worlds long: coins, items and every number stay lawful."""

from collections import Counter

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.step import HANDLERS
from engine.model.catalog import Catalog
from tests.playing import catalog_of, shipped_catalog
from tests.property.play import play

WORLDS = {"fair": 8, "mill": 2, "wishes": 2, "shipped": 4, "yard": 2, "edge": 2}
"""How many games of each world make up a round."""
STEPS = 5_000
"""Commands of one game: those of a round come to 100 000."""

LONG_ROUNDS = 100
LONG_BEGINS = 1_000


def _catalog(world: str) -> Catalog:
    return shipped_catalog() if world == "shipped" else catalog_of(world)


ROUND = [(world, seed) for world, games in WORLDS.items() for seed in range(1, games + 1)]


@pytest.mark.parametrize(("world", "seed"), ROUND)
def test_whatever_is_asked_of_a_world_it_stays_lawful(world: str, seed: int) -> None:
    seen = play(_catalog(world), seed, STEPS)

    assert sum(seen[command.__name__] for command in (*HANDLERS, c.Tick)) > STEPS * 0.9
    assert seen["taken back"] > 20


@pytest.mark.long
@pytest.mark.parametrize("number", range(LONG_ROUNDS))
def test_ten_million_commands_leave_every_world_lawful(number: int) -> None:
    for world, seed in ROUND:
        play(_catalog(world), LONG_BEGINS + number * len(ROUND) + seed, STEPS)


def test_at_the_fair_everything_happens_that_can_happen() -> None:
    seen = sum((play(catalog_of("fair"), seed, 3_000) for seed in range(11, 15)), Counter[str]())
    facts = {fact.__name__ for fact in e.AnyFact.__args__}
    commands = {command.__name__ for command in (*HANDLERS, c.Tick)}

    # Effects without end, and leaving at once, are what a server or a mistake of a writer brings.
    assert sorted((facts | commands) - set(seen)) == ["ChainStopped", "Leave"]
