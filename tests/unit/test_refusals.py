"""Every rule that says no: with its code, and without changing anything."""

from collections.abc import Callable

import pytest

from engine.game import commands as c
from tests.playing import Game, catalog_of, trade

Setup = Callable[[Game], None]


def _nothing(game: Game) -> None:
    """A new character at the mill."""


def _in_cellar(game: Game) -> None:
    game.go("/cellar")
    game.ok(c.ChangeAction(character=1, action="combat"))


def _fighting(game: Game) -> None:
    _in_cellar(game)
    game.ok(c.CreateRoom(character=1))


def _cast(game: Game) -> None:
    _fighting(game)
    game.ok(c.CastSpell(character=1, spell="spark", type="attack"))


def _one_dead(game: Game) -> None:
    _fighting(game)
    room = game.state.rooms[1]
    while room.creatures[1].alive:
        game.tick()


def _between_waves(game: Game) -> None:
    _fighting(game)
    room = game.state.rooms[1]
    while any(creature.alive for creature in room.creatures.values()):
        game.tick()


def _no_mana(game: Game) -> None:
    game.who().vitals["mana"] = 1.0


def _tired(game: Game) -> None:
    game.who().vitals["stamina"] = 3.0


def _two_in_full_room(game: Game) -> None:
    for character in (1, 2, 3):
        game.go("/cellar", character=character)
        game.ok(c.ChangeAction(character=character, action="combat"))
    game.ok(c.CreateRoom(character=2))
    game.ok(c.EnterRoom(character=3, room=1))


def _room_elsewhere(game: Game) -> None:
    game.go("/cellar", character=2)
    game.ok(c.ChangeAction(character=2, action="combat"))
    game.ok(c.CreateRoom(character=2))
    game.go("quarry")
    game.ok(c.ChangeAction(character=1, action="combat"))


def _proceeding(game: Game) -> None:
    game.ok(c.AcceptQuest(character=1, denizen="miller", quest="first-errand"))


def _hurried(game: Game) -> None:
    game.ok(c.AcceptQuest(character=1, denizen="miller", quest="in-a-hurry"))


def _cursed(game: Game) -> None:
    game.ok(c.EquipItem(character=1, item="ring-of-regret", slot="ring"))


def _daily_done(game: Game) -> None:
    game.ok(c.AcceptQuest(character=1, denizen="miller", quest="daily-bread"))
    game.ok(c.FinishQuest(character=1, denizen="miller", quest="daily-bread"))


def _rich(game: Game) -> None:
    game.who().wallet = 2**53 - 1


def _talking(game: Game) -> None:
    game.ok(c.InteractDenizen(character=1, denizen="miller"))


