"""Quests that effects start, advance and fail, wherever their giver is; and conditions that hold together."""

from engine.game import commands as c
from tests.playing import Game, catalog_of

SECOND = 20


def once(game: Game, action: str) -> None:
    """Do one of the landing's actions, which take a second each, once."""
    game.ok(c.ChangeAction(character=1, action=action))
    game.tick(SECOND)
    game.ok(c.ChangeAction(character=1, action="idle"))


def counts(game: Game) -> dict[str, int]:
    return dict(game.who().quests["across"].counts)


def test_a_quest_begins_by_what_happens_and_only_once() -> None:
    game = Game(catalog_of("ferry"))

    once(game, "ring")
    taken = game.who().quests["across"].since
    once(game, "ring")

    assert game.who().quests["across"].stage == "proceeding"
    assert game.who().quests["across"].since == taken


def test_an_effect_brings_an_objective_further_but_never_past_its_amount() -> None:
    game = Game(catalog_of("ferry"))
    once(game, "ring")

    seen = []
    for _ in range(4):
        once(game, "pull")
        seen.append(counts(game))

    assert seen == [{"pulls": 2}, {"pulls": 4}, {"pulls": 5}, {"pulls": 5}]
    game.ok(c.FinishQuest(character=1, denizen="ferrywoman", quest="across"))
    assert game.who().wallet == 30


def test_a_quest_that_was_not_taken_is_neither_advanced_nor_failed() -> None:
    game = Game(catalog_of("ferry"))

    once(game, "pull")
    once(game, "let-go")

    assert game.who().quests == {}
    assert game.who().wallet == 10


def test_an_effect_fails_a_quest_under_way_and_its_price_is_paid_once() -> None:
    game = Game(catalog_of("ferry"))
    once(game, "ring")

    once(game, "let-go")
    once(game, "let-go")

    assert game.who().quests["across"].stage == "failed"
    assert game.who().wallet == 7


def test_all_of_several_conditions_must_hold() -> None:
    game = Game(catalog_of("ferry"))

    before = game.no(c.ChangeAction(character=1, action="row"))
    once(game, "search")

    assert before == "requirements_not_met"
    once(game, "row")
