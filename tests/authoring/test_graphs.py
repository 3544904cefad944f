"""Pictures show what is there, always the same, and never more than can be read."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.authoring.graphs.dot import dot
from engine.authoring.graphs.draw import DRAWINGS
from engine.authoring.graphs.layout import LABEL_SIZE, balanced, plan, width_of
from engine.authoring.graphs.picture import MOST_BOXES, Arrow, Box, Picture
from engine.authoring.graphs.svg import html, svg
from engine.authoring.graphs.words import WORDS, in_words
from engine.authoring.opened import CannotDo, OpenWorld, open_world
from engine.rules.conditions import CONDITIONS
from engine.shipped import shipped
from tests.small_world import WorldFolder

ROOT = Path(__file__).resolve().parents[2]
STAIR = shipped("content")
WORLDS = [STAIR, ROOT / "tests/worlds/mill", ROOT / "tests/worlds/examples"]
PICTURES = [("map", None), ("quests", None), ("uses", "world"), ("uses", "rules")]


@pytest.fixture(scope="module")
def stair() -> OpenWorld:
    return open_world(STAIR)


def grown(world: WorldFolder, more: int) -> OpenWorld:
    """The small world with so many locations more, in a row."""
    places = "".join(
        f"  place-{number}:\n    name: Place {number}\n    description: Here.\n    size: {{x: 4, y: 4}}\n"
        f"    connections: [{{to: {back}, label: Back, at: {{x: 0, y: 0}}}}]\n"
        for number in range(more)
        for back in [f"place-{number - 1}" if number else "mine"]
    )
    return open_world(world.write({"more.yaml": f"locations:\n{places}"}).path)


def test_the_map_shows_every_location_and_what_each_way_asks(stair: OpenWorld) -> None:
    picture = DRAWINGS["map"](stair, None, 2)

    ways = {(arrow.start, arrow.end, arrow.label, arrow.both) for arrow in picture.arrows}
    assert {box.key for box in picture.boxes} == set(stair.plain["locations"])
    assert ("alder-cut", "long-culvert", "Mining 2", False) in ways
    assert ("long-culvert", "alder-cut", "", False) in ways
    assert ("alder-cut", "nether-basin", "", True) in ways
    assert [box.key for box in picture.boxes if box.marked] == ["nether-basin"]


def test_quests_stand_right_of_what_they_need(stair: OpenWorld) -> None:
    picture = DRAWINGS["quests"](stair, None, 2)

    ranks = {box.key: box.rank for box in picture.boxes}
    assert ("a-nil-return", "eight-inches") in {(arrow.start, arrow.end) for arrow in picture.arrows}
    assert [arrow for arrow in picture.arrows if ranks[arrow.start] >= ranks[arrow.end]] == []
    assert picture.tones == ("Ebba Quoin", "Ines Fosse", "Josper Dray", "Old Chin")


def test_users_stand_left_and_what_is_used_stands_right(world: WorldFolder) -> None:
    picture = DRAWINGS["uses"](open_world(world.path), "items:bread", 1)

    assert {box.key: box.rank for box in picture.boxes} == {
        "denizens:mara": 0,
        "world": 0,
        "items:bread": 1,
        "effects:fed": 2,
    }


def test_a_focus_shows_only_what_is_near(world: WorldFolder) -> None:
    there = grown(world, 10)

    picture = DRAWINGS["map"](there, "locations:place-5", 1)

    assert {box.key for box in picture.boxes} == {"place-4", "place-5", "place-6"}
    assert "Around Place 5, one step far." in picture.remark


def test_a_denizen_in_the_middle_of_the_map_means_where_they_are(world: WorldFolder) -> None:
    picture = DRAWINGS["map"](open_world(world.path), "denizens:mara", 1)

    assert [box.key for box in picture.boxes if box.marked] == ["harbor"]


def test_too_large_a_picture_is_refused_with_the_way_to_a_smaller_one(world: WorldFolder) -> None:
    there = grown(world, MOST_BOXES)

    with pytest.raises(CannotDo, match=r"62 locations are too many .* --focus locations:harbor --depth 2"):
        DRAWINGS["map"](there, None, 2)


def test_uses_without_a_focus_are_refused(world: WorldFolder) -> None:
    with pytest.raises(CannotDo, match="needs something in its middle"):
        DRAWINGS["uses"](open_world(world.path), None, 2)


def test_arrows_in_a_circle_are_drawn_all_the_same() -> None:
    boxes = tuple(
        Box(key=key, title=key, rank=rank) for key, rank in (("a", 0), ("b", 1), ("c", 1), ("d", 3))
    )
    ends = ("ab", "ba", "bc", "cb", "ad", "da")
    arrows = tuple(Arrow(start=start, end=end, label="when it rains") for start, end in ends)

    placed = plan(Picture(title="A circle", remark="", boxes=boxes, arrows=arrows))

    assert [(route.arrow.start, route.arrow.end) for route in placed.routes] == [tuple(two) for two in ends]
    assert len({route.points for route in placed.routes}) == len(ends)


@pytest.mark.parametrize("folder", WORLDS, ids=[folder.name for folder in WORLDS])
@pytest.mark.parametrize(("name", "focus"), PICTURES, ids=[f"{name}-{focus}" for name, focus in PICTURES])
def test_no_box_lies_on_another_and_everything_lies_within(
    folder: Path, name: str, focus: str | None
) -> None:
    placed = plan(DRAWINGS[name](open_world(folder), focus, 1))

    for one, other in combinations(placed.boxes, 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart, (one.box.key, other.box.key)
    for box in placed.boxes:
        assert box.x >= 0
        assert box.x + box.width <= placed.width
        assert box.y + box.height <= placed.height
    for route in placed.routes:
        half = max((width_of(line, LABEL_SIZE) for line in route.label), default=0) / 2
        assert route.at[0] + half <= placed.width


@pytest.mark.parametrize(("name", "focus"), PICTURES, ids=[f"{name}-{focus}" for name, focus in PICTURES])
def test_the_svg_is_sound_and_needs_nothing_from_elsewhere(
    stair: OpenWorld, name: str, focus: str | None
) -> None:
    text = svg(DRAWINGS[name](stair, focus, 1))

    ElementTree.fromstring(text)
    page = html(DRAWINGS[name](stair, focus, 1))
    assert text in page
    for foreign in ("<script", "href", "url(http", "@import"):
        assert foreign not in page


def test_what_writers_wrote_cannot_break_a_picture(world: WorldFolder) -> None:
    evil = 'A <b>"&\\\\" end'
    text = (world.path / "mine.yaml").read_text(encoding="utf-8").replace("name: Mine", f"name: '{evil}'")
    picture = DRAWINGS["map"](open_world(world.write({"mine.yaml": text}).path), None, 1)

    texts = [element.text for element in ElementTree.fromstring(svg(picture)).iter() if element.text]

    assert evil in texts
    assert 'A <b>\\"&\\\\\\\\\\" end' in dot(picture)


def test_the_same_world_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from engine.authoring.opened import open_world; "
        "from engine.authoring.graphs.draw import DRAWINGS; from engine.authoring.graphs.svg import svg; "
        "there = open_world(pathlib.Path(sys.argv[1])); "
        "asked = (('map', None), ('quests', None), ('uses', 'items:garnet')); "
        "[print(svg(DRAWINGS[name](there, focus, 2))) for name, focus in asked]"
    )

    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(STAIR)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(said) == 1


def test_every_condition_has_its_words() -> None:
    assert set(WORDS) == {entry.kind for entry in CONDITIONS}


def test_conditions_are_said_in_few_words(stair: OpenWorld) -> None:
    said = in_words(
        stair,
        [
            {"not": {"quest": {"id": "eight-inches", "state": "finished"}}},
            {"any": [{"level": 3}, {"coins": 1200}]},
            {"flag": {"id": "theory", "at_least": 1, "at_most": 2}},
            {"time": {"from": 1200, "to": 360}},
            {"item": {"id": "garnet", "amount": 2}},
            {"equipped": {"slot": "pickaxe", "item": None}},
        ],
    )

    assert said == (
        "not: after Eight Inches, level 3 or 1s200c, flag theory ≥ 1 and ≤ 2, 20:00 to 06:00, 2 × Garnet, "
        "wearing pickaxe"
    )


def test_lines_are_broken_evenly() -> None:
    assert balanced("flag door, level 5 or Archery 3", 30) == ("flag door, level", "5 or Archery 3")
    assert balanced("", 30) == ()
