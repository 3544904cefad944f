"""What a character wears from the start does what putting it on does, once."""

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.characters import new_character
from engine.game.state import GameState
from engine.game.step import new_state, step
from engine.model.catalog import Catalog
from tests.playing import Game
from tests.small_world import SMALL_WORLD, WorldFolder


def _catalog(world: WorldFolder, on_equip: str) -> Catalog:
    text = str(SMALL_WORLD["world.yaml"]).replace("weapon: knife", "weapon: thorn")
    thorn = f"items:\n  thorn: {{based_on: knife, name: Thorn, on_equip: [{on_equip}]}}\n"
    world.write({"world.yaml": text, "thorn.yaml": thorn})
    catalog = world.compile().catalog
    assert catalog is not None
    return catalog


def _joined(catalog: Catalog) -> GameState:
    state = new_state(7)
    step(state, catalog, c.Join(character=new_character(catalog, id=1, user=1, name="Ada")))
    return state


@pytest.fixture
def game(world: WorldFolder) -> Game:
    """A character that wears a thorn from the start."""
    return Game(_catalog(world, "{apply_effect: {effect: fed, duration: 1m}}, {give_experience: 5}"))


def test_what_is_worn_from_the_start_is_put_on_when_one_first_comes(game: Game) -> None:
    assert set(game.who().effects) == {"fed"}
    assert game.who().experience == 5


def test_whoever_comes_back_does_not_put_it_on_again(game: Game) -> None:
    (left,) = [one for one in game.ok(c.Leave(character=1)) if isinstance(one, e.CharacterLeft)]

    game.ok(c.Join(character=left.state))

    assert game.who().experience == 5


def test_its_lasting_effect_acts_once_each_time(world: WorldFolder) -> None:
    game = Game(_catalog(world, "{apply_effect: {effect: fed, duration: 1m}}, {damage: 15}"))

    facts = game.tick(2 * 20)

    assert len([one for one in facts if isinstance(one, e.EffectPulsed)]) == 2


def test_it_is_the_same_whenever_it_is_played_again(world: WorldFolder) -> None:
    catalog = _catalog(world, "{give_experience: 3d6}, {damage: 1d6}")

    first, again = _joined(catalog), _joined(catalog)

    assert first == again
    assert first.characters[1].experience > 0


def test_one_who_dies_of_what_is_worn_wakes(world: WorldFolder) -> None:
    game = Game(_catalog(world, "{damage: 1000}"))

    assert game.who().vitals["health"] >= 1
