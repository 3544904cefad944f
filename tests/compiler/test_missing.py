"""What is named and is not there: each missing thing is told once, where the mistake probably is."""

import pytest

from engine.base.diagnostic import Diagnostic
from tests.small_world import SMALL_WORLD, WorldFolder


def stalls(goods: str = "bread", at: str = "harbor", count: int = 10) -> dict[str, str]:
    body = f"icon: thing.svg, at: {{location: {at}}}, sells: [{goods}]"
    lines = [f"  stall-{place}: {{name: Stall {place}, {body}}}\n" for place in range(count)]
    return {"stalls.yaml": f"denizens:\n{''.join(lines)}"}


def changed(path: str, old: str, new: str) -> dict[str, str]:
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text
    return {path: text.replace(old, new)}


def told(world: WorldFolder) -> list[tuple[str, str, str | None]]:
    return [
        (one.code, f"{one.span.path}:{one.span.line}", one.suggestion)
        for one in world.compile().report.diagnostics
    ]


def only(world: WorldFolder) -> Diagnostic:
    (found,) = world.compile().report.diagnostics
    return found


def test_a_thing_whose_id_is_mistyped_is_told_where_it_stands(world: WorldFolder) -> None:
    world.write({**stalls(), **changed("items.yaml", "  bread:", "  bred:")})

    found = only(world)

    assert (found.code, str(found.span.path), found.span.line) == ("E2104", "items.yaml", 2)
    assert found.message == "no item is called `bread`, though 12 places name it; `bred` is named nowhere"
    assert (found.suggestion, found.entity, len(found.notes)) == ("bread", "items:bred", 12)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (changed("skills.yaml", "  MENDING:", "  MENDNG:"), ("E2102", "skills.yaml:4", "MENDING")),
        (changed("harbor.yaml", "  harbor:", "  harbour:"), ("E2108", "harbor.yaml:2", "harbor")),
        (changed("harbor.yaml", "chapel:", "chapl:"), ("E2113", "harbor.yaml:7", "chapel")),
        (changed("flags.yaml", "lit:", "lti:"), ("E2112", "flags.yaml:2", "lit")),
        (changed("world.yaml", "pickaxe]", "pickaxee]"), ("E2117", "world.yaml:5", "pickaxe")),
        (changed("items.yaml", "  bread:", "  braed:"), ("E2104", "items.yaml:2", "bread")),
        (changed("effects.yaml", "  fed:", "  fde:"), ("E2103", "effects.yaml:2", "fed")),
    ],
)
def test_one_slip_in_an_id_is_one_mistake(
    change: dict[str, str], expected: tuple[str, str, str], world: WorldFolder
) -> None:
    world.write(change)

    assert told(world) == [expected]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {
                "gate.yaml": (
                    "flags:\n  gate-open: {type: bool, default: false}\n"
                    "quests:\n  errand: {title: Oven, description: The oven., giver: mara, "
                    "objectives: [{id: ask, talk: {denizen: mara}}], "
                    "requires: [{flag: {id: gate-open, is: true}}]}\n"
                ),
                "wax.yaml": (
                    "items:\n  wax: {based_on: ore, name: Wax, "
                    "requires: [{flag: {id: gate-oven, is: true}}]}\n"
                ),
            },
            ("E2112", "wax.yaml:2", "gate-open"),
        ),
        (
            {
                "harbor.yaml": changed(
                    "harbor.yaml",
                    "    structures:\n",
                    "    structures:\n      gate-open: {label: Gate, description: Tall., at: {x: 1, y: 3}}\n",
                )["harbor.yaml"].replace("type: combat", "type: combat, structure: gate-open"),
                "oda.yaml": (
                    "denizens:\n  oda: {name: Oda, icon: thing.svg, description: Oven. Oven. Oven., "
                    "at: {location: harbor, structure: gate-oven}}\n"
                ),
            },
            ("E2113", "oda.yaml:2", "gate-open"),
        ),
    ],
)
def test_an_id_that_is_named_right_in_its_own_file_is_not_mistyped(
    files: dict[str, str], expected: tuple[str, str, str], world: WorldFolder
) -> None:
    world.write(files)

    assert [one for one in told(world) if one[0].startswith("E2")] == [expected]


def test_a_base_whose_id_is_mistyped_is_told_where_it_stands(world: WorldFolder) -> None:
    heirs = "".join(f"  kiln-{place}: {{based_on: kiln, name: Kiln {place}}}\n" for place in range(50))
    world.write({"kilns.yaml": f"items:\n  klin: {{based_on: ore, name: Kiln}}\n{heirs}"})

    assert told(world) == [("E2104", "kilns.yaml:2", "kiln")]


def test_the_name_that_players_read_says_which_of_two_ids_is_mistyped(world: WorldFolder) -> None:
    world.write({"a.yaml": "items:\n  lamp-oil: {based_on: ore, name: Lamp oil}\n"})
    world.write({"b.yaml": "items:\n  wick: {based_on: ore, name: Wick, requires: [{item: lamp-iol}]}\n"})
    at_the_use = told(world)
    world.write({"a.yaml": "items:\n  lamp-iol: {based_on: ore, name: Lamp oil}\n"})
    world.write({"b.yaml": "items:\n  wick: {based_on: ore, name: Wick, requires: [{item: lamp-oil}]}\n"})

    assert at_the_use == [("E2104", "b.yaml:2", "lamp-oil")]
    assert told(world) == [("E2104", "a.yaml:2", "lamp-oil")]


