"""Every condition at work: what it refuses and in which words, what it lets through, and its opposite."""

from collections.abc import Callable

import pytest

from engine.game import commands as c
from engine.game.outcome import Accepted
from engine.game.state import EffectState, Progress, QuestState
from engine.model.catalog import Catalog
from engine.rules.conditions import CONDITIONS
from tests.playing import Game
from tests.wishing import wishes_and

CHARM = """\
items:
  charm: {{based_on: toadstool, name: Charm, on_use: [{{say: It works.}}], requires: [{condition}]}}
spells:
  reef: {{based_on: balm, name: Reef}}
"""
NOON = 12 * 60 * 20


def catalog_with(condition: str) -> Catalog:
    """The world of wishes with a charm that works where the condition holds."""
    return wishes_and(CHARM.format(condition=condition))


def asked(condition: str, arrange: Callable[[Game], None] | None = None) -> str:
    """What using the charm at noon is answered: the message of the refusal, or nothing when it works."""
    game = Game(catalog_with(condition))
    game.state.tick = NOON
    game.who().items["charm"] = 1
    if arrange is not None:
        arrange(game)
    outcome = game.do(c.UseItem(character=1, item="charm"))
    if isinstance(outcome, Accepted):
        return ""
    assert outcome.message == " ".join(one["message"] for one in outcome.details["unmet"])
    return outcome.message


def _skilled(game: Game) -> None:
    game.who().skills["SWORDS"] = Progress(level=3)


def _leveled(game: Game) -> None:
    game.who().level = 2


def _sated(game: Game) -> None:
    game.who().vitals["stamina"] = 600.0


def _with_item(game: Game) -> None:
    game.who().items["herring"] = 2


def _wearing(game: Game) -> None:
    game.who().equipment["ring"] = "brass-ring"


def _rich(game: Game) -> None:
    game.who().wallet = 1500


def _finished(game: Game) -> None:
    game.who().quests["sides"] = QuestState(stage="finished", since=0, turns=1)


def _under(game: Game) -> None:
    game.who().effects["shelter"] = EffectState(source="x", source_name="X", started=0, ends=NOON + 10)


def _knowing(game: Game) -> None:
    game.who().spells["reef"] = None


def _inside(game: Game) -> None:
    game.who().structure = "shed"


def _flagged(game: Game) -> None:
    game.who().flags["known-here"] = True


def _evening(game: Game) -> None:
    game.state.tick = NOON + 9 * 60 * 20


def _hurt(game: Game) -> None:
    game.who().vitals["health"] = 40.0


def _leveled_with_item(game: Game) -> None:
    _leveled(game)
    _with_item(game)


FIRST = "Something has to happen first."
TABLE: dict[str, tuple[str, Callable[[Game], None], str, str]] = {
    # kind: a condition, what makes it hold, what is said while it does not, and under `not` while it does.
    "skill": (
        "{skill: {id: SWORDS, level: 3}}",
        _skilled,
        "You need Swords 3; you have 0.",
        "Your Swords must be below 3; it is 3.",
    ),
    "level": (
        "{level: 2}",
        _leveled,
        "You need level 2; you have 0.",
        "You must be below level 2; you have 2.",
    ),
    "vital": (
        "{vital: {vital: stamina, at_least: 550}}",
        _sated,
        "You need 550 stamina; you have 500.",
        "You must have less than 550 stamina; you have 600.",
    ),
    "item": (
        "{item: {id: herring, amount: 2}}",
        _with_item,
        "You need 2 × Herring; you have none.",
        "You must carry fewer than 2 × Herring; you have 2.",
    ),
    "equipped": (
        "{equipped: {item: brass-ring}}",
        _wearing,
        "You must have Brass ring equipped.",
        "You must not have Brass ring equipped.",
    ),
    "coins": (
        "{coins: 1s}",
        _rich,
        "You need 1 silver; you have 100 copper.",
        "You must have less than 1 silver; you have 1 silver and 500 copper.",
    ),
    "quest": (
        "{quest: {id: sides, state: finished}}",
        _finished,
        "The quest “Sides” must be finished.",
        "The quest “Sides” must not be finished.",
    ),
    "effect": (
        "{effect: shelter}",
        _under,
        "You must be under the effect “Shelter”.",
        "You must not be under the effect “Shelter”.",
    ),
    "spell": ("{spell: reef}", _knowing, "You must know Reef.", "You must not know Reef."),
    "flag": (
        "{flag: {id: known-here, is: true}}",
        _flagged,
        FIRST,
        "Something that has happened stands in the way.",
    ),
    "time": (
        '{time: {from: "20:00", to: "06:00"}}',
        _evening,
        "Come back between 20:00 and 06:00; it is 12:00.",
        "Come back between 06:00 and 20:00; it is 21:00.",
    ),
    "formula": (
        '{formula: "self.health < self.max_health / 2"}',
        _hurt,
        "Your health must be less than 50; it is 100.",
        "Your health must be at least 50; it is 40.",
    ),
    "all": (
        "{all: [{level: 2}, {item: herring}]}",
        _leveled_with_item,
        "You need level 2; you have 0. You must carry Herring.",
        "You must be below level 2 (you have 2) or not carry Herring.",
    ),
    "any": (
        "{any: [{level: 2}, {item: herring}]}",
        _leveled_with_item,
        "Either you need level 2 (you have 0), or you must carry Herring.",
        "You must be below level 2; you have 2. You must not carry Herring.",
    ),
    "because": (
        "{because: {text: Come back when you are older!, when: [{level: 2}]}}",
        _leveled,
        "Come back when you are older!",
        "You must be below level 2; you have 2.",
    ),
    "not": (
        "{not: {not: {level: 2}}}",
        _leveled,
        "You need level 2; you have 0.",
        "You must be below level 2; you have 2.",
    ),
    "at": (
        "{at: {location: quay, structure: shed}}",
        _inside,
        "You must be at The Quay, Shed.",
        "You must not be at The Quay, Shed.",
    ),
}


