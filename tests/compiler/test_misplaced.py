"""Keys in the wrong place, and texts without their quotes: one mistake is told once, with the right shape."""

import pytest

from tests.small_world import WorldFolder

PEAR = "items:\n  pear:\n    based_on: bread\n    name: Pear\n    on_use:\n"
SET_IN = "set it in further than its name, like "
BOTH = 'if: {when: [{level: 3}], then: [{say: "Yes."}], else: [{say: "No."}]}'


def told(world: WorldFolder, effect: str) -> list[tuple[str, int, str]]:
    """Code, line and help of what is said about an effect; its first line is line 6."""
    world.write({"pear.yaml": PEAR + effect})
    return [(one.code, one.span.line, one.help) for one in world.compile().report.diagnostics]


@pytest.mark.parametrize(
    ("effect", "help_"),
    [
        ("{weight: 1, then: [{heal: 1}]}", "write `random: [{weight: 1, then: [{heal: 1}]}]`"),
        ("{then: [{heal: 1}]}", "write `random: [{then: [{heal: 1}]}]`"),
        (
            "{chance: 0.5, weight: 1, then: [{heal: 1}]}",
            "write `random: {chance: 0.5, of: [{weight: 1, then: [{heal: 1}]}]}`",
        ),
        (
            "{weight: 1, then: [{say: This is much too long to be repeated in what is said about it.}]}",
            (
                'write it like `random: [{weight: 3, then: [{say: "Mostly this."}]}, '
                '{weight: 1, then: [{say: "Sometimes that."}]}]`'
            ),
        ),
    ],
)
def test_a_branch_without_its_list_is_one_mistake(effect: str, help_: str, world: WorldFolder) -> None:
    assert told(world, f"      - random: {effect}\n") == [("E1002", 6, help_)]


@pytest.mark.parametrize(
    ("effect", "line", "how"),
    [
        ("      - if:\n          when: [{level: 3}]\n        then: [{heal: 1}]\n", 8, SET_IN),
        ("      - if:\n        when: [{level: 3}]\n        then: [{heal: 1}]\n", 7, SET_IN),
        ("      - if: [{level: 3}]\n        then: [{heal: 1}]\n", 7, SET_IN),
        (
            "      - {if: {when: [{level: 3}]}, then: [{heal: 1}], else: [{heal: 2}]}\n",
            6,
            "write it inside: ",
        ),
    ],
)
def test_what_stands_beside_an_if_is_one_mistake(
    effect: str, line: int, how: str, world: WorldFolder
) -> None:
    assert told(world, effect) == [("E1009", line, f"{how}`{BOTH}`")]


def test_an_amount_beside_its_effect_is_one_mistake(world: WorldFolder) -> None:
    like = SET_IN + "`give_item: {item: bread, amount: 1}`"

    assert told(world, "      - give_item: bread\n        amount: 3\n") == [("E1009", 7, like)]


@pytest.mark.parametrize(
    ("args", "help_"),
    [
        ("{level: 3, then: [{heal: 1}]}", "write `when: [{level: 3}]`"),
        ("{when: [{level: 3}], heal: 1, say: Hm}", "write `then: [{heal: 1}, {say: Hm}]`"),
    ],
)
def test_conditions_and_effects_without_their_key_are_one_mistake(
    args: str, help_: str, world: WorldFolder
) -> None:
    assert told(world, f"      - if: {args}\n") == [("E1003", 6, help_)]


@pytest.mark.parametrize(
    ("effect", "help_"),
    [
        ("if: {when: [{level: 3}], do: [{heal: 1}]}", "here it is called `then`"),
        ("give_item: {id: bread}", "here it is called `item`"),
    ],
)
def test_the_only_strange_key_is_taken_for_the_only_missing_one(
    effect: str, help_: str, world: WorldFolder
) -> None:
    assert told(world, f"      - {effect}\n") == [("E1001", 6, help_)]


def test_two_keys_that_have_nothing_to_do_with_each_other_are_two_mistakes(world: WorldFolder) -> None:
    codes = [code for code, _, _ in told(world, "      - if: {when: [{level: 3}], price: 3c}\n")]

    assert codes == ["E1003", "E1001"]


@pytest.mark.parametrize(
    ("effect", "help_"),
    [
        ("heal", "write it like `heal: 6`"),
        ("if: {when: [{level: 3}], then: heal}", "write it like `- heal: 6`"),
        ("if: [{when: [{level: 3}], then: heal}]", f"write it like `{BOTH}`"),
        ("if: [{when: [{level: 3}], then: [{heal: 1}]}]", "write `{when: [{level: 3}], then: [{heal: 1}]}`"),
    ],
)
def test_an_effect_of_another_shape_is_shown_as_it_should_be(
    effect: str, help_: str, world: WorldFolder
) -> None:
    assert told(world, f"      - {effect}\n") == [("E1002", 6, help_)]


@pytest.mark.parametrize(
    "text", ["{name}, bye.", "{name}, bye, and come again.", "[sigh], bye.", "{name}, bye., choices: []"]
)
def test_a_text_that_begins_with_a_bracket_is_one_mistake_within_braces(
    text: str, world: WorldFolder
) -> None:
    world.write({"oda.yaml": f"dialogues:\n  oda: {{start: a, nodes: {{a: {{text: {text}}}}}}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help) == ("E1002", f"put a text that begins with `{text[0]}` in quotes")


def test_what_is_said_that_begins_with_a_brace_is_one_mistake(world: WorldFolder) -> None:
    assert told(world, "      [{say: {name}, bye.}]\n") == [
        ("E1002", 6, "put a text that begins with `{` in quotes")
    ]