def test_the_same_slip_in_many_places_is_told_at_the_first_with_the_others(world: WorldFolder) -> None:
    world.write(stalls("brad"))

    found = only(world)

    assert (found.code, found.span.line, found.suggestion) == ("E2104", 2, "bread")
    assert found.message == "no item is called `brad`, and 10 places name it"
    assert [note.span.line for note in found.notes if note.message] == [3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_a_thing_that_is_gone_is_told_once(world: WorldFolder) -> None:
    bread = SMALL_WORLD["items.yaml"]
    assert isinstance(bread, str)
    world.write({**stalls(), "items.yaml": f"items:\n{bread[bread.index('  knife:') :]}"})

    found = only(world)

    assert found.message == "no item is called `bread`, and 12 places name it"
    assert (found.entity, found.suggestion) == ("items:bread", None)


def test_a_name_in_a_formula_counts_as_a_place(world: WorldFolder) -> None:
    asks = "requires: [{flag: {id: lit, is: true}}, {formula: flag.lit > 0}]"
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, {asks}}}\n"})
    world.write(changed("flags.yaml", "lit:", "lti:"))

    found = only(world)

    assert (found.code, found.span.path, len(found.notes)) == ("E2112", "flags.yaml", 4)


def test_what_heirs_have_from_their_base_is_named_in_one_place(world: WorldFolder) -> None:
    heirs = "".join(f"  pear-{place}: {{based_on: pear, name: Pear {place}}}\n" for place in range(50))
    pear = "  pear: {based_on: bread, name: Pear, requires: [{item: lamp}]}\n"
    world.write({"pears.yaml": f"items:\n{pear}{heirs}"})

    found = only(world)

    assert (found.message, found.entity, found.notes) == ("no item is called `lamp`", "items:pear", ())


def test_a_missing_file_is_one_mistake(world: WorldFolder) -> None:
    world.write(stalls())
    (world.path / "items.yaml").unlink()

    found = only(world)

    assert found.message == "4 items are named in 17 places, and none of them is there"
    assert found.help == "is a file missing? they are `ore`, `bread`, `pickaxe`, `knife`"


def test_one_of_several_missing_files_of_a_kind_is_one_mistake(world: WorldFolder) -> None:
    names = "amber, brine, candle, dusk, ember, fern, gull, heron, juniper, kelp, lark, mica"
    world.write(stalls(names, count=3))

    found = only(world)

    assert found.message == "12 items are named in 36 places, and none of them is there"


def test_a_few_missing_things_are_told_one_by_one(world: WorldFolder) -> None:
    world.write(stalls("amber, brine, candle", count=2))

    assert [code for code, _, _ in told(world)] == ["E2104", "E2104", "E2104"]


def test_what_stands_under_a_mistyped_kind_is_read_on(world: WorldFolder) -> None:
    world.write({**stalls(), **changed("items.yaml", "items:", "itmes:")})
    slip = told(world)
    world.write(changed("items.yaml", "items:", "itmes:"))
    world.write({"pear.yaml": "Items:\n  pear: {based_on: bread, prise: 2c}\n"})

    assert slip == [("E1001", "items.yaml:1", "items")]
    assert told(world) == [
        ("E1001", "items.yaml:1", "items"),
        ("E1001", "pear.yaml:1", "items"),
        ("E1001", "pear.yaml:2", "price"),
    ]


def test_what_stands_under_an_unknown_kind_is_not_missing_elsewhere(world: WorldFolder) -> None:
    world.write({**changed("creatures.yaml", "creatures:", "zoo:")})

    assert told(world) == [("E1001", "creatures.yaml:1", None)]


def test_a_slot_that_the_world_lacks_is_told_once_for_all_items(world: WorldFolder) -> None:
    hats = "".join(f"  hat-{place}: {{based_on: hat, category: helmet}}\n" for place in range(5))
    world.write({"hats.yaml": f"items:\n  hat: {{based_on: ore, type: equipment, category: helmet}}\n{hats}"})

    found = only(world)

    assert (found.code, found.span.line, len(found.notes)) == ("E2131", 2, 5)


def test_a_slot_that_one_item_names_wrongly_is_told_of_the_item(world: WorldFolder) -> None:
    world.write(changed("world.yaml", "[weapon,", "[helmet, weapon,"))
    world.write({"hat.yaml": "items:\n  hat: {based_on: ore, type: equipment, category: hemlet}\n"})

    found = only(world)

    assert (found.code, found.span.path, found.suggestion) == ("E2131", "hat.yaml", "helmet")


def test_a_slot_that_several_items_name_otherwise_is_told_of_the_world(world: WorldFolder) -> None:
    world.write(changed("world.yaml", "[weapon,", "[hemlet, weapon,"))
    hats = "".join(f"  hat-{n}: {{based_on: ore, type: equipment, category: helmet}}\n" for n in range(2))
    world.write({"hats.yaml": f"items:\n{hats}"})

    found = only(world)

    assert (found.code, found.span.path, found.suggestion) == ("E2131", "world.yaml", "helmet")


def test_slots_that_are_no_list_are_told_and_not_missed_by_items(world: WorldFolder) -> None:
    world.write(
        changed("world.yaml", "slots: [weapon, offhand, pickaxe]", "slots: weapon, offhand, pickaxe]")
    )

    found = only(world)

    assert (found.code, found.span.path, found.span.line) == ("E1002", "world.yaml", 5)


def test_a_copied_file_is_one_mistake(world: WorldFolder) -> None:
    text = SMALL_WORLD["items.yaml"]
    world.write({"items-old.yaml": text})

    found = only(world)

    assert (found.code, found.span.path) == ("E2101", "items.yaml")
    assert found.message == "item `bread` exists already, and so do 3 more things of this file"
    assert found.help == "is one of the files a copy of the other? they stand in `items-old.yaml` as well"
