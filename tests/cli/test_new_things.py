"""`gamectl new KIND ID` begins a thing in the world at hand."""

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
    assert world.codes() == []


def test_a_picture_is_drawn_where_one_is_needed(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["new", "item", "lamp", "--file", "cellar.yaml", "-w", str(world.path)])

    assert code == exits.CLEAN
    assert f"placeholder to draw over: {world.path}/images/lamp.svg" in capsys.readouterr().out
    assert (world.path / "images/lamp.svg").is_file()
    assert world.codes() == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["itm", "lamp"], "there is no kind of thing called `itm`. Did you mean item?"),
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
