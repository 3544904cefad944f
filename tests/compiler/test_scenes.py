"""Writers' tests of their own world: what they may say, and what is wrong with it."""

import pytest

from engine.compiler.schema import content_schema
from engine.protocol.errors import ErrorCode
from tests.small_world import WorldFolder

NOT_OF_THE_RULES = {
    ErrorCode.MALFORMED_FRAME,
    ErrorCode.UNKNOWN_EVENT,
    ErrorCode.INVALID_PAYLOAD,
    ErrorCode.KEY_REUSED,
    ErrorCode.BUSY,
    ErrorCode.UNAVAILABLE,
    ErrorCode.INTERNAL,
}
"""Codes that no rule of the game answers with."""


def scene(step: str, given: str = "{}") -> dict[str, str]:
    return {"scenes.yaml": f"scenes:\n  one:\n    given: {given}\n    steps:\n      - {step}\n"}


def told(world: WorldFolder) -> list[tuple[str, str]]:
    return [(one.code, str(one.span)) for one in world.compile().report.diagnostics]


def test_a_scene_may_expect_every_refusal_of_the_rules_and_no_other() -> None:
    expectation = content_schema().bundle["$defs"]["scenes.json"]["$defs"]["expectation"]

    assert set(expectation["properties"]["refused"]["enum"]) == set(ErrorCode) - NOT_OF_THE_RULES


@pytest.mark.parametrize(
    "deed",
    [
        "{interact: {denizen: mara, choice: bye}}",
        "{accept_quest: {denizen: mara, quest: lamp}}",
        "{abandon_quest: lamp}",
        "{trade: {denizen: mara, sell: [{item: ore, amount: 2}], buy: [bread]}}",
        "{act: dig}",
        "{act: idle}",
        "{go_to: mine}",
        "{go_into: chapel}",
        '{go_into: ""}',
        "{equip: knife}",
        "{unequip: weapon}",
        "{use: bread}",
        "{discard: bread}",
        "{cast: mend}",
        "{open_fight: true}",
        "{leave_fight: true}",
        "{say: Hello.}",
    ],
)
def test_everything_a_player_does_can_be_done_in_a_scene(deed: str, world: WorldFolder) -> None:
    world.write(scene(f"{{do: {deed}, expect: {{at: {{location: harbor}}}}}}"))

    assert told(world) == []


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("{do: {interact: maru}, expect: {dialogue: hello}}", "E2109"),
        ("{do: {interact: mara}, expect: {dialogue: helo}}", "E2115"),
        ("{do: {interact: {denizen: mara, choice: by}}, expect: {dialogue: hello}}", "E2119"),
        ("{do: {act: digg}, expect: {level: 1}}", "E2114"),
        ("{do: {go_into: chappel}, expect: {level: 1}}", "E2113"),
        ("{do: {unequip: wepon}, expect: {level: 1}}", "E2117"),
        ("{wait: 1s, expect: {quests: {lump: met}}}", "E2111"),
        ("{wait: 1s, expect: {flags: {list: true}}}", "E2112"),
        ("{wait: 1s, expect: {flags: {lit: 1}}}", "E4006"),
        ("{wait: 1s, expect: {equipment: {offhand: knife}}}", "E2132"),
        ("{wait: 1s, expect: {refused: not_finish}}", "E1004"),
        ("{wait: 1s, expect: {vitals: {health: {min: 3, max: 2}}}}", "E1013"),
        ("{wait: 1s, expect: {wallet: {min: 3c, max: 2c}}}", "E1013"),
        ("{wait: 1s, do: {act: dig}, expect: {level: 1}}", "E1012"),
        ("{expect: {level: 1}}", "E1011"),
        ("{do: {act: dig, use: bread}, expect: {level: 1}}", "E1009"),
        ("{do: {act: dig}}", "W8014"),
    ],
)
def test_a_slip_in_a_scene_is_told_once_on_its_line(step: str, code: str, world: WorldFolder) -> None:
    world.write(scene(step))

    found = told(world)

    assert [one for one, _ in found] == [code]
    assert found[0][1].startswith("scenes.yaml:2:" if code == "W8014" else "scenes.yaml:5:")


def test_what_is_given_is_linked_too(world: WorldFolder) -> None:
    given = (
        "{at: {location: harbor, structure: chapl}, items: [bred], quests: {lamp: met}, flags: {lit: true}}"
    )
    world.write(scene("{wait: 1s, expect: {level: 0}}", given))

    assert told(world) == [("E2113", "scenes.yaml:3:47"), ("E2104", "scenes.yaml:3:63")]


def test_a_scene_can_be_based_on_another(world: WorldFolder) -> None:
    world.write(
        {
            "scenes.yaml": """\
scenes:
  day: {given: {level: 3, seed: 7}, steps: [{wait: 1s, expect: {level: 3}}]}
  later: {based_on: day, given: {level: 4}, steps: [{wait: 1s, expect: {level: 4}}]}
"""
        }
    )

    catalog = world.compile().catalog

    assert catalog is not None
    assert catalog.scenes["later"]["given"] == {"level": 4, "seed": 7}
    assert catalog.scenes["later"]["steps"] == [{"wait": 20, "expect": {"level": {"is": 4}}}]


BALANCE = """\
balance:
  crab:
    fight: {creatures: [crab]}
    expect: {win_rate: {between: [0.5, 0.9]}}
"""


def test_what_a_balance_expectation_leaves_out_is_put_in(world: WorldFolder) -> None:
    world.write({"balance.yaml": BALANCE})

    catalog = world.compile().catalog

    assert catalog is not None
    assert catalog.balance["crab"] == {
        "id": "crab",
        "fight": {"character": {}, "creatures": [{"creature": "crab", "amount": 1}]},
        "runs": 1000,
        "seed": 0,
        "expect": {"win_rate": {"between": [0.5, 0.9], "confidence": 0.99}},
    }


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("[crab]", "[crap]", "E2106"),
        ("[0.5, 0.9]", "[0.9, 0.5]", "E1013"),
        ("[0.5, 0.9]", "[0.5]", "E1007"),
        ("[0.5, 0.9]", "[0.5, 9]", "E1006"),
        ("creatures:", "character: {equipment: {pickaxe: knife}}, creatures:", "E2132"),
        ("win_rate: {between: [0.5, 0.9]}", "rounds: {p96: 3}", "E1001"),
    ],
)
def test_a_slip_in_an_expectation_of_balance_is_told(
    right: str, wrong: str, code: str, world: WorldFolder
) -> None:
    world.write({"balance.yaml": BALANCE.replace(right, wrong)})

    assert [one for one, _ in told(world)] == [code]


def test_to_be_named_in_a_test_is_not_to_be_used(world: WorldFolder) -> None:
    world.write(
        {
            "gull.yaml": "creatures:\n  gull: {based_on: crab, name: Gull}\n",
            "balance.yaml": BALANCE.replace("[crab]", "[gull]"),
        }
    )

    assert told(world) == [("W8007", "gull.yaml:2:3")]


@pytest.mark.parametrize(("kind", "word"), [("scenes", "scene"), ("balance", "expectation")])
def test_what_is_based_on_nothing_that_is_there_is_told(kind: str, word: str, world: WorldFolder) -> None:
    world.write({"tests.yaml": f"{kind}:\n  one: {{based_on: another}}\n"})

    found = world.compile().report.diagnostics

    assert [(one.code, one.message) for one in found] == [("E2120", f"no {word} is called `another`")]
