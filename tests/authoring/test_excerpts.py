"""Reading a part of a world tells the same of it as reading the whole."""

from pathlib import Path

import pytest

from engine.authoring.opened import OpenWorld, Reading, Use, open_world
from engine.shipped import shipped
from tests.small_world import WorldFolder
from tools.worldgen import generate

ROOT = Path(__file__).resolve().parents[2]


def of(reading: Reading, key: str) -> tuple[list[Use], list[Use]]:
    """What a thing uses, and who uses it."""
    return (
        sorted((use for use in reading.uses if use.user == key), key=repr),
        sorted((use for use in reading.uses if use.used == key), key=repr),
    )


def assert_parts_agree(there: OpenWorld) -> None:
    """Every thing is told the same by the part around it and by the whole."""
    for key, entity in there.whole.written.items():
        near = there.near(key)

        assert near is not there.whole, key
        assert near.written[key].span == entity.span
        assert of(near, key) == of(there.whole, key)


@pytest.mark.parametrize(
    "folder",
    [shipped("content"), *(ROOT / "tests/worlds" / name for name in ("mill", "ferry", "examples"))],
    ids=lambda folder: folder.name,
)
def test_of_every_thing_the_part_tells_what_the_whole_tells(folder: Path) -> None:
    assert_parts_agree(open_world(folder))


def test_of_a_made_up_world_too(tmp_path: Path) -> None:
    generate(tmp_path / "made", entities=150, seed=5, per_file=60)

    assert_parts_agree(open_world(tmp_path / "made"))


@pytest.mark.parametrize(
    "text",
    [
        "flags: {dark: {type: bool, default: false}, wet: {type: bool, default: false}}\n",
        "  flags:\n    dark: {type: bool, default: false}\n  items:\n    roll: {based_on: bread}\n",
        '"flags":\n  dark: {type: bool, default: false}\n\'items\':\n  "roll": {"based_on": "bread"}\n',
        "items:\n  roll:\n    based_on: bread\n    description: 'two\n\nflags: of them'\n",
        'items:\n  roll: {based_on: "br\\x65ad"}\n',
    ],
    ids=["on one line", "set in", "quoted", "a text that looks like a kind", "a sign as a code"],
)
def test_however_a_file_is_written_its_things_are_found(world: WorldFolder, text: str) -> None:
    there = open_world(world.write({"more.yaml": text}).path)

    for key in there.whole.written:
        assert of(there.near(key), key) == of(there.whole, key)
