"""What a refusal says where several things are asked for at once, and where nothing would help."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.base.units import duration_words
from engine.game import commands as c
from tests.playing import Game, trade
from tests.unit.test_every_condition import asked, catalog_with
from tests.wishing import SECOND, cast, game_of, wishes_and

MANY = ", ".join(f"{{all: [{{level: {n}}}, {{coins: {n}s}}, {{item: herring}}]}}" for n in range(2, 14))
NOBODY = "Nobody can meet this requirement."
FIRST, ELSE = "Something has to happen first.", "Something that has happened stands in the way."


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        # A choice of things that are alike says once what they have in common.
        (
            "any: [{level: 2}, {coins: 1s}]",
            "You need level 2 (you have 0) or 1 silver (you have 100 copper).",
        ),
        (
            "any: [{level: 2}, {coins: 1s}, {item: {id: herring, amount: 2}}]",
            "You need level 2 (you have 0), 1 silver (you have 100 copper) or 2 × Herring (you have none).",
        ),
        (
            "any: [{item: herring}, {equipped: {slot: ring}}]",
            "You must carry Herring or have something in your ring slot.",
        ),
        (
            "any: [{item: herring}, {effect: shelter}, {spell: reef}]",
            "You must carry Herring, be under the effect “Shelter” or know Reef.",
        ),
        # One of things that are not.
        (
            "any: [{level: 2}, {item: herring}]",
            "Either you need level 2 (you have 0), or you must carry Herring.",
        ),
        (
            'any: [{quest: {id: sides, state: finished}}, {time: {from: "20:00", to: "06:00"}}]',
            "Either the quest “Sides” must be finished, or come back between 20:00 and 06:00 (it is 12:00).",
        ),
        (
            "any: [{all: [{level: 2}, {coins: 1s}]}, {not: {at: {location: quay}}}]",
            (
                "Either you need level 2 (you have 0) and you need 1 silver (you have 100 copper), "
                "or you must not be at The Quay."
            ),
        ),
        (
            "any: [{flag: {id: known-here, is: true}}, {level: 2}]",
            "Either something has to happen first, or you need level 2 (you have 0).",
        ),
        # Where a way asks for much, each has sentences of its own.
        (
            "any: [{all: [{level: 2}, {coins: 1s}, {item: herring}]}, {spell: reef}]",
            (
                "One of two things will do. First: you need level 2; you have 0. "
                "You need 1 silver; you have 100 copper. You must carry Herring. Second: you must know Reef."
            ),
        ),
        (
            "any: [{all: [{level: 2}, {any: [{spell: reef}, {item: herring}]}]}, {coins: 1s}]",
            (
                "One of two things will do. First: you need level 2; you have 0. You must "
                "know Reef or carry Herring. "
                "Second: you need 1 silver; you have 100 copper."
            ),
        ),
        # A choice within a choice is one choice; the same twice is once.
        (
            "any: [{level: 2}, {any: [{coins: 1s}, {level: 2}]}]",
            "You need level 2 (you have 0) or 1 silver (you have 100 copper).",
        ),
        ("any: [{level: 2}, {level: 2}]", "You need level 2; you have 0."),
        (
            "all: [{any: [{level: 2}, {level: 3}]}, {item: herring}]",
            "You need level 2 (you have 0) or level 3 (you have 0). You must carry Herring.",
        ),
        # What nobody can do is not proposed, unless nothing else is left.
        ("not: {level: 0}", NOBODY),
        ("not: {skill: {id: SWORDS, level: 0}}", NOBODY),
        ("not: {coins: 0c}", NOBODY),
        ("not: {vital: {vital: mana, at_least: 0}}", NOBODY),
        ("any: [{not: {level: 0}}, {level: 2}]", "You need level 2; you have 0."),
        ("any: [{not: {level: 0}}, {not: {coins: 0c}}]", NOBODY),
        ("all: [{not: {coins: 0c}}, {level: 2}]", NOBODY),
        # What must not be.
        ("not: {coins: 1c}", "You must have no coins; you have 100 copper."),
        (
            "not: {any: [{at: {location: quay}}, {coins: 1c}]}",
            "You must not be at The Quay. You must have no coins; you have 100 copper.",
        ),
        (
            "not: {all: [{at: {location: quay}}, {coins: 1c}]}",
            "You must not be at The Quay or have no coins (you have 100 copper).",
        ),
        # A writer's own words stand as they are, also within a choice, and say nothing of the opposite.
        ("because: {text: Not you!, when: [{level: 2}, {item: herring}]}", "Not you!"),
        ("because: {text: Grow. Or pay., when: [{any: [{level: 2}, {coins: 1s}]}]}", "Grow. Or pay."),
        (
            "any: [{because: {text: Mara knows her friends., when: [{level: 2}]}}, {item: herring}]",
            "One of two things will do. First: Mara knows her friends. Second: you must carry Herring.",
        ),
        (
            "not: {because: {text: Not you!, when: [{coins: 1c}]}}",
            "You must have no coins; you have 100 copper.",
        ),
        # Formulas.
        (
            'formula: "self.mana > self.stamina"',
            "Your mana must be more than your stamina; they are 100 and 500.",
        ),
        ('formula: "self.mana + 1 == 3"', "Your mana plus 1 must be exactly 3; it is 101."),
        ('formula: "level != 0"', "Your level must not be 0; it is 0."),
        (
            'formula: "max(level, self.coins) >= 3 * 100"',
            "The larger of your level and your copper must be at least 300; it is 100.",
        ),
        (
            'formula: "if(level > 2, self.mana > 500, self.mana > 200)"',
            "Your mana must be more than 200; it is 100.",
        ),
        (
            'formula: "(level > 2) == (self.mana > 2)"',
            "Something that depends on your level and your mana must be different.",
        ),
    ],
)
def test_a_refusal_can_be_read_aloud(condition: str, message: str) -> None:
    assert asked(f"{{{condition}}}") == message


def test_many_ways_are_numbered_to_the_last() -> None:
    message = asked(f"{{any: [{MANY}]}}")

    assert message.startswith(
        "One of 12 things will do. First: you need level 2; you have 0. You need 2 silver;"
    )
    assert "Tenth: you need level 11; you have 0." in message
    assert "Number 12: you need level 13; you have 0." in message


def _flags(**flags: bool | int) -> Callable[[Game], None]:
    return lambda game: game.who().flags.update({name.replace("_", "-"): is_ for name, is_ in flags.items()})


@pytest.mark.parametrize(
    ("condition", "arrange", "message"),
    [
        ('formula: "flag.standing < 5"', _flags(standing=6), ELSE),
        ('formula: "not flag.standing > 5"', _flags(standing=6), ELSE),
        ('formula: "5 > flag.standing"', _flags(standing=6), ELSE),
        ('formula: "flag.known-here != 1"', _flags(known_here=True), ELSE),
        ('formula: "flag.standing == 5"', _flags(standing=6), ELSE),
        ('formula: "5 == flag.standing"', _flags(standing=6), ELSE),
        ('formula: "flag.standing - 2 * flag.took-side >= 0"', _flags(took_side=1), ELSE),
        ('formula: "flag.standing == 5"', _flags(standing=4), FIRST),
        ('formula: "flag.standing >= 5"', _flags(standing=4), FIRST),
        ('formula: "flag.standing > 5 - level"', _flags(standing=4), FIRST),
        ('formula: "flag.known-here == 1"', _flags(), FIRST),
        ('formula: "not flag.standing < 5"', _flags(standing=4), FIRST),
        ('formula: "flag.standing != 0"', _flags(), FIRST),
        ("flag: {id: standing, is: 5}", _flags(standing=6), ELSE),
        ("flag: {id: standing, is: 5}", _flags(standing=4), FIRST),
        ("not: {flag: {id: standing, at_least: 5}}", _flags(standing=5), ELSE),
    ],
)
def test_a_flag_is_refused_the_right_way_round(
    condition: str, arrange: Callable[[Game], None], message: str
) -> None:
    assert asked(f"{{{condition}}}", arrange) == message


BRAVE = """\
flags:
  shy: {{type: bool, default: true}}
