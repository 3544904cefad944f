"""Pictures show what is there, always the same, and never more than can be read."""

import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.authoring.graphs.dot import dot
from engine.authoring.graphs.draw import DRAWINGS
from engine.authoring.graphs.labels import apart, area_of, curve
from engine.authoring.graphs.layout import Route
from engine.authoring.graphs.page import html
from engine.authoring.graphs.picture import MOST_ARROWS, MOST_BOXES, MOST_IN_COLUMN, Arrow, Box, Line, Picture
from engine.authoring.graphs.plan import HEAD, Plan, plan
from engine.authoring.graphs.svg import svg
from engine.authoring.graphs.text import balanced
from engine.authoring.graphs.words import WORDS, in_words
from engine.authoring.opened import CannotDo, OpenWorld, open_world
from engine.rules.conditions import CONDITIONS
from engine.shipped import shipped
from tests.small_world import SMALL_WORLD, WorldFolder
from tools.worldgen import generate

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


def woven(world: WorldFolder, setting: int, asking: int) -> OpenWorld:
    """The small world with so many quests that set one flag, and so many that ask for it."""
    objectives = "objectives: [{id: ask, talk: {denizen: mara}}]"
    quest = f"description: Go., giver: mara, {objectives}"
    setters = "".join(
        f"  set-{number}: {{title: Set {number}, {quest}, rewards: [{{set_flag: {{id: dark, to: true}}}}]}}\n"
        for number in range(setting)
    )
    askers = "".join(
        f"  ask-{number}: {{title: Ask {number}, {quest}, requires: [{{flag: {{id: dark, is: true}}}}]}}\n"
        for number in range(asking)
    )
    flags = "flags:\n  dark: {type: bool, default: false}\n"
    return open_world(world.write({"more.yaml": f"{flags}quests:\n{setters}{askers}"}).path)


def test_a_flag_that_ties_many_quests_is_told_once(world: WorldFolder) -> None:
    picture = DRAWINGS["quests"](woven(world, 5, 4), None, 2)

    (knot,) = (box for box in picture.boxes if box.many)
    assert [line.text for line in knot.lines] == ["set by 5 quests", "asked for by 4"]
    assert {(arrow.start, arrow.end) for arrow in picture.arrows} == {
        *((f"set-{number}", knot.key) for number in range(5)),
        *((knot.key, f"ask-{number}") for number in range(4)),
    }
    assert {arrow.label for arrow in picture.arrows} == {""}
    assert picture.signs == (("asks", "opens by a flag that the other sets"),)
    assert picture.tones[-1] == "flags"


def test_a_flag_between_two_quests_is_told_on_their_arrow(world: WorldFolder) -> None:
    picture = DRAWINGS["quests"](woven(world, 1, 2), None, 2)

    assert not any(box.many for box in picture.boxes)
    assert [arrow.label for arrow in picture.arrows] == ["“dark”", "“dark”"]


def test_of_many_quests_that_hang_together_as_many_are_drawn_as_can_be_read(world: WorldFolder) -> None:
    picture = DRAWINGS["quests"](woven(world, 60, 30), None, 2)

    (knot,) = (box for box in picture.boxes if box.many)
    columns = [sum(box.rank == rank for box in picture.boxes) for rank in range(3)]
    assert len(picture.arrows) <= MOST_ARROWS
    assert max(columns) == MOST_IN_COLUMN
    assert [" of 60 " in knot.lines[0].text, " of 30" in knot.lines[1].text] == [True, True]
    assert picture.remark.startswith(f"{len(picture.boxes) - 1} of 91 quests are here")


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
    assert picture.remark == "3 locations, around Place 5, one step far."


def test_a_denizen_in_the_middle_of_the_map_means_where_they_are(world: WorldFolder) -> None:
    picture = DRAWINGS["map"](open_world(world.path), "denizens:mara", 1)

    assert [box.key for box in picture.boxes if box.marked] == ["harbor"]


def test_of_a_large_world_the_middle_is_drawn_and_the_rest_is_named(world: WorldFolder) -> None:
    there = grown(world, MOST_BOXES + 20)

    picture = DRAWINGS["map"](there, None, 2)

    assert len(picture.boxes) == MOST_BOXES
    assert picture.remark == (
        "40 of 62 locations are here, since more could not be read. "
        "For the others put one in the middle, such as --focus locations:place-37 --depth 1"
    )
    assert [box.lines[-1].text for box in picture.boxes if box.key == "place-37"] == ["on to 1 more place …"]


