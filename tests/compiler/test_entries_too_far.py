"""Entries of lists that are set in as if they belonged to another list: told once, where they stand."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

_CHOICES = (
    "        choices:\n"
    "          - {id: lamp, text: The lamp is lit., goto: lamp, requires: [{flag: {id: lit, is: true}}]}\n"
    "          - {id: bye, text: Only drying off.}\n"
)
_ASKED = (
    "        choices:\n"
    "          - id: lamp\n            text: The lamp is lit.\n            goto: lamp\n"
    "            requires:\n              - flag: {id: lit, is: true}\n"
    "          - id: bye\n            text: Only drying off.\n"
    "          - id: more\n            text: And more.\n"
)
_ASKED_FIRST = (
    "        choices:\n"
    "          - requires:\n              - flag: {id: lit, is: true}\n"
    "            id: lamp\n            text: The lamp is lit.\n            goto: lamp\n"
    "          - id: bye\n            text: Only drying off.\n"
)
_BYE = "          - id: bye\n            text: Only drying off.\n"
_FURTHER = "              - id: bye\n                text: Only drying off.\n"
_AS_IF = "this entry of `choices` is set in too far, as if it were one of `requires`"
_BONUSES = "    price: 12c\n    bonuses: [{attack: 2}]\n"
_COLUMN = "set it in by 10 spaces, and all that is below it by as much less"
_DASH = "the dash before `price` does not belong there, for that is no entry of `bonuses`"
SLIPS = {
    "below the conditions of the one before": (
        _ASKED,
        _ASKED.replace(_BYE, _FURTHER),
        (
            "E1002",
            21,
            _AS_IF,
            "set it in as far as the other entries, and all that is below it by as much less",
        ),
    ),
    "in braces": (
        _ASKED.replace(_BYE, "          - {id: bye, text: Only drying off.}\n"),
        _ASKED.replace(_BYE, "              - {id: bye, text: Only drying off.}\n"),
        (
            "E1002",
            21,
            _AS_IF,
            "set it in as far as the other entries, and all that is below it by as much less",
        ),
    ),
    "with its first line only": (
        _ASKED,
        _ASKED.replace("          - id: bye\n", "              - id: bye\n"),
        ("E1002", 21, _AS_IF, "set this line in as far as other entries"),
    ),
    "between the columns of both lists": (
        _ASKED,
        _ASKED.replace(_BYE, "            - id: bye\n              text: Only drying off.\n"),
        ("E0008", 21, "this entry is set in by 12 spaces, and others of its list by 10", _COLUMN),
    ),
    "below the last key of the one before": (
        _ASKED_FIRST,
        _ASKED_FIRST.replace(_BYE, _FURTHER),
        ("E0008", 21, "this entry is set in by 14 spaces, and others of its list by 10", _COLUMN),
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_an_answer_that_is_set_in_too_far_is_one_finding(slip: str, world: WorldFolder) -> None:
    _, wrong, told = SLIPS[slip]

    (found,) = world.write(talk(wrong)).compile().report.diagnostics

    assert (found.code, found.span.line, found.message, found.help) == told


@pytest.mark.parametrize("slip", SLIPS)
def test_an_answer_in_the_column_of_the_others_is_in_order(slip: str, world: WorldFolder) -> None:
    right, _, _ = SLIPS[slip]

    assert world.write(talk(right)).codes() == []


def talk(choices: str) -> dict[str, str | bytes]:
    mara = SMALL_WORLD["mara.yaml"]
    assert isinstance(mara, str) and _CHOICES in mara
    return {"mara.yaml": mara.replace(_CHOICES, choices)}


@pytest.mark.parametrize("column", [4, 6])
def test_a_key_with_a_dash_behind_a_list_is_one_finding(column: int, world: WorldFolder) -> None:
    items = SMALL_WORLD["items.yaml"]
    assert isinstance(items, str) and _BONUSES in items
    inset = " " * column

    wrong = f"    bonuses:\n{inset}- attack: 2\n{inset}- price: 12c\n"
    (found,) = world.write({"items.yaml": items.replace(_BONUSES, wrong)}).compile().report.diagnostics

    assert (found.code, found.span.line, found.message) == ("E1002", 20, _DASH)
    assert found.help == "write it without `- `, as far left as `bonuses`"


def test_an_entry_that_fits_nowhere_is_told_as_what_it_is(world: WorldFolder) -> None:
    wrong = _ASKED.replace("flag: {id: lit, is: true}", "flagg: {id: lit, is: true}")

    (found,) = world.write(talk(wrong)).compile().report.diagnostics

    assert (found.code, found.help) == ("E1010", "did you mean `flag`?")


def test_an_entry_that_lacks_what_others_have_is_no_answer(world: WorldFolder) -> None:
    wrong = _ASKED.replace("- flag: {id: lit, is: true}", "- id: lit")

    (found,) = world.write(talk(wrong)).compile().report.diagnostics

    assert (found.code, found.message) == ("E1010", "no condition is called `id`")


def test_a_word_for_conditions_among_effects_is_no_key_of_the_thing(world: WorldFolder) -> None:
    items = SMALL_WORLD["items.yaml"]
    assert isinstance(items, str)
    use = "    on_use: [{apply_effect: {effect: fed, duration: 20s}}]\n"
    wrong = (
        "    on_use:\n      - apply_effect: {effect: fed, duration: 20s}\n      - requires: [{level: 2}]\n"
    )

    (found,) = world.write({"items.yaml": items.replace(use, wrong)}).compile().report.diagnostics

    assert (found.code, found.message) == ("E1010", "no effect is called `requires`")


def test_a_file_that_is_a_list_is_told_as_one(world: WorldFolder) -> None:
    text = "- id: lamp\n  text: Lit.\n  requires:\n    - id: bye\n  text: Well.\n"

    assert "E1002" in world.write({"talk.yaml": text}).codes()
