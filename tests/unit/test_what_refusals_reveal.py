"""A refusal names nothing that the player has not seen, however well an id was guessed."""

from collections.abc import Callable

import pytest

from engine.game import commands as c
from engine.game.outcome import Refused
from tests.playing import Game, catalog_of, trade
from tests.wishing import game_of, wishes_and

ME = {"character": 1}


@pytest.mark.parametrize(
    ("command", "hidden"),
    [
        (c.InteractDenizen(**ME, denizen="hermit"), "hermit"),
        (trade(1, denizen="hermit"), "hermit"),
        (c.UseItem(**ME, item="master-cap"), "cap"),
        (c.DiscardItem(**ME, item="master-cap", quantity=1), "cap"),
        (c.EquipItem(**ME, item="master-cap", slot="helmet"), "cap"),
        (c.EquipItem(**ME, item="master-cap", slot="ring"), "cap"),
        (c.EquipItem(**ME, item="flour", slot="ring"), "flour"),
        (c.CastSpell(**ME, spell="nerve", type="other"), "nerve"),
        (c.AbandonQuest(**ME, quest="hidden"), "hidden"),
        (c.FinishQuest(**ME, denizen="miller", quest="hidden"), "hidden"),
        (trade(1, sell={"master-cap": 1}), "cap"),
    ],
)
def test_what_was_never_seen_is_not_named(command: c.Command, hidden: str) -> None:
    game = Game(catalog_of("mill"), characters=2)
    catalog = game.catalog
    names = {
        *(one.name for kind in ("items", "denizens", "spells") for one in getattr(catalog, kind).values()),
        *(quest.title for quest in catalog.quests.values()),
    }
    here = {"The miller", catalog.denizens["miller"].name}

    outcome = game.do(command)

    assert isinstance(outcome, Refused)
    assert [name for name in names - here if name in outcome.message] == []
    assert hidden not in outcome.message.lower()


def test_a_character_elsewhere_is_not_named() -> None:
    game = Game(catalog_of("mill"), characters=2)
    game.go("/cellar")

    outcome = game.do(c.CastSpell(**ME, spell="mend", type="healing", ally=2))

    assert isinstance(outcome, Refused)
    assert outcome.message == "That character is not with you."


def test_what_is_carried_or_under_way_is_named() -> None:
    game = Game(catalog_of("mill"))
    game.ok(c.AcceptQuest(**ME, denizen="miller", quest="first-errand"))

    too_many = game.do(c.DiscardItem(**ME, item="bread", quantity=99))
    again = game.do(c.AcceptQuest(**ME, denizen="miller", quest="first-errand"))

    assert isinstance(too_many, Refused)
    assert game.catalog.items["bread"].name in too_many.message
    assert isinstance(again, Refused)
    assert game.catalog.quests["first-errand"].title in again.message


@pytest.mark.parametrize(
    ("fighter", "said"),
    [(1, "They are not in your fight."), (2, "They are in a fight, and you are not in it.")],
)
def test_an_ally_here_in_another_fight_or_none_is_told_apart_from_one_elsewhere(
    fighter: int, said: str
) -> None:
    game = game_of(characters=2)
    game.ok(c.ChangeAction(character=fighter, action="combat"))
    game.ok(c.CreateRoom(character=fighter))

    outcome = game.do(c.CastSpell(**ME, spell="balm", type="healing", ally=2))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.message) == ("not_here", said)


LURE = """\
items:
  lure: {{based_on: toadstool, name: Lure, on_use: [{}]}}
"""
CALL = "{spawn: {creature: eel}}"


def _lured(effects: str, before: Callable[[Game], None] = lambda game: None) -> tuple[str, int]:
    """What using a lure is answered, and how many are left."""
    game = Game(wishes_and(LURE.format(effects)))
    game.who().items["lure"] = 1
    before(game)
    outcome = game.do(c.UseItem(**ME, item="lure"))
    return outcome.code if isinstance(outcome, Refused) else "", game.who().items.get("lure", 0)