def test_behind_a_column_that_is_left_out_nothing_hangs_in_the_air(world: WorldFolder) -> None:
    # Four columns of ten, one that is too much, and one that would find room again.
    columns = [["mine"], *([f"c{column}-{number}" for number in range(10)] for column in range(4))]
    columns += [["last"]]
    places = "".join(
        f"  {name}:\n    name: Cell\n    description: Here.\n    size: {{x: 4, y: 4}}\n"
        f"    connections: [{{to: {before[number % len(before)]}, label: Back, at: {{x: 0, y: 0}}}}]\n"
        for before, column in pairwise(columns)
        for number, name in enumerate(column)
    )
    there = open_world(world.write({"more.yaml": f"locations:\n{places}"}).path)

    picture = DRAWINGS["map"](there, None, 2)

    shown = {box.key for box in picture.boxes}
    assert shown == {"harbor", *(name for column in columns[:4] for name in column)}
    assert shown == {end for arrow in picture.arrows for end in (arrow.start, arrow.end)}
    # All cells have the same name: their ids tell them apart.
    assert all(box.lines[0].text == box.key for box in picture.boxes if box.title == "Cell")


def test_a_column_that_is_too_long_ends_the_picture(world: WorldFolder) -> None:
    places = "".join(
        f"  isle-{number}:\n    name: Isle {number}\n    description: Here.\n    size: {{x: 4, y: 4}}\n"
        f"    connections: [{{to: mine, label: Back, at: {{x: 0, y: 0}}}}]\n"
        for number in range(MOST_IN_COLUMN + 1)
    )
    there = open_world(world.write({"more.yaml": f"locations:\n{places}"}).path)

    picture = DRAWINGS["map"](there, None, 2)

    assert {box.key for box in picture.boxes} == {"harbor", "mine"}
    assert picture.remark.startswith("2 of 15 locations are here")


def test_a_way_without_a_way_back_is_drawn_as_one(world: WorldFolder) -> None:
    text = (
        "locations:\n  pit: {name: Pit, description: Deep., size: {x: 4, y: 4}, respawn: {location: mine}}\n"
    )
    mine = str(SMALL_WORLD["mine.yaml"]) + "      - {to: pit, label: Down, at: {x: 1, y: 1}}\n"
    mine = mine.replace("connections: [{to: harbor, label: Harbor road, at: {x: 0, y: 3}}]", "connections:")
    mine += "      - {to: harbor, label: Harbor road, at: {x: 0, y: 3}}\n"

    picture = DRAWINGS["map"](open_world(world.write({"pit.yaml": text, "mine.yaml": mine}).path), None, 2)

    assert {(arrow.start, arrow.end, arrow.dashed, arrow.both) for arrow in picture.arrows} == {
        ("harbor", "mine", False, True),
        ("mine", "pit", True, False),
    }
    assert dict(picture.signs) == {"both": "there and back", "dashed": "no straight way back"}


def test_many_that_are_alike_stand_in_one_box(world: WorldFolder) -> None:
    rolls = "".join(f"  roll-{number:02}: {{based_on: bread, name: Roll {number}}}\n" for number in range(20))
    there = open_world(world.write({"more.yaml": f"items:\n{rolls}"}).path)

    picture = DRAWINGS["uses"](there, "effects:fed", 1)

    (many,) = [box for box in picture.boxes if box.many]
    assert many.title == "21 items"
    assert [line.text for line in many.lines][-1] == "and 10 more"
    assert picture.remark == "22 things, around Fed, one step far."


@pytest.mark.parametrize(
    "asked", ["{quest: {id: lamp, state: finished}}", "{flag: {id: lit, is: true}}"], ids=["quest", "flag"]
)
def test_quests_are_joined_by_what_is_asked_for_in_own_words(asked: str, world: WorldFolder) -> None:
    world.write(
        {
            "night.yaml": "quests:\n  night:\n    title: A Night\n    description: Wait.\n    giver: mara\n"
            "    objectives: [{id: ask, talk: {denizen: mara}}]\n"
            f"    requires: [{{because: {{text: Not yet., when: [{asked}]}}}}]\n"
        }
    )

    picture = DRAWINGS["quests"](open_world(world.path), None, 2)

    assert ("lamp", "night") in {(arrow.start, arrow.end) for arrow in picture.arrows}


