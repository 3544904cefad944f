"""Keys and values without a colon and a space between them: told once, with what to write in their place."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

_LOOT = ("creatures.yaml", "{item: ore, chance: 0.5}")
_BYE = ("mara.yaml", "{id: bye, text: Only drying off.}")
_SIZE = ("mine.yaml", "size: {x: 6, y: 6}")
_BUYS = ("mara.yaml", "    buys: [ore]\n")
_USE = ("items.yaml", "    on_use: [{apply_effect: {effect: fed, duration: 20s}}]\n")
KEYS = {
    "signs of another language in all of a group": (
        *_LOOT,
        "{item = ore, chance = 0.5}",
        (9, "a colon belongs after `item` and `chance`, not `=`", "write `{item: ore, chance: 0.5}`"),
    ),
    "such a sign in one of a group": (
        *_LOOT,
        "{item: ore, chance=0.5}",
        (9, "a colon belongs after `chance`, not `=`", "write `chance: 0.5`"),
    ),
    "such a sign in a line": (
        "items.yaml",
        "    price: 12c\n",
        "    price=12c\n",
        (18, "a colon is missing after `price`", "write `price: 12c`"),
    ),
    "such a sign and quotes": (
        *_BYE,
        '{id = bye, text = "Only drying off."}',
        (17, "a colon belongs after `id` and `text`, not `=`", "write `{id: bye, text: Only drying off.}`"),
    ),
    "no space in all of a group": (
        *_SIZE,
        "size: {x:6, y:6}",
        (5, "a space is missing after the colons of `x` and `y`", "write `{x: 6, y: 6}`"),
    ),
    "no space in an answer": (
        *_BYE,
        "{id:bye, text:Only drying off.}",
        (
            17,
            "a space is missing after the colons of `id` and `text`",
            "write `{id: bye, text: Only drying off.}`",
        ),
    ),
    "no space in one of a group": (
        *_SIZE,
        "size: {x: 6, y:6}",
        (5, "a space is missing after the colon of `y`", "write `y: 6`"),
    ),
    "no colons in a group": (
        *_LOOT,
        "{item ore, chance 0.5}",
        (9, "a colon is missing after `item` and `chance`", "write `{item: ore, chance: 0.5}`"),
    ),
    "now this and now that": (
        *_LOOT,
        "{item = ore, chance:0.5}",
        (9, "a colon belongs after `item`, not `=`", "write `{item: ore, chance: 0.5}`"),
    ),
    "the base of a thing": (
        "items.yaml",
        "  pickaxe: {based_on: knife, name: Pickaxe,",
        "  pickaxe: {based_on:knife, name:Pickaxe,",
        (
            20,
            "a space is missing after the colons of `based_on` and `name`",
            "write `{based_on: knife, name: Pickaxe, type: tool, category: pickaxe, price: 90c}`",
        ),
    ),
}
LEVEL = "a colon is missing after `level`"
CLAUSES = {
    "a condition in the place of a list": (
        *_BUYS,
        "    buys: [ore]\n    requires: level 2\n",
        9,
        LEVEL,
        "[{level: 2}]",
    ),
    "a condition that compares": (
        *_BUYS,
        "    buys: [ore]\n    requires: level >= 2\n",
        9,
        LEVEL,
        "[{level: 2}]",
    ),
    "a condition without a space": (
        *_BUYS,
        "    buys: [ore]\n    requires: level:2\n",
        9,
        "a space is missing after the colon of `level`",
        "[{level: 2}]",
    ),
    "a condition in a list": (
        *_BUYS,
        "    buys: [ore]\n    requires:\n      - level 2\n",
        10,
        LEVEL,
        "level: 2",
    ),
    "a condition in brackets": (*_BUYS, "    buys: [ore]\n    requires: [level 2]\n", 9, LEVEL, "level: 2"),
    "a condition in braces": (*_BUYS, "    buys: [ore]\n    requires: {level 2}\n", 9, LEVEL, "[{level: 2}]"),
    "a condition below not": (
        *_BUYS,
        "    buys: [ore]\n    requires: [{not: level 2}]\n",
        9,
        LEVEL,
        "{level: 2}",
    ),
    "a condition with two words": (
        *_BUYS,
        "    buys: [ore]\n    requires:\n      - skill MINING 2\n",
        10,
        "a colon is missing after `skill`",
        "skill: {id: MINING, level: 2}",
    ),
    "a condition that wants more words": (
        "mara.yaml",
        "requires: [{flag: {id: lit, is: true}}]",
        "requires: flag lit",
        16,
        "a colon is missing after `flag`",
        "[{flag: {id: lit, is: true}}]",
    ),
    "an effect in a list": (
        *_BUYS,
        "    buys: [ore]\n    on_interact:\n      - say The lamp coughs\n",
        10,
        "a colon is missing after `say`",
        "say: The lamp coughs",
    ),
    "an effect in the place of a list": (
        *_BUYS,
        "    buys: [ore]\n    on_interact: heal 5\n",
        9,
        "a colon is missing after `heal`",
        "[{heal: 5}]",
    ),
    "an effect with words for all its keys": (
        *_USE,
        "    on_use: apply_effect fed 20s\n",
        10,
        "a colon is missing after `apply_effect`",
        "[{apply_effect: {effect: fed, duration: 20s}}]",
    ),
    "a group of one key": (
        "quests.yaml",
        "    giver: mara\n",
        "    giver: mara\n    repeat: after 24h\n",
        6,
        "a colon is missing after `after`",
        "{after: 24h}",
    ),
}


def laid(world: WorldFolder, path: str, old: str, new: str) -> WorldFolder:
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text
    return world.write({path: text.replace(old, new, 1)})


@pytest.mark.parametrize("slip", KEYS)
def test_keys_without_a_colon_and_a_space_are_one_finding(slip: str, world: WorldFolder) -> None:
    path, old, new, told = KEYS[slip]

    (found,) = laid(world, path, old, new).compile().report.diagnostics

    assert (found.span.line, found.message, found.help) == told


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_without_its_colon_is_shown_as_it_should_be(clause: str, world: WorldFolder) -> None:
    path, old, new, line, message, written = CLAUSES[clause]

    (found,) = laid(world, path, old, new).compile().report.diagnostics

    assert (found.span.line, found.message, found.help) == (line, message, f"write `{written}`")


@pytest.mark.parametrize("clause", CLAUSES)
def test_what_is_shown_for_a_clause_without_its_colon_mends_it(clause: str, world: WorldFolder) -> None:
    path, old, new, line, _, written = CLAUSES[clause]

    (found,) = laid(world, path, old, new).compile().report.diagnostics
    lines = (world.path / path).read_text("utf-8").split("\n")
    text, begin = lines[line - 1], found.span.column - 1
    lines[line - 1] = text[:begin] + written + text[begin + found.span.length :]
    world.write({path: "\n".join(lines)})

    assert world.codes() == []


def test_a_condition_that_words_do_not_make_is_shown_by_an_example(world: WorldFolder) -> None:
    laid(world, *_BUYS, "    buys: [ore]\n    requires: time 20:00\n")

    (found,) = world.compile().report.diagnostics

    assert found.message == "a colon is missing after `time`"
    assert found.help == 'write it like `- time: {from: "20:00", to: "06:00"}`'


def test_words_of_a_text_behind_a_comma_are_no_keys_without_a_colon(world: WorldFolder) -> None:
    laid(world, *_BYE, "{id: bye, text: Well, then we go, then home}")

    (found,) = world.compile().report.diagnostics

    assert found.message.startswith("the text of `text` ends at a comma")