items:
  charm: {{based_on: toadstool, name: Charm, requires: [{}]}}
"""


@pytest.mark.parametrize("condition", ["{flag: {id: shy, is: false}}", '{formula: "flag.shy == 0"}'])
def test_a_flag_that_is_true_from_the_start_has_to_be_changed_first(condition: str) -> None:
    game = Game(wishes_and(BRAVE.format(condition)))
    game.who().items["charm"] = 1

    assert game.do(c.UseItem(character=1, item="charm")).message == FIRST


@pytest.mark.parametrize(
    ("ticks", "words"),
    [
        (1, "1 second"),
        (41, "3 seconds"),
        (60 * 20, "1 minute"),
        (90 * 20, "1 minute and 30 seconds"),
        (80 * 60 * 20, "1 hour and 20 minutes"),
        (2 * 3600 * 20 - 1, "2 hours"),
        (86400 * 20 - 1, "1 day"),
        (30 * 3600 * 20, "1 day and 6 hours"),
    ],
)
def test_a_time_is_told_in_its_two_largest_units_and_never_too_short(ticks: int, words: str) -> None:
    assert duration_words(ticks) == words


def test_a_cooldown_says_how_long() -> None:
    game = game_of()
    cast(game, "balm")
    game.tick(7 * SECOND)

    refused: Any = game.do(c.CastSpell(character=1, spell="balm", type="healing"))

    assert refused.message == "Balm is ready again in 3 seconds."
    assert refused.details == {"spell": "balm", "ticks": 3 * SECOND}


def test_a_quest_that_rests_says_how_long() -> None:
    game = game_of()
    game.ok(c.AcceptQuest(character=1, denizen="wat", quest="tide-table"))
    game.tick(11 * SECOND)

    refused: Any = game.do(c.AcceptQuest(character=1, denizen="wat", quest="tide-table"))

    assert refused.message == "“Before the Tide” is offered again in 4 seconds."


@pytest.mark.parametrize(
    ("sell", "said"),
    [
        ({}, "That costs 200 copper; you have 100 copper."),
        ({"brass-ring": 1}, "That costs 200 copper; you have 100 copper, and what you sell brings 2 copper."),
    ],
)
def test_what_cannot_be_paid_says_its_price_and_what_there_is(sell: dict[str, int], said: str) -> None:
    game = game_of()
    game.who().items |= sell

    refused: Any = game.do(trade(1, denizen="wat", sell=sell, buy={"herring": 20}))

    assert refused.code == "not_enough_coins"
    assert refused.message == said


def test_own_words_are_the_message_of_what_is_unmet() -> None:
    game = Game(catalog_with("{because: {text: Not you!, when: [{level: 2}]}}, {item: herring}"))
    game.who().items["charm"] = 1

    refused = game.do(c.UseItem(character=1, item="charm"))

    assert refused.message == "Not you! You must carry Herring."
    assert refused.details["unmet"] == [
        {"kind": "because", "message": "Not you!"},
        {"kind": "item", "message": "You must carry Herring."},
    ]