def test_quests_are_joined_by_the_flags_they_set_and_by_being_begun(world: WorldFolder) -> None:
    more = """\
quests:
  night:
    title: A Night
    description: Wait.
    giver: mara
    requires: [{any: [{flag: {id: lit, is: true}}, {level: 9}]}]
    objectives: [{id: ask, talk: {denizen: mara}}]
    on_finish: [{start_quest: dawn}]
  dawn:
    title: A Dawn
    description: Wake.
    giver: mara
    requires: [{level: 90}]
    objectives: [{id: ask, talk: {denizen: mara}}]
"""

    picture = DRAWINGS["quests"](open_world(world.write({"more.yaml": more}).path), None, 2)

    assert [(arrow.start, arrow.end, arrow.label, arrow.dashed) for arrow in picture.arrows] == [
        ("lamp", "night", "“lit”", False),
        ("night", "dawn", "", True),
    ]
    assert {box.key: box.rank for box in picture.boxes} == {"lamp": 0, "night": 1, "dawn": 2}


def test_uses_without_a_focus_are_refused(world: WorldFolder) -> None:
    with pytest.raises(CannotDo, match="needs something in its middle"):
        DRAWINGS["uses"](open_world(world.path), None, 2)


def test_arrows_in_a_circle_are_drawn_all_the_same() -> None:
    boxes = tuple(
        Box(key=key, title=key, rank=rank) for key, rank in (("a", 0), ("b", 1), ("c", 1), ("d", 3))
    )
    ends = (("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("a", "d"), ("d", "a"))
    arrows = tuple(Arrow(start=start, end=end, label="when it rains") for start, end in ends)

    placed = plan(Picture(title="A circle", remark="", boxes=boxes, arrows=arrows))

    assert [(route.arrow.start, route.arrow.end) for route in placed.routes] == list(ends)
    assert len({route.points for route in placed.routes}) == len(ends)


def assert_tidy(placed: Plan) -> None:
    """No box and no word lies on another or over the edge, and no arrow runs through a box."""
    boxes = [box.area for box in placed.boxes]
    words = [area_of(route.label, route.at) for route in placed.routes if route.label]
    for one, other in combinations([*boxes, *words], 2):
        assert apart(one, other), (one, other)
    for left, top, right, bottom in [*boxes, *words]:
        assert left >= 0
        assert top >= HEAD
        assert right <= placed.width
        assert bottom <= placed.height
    for route in placed.routes:
        for (x, y), (to_x, to_y) in pairwise(route.points):
            strip = (min(x, to_x) + 0.1, min(y, to_y), max(x, to_x) - 0.1, max(y, to_y))
            assert route.bow is not None or all(apart(strip, box) for box in boxes), route.arrow


def drawn_through(route: Route) -> list[tuple[float, float]]:
    """Points of an arrow as it is drawn, close to each other."""
    return [
        curve(one, other, share / 60, route.bow)
        for one, other in pairwise(route.points)
        for share in range(61)
    ]


def assert_no_words_over_arrows(placed: Plan) -> None:
    """No word lies over an arrow but its own."""
    words = [
        (number, area_of(route.label, route.at)) for number, route in enumerate(placed.routes) if route.label
    ]
    for number, route in enumerate(placed.routes):
        through = drawn_through(route)
        for owner, (left, top, right, bottom) in words:
            if owner != number:
                assert not any(left < x < right and top < y < bottom for x, y in through), (
                    route.arrow,
                    placed.routes[owner].label,
                )


@pytest.mark.parametrize("folder", WORLDS, ids=[folder.name for folder in WORLDS])
@pytest.mark.parametrize(("name", "focus"), PICTURES, ids=[f"{name}-{focus}" for name, focus in PICTURES])
@pytest.mark.parametrize("depth", [1, 3])
def test_nothing_lies_on_another_and_everything_lies_within(
    folder: Path, name: str, focus: str | None, depth: int
) -> None:
    placed = plan(DRAWINGS[name](open_world(folder), focus, depth))

    assert_tidy(placed)
    assert_no_words_over_arrows(placed)


def test_no_arrow_runs_through_the_title() -> None:
    """One that passes many boxes by may run above all of them."""
    middle = [Box(key=f"m{number}", title="Middle", rank=1) for number in range(5)]
    ends = [
        Box(key=f"{side}{number}", title="End", rank=2 * (side == "z"))
        for side in "az"
        for number in range(5)
    ]
    arrows = [Arrow(start=f"a{one}", end=f"z{other}") for one in range(5) for other in range(5)]
    arrows += [Arrow(start="a4", end=f"m{number}") for number in range(5)]

    placed = plan(Picture(title="T", remark="", boxes=(*ends, *middle), arrows=tuple(arrows)))

    assert min(y for route in placed.routes for _, y in route.points) >= HEAD


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> OpenWorld:
    """A world of some hundred things."""
    folder = tmp_path_factory.mktemp("made") / "world"
    generate(folder, entities=400, seed=11)
    return open_world(folder)


def test_pictures_of_a_made_up_world_are_tidy_as_well(made_up: OpenWorld) -> None:
    keys = sorted(made_up.whole.written)
    asked: list[tuple[str, str | None]] = [("map", None), ("quests", None)]
    asked += [("uses", key) for key in keys[::9]]
    asked += [("map", key) for key in keys if key.startswith("locations:")][::7]
    asked += [("quests", key) for key in keys if key.startswith("quests:")][::7]

    for name, focus in asked:
        picture = DRAWINGS[name](made_up, focus, 2)
        placed = plan(picture)
        assert_tidy(placed)
        assert_no_words_over_arrows(placed)
        assert len(picture.boxes) <= MOST_BOXES + MOST_IN_COLUMN


@pytest.mark.parametrize("seed", range(6))
def test_words_of_locks_lie_over_no_other_way_on_a_larger_map(made_up: OpenWorld, seed: int) -> None:
    random = Random(seed)
    locks = ["level 5", "20:00 to 06:00", "after An Orderly Row", "“flight open”, level 9 or 12c", "Mining 3"]
    picture = DRAWINGS["map"](made_up, None, 2)
    there = [replace(arrow, both=False, label=random.choice(["", *locks])) for arrow in picture.arrows]
    back = [
        replace(arrow, start=arrow.end, end=arrow.start, label=random.choice(["", "", *locks]))
        for arrow in there
        if random.random() < 0.7
    ]

    placed = plan(replace(picture, arrows=(*there, *back)))

    assert_tidy(placed)
    assert_no_words_over_arrows(placed)


names = st.text(st.sampled_from("aM il—×9, é漢"), min_size=1, max_size=60).filter(
    lambda text: bool(text.strip())
)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Any picture at all."""
    keys = [f"k{number}" for number in range(draw(st.integers(1, 9)))]
    boxes = tuple(
        Box(
            key=key,
            title=draw(names),
            rank=draw(st.integers(0, 4)),
            lines=tuple(
                Line(text=text, mark="step", deep=True) for text in draw(st.lists(names, max_size=3))
            ),
        )
        for key in keys
    )
    ends = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=14, unique=True))
    arrows = tuple(
        Arrow(start=start, end=end, label=draw(st.just("") | names)) for start, end in ends if start != end
    )
    return Picture(title=draw(names), remark=draw(names), boxes=boxes, arrows=arrows, tones=("one", "two"))


@settings(max_examples=150, deadline=None)
@given(pictures())
def test_any_picture_is_tidy(picture: Picture) -> None:
    assert_tidy(plan(picture))


@pytest.mark.parametrize(("name", "focus"), PICTURES, ids=[f"{name}-{focus}" for name, focus in PICTURES])
def test_pictures_are_sound_and_need_nothing_from_elsewhere(
    stair: OpenWorld, name: str, focus: str | None
) -> None:
    text = svg(DRAWINGS[name](stair, focus, 1))

    ElementTree.fromstring(text)
    page = html(DRAWINGS[name](stair, focus, 1))
    assert text in page
    assert "<script" not in text
    for foreign in ("<script src", "href", "url(http", "@import", "fetch("):
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
        "not: after Eight Inches, level 3 or 1s200c, “theory” ≥ 1 and ≤ 2, 20:00 to 06:00, 2 × Garnet, "
        "wearing pickaxe"
    )


def test_lines_are_broken_evenly() -> None:
    assert balanced("flag door, level 5 or Archery 3", 30) == ("flag door, level", "5 or Archery 3")
    assert balanced("", 30) == ()
