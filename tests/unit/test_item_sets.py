"""Item sets: what is added while enough of their pieces are worn."""

from functools import lru_cache

import pytest

from engine.compiler.compile import compile_files
from engine.game import commands as c
from engine.game.derived import Combat, combat_of, skill_bonuses
from engine.model.catalog import Catalog
from tests.playing import WORLDS, Game

SETS = """\
item_sets:
  miller:
    name: The miller's own
    bonuses:
      - {pieces: 2, bonuses: [{attack: 3}, {skill: {id: MINING, levels: 2}}]}
      - {pieces: 3, bonuses: [{attack: 10}, {defense: 4}]}
  idle: {name: Idle hands, bonuses: [{pieces: 1, bonuses: [{defense: 100}]}]}
items:
  white-hat: {based_on: master-cap, name: White hat, requires: [], set: miller}
  white-ring: {based_on: iron-ring, name: White ring, bonuses: [], set: miller}
  white-board: {based_on: board, name: White board, bonuses: [], set: miller}
  white-stone: {based_on: stone, name: White stone, set: idle}
"""
PIECES = {"white-hat": "helmet", "white-ring": "ring", "white-board": "offhand"}


@lru_cache
def catalog() -> Catalog:
    mill = (WORLDS / "mill" / "mill.yaml").read_bytes()
    compiled = compile_files({"mill.yaml": mill, "sets.yaml": SETS.encode()})
    assert compiled.catalog is not None
    return compiled.catalog


def wearing(*pieces: str) -> Game:
    game = Game(catalog())
    for piece in pieces:
        game.who().items[piece] = 1
        game.ok(c.EquipItem(character=1, item=piece, slot=PIECES[piece]))
    return game


def bare() -> Combat:
    return combat_of(catalog(), wearing().who())


@pytest.mark.parametrize(
    ("pieces", "attack", "defense", "mining"),
    [
        (["white-hat"], 0, 0, 0),
        (["white-hat", "white-ring"], 3, 0, 2),
        (["white-hat", "white-ring", "white-board"], 13, 4, 2),
    ],
)
def test_every_line_with_few_enough_pieces_counts(
    pieces: list[str], attack: int, defense: int, mining: int
) -> None:
    who = wearing(*pieces).who()

    combat = combat_of(catalog(), who)

    assert (combat.attack - bare().attack, combat.defense - bare().defense) == (attack, defense)
    assert skill_bonuses(catalog(), who).get("MINING", 0) - 1 == mining


def test_taking_a_piece_off_takes_what_the_set_gave() -> None:
    game = wearing("white-hat", "white-ring")

    game.ok(c.EquipItem(character=1, item="", slot="ring"))

    assert combat_of(catalog(), game.who()) == bare()


def test_pieces_that_are_only_carried_do_not_count() -> None:
    game = wearing("white-hat")
    game.who().items.update({"white-ring": 1, "white-board": 1, "white-stone": 5})

    assert combat_of(catalog(), game.who()) == bare()
