"""A minus that is read as a hyphen, and amounts that cannot be right."""

import pytest

from tests.small_world import WorldFolder


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        ("flag.regard-3", "regard - 3"),
        ("flag.mara-regard-3", "mara-regard - 3"),
        ("flag.mara-regad-3", "mara-regard - 3"),
        ("flag.regard-level", "regard - level"),
    ],
)
def test_a_minus_that_is_read_as_a_hyphen_is_told(formula: str, meant: str, world: WorldFolder) -> None:
    flags = "".join(f"  {name}: {{type: int, default: 0}}\n" for name in ("regard", "mara-regard"))
    use = "[{set_flag: {id: regard, add: 1}}, {set_flag: {id: mara-regard, add: 1}}]"
    asked = f'{{formula: "{formula} > 1"}}, {{formula: flag.regard + flag.mara-regard > 1}}'
    world.write(
        {
            "flags.yaml": f"flags:\n  lit: {{type: bool, default: false}}\n{flags}",
            "soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: {use}, "
            f"requires: [{asked}]}}\n",
        }
    )

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.suggestion) == ("E2112", meant)
    assert found.help == (
        f"a hyphen is a part of the name; for a minus, put spaces around it: `flag.{meant}`"
    )
    assert found.span.length == len(formula.removeprefix("flag."))


@pytest.mark.parametrize(
    ("effect", "what"),
    [
        ("{raise_vital: {vital: health, amount: -50}}", "-50, but a number of at least 1"),
        ("{raise_vital: {vital: health, amount: 0.5}}", "0.5, but a number of at least 1"),
        ("{raise_vital: {vital: health, amount: 1 - 51}}", "-50, but a number of at least 1"),
        (
            "{give_coins: 0 - 9007199254740991}",
            "-9007199254740991, but a number from 0 to 9007199254740991",
        ),
    ],
)
def test_what_gives_must_not_take(effect: str, what: str, world: WorldFolder) -> None:
    world.write({"soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: [{effect}]}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("E3012", f"this is always {what} is needed here")


@pytest.mark.parametrize(
    ("effect", "message", "help_"),
    [
        (
            "{give_item: {item: ore, amount: -1}}",
            "-1 is below 0",
            "write more than 0; what takes items is `take_item`",
        ),
        ("{give_item: {item: ore, amount: 0}}", "its amount is 0", "write another number, or remove it"),
        (
            "{give_item: {item: ore, amount: 0.5}}",
            "what is less than one is left off, and 0.5 is",
            "write 1 or more",
        ),
        (
            "{take_item: {item: ore, amount: -2}}",
            "-2 is below 0",
            "write more than 0; what gives items is `give_item`",
        ),
        ("{damage: 0}", "its amount is 0", "write another number, or remove it"),
        ("{damage: -1}", "-1 is below 0", "write more than 0; what gives health is `heal`"),
        ("{heal: 3 - 3}", "its amount is 0", "write another number, or remove it"),
        ("{heal: 1-4}", "-3 is below 0", "for 1 to 4, write `1d4`"),
        ("{give_experience: 2-6}", "-4 is below 0", "for 2 to 6, write `1d5 + 1`"),
        ("{give_experience: -80}", "-80 is below 0", "write more than 0"),
        (
            "{restore: {vital: mana, amount: 0}}",
            "its amount is 0",
            "write another number, or remove it",
        ),
        ("{spawn: {creature: crab, amount: 0}}", "its amount is 0", "write another number, or remove it"),
        ("{give_coins: 0c}", "its amount is 0", "write another number, or remove it"),
        ("{set_flag: {id: regard, add: 0}}", "its amount is 0", "write another number, or remove it"),
    ],
)
def test_amounts_that_come_to_nothing_are_told(
    effect: str, message: str, help_: str, world: WorldFolder
) -> None:
    world.write(_eaten(effect))

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("W6003", f"this does nothing: {message}")
    assert found.help == help_


@pytest.mark.parametrize(
    "effect",
    [
        "{give_item: {item: ore, amount: 1}}",
        "{give_item: {item: ore, amount: 1.5}}",
        "{heal: 0.5}",
        "{restore: {vital: mana, amount: -2}}",
        "{damage: level - 1}",
        "{give_experience: 1d5 + 1}",
        "{take_coins: 1c}",
        "{set_flag: {id: regard, to: 0}}",
        "{set_flag: {id: regard, add: -1}}",
    ],
)
def test_amounts_that_do_something_are_left_alone(effect: str, world: WorldFolder) -> None:
    world.write(_eaten(effect))

    assert world.codes() == []


def _eaten(effect: str) -> dict[str, str]:
    flags = "{set_flag: {id: regard, add: 2}}, {if: {when: [{flag: {id: regard, at_least: 3}}], then: []}}"
    return {
        "flags.yaml": "flags:\n  lit: {type: bool, default: false}\n  regard: {type: int, default: 0}\n",
        "soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: [{flags}, {effect}]}}\n",
    }
