"""Effects that set each other off for ever."""

import pytest

from tests.small_world import WorldFolder, told


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ("on_start: [{apply_effect: {effect: loop, duration: 1s}}]", None),
        ("on_end: [{apply_effect: {effect: loop, duration: 1s}}]", "W4018"),
        ("on_end: [{apply_effect: {effect: loop, duration: 0.05s}}]", "W4018"),
        ("on_end: [{apply_effect: {effect: loop, duration: 1s, to: target}}]", None),
        ("on_end: [{if: {when: [{level: 2}], then: [{apply_effect: {effect: loop, duration: 1s}}]}}]", None),
        (
            "on_end: [{random: {chance: 0.9, of: [{then: [{apply_effect: {effect: loop, duration: 1s}}]}]}}]",
            None,
        ),
        ("on_start: [{say: Ah.}], each: [{apply_effect: {effect: loop, duration: 1s}}], every: 1s", "W4018"),
        ("stacking: extend, every: 5s, each: [{apply_effect: {effect: loop, duration: 20s}}]", "W4018"),
        ("stacking: ignore, every: 5s, each: [{apply_effect: {effect: loop, duration: 20s}}]", None),
        ("every: 5s, each: [{apply_effect: {effect: loop, duration: 4s}}]", None),
        ("every: 5s, each: [{apply_effect: {effect: loop, duration: 9s, to: target}}]", None),
        (
            (
                "every: 5s, each: [{if: {when: [{level: 2}], "
                "then: [{apply_effect: {effect: loop, duration: 9s}}]}}]"
            ),
            None,
        ),
        ("on_start: [{remove_effect: loop}]", None),
        (
            "on_start: [{remove_effect: loop}], on_end: [{apply_effect: {effect: loop, duration: 1s}}]",
            "W4011",
        ),
    ],
)
def test_only_what_really_comes_round_is_called_a_chain(
    effect: str, code: str | None, world: WorldFolder
) -> None:
    world.write(
        {
            "loop.yaml": f"effects:\n  loop: {{name: Loop, description: Again., category: x, {effect}}}\n"
            "items:\n  pear:\n    based_on: bread\n    name: Pear\n"
            "    on_use: [{apply_effect: {effect: loop, duration: 1s}}]\n"
        }
    )

    assert [found for found, _ in told(world)] == ([code] if code else [])


def test_two_lasting_effects_that_follow_each_other_for_ever_are_told_once(world: WorldFolder) -> None:
    def tide(entity: str, follows: str) -> str:
        on_end = f"[{{apply_effect: {{effect: {follows}, duration: 1m}}}}]"
        return f"  {entity}: {{name: Tide, description: {entity}., category: sea, on_end: {on_end}}}\n"

    world.write(
        {"ebb.yaml": "effects:\n" + tide("ebb", "flood"), "flood.yaml": "effects:\n" + tide("flood", "ebb")}
    )

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity, found.confidence.value) == ("W4018", "effects:ebb", "likely")
    assert found.message.endswith("by way of `on_end` of `flood`")


def renewing(entity: str, renews: str, every: str = "5s") -> str:
    each = f"[{{apply_effect: {{effect: {renews}, duration: 20s}}}}]"
    return f"  {entity}: {{name: Fire, description: {entity}., category: x, every: {every}, each: {each}}}\n"


@pytest.mark.parametrize(
    ("effects", "found"),
    [
        (renewing("glow", "spark") + renewing("spark", "glow"), [("W4018", "effects:glow")]),
        (renewing("glow", "spark") + renewing("spark", "glow", "30s"), []),
        (renewing("glow", "fed") + renewing("spark", "glow"), []),
    ],
)
def test_lasting_effects_that_renew_each_other_as_they_act_are_told_once(
    effects: str, found: list[tuple[str, str]], world: WorldFolder
) -> None:
    use = "on_use: [{apply_effect: {effect: spark, duration: 9s}}]"
    pear = f"items:\n  pear: {{based_on: bread, name: Pear, {use}}}\n"
    world.write({"fire.yaml": f"effects:\n{effects}{pear}"})

    assert told(world) == found


def test_a_lasting_effect_that_renews_itself_until_it_is_cured_passes(world: WorldFolder) -> None:
    pear = "items:\n  pear: {based_on: bread, name: Pear, on_use: [{remove_effect: glow}]}\n"
    world.write({"fire.yaml": f"effects:\n{renewing('glow', 'glow')}{pear}"})

    assert told(world) == []


@pytest.mark.parametrize("duration", ["0s", "0m", "0.0s", "0h0m"])
def test_a_lasting_effect_that_would_be_over_at_once_is_told(duration: str, world: WorldFolder) -> None:
    use = f"on_use: [{{apply_effect: {{effect: fed, duration: {duration}}}}}]"
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, {use}}}\n"})

    (found,) = world.compile().report.diagnostics

    needs = f"a lasting effect needs a duration above zero, and `{duration}` is no time at all"
    assert (found.code, found.message) == ("E1006", needs)


SLIMES = """\
creatures:
  slime: {{based_on: crab, name: Slime, on_death: [{}]}}
  jelly: {{based_on: crab, name: Jelly, on_death: [{}]}}
  ooze: {{based_on: crab, name: Ooze}}
locations:
  mine:
    name: Mine
    description: It drips.
    size: {{x: 6, y: 6}}
    connections: [{{to: harbor, label: Harbor road, at: {{x: 0, y: 3}}}}]
    actions: {{fight: {{label: Stir it, type: combat}}}}
    creatures: [{{creature: slime}}, {{creature: jelly}}, {{creature: ooze}}]
"""


@pytest.mark.parametrize(
    ("slime", "jelly", "codes"),
    [
        ("{spawn: {creature: slime}}", "", ["W4019"]),
        ("{spawn: {creature: slime, amount: 2}}", "", ["W4019"]),
        ("{spawn: {creature: jelly}}", "{spawn: {creature: slime}}", ["W4019"]),
        ("{spawn: {creature: ooze, amount: 2}}", "", []),
        ("{spawn: {creature: slime, amount: 1d2 - 1}}", "", []),
        ("{if: {when: [{level: 2}], then: [{spawn: {creature: slime}}]}}", "", []),
        ("{random: {chance: 0.5, of: [{then: [{spawn: {creature: slime}}]}]}}", "", []),
    ],
)
def test_a_creature_that_comes_again_whenever_it_dies_is_told(
    slime: str, jelly: str, codes: list[str], world: WorldFolder
) -> None:
    world.write({"mine.yaml": SLIMES.format(slime, jelly)})

    assert world.codes() == codes
