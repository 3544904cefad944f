"""Lists and their entries as people write them: in quotes, as a sentence, as keys with values."""

from pathlib import Path

import pytest

from engine.compiler.compile import compile_world
from tests.small_world import SMALL_WORLD, WorldFolder

MORE = {"coal.yaml": "items:\n  coal: {based_on: ore, name: Coal, requires: KEY}\n"}


def _asked(requires: str) -> dict[str, str]:
    return {name: text.replace("KEY", requires) for name, text in MORE.items()}


@pytest.mark.parametrize(
    ("requires", "help_", "meant"),
    [
        ('["level >= 2"]', "write `level: 2`", "level: 2"),
        ("[level > 2]", "write `level: 3`", "level: 3"),
        ('["level: >= 2"]', "write `level: 2`", "level: 2"),
        ("[coins >= 30]", "write `coins: 30c`", "coins: 30c"),
        ("[level < 8]", "write `formula: level < 8`", "formula: level < 8"),
        ("[health < max_health]", None, "formula: self.health < self.max_health"),
        ("[{not: level >= 2}]", "write `{level: 2}`", "{level: 2}"),
        ('"[{level: 2}]"', "take the quotes away: `[{level: 2}]`", "[{level: 2}]"),
        ('["[{level: 2}]"]', "take the quotes away: `{level: 2}`", "{level: 2}"),
        ('["{level: 2}"]', "take the quotes away: `{level: 2}`", "{level: 2}"),
        ("level 2", "write `[{level: 2}]`", "[{level: 2}]"),
        ('"level >= 2"', "write `[{level: 2}]`", "[{level: 2}]"),
    ],
)
def test_conditions_in_other_words_are_told_as_they_should_be(
    requires: str, help_: str | None, meant: str, world: WorldFolder
) -> None:
    world.write(_asked(requires))

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.suggestion) == ("E1002", meant)
    assert found.help == (help_ or f"write `{meant}`")


@pytest.mark.parametrize(
    "requires",
    [
        "[level: 2]",
        "[coins: 30c]",
        "[formula: level < 8]",
        "[formula: self.health < self.max_health]",
        "[{not: {level: 2}}]",
    ],
)
def test_what_is_proposed_for_conditions_is_right(requires: str, world: WorldFolder) -> None:
    world.write(_asked(requires))

    assert world.codes() == []


@pytest.mark.parametrize(
    ("file", "written", "instead", "help_"),
    [
        (
            "mine.yaml",
            "connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]",
            "connections: {harbor: Harbor road}",
            "put it in a list: `[{to: harbor, label: Harbor road, at: {x: 0, y: 0}}]`",
        ),
        (
            "mine.yaml",
            "connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]",
            "connections: [{harbor: Harbor road}]",
            "write `{to: harbor, label: Harbor road, at: {x: 0, y: 0}}`",
        ),
        (
            "mine.yaml",
            "connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]",
            "connections: [harbor]",
            "write more than that, such as `{to: harbor, label: Mine road, at: {x: 0, y: 0}}`",
        ),
        (
            "creatures.yaml",
            "loot: [{item: ore, chance: 0.5}]",
            "loot: {ore: 0.5, coins: 2c}",
            "put it in a list: `[{item: ore, chance: 0.5}, {coins: 2c}]`",
        ),
        (
            "quests.yaml",
            "rewards: [{give_coins: 250c}, {set_flag: {id: lit, to: true}}]",
            "rewards: [pickaxe, {set_flag: {id: lit, to: true}}]",
            "say what happens with it, such as `give_item: pickaxe`",
        ),
    ],
)
def test_entries_by_name_are_told_with_their_keys(
    file: str, written: str, instead: str, help_: str, tmp_path: Path
) -> None:
    text = str(SMALL_WORLD[file])
    assert written in text
    for name, content in {**SMALL_WORLD, file: text.replace(written, instead)}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(str(content))

    (found,) = compile_world(tmp_path).report.diagnostics

    assert found.help == help_


@pytest.mark.parametrize(
    "requires",
    [
        '"[{level: 2001-99-99}]"',
        '"[{1: 2}]"',
        '"[{level: [}]"',
        '"[&a [*a, *a]]"',
        '"{level: 2"',
    ],
)
def test_quoted_text_that_is_no_list_stays_a_text(requires: str, world: WorldFolder) -> None:
    world.write(_asked(requires))

    (found,) = world.compile().report.diagnostics

    assert found.help.startswith("put it in a list: ")


def test_answers_by_name_are_told_as_a_list(world: WorldFolder) -> None:
    nodes = "a: {text: Hm., choices: {back: {text: Well., goto: b}}}, b: {text: Yes.}"
    world.write(
        {
            "odo.yaml": "denizens:\n  odo: {name: Odo, icon: thing.svg, at: {location: harbor}, "
            f"dialogue: odo-talk}}\ndialogues:\n  odo-talk: {{start: a, nodes: {{{nodes}}}}}\n"
        }
    )

    (found,) = world.compile().report.diagnostics

    assert found.help == "put it in a list: `[{id: back, text: Well., goto: b}]`"


def test_a_quest_alone_is_probably_asked_to_be_finished(world: WorldFolder) -> None:
    world.write(_asked("[{quest: lamp}]"))

    (found,) = world.compile().report.diagnostics

    assert found.help == "write more than that, such as `{id: lamp, state: finished}`"
