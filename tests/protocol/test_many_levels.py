"""Levels that come all at once are told once, so that no command floods its client."""

import json

from engine.game import commands as c
from engine.game import events as e
from engine.protocol.projection import Projector
from tests.playing import Game
from tests.small_world import SMALL_WORLD, WorldFolder

VERY_MUCH = 9_000_000_000_000_000


def _used(world: WorldFolder, effects: str) -> tuple[Game, list[tuple[str, str]], int]:
    """A game in which an elixir was drunk, the notices that its player got, and the number of all frames."""
    world.write(
        {
            "elixir.yaml": f"items:\n  elixir: {{based_on: bread, name: Elixir, on_use: [{effects}]}}\n",
            "world.yaml": str(SMALL_WORLD["world.yaml"]).replace("item: bread", "item: elixir"),
        }
    )
    compiled = world.compile()
    catalog = compiled.catalog
    assert catalog is not None, compiled.report.diagnostics
    game, projector = Game(catalog), Projector(catalog)
    projector.entry(game.state, 1)
    drink = c.UseItem(character=1, item="elixir")
    frames = projector.answer(game.state, drink, game.ok(drink))
    payloads = [json.loads(frame.data)["payload"] for frame in frames if frame.type == "NOTICE"]
    return game, [(one["kind"], one["text"]) for one in payloads], len(frames)


def test_hundreds_of_levels_at_once_are_one_notice(world: WorldFolder) -> None:
    game, notices, frames = _used(world, f"{{give_experience: {VERY_MUCH}}}")

    level = game.who().level
    assert level > 500
    assert notices == [("level", f"You have reached level {level}.")]
    assert frames < 10


def test_each_level_is_still_reached_one_by_one(world: WorldFolder) -> None:
    game, _, _ = _used(world, f"{{give_experience: {VERY_MUCH}}}")

    reached = [fact.level for fact in game.facts if isinstance(fact, e.LevelReached)]
    assert reached == list(range(1, game.who().level + 1))
    assert game.who().raised["health"] >= game.who().level


def test_a_skill_has_a_notice_of_its_own_and_then_its_milestones(world: WorldFolder) -> None:
    milestones = "milestones: [{level: 2, then: [{say: Two.}]}, {level: 4, then: [{say: Four.}]}]"
    skills = str(SMALL_WORLD["skills.yaml"]).replace(
        "Reading stone., category: gathering", f"Reading stone., category: gathering, {milestones}"
    )
    world.write({"skills.yaml": skills})
    game, notices, _ = _used(
        world, f"{{give_experience: {VERY_MUCH}}}, {{give_experience: {{skill: MINING, amount: 1000000000}}}}"
    )

    who = game.who()
    assert notices == [
        ("level", f"You have reached level {who.level}."),
        ("level", f"Mining is now at level {who.skills['MINING'].level}."),
        ("say", "Two."),
        ("say", "Four."),
    ]
