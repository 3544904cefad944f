"""What players see: unwritten texts, and pictures that are missing or the same."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder, told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TBD", True),
        ("xxx", True),
        ("Name here", True),
        ("Lorem ipsum dolor.", True),
        ("A bill, TBD by Mara.", True),
        ("The Legion XXXV marched here.", False),
        ("Todo está bien.", False),
        ("Exxxtra long.", False),
        ("He put the description here and there.", False),
        ("description", True),
        ("Description.", True),
        ("Untitled", True),
        ("New item", True),
        ("New location", True),
        ("A description of the harbor, in his own hand.", False),
        ("A new quest begins.", False),
        ("New Harbor", False),
        ("???", True),
        ("What is it?", False),
        ("What one sees when one looks closer.", True),
        ("What is asked for, and why.", True),
        ("What is asked for, and why, nobody knows.", False),
    ],
)
def test_only_marks_of_unwritten_texts_are_taken_for_such(text: str, found: bool, world: WorldFolder) -> None:
    world.write({"pear.yaml": f'items:\n  pear: {{based_on: bread, name: Pear, description: "{text}"}}\n'})

    assert told(world) == ([("W7003", "items:pear")] if found else [])


def test_a_name_of_question_marks_may_be_that_of_somebody_not_known_so_far(world: WorldFolder) -> None:
    world.write({"pear.yaml": 'items:\n  pear: {based_on: bread, name: "???"}\n'})

    assert told(world) == []


def icons(*names: str) -> dict[str, str]:
    lines = [
        f"  pear-{place}: {{based_on: bread, name: Pear {place}, icon: {name}}}\n"
        for place, name in enumerate(names)
    ]
    return {"pears.yaml": f"items:\n{''.join(lines)}"}


def test_a_picture_that_many_want_is_told_once(world: WorldFolder) -> None:
    world.write(icons("pear.svg", "pear.svg", "thing.svg", "pear.svg", "plum.svg"))

    found = world.compile().report.diagnostics

    assert [(one.code, one.message) for one in found] == [
        ("W7001", "there is no picture `pear.svg`, and 3 places want it"),
        ("W7001", "there is no picture `plum.svg`"),
    ]
    assert [note.span.line for note in found[0].notes] == [3, 5]


def test_a_world_that_has_no_pictures_yet_is_told_so_once(world: WorldFolder) -> None:
    (world.path / "images/thing.svg").unlink()
    world.write(icons(*(f"pear-{place}.svg" for place in range(20))))

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("W7001", "none of the 21 pictures is there")


def test_guards_may_look_alike_and_shopkeepers_may_not(world: WorldFolder) -> None:
    guard = "{name: Guard, icon: thing.svg, at: {location: mine}}"
    keeper = "{name: Keeper, icon: thing.svg, at: {location: mine}, buys: [ore]}"
    keepers = "".join(f"  {name}: {keeper}\n" for name in "cde")
    world.write({"guards.yaml": f"denizens:\n  a: {guard}\n  b: {guard}\n{keepers}"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity) == ("W8013", "denizens:d")
    assert found.message == "this denizen is the same as `c` in everything but its id, and one more is"


@pytest.mark.parametrize(
    ("icon", "help_", "suggestion"),
    [
        ("thin.svg", "did you mean `thing.svg`?", "thing.svg"),
        ("thing.png", "did you mean `thing.svg`?", "thing.svg"),
        ("images/thin.svg", "did you mean `thing.svg`?", "thing.svg"),
        ("images/thing.svg", "did you mean `thing.svg`?", "thing.svg"),
        ("wick.svg", "did you mean `lights/wick.svg`?", "lights/wick.svg"),
        ("content/images/wick.svg", "did you mean `lights/wick.svg`?", "lights/wick.svg"),
        ("boat.svg", "put it in `images/boat.svg`; until then a placeholder is drawn", None),
        (
            "images/boat.svg",
            "names begin below `images/`: write `boat.svg`, and put the picture in `images/boat.svg`",
            None,
        ),
    ],
)
def test_a_missing_picture_is_told_with_the_one_that_was_meant(
    icon: str, help_: str, suggestion: str | None, world: WorldFolder
) -> None:
    world.write({"images/lights/wick.svg": SMALL_WORLD["images/thing.svg"]})
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, icon: {icon}}}\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.help, found.suggestion) == ("W7001", help_, suggestion)


@pytest.mark.parametrize(
    ("icon", "meant"),
    [
        ("./thing.svg", "thing.svg"),
        ("../images/lights/wick.SVG", "lights/wick.svg"),
        ('"images\\\\thing.svg"', "thing.svg"),
        ("brown bread.jpeg", "brown-bread.jpg"),
        ("thing", "thing.svg"),
    ],
)
def test_a_picture_named_in_the_manner_of_paths_is_told_with_the_right_form(
    icon: str, meant: str, world: WorldFolder
) -> None:
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, icon: {icon}}}\n"})

    found = world.compile().report.diagnostics

    assert [(one.code, one.suggestion) for one in found] == [("E1005", meant)]
