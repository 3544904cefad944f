"""A thing that was begun works at once, stands in a fitting file, and disturbs nothing."""

import re
from pathlib import Path

import pytest

from engine.authoring.edits import write_all
from engine.authoring.new_thing import Begun, new_thing
from engine.authoring.opened import CannotDo, open_world
from engine.authoring.templates import TEMPLATES
from engine.base.diagnostic import Severity
from engine.compiler.begun import DESCRIPTIONS
from engine.compiler.compile import compile_world
from engine.compiler.entities import WITH_IDS
from tests.small_world import SMALL_WORLD, WorldFolder

ROOT = Path(__file__).resolve().parents[2]


def begin(world: WorldFolder, kind: str, entity: str, file: str | None = None) -> Begun:
    begun = new_thing(open_world(world.path), kind, entity, file)
    write_all(world.path, begun.before, begun.after)
    return begun


def test_every_kind_can_be_begun() -> None:
    assert tuple(TEMPLATES) == WITH_IDS


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("entity", ["old-lamp", "012", "no", "LAMP_OIL"])
def test_the_world_stays_without_errors_and_gains_just_this(
    world: WorldFolder, kind: str, entity: str
) -> None:
    before = open_world(world.path)

    begun = begin(world, kind, entity)

    after = open_world(world.path)
    assert set(after.whole.written) - set(before.whole.written) == {f"{kind}:{entity}"}
    assert after.whole.written[f"{kind}:{entity}"].span.line == begun.line
    without = {
        key: {name: body for name, body in after.plain[key].items() if name != entity} for key in WITH_IDS
    }
    assert without == {key: before.plain[key] for key in WITH_IDS}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_nothing_begun_brings_more_than_the_hint_that_nothing_uses_it_yet(
    world: WorldFolder, kind: str
) -> None:
    begin(world, kind, "old-lamp")

    found = compile_world(world.path).report.diagnostics
    assert [one.code for one in found if one.entity != f"{kind}:old-lamp"] == []
    codes = [one.code for one in found]
    assert {*codes} <= {"W5009", "W7003", "W8001", "W8002", "W8003", "W8005", "W8007"}
    # What one sees, or is asked for, is the writer's to say.
    assert codes.count("W7003") == (kind in DESCRIPTIONS)


def test_a_new_scene_names_deeds_that_can_be_done(world: WorldFolder) -> None:
    begun = begin(world, "scenes", "walk")

    deeds = re.findall(r"`(do: .*?)`", begun.hint)
    steps = "".join(f"      - {{{deed}, expect: {{level: 0}}}}\n" for deed in deeds)
    tried = f"  tried:\n    given: {{at: {{location: harbor}}}}\n    steps:\n{steps}"
    world.write({"more.yaml": f"scenes:\n{tried}"})
    assert deeds == [
        "do: {interact: mara}",
        "do: {accept_quest: {denizen: mara, quest: lamp}}",
        "do: {trade: {denizen: mara, buy: [bread]}}",
        "do: {act: idle}",
    ]
    assert world.codes() == []


def test_locations_that_are_begun_one_after_the_other_are_told_of_different_tiles(world: WorldFolder) -> None:
    hints = [begin(world, "locations", name).hint for name in ("cellar", "attic", "roof")]

    tiles = [re.findall(r"at: \{x: (\d+), y: (\d+)\}", hint) for hint in hints]
    assert tiles == [[("11", "0")], [("11", "1")], [("11", "2")]]


def test_a_tile_is_told_of_again_when_a_way_stands_on_another(world: WorldFolder) -> None:
    harbor = SMALL_WORLD["harbor.yaml"]
    assert isinstance(harbor, str)
    first = begin(world, "locations", "cellar").hint.rpartition("- ")[2]
    world.write({"harbor.yaml": harbor.replace("connections: [", f"connections: [{first}, ")})

    second = begin(world, "locations", "attic").hint.rpartition("- ")[2]

    assert re.findall(r"at: .*", first) != re.findall(r"at: .*", second)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_all_lines_that_were_there_stay_as_they_were(world: WorldFolder, kind: str) -> None:
    there = open_world(ROOT / "content")

    begun = new_thing(there, kind, "old-lamp")

    for path, old in begun.before.items():
        new = iter(begun.after[path].decode().splitlines())
        assert [line for line in old.decode().splitlines() if line not in new] == []


