"""Conditions that nothing can meet, and those who therefore can never be met."""

import pytest

from tests.small_world import WorldFolder, told


def otto(requires: str, place: str = "{location: harbor, structure: chapel}") -> dict[str, str]:
    return {
        "otto.yaml": "denizens:\n  otto:\n    name: Otto\n    icon: thing.svg\n"
        f"    at: {place}\n    requires: [{requires}]\n"
        "quests:\n  chore: {based_on: lamp, title: A Chore, giver: otto}\n"
    }


@pytest.mark.parametrize(
    ("requires", "codes"),
    [
        ("{at: {location: harbor}}", []),
        ("{at: {location: harbor, structure: chapel}}", []),
        ('{at: {location: harbor, structure: ""}}', ["E4013"]),
        ("{at: {location: mine}}", ["E4013"]),
        ("{not: {at: {location: mine}}}", []),
        ("{not: {at: {location: harbor}}}", ["E4013"]),
        ("{any: [{at: {location: mine}}, {level: 3}]}", []),
        ("{quest: {id: lamp, state: finished}}", []),
        ("{quest: {id: chore, state: finished}}", ["E4013"]),
        ("{quest: {id: chore, state: offered}}", []),
        ("{not: {quest: {id: chore, state: finished}}}", []),
    ],
)
def test_who_can_never_be_met_is_told(requires: str, codes: list[str], world: WorldFolder) -> None:
    world.write(otto(requires))

    assert [code for code, _ in told(world)] == codes


def test_a_quest_that_comes_by_itself_lets_its_giver_be_met(world: WorldFolder) -> None:
    world.write(otto("{quest: {id: chore, state: proceeding}}"))
    world.write(
        {"horn.yaml": "items:\n  horn: {based_on: bread, name: Horn, on_use: [{start_quest: chore}]}\n"}
    )

    assert told(world) == []


@pytest.mark.parametrize(
    ("conditions", "codes"),
    [
        ("{flag: {id: lit, is: true}}, {flag: {id: lit, is: true}}", []),
        ("{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}", ["E4014"]),
        ("{flag: {id: lit, is: true}}, {not: {flag: {id: lit, is: true}}}", ["E4014"]),
        ("{any: [{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}]}", []),
        ("{all: [{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}]}", ["E4014"]),
        ("{any: [{all: [{at: {location: mine}}, {at: {location: harbor}}]}, {level: 2}]}", ["E4014"]),
        ("{at: {location: harbor}}, {at: {location: harbor, structure: chapel}}", []),
        ('{at: {location: harbor, structure: ""}}, {at: {location: harbor, structure: chapel}}', ["E4014"]),
        ("{item: bread}, {not: {item: bread}}", ["E4014"]),
        ("{item: bread}, {not: {item: {id: bread, amount: 5}}}", []),
        ("{level: 3}, {not: {level: 5}}", []),
        ("{level: 5}, {not: {level: 3}}", ["E4014"]),
        ("{not: {level: 3}}, {level: 5}", ["E4014"]),
        ("{not: {level: 3}}, {not: {level: 5}}", []),
        ("{coins: 9c}, {not: {coins: 5c}}", ["E4014"]),
        ("{coins: 4c}, {not: {coins: 5c}}", []),
        ("{skill: {id: MINING, level: 3}}, {not: {skill: {id: MINING, level: 2}}}", ["E4014"]),
        ("{skill: {id: MINING, level: 3}}, {not: {skill: {id: SWORDS, level: 2}}}", []),
        ("{item: {id: bread, amount: 5}}, {not: {item: bread}}", ["E4014"]),
        ("{item: {id: bread, amount: 5}}, {not: {item: ore}}", []),
        ("{vital: {vital: mana, at_least: 5}}, {not: {vital: {vital: mana, at_least: 2}}}", ["E4014"]),
        ("{vital: {vital: mana, at_least: 5}}, {not: {vital: {vital: health, at_least: 2}}}", []),
    ],
)
def test_conditions_that_exclude_each_other_are_told(
    conditions: str, codes: list[str], world: WorldFolder
) -> None:
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, requires: [{conditions}]}}\n"})

    assert [code for code, _ in told(world)] == codes


def test_numbers_that_leave_no_room_between_them_are_told(world: WorldFolder) -> None:
    def asks(low: int, high: int) -> list[tuple[str, str]]:
        requires = f"[{{flag: {{id: trust, at_least: {low}}}}}, {{flag: {{id: trust, at_most: {high}}}}}]"
        world.write(
            {
                "pear.yaml": "flags:\n  trust: {type: int, default: 0}\n"
                f"items:\n  pear: {{based_on: bread, name: Pear, requires: {requires},"
                " on_use: [{set_flag: {id: trust, add: 1}}]}\n"
            }
        )
        return told(world)

    assert asks(2, 3) == []
    assert asks(4, 3) == [("E4014", "items:pear")]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("{flag: {id: trust, at_least: 10}}", []),
        ("{flag: {id: trust, at_least: 11}}", ["E4004"]),
        ("{flag: {id: trust, at_most: -2}}", []),
        ("{flag: {id: trust, at_most: -3}}", ["E4004"]),
        ("{flag: {id: trust, at_least: 3}}, {not: {flag: {id: trust, at_least: 3}}}", ["E4014"]),
        ("{flag: {id: trust, at_least: 5}}, {not: {flag: {id: trust, at_least: 3}}}", ["E4014"]),
        ("{flag: {id: trust, at_least: 2}}, {not: {flag: {id: trust, at_least: 3}}}", []),
        ("{flag: {id: trust, at_most: 2}}, {not: {flag: {id: trust, at_most: 3}}}", ["E4014"]),
        ("{flag: {id: trust, is: 4}}, {not: {flag: {id: trust, at_least: 3, at_most: 5}}}", ["E4014"]),
        ("{flag: {id: trust, at_least: 4}}, {not: {flag: {id: trust, at_least: 3, at_most: 5}}}", []),
        ("{flag: {id: trust, at_least: 4}}, {not: {flag: {id: trust, is: 4}}}", []),
    ],
)
def test_numbers_that_a_flag_can_never_be_are_told(asked: str, codes: list[str], world: WorldFolder) -> None:
    world.write(
        {
            "pear.yaml": "flags:\n  trust: {type: int, default: 0, min: -2, max: 10}\n"
            f"items:\n  pear: {{based_on: bread, name: Pear, requires: [{asked}],"
            " on_use: [{set_flag: {id: trust, add: 1}}]}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes
