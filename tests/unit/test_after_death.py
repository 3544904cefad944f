"""What still happens to one who has no health left: the rest of the list, but no journey."""

import pytest

from engine.game import commands as c
from engine.game import events as e
from tests.playing import Game
from tests.small_world import SMALL_WORLD, WorldFolder


def _mine(more: str) -> str:
    return str(SMALL_WORLD["mine.yaml"]) + f"    {more}\n"


def _says(facts: tuple[e.Fact, ...]) -> list[str]:
    return [fact.text for fact in facts if isinstance(fact, e.Noticed) and fact.kind == "say"]


def _used(world: WorldFolder, effects: str) -> tuple[Game, tuple[e.Fact, ...]]:
    world.write(
        {
            "mine.yaml": _mine("on_enter: [{say: It drips.}]"),
            "draught.yaml": f"items:\n  draught: {{based_on: bread, name: Draught, on_use: [{effects}]}}\n",
            "world.yaml": str(SMALL_WORLD["world.yaml"]).replace("item: bread", "item: draught"),
        }
    )
    catalog = world.compile().catalog
    assert catalog is not None
    game = Game(catalog)
    return game, game.ok(c.UseItem(character=1, item="draught"))


def test_one_who_died_comes_to_no_place_but_has_the_rest_of_the_list(world: WorldFolder) -> None:
    game, facts = _used(world, "{damage: 1000}, {move_to: mine}, {give_coins: 5c}, {say: Dark.}")

    assert _says(facts) == ["Dark."]
    assert any(isinstance(fact, e.Died) for fact in facts)
    assert game.who().location == "harbor"
    assert game.who().wallet == 25


@pytest.mark.parametrize("before", ["{damage: 3}", "{damage: 1000}, {heal: 2}"])
def test_one_who_lives_comes_there(before: str, world: WorldFolder) -> None:
    game, facts = _used(world, f"{before}, {{move_to: mine}}")

    assert _says(facts) == ["It drips."]
    assert game.who().location == "mine"
    assert not any(isinstance(fact, e.Died) for fact in facts)


def test_one_who_dies_of_leaving_a_place_does_not_come_to_the_next(world: WorldFolder) -> None:
    harbor = str(SMALL_WORLD["harbor.yaml"]) + "    on_leave: [{damage: 1000}]\n"
    world.write({"harbor.yaml": harbor, "mine.yaml": _mine("on_enter: [{say: It drips.}]")})
    catalog = world.compile().catalog
    assert catalog is not None
    game = Game(catalog)

    facts = game.ok(c.ChangeLocation(character=1, destination="mine"))

    assert _says(facts) == []
    assert any(isinstance(fact, e.Died) for fact in facts)
    assert game.who().location == "harbor"
