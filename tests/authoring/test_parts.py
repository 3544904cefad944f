"""A part of a thing gets a new id wherever it is named, and nowhere else."""

import pytest

from engine.authoring.edits import write_all
from engine.authoring.opened import CannotDo, open_world
from engine.authoring.parts import rename_part
from tests.small_world import WorldFolder

MORE = """\
locations:
  bay:
    based_on: harbor
    name: Bay
    connections: [{to: harbor, label: Back, at: {x: 0, y: 0}}]
    actions:
      dig: {duration: 4s}     # quicker
quests:
  earth:
    title: Earth
    description: Dig.
    giver: mara
    objectives:
      - {id: dig, do: {location: bay, action: dig, amount: 2}}
      - {id: more, do: {location: harbor, action: dig}}
    on_accept: [{advance_quest: {quest: earth, objective: dig}}]
scenes:
  digging:
    given: {at: {location: harbor, structure: chapel}}
    steps: [{do: {act: dig}}, {do: {interact: {denizen: mara, choice: bye}}, expect: {dialogue: hello}}]
"""


@pytest.fixture
def dug(world: WorldFolder) -> WorldFolder:
    """The small world with parts named in many places."""
    return world.write({"more.yaml": MORE})


def renamed(world: WorldFolder, key: str, part: str, new: str) -> str:
    """The file with everything that was written here, after the rename."""
    found = rename_part(open_world(world.path), key, part, new)
    write_all(world.path, found.before, found.after)
    return (world.path / "more.yaml").read_text(encoding="utf-8")


def test_an_action_is_renamed_with_its_heirs_and_in_scenes(dug: WorldFolder) -> None:
    after = renamed(dug, "locations:harbor", "dig", "delve")

    expected = MORE.replace("      dig: {d", "      delve: {d").replace("action: dig", "action: delve")
    assert after == expected.replace("act: dig", "act: delve")
    assert "      delve:\n        label: Dig for ore" in (dug.path / "harbor.yaml").read_text(
        encoding="utf-8"
    )


def test_a_structure_is_renamed_where_people_stand_in_it(dug: WorldFolder) -> None:
    after = renamed(dug, "locations:harbor", "structures/chapel", "shrine")

    assert after == MORE.replace("structure: chapel", "structure: shrine")
    assert "structure: shrine" in (dug.path / "mara.yaml").read_text(encoding="utf-8")


def test_a_node_is_renamed_in_its_dialogue_and_in_scenes(dug: WorldFolder) -> None:
    after = renamed(dug, "dialogues:mara-talk", "hello", "welcome")

    assert after == MORE.replace("dialogue: hello", "dialogue: welcome")
    assert "start: welcome" in (dug.path / "mara.yaml").read_text(encoding="utf-8")


def test_an_objective_is_renamed_and_an_action_of_the_same_name_is_not(dug: WorldFolder) -> None:
    after = renamed(dug, "quests:earth", "dig", "holes")

    assert after == MORE.replace("{id: dig", "{id: holes").replace("objective: dig", "objective: holes")


@pytest.mark.parametrize(
    ("key", "part", "new", "why"),
    [
        ("locations:bay", "dig", "delve", "has `dig` from harbor. Rename it there"),
        ("locations:harbor", "dgi", "delve", "has nothing called `dgi`. Did you mean dig?"),
        ("locations:harbor", "dig", "fight", "has actions called `fight` already"),
        ("locations:harbor", "dig", "two words", "cannot be an id"),
        ("items:bread", "crust", "rind", "has no parts with ids of their own"),
    ],
)
def test_what_cannot_be_renamed_is_refused_with_the_reason(
    dug: WorldFolder, key: str, part: str, new: str, why: str
) -> None:
    if key == "locations:bay":
        dug.write({"more.yaml": MORE.replace("    actions:\n      dig: {duration: 4s}     # quicker\n", "")})
    there = open_world(dug.path)

    with pytest.raises(CannotDo, match=why):
        rename_part(there, key, part, new)


def test_a_scene_that_may_mean_another_action_is_asked_about(dug: WorldFolder) -> None:
    mine = (dug.path / "mine.yaml").read_text(encoding="utf-8")
    mine += "    actions: {dig: {label: Dig here, type: custom, duration: 2s}}\n"
    there = open_world(dug.write({"mine.yaml": mine}).path)

    with pytest.raises(CannotDo, match=r"more\.yaml:20:24 may mean another `dig` as well"):
        rename_part(there, "locations:harbor", "dig", "delve")
