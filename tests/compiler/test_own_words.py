"""A refusal in a writer's own words: what is checked of it, and where it would never be read."""

import pytest

from tests.small_world import WorldFolder

OWN = "{because: {text: Mara knows her friends., when: [{level: 2}]}}"


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        (OWN, []),
        (f"{{all: [{OWN}]}}", []),
        (f"{{any: [{OWN}, {{coins: 5c}}]}}", []),
        (f"{{because: {{text: No., when: [{OWN}]}}}}", []),
        (f"{{not: {OWN}}}", ["W8016"]),
        (f"{{any: [{{not: {{all: [{OWN}]}}}}]}}", ["W8016"]),
    ],
)
def test_own_words_that_nobody_reads_are_told(condition: str, codes: list[str], world: WorldFolder) -> None:
    world.write({"peat.yaml": f"items:\n  peat: {{based_on: ore, name: Peat, requires: [{condition}]}}\n"})

    assert world.codes() == codes


def test_own_words_where_nobody_is_refused_are_told(world: WorldFolder) -> None:
    use = f"{{if: {{when: [{OWN}], then: [{{say: Mm.}}]}}}}"
    world.write({"soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: [{use}]}}\n"})

    assert world.codes() == ["W8016"]


@pytest.mark.parametrize(
    "requires",
    [
        "{because: {text: No., when: [{flag: {id: lit, is: true}}]}}, {flag: {id: lit, is: false}}",
        "{because: {text: No., when: [{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}]}}",
    ],
)
def test_conditions_with_own_words_are_compared_with_others(requires: str, world: WorldFolder) -> None:
    world.write({"peat.yaml": f"items:\n  peat: {{based_on: ore, name: Peat, requires: [{requires}]}}\n"})

    assert world.codes() == ["E4014"]


def test_a_denizen_who_in_own_words_asks_for_another_place_is_met_by_nobody(world: WorldFolder) -> None:
    asked = "{because: {text: No., when: [{at: {location: mine}}]}}"
    world.write(
        {
            "otto.yaml": "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: harbor}, "
            f"sells: [bread], requires: [{asked}]}}\n"
        }
    )

    assert "E4013" in world.codes()


def test_quests_that_in_own_words_wait_for_each_other_are_told(world: WorldFolder) -> None:
    quest = (
        "  {}: {{title: {}, description: Do., giver: mara, "
        "objectives: [{{id: ask, talk: {{denizen: mara}}}}], "
        "requires: [{{because: {{text: No., when: [{{quest: {{id: {}, state: finished}}}}]}}}}]}}\n"
    )
    world.write({"two.yaml": "quests:\n" + quest.format("a", "A", "b") + quest.format("b", "B", "a")})

    assert world.codes() == ["E4012"]


def test_own_words_are_checked_as_other_texts_are(world: WorldFolder) -> None:
    asked = "{because: {text: TBD, when: [{level: 1}]}}"
    world.write({"peat.yaml": f"items:\n  peat: {{based_on: ore, name: Peat, requires: [{asked}]}}\n"})

    assert world.codes() == ["W7003"]


def test_own_words_need_a_text_and_conditions(world: WorldFolder) -> None:
    asked = "{because: {text: No., when: []}}, {because: {when: [{level: 1}]}}"
    world.write({"peat.yaml": f"items:\n  peat: {{based_on: ore, name: Peat, requires: [{asked}]}}\n"})

    assert world.codes() == ["E1007", "E1003"]
