"""Cross-checks that look at a world as a whole: what they find, and what they let pass."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder


def told(world: WorldFolder) -> list[tuple[str, str]]:
    return [(one.code, one.entity or "") for one in world.compile().report.diagnostics]


MOOR = """\
locations:
  moor:
    name: Moor
    description: Wet.
    size: {x: 4, y: 4}
    connections: [{to: fen, label: Further, at: {x: 0, y: 0}}]
  fen:
    name: Fen
    description: Wetter.
    size: {x: 4, y: 4}
    connections: [{to: mine, label: Out, at: {x: 0, y: 0}}]
  mine:
    name: Mine
    description: Dark.
    size: {x: 6, y: 6}
    connections:
      - {to: harbor, label: Out, at: {x: 0, y: 3}}
      - {to: moor, label: Through, at: {x: 5, y: 3}}
"""


def test_a_round_of_ways_that_go_one_way_is_told_way_by_way(world: WorldFolder) -> None:
    world.write({"mine.yaml": MOOR})

    found = world.compile().report.diagnostics

    assert [(one.code, one.entity) for one in found] == [
        ("W5010", "locations:moor"),
        ("W5010", "locations:fen"),
        ("W5010", "locations:mine"),
    ]
    assert all(one.help.startswith("one comes back only by way of other places") for one in found)


def test_a_way_that_goes_one_way_on_purpose_can_be_silenced(world: WorldFolder) -> None:
    way = "    connections: [{to: fen, label: Further, at: {x: 0, y: 0}}]\n"
    silenced = MOOR.replace(way, way.replace("\n", "  # gamectl: ignore[W5010] a slide\n"))
    world.write({"mine.yaml": silenced})

    assert told(world) == [("W5010", "locations:fen"), ("W5010", "locations:mine")]


@pytest.mark.parametrize(
    ("way", "found"),
    [
        ("", [("W5011", "locations:moor")]),
        ("on_enter: [{say: Wet.}]", [("W5011", "locations:moor")]),
        ("on_enter: [{if: {when: [{level: 3}], then: [{move_to: mine}]}}]", []),
        ("connections: [{to: mine, label: Back, at: {x: 0, y: 0}}]", []),
    ],
)
def test_a_place_without_a_way_out_is_told_once(
    way: str, found: list[tuple[str, str]], world: WorldFolder
) -> None:
    moor = "  moor:\n    name: Moor\n    description: Wet.\n    size: {x: 4, y: 4}\n"
    mine = MOOR[MOOR.index("  mine:") :]
    world.write({"mine.yaml": f"locations:\n{moor}    {way}\n{mine}"})

    assert told(world) == found


def test_a_spell_that_leads_home_is_a_way_out_of_everywhere(world: WorldFolder) -> None:
    moor = "  moor:\n    name: Moor\n    description: Wet.\n    size: {x: 4, y: 4}\n"
    mine = MOOR[MOOR.index("  mine:") :]
    home = "spells:\n  home: {based_on: mend, name: Home, type: other, on_cast: [{move_to: harbor}]}\n"
    home += "items:\n  page: {based_on: bread, name: Page, on_use: [{learn_spell: home}]}\n"
    world.write({"mine.yaml": f"locations:\n{moor}{mine}", "home.yaml": home})

    # The way to the moor still has none that comes straight back.
    assert told(world) == [("W5010", "locations:mine")]


def otto(requires: str, place: str = "{location: harbor, structure: chapel}") -> dict[str, str]:
    return {
        "otto.yaml": "denizens:\n  otto:\n    name: Otto\n    icon: thing.svg\n"
        f"    at: {place}\n    requires: [{requires}]\n"
        "quests:\n  chore: {based_on: lamp, title: A Chore, giver: otto}\n"
    }


@pytest.mark.parametrize(
    ("requires", "codes"),
    [
        ("{at: {location: harbor}}", []),
        ("{at: {location: harbor, structure: chapel}}", []),
        ('{at: {location: harbor, structure: ""}}', ["E4013"]),
        ("{at: {location: mine}}", ["E4013"]),
        ("{not: {at: {location: mine}}}", []),
        ("{not: {at: {location: harbor}}}", ["E4013"]),
        ("{any: [{at: {location: mine}}, {level: 3}]}", []),
        ("{quest: {id: lamp, state: finished}}", []),
        ("{quest: {id: chore, state: finished}}", ["E4013"]),
        ("{quest: {id: chore, state: offered}}", []),
        ("{not: {quest: {id: chore, state: finished}}}", []),
    ],
)
def test_who_can_never_be_met_is_told(requires: str, codes: list[str], world: WorldFolder) -> None:
    world.write(otto(requires))

    assert [code for code, _ in told(world)] == codes


def test_a_quest_that_comes_by_itself_lets_its_giver_be_met(world: WorldFolder) -> None:
    world.write(otto("{quest: {id: chore, state: proceeding}}"))
    world.write(
        {"horn.yaml": "items:\n  horn: {based_on: bread, name: Horn, on_use: [{start_quest: chore}]}\n"}
    )

    assert told(world) == []


@pytest.mark.parametrize(
    ("conditions", "codes"),
    [
        ("{flag: {id: lit, is: true}}, {flag: {id: lit, is: true}}", []),
        ("{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}", ["E4014"]),
        ("{flag: {id: lit, is: true}}, {not: {flag: {id: lit, is: true}}}", ["E4014"]),
        ("{any: [{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}]}", []),
        ("{all: [{flag: {id: lit, is: true}}, {flag: {id: lit, is: false}}]}", ["E4014"]),
        ("{any: [{all: [{at: {location: mine}}, {at: {location: harbor}}]}, {level: 2}]}", ["E4014"]),
        ("{at: {location: harbor}}, {at: {location: harbor, structure: chapel}}", []),
        ('{at: {location: harbor, structure: ""}}, {at: {location: harbor, structure: chapel}}', ["E4014"]),
        ("{item: bread}, {not: {item: bread}}", ["E4014"]),
        ("{item: bread}, {not: {item: {id: bread, amount: 5}}}", []),
        ("{level: 3}, {not: {level: 5}}", []),
        ("{level: 5}, {not: {level: 3}}", ["E4014"]),
        ("{not: {level: 3}}, {level: 5}", ["E4014"]),
        ("{not: {level: 3}}, {not: {level: 5}}", []),
        ("{coins: 9c}, {not: {coins: 5c}}", ["E4014"]),
        ("{coins: 4c}, {not: {coins: 5c}}", []),
        ("{skill: {id: MINING, level: 3}}, {not: {skill: {id: MINING, level: 2}}}", ["E4014"]),
        ("{skill: {id: MINING, level: 3}}, {not: {skill: {id: SWORDS, level: 2}}}", []),
        ("{item: {id: bread, amount: 5}}, {not: {item: bread}}", ["E4014"]),
        ("{item: {id: bread, amount: 5}}, {not: {item: ore}}", []),
        ("{vital: {vital: mana, at_least: 5}}, {not: {vital: {vital: mana, at_least: 2}}}", ["E4014"]),
        ("{vital: {vital: mana, at_least: 5}}, {not: {vital: {vital: health, at_least: 2}}}", []),
    ],
)
def test_conditions_that_exclude_each_other_are_told(
    conditions: str, codes: list[str], world: WorldFolder
) -> None:
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, requires: [{conditions}]}}\n"})

    assert [code for code, _ in told(world)] == codes


def test_numbers_that_leave_no_room_between_them_are_told(world: WorldFolder) -> None:
    def asks(low: int, high: int) -> list[tuple[str, str]]:
        requires = f"[{{flag: {{id: trust, at_least: {low}}}}}, {{flag: {{id: trust, at_most: {high}}}}}]"
        world.write(
            {
                "pear.yaml": "flags:\n  trust: {type: int, default: 0}\n"
                f"items:\n  pear: {{based_on: bread, name: Pear, requires: {requires},"
                " on_use: [{set_flag: {id: trust, add: 1}}]}\n"
            }
        )
        return told(world)

    assert asks(2, 3) == []
    assert asks(4, 3) == [("E4014", "items:pear")]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("{flag: {id: trust, at_least: 10}}", []),
        ("{flag: {id: trust, at_least: 11}}", ["E4004"]),
        ("{flag: {id: trust, at_most: -2}}", []),
        ("{flag: {id: trust, at_most: -3}}", ["E4004"]),
        ("{flag: {id: trust, at_least: 3}}, {not: {flag: {id: trust, at_least: 3}}}", ["E4014"]),
        ("{flag: {id: trust, at_least: 5}}, {not: {flag: {id: trust, at_least: 3}}}", ["E4014"]),
        ("{flag: {id: trust, at_least: 2}}, {not: {flag: {id: trust, at_least: 3}}}", []),
        ("{flag: {id: trust, at_most: 2}}, {not: {flag: {id: trust, at_most: 3}}}", ["E4014"]),
        ("{flag: {id: trust, is: 4}}, {not: {flag: {id: trust, at_least: 3, at_most: 5}}}", ["E4014"]),
        ("{flag: {id: trust, at_least: 4}}, {not: {flag: {id: trust, at_least: 3, at_most: 5}}}", []),
        ("{flag: {id: trust, at_least: 4}}, {not: {flag: {id: trust, is: 4}}}", []),
    ],
)
def test_numbers_that_a_flag_can_never_be_are_told(asked: str, codes: list[str], world: WorldFolder) -> None:
    world.write(
        {
            "pear.yaml": "flags:\n  trust: {type: int, default: 0, min: -2, max: 10}\n"
            f"items:\n  pear: {{based_on: bread, name: Pear, requires: [{asked}],"
            " on_use: [{set_flag: {id: trust, add: 1}}]}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


def quests(**requires: str) -> dict[str, str]:
    lines = [
        f"  {name}: {{based_on: lamp, title: {name}, requires: [{needed}]}}\n"
        for name, needed in requires.items()
    ]
    return {"circle.yaml": f"quests:\n{''.join(lines)}"}


def finished(quest: str) -> str:
    return f"{{quest: {{id: {quest}, state: finished}}}}"


def test_quests_that_wait_for_each_other_are_told_once(world: WorldFolder) -> None:
    world.write(quests(a=finished("c"), b=finished("a"), c=f"{{level: 2}}, {finished('b')}", d=finished("a")))

    assert told(world) == [("E4012", "quests:a")]


@pytest.mark.parametrize(
    "needed",
    [
        "{quest: {id: a, state: offered}}",
        "{any: [{quest: {id: a, state: finished}}, {level: 9}]}",
        "{not: {quest: {id: a, state: finished}}}",
    ],
)
def test_quests_that_can_begin_otherwise_pass(needed: str, world: WorldFolder) -> None:
    world.write(quests(a=finished("b"), b=needed))

    assert told(world) == []


def test_a_circle_that_an_effect_can_enter_passes(world: WorldFolder) -> None:
    world.write(quests(a=finished("b"), b=finished("a")))
    world.write({"horn.yaml": "items:\n  horn: {based_on: bread, name: Horn, on_use: [{start_quest: b}]}\n"})

    assert told(world) == []


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ("on_start: [{apply_effect: {effect: loop, duration: 1s}}]", None),
        ("on_end: [{apply_effect: {effect: loop, duration: 1s}}]", "W4018"),
        ("on_end: [{apply_effect: {effect: loop, duration: 0s}}]", None),
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


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("on_use: [{heal: 1}]", []),
        ("on_use: [{give_coins: 3c}]", ["W6009"]),
        ("on_use: [{give_experience: 5}, {say: Hm.}]", ["W6009"]),
        ("on_use: [{take_item: bread}, {give_coins: 3c}]", []),
        ("on_use: [{if: {when: [{level: 3}], then: [{give_coins: 3c}]}}]", []),
        ("on_use: [{give_coins: 3c}], requires: [{level: 3}]", []),
        ("type: consumable, on_use: [{give_coins: 1c}]", []),
    ],
)
def test_what_is_never_used_up_gives_nothing_for_nothing(
    more: str, codes: list[str], world: WorldFolder
) -> None:
    world.write({"horn.yaml": f"items:\n  horn: {{based_on: ore, name: Horn, {more}}}\n"})

    assert [code for code, _ in told(world)] == codes


def test_a_connection_to_its_own_location_is_told(world: WorldFolder) -> None:
    loop = "connections: [{to: mine, label: In, at: {x: 1, y: 3}}, {to: harbor"
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)
    world.write({"mine.yaml": mine.replace("connections: [{to: harbor", loop)})

    assert told(world) == [("W5012", "locations:mine")]


PERHAPS = "on_enter: [{if: {when: [{level: 3}], then: [{move_to: harbor}]}}]"


@pytest.mark.parametrize(
    ("mine", "harbor_", "codes"),
    [
        ("on_enter: [{move_to: mine}]", "", []),
        ("on_enter: [{move_to: harbor}]", "", []),
        ("on_enter: [{move_to: harbor}]", "on_enter: [{move_to: mine}]", ["E4016"]),
        (PERHAPS, "on_enter: [{move_to: mine}]", ["W4011"]),
        ("on_leave: [{move_to: harbor}]", "", ["E4016"]),
        ("on_leave: [{move_to: mine}]", "", []),
    ],
)
def test_being_moved_about_without_end_is_told(
    mine: str, harbor_: str, codes: list[str], world: WorldFolder
) -> None:
    harbor = (world.path / "harbor.yaml").read_text("utf-8")
    dark = (world.path / "mine.yaml").read_text("utf-8")
    world.write({"mine.yaml": f"{dark}    {mine}\n", "harbor.yaml": f"{harbor}    {harbor_}\n"})

    assert [code for code, _ in told(world)] == codes


def pump(sells: str = "purse", use: str = "{give_coins: 30c}", more: str = "") -> dict[str, str]:
    return {
        "otto.yaml": "denizens:\n  otto:\n    name: Otto\n    icon: thing.svg\n    at: {location: mine}\n"
        f"    sells: [{sells}]\n    buys: [nut, pickaxe]\n{more}"
        "items:\n"
        f"  purse: {{based_on: bread, name: Purse, price: 10c, on_use: [{use}]}}\n"
        "  nut: {based_on: bread, name: Nut, price: 6c, on_use: [{give_item: purse}]}\n"
    }


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        (pump(use="{give_coins: 10c}"), []),
        (pump(use="{give_coins: 11c}"), ["E6002"]),
        (pump(use="{give_item: {item: nut, amount: 2}}"), ["E6002"]),
        (pump(use="{give_item: nut}, {take_coins: 1c}"), []),
        (pump(use="{give_coins: 30c}, {take_coins: 25c}"), []),
        (pump(use="{random: [{then: [{give_coins: 30c}]}, {then: []}]}"), []),
        (pump(use="{give_coins: 3 * level}"), []),
        (pump("{item: purse, stock: 2}"), ["W6001"]),
        (pump(more="    requires: [{level: 2}]\n"), ["W6001"]),
        (pump("nut", "{give_coins: 5c}"), []),
        (pump("nut", "{give_coins: 7c}"), ["E6002"]),
    ],
)
def test_what_turns_coins_into_more_coins_is_told(
    files: dict[str, str], codes: list[str], world: WorldFolder
) -> None:
    world.write(files)

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", [("W8007", "spells:zap")]),
        ("items:\n  page: {based_on: bread, name: Page, on_use: [{learn_spell: zap}]}\n", []),
        ("  zip: {based_on: zap, name: Zip}\n", [("W8007", "spells:zip")]),
        (
            "items:\n  page: {based_on: bread, name: Page, requires: [{spell: zap}]}\n",
            [("W8011", "items:page")],
        ),
    ],
)
def test_a_spell_that_nothing_teaches_is_told(
    more: str, found: list[tuple[str, str]], world: WorldFolder
) -> None:
    world.write({"zap.yaml": "spells:\n  zap: {based_on: mend, name: Zap}\n" + more})

    assert told(world) == found


@pytest.mark.parametrize(
    ("pear", "codes"),
    [
        ('requires: [{time: {from: "21:00", to: "21:00"}}]', ["W6011"]),
        ('requires: [{not: {time: {from: "21:00", to: "21:00"}}}]', ["W6011"]),
        ('requires: [{time: {to: "21:00", from: "21:00"}}]', ["W6011"]),
        ('requires: [{time: {from: "21:00", to: "21:01"}}]', []),
        ('requires: [{formula: "1 < 2"}]', ["W6011"]),
        ('requires: [{formula: "level < 2"}]', []),
        ('requires: [{formula: "min(1, level) < 2"}]', []),
        ("on_use: [{heal: -3}]", ["W6003"]),
        ("on_use: [{heal: 1-4}]", ["W6003"]),
        ("on_use: [{damage: {amount: -2, to: target}}]", ["W6003"]),
        ("on_use: [{give_experience: -2}]", ["W6003"]),
        ("on_use: [{heal: 4-1}]", []),
        ("on_use: [{heal: 2d4 - 1}]", []),
        ("on_use: [{restore: {vital: mana, amount: -2}}]", []),
    ],
)
def test_what_is_always_the_same_is_told(pear: str, codes: list[str], world: WorldFolder) -> None:
    world.write({"pear.yaml": f"items:\n  pear: {{based_on: bread, name: Pear, {pear}}}\n"})

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("sells", "codes"),
    [
        ("bread, bread", ["W8015"]),
        ("bread, {item: bread}", ["W8015"]),
        ("bread, pickaxe, bread, bread", ["W8015", "W8015"]),
        ("bread, {item: bread, stock: 2}", []),
    ],
)
def test_a_ware_that_is_named_twice_is_told(sells: str, codes: list[str], world: WorldFolder) -> None:
    anna = f"denizens:\n  anna: {{name: Anna, icon: thing.svg, at: {{location: mine}}, sells: [{sells}]}}\n"
    world.write({"anna.yaml": anna})

    assert [code for code, _ in told(world)] == codes


ANNA_STANDS = "denizens:\n  anna: {name: Anna, icon: thing.svg, at: {location: %s}}\n"


@pytest.mark.parametrize(
    ("after", "where", "more", "codes"),
    [
        ("0s", "harbor", "", ["E6002"]),
        ("1s", "harbor", "", ["W6001"]),
        ("1s", "mine", "", []),
        ("1s", "harbor", "on_accept: [{take_coins: 9c}]", []),
        ("1s", "harbor", "on_progress: [{take_coins: 9c}]", []),
        ("1s", "harbor", "requires: [{level: 2}]", ["W6001"]),
        ("10m", "harbor", "", []),
    ],
)
def test_a_talk_that_is_paid_again_and_again_is_told_unless_one_must_walk(
    after: str, where: str, more: str, codes: list[str], world: WorldFolder
) -> None:
    world.write(
        {
            "word.yaml": ANNA_STANDS
            % where
            + "quests:\n  word:\n    title: A Word\n    description: Say it.\n    giver: mara\n"
            "    objectives: [{id: word, talk: {denizen: anna}}]\n"
            f"    rewards: [{{give_coins: 9c}}]\n    repeat: {{after: {after}}}\n    {more}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


TRADER = (
    "{{price_to_buy: price * (1 - {0} * skills.MINING), price_to_sell: price * (0.5 + {0} * skills.MINING)}}"
)


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("{price_to_sell: price}", []),
        ("{price_to_sell: price + 1}", ["W6001"]),
        ("{price_to_buy: floor(price / 2)}", ["W6001"]),
        ("{price_to_buy: price * 3, price_to_sell: price * 2}", []),
        ("{price_to_sell: price + level}", ["W6001"]),
        ("{price_to_sell: price * 0.5}", []),
        # A good trader pays less and gets more: with the years the one passes the other.
        (
            TRADER.format(0.005),
            ["W6001"],
        ),
        (
            TRADER.format(0.002),
            [],
        ),
        ('{price_to_sell: "price * if(flag.lit > 0, 2, 0.5)"}', ["W6001"]),
        ('{price_to_sell: "price * if(flag.lit > 0, 0.9, 0.5)"}', []),
        ('{price_to_sell: "price * if(flag.lit > 0, 0.5, 2)"}', ["W6001"]),
    ],
)
def test_prices_are_judged_for_whoever_one_may_become(
    rule: str, codes: list[str], world: WorldFolder
) -> None:
    world.write(pump("bread", "{heal: 1}"))
    world.write({"rules.yaml": f"rules: {rule}\n"})

    # Mara sells pickaxes, of which she has three.
    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("after", "pays", "codes"),
    [
        ("0s", 9, ["E6002"]),
        ("0s", 8, []),
        ("1m", 9, ["W6001"]),
        ("1m", 8, []),
        ("299s", 9, ["W6001"]),
        ("5m", 9, []),
        ("1h", 9, []),
    ],
)
def test_a_quest_that_pays_more_than_it_costs_may_not_come_again_at_once_or_soon(
    after: str, pays: int, codes: list[str], world: WorldFolder
) -> None:
    world.write(
        {
            "feast.yaml": "quests:\n  feast:\n    title: A Feast\n    description: Bread.\n    giver: mara\n"
            "    objectives: [{id: loaves, collect: {item: bread, amount: 2}}]\n"
            f"    rewards: [{{give_coins: {pays}c}}]\n    repeat: {{after: {after}}}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        ("{id: a, text: Again., goto: hello}", ["W4015"]),
        ("{id: a, text: On., goto: more}", ["W4015"]),
        ("{id: a, text: On., goto: more}, {id: b, text: Bye.}", []),
        ("{id: a, text: Go., goto: hello, then: [{move_to: mine}]}", []),
        ("{id: a, text: Last., goto: last}", []),
    ],
)
def test_a_talk_that_never_ends_is_told(choices: str, codes: list[str], world: WorldFolder) -> None:
    nodes = "        choices: [{id: back, text: Back., goto: hello}]\n"
    world.write(
        {
            "otto.yaml": "dialogues:\n  otto-talk:\n    start: hello\n    nodes:\n      hello:\n"
            f"        text: Well?\n        choices: [{choices}]\n"
            + (f"      more:\n        text: More.\n{nodes}" if "more" in choices else "")
            + ("      last: {text: That is all.}\n" if "last" in choices else "")
            + "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("{item: ore, chance: 0.5}", []),
        ("{item: ore}", []),
        ("{item: ore, chance: 0}", ["W6003"]),
        ("{item: ore, amount: {min: 0}}", ["W6003"]),
        ("{item: ore, amount: {min: 0, max: 2}}", []),
        ("{item: ore, chance: {base: 0.5, per_level: 0.1}}", ["W6007"]),
    ],
)
def test_loot_of_a_creature_is_looked_at(line: str, codes: list[str], world: WorldFolder) -> None:
    world.write(
        {
            "gull.yaml": f"creatures:\n  gull: {{based_on: crab, name: Gull, loot: [{line}]}}\n"
            "items:\n  horn: {based_on: ore, name: Horn, on_equip: [{spawn: {creature: gull}}]}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


HELP = "    on_accept: [{advance_quest: {quest: hunt, objective: x}}]\n"


@pytest.mark.parametrize(
    ("objective", "more", "codes"),
    [
        ("{id: x, kill: {creature: gull}}", "", ["E4017"]),
        ("{id: x, kill: {creature: gull}}", HELP, []),
        ("{id: x, kill: {creature: gull}}", "    on_accept: [{spawn: {creature: gull}}]\n", []),
        ("{id: x, collect: {item: feather}}", "", ["E4017"]),
        ("{id: x, collect: {item: feather}}", "    on_accept: [{take_item: feather}]\n", ["E4017"]),
        ("{id: x, collect: {item: feather}}", "    on_accept: [{give_item: feather}]\n", []),
    ],
)
def test_objectives_that_can_never_be_met_are_told(
    objective: str, more: str, codes: list[str], world: WorldFolder
) -> None:
    world.write(
        {
            "hunt.yaml": "quests:\n  hunt:\n    title: A Hunt\n    description: Hunt.\n    giver: mara\n"
            f"    objectives: [{objective}]\n{more}"
            "items:\n  feather: {based_on: ore, name: Feather}\n"
            + ("creatures:\n  gull: {based_on: crab, name: Gull}\n" if "gull" in objective else "")
        }
    )

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TBD", True),
        ("xxx", True),
        ("Name here", True),
        ("Lorem ipsum dolor.", True),
        ("A bill, TBD by Mara.", True),
        ("The Legion XXXV marched here.", False),
        ("Todo está bien.", False),
        ("Exxxtra long.", False),
        ("He put the description here and there.", False),
        ("description", True),
        ("Description.", True),
        ("Untitled", True),
        ("New item", True),
        ("New location", True),
        ("A description of the harbor, in his own hand.", False),
        ("A new quest begins.", False),
        ("New Harbor", False),
    ],
)
def test_only_marks_of_unwritten_texts_are_taken_for_such(text: str, found: bool, world: WorldFolder) -> None:
    world.write({"pear.yaml": f'items:\n  pear: {{based_on: bread, name: Pear, description: "{text}"}}\n'})

    assert told(world) == ([("W7003", "items:pear")] if found else [])


ANNA = "  anna: {name: Anna, icon: thing.svg, at: {location: mine}, requires: [%s], dialogue: anna-talk}\n"


def story(**quests: str) -> str:
    lines = [f"  {name}: {{based_on: lamp, title: {name}, {body}}}\n" for name, body in quests.items()]
    return f"quests:\n{''.join(lines)}"


def crown(*gives: str) -> str:
    return f"items:\n  crown: {{based_on: ore, name: Crown}}\n{''.join(gives)}"


WANTS_CROWN = "objectives: [{id: crown, collect: {item: crown}}]"
GIVES_CROWN = "rewards: [{give_item: crown}]"
SEEN = "{flag: {id: seen, is: true}}"
SEES = "on_accept: [{set_flag: {id: seen, to: true}}]"
FLAG = "flags:\n  seen: {type: bool, default: false}\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        # A quest asks for a flag that only it, or what comes after it, sets.
        ([FLAG, story(a=f"requires: [{SEEN}], {SEES}")], [("E4012", "quests:a")]),
        (
            [FLAG, story(a=f"requires: [{SEEN}]", b=f"requires: [{finished('a')}], {SEES}")],
            [("E4012", "quests:a")],
        ),
        ([FLAG, story(a=f"requires: [{SEEN}]", b=SEES)], []),
        (
            [
                FLAG,
                story(
                    a="requires: [{flag: {id: seen, is: false}}]",
                    b=f"requires: [{SEEN}], giver: mara",
                    c=SEES,
                ),
            ],
            [],
        ),
        # A quest wants an item that only another one gives, which waits for the first.
        (
            [crown(), story(a=WANTS_CROWN, b=f"requires: [{finished('a')}], {GIVES_CROWN}")],
            [("E4012", "quests:b")],
        ),
        ([crown(), story(a=WANTS_CROWN, b=GIVES_CROWN)], []),
        (
            [
                crown("  egg: {based_on: bread, name: Egg, on_use: [{give_item: crown}]}\n"),
                story(a=WANTS_CROWN, b=f"requires: [{finished('a')}], {GIVES_CROWN}"),
            ],
            [],
        ),
        ([crown(), story(a=f"requires: [{{item: crown}}], {GIVES_CROWN}")], [("E4012", "quests:a")]),
        # What is under way is not finished.
        (
            [
                crown(),
                story(a=WANTS_CROWN, b="requires: [{quest: {id: a, state: proceeding}}], " + GIVES_CROWN),
            ],
            [],
        ),
    ],
)
def test_quests_that_need_each_other_by_flags_and_items_are_told(
    files: list[str], found: list[tuple[str, str]], world: WorldFolder
) -> None:
    world.write({f"more-{place}.yaml": text for place, text in enumerate(files)})

    assert told(world) == found


ANNA_TALKS = """\
dialogues:
  anna-talk:
    start: hello
    nodes:
      hello: {text: You see me., then: [{set_flag: {id: seen, to: true}}]}
