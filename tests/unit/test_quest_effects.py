"""Quests that effects start, advance and fail, wherever their giver is; and conditions that hold together."""

from engine.game import commands as c
from tests.playing import Game, catalog_of
from tests.small_world import WorldFolder

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


PAY_DAY = """\
denizens:
  clerk: {name: Clerk, icon: thing.svg, at: {location: harbor}}
quests:
  pay-day:
    title: Pay Day
    description: Ask for it.
    giver: clerk
    requires: [{level: 50}]
    objectives: [{id: ask, talk: {denizen: clerk}}]
    rewards: [{give_coins: 500c}]
    repeat: {after: 10m}
"""


def _pay_day(world: WorldFolder, more: str = "") -> Game:
    harbor = world.path.joinpath("harbor.yaml").read_text()
    dug = "      fight: {label: Walk the tide line, type: combat}\n"
    knock = "      knock: {label: Knock, type: custom, duration: 1s, on_complete: [{start_quest: pay-day}]}\n"
    world.write({"harbor.yaml": harbor.replace(dug, dug + knock), "pay.yaml": PAY_DAY + more})
    compiled = world.compile()
    assert compiled.catalog is not None
    assert not compiled.report.diagnostics
    return Game(compiled.catalog)


def _is_paid(game: Game) -> None:
    once(game, "knock")
    game.ok(c.InteractDenizen(character=1, denizen="clerk"))
    game.ok(c.FinishQuest(character=1, denizen="clerk", quest="pay-day"))


def test_an_effect_goes_around_what_a_quest_requires_but_not_around_its_rest(world: WorldFolder) -> None:
    game = _pay_day(world)
    _is_paid(game)
    paid = game.who().quests["pay-day"].since
    rest = 10 * 60 * SECOND

    game.tick(rest - SECOND - 1)
    once(game, "knock")
    early = game.who().quests["pay-day"].stage
    _is_paid(game)

    assert early == "finished"
    assert game.who().quests["pay-day"].turns == 2
    assert game.who().quests["pay-day"].since >= paid + rest
    assert game.who().wallet == 20 + 2 * 500


def test_a_quest_that_ran_out_of_time_does_not_begin_again_before_its_rest_is_over(
    world: WorldFolder,
) -> None:
    game = _pay_day(world, "    fails_after: 3s\n    on_fail: [{start_quest: pay-day}]\n")
    once(game, "knock")

    game.tick(3 * SECOND)
    once(game, "knock")

    assert game.who().quests["pay-day"].stage == "failed"
