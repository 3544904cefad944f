"""One mistake is told once; what only follows from it is counted and not shown."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder

ODA = "denizens:\n  oda: {name: Oda, icon: thing.svg, at: {location: mine}, dialogue: oda-talk}\n"
TALK = "  oda-talk: {start: a, nodes: {a: {text: Hm.}}}\n"
WICK = "  wick: {based_on: ore, name: Wick}\n"
MOOR = (
    "  moor:\n    name: Moor\n    description: Wet.\n    size: {x: 5, y: 5}\n"
    "    connections: [{to: harbor, label: Path, at: {x: 1, y: 1}}]\n"
)
FEN = MOOR.replace("moor:", "fen:").replace("Moor", "Fen")


def changed(path: str, old: str, new: str) -> dict[str, str]:
    text = SMALL_WORLD[path]
    assert isinstance(text, str) and old in text
    return {path: text.replace(old, new)}


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


def told(world: WorldFolder) -> list[tuple[str, str, str]]:
    return [
        (one.code, f"{one.span.path}:{one.span.line}:{one.span.column}", one.help)
        for one in world.compile().report.diagnostics
    ]


def test_a_copy_that_kept_its_id_may_be_what_is_named_elsewhere(world: WorldFolder) -> None:
    copies = "items:\n  wick: {based_on: ore, name: Wick}\n  wick: {based_on: ore, name: Lamp}\n"
    world.write({"lamp.yaml": copies, **changed("mara.yaml", "buys: [ore]", "buys: [ore, oil-lamp]")})

    assert told(world) == [("E0013", "lamp.yaml:3:3", "give one of the two another id")]
    assert world.compile().report.hidden == 1


def test_a_copy_in_another_file_that_kept_its_id_may_be_what_is_named_elsewhere(world: WorldFolder) -> None:
    world.write({"a.yaml": "items:\n  wick: {based_on: ore, name: Wick}\n"})
    world.write({"b.yaml": "items:\n  wick: {based_on: ore, name: Lamp}\n"})
    world.write(changed("mara.yaml", "buys: [ore]", "buys: [ore, oil-lamp]"))

    assert told(world) == [("E2101", "b.yaml:2:3", "give one of the two another id")]


def test_parts_of_a_second_thing_of_one_id_are_not_missed(world: WorldFolder) -> None:
    hut = MOOR + '    structures: {hut: {label: Hut, description: "Dry.", at: {x: 2, y: 2}}}\n'
    oda = ODA.replace("location: mine", "location: moor, structure: hut").replace(", dialogue: oda-talk", "")
    world.write({"moor.yaml": f"locations:\n{MOOR}{hut}{oda}"})

    assert [(code, place) for code, place, _ in told(world)] == [("E0013", "moor.yaml:7:3")]


def test_a_structure_that_kept_its_id_may_be_what_is_named_elsewhere(world: WorldFolder) -> None:
    chapel = "      chapel: {label: Chapel, description: Candles in jars., at: {x: 4, y: 3}}\n"
    hut = chapel.replace("Chapel", "Hut").replace("x: 4", "x: 5")
    world.write(changed("harbor.yaml", chapel, chapel + hut))
    world.write(changed("mara.yaml", "structure: chapel", "structure: hut"))

    assert told(world) == [("E0013", "harbor.yaml:8:7", "give one of the two another id")]


def test_a_name_with_one_slip_is_told_beside_an_id_that_stands_twice(world: WorldFolder) -> None:
    copies = "items:\n  wick: {based_on: ore, name: Wick}\n  wick: {based_on: ore, name: Lamp}\n"
    world.write({"lamp.yaml": copies, **changed("mara.yaml", "sells: [bread", "sells: [bred")})

    assert [code for code, _, _ in told(world)] == ["E0013", "E2104"]


def test_an_id_with_a_space_is_one_mistake_wherever_it_is_named(world: WorldFolder) -> None:
    world.write({"veil.yaml": "items:\n  bee veil: {based_on: ore, name: Bee veil}\n"})
    world.write(changed("mara.yaml", "buys: [ore]", "buys: [ore, bee-veil]"))
    named_right = told(world)
    world.write(changed("mara.yaml", "buys: [ore]", "buys: [ore, bee veil]"))

    assert [(code, place) for code, place, _ in named_right] == [("E1005", "veil.yaml:2:3")]
    assert told(world) == named_right


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"locations:\n  fen:\n{MOOR}{FEN.removeprefix('  fen:')[1:]}", 8),
        (f"locations:\n  fen:\n    name: Fen\n{MOOR}{FEN.partition('Fen')[2][1:]}", 9),
    ],
)
def test_a_thing_pasted_into_another_one_is_one_mistake(text: str, line: int, world: WorldFolder) -> None:
    world.write({"moor.yaml": text, **changed("mine.yaml", "to: harbor", "to: fen")})

    ((code, place, help_), *more) = told(world)

    assert (code, place, more) == ("E0013", f"moor.yaml:{line}:5", [])
    assert help_ == "do they belong to `fen`? then move these lines below it"


def test_a_thing_whose_first_line_is_gone_is_one_mistake(world: WorldFolder) -> None:
    world.write({"moor.yaml": f"locations:\n{MOOR}{FEN.removeprefix('  fen:')[1:]}"})

    (found,) = world.compile().report.diagnostics

    assert found.message == "the id of this location is missing above this line"
    assert found.help == "write an id such as `fen:` above it, set in by 2 spaces"


@pytest.mark.parametrize(
    ("text", "place", "help_"),
    [
        (f"dialogues:\n{ODA}dialogues:\n{TALK}", "oda.yaml:4:1", "remove the first one, which is empty"),
        (f"{ODA}dialogues:\ndialogues:\n{TALK}", "oda.yaml:4:1", "remove the first one, which is empty"),
        (f"{ODA}dialogues:\n{TALK}dialogues:\n", "oda.yaml:5:1", "remove the second one, which is empty"),
        (
            f"items:\n{WICK}{ODA}items:\n  lamp: {{based_on: wick, name: Lamp}}\ndialogues:\n{TALK}",
            "oda.yaml:5:1",
            "a kind stands once in a file: move what is below this line to the first `items`",
        ),
    ],
)
def test_a_kind_that_stands_twice_is_one_mistake(
    text: str, place: str, help_: str, world: WorldFolder
) -> None:
    world.write({"oda.yaml": text})

    assert told(world) == [("E0013", place, help_)]


def test_keys_without_a_space_after_their_colons_are_not_missing(world: WorldFolder) -> None:
    world.write(changed("harbor.yaml", "at: {x: 4, y: 3}", "at: {x:4, y:3}"))

    assert told(world) == [("E1001", "harbor.yaml:7:67", "write `{x: 4, y: 3}`")]


@pytest.mark.parametrize("path", ["a.yaml", "z.yaml"])
def test_a_piece_of_a_second_world_is_told_and_the_whole_one_counts(path: str, world: WorldFolder) -> None:
    world.write({path: "world:\n  title: Other\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.span.path, found.label) == ("E9002", path, "this one is left out")
    assert [note.span.path for note in found.notes] == ["world.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "items:\n  lamp: &r\n    based_on: ore\n    name: Lamp\n  wick:\n    <<: *r\n    name: Wick\n",
        "items:\n  lamp: {based_on: ore, name: &n Lamp}\n  wick: {based_on: ore, description: *n, name: W}\n",
        "items:\n  lamp: &r {based_on: ore, name: Lamp}\n  wick: {<<: [*r], name: Wick}\n",
    ],
)
def test_an_anchor_is_one_mistake_with_all_that_repeats_it(text: str, world: WorldFolder) -> None:
    world.write({"lamp.yaml": text})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.span.line, found.span.length) == ("E0010", 2, 2)
    assert [note.message for note in found.notes] == ["it is repeated here"]


@pytest.mark.parametrize("where", ["", "  "])
def test_what_is_merged_into_a_kind_may_be_anything(where: str, world: WorldFolder) -> None:
    kind = "items:\n" if where else ""
    world.write({"lamp.yaml": f"{kind}{where}<<: {{lamp: {{based_on: ore}}}}\n"})
    world.write(changed("mara.yaml", "buys: [ore]", "buys: [ore, lamp]"))

    assert [code for code, _, _ in told(world)] == ["E0012"]


def test_an_anchor_in_the_place_of_a_text_is_one_mistake(world: WorldFolder) -> None:
    world.write({"lamp.yaml": "items:\n  lamp: {based_on: ore, name: &Sons}\n"})

    assert [(code, place) for code, place, _ in told(world)] == [("E0010", "lamp.yaml:2:31")]


def test_whom_a_fight_lacks_no_quest_is_told_to_miss(world: WorldFolder) -> None:
    world.write(changed("harbor.yaml", "    creatures: [{creature: crab, min: 1, max: 3}]\n", ""))

    assert [(found.code, found.entity) for found in world.compile().report.diagnostics] == [
        ("E5007", "locations:harbor")
    ]


def test_checks_of_the_whole_world_are_left_out_only_for_errors_that_they_hang_on(world: WorldFolder) -> None:
    unworn = "items:\n  hood: {based_on: pickaxe, name: Hood, category: head}\n"
    whole = world.write({"hood.yaml": unworn}).compile().report
    named = world.write({"hood.yaml": "items:\n  hood: {based_on: pickax}\n"}).compile().report

    assert [found.code for found in whole.diagnostics + named.diagnostics] == ["E2131", "E2120"]
    assert (whole.whole, named.whole) == (True, False)
