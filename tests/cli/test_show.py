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
