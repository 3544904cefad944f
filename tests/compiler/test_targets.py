"""Whoever aims at a target where nobody is struck is told so, at every trigger that the schemas know."""

from pathlib import Path

import pytest

from tests.small_world import WorldFolder, told
from tests.unit.test_every_trigger import all_triggers, may_strike

TRIGGERS = (Path(__file__).resolve().parents[1] / "worlds/triggers/triggers.yaml").read_text("utf-8")


@pytest.mark.parametrize("trigger", sorted(all_triggers()))
def test_a_target_where_nobody_is_struck_is_told(trigger: str, tmp_path: Path) -> None:
    aimed = TRIGGERS.replace(f"{{say: {trigger}}}", "{heal: {amount: 1, to: target}}")
    assert aimed != TRIGGERS

    codes = [code for code, _ in told(WorldFolder(tmp_path, {"world.yaml": aimed}))]

    assert codes.count("W6013") == (0 if may_strike(trigger) else 1)


def test_an_item_that_inherits_it_is_not_told_again(world: WorldFolder) -> None:
    tonic = "  tonic: {based_on: bread, name: Tonic, on_use: [{heal: {amount: 4, to: target}}]}\n"
    world.write({"tonic.yaml": f"items:\n{tonic}  draught: {{based_on: tonic, name: Draught}}\n"})

    assert told(world) == [("W6013", "items:tonic")]


def test_what_is_said_of_a_target_offers_where_it_belongs(world: WorldFolder) -> None:
    tonic = "items:\n  tonic:\n    based_on: bread\n    name: Tonic\n"
    world.write({"tonic.yaml": f"{tonic}    on_use: [{{heal: {{amount: 4, to: target}}}}]\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.span.line, found.span.column, found.span.length) == (5, 37, len("target"))
    assert found.help == "move it to `on_hit`, or write `to: self` if that is meant"