ME = {"character": 1}
TABLE: list[tuple[Setup, c.Command, str]] = [
    # Actions.
    (_nothing, c.ChangeAction(**ME, action="juggle"), "unknown_target"),
    (_nothing, c.ChangeAction(**ME, action="rest"), "not_here"),
    (_nothing, c.ChangeAction(**ME, action="combat"), "not_here"),
    (_nothing, c.ChangeAction(**ME, action="pay-the-wheel"), "not_enough_coins"),
    (_tired, c.ChangeAction(**ME, action="push"), "not_enough_stamina"),
    # Equipment.
    (_nothing, c.EquipItem(**ME, item="crown", slot="helmet"), "unknown_target"),
    (_nothing, c.EquipItem(**ME, item="board", slot="offhand"), "not_owned"),
    (_nothing, c.EquipItem(**ME, item="bread", slot="ring"), "not_usable"),
    (_nothing, c.EquipItem(**ME, item="iron-ring", slot="helmet"), "wrong_slot"),
    (_nothing, c.EquipItem(**ME, item="iron-ring", slot="tail"), "wrong_slot"),
    (_nothing, c.EquipItem(**ME, item="", slot="ring"), "already_done"),
    (_nothing, c.EquipItem(**ME, item="knife", slot="weapon"), "already_done"),
    (_cursed, c.EquipItem(**ME, item="", slot="ring"), "not_usable"),
    (_cursed, c.EquipItem(**ME, item="iron-ring", slot="ring"), "not_usable"),
    # Items.
    (_nothing, c.UseItem(**ME, item="elixir"), "unknown_target"),
    (_nothing, c.UseItem(**ME, item="flour"), "not_owned"),
    (_nothing, c.UseItem(**ME, item="keepsake"), "not_usable"),
    (_nothing, c.DiscardItem(**ME, item="bread", quantity=4), "not_owned"),
    (_nothing, c.DiscardItem(**ME, item="keepsake", quantity=1), "not_usable"),
    # Spells.
    (_nothing, c.CastSpell(**ME, spell="wish", type="healing"), "unknown_target"),
    (_nothing, c.CastSpell(**ME, spell="mend", type="attack"), "unknown_target"),
    (_nothing, c.CastSpell(**ME, spell="nerve", type="other"), "not_owned"),
    (_nothing, c.CastSpell(**ME, spell="spark", type="attack"), "not_in_combat"),
    (_nothing, c.CastSpell(**ME, spell="mend", type="healing", ally=9), "unknown_target"),
    (_nothing, c.CastSpell(**ME, spell="mend", type="healing", creature=1), "unknown_target"),
    (_in_cellar, c.CastSpell(**ME, spell="mend", type="healing", ally=2), "not_here"),
    (_no_mana, c.CastSpell(**ME, spell="mend", type="healing"), "not_enough_mana"),
    (_cast, c.CastSpell(**ME, spell="spark", type="attack"), "on_cooldown"),
    (_fighting, c.CastSpell(**ME, spell="spark", type="attack", creature=99), "unknown_target"),
    (_fighting, c.CastSpell(**ME, spell="spark", type="attack", ally=1), "unknown_target"),
    (_one_dead, c.CastSpell(**ME, spell="spark", type="attack", creature=1), "dead"),
    (_between_waves, c.CastSpell(**ME, spell="spark", type="attack"), "dead"),
    # Denizens.
    (_nothing, c.InteractDenizen(**ME, denizen="nobody"), "unknown_target"),
    (_nothing, c.InteractDenizen(**ME, denizen="hermit"), "not_here"),
    (_nothing, c.InteractDenizen(**ME, denizen="miller", choice="door"), "not_started"),
    (_talking, c.InteractDenizen(**ME, denizen="miller", choice="flee"), "unknown_target"),
    (_talking, c.InteractDenizen(**ME, denizen="miller", choice="secret"), "requirements_not_met"),
    # Trade.
    (_nothing, trade(1, denizen="hermit"), "not_here"),
    (_nothing, trade(1, buy={"sword": 1}), "unknown_target"),
    (_nothing, trade(1, buy={"flour": 1}), "unknown_target"),
    (_nothing, trade(1, sell={"bread": 1}), "unknown_target"),
    (_nothing, trade(1, sell={"flour": 1}), "not_owned"),
    (_nothing, trade(1, sell={"keepsake": 1}), "not_usable"),
    (_nothing, trade(1, buy={"bread": 13}), "not_enough_coins"),
    (_nothing, trade(1, buy={"bread": 1, "flour": 1}), "unknown_target"),
    (_rich, trade(1, buy={"master-cap": 3}), "not_owned"),
    # Quests.
    (_nothing, c.AcceptQuest(**ME, denizen="miller", quest="riddle"), "unknown_target"),
    (_nothing, c.AcceptQuest(**ME, denizen="hermit", quest="hidden"), "not_here"),
    (_nothing, c.AcceptQuest(**ME, denizen="miller", quest="hidden"), "requirements_not_met"),
    (_proceeding, c.AcceptQuest(**ME, denizen="miller", quest="first-errand"), "already_done"),
    (_daily_done, c.AcceptQuest(**ME, denizen="miller", quest="daily-bread"), "on_cooldown"),
    (_nothing, c.FinishQuest(**ME, denizen="miller", quest="first-errand"), "not_started"),
    (_proceeding, c.FinishQuest(**ME, denizen="miller", quest="first-errand"), "not_finished"),
    (_daily_done, c.FinishQuest(**ME, denizen="miller", quest="daily-bread"), "already_done"),
    (_nothing, c.AbandonQuest(**ME, quest="first-errand"), "not_started"),
    (_hurried, c.AbandonQuest(**ME, quest="in-a-hurry"), "not_usable"),
    # Moving.
    (_nothing, c.ChangeStructure(**ME, structure=""), "already_done"),
    (_nothing, c.ChangeStructure(**ME, structure="attic"), "unknown_target"),
    (_nothing, c.ChangeStructure(**ME, structure="vault"), "requirements_not_met"),
    (_fighting, c.ChangeStructure(**ME, structure="loft"), "in_combat"),
    (_nothing, c.ChangeLocation(**ME, destination="moon"), "unknown_target"),
    (_in_cellar, c.ChangeLocation(**ME, destination="quarry"), "not_here"),
    (_nothing, c.ChangeLocation(**ME, destination="mill"), "not_here"),
    (_nothing, c.ChangeLocation(**ME, destination="tower"), "requirements_not_met"),
    (_fighting, c.ChangeLocation(**ME, destination="quarry"), "in_combat"),
    # Combat rooms.
    (_nothing, c.CreateRoom(**ME), "not_here"),
    (lambda game: game.go("/cellar"), c.CreateRoom(**ME), "requirements_not_met"),
    (_fighting, c.CreateRoom(**ME), "in_combat"),
    (_fighting, c.EnterRoom(**ME, room=1), "in_combat"),
    (_in_cellar, c.EnterRoom(**ME, room=5), "unknown_target"),
    (_two_in_full_room, c.EnterRoom(**ME, room=1), "full"),
    (_room_elsewhere, c.EnterRoom(**ME, room=1), "not_here"),
    (_in_cellar, c.LeaveRoom(**ME), "not_in_combat"),
]


