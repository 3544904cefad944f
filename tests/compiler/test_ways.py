"""Places and the ways between them: which lead nowhere, go one way, or go round without end."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder, told

MOOR = """\
locations:
  moor:
    name: Moor
    description: Wet.
    size: {x: 4, y: 4}
    connections: [{to: fen, label: Further, at: {x: 0, y: 0}}]
  fen:
    name: Fen
    description: Wetter.
    size: {x: 4, y: 4}
    connections: [{to: mine, label: Out, at: {x: 0, y: 0}}]
  mine:
    name: Mine
    description: Dark.
    size: {x: 6, y: 6}
    connections:
      - {to: harbor, label: Out, at: {x: 0, y: 3}}
      - {to: moor, label: Through, at: {x: 5, y: 3}}
"""


def test_a_round_of_ways_that_go_one_way_is_told_once(world: WorldFolder) -> None:
    world.write({"mine.yaml": MOOR})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity) == ("W5010", "locations:moor")
    assert found.help.startswith("one comes back only by way of other places")
    assert [note.span.line for note in found.notes] == [11, 18]


def test_of_two_rounds_with_a_way_in_common_both_are_told(world: WorldFolder) -> None:
    more = "      - {to: bog, label: Off there, at: {x: 1, y: 3}}\n"
    bog = (
        "  bog:\n    name: Bog\n    description: Wet.\n    size: {x: 4, y: 4}\n"
        "    connections: [{to: moor, label: Off there, at: {x: 0, y: 0}}]\n"
    )
    world.write({"mine.yaml": MOOR + more + bog})

    # From the mine one comes to the moor straight, or by way of the bog.
    assert told(world) == [("W5010", "locations:moor"), ("W5010", "locations:mine")]


@pytest.mark.parametrize("to", ["fen", "mine", "moor"])
def test_a_round_of_ways_that_go_one_way_on_purpose_is_silenced_at_any_of_them(
    to: str, world: WorldFolder
) -> None:
    lines = MOOR.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if f"{{to: {to}," in line)
    lines[place] = lines[place].replace("\n", "  # gamectl: ignore[W5010] a slide\n")
    world.write({"mine.yaml": "".join(lines)})

    assert told(world) == []


def test_several_comments_at_ways_of_one_round_all_silence_it(world: WorldFolder) -> None:
    world.write({"mine.yaml": MOOR.replace("0}}]\n", "0}}]  # gamectl: ignore[W5010] a slide\n")})

    assert told(world) == []


@pytest.mark.parametrize(
    ("way", "found"),
    [
        ("", [("W5011", "locations:moor")]),
        ("on_enter: [{say: Wet.}]", [("W5011", "locations:moor")]),
        ("on_enter: [{if: {when: [{level: 3}], then: [{move_to: mine}]}}]", []),
        ("connections: [{to: mine, label: Back, at: {x: 0, y: 0}}]", []),
    ],
)
def test_a_place_without_a_way_out_is_told_once(
    way: str, found: list[tuple[str, str]], world: WorldFolder
) -> None:
    moor = "  moor:\n    name: Moor\n    description: Wet.\n    size: {x: 4, y: 4}\n"
    mine = MOOR[MOOR.index("  mine:") :]
    world.write({"mine.yaml": f"locations:\n{moor}    {way}\n{mine}"})

    assert told(world) == found


def test_a_spell_that_leads_home_is_a_way_out_of_everywhere(world: WorldFolder) -> None:
    moor = "  moor:\n    name: Moor\n    description: Wet.\n    size: {x: 4, y: 4}\n"
    mine = MOOR[MOOR.index("  mine:") :]
    home = "spells:\n  home: {based_on: mend, name: Home, type: other, on_cast: [{move_to: harbor}]}\n"
    home += "items:\n  page: {based_on: bread, name: Page, on_use: [{learn_spell: home}]}\n"
    world.write({"mine.yaml": f"locations:\n{moor}{mine}", "home.yaml": home})

    # The way to the moor still has none that comes straight back.
    assert told(world) == [("W5010", "locations:mine")]


def test_a_connection_to_its_own_location_is_told(world: WorldFolder) -> None:
    loop = "connections: [{to: mine, label: In, at: {x: 1, y: 3}}, {to: harbor"
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)
    world.write({"mine.yaml": mine.replace("connections: [{to: harbor", loop)})

    assert told(world) == [("W5012", "locations:mine")]


PERHAPS = "on_enter: [{if: {when: [{level: 3}], then: [{move_to: harbor}]}}]"


@pytest.mark.parametrize(
    ("mine", "harbor_", "codes"),
    [
        ("on_enter: [{move_to: mine}]", "", []),
        ("on_enter: [{move_to: harbor}]", "", []),
        ("on_enter: [{move_to: harbor}]", "on_enter: [{move_to: mine}]", ["E4016"]),
        (PERHAPS, "on_enter: [{move_to: mine}]", ["W4011"]),
        ("on_leave: [{move_to: harbor}]", "", ["E4016"]),
        ("on_leave: [{move_to: mine}]", "", []),
    ],
)
def test_being_moved_about_without_end_is_told(
    mine: str, harbor_: str, codes: list[str], world: WorldFolder
) -> None:
    harbor = (world.path / "harbor.yaml").read_text("utf-8")
    dark = (world.path / "mine.yaml").read_text("utf-8")
    world.write({"mine.yaml": f"{dark}    {mine}\n", "harbor.yaml": f"{harbor}    {harbor_}\n"})

    assert [code for code, _ in told(world)] == codes


def place(name: str, *to: str) -> str:
    ways = ", ".join(f"{{to: {one}, label: To {one}, at: {{x: {x}, y: 0}}}}" for x, one in enumerate(to))
    return f"  {name}: {{name: {name}, description: Wet., size: {{x: 40, y: 9}}, connections: [{ways}]}}\n"


def test_of_places_that_lie_behind_each_other_only_the_first_is_lost(world: WorldFolder) -> None:
    world.write({"cave.yaml": f"locations:\n{place('a', 'b')}{place('b', 'a', 'c')}{place('c', 'b')}"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity) == ("W5009", "locations:a")
    assert found.message == "no way leads here from the start of the world, nor to 2 more from here"


def test_a_hall_of_portals_is_meant(world: WorldFolder) -> None:
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)
    doors = "abcd"
    world.write(
        {
            "mine.yaml": mine.replace(
                "connections: [", "connections: [{to: hall, label: X, at: {x: 5, y: 5}}, "
            )
        }
    )
    rooms = "".join(place(name, "mine") for name in doors)
    world.write({"hall.yaml": f"locations:\n{place('hall', 'mine', *doors)}{rooms}"})

    assert told(world) == []


def with_mazes(*slips: str) -> str:
    """Two mazes of ways that go one way, and places from which one comes straight back but for slips."""
    mazes = [f"{maze}{one}" for maze in "ab" for one in range(5)]
    sides = [f"side{number}" for number in range(8)]
    text = "".join(place(f"{one[0]}{one[1]}", f"{one[0]}{(int(one[1]) + 1) % 5}", "mine") for one in mazes)
    for number, side in enumerate(sides):
        beside = sides[(number + 1) % 8], sides[number - 1]
        text += place(side, *beside, *(() if side in slips else ("mine",)))
    return f"locations:\n{text}{place('mine', 'harbor', *mazes, *sides)}"


@pytest.mark.parametrize("slips", [(), ("side2",), ("side2", "side4")])
def test_beside_mazes_a_way_by_itself_is_told(slips: tuple[str, ...], world: WorldFolder) -> None:
    world.write({"mine.yaml": with_mazes(*slips)})

    assert [found.message for found in world.compile().report.diagnostics] == [
        f"this way goes to `{slip}`, and no way leads straight back" for slip in slips
    ]


def test_beside_mazes_many_ways_by_themselves_are_told_together(world: WorldFolder) -> None:
    pairs = [(f"up{number}", f"down{number}") for number in range(7)]
    drops = "".join(place(up, down, "mine") + place(down, "mine") for up, down in pairs)
    mine = with_mazes()
    ways = "".join(
        f", {{to: {to}, label: To {to}, at: {{x: {x}, y: 1}}}}"
        for x, to in enumerate(to for pair in pairs for to in pair)
    )
    world.write({"mine.yaml": mine.removesuffix("]}\n") + ways + "]}\n" + drops})

    (found,) = world.compile().report.diagnostics

    assert found.message == (
        "this way goes to `down0`, and no way leads straight back, nor from where 6 more ways lead"
    )
    assert len(found.notes) == 6
