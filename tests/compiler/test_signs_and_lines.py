"""Signs that look like others, and lines that were lost or joined: told where they stand."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

LOOT = "creatures.yaml", "    loot: [{item: ore, chance: 0.5}]\n"
OBJECTIVES = (
    "quests.yaml",
    "    objectives: [{id: ask, talk: {denizen: mara}}, {id: crabs, kill: {creature: crab, amount: 2}}]\n",
)
PRICE = "items.yaml", "    price: 4c\n"
KNIFE = (
    "  knife:\n    name: Knife\n    description: Short.\n    icon: thing.svg\n    type: weapon\n"
    "    category: sword\n    rarity: common\n    price: 12c\n    bonuses: [{attack: 2}]\n"
)
AT_THE_MARGIN = KNIFE.replace("\n    ", "\n  ")
NOTHING_MORE = "`- {item: ore, chance: 0.5}`"
SLIPS = {
    "a wide colon": (
        *PRICE,
        "    price\uff1a4c\n",
        "E0008",
        9,
        "write `price: …` with an ordinary colon and a space",
    ),
    "an odd space after the colon": (
        *PRICE,
        "    price:\u00a04c\n",
        "E0003",
        9,
        "put an ordinary space in its place; it often comes along when text is copied",
    ),
    "a wide space after the colon": (
        *PRICE,
        "    price:\u30004c\n",
        "E0003",
        9,
        "put an ordinary space in its place; it often comes along when text is copied",
    ),
    "an odd space after a colon in braces": (
        "mara.yaml",
        "{id: bye,",
        "{id:\u00a0bye,",
        "E1001",
        17,
        "write `id: bye`",
    ),
    "a point for a colon": (*PRICE, "    price. 4c\n", "E0008", 9, "write `price: 4c`"),
    "an arrow for a colon": (*PRICE, "    price => 4c\n", "E0008", 9, "write `price: 4c`"),
    "a colon too many": (*PRICE, "    price: 4c:\n", "E0008", 9, "remove it"),
    "a dash behind the colon of an id": ("items.yaml", "  knife:\n", "  knife:-\n", "E0008", 11, "remove it"),
    "a sign that ends the content": (
        "items.yaml",
        "  knife:\n",
        "...\n  knife:\n",
        "E0008",
        11,
        "remove the line `...`",
    ),
    "an id with an accent that others name without a slip": (
        "skills.yaml",
        "  MINING:",
        "  M\u00cfNNG:",
        "E1005",
        2,
        (
            "did you mean `MINING`? an id is at most 64 letters, digits, `-` and `_`, and begins with a "
            "letter or digit"
        ),
    ),
    "a comma behind a text in quotes": (*PRICE, '    price: "4c",\n', "E0008", 9, "remove it"),
    "a quote before a key": (*PRICE, '    "price: 4c\n', "E0008", 9, "write `price:` without the quote"),
    "a note of web pages": (*PRICE, "    <!-- cheap -->\n    price: 4c\n", "E0008", 9, "write `# cheap`"),
    "a note of databases": (*PRICE, "    -- cheap\n    price: 4c\n", "E0008", 9, "write `# cheap`"),
    "a stray letter": (
        *PRICE,
        "    price: 4c\n    q\n",
        "E0008",
        10,
        "remove it if it came here by mistake; a note begins with `#`, and a key ends in `:`",
    ),
    "a long dash before an entry": (
        *LOOT,
        "    loot:\n      \u2013 {item: ore, chance: 0.5}\n",
        "E0008",
        10,
        f"begin it with `- `: {NOTHING_MORE}",
    ),
    "a dot before an entry": (
        *LOOT,
        "    loot:\n      \u2022 {item: ore, chance: 0.5}\n",
        "E0008",
        10,
        f"begin it with `- `: {NOTHING_MORE}",
    ),
    "a number before an entry": (
        *LOOT,
        "    loot:\n      1. {item: ore, chance: 0.5}\n",
        "E0008",
        10,
        f"begin it with `- `: {NOTHING_MORE}",
    ),
    "a star before an entry": (
        *LOOT,
        "    loot:\n      * {item: ore, chance: 0.5}\n",
        "E0008",
        10,
        f"begin it with `- `: {NOTHING_MORE}",
    ),
    "a dash without a space": (
        *LOOT,
        "    loot:\n      -{item: ore, chance: 0.5}\n",
        "E0008",
        10,
        f"begin it with `- `: {NOTHING_MORE}",
    ),
    "a dash before an id": ("items.yaml", "  knife:\n", "  - knife:\n", "E0008", 11, "write `knife:`"),
    "a star before an id": ("items.yaml", "  knife:\n", "  * knife:\n", "E0008", 11, "write `knife:`"),
    "a semicolon in braces": (*LOOT, LOOT[1].replace(",", ";"), "E0008", 9, "write `,` in its place"),
    "round brackets for braces": (
        "mine.yaml",
        "at: {x: 0, y: 3}",
        "at: (x: 0, y: 3)",
        "E0008",
        6,
        "write `{x: 0, y: 3}`",
    ),
    "round brackets for a list": (
        "mara.yaml",
        "sells: [bread, {item: pickaxe, stock: 3, restock: 10m}]",
        "sells: (bread, {item: pickaxe, stock: 3, restock: 10m})",
        "E0008",
        7,
        "write `[bread, {item: pickaxe, stock: 3, restock: 10m}]`",
    ),
    "two commas in a row": (
        "mara.yaml",
        "sells: [bread, ",
        "sells: [bread,, ",
        "E0008",
        7,
        "remove the comma",
    ),
    "two lines in one": (
        "items.yaml",
        "    type: weapon\n    category: sword\n",
        "    type: weapon    category: sword\n",
        "E0008",
        15,
        "begin a new line with `category: sword`",
    ),
    "two lines in one without a space": (
        "items.yaml",
        "    type: weapon\n    category: sword\n",
        "    type: weaponcategory: sword\n",
        "E0008",
        15,
        "begin a new line with `category: sword`",
    ),
    "an id and its first key in one line": (
        "items.yaml",
        "  knife:\n    name: Knife\n",
        "  knife: name: Knife\n",
        "E0008",
        11,
        "begin a new line with `name: Knife`, set in by 4 spaces",
    ),
    "a kind and an id in one line": (
        "quests.yaml",
        "quests:\n  lamp:\n",
        "quests: lamp:\n",
        "E0008",
        1,
        "begin a new line with `lamp:`, set in by 2 spaces",
    ),
    "a lost key with things below it": (
        "mara.yaml",
        "    nodes:\n",
        "",
        "E0008",
        12,
        "write `nodes:` above it, set in by 4 spaces",
    ),
    "a lost kind": ("mara.yaml", "denizens:\n", "", "E0008", 1, "write `denizens:` above it"),
    "a kind that is a note": (
        "mara.yaml",
        "denizens:\n",
        "## denizens:\n",
        "E0027",
        1,
        "take the `#` away",
    ),
    "two lost dashes": (
        *OBJECTIVES,
        (
            "    objectives:\n      {id: ask, talk: {denizen: mara}}\n"
            "      {id: more, talk: {denizen: mara}}\n"
            "      - {id: crabs, kill: {creature: crab, amount: 2}}\n"
        ),
        "E0008",
        7,
        "begin each of these 2 lines with `- `, in the same column as the other items",
    ),
    "all keys at the margin of their id": (
        "items.yaml",
        KNIFE,
        AT_THE_MARGIN,
        "E1002",
        12,
        "set all of them in by 4 spaces, from this line on to the next id",
    ),
    "a thing that is set in too far": (
        "items.yaml",
        KNIFE,
        "    " + KNIFE.replace("\n    ", "\n      ").strip() + "\n",
        "E1001",
        11,
        "set the id in as far as the other ids, and all that is below it by so much less",
    ),
    "an id with a point": (
        "items.yaml",
        "  ore: {",
        "  iron.ore: {",
        "E1005",
        21,
        (
            "did you mean `iron-ore`? an id is at most 64 letters, digits, `-` and `_`, and begins with a "
            "letter or digit"
        ),
    ),
    "a text with a sign of YAML before it": (
        "mine.yaml",
        "description: It breathes",
        "description: ? It breathes",
        "E0008",
        4,
        'put the whole text in double quotes: `"? It breathes out."`',
    ),
    "a text behind the sign for several lines": (
        "mine.yaml",
        "description: It breathes",
        "description: > It breathes",
        "E0008",
        4,
        'put the whole text in double quotes: `"> It breathes out."`',
    ),
    "a text with a star before it": (
        "mine.yaml",
        "description: It breathes",
        "description: *It* breathes",
        "E0010",
        4,
        'put the whole text in double quotes: `"*It* breathes out."`',
    ),
    "an id in the signs of another format": (
        "quests.yaml",
        "giver: mara",
        "giver: `mara`",
        "E0008",
        5,
        "write `mara` without the signs around it",
    ),
    "names without a comma": (
        "mara.yaml",
        "buys: [ore]",
        "buys: [ore knife]",
        "E2104",
        8,
        "put commas between them, `[ore, knife]`, or each on a line of its own that begins with `- `",
    ),
    "a formula with a comma": (
        "quests.yaml",
        "{give_coins: 250c}",
        "{give_coins: max(5, level)}",
        "E1001",
        7,
        'put a text with commas in double quotes when it stands within { } or [ ]: `"max(5, level)"`',
    ),
    "a formula with commas and signs of another language": (
        "quests.yaml",
        "{give_coins: 250c}",
        "{give_coins: if(level > 2 && level < 5, 3, 1)}",
        "E1001",
        7,
        (
            "put a text with commas in double quotes when it stands within { } or [ ]: "
            '`"if(level > 2 and level < 5, 3, 1)"`'
        ),
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_signs_or_lines_is_told_where_it_is(slip: str, world: WorldFolder) -> None:
    path, old, new, code, line, help_ = SLIPS[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text

    found = world.write({path: text.replace(old, new, 1)}).compile().report.diagnostics

    assert [
        (one.code, one.span.line, one.help) for one in found if one.code != "E2104" or code == "E2104"
    ] == [(code, line, help_)]


def test_keys_of_the_rules_that_are_not_set_in_are_one_mistake(world: WorldFolder) -> None:
    world.write({"rules.yaml": "rules:\nprice_to_sell: floor(price / 2)\nhit_experience: damage\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.span.line) == ("E1002", 2)
    assert found.message == "the keys of the rules are not set in below `rules:`"


def test_a_long_line_is_shown_where_it_is_mended(world: WorldFolder) -> None:
    talk = SMALL_WORLD["mara.yaml"]
    assert isinstance(talk, str)

    world.write({"mara.yaml": talk.replace("is: true}}]}", "is: true}]}")})
    (found,) = world.compile().report.diagnostics

    assert found.help.startswith("the line might be meant like this: `… ")
    assert found.help.endswith("is: true}}]}`")


def test_a_text_that_goes_on_in_the_next_line_is_no_stray_word(world: WorldFolder) -> None:
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)

    world.write({"mine.yaml": mine.replace("It breathes out.", "It breathes\n  out.")})
    (found,) = world.compile().report.diagnostics

    assert (found.span.line, found.help) == (5, "it should be set in by 6 spaces")


def test_an_id_whose_line_was_lost_is_not_missing_elsewhere(world: WorldFolder) -> None:
    items = SMALL_WORLD["items.yaml"]
    assert isinstance(items, str)

    world.write({"items.yaml": items.replace("  knife:\n", "")})
    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("E1003", "the id of this item is missing above this line")


def test_an_id_that_looks_like_a_number_is_offered_in_quotes(world: WorldFolder) -> None:
    items = SMALL_WORLD["items.yaml"]
    assert isinstance(items, str)

    world.write({"items.yaml": items + "  1234: {based_on: ore}\n", "buys.yaml": "denizens:\n  oda:\n"})
    world.write({"buys.yaml": "denizens:\n  oda: {based_on: mara, name: Oda, buys: [12345x]}\n"})
    (found,) = [one for one in world.compile().report.diagnostics if one.code == "E2104"]

    assert found.suggestion == '"1234"'
