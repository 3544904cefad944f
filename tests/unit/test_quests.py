"""Quests: taking, advancing, ordering, failing, repeating, handing in."""

from engine.game import commands as c
from engine.game import events as e
from tests.playing import Game, catalog_of


def _accept(game: Game, quest: str) -> tuple[e.Fact, ...]:
    return game.ok(c.AcceptQuest(character=1, denizen="miller", quest=quest))


def _finish(game: Game, quest: str) -> tuple[e.Fact, ...]:
    return game.ok(c.FinishQuest(character=1, denizen="miller", quest=quest))


def test_a_quest_with_every_kind_of_objective_can_be_done_and_pays_once() -> None:
    game = Game(catalog_of("mill"))

    game.finish_first_errand()

    who = game.who()
    assert who.quests["first-errand"].turns == 1
    assert "nerve" in who.spells
    assert who.level == 1
    assert game.no(c.FinishQuest(character=1, denizen="miller", quest="first-errand")) == "already_done"


def test_what_is_collected_counts_only_while_it_is_held() -> None:
    game = Game(catalog_of("mill"))
    _accept(game, "daily-bread")
    game.ok(c.DiscardItem(character=1, item="bread", quantity=3))

    assert game.no(c.FinishQuest(character=1, denizen="miller", quest="daily-bread")) == "not_finished"


def test_a_repeatable_quest_comes_back_after_its_time() -> None:
    game = Game(catalog_of("mill"))
    _accept(game, "daily-bread")
    _finish(game, "daily-bread")
    game.tick(30 * 20 - 1)
    early = game.no(c.AcceptQuest(character=1, denizen="miller", quest="daily-bread"))
    game.tick()

    _accept(game, "daily-bread")
    facts = _finish(game, "daily-bread")

    assert early == "on_cooldown"
    assert e.QuestFinished(character=1, quest="daily-bread", turn=2, tick=game.state.tick) in facts


def test_an_ordered_objective_does_not_count_before_its_turn() -> None:
    game = Game(catalog_of("mill"))
    _accept(game, "in-order")
    game.go("quarry", "mill", "/loft")
    before = dict(game.who().quests["in-order"].counts)
    game.ok(c.ChangeAction(character=1, action="rest"))
    game.tick(20)
    game.go("/", "quarry")

    assert before == {}
    assert game.who().quests["in-order"].counts == {"rest": 1, "see": 1}


def test_a_timed_quest_fails_when_its_time_is_over() -> None:
    game = Game(catalog_of("mill"))
    _accept(game, "in-a-hurry")

    facts = game.tick(10 * 20)

    assert e.QuestFailed(character=1, quest="in-a-hurry", tick=200) in facts
    assert game.who().quests["in-a-hurry"].stage == "failed"


def test_one_who_stands_there_already_has_visited() -> None:
    game = Game(catalog_of("mill"))
    game.finish_first_errand()
    game.go("tower", "mill")

    assert game.who().flags == {"favor": 1}


def test_kills_count_for_every_living_member_of_the_room() -> None:
    game = Game(catalog_of("mill"), characters=2)
    for character in (1, 2):
        game.ok(c.AcceptQuest(character=character, denizen="miller", quest="first-errand"))
        game.go("/cellar", character=character)
        game.ok(c.ChangeAction(character=character, action="combat"))
    game.ok(c.CreateRoom(character=1))
    game.ok(c.EnterRoom(character=2, room=1))

    while game.who(2).quests["first-errand"].counts.get("rats", 0) < 2:
        game.tick()

    assert game.who(1).quests["first-errand"].counts["rats"] == 2


def test_an_abandoned_quest_starts_from_nothing_when_it_is_taken_again() -> None:
    game = Game(catalog_of("mill"))
    _accept(game, "first-errand")
    game.ok(c.InteractDenizen(character=1, denizen="miller"))
    game.ok(c.AbandonQuest(character=1, quest="first-errand"))
    _accept(game, "first-errand")

    assert game.who().quests["first-errand"].counts == {}
