"""Coins at their bounds, and what is offered in place of parts of one."""

import pytest

from engine.base.diagnostic import Diagnostic
from engine.compiler.compile import compile_files
from tests.playing import WORLDS

PURSE = "items:\n  purse: {{based_on: toadstool, name: Purse, price: 1c, on_use: [{}]}}\n"
MOST = "9007199254740991c"


def _told(effect: str) -> list[Diagnostic]:
    """What is told of an item that does this when it is used."""
    wishes = (WORLDS / "wishes" / "wishes.yaml").read_bytes()
    compiled = compile_files({"wishes.yaml": wishes, "more.yaml": PURSE.format(effect).encode()})
    return [one for one in compiled.report.diagnostics if one.span.path == "more.yaml"]


@pytest.mark.parametrize(
    ("written", "offered"), [("2.7", "3c"), ("2.2", "2c"), ("0.4", "1c"), ("12.0", "12c"), ("3", "3c")]
)
def test_a_part_of_a_coin_is_offered_as_whole_ones_that_are_taken(written: str, offered: str) -> None:
    told = [one for one in _told(f"{{give_coins: {written}}}") if one.code == "E1002"]

    assert [one.suggestion for one in told] == [offered]
    assert [one.code for one in _told(f"{{give_coins: {offered}}}") if one.code.startswith("E")] == []


def test_the_most_coins_there_can_be_are_taken_and_more_are_told_with_the_number() -> None:
    told = [one for one in _told("{give_coins: 9007199254740992c}") if one.code == "E1014"]

    assert [one.code for one in _told(f"{{give_coins: {MOST}}}") if one.code.startswith("E")] == []
    assert [one.help for one in told] == [f"name each unit once; more than `{MOST}` are too many coins"]


def test_a_chance_of_one_on_one_branch_is_told_as_what_always_happens() -> None:
    told = [one for one in _told("{random: {chance: 1, of: [{then: [{say: Hi.}]}]}}") if one.code == "W6005"]

    assert [one.message for one in told] == [
        "this always happens: there is only one branch, and nothing left to chance"
    ]
