"""`based_on`: mappings are merged, lists and everything else replaced."""

from tests.small_world import WorldFolder

MERGED = """\
creatures:
  big-crab:
    based_on: crab
    name: Big crab
    combat: {attack: 9}
    loot: []
  king-crab: {based_on: big-crab, vitals: {health: 99}}
loot_tables:
  finds: [{item: ore, weight: 1}]
  more-finds: {based_on: finds}
"""


def test_mappings_are_merged_and_lists_replaced(world: WorldFolder) -> None:
    plain = world.write({"more.yaml": MERGED}).compile().plain

    assert plain is not None
    king = plain["creatures"]["king-crab"]
    assert king == {
        **plain["creatures"]["crab"],
        "id": "king-crab",
        "name": "Big crab",
        "combat": {**plain["creatures"]["crab"]["combat"], "attack": 9},
        "vitals": {"health": 99, "mana": 0, "stamina": 10},
        "loot": [],
    }


def test_keys_may_be_missing_when_the_base_has_them(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  crumb: {based_on: bread}\n"})

    assert world.codes() == []


def test_keys_that_nobody_has_are_told_of_the_base_alone(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  a: {name: A}\n  b: {based_on: a}\n  c: {based_on: b}\n"})

    report = world.compile().report

    assert [(found.code, found.entity) for found in report.diagnostics] == [("E1003", "items:a")]
    assert report.hidden == 2


def test_a_mistake_that_is_inherited_is_told_once(world: WorldFolder) -> None:
    base = "  zz: {based_on: ore, requires: [{item: none}]}\n"
    world.write({"more.yaml": "items:\n  b: {based_on: zz, name: B}\n" + base})

    found = world.compile().report.diagnostics

    assert [(one.code, one.entity) for one in found] == [("E2104", "items:zz")]


def test_what_is_overwritten_is_not_looked_at(world: WorldFolder) -> None:
    world.write({"more.yaml": "items:\n  b: {based_on: bread, on_use: [{heal: 3}]}\n"})

    assert world.codes() == []


def test_a_ring_is_told_once_and_nothing_follows_from_it(world: WorldFolder) -> None:
    ring = "items:\n  a: {based_on: b}\n  b: {based_on: c}\n  c: {based_on: a}\n  d: {based_on: a}\n"

    report = world.write({"more.yaml": ring}).compile().report

    assert [(found.code, found.entity) for found in report.diagnostics] == [("E2121", "items:a")]


def test_a_long_chain_is_followed(world: WorldFolder) -> None:
    chain = "\n".join(f"  i{n}: {{based_on: {f'i{n - 1}' if n else 'ore'}}}" for n in range(31))

    compiled = world.write({"more.yaml": f"items:\n{chain}\n"}).compile()

    assert compiled.report.diagnostics == ()
    assert compiled.catalog is not None
    assert compiled.catalog.items["i30"].price == 3


def test_the_id_comes_from_the_thing_itself(world: WorldFolder) -> None:
    plain = world.write({"more.yaml": "items:\n  crumb: {based_on: bread}\n"}).compile().plain

    assert plain is not None
    assert plain["items"]["crumb"]["id"] == "crumb"
    assert "based_on" not in plain["items"]["crumb"]
