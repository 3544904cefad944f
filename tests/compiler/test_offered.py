"""What a finding offers is right: put in the place that is underlined, it mends what is wrong."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

USE = "on_use: [{apply_effect: {effect: fed, duration: 20s}}]"
EQUIPPED = "equipped: {slot: pickaxe}"
SLIPS = {
    "yes for a flag": ("quests.yaml", "to: true", "to: yes"),
    "off for a default": ("flags.yaml", "default: false", "default: off"),
    "a display name": ("quests.yaml", "giver: mara", "giver: Mara"),
    "a display name unlike the id": ("mara.yaml", "sells: [bread", "sells: [Brown bread"),
    "a display name with an accent": ("mara.yaml", "sells: [bread", "sells: [Bröwn Bread"),
    "a label of a structure": ("mara.yaml", "structure: chapel", "structure: CHAPEL"),
    "a name of a base": ("items.yaml", "based_on: knife, name: Ore", "based_on: Brown bread, name: Ore"),
    "a version": ("world.yaml", "version: 1.0.0", "version: 1.10"),
    "an effect without its list": ("items.yaml", USE, USE.replace("[{", "{").replace("}]", "}")),
    "effects without their list": ("items.yaml", USE, USE.replace("[{", "{heal: 6, ").replace("}]", "}")),
    "a name without its list": ("mara.yaml", "buys: [ore]", "buys: ore"),
    "names without their list": ("mara.yaml", "buys: [ore]", "buys: ore, bread"),
    "a size with a cross": ("mine.yaml", "size: {x: 6, y: 6}", "size: 6x6"),
    "a number with a word": ("creatures.yaml", "experience: 6", "experience: 6 points"),
    "a name with an apostrophe for an id": ("items.yaml", "  ore:", "  or'e:"),
    "a comma in a number": ("creatures.yaml", "attack_speed: 0.8}", "attack_speed: 0,8}"),
    "a comma in a number that may be zero": ("creatures.yaml", "chance: 0.5", "chance: 0,5"),
    "a comma before a zero": ("creatures.yaml", "attack_speed: 0.8}", "attack_speed: 0,05}"),
    "a comma in thousands": ("world.yaml", "mana: 10", "mana: 1,000"),
    "a percentage": ("creatures.yaml", "chance: 0.5", 'chance: "70%"'),
    "a zero before a number": ("skills.yaml", "mana: 4", "mana: 04"),
    "a sign in a number": ("skills.yaml", "mana: 4", "mana: 1_0"),
    "a place for its mapping": ("world.yaml", "start: {location: harbor}", "start: harbor"),
    "a list for a mapping": ("harbor.yaml", "at: {x: 4, y: 3}", "at: [4, 3]"),
    "coins in words": ("items.yaml", "price: 4c", "price: 40 copper"),
    "coins of two sorts in words": ("items.yaml", "price: 4c", "price: 3 silver and 40 copper"),
    "coins in words where a formula may stand": ("quests.yaml", "give_coins: 250c", "give_coins: 2 silver"),
    "a duration in words": ("harbor.yaml", "duration: 8s", "duration: 8 seconds"),
    "a duration of two units in words": ("harbor.yaml", "duration: 8s", "duration: 30sec 1 min"),
    "a zero before coins": ("items.yaml", "price: 4c", "price: 040c"),
    "a zero before a duration": ("effects.yaml", "every: 1s", "every: 02s"),
    "a zero before coins where a formula may stand": ("quests.yaml", "give_coins: 250c", "give_coins: 0250c"),
    "minutes and seconds with a colon": ("effects.yaml", "every: 1s", "every: 0:05"),
    "a yes in place of keys": ("quests.yaml", "    giver: mara", "    giver: mara\n    repeat: yes"),
    "true in place of keys": ("quests.yaml", "    giver: mara", "    giver: mara\n    repeat: true"),
    "a picture with its folder": ("items.yaml", "icon: thing.svg", "icon: images/thing.svg"),
    "a letter for a zero": ("creatures.yaml", "experience: 6", "experience: 1O"),
    "a letter for a one": ("creatures.yaml", "experience: 6", "experience: l2"),
    "a letter in coins": ("items.yaml", "price: 4c", "price: 4Oc"),
    "dice with spaces": ("effects.yaml", "heal: 1", "heal: 1 d 4"),
    "dice of another language": ("effects.yaml", "heal: 1", "heal: 1w4 + 1"),
    "a comma in coins": ("items.yaml", "price: 4c", "price: 1,200c"),
    "a comma in coins within braces": ("quests.yaml", "give_coins: 250c", "give_coins: 1,200c"),
    "a comma in coins that stand in quotes": ("quests.yaml", "give_coins: 250c", 'give_coins: "1,200c"'),
    "a semicolon behind coins": ("items.yaml", "price: 4c", "price: 4c;"),
    "a note of another language behind coins": ("items.yaml", "price: 4c", "price: 4c // cheap"),
    "a chance in percent": ("creatures.yaml", "chance: 0.5", "chance: 20"),
    "an hour with one digit": ("harbor.yaml", EQUIPPED, 'time: {from: "9:00", to: "20:00"}'),
    "an hour without quotes": ("harbor.yaml", EQUIPPED, 'time: {from: 9:00, to: "20:00"}'),
    "an hour alone": ("harbor.yaml", EQUIPPED, 'time: {from: 9, to: "20:00"}'),
    "an hour after noon": ("harbor.yaml", EQUIPPED, 'time: {from: "9pm", to: "20:00"}'),
    "midnight as it is not written": ("harbor.yaml", EQUIPPED, 'time: {from: "24:00", to: "20:00"}'),
    "a half": ("creatures.yaml", "chance: 0.5", "chance: 1/2"),
    "a sign for a half": ("creatures.yaml", "chance: 0.5", "chance: \u00bd"),
    "one in some": ("creatures.yaml", "chance: 0.5", "chance: 1 in 5"),
    "a word for a chance": ("creatures.yaml", "chance: 0.5", "chance: always"),
    "a letter for a zero before a point": ("creatures.yaml", "chance: 0.5", "chance: O.5"),
    "digits of another script": ("harbor.yaml", "min: 1, max: 3", "min: \u0661, max: 3"),
    "wide digits": ("items.yaml", "price: 4c", "price: \uff14c"),
    "another minus": ("items.yaml", "bonuses: [{attack: 2}]", "bonuses: [{attack: \u22122}]"),
    "an apostrophe in thousands": ("creatures.yaml", "experience: 6", "experience: 1'200"),
    "a point in thousands of coins": ("items.yaml", "price: 4c", "price: 1.200c"),
    "a part of a coin": ("items.yaml", "price: 4c", "price: 0.5s"),
    "the sign of a currency": ("items.yaml", "price: 4c", "price: $4"),
    "brackets behind coins": ("items.yaml", "price: 4c", "price: 4c]]"),
    "a note without a space behind coins": ("items.yaml", "price: 4c", "price: 4c# cheap"),
    "a comparison for a level": ("mara.yaml", "flag: {id: lit, is: true}", 'level: ">= 2"'),
    "a comparison for a key": ("mara.yaml", "{flag: {id: lit, is: true}}", "{level >= 2}"),
    "coins in a formula": ("quests.yaml", "give_coins: 250c", "give_coins: 10c + 5c * level"),
    "a sign of spreadsheets before a formula": (
        "quests.yaml",
        "give_coins: 250c",
        "give_coins: = 10 + level",
    ),
    "a word of spreadsheets": ("quests.yaml", "give_coins: 250c", "give_coins: =RUNDEN(level/2)"),
    "from one number to another": ("effects.yaml", "heal: 1", "heal: 3 to 6"),
    "a comma in a formula": ("quests.yaml", "give_coins: 250c", "give_coins: 10 + 0,5 * level"),
    "semicolons in a formula": ("quests.yaml", "give_coins: 250c", "give_coins: if(level > 3; 30; 20)"),
    "another ending of a picture": ("items.yaml", "icon: thing.svg", "icon: thing.gif"),
    "a list for a group": ("mine.yaml", "size: {x: 6, y: 6}", "size: [{x: 6}, {y: 6}]"),
    "a condition in a list": ("mara.yaml", "{flag: {id: lit, is: true}}", "{not: [{level: 9}]}"),
    "a slot": ("world.yaml", "slots: [weapon, offhand, pickaxe]", "slots: [weapon, offhand, pickaxes]"),
    "a node that begins alike": ("mara.yaml", "goto: lamp,", "goto: lamzz,"),
    "a word to choose": ("items.yaml", "rarity: common", "rarity: comno"),
    "coins in brackets": ("quests.yaml", "give_coins: 250c", "give_coins: [250c]"),
    "a key without its colon": ("quests.yaml", "{give_coins: 250c}", "give_coins 250c"),
    "a level without its colon": ("mara.yaml", "{flag: {id: lit, is: true}}", "level 2"),
    "an equals sign for a colon": ("quests.yaml", "crab, amount: 2", "crab, amount=2"),
    "an equals sign with spaces for a colon": ("quests.yaml", "crab, amount: 2", "crab, amount = 2"),
    "a list for the one that it is based on": (
        "items.yaml",
        "based_on: knife, name: Pick",
        "based_on: [knife], name: Pick",
    ),
    "a word of other languages for a function": (
        "quests.yaml",
        "give_coins: 250c",
        "give_coins: 1 + int(level / 2)",
    ),
    "a word to choose with two slips": ("items.yaml", "rarity: common", "rarity: rair"),
}


def changed(slip: str) -> tuple[str, str]:
    path, old, new = SLIPS[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text
    return path, text.replace(old, new, 1)


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_offered_mends_it(slip: str, world: WorldFolder) -> None:
    path, text = changed(slip)

    (found,) = world.write({path: text}).compile().report.diagnostics
    assert found.suggestion is not None
    lines = text.split("\n")
    line, start = lines[found.span.line - 1], found.span.column - 1
    lines[found.span.line - 1] = line[:start] + found.suggestion + line[start + found.span.length :]
    world.write({path: "\n".join(lines)})

    assert world.codes() == []


RULES = {
    "after a sign": ("damage: self.attack * 0,5", ("E3001", 25, "0.5")),
    "in a function that takes fewer": ("hit_chance: clamp(0,5 + 0.1, 0.05, 0.95)", ("E3004", 21, "0.5")),
}


@pytest.mark.parametrize("slip", RULES)
def test_a_comma_in_a_number_of_a_formula_should_be_a_point(slip: str, world: WorldFolder) -> None:
    written, expected = RULES[slip]
    world.write({"rules.yaml": f"rules:\n  {written}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.span.column, found.suggestion) == expected


def test_commas_between_arguments_are_none_in_numbers(world: WorldFolder) -> None:
    world.write({"rules.yaml": "rules:\n  damage: max(1,2) + clamp(1,2)\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help) == ("E3004", "2 arguments are given")


HELP = {
    "a mapping on lines of its own in place of a list": (
        ("items.yaml", USE, "on_use:\n      heal: 6"),
        "put it in a list: `[{heal: 6}]`",
    ),
    "a word in place of a list of mappings": (
        ("items.yaml", USE, "on_use: heal"),
        "write it like `- heal: 6`",
    ),
    "a flag without what it should be": (
        ("quests.yaml", "set_flag: {id: lit, to: true}", "set_flag: lit"),
        "write more than that, such as `{id: lit, to: true}`",
    ),
    "a skill without its level": (
        ("items.yaml", "bonuses: [{attack: 2}]", "requires: [{skill: SWORDS}]"),
        "write more than that, such as `{id: SWORDS, level: 1}`",
    ),
    "a text that is a comment": (
        ("items.yaml", "name: Brown bread", "name: #1 bread"),
        'put it in quotes if it is text: "#1 bread"',
    ),
    "a text that is not there": (
        ("items.yaml", "name: Brown bread", "name:"),
        "write a name after it",
    ),
    "a truth for a word to choose": (
        ("effects.yaml", "every: 1s", "every: 1s, stacking: true"),
        "write `extend`, `refresh`, `stack` or `ignore`",
    ),
    "a colon behind a name": (
        ("mara.yaml", "buys: [ore]", "buys:\n      - ore:"),
        "write `ore` without the colon",
    ),
    "a formula that ends in a sign": (
        ("quests.yaml", "give_coins: 250c", "give_coins: 10 + 5 *"),
        "write a number or a name there, or remove the sign",
    ),
    "dice that are none": (
        ("effects.yaml", "heal: 1", "heal: 0d6"),
        "write how many dice and how many sides, such as `2d6`",
    ),
    "bounds that are swapped": (
        ("harbor.yaml", "min: 1, max: 3", "min: 3, max: 1"),
        "did you mean `min: 1, max: 3`?",
    ),
    "a number that may be a thousand or one": (
        ("creatures.yaml", "attack_speed: 0.8}", "attack_speed: 1,000}"),
        "write the number without a comma",
    ),
    "an action that takes no time": (
        ("harbor.yaml", "duration: 8s", "duration: 0s"),
        "say how long once takes, such as `duration: 4s`",
    ),
    "a bonus without anything": (
        ("items.yaml", "bonuses: [{attack: 2}]", "bonuses: [{}]"),
        "write one of `attack`, `attack_speed`, `defense`, `skill`",
    ),
    "null for a text": (
        ("items.yaml", "name: Brown bread", "name: null"),
        "write a name in its place, or remove it",
    ),
    "a wave for a text": (
        ("items.yaml", "name: Brown bread", "name: ~"),
        "write a name in its place, or remove it",
    ),
    "a text in brackets": (
        ("mara.yaml", "text: Only drying off.", "text: [laughs]"),
        "put a text that begins with `[` in quotes",
    ),
    "a list for a text": (
        ("harbor.yaml", "description: Tar and salt.", "description:\n      - Tar and salt."),
        "write text",
    ),
    "coins below nothing": (
        ("quests.yaml", "give_coins: 250c", "give_coins: -40"),
        "to take coins use `take_coins: 40c`",
    ),
    "coins below nothing with their unit": (
        ("quests.yaml", "give_coins: 250c", "give_coins: -40c"),
        "to take coins use `take_coins: 40c`",
    ),
    "a price below nothing": (("items.yaml", "price: 4c", "price: -4c"), "write `0c` or more"),
    "more coins than there are": (
        ("quests.yaml", "give_coins: 250c", "give_coins: 999999999999999g"),
        "name each unit once; more than `9007199254740991c` are too many coins",
    ),
    "a no in place of keys": (
        ("quests.yaml", "    giver: mara", "    giver: mara\n    repeat: no"),
        "remove the line, if it should not be so",
    ),
    "a quest without its state": (
        ("mara.yaml", "flag: {id: lit, is: true}", "quest: lamp"),
        "write more than that, such as `{id: lamp, state: finished}`",
    ),
    "a number that is not whole": (
        ("creatures.yaml", "experience: 6", "experience: 2.5"),
        "write `2` or `3`",
    ),
    "a thing below another kind": (
        ("items.yaml", "items:", "creatures:\n  pair: {name: Pair, bonuses: []}\nitems:"),
        "move it below `item_sets:`",
    ),
    "a name that nobody has": (
        ("quests.yaml", "giver: mara", "giver: Old Tom"),
        "the only denizen here is `mara`",
    ),
}


@pytest.mark.parametrize("slip", HELP)
def test_help_says_what_to_write(slip: str, world: WorldFolder) -> None:
    (path, old, new), help_ = HELP[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text

    (found,) = world.write({path: text.replace(old, new, 1)}).compile().report.diagnostics

    assert (found.help, found.suggestion) == (help_, None)


def test_a_name_that_two_things_have_is_not_offered(world: WorldFolder) -> None:
    odas = "".join(f"  {one}: {{name: Oda Wick, icon: thing.svg, at: {{location: mine}}}}\n" for one in "ab")
    quests = SMALL_WORLD["quests.yaml"]
    assert isinstance(quests, str)
    world.write(
        {"odas.yaml": f"denizens:\n{odas}", "quests.yaml": quests.replace("giver: mara", "giver: Oda Wick")}
    )

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.suggestion) == ("E2109", None)


@pytest.mark.parametrize(
    "thing",
    [
        "creatures:\n  gull: {based_on: crab, name: Gull, combat: {atack: 4}}\n",
        "creatures:\n  gull:\n    based_on: crab\n    name: Gull\n    combat:\n      atack: 4\n",
    ],
)
def test_a_key_that_the_base_has_is_offered_within_a_mapping_as_well(thing: str, world: WorldFolder) -> None:
    world.write({"gull.yaml": thing})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.suggestion) == ("E1001", "attack")


def test_what_cannot_stand_together_is_written_apart(world: WorldFolder) -> None:
    quests = str(SMALL_WORLD["quests.yaml"])
    both = quests.replace(
        "{id: ask, talk: {denizen: mara}}", "{id: ask, talk: {denizen: mara}, visit: {location: mine}}"
    )
    world.write({"quests.yaml": both})

    (found,) = world.compile().report.diagnostics

    assert found.message == "`talk` and `visit` stand together in one objective"
    assert found.help == "write an objective of its own for each of them"


@pytest.mark.parametrize(("more", "says"), [(1, "take 1 of them out"), (44, "take 44 of them out")])
def test_of_a_list_that_is_too_long_is_said_by_how_much(more: int, says: str, world: WorldFolder) -> None:
    ids = [f"ware-{number}" for number in range(256 + more)]
    wares = "".join(f"  {one}: {{based_on: ore, name: {one}}}\n" for one in ids)
    mara = str(SMALL_WORLD["mara.yaml"]).replace("buys: [ore]", f"buys: [{', '.join(ids)}]")
    world.write({"mara.yaml": mara, "wares.yaml": f"items:\n{wares}"})

    assert [found.help for found in world.compile().report.diagnostics] == [
        f"at most 256 are allowed: {says}"
    ]


def test_the_things_that_there_are_are_listed(world: WorldFolder) -> None:
    quests = str(SMALL_WORLD["quests.yaml"]).replace("giver: mara", "giver: Old Tom")
    world.write(
        {
            "quests.yaml": quests,
            "otto.yaml": "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}}\n",
        }
    )

    assert [found.help for found in world.compile().report.diagnostics] == [
        "the denizens here are `mara` and `otto`"
    ]
