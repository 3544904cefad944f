"""What stands around a name (its kind, a count, a note), and structures named for locations."""

import pytest

from tests.small_world import WorldFolder


@pytest.mark.parametrize(
    ("effect", "help_", "meant"),
    [
        ("give_item: items:ore", "did you mean `ore`?", "ore"),
        ("give_item: item.ore", "did you mean `ore`?", "ore"),
        ("give_item: pickaxe x2", "did you mean `{item: pickaxe, amount: 2}`?", "{item: pickaxe, amount: 2}"),
        ("give_item: 3 pickaxe", "did you mean `{item: pickaxe, amount: 3}`?", "{item: pickaxe, amount: 3}"),
        (
            "give_item: pickaxe (2)",
            "did you mean `{item: pickaxe, amount: 2}`?",
            "{item: pickaxe, amount: 2}",
        ),
        ("give_item: pickaxe // the good one", "write `pickaxe`; a note begins with `#`", "pickaxe"),
        ("give_item: pickaxe;", "did you mean `pickaxe`?", "pickaxe"),
    ],
)
def test_a_name_is_found_in_what_stands_around_it(
    effect: str, help_: str, meant: str, world: WorldFolder
) -> None:
    world.write({"soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: [{{{effect}}}]}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help, found.suggestion) == ("E2104", help_, meant)


@pytest.mark.parametrize(
    ("place", "code", "help_"),
    [
        ("chapel", "E1002", "write `{location: harbor, structure: chapel}`"),
        ("harbor", "E1002", "write `{location: harbor}`"),
        (
            "{location: chapel}",
            "E2108",
            "`chapel` is a structure of location `harbor`: write `location: harbor, structure: chapel`",
        ),
    ],
)
def test_a_structure_is_told_with_its_location(place: str, code: str, help_: str, world: WorldFolder) -> None:
    world.write({"odo.yaml": f"denizens:\n  odo: {{name: Odo, icon: thing.svg, at: {place}}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help) == (code, help_)


@pytest.mark.parametrize(
    ("effect", "help_"),
    [
        (
            "move_to: chapel",
            "`chapel` is a structure of location `harbor`: write `{location: harbor, structure: chapel}`",
        ),
        (
            "move_to: {location: chapel}",
            "`chapel` is a structure of location `harbor`: write `location: harbor, structure: chapel`",
        ),
    ],
)
def test_a_way_into_a_structure_is_told_with_its_location(
    effect: str, help_: str, world: WorldFolder
) -> None:
    world.write({"soup.yaml": f"items:\n  soup: {{based_on: bread, name: Soup, on_use: [{{{effect}}}]}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help) == ("E2108", help_)


def test_a_way_to_a_structure_asks_for_a_location(world: WorldFolder) -> None:
    world.write(
        {
            "moor.yaml": "locations:\n  moor: {name: Moor, description: Flat., size: {x: 5, y: 5}, "
            "connections: [{to: chapel, label: Path, at: {x: 0, y: 0}}]}\n"
        }
    )

    found = next(one for one in world.compile().report.diagnostics if one.code == "E2108")

    assert found.help == "`chapel` is a structure of location `harbor`; here a location is needed"
