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
