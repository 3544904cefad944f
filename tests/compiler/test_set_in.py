"""Lines that are set in too little or too much: told once, with the column where they belong."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

KILL = "    objectives:\n      - id: crabs\n        kill:\n          creature: crab\n          amount: 2\n"
OBJECTIVES = (
    "quests.yaml",
    "    objectives: [{id: ask, talk: {denizen: mara}}, {id: crabs, kill: {creature: crab, amount: 2}}]\n",
)
REPEAT = "    giver: mara\n    repeat:\n"
NODE = "      lamp: {text: So it is.}\n"
CHAPEL = "      chapel: {label: Chapel, description: Candles in jars., at: {x: 4, y: 3}}\n"
AS_FAR_LEFT = {
    "all keys of a group": (
        *OBJECTIVES,
        KILL.replace("          ", "        "),
        9,
        "`creature` and `amount` belong into `kill`, but stand as far left as it",
        "set them in by 10 spaces",
    ),
    "the last key of a group": (
        *OBJECTIVES,
        KILL.replace("          amount", "        amount"),
        10,
        "`amount` belongs into `kill`, but stands as far left as it",
        "set it in by 10 spaces",
    ),
    "the only key of a group": (
        "quests.yaml",
        "    giver: mara\n",
        f"{REPEAT}    after: 5m\n",
        7,
        "`after` belongs into `repeat`, but stands as far left as it",
        "set it in by 6 spaces",
    ),
    "a key below an id": (
        "mara.yaml",
        NODE,
        "      lamp:\n      text: So it is.\n",
        19,
        "`text` belongs into `lamp`, but stands as far left as it",
        "set it in by 8 spaces",
    ),
    "the last key below an id": (
        "mara.yaml",
        NODE,
        "      lamp:\n        text: So it is.\n      choices: [{id: bye, text: Well.}]\n",
        20,
        "`choices` belongs into `lamp`, but stands as far left as it",
        "set it in by 8 spaces",
    ),
    "all keys below an id": (
        "harbor.yaml",
        CHAPEL,
        "      chapel:\n      label: Chapel\n      description: Candles in jars.\n      at: {x: 4, y: 3}\n",
        8,
        "`label`, `description` and `at` belong into `chapel`, but stand as far left as it",
        "set them in by 8 spaces",
    ),
}

VITALS = "    vitals: {health: 12, stamina: 10}\n"
LOOT = "    loot: [{item: ore, chance: 0.5}]\n"
TWO = "    loot:\n      - item: ore\n        chance: 0.5\n      - item: bread\n        chance: 0.1\n"
CHOICES = (
    "          - {id: lamp, text: The lamp is lit., goto: lamp, requires: [{flag: {id: lit, is: true}}]}\n"
    "          - {id: bye, text: Only drying off.}\n"
)
REWARDS = "    rewards: [{give_coins: 250c}, {set_flag: {id: lit, to: true}}]\n"
DESCRIPTION = "    description: It breathes out.\n"
BREATHES = "    description: |\n      It breathes in.\n      It breathes out.\n"
SET_IN = {
    "the last line of a group": (
        "creatures.yaml",
        VITALS,
        "    vitals:\n      health: 12\n        stamina: 10\n",
        (8, 9),
        "it should be set in by 6 spaces",
    ),
    "the last line of a group, by one": (
        "creatures.yaml",
        VITALS,
        "    vitals:\n      health: 12\n       stamina: 10\n",
        (8, 8),
        "it should be set in by 6 spaces",
    ),
    "a choice behind conditions": (
        "mara.yaml",
        CHOICES,
        (
            "          - id: lamp\n            text: The lamp is lit.\n            requires:\n"
            "              - flag: {id: lit, is: true}\n"
            "            - id: bye\n            text: Only drying off.\n"
        ),
        (20, 13),
        "it should be set in by 10 spaces",
    ),
    "a second key in the column of the dash": (
        "creatures.yaml",
        LOOT,
        TWO.replace("        chance: 0.5", "      chance: 0.5"),
        (11, 7),
        "it should be set in by 8 spaces",
    ),
    "a second key just behind the column of the dash": (
        "creatures.yaml",
        LOOT,
        TWO.replace("        chance: 0.1", "       chance: 0.1"),
        (13, 8),
        "it should be set in by 8 spaces",
    ),
    "the key behind a list in the column of its dashes": (
        "quests.yaml",
        REWARDS,
        "    rewards:\n      - give_coins: 250c\n      on_finish:\n        - say: There.\n",
        (9, 7),
        "it should be set in by 4 spaces",
    ),
    "the second line of a text": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("      It breathes out", "   It breathes out"),
        (6, 4),
        "every line of the text should be set in by 6 spaces",
    ),
    "the second line of a text at the margin": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("      It breathes out", "It breathes out"),
        (6, 1),
        "every line of the text should be set in by 6 spaces",
    ),
    "the first line of a text": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("      It breathes in", "         It breathes in"),
        (5, 10),
        "every line of the text should be set in by 6 spaces",
    ),
    "all lines of a text": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("      It", "    It"),
        (5, 5),
        "every line of the text should be set in by 6 spaces",
    ),
    "a sign of several lines that stands twice": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("|", ">>"),
        (4, 19),
        "write `>`, with the text on the next line; only `-` or `+` may stand behind it",
    ),
    "a sign of several lines with a long dash": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("|", ">\u2013"),
        (4, 19),
        "write `>-`, with the text on the next line; only `-` or `+` may stand behind it",
    ),
    "a text that begins behind the sign": (
        "mine.yaml",
        DESCRIPTION,
        BREATHES.replace("|\n      It", "| It"),
        (4, 20),
        "begin a new line with `It breathes in.`, set in by 6 spaces",
    ),
}


@pytest.mark.parametrize("slip", SET_IN)
def test_a_line_in_the_wrong_column_is_told_with_the_right_one(slip: str, world: WorldFolder) -> None:
    path, old, new, place, help_ = SET_IN[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text

    found = world.write({path: text.replace(old, new, 1)}).compile().report.diagnostics

    assert [(one.code, (one.span.line, one.span.column), one.help) for one in found] == [
        ("E0008", place, help_)
    ]


def test_an_entry_that_lost_its_dash_is_no_further_key_of_the_one_before(world: WorldFolder) -> None:
    text = SMALL_WORLD["creatures.yaml"]
    assert isinstance(text, str)

    lost = TWO.replace("      - item: bread\n", "      item: bread\n")
    (found,) = world.write({"creatures.yaml": text.replace(LOOT, lost)}).compile().report.diagnostics

    assert (found.span.line, found.message) == (12, "this line of a list does not begin with `- `")


@pytest.mark.parametrize("slip", AS_FAR_LEFT)
def test_keys_as_far_left_as_what_they_belong_to_are_one_mistake(slip: str, world: WorldFolder) -> None:
    path, old, new, line, message, help_ = AS_FAR_LEFT[slip]
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text

    found = world.write({path: text.replace(old, new, 1)}).compile().report.diagnostics

    assert [(one.code, one.span.line, one.message, one.help) for one in found] == [
        ("E1002", line, message, help_)
    ]


def test_what_else_is_wrong_with_keys_that_are_not_set_in_is_told_as_well(world: WorldFolder) -> None:
    text = SMALL_WORLD["quests.yaml"]
    assert isinstance(text, str)

    world.write({"quests.yaml": text.replace("    giver: mara\n", f"{REPEAT}    after: soon\n")})

    assert sorted(world.codes()) == ["E1002", "E1005"]


def test_an_empty_key_without_what_belongs_to_it_is_empty(world: WorldFolder) -> None:
    text = SMALL_WORLD["quests.yaml"]
    assert isinstance(text, str)

    world.write({"quests.yaml": text.replace("    giver: mara\n", REPEAT)})

    assert [one.message for one in world.compile().report.diagnostics] == ["`repeat` is empty"]
