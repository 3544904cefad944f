"""Brackets that are missing, wrong or doubled, and dashes before keys: told once, as they should be."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

_DASH = "ids and keys stand without `- `; that begins an entry of a list"
_BONUSES = "    bonuses: [{attack: 2}]\n"
_LOOT = "    loot: [{item: ore, chance: 0.5}]\n"
_LINES = "    loot:\n      - {item: ore, chance: 0.5}\n"
_REWARDS = "[{give_coins: 250c}, {set_flag: {id: lit, to: true}}]"
_TWICE = "the braces stand twice here"
SLIPS = {
    "a dash before a key": (
        "items.yaml",
        "    rarity: common\n    price: 12c\n",
        "    rarity: common\n    - price: 12c\n",
        ("E0008", 18, _DASH, "write `price: 12c`"),
    ),
    "a dash before the first key": (
        "items.yaml",
        "    name: Knife\n",
        "    - name: Knife\n",
        ("E0008", 12, _DASH, "write `name: Knife`"),
    ),
    "a dash before a key of the world": (
        "world.yaml",
        "  version: 1.0.0\n",
        "  - version: 1.0.0\n",
        ("E0008", 3, _DASH, "write `version: 1.0.0`"),
    ),
    "a dash before a key that is set in further": (
        "items.yaml",
        "    rarity: common\n    price: 12c\n",
        "    rarity: common\n      - price: 12c\n",
        ("E0008", 18, _DASH, "write `price: 12c`, set in by 4 spaces"),
    ),
    "a dash before the first id": (
        "items.yaml",
        "  bread:\n",
        "  - bread:\n",
        ("E0008", 2, _DASH, "write `bread:`"),
    ),
    "no brace before keys within braces": (
        "mine.yaml",
        "at: {x: 0, y: 3}",
        "at: x: 0, y: 3}",
        ("E0008", 6, "`{` is missing before this", "write `{x: 0, y: 3}`"),
    ),
    "no brace before keys of a line": (
        "creatures.yaml",
        "    vitals: {health: 12, stamina: 10}\n",
        "    vitals: health: 12, stamina: 10}\n",
        ("E0008", 6, "`{` is missing before this", "write `{health: 12, stamina: 10}`"),
    ),
    "no brace before an entry behind a dash": (
        "mara.yaml",
        "          - {id: bye, text: Only drying off.}\n",
        "          - id: bye, text: Only drying off.}\n",
        ("E0008", 17, "`{` is missing before this", "write `{id: bye, text: Only drying off.}`"),
    ),
    "no brace before an entry that is not the first": (
        "quests.yaml",
        _REWARDS,
        "[{give_coins: 250c}, set_flag: {id: lit, to: true}}]",
        ("E0008", 7, "`{` is missing before this", "write `{set_flag: {id: lit, to: true}}`"),
    ),
    "no bracket before a list with keys in it": (
        "mara.yaml",
        "    sells: [bread, {item: pickaxe, stock: 3, restock: 10m}]\n",
        "    sells: bread, {item: pickaxe, stock: 3, restock: 10m}]\n",
        (
            "E0008",
            7,
            "`[` is missing before this",
            "write `[bread, {item: pickaxe, stock: 3, restock: 10m}]`",
        ),
    ),
    "no bracket before a list of names": (
        "mara.yaml",
        "    buys: [ore]\n",
        "    buys: ore]\n",
        ("E1002", 8, "`buys` should be a list, but it is the text `ore]`", "put it in a list: `[ore]`"),
    ),
    "a round bracket that closes": (
        "mara.yaml",
        "{item: pickaxe, stock: 3, restock: 10m}",
        "{item: pickaxe, stock: 3, restock: 10m)",
        ("E0008", 7, "`)` does not close what `{` opens", "write `{item: pickaxe, stock: 3, restock: 10m}`"),
    ),
    "a square bracket that closes keys": (
        "creatures.yaml",
        _LINES,
        _LINES.replace("}", "]"),
        ("E0008", 10, "`]` does not close what `{` opens", "write `{item: ore, chance: 0.5}`"),
    ),
    "a brace that closes a list": (
        "mara.yaml",
        "    buys: [ore]\n",
        "    buys: [ore}\n",
        ("E0008", 8, "`}` does not close what `[` opens", "write `[ore]`"),
    ),
    "a round bracket that opens": (
        "quests.yaml",
        _REWARDS,
        _REWARDS.replace("{give_coins", "(give_coins"),
        ("E0008", 7, "`(` does not open what `}` closes", "write `{give_coins: 250c}`"),
    ),
    "a wrong bracket above the line in which reading stops": (
        "creatures.yaml",
        "    loot: [\n      {item: ore, chance: 0.5},\n      {item: bread, chance: 0.5},\n    ]\n",
        "    loot: [\n      {item: ore, chance: 0.5),\n      {item: bread, chance: 0.5},\n    ]\n",
        ("E0008", 10, "`)` does not close what `{` opens", "write `{item: ore, chance: 0.5}`"),
    ),
    "braces around braces": (
        "creatures.yaml",
        _LOOT,
        "    loot: [{{item: ore, chance: 0.5}}]\n",
        ("E0021", 9, _TWICE, "write `{item: ore, chance: 0.5}`"),
    ),
    "braces around the braces of a key": (
        "mine.yaml",
        "size: {x: 6, y: 6}",
        "size: {{x: 6, y: 6}}",
        ("E0021", 5, _TWICE, "write `{x: 6, y: 6}`"),
    ),
    "braces around braces over two lines": (
        "creatures.yaml",
        "    loot:\n      - {item: ore,\n         chance: 0.5}\n",
        "    loot:\n      - {{item: ore,\n         chance: 0.5}}\n",
        ("E0021", 10, _TWICE, "remove one `{` and one `}`"),
    ),
    "braces around a word that is text": (
        "mara.yaml",
        'text: "{{name}}"',
        "text: {{name}}",
        ("E0021", 18, _TWICE, "put a text that begins with `{` in quotes"),
    ),
    "one brace too many that opens": (
        "creatures.yaml",
        _LOOT,
        "    loot: [{{item: ore, chance: 0.5}]\n",
        ("E0008", 9, "one `{` too many stands here", "remove it"),
    ),
    "a bracket right behind a colon": (
        "quests.yaml",
        _REWARDS,
        _REWARDS.replace("set_flag: {", "set_flag:{"),
        ("E0008", 7, "a space is missing after the colon of `set_flag`", "write `set_flag: …`"),
    ),
}
PLACES = {
    "creatures.yaml": _LOOT,
    "mara.yaml": "text: So it is.",
}
"""What stands in the small world where it holds none of what a slip is made of."""


def laid(world: WorldFolder, path: str, right: str, text: str) -> WorldFolder:
    whole = SMALL_WORLD[path]
    assert isinstance(whole, str)
    place = right if right in whole else PLACES[path]
    assert place in whole
    return world.write({path: whole.replace(place, text, 1)})


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_brackets_or_dashes_is_one_finding_with_the_text_as_it_should_be(
    slip: str, world: WorldFolder
) -> None:
    path, right, wrong, told = SLIPS[slip]

    (found,) = laid(world, path, right, wrong).compile().report.diagnostics

    assert (found.code, found.span.line, found.message, found.help) == told


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_told_of_a_bracket_or_dash_mends_it(slip: str, world: WorldFolder) -> None:
    path, right, _, _ = SLIPS[slip]

    laid(world, path, right, right)

    assert world.codes() == []


KEYS = {
    "a key beside it": ("{{x: 6}, y: 6}", [("E1003", 5), ("E0021", 5)]),
    "a value behind it": ("{{x: 6}: 6, x: 6, y: 6}", [("E0021", 5)]),
    "a key before it": ("{x: 6, y: 6, {z: 1}}", [("E0021", 5)]),
}


@pytest.mark.parametrize("case", KEYS)
def test_braces_in_the_place_of_a_key_are_no_doubled_ones(case: str, world: WorldFolder) -> None:
    size, told = KEYS[case]
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)

    found = world.write({"mine.yaml": mine.replace("{x: 6, y: 6}", size)}).compile().report.diagnostics

    assert [(one.code, one.span.line) for one in found] == told
    assert found[-1].message == "a key must be a single word or text"


def test_a_line_of_a_list_that_lost_its_dash_is_not_told_of_the_dashes_of_others(world: WorldFolder) -> None:
    mara = SMALL_WORLD["mara.yaml"]
    assert isinstance(mara, str)
    asks = "    requires:\n      - level: 2\n      coins: 5c\n"

    world.write({"mara.yaml": mara.replace("    buys: [ore]\n", f"    buys: [ore]\n{asks}")})
    (found,) = world.compile().report.diagnostics

    assert (found.span.line, found.message) == (11, "this line of a list does not begin with `- `")
