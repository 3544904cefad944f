"""Worlds in which nothing is worn, and what is said of things that are empty."""

import pytest

from engine.compiler.compile import compile_files
from engine.game import commands as c
from tests.playing import WORLDS, Game, catalog_of
from tests.small_world import SMALL_WORLD, WorldFolder

STUDY = (WORLDS / "study/study.yaml").read_text("utf-8")


def test_a_world_may_have_no_slots() -> None:
    compiled = compile_files({"study.yaml": STUDY.encode()}, frozenset({"thing.svg"}))

    assert compiled.report.diagnostics == ()
    assert compiled.catalog is not None
    assert compiled.catalog.world.slots == ()


def test_where_there_are_no_slots_nothing_is_put_on() -> None:
    game = Game(catalog_of("study"))

    assert game.no(c.EquipItem(character=1, item="candle", slot="weapon")) == "wrong_slot"
    assert game.no(c.EquipItem(character=1, item="", slot="")) == "wrong_slot"


@pytest.mark.parametrize("straight", [True, False])
def test_what_would_be_worn_is_told_where_nothing_is(straight: bool) -> None:
    ring = "items:\n  ring: {name: Ring, based_on: page, type: equipment, category: ring}\n"
    files = {"study.yaml": STUDY.encode(), "ring.yaml": ring.encode()}

    report = compile_files(files, frozenset({"thing.svg"}), straight=straight).report
    # Nobody can get the ring either.
    (found,) = [one for one in report.diagnostics if one.code != "W8007"]

    assert (found.code, found.help) == (
        "E2131",
        "in this world nothing is worn; add `ring` to `slots` of the world",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "help_"),
    [
        (
            "quests.yaml",
            "[{id: ask, talk: {denizen: mara}}, {id: crabs, kill: {creature: crab, amount: 2}}]",
            "[]",
            "write something here",
        ),
        ("mara.yaml", "      lamp: {text: So it is.}", "      lamp: {text: ''}", "write something here"),
        ("harbor.yaml", "label: Chapel", "label: ''", "write something here"),
        (
            "mara.yaml",
            "    sells:",
            "    description: ''\n    sells:",
            "write something here, or remove the key",
        ),
        (
            "items.yaml",
            "  pickaxe: {based_on: knife, name: Pickaxe,",
            "  pickaxe: {based_on: knife, name: '',",
            "write something here, or remove the key",
        ),
    ],
)
def test_only_what_may_be_left_out_is_said_to_be_removable(
    file: str, old: str, new: str, help_: str, world: WorldFolder
) -> None:
    text = SMALL_WORLD[file]
    assert isinstance(text, str) and old in text
    world.write({file: text.replace(old, new)})

    found = [one for one in world.compile().report.diagnostics if one.code == "E1007"]

    assert [one.help for one in found] == [help_]