def test_every_condition_stands_in_the_table() -> None:
    assert sorted(TABLE) == sorted(entry.kind for entry in CONDITIONS)


@pytest.mark.parametrize("kind", TABLE)
def test_a_condition_refuses_in_plain_words_and_lets_through(kind: str) -> None:
    condition, arrange, lacking, _ = TABLE[kind]

    assert asked(condition) == lacking
    assert asked(condition, arrange) == ""


@pytest.mark.parametrize("kind", TABLE)
def test_its_opposite_does_the_contrary(kind: str) -> None:
    condition, arrange, _, excess = TABLE[kind]
    opposite = f"{{not: {condition}}}"

    assert asked(opposite) == ""
    assert asked(opposite, arrange) == excess


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{equipped: {slot: ring}}", "You must have something in your ring slot."),
        ('{at: {location: island, structure: ""}}', "You must be at The Island, outdoors."),
        ("{at: {location: island}}", "You must be at The Island."),
        ("{flag: {id: standing, at_least: 5}}", FIRST),
        ("{not: {flag: {id: standing, at_most: 5}}}", FIRST),
        ("{not: {flag: {id: known-here, is: false}}}", FIRST),
        # Nothing of a flag is told by a formula either, and nothing is said twice.
        ('{formula: "flag.standing >= 5"}', FIRST),
        ('{formula: "flag.standing > 5 and flag.took-side > 1"}', FIRST),
        ('{formula: "flag.standing > 5 and level > 3"}', f"{FIRST} Your level must be more than 3; it is 0."),
        (
            '{formula: "flag.standing > 5 or level > 3"}',
            "Either something has to happen first, or your level must be more than 3 (it is 0).",
        ),
        ('{formula: "10 < skills.SWORDS"}', "Your Swords must be more than 10; it is 0."),
        ('{formula: "item.herring == 2"}', "How many Herring you carry must be exactly 2; it is 0."),
        ('{formula: "not self.coins != 2"}', "Your copper must be exactly 2; it is 100."),
        (
            '{formula: "2 * (self.mana + 1) <= self.stamina / 10"}',
            "A number that depends on your mana must be at most 50; it is 202.",
        ),
        (
            '{formula: "if(level > 2, level, 0) > 1"}',
            "A number that depends on your level must be more than 1; it is 0.",
        ),
        ("{all: [{level: 2}, {any: [{level: 2}]}]}", "You need level 2; you have 0."),
    ],
)
def test_words_are_found_for_every_form(condition: str, message: str) -> None:
    assert asked(condition) == message


@pytest.mark.parametrize("asks", ["{id: known-here, is: false}", "{id: standing, at_most: 5}"])
def test_what_is_only_open_before_something_happens_says_that_it_happened(asks: str) -> None:
    def happened(game: Game) -> None:
        game.who().flags.update({"known-here": True, "standing": 6})

    assert asked(f"{{flag: {asks}}}") == ""
    assert asked(f"{{flag: {asks}}}", happened) == "Something that has happened stands in the way."


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{all: [{coins: 1s}, {coins: 2s}]}", "not_enough_coins"),
        ("{vital: {vital: mana, at_least: 200}}", "not_enough_mana"),
        ("{vital: {vital: stamina, at_least: 900}}", "not_enough_stamina"),
        ("{vital: {vital: health, at_least: 900}}", "requirements_not_met"),
        ("{all: [{coins: 1s}, {level: 2}]}", "requirements_not_met"),
        ("{not: {coins: 1c}}", "requirements_not_met"),
        ("{because: {text: That will be a silver., when: [{coins: 1s}]}}", "not_enough_coins"),
        ("{because: {text: Not you., when: [{coins: 1s}, {level: 2}]}}", "requirements_not_met"),
    ],
)
def test_what_merely_costs_is_refused_as_a_price(condition: str, code: str) -> None:
    game = Game(catalog_with(condition))
    game.who().items["charm"] = 1

    assert game.no(c.UseItem(character=1, item="charm")) == code
