"""Plain content has one form, whatever short forms a writer chose."""

from typing import Any

import pytest

from tests.small_world import WorldFolder

LAMP = "items:\n  lamp: {based_on: ore, "


def plain_lamp(world: WorldFolder, more: str) -> dict[str, Any]:
    compiled = world.write({"lamp.yaml": f"{LAMP}{more}}}\n"}).compile()
    assert compiled.plain is not None, compiled.report.diagnostics
    lamp: dict[str, Any] = compiled.plain["items"]["lamp"]
    return lamp


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("item: bread", {"item": {"id": "bread", "amount": 1}}),
        ("item: {id: bread, amount: 3}", {"item": {"id": "bread", "amount": 3}}),
        ("coins: 1g20s3c", {"coins": 1_020_003}),
        ('time: {from: "20:00", to: "06:30"}', {"time": {"from": 1200, "to": 390}}),
        ("at: {location: harbor}", {"at": {"location": "harbor"}}),
        ('at: {location: harbor, structure: ""}', {"at": {"location": "harbor", "structure": ""}}),
        ("level: 0", {"level": 0}),
        ("flag: {id: lit, is: true}", {"flag": {"id": "lit", "is": True}}),
        ('formula: "item.bread > 2"', {"formula": "item.bread > 2"}),
        (
            "not: {any: [{spell: mend}, {effect: fed}]}",
            {"not": {"any": [{"spell": "mend"}, {"effect": "fed"}]}},
        ),
    ],
)
def test_a_condition_has_one_form(world: WorldFolder, written: str, plain: Any) -> None:
    assert plain_lamp(world, f"requires: [{{{written}}}]")["requires"] == [plain]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("give_item: bread", {"give_item": {"item": "bread", "amount": 1}}),
        ("give_item: {item: bread, amount: 1d4}", {"give_item": {"item": "bread", "amount": "1d4"}}),
        ("give_coins: 2s", {"give_coins": 2000}),
        ("give_coins: 3 * level", {"give_coins": "3 * level"}),
        ("give_experience: 40", {"give_experience": {"amount": 40}}),
        (
            "give_experience: {skill: MINING, amount: 2d6}",
            {"give_experience": {"skill": "MINING", "amount": "2d6"}},
        ),
        ("heal: 5", {"heal": {"amount": 5, "to": "self"}}),
        ("damage: 2d4", {"damage": {"amount": "2d4"}}),
        (
            "apply_effect: {effect: fed, duration: 1.5s}",
            {"apply_effect": {"effect": "fed", "duration": 30, "to": "self"}},
        ),
        ("move_to: harbor", {"move_to": {"location": "harbor", "structure": ""}}),
        ("spawn: {creature: crab}", {"spawn": {"creature": "crab", "amount": 1}}),
        (
            "advance_quest: {quest: lamp, objective: ask}",
            {"advance_quest": {"quest": "lamp", "objective": "ask", "amount": 1}},
        ),
        (
            "random: [{then: [{say: Hm.}]}]",
            {"random": {"chance": 1, "of": [{"weight": 1, "then": [{"say": "Hm."}]}]}},
        ),
        (
            "random: {chance: 0.5, of: [{weight: 2, then: []}]}",
            {"random": {"chance": 0.5, "of": [{"weight": 2, "then": []}]}},
        ),
        (
            "if: {when: [{item: bread}], then: [{take_item: bread}]}",
            {
                "if": {
                    "when": [{"item": {"id": "bread", "amount": 1}}],
                    "then": [{"take_item": {"item": "bread", "amount": 1}}],
                }
            },
        ),
        ("each_member: [{heal: 1}]", {"each_member": [{"heal": {"amount": 1, "to": "self"}}]}),
    ],
)
def test_an_effect_has_one_form(world: WorldFolder, written: str, plain: Any) -> None:
    assert plain_lamp(world, f"on_equip: [{{{written}}}]")["on_equip"] == [plain]


