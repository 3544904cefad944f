"""`gamectl show REF` shows one thing, to people and to programs."""

import json

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder


def test_a_thing_is_shown_with_its_place_and_its_users(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["show", "item:ore", "-w", str(world.path)])

    said = capsys.readouterr().out
    assert code == exits.CLEAN
    assert (
        said
        == f"""\
item `ore`  {world.path}/items.yaml:21
based on knife

  name: Ore
  description: Short.                                       # from knife
  icon: thing.svg                                           # from knife
  type: material
  category: ore
  rarity: common                                            # from knife
  price: 3c
  bonuses: []
  bound: false                                              # by default
  cursed: false                                             # by default

uses:
  items:knife  based_on  {world.path}/items.yaml:21

used by:
  creatures:crab    loot of creature crab  {world.path}/creatures.yaml:9
  denizens:mara     buys of denizen mara  {world.path}/mara.yaml:8
  locations:harbor  loot of action dig  {world.path}/harbor.yaml:17
"""
    )


def test_of_very_many_users_the_first_are_listed_and_the_rest_counted(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    rolls = "".join(f"  roll-{number:02}: {{based_on: bread}}\n" for number in range(60))
    world.write({"more.yaml": f"items:\n{rolls}"})

    run(["show", "effects/fed", "-w", str(world.path)])
    for_people = capsys.readouterr().out
    run(["show", "effects/fed", "-w", str(world.path), "--json"])
    for_programs = json.loads(capsys.readouterr().out)

    assert for_people.endswith("  … and 21 more; --json lists them all\n")
    assert len(for_programs["used_by"]) == 61


def test_programs_get_the_compiled_form(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["show", "mend", "-w", str(world.path), "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert code == exits.CLEAN
    assert (said["kind"], said["id"], said["path"], said["line"]) == ("spells", "mend", "skills.yaml", 6)
    assert said["body"]["cooldown"] == 120
    assert [(use["kind"], use["id"]) for use in said["used_by"]] == [("world", "")]


DICE = """\
items:
  tonic:
    based_on: bread
    on_use: [{heal: 2d4}, {heal: 100d1000}, {restore: {vital: mana, amount: 6 / (d4 - 2)}}]
"""


def test_dice_are_drawn_for_people(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write({"more.yaml": DICE})

    run(["show", "tonic", "-w", str(world.path)])

    said = capsys.readouterr().out
    assert (
        """
dice:
  100d1000      too many outcomes to count  100 to 100000, 50050 on average, mostly 44277 to 55823
  2d4           ▃▅▆█▆▅▃                     2 to 8, 5 on average
  6 / (d4 - 2)  ███                         -6 to 6, 1 on average; no result in 25 % of throws

uses:
"""
        in said
    )


def test_programs_get_each_outcome_with_its_probability(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"more.yaml": DICE})

    run(["show", "tonic", "-w", str(world.path), "--json"])

    many, few, failing = json.loads(capsys.readouterr().out)["dice"]
    assert (many["text"], many["min"], many["mean"], many["max"]) == ("100d1000", 100, 50050, 100000)
    assert (round(many["deviation"], 1), many["histogram"]) == (2886.7, None)
    assert few == {
        "text": "2d4",
        "min": 2,
        "mean": 5,
        "max": 8,
        "deviation": 2.5**0.5,
        "no_result": 0,
        "histogram": [
            [2, 1 / 16],
            [3, 2 / 16],
            [4, 3 / 16],
            [5, 4 / 16],
            [6, 3 / 16],
            [7, 2 / 16],
            [8, 1 / 16],
        ],
    }
    assert (failing["no_result"], failing["histogram"]) == (0.25, [[-6, 0.25], [3, 0.25], [6, 0.25]])


def test_what_is_not_there_ends_with_a_hint(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["show", "items:bred", "-w", str(world.path)])

    assert code == exits.NOT_RUN
    assert capsys.readouterr().err == "gamectl: no item is called `bred`. Did you mean items:bread?\n"


def test_the_findings_of_a_world_with_errors_are_shown_instead(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"more.yaml": "items:\n  odd: {based_on: nothing}\n"})

    code = run(["show", "bread", "-w", str(world.path)])

    said = capsys.readouterr()
    assert code == exits.FINDINGS
    assert "error[E2120]" in said.out
    assert "mend these first" in said.err