"""


@pytest.mark.parametrize(
    ("files", "found"),
    [
        # Only Anna herself says what lets her be met.
        ([FLAG, "denizens:\n" + ANNA % SEEN, ANNA_TALKS], [("E4013", "denizens:anna")]),
        ([FLAG, "denizens:\n" + ANNA % SEEN, ANNA_TALKS, story(a=SEES)], []),
        ([FLAG, "denizens:\n" + ANNA % "{level: 3}", ANNA_TALKS, story(a=f"requires: [{SEEN}]")], []),
        # Her quest comes from a denizen who can only be met after it.
        (
            [
                FLAG,
                "denizens:\n" + ANNA % finished("b") + ANNA.replace("anna:", "otto:") % SEEN,
                ANNA_TALKS,
                story(a="giver: anna", b=f"giver: otto, requires: [{finished('a')}]"),
            ],
            [("E4013", "denizens:anna")],
        ),
    ],
)
def test_denizens_who_are_needed_to_meet_themselves_are_told(
    files: list[str], found: list[tuple[str, str]], world: WorldFolder
) -> None:
    world.write({f"more-{place}.yaml": text for place, text in enumerate(files)})

    assert told(world) == found


def test_what_waits_for_a_circle_is_not_told_as_well(world: WorldFolder) -> None:
    world.write(quests(a=finished("b"), b=finished("a"), c=finished("b"), d=finished("c")))

    assert told(world) == [("E4012", "quests:a")]


def talk(then: str = "", choice: str = "", requires: str = "") -> dict[str, str]:
    return {
        "otto.yaml": "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, "
        f"dialogue: otto-talk, buys: [ore], requires: [{requires}]}}\n"
        "dialogues:\n  otto-talk:\n    start: hello\n    nodes:\n"
        f"      hello: {{text: Well., then: [{then}], choices: [{{id: a, text: Thanks., {choice}}}]}}\n"
    }


ONCE = (
    "{if: {when: [{flag: {id: got, is: false}}], then: [{give_coins: 5c}, {set_flag: {id: got, to: true}}]}}"
)


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        (talk("{give_coins: 5c}"), ["E6002"]),
        (talk("{give_item: ore}"), ["E6002"]),
        (talk("{give_item: bread}"), []),
        (talk("{give_coins: 5c}, {take_coins: 5c}"), []),
        (talk("{give_coins: 5c}", requires="{level: 3}"), []),
        (
            {
                **talk(ONCE),
                "flags.yaml": f"{FLAG.replace('seen', 'got')}  lit: {{type: bool, default: false}}\n",
            },
            [],
        ),
        (talk(choice="then: [{give_coins: 5c}]"), ["E6002"]),
        (talk(choice="then: [{give_coins: 5c}], requires: [{flag: {id: lit, is: false}}]"), []),
        (talk(choice="then: [{take_item: {item: ore, amount: 2}}, {give_coins: 5c}]"), []),
        (
            {"hat.yaml": "items:\n  hat: {based_on: knife, name: Hat, on_equip: [{give_coins: 1c}]}\n"},
            ["E6002"],
        ),
        ({"hat.yaml": "items:\n  hat: {based_on: knife, name: Hat, on_equip: [{heal: 1}]}\n"}, []),
    ],
)
def test_what_gives_coins_each_time_for_nothing_is_told(
    files: dict[str, str], codes: list[str], world: WorldFolder
) -> None:
    world.write(files)

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("made", "sells", "codes"),
    [
        ("{take_item: {item: bread, amount: 2}}, {give_item: ore}", "bread", []),
        ("{take_item: bread}, {give_item: {item: ore, amount: 2}}", "bread", ["W6001"]),
        ("{take_item: bread}, {give_item: {item: ore, amount: 2}}, {take_coins: 2c}", "bread", []),
        # The loaves are not for sale without end, so there is no round.
        ("{take_item: pickaxe}, {give_item: {item: ore, amount: 90}}", "bread", []),
    ],
)
def test_work_that_pays_more_than_what_it_takes_costs_is_told(
    made: str, sells: str, codes: list[str], world: WorldFolder
) -> None:
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)
    bake = f"    actions: {{bake: {{label: Bake, type: custom, duration: 4s, on_complete: [{made}]}}}}\n"
    world.write({"mine.yaml": mine + bake})

    assert [code for code, _ in told(world)] == codes


def icons(*names: str) -> dict[str, str]:
    lines = [
        f"  pear-{place}: {{based_on: bread, name: Pear {place}, icon: {name}}}\n"
        for place, name in enumerate(names)
    ]
    return {"pears.yaml": f"items:\n{''.join(lines)}"}


def test_a_picture_that_many_want_is_told_once(world: WorldFolder) -> None:
    world.write(icons("pear.svg", "pear.svg", "thing.svg", "pear.svg", "plum.svg"))

    found = world.compile().report.diagnostics

    assert [(one.code, one.message) for one in found] == [
        ("W7001", "there is no picture `pear.svg`, and 3 places want it"),
        ("W7001", "there is no picture `plum.svg`"),
    ]
    assert [note.span.line for note in found[0].notes] == [3, 5]


def test_a_world_that_has_no_pictures_yet_is_told_so_once(world: WorldFolder) -> None:
    (world.path / "images/thing.svg").unlink()
    world.write(icons(*(f"pear-{place}.svg" for place in range(20))))

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == ("W7001", "none of the 21 pictures is there")


def place(name: str, *to: str) -> str:
    ways = ", ".join(f"{{to: {one}, label: To {one}, at: {{x: {x}, y: 0}}}}" for x, one in enumerate(to))
    return f"  {name}: {{name: {name}, description: Wet., size: {{x: 9, y: 9}}, connections: [{ways}]}}\n"


def test_of_places_that_lie_behind_each_other_only_the_first_is_lost(world: WorldFolder) -> None:
    world.write({"cave.yaml": f"locations:\n{place('a', 'b')}{place('b', 'a', 'c')}{place('c', 'b')}"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity) == ("W5009", "locations:a")
    assert found.message == "no way leads here from the start of the world, nor to 2 more from here"


def test_a_hall_of_portals_is_meant(world: WorldFolder) -> None:
    mine = SMALL_WORLD["mine.yaml"]
    assert isinstance(mine, str)
    doors = "abcd"
    world.write(
        {
            "mine.yaml": mine.replace(
                "connections: [", "connections: [{to: hall, label: X, at: {x: 5, y: 5}}, "
            )
        }
    )
    rooms = "".join(place(name, "mine") for name in doors)
    world.write({"hall.yaml": f"locations:\n{place('hall', 'mine', *doors)}{rooms}"})

    assert told(world) == []


def test_a_creature_that_others_are_based_on_is_used(world: WorldFolder) -> None:
    world.write(
        {
            "gull.yaml": "creatures:\n  bird: {based_on: crab, name: Bird}\n"
            "  gull: {based_on: bird, name: Gull}\n"
            "items:\n  horn: {based_on: ore, name: Horn, on_equip: [{spawn: {creature: gull}}]}\n"
        }
    )

    assert told(world) == []


def test_guards_may_look_alike_and_shopkeepers_may_not(world: WorldFolder) -> None:
    guard = "{name: Guard, icon: thing.svg, at: {location: mine}}"
    keeper = "{name: Keeper, icon: thing.svg, at: {location: mine}, buys: [ore]}"
    keepers = "".join(f"  {name}: {keeper}\n" for name in "cde")
    world.write({"guards.yaml": f"denizens:\n  a: {guard}\n  b: {guard}\n{keepers}"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity) == ("W8013", "denizens:d")
    assert found.message == "this denizen is the same as `c` in everything but its id, and one more is"


def test_lost_nodes_of_a_talk_are_told_together(world: WorldFolder) -> None:
    lost = "b: {text: B., choices: [{id: x, text: X., goto: c}]}, c: {text: C.}, d: {text: D.}"
    nodes = f"hello: {{text: Well.}}, {lost}"
    world.write(
        {
            "otto.yaml": f"dialogues:\n  otto-talk: {{start: hello, nodes: {{{nodes}}}}}\n"
            "denizens:\n  otto: {name: Otto, icon: thing.svg, at: {location: mine}, dialogue: otto-talk}\n"
        }
    )

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.message) == (
        "W8003",
        "nothing leads to the node `b`, nor to 2 more of this talk",
    )
