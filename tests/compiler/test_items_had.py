"""Items that nobody can ever get: told once, where they stand or where something asks for them."""

import pytest

from engine.compiler.compile import compile_world
from tests.small_world import WorldFolder

PEAT = "items:\n  peat: {based_on: ore, name: Peat}\n"
GOT = {
    "sold": "denizens:\n  oda: {based_on: mara, name: Oda, sells: [peat]}\n",
    "found in a table": "loot_tables:\n  bog: [{item: peat, weight: 1}]\n"
    "creatures:\n  toad: {based_on: crab, name: Toad, loot: [{table: bog, chance: 0.5}]}\n"
    "denizens:\n  oda: {based_on: mara, name: Oda, on_interact: [{spawn: {creature: toad, amount: 1}}]}\n",
    "given": "denizens:\n  oda: {based_on: mara, name: Oda, on_interact: [{give_item: {item: peat}}]}\n",
    "given perhaps": "denizens:\n  oda: {based_on: mara, name: Oda, on_interact: "
    "[{if: {when: [{level: 5}], then: [{give_item: {item: peat}}]}}]}\n",
    "had by old characters under another id": "moved: {items: {turf: peat}}\n",
    "a base of another": "items:\n  coal: {based_on: peat, name: Coal}\n"
    "denizens:\n  oda: {based_on: mara, name: Oda, sells: [coal]}\n",
}
NOT_GOT = {
    "named nowhere": "",
    "bought": "denizens:\n  oda: {based_on: mara, name: Oda, buys: [peat]}\n",
    "taken": "denizens:\n  oda: {based_on: mara, name: Oda, on_interact: [{take_item: {item: peat}}]}\n",
    "asked for by a scene": "scenes:\n  try: {given: {items: [{item: peat, amount: 1}]}, steps: "
    "[{do: {go_into: chapel}}, {do: {interact: mara}, expect: {dialogue: hello}}]}\n",
}


def told(world: WorldFolder, more: str) -> list[tuple[str, str]]:
    found = compile_world(world.write({"peat.yaml": PEAT, "more.yaml": more or "# nothing\n"}).path).report
    return [(one.code, one.entity or "") for one in found.diagnostics]


@pytest.mark.parametrize("way", GOT)
def test_an_item_that_somebody_can_get_is_in_order(way: str, world: WorldFolder) -> None:
    more = GOT[way]
    if "items:" in more:
        world.write({"coal.yaml": more})
        more = ""

    assert told(world, more) == []


@pytest.mark.parametrize("way", NOT_GOT)
def test_an_item_that_nobody_can_get_is_told_where_it_stands(way: str, world: WorldFolder) -> None:
    found = told(world, NOT_GOT[way])

    assert ("W8007", "items:peat") in found


def test_of_an_item_that_is_asked_for_only_the_place_that_asks_is_told(world: WorldFolder) -> None:
    asks = "denizens:\n  oda: {based_on: mara, name: Oda, requires: [{item: peat}]}\n"

    assert told(world, asks) == [("W8011", "denizens:oda")]


def test_of_an_item_to_be_collected_only_the_quest_is_told(world: WorldFolder) -> None:
    quest = "quests:\n  turf: {based_on: lamp, title: Turf, objectives: [{id: dig, collect: {item: peat}}]}\n"

    assert told(world, quest) == [("E4017", "quests:turf")]


def test_a_world_with_errors_tells_of_no_item_that_nobody_can_get(world: WorldFolder) -> None:
    assert told(world, "denizens:\n  oda: {based_on: mara, name: Oda, sells: [peet]}\n") == [
        ("E2104", "denizens:oda")
    ]