@pytest.mark.parametrize(
    ("there", "then"),
    [
        (
            "flags:\n  lit: {type: bool, default: false}\n\n  # Two.\n  b: {type: bool, default: false}\n",
            "\n  met:\n    type: bool\n    default: false\n",
        ),
        (
            "flags:\n    lit:\n        type: bool\n        default: false\n",
            "    met:\n        type: bool\n        default: false\n",
        ),
    ],
    ids=["empty lines between", "set in by four"],
)
def test_it_is_written_as_its_neighbours_are(world: WorldFolder, there: str, then: str) -> None:
    world.write({"flags.yaml": there})

    begun = new_thing(open_world(world.path), "flags", "met", "flags.yaml")

    assert begun.after["flags.yaml"].decode() == there + then


def test_it_stands_before_the_comment_of_the_next_kind(world: WorldFolder) -> None:
    world.write(
        {
            "flags.yaml": "flags:\n  lit: {type: bool, default: false}\n"
            "\n# Food.\nitems:\n  pie: {based_on: bread}\n"
        }
    )

    begin(world, "flags", "met")

    assert (world.path / "flags.yaml").read_text(encoding="utf-8") == (
        "flags:\n  lit: {type: bool, default: false}\n  met:\n    type: bool\n    default: false\n"
        "\n# Food.\nitems:\n  pie: {based_on: bread}\n"
    )


def test_a_file_without_a_last_line_end_is_no_trouble(world: WorldFolder) -> None:
    world.write({"flags.yaml": "flags:\n    lit: {type: bool, default: false}   # said by Mara"})

    begin(world, "flags", "met")

    assert (world.path / "flags.yaml").read_text(encoding="utf-8") == (
        "flags:\n    lit: {type: bool, default: false}   # said by Mara\n"
        "    met:\n        type: bool\n        default: false\n"
    )


def test_a_named_file_is_taken_or_made(world: WorldFolder) -> None:
    begin(world, "items", "lamp", "cellar/things.yaml")
    begun = begin(world, "quests", "light", "cellar/things.yaml")

    assert begun.line == 12
    assert set(open_world(world.path).whole.written) >= {"items:lamp", "quests:light"}


@pytest.mark.parametrize(
    "file", ["../elsewhere.yaml", "notes.txt", "images/x.yaml", ".hidden/x.yaml", "/x.yaml"]
)
def test_what_is_no_content_file_is_refused(world: WorldFolder, file: str) -> None:
    with pytest.raises(CannotDo, match="is no content file"):
        new_thing(open_world(world.path), "items", "lamp", file)


@pytest.mark.parametrize(
    ("kind", "entity", "why"),
    [
        ("items", "bread", r"there is an? item called `bread` already \(items.yaml:2\)"),
        ("items", "two words", "cannot be an id"),
        ("world", "two", "cannot be begun here"),
    ],
)
def test_what_cannot_be_begun_is_refused(world: WorldFolder, kind: str, entity: str, why: str) -> None:
    with pytest.raises(CannotDo, match=why):
        new_thing(open_world(world.path), kind, entity)


def test_a_quest_in_a_world_without_denizens_says_what_to_begin_first(tmp_path: Path) -> None:
    empty = WorldFolder(
        tmp_path,
        {
            "world.yaml": "world:\n  title: Empty\n  version: 1.0.0\n  start: {location: here}\n"
            "  slots: [weapon]\n"
            "  character: {vitals: {health: 9}, combat: {attack: 1, attack_speed: 1, defense: 0}}\n"
            "locations:\n  here: {name: Here, description: Bare., size: {x: 4, y: 4}}\n"
        },
    )

    with pytest.raises(CannotDo, match="Begin one first: gamectl new denizen ID"):
        new_thing(open_world(empty.path), "quests", "lamp")
    begin(empty, "denizens", "mara")
    begin(empty, "quests", "lamp")

    assert compile_world(empty.path).report.count(Severity.ERROR) == 0