def test_loot_has_one_form(world: WorldFolder) -> None:
    world.write(
        {
            "creatures.yaml": """\
creatures:
  crab:
    name: Crab
    description: Sideways.
    icon: thing.svg
    vitals: {health: 12}
    combat: {attack: 3, attack_speed: 1}
    loot: [{item: ore}, {coins: 3c, chance: 0.5, amount: 2}, {table: finds, amount: {min: 1, max: 3}}]
loot_tables:
  finds: [{item: ore, weight: 1}, {coins: 1s, weight: 0.5}]
"""
        }
    )

    plain = world.compile().plain

    one = {"min": 1, "per_level": 0}
    assert plain is not None
    assert plain["creatures"]["crab"]["loot"] == [
        {"item": "ore", "chance": {"base": 1, "per_level": 0}, "amount": one},
        {"coins": 3, "chance": {"base": 0.5, "per_level": 0}, "amount": {"min": 2, "per_level": 0}},
        {
            "table": "finds",
            "chance": {"base": 1, "per_level": 0},
            "amount": {"min": 1, "max": 3, "per_level": 0},
        },
    ]
    assert plain["loot_tables"]["finds"] == {
        "id": "finds",
        "lines": [{"item": "ore", "weight": 1, "amount": one}, {"coins": 1000, "weight": 0.5, "amount": one}],
    }


def test_wares_and_places_have_one_form(world: WorldFolder) -> None:
    plain = world.compile().plain

    assert plain is not None
    assert plain["denizens"]["mara"]["sells"] == [
        {"item": "bread"},
        {"item": "pickaxe", "stock": 3, "restock": 12_000},
    ]
    assert plain["world"]["start"] == {"location": "harbor", "structure": ""}


def test_rules_that_are_left_out_take_their_defaults(world: WorldFolder) -> None:
    without = world.compile()
    world.write({"rules.yaml": "rules: {attack_stamina: 2, death: {coins_lost: 0.5}}\n"})
    with_some = world.compile()

    assert without.plain is not None
    assert with_some.plain is not None
    changed = {**without.plain["rules"], "attack_stamina": 2}
    changed["death"] = {**changed["death"], "coins_lost": 0.5}
    assert with_some.plain["rules"] == changed
    assert without.plain["rules"]["price_to_buy"] == "price"


def test_a_default_may_name_skills_that_the_world_lacks(world: WorldFolder) -> None:
    compiled = world.compile()

    assert compiled.plain is not None
    assert compiled.plain["rules"]["regeneration"]["health"] == "1 + 0.25 * skills.VITALITY"


def test_ids_that_look_like_numbers_are_text(world: WorldFolder) -> None:
    world.write(
        {"odd.yaml": 'items:\n  7: {based_on: ore}\n  "1e3": {based_on: "7"}\n  3-rings: {based_on: "7"}\n'}
    )

    compiled = world.compile()

    assert compiled.report.diagnostics == ()
    assert compiled.plain is not None
    assert {"7", "1e3", "3-rings"} <= set(compiled.plain["items"])


def test_a_reference_that_looks_like_a_number_is_to_be_quoted(world: WorldFolder) -> None:
    world.write({"odd.yaml": "items:\n  7: {based_on: ore}\n  8: {based_on: ore, requires: [{item: 7}]}\n"})

    found = world.compile().report.diagnostics

    assert [(one.code, one.suggestion) for one in found] == [("E1002", '"7"')]


def test_single_y_and_n_are_text(world: WorldFolder) -> None:
    world.write({"lamp.yaml": f"{LAMP}name: y, description: n}}\n"})

    compiled = world.compile()

    assert compiled.plain is not None
    assert compiled.plain["items"]["lamp"]["name"] == "y"
    assert compiled.plain["items"]["lamp"]["description"] == "n"


def test_whole_numbers_written_with_a_point_are_whole(world: WorldFolder) -> None:
    lamp = plain_lamp(world, "requires: [{item: {id: bread, amount: 3.0}}]")

    assert repr(lamp["requires"][0]["item"]["amount"]) == "3"
