"""`gamectl new KIND ID` begins a thing in the world at hand."""

from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder


def test_it_says_where_the_thing_stands_and_what_comes_next(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["new", "quest", "a-dry-lamp", "-w", str(world.path)])

    assert code == exits.CLEAN
    assert capsys.readouterr().out == (
        f"A quest was begun: quests:a-dry-lamp  {world.path}/quests.yaml:8\n"
        "\n"
        "  a-dry-lamp:\n"
        "    title: A dry lamp\n"
        "    description: What is asked for, and why.\n"
        "    giver: mara\n"
        "    objectives: [{id: talk, talk: {denizen: mara}}]\n"
        "    rewards: [{give_coins: 10c}]\n"
        "\n"
        "Picked from what is there: giver mara.\n"
        "Yours to fill in: title, description, giver, objectives, rewards.\n"
        "What next: say what is to be done: talk, kill, collect, visit or do.\n"
    )
    assert world.codes() == ["W7003"]


def test_a_picture_is_drawn_where_one_is_needed(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["new", "item", "lamp", "--file", "cellar.yaml", "-w", str(world.path)])

    assert code == exits.CLEAN
    assert f"placeholder to draw over: {world.path}/images/lamp.svg" in capsys.readouterr().out
    assert (world.path / "images/lamp.svg").is_file()
    assert world.codes() == ["W7003"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["itm", "lamp"], "there is no kind of thing called `itm`. Did you mean item?"),
        (["loot", "lamp"], "there is no kind of thing called `loot`. Did you mean loot-table?"),
        (["item", "bread"], "called `bread` already (items.yaml:2)"),
        (["item", "a b"], "`a b` cannot be an id"),
    ],
)
def test_what_cannot_be_begun_is_refused_with_the_reason(
    world: WorldFolder, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    code = run(["new", *arguments, "-w", str(world.path)])

    assert code == exits.NOT_RUN
    assert why in capsys.readouterr().err


def test_whoever_adds_the_way_that_is_proposed_only_has_to_say_what_one_sees_there(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harbor = world.path / "harbor.yaml"
    # The corner is taken; the way goes to another tile.
    harbor.write_text(harbor.read_text().replace("at: {x: 4, y: 3}", "at: {x: 11, y: 0}"))
    run(["new", "location", "cellar", "-w", str(world.path)])
    *_, said, way = capsys.readouterr().out.splitlines()
    first = tmp_path / "first"
    run(["new", "world", str(first)])
    run(["new", "location", "cellar", "-w", str(first)])
    *_, said_first, ways = capsys.readouterr().out.splitlines()
    hill = first / "lantern-hill.yaml"

    harbor.write_text(harbor.read_text().replace("connections: [", f"connections: [{way.strip('- ')}, ", 1))
    hill.write_text(hill.read_text().replace("    structures:\n", f"  {ways}\n    structures:\n", 1))

    assert "Add this to the `connections` of harbor (harbor.yaml:2), or lead there" in said
    assert "Add this to lantern-hill (lantern-hill.yaml:4), or lead there" in said_first
    assert way == "  - {to: cellar, label: To Cellar, at: {x: 11, y: 1}}"
    assert ways == "  connections: [{to: cellar, label: To Cellar, at: {x: 7, y: 0}}]"
    assert world.codes() == ["W7003"]
    assert run(["validate", str(first), "--fail-on", "info", "--rule", "W7003=off"]) == exits.CLEAN