@pytest.mark.parametrize(
    ("setup", "command", "code"),
    TABLE,
    ids=[f"{type(command).__name__}-{code}-{number}" for number, (_, command, code) in enumerate(TABLE)],
)
def test_a_refusal_has_its_code_and_changes_nothing(setup: Setup, command: c.Command, code: str) -> None:
    game = Game(catalog_of("mill"), characters=3)
    setup(game)

    assert game.no(command) == code


def test_what_would_pass_the_largest_number_is_refused_as_full() -> None:
    game = Game(catalog_of("mill"))
    game.who().items["flour"] = 1
    _rich(game)

    assert game.no(trade(1, sell={"flour": 1})) == "full"


def test_a_quest_taken_with_too_little_says_what_is_missing() -> None:
    game = Game(catalog_of("mill"))
    _proceeding(game)

    refused = game.do(c.FinishQuest(character=1, denizen="miller", quest="first-errand"))

    assert refused.details["objectives"] == [
        {"id": "talk", "currentAmount": 0, "objectiveAmount": 1},
        {"id": "rats", "currentAmount": 0, "objectiveAmount": 2},
        {"id": "flour", "currentAmount": 0, "objectiveAmount": 2},
        {"id": "see", "currentAmount": 0, "objectiveAmount": 1},
        {"id": "dig", "currentAmount": 0, "objectiveAmount": 1},
    ]


def test_requirements_name_each_reason_in_words() -> None:
    game = Game(catalog_of("mill"))
    game.who().items["master-cap"] = 1

    refused = game.do(c.EquipItem(character=1, item="master-cap", slot="helmet"))

    assert refused.code == "requirements_not_met"
    assert refused.details == {"unmet": [{"kind": "level", "message": "You need level 5; you have 0."}]}
