"""Coins for nothing: wares, talks, work and quests that pay more than they cost, again and again."""

import pytest

from tests.small_world import SMALL_WORLD, WorldFolder, told

FLAG = "flags:\n  seen: {type: bool, default: false}\n"


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
        (pump(use="{random: [{then: [{give_coins: 20c}]}, {then: []}]}"), []),
        (pump(use="{random: [{then: [{give_coins: 30c}]}, {then: []}]}"), ["W6001"]),
        (pump(use="{random: [{then: [{give_coins: 30c}]}, {then: [{give_coins: 11c}]}]}"), ["E6002"]),
        (pump(use="{random: {chance: 0.3, of: [{then: [{give_coins: 30c}]}]}}"), []),
        (pump(use="{random: {chance: 0.4, of: [{then: [{give_coins: 30c}]}]}}"), ["W6001"]),
        (pump(use="{random: [{weight: 5, then: []}, {weight: 4, then: [{give_item: ore}]}]}"), []),
        (pump(use="{give_coins: 5 * 2}"), []),
        (pump(use="{give_coins: 6 * 2}"), ["E6002"]),
        (pump(use="{give_coins: 10 + level}"), ["E6002"]),
        # Whoever has come to level 4 has more than before.
        (pump(use="{give_coins: 3 * level}"), ["W6001"]),
        (pump(use="{give_coins: 3 * skills.MINING}"), ["W6001"]),
        (pump(use="{give_coins: 'min(10, 3 * level)'}"), []),
        (pump(use="{give_coins: flag.lit * 30}"), []),
        (pump(use="{give_coins: 30 - item.bread}"), []),
        (pump(use="{give_coins: 3d6 - 1}"), []),
        (pump(use="{give_coins: 3d6}"), ["W6001"]),
        (pump(use="{give_coins: 11d2}"), ["E6002"]),
        (pump(use="{give_coins: 'uniform(5, 16)'}"), []),
        (pump(use="{give_coins: 'uniform(5, 17)'}"), ["W6001"]),
        (pump(use="{give_coins: 12c}, {take_coins: 1d4}"), []),
        (pump(use="{give_coins: 13c}, {take_coins: 1d4}"), ["W6001"]),
        (pump(use="{give_coins: 15c}, {take_coins: 1d4}"), ["E6002"]),
        (pump(use="{give_coins: 90c}, {take_coins: item.bread}"), []),
        (pump(use="{each_member: [{give_coins: 11c}]}"), ["E6002"]),
        (pump(use="{if: {when: [{level: 3}], then: [{give_coins: 11c}], else: [{heal: 1}]}}"), []),
        (
            pump(use="{if: {when: [{level: 3}], then: [{give_coins: 11c}], else: [{give_coins: 19c}]}}"),
            ["E6002"],
        ),
        (pump(use="{give_item: {item: nut, amount: 1d3}}"), ["W6001"]),
        (pump(use="{give_item: {item: nut, amount: 1d3 + 1}}"), ["E6002"]),
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
        ("0s", "9c", ["E6002"]),
        ("0s", "8c", []),
        ("0s", "8 + level", ["E6002"]),
        ("0s", "2d8", ["W6001"]),
        ("0s", "2d7", []),
        ("1s", "100 + 5 * level", ["W6001"]),
        ("1m", "9c", ["W6001"]),
        ("1m", "8c", []),
        ("299s", "9c", ["W6001"]),
        ("5m", "9c", []),
        ("1h", "9c", []),
    ],
)
def test_a_quest_that_pays_more_than_it_costs_may_not_come_again_at_once_or_soon(
    after: str, pays: str, codes: list[str], world: WorldFolder
) -> None:
    world.write(
        {
            "feast.yaml": "quests:\n  feast:\n    title: A Feast\n    description: Bread.\n    giver: mara\n"
            "    objectives: [{id: loaves, collect: {item: bread, amount: 2}}]\n"
            f"    rewards: [{{give_coins: {pays}}}]\n    repeat: {{after: {after}}}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes


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
        (talk("{give_coins: 2 * 3}"), ["E6002"]),
        (talk("{give_coins: 1d4}"), ["E6002"]),
        (talk("{give_coins: 5 * level}"), ["E6002"]),
        (talk("{give_coins: 5 * (level - 1)}"), ["W6001"]),
        (talk("{give_coins: 1d4 - 3}"), ["W6001"]),
        (talk("{give_coins: 1d4 - 4}"), []),
        (talk("{give_coins: 5 * flag.lit}"), []),
        (talk("{random: {chance: 0.5, of: [{then: [{give_coins: 5c}]}]}}"), ["W6001"]),
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
        ("{take_item: bread}, {give_item: {item: ore, amount: 1d2 - 1}}", "bread", []),
        ("{take_item: bread}, {give_item: {item: ore, amount: 1d3}}", "bread", ["W6001"]),
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


@pytest.mark.parametrize(
    ("quest", "codes"),
    [
        ("on_accept: [{give_coins: 3c}]", ["E6002"]),
        ("on_accept: [{give_coins: 3c}], repeat: {after: 1h}", ["E6002"]),
        ("on_fail: [{give_coins: 3c}]", []),
        ("on_fail: [{give_coins: 3c}], repeat: {}", ["E6002"]),
        ("on_fail: [{give_coins: 3c}], repeat: {after: 1h}", []),
        ("on_accept: [{give_coins: 3c}], fails_after: 1h", []),
        ("on_accept: [{give_coins: 3c}], fails_after: 1h, repeat: {}", ["E6002"]),
        ("on_accept: [{give_coins: 1d3}]", ["E6002"]),
        ("on_accept: [{give_coins: 1d3 - 1}]", ["W6001"]),
        ("on_accept: [{give_item: ore}]", ["E6002"]),
        ("on_accept: [{give_item: pickaxe}]", []),
        ("on_accept: [{give_item: ore}], on_fail: [{take_item: ore}], repeat: {}", []),
        ("on_accept: [{give_coins: 3c}], on_fail: [{take_coins: 3c}], repeat: {}", []),
        ("on_accept: [{take_coins: 3c}], on_fail: [{give_coins: 3c}], repeat: {}", []),
        ("on_accept: [{give_coins: 3c}], abandon: false", []),
        ("on_accept: [{give_coins: 3c}], requires: [{level: 2}]", []),
        ("on_accept: [{give_coins: 3c}], fails_when: [{level: 2}]", []),
        ("on_accept: [{if: {when: [{level: 2}], then: [{give_coins: 3c}]}}]", []),
        (
            (
                "on_accept: [{give_coins: 3c}], repeat: {}, "
                "on_fail: [{if: {when: [{level: 1}], then: [{take_coins: 3c}]}}]"
            ),
            [],
        ),
    ],
)
def test_a_quest_that_is_taken_and_given_up_again_gives_nothing_to_keep(
    quest: str, codes: list[str], world: WorldFolder
) -> None:
    world.write({"chore.yaml": f"quests:\n  chore: {{based_on: lamp, title: A Chore, {quest}}}\n"})

    assert [code for code, _ in told(world)] == codes


@pytest.mark.parametrize(
    ("action", "codes"),
    [("{heal: 1}", []), ("{start_quest: chore}", ["W6001"])],
)
def test_what_a_quest_requires_is_no_lock_when_an_effect_starts_it(
    action: str, codes: list[str], world: WorldFolder
) -> None:
    horn = f"{{based_on: knife, name: Horn, type: material, on_use: [{action}]}}"
    world.write(
        {
            "chore.yaml": "quests:\n  chore: {based_on: lamp, title: A Chore, requires: [{level: 50}], "
            f"on_accept: [{{give_coins: 3c}}]}}\nitems:\n  horn: {horn}\n"
        }
    )

    assert [code for code, _ in told(world)] == codes
