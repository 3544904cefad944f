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
