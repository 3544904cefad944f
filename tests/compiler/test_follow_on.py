"""One mistake is told once; what only follows from it is counted and not shown."""

import pytest

from tests.small_world import WorldFolder


def test_a_file_that_cannot_be_read_makes_no_ids_unknown(world: WorldFolder) -> None:
    world.write({"items.yaml": "items: [\n"})

    report = world.compile().report

    assert {found.code for found in report.diagnostics} == {"E0008"}
    assert report.hidden > 0


def test_a_missing_file_is_not_a_reason_to_judge_what_is_unused(world: WorldFolder) -> None:
    world.write({"quests.yaml": "quests: [\n"})

    assert world.codes() == ["E0008"]


def test_a_location_that_is_not_there_has_no_structures_to_miss(world: WorldFolder) -> None:
    world.write(
        {"o.yaml": "denizens: {o: {name: O, icon: thing.svg, at: {location: moor, structure: hut}}}\n"}
    )

    report = world.compile().report

    assert ([found.code for found in report.diagnostics], report.hidden) == (["E2108"], 1)


def test_a_thing_of_the_wrong_shape_still_has_its_id(world: WorldFolder) -> None:
    world.write({"flags.yaml": "flags:\n  lit: {type: boool, default: false}\n"})

    assert world.codes() == ["E1004"]


def test_a_value_that_was_not_read_is_not_missing(world: WorldFolder) -> None:
    world.write({"flags.yaml": "flags:\n  lit: {type: bool, default: no}\n"})

    assert world.codes() == ["E0009"]


def test_a_mistyped_key_that_must_be_there_is_one_mistake(world: WorldFolder) -> None:
    world.write({"flags.yaml": "flags:\n  lit: {tpye: bool, default: false}\n"})

    found = world.compile().report.diagnostics

    assert [(one.code, one.suggestion) for one in found] == [("E1001", "type")]


@pytest.mark.parametrize("kind", ["items", "world", "rules", "loot_tables", "flags", "locations"])
@pytest.mark.parametrize("body", ["7", "text", "[a, b]", "", "{7: [1]}", "{a: {b: {c: d}}}"])
def test_any_sort_of_body_is_a_finding(world: WorldFolder, kind: str, body: str) -> None:
    text = f"{kind}: {body}\n" if kind in ("world", "rules") else f"{kind}: {{x: {body or '~'}}}\n"

    report = world.write({"x.yaml": text}).compile().report

    assert {found.severity.value for found in report.diagnostics} == {"error"}