def _fighting(game: Game) -> None:
    game.ok(c.ChangeAction(**ME, action="combat"))
    game.ok(c.CreateRoom(**ME))


@pytest.mark.parametrize(
    "effects",
    [
        CALL,
        f"{CALL}, {CALL}",
        f"{{random: {{chance: 0.5, of: [{{then: [{CALL}]}}, {{then: []}}]}}}}",
        f"{{if: {{when: [{{level: 2}}], then: [{CALL}]}}}}",
        f"{{each_member: [{CALL}]}}",
    ],
)
def test_what_only_calls_creatures_is_not_used_up_outside_a_fight(effects: str) -> None:
    assert _lured(effects) == ("not_in_combat", 1)
    assert _lured(effects, _fighting) == ("", 0)


@pytest.mark.parametrize(
    "effects",
    [
        f"{CALL}, {{say: Here!}}",
        f"{{if: {{when: [{{level: 2}}], then: [{CALL}], else: [{{heal: 1}}]}}}}",
    ],
)
def test_what_does_something_besides_is_used_anywhere(effects: str) -> None:
    assert _lured(effects) == ("", 0)


def test_who_comes_by_day_is_told_when_to_come_but_not_whom_to_meet() -> None:
    game = game_of()
    game.state.tick = 12 * 60 * 20
    game.go("/shed")

    outcome = game.do(c.InteractDenizen(**ME, denizen="lamper"))

    assert isinstance(outcome, Refused)
    assert outcome.message == "They are not here now. Come back between 20:00 and 06:00; it is 12:00."


HIDDEN = """\
locations:
  cave:
    name: Cave
    description: Black.
    size: {{x: 8, y: 8}}
    structures: {{nook: {{label: Nook, description: Dry., at: {{x: 1, y: 1}}, requires: [{0}]}}}}
    connections: [{{to: quay, label: Out, at: {{x: 7, y: 1}}, requires: [{0}]}}]
    actions: {{pray: {{label: Pray, type: custom, duration: 1s, requires: [{0}]}}}}
denizens:
  ghost: {{name: Ghost, icon: nan.svg, at: {{location: cave}}, requires: [{0}]}}
items:
  relic: {{based_on: toadstool, name: Relic, requires: [{0}], on_use: [{{say: It hums.}}]}}
"""


def _in_the_cave(condition: str) -> Game:
    game = Game(wishes_and(HIDDEN.format(condition)))
    game.who().location = "cave"
    game.who().items["relic"] = 1
    return game


@pytest.mark.parametrize(
    "condition",
    [
        "{item: herring}",
        "{spell: leech}",
        "{quest: {id: sides, state: failed}}",
        "{effect: shelter}",
        "{not: {item: relic}}",
        "{equipped: {slot: ring}}",
        "{any: [{level: 5}, {item: herring}]}",
    ],
)
def test_of_a_denizen_who_is_not_shown_no_requirement_names_anything(condition: str) -> None:
    game = _in_the_cave(condition)
    game.who().spells.clear()

    outcome = game.do(c.InteractDenizen(**ME, denizen="ghost"))

    assert isinstance(outcome, Refused)
    assert outcome.message == "They are not here now. Something has to happen first."


@pytest.mark.parametrize(
    "command",
    [
        c.ChangeAction(**ME, action="pray"),
        c.ChangeStructure(**ME, structure="nook"),
        c.ChangeLocation(**ME, destination="quay"),
    ],
    ids=["action", "structure", "way"],
)
def test_what_a_place_asks_for_is_named(command: c.Command) -> None:
    outcome = _in_the_cave("{item: herring}").do(command)

    assert isinstance(outcome, Refused)
    assert outcome.message == "You must carry Herring."


def test_what_one_carries_keeps_all_its_reasons() -> None:
    game = _in_the_cave("{item: herring}")

    outcome = game.do(c.UseItem(**ME, item="relic"))

    assert isinstance(outcome, Refused)
    assert outcome.message == "You must carry Herring."
