"""Values, shares, units and choices in formulas as people write them, and what is said of them."""

import pytest

from tests.small_world import WorldFolder

FLAGS = (
    "flags:\n  lit: {type: bool, default: false}\n  clues: {type: int, default: 0}\n"
    "  far-clues: {type: int, default: 0}\n"
)
USES = "{set_flag: {id: clues, add: 1}}, {set_flag: {id: far-clues, add: 1}}"
ASKED = "{formula: flag.clues + flag.far-clues < 9}"


def _soup(use: str) -> dict[str, str]:
    return {
        "flags.yaml": FLAGS,
        "soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: [{USES}, {use}], "
        f"requires: [{ASKED}]}}\n",
    }


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        ("coins", "self.coins"),
        ("max_health / 2", "self.max_health"),
        ("5 * hp", "self.health"),
        ("5 + player.level", "level"),
        ("2 + clues", "flag.clues"),
        ("5 + MINING", "skills.MINING"),
        ("5 + mining", "skills.MINING"),
        ("1 + self.MINING", "skills.MINING"),
        ("1 + knife", "item.knife"),
        ("max_helth", "self.max_health"),
    ],
)
def test_a_value_without_its_family_is_told_whole(formula: str, meant: str, world: WorldFolder) -> None:
    world.write(_soup(f"{{heal: {formula}}}"))

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.suggestion) == ("E3002", meant)
    assert found.help == f"did you mean `{meant}`?"


@pytest.mark.parametrize(
    ("use", "message", "meant"),
    [
        ("{heal: 50%}", "`50%` does not say of what", "self.max_health * 0.5"),
        ("{damage: 100 %}", "`100 %` does not say of what", "self.max_health"),
        (
            "{restore: {vital: mana, amount: 12.5%}}",
            "`12.5%` does not say of what",
            "self.max_mana * 0.125",
        ),
        ("{take_coins: 10%}", "`10%` does not say of what", "self.coins * 0.1"),
        ("{heal: 5hp}", "a formula knows no units", "5"),
        ("{give_experience: 80 xp}", "a formula knows no units", "80"),
        (
            "{heal: 1 + far-clues}",
            "flags, items and skills are named with their kind here",
            "1 + flag.far-clues",
        ),
        (
            "{heal: if level > 10 then 5 else 2}",
            "`if` is written with brackets and commas",
            '"if(level > 10, 5, 2)"',
        ),
        (
            "{heal: if level > 10 then 5 else if level > 5 then 3 else 2}",
            "`if` is written with brackets and commas",
            '"if(level > 10, 5, if(level > 5, 3, 2))"',
        ),
        (
            "{heal: 5 if level > 10 else 2}",
            "`if` is written with brackets and commas",
            '"if(level > 10, 5, 2)"',
        ),
    ],
)
def test_what_is_said_in_other_words_is_told_as_a_formula(
    use: str, message: str, meant: str, world: WorldFolder
) -> None:
    world.write(_soup(use))

    (found,) = world.compile().report.diagnostics

    assert (found.message, found.suggestion) == (message, meant)
    assert found.help == f"did you mean `{meant}`?"


def test_a_share_of_whom_is_struck_is_one_of_the_target(world: WorldFolder) -> None:
    world.write({"club.yaml": "items:\n  club: {based_on: knife, name: Club, on_hit: [{damage: 25%}]}\n"})

    (found,) = world.compile().report.diagnostics

    assert found.suggestion == "target.max_health * 0.25"


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("2 level", "a sign is missing between `2` and `level`"),
        ("if level then 5 else 2", "a sign is missing between `if` and `level`"),
    ],
)
def test_what_no_proposal_makes_right_is_told_as_before(
    formula: str, message: str, world: WorldFolder
) -> None:
    world.write(_soup(f"{{heal: {formula}}}"))

    (found,) = world.compile().report.diagnostics

    assert found.message == message


@pytest.mark.parametrize(
    "use",
    [
        "{heal: self.max_health * 0.5}",
        "{damage: self.max_health}",
        '{heal: "if(level > 10, 5, if(level > 5, 3, 2))"}',
        "{heal: 1 + flag.far-clues}",
    ],
)
def test_what_is_proposed_for_formulas_is_right(use: str, world: WorldFolder) -> None:
    world.write(_soup(use))

    assert world.codes() == []


def test_a_share_in_the_rules_is_a_part_of_one(world: WorldFolder) -> None:
    world.write({"rules.yaml": "rules:\n  hit_chance: 80%\n  action_duration: 2s\n"})

    found = world.compile().report.diagnostics

    assert [one.suggestion for one in found] == ["0.8", "2"]


def test_a_rule_by_another_name_is_told(world: WorldFolder) -> None:
    world.write({"rules.yaml": "rules:\n  sell_price: floor(price / 2)\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help) == ("E1001", "here it is called `price_to_sell`")
