"""Quests as designers wish for them: failed, timed, repeated, ordered, branching."""

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.state import QuestState
from engine.game.subject import Person
from tests.playing import Game
from tests.wishing import SECOND, accept, cast, do, fight, game_of


def test_a_quest_can_be_failed_and_costs_what_it_says() -> None:
    game = game_of()
    accept(game, "silence")

    do(game, "ring-bell")

    assert game.who().quests["silence"].stage == "failed"
    assert game.who().wallet == 90
    assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="silence")) == "already_done"


def test_a_quest_that_would_fail_at_once_cannot_be_taken() -> None:
    game = game_of()
    do(game, "ring-bell")

    assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="silence")) == "requirements_not_met"
    assert not Person(game.state, game.catalog, game.who()).quest_offered("silence")


def _give_up(game: Game, quest: str) -> None:
    game.ok(c.AbandonQuest(character=1, quest=quest))


def test_giving_up_a_quest_that_can_fail_is_failing_it() -> None:
    game = game_of()
    accept(game, "silence")

    _give_up(game, "silence")

    assert game.who().wallet == 90
    assert game.who().quests["silence"].stage == "failed"
    assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="silence")) == "already_done"


def test_giving_up_a_timed_quest_gives_no_fresh_clock() -> None:
    game = game_of()
    accept(game, "tide-table")
    game.tick(9 * SECOND)

    _give_up(game, "tide-table")
    early = game.no(c.AcceptQuest(character=1, denizen="wat", quest="tide-table"))
    game.tick(5 * SECOND)

    assert early == "on_cooldown"
    accept(game, "tide-table")


def test_a_quest_that_cannot_fail_may_be_given_up_and_taken_again_at_once() -> None:
    game = game_of()
    accept(game, "cull")

    _give_up(game, "cull")

    assert "cull" not in game.who().quests
    accept(game, "cull")


def test_giving_up_another_turn_of_a_quest_leaves_its_rest_as_it_was() -> None:
    game = game_of()
    game.who().items["herring"] = 1
    accept(game, "fish-supper")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))
    finished = game.who().quests["fish-supper"]
    game.tick(21 * SECOND)
    accept(game, "fish-supper")
    game.tick(SECOND)

    _give_up(game, "fish-supper")

    assert game.who().quests["fish-supper"] == finished
    accept(game, "fish-supper")


def test_giving_up_a_quest_that_failed_before_leaves_it_failed() -> None:
    game = game_of()
    game.who().quests["fish-supper"] = QuestState(stage="failed", since=0)
    game.tick(30 * SECOND)
    accept(game, "fish-supper")

    _give_up(game, "fish-supper")

    assert game.who().quests["fish-supper"] == QuestState(stage="failed", since=0)


def test_a_save_that_does_not_know_the_last_end_counts_from_when_the_quest_was_taken() -> None:
    game = game_of()
    game.tick(30 * SECOND)
    game.who().quests["fish-supper"] = QuestState(stage="proceeding", since=29 * SECOND, turns=1)

    _give_up(game, "fish-supper")

    assert game.who().quests["fish-supper"] == QuestState(stage="finished", since=29 * SECOND, turns=1)
    assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="fish-supper")) == "on_cooldown"


def test_a_timed_quest_fails_in_time_and_may_be_tried_again_after_its_rest() -> None:
    game = game_of()
    accept(game, "tide-table")

    game.tick(10 * SECOND)
    failed = game.who().quests["tide-table"].stage
    early = game.no(c.AcceptQuest(character=1, denizen="wat", quest="tide-table"))
    game.tick(5 * SECOND)
    accept(game, "tide-table")
    do(game, "cross")
    game.go("quay")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="tide-table"))

    assert (failed, early) == ("failed", "on_cooldown")
    assert game.who().quests["tide-table"].turns == 1


def test_a_quest_may_ask_not_to_die() -> None:
    game = game_of()
    accept(game, "unscathed")
    game.who().vitals["health"] = 2.0
    game.who().items["toadstool"] = 1
    game.ok(c.UseItem(character=1, item="toadstool"))

    game.tick(SECOND)

    assert game.who().quests["unscathed"].stage == "failed"


def test_one_who_did_not_die_hands_it_in() -> None:
    game = game_of()
    accept(game, "unscathed")
    do(game, "cross")
    game.go("quay")

    game.ok(c.FinishQuest(character=1, denizen="wat", quest="unscathed"))

    assert game.who().quests["unscathed"].stage == "finished"
    assert game.who().effects == {}


def test_one_who_takes_a_timed_quest_is_told_the_time() -> None:
    game = game_of()

    facts = game.ok(c.AcceptQuest(character=1, denizen="wat", quest="tide-table"))

    assert e.Noticed(character=1, kind="quest", text="You have 10s for “Before the Tide”.") in facts


def test_a_timed_quest_goes_on_while_its_taker_is_away() -> None:
    game = game_of()
    accept(game, "tide-table")
    game.ok(c.Leave(character=1))
    left = game.facts[-1]
    game.tick(11 * SECOND)

    assert isinstance(left, e.CharacterLeft)
    game.ok(c.Join(character=left.state))
    game.tick()

    assert game.who().quests["tide-table"].stage == "failed"


def test_a_repeatable_quest_pays_each_time_and_rests_between() -> None:
    game = game_of()
    game.who().items["herring"] = 2
    for rest in (20 * SECOND, 0):
        accept(game, "fish-supper")
        game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))
        assert game.no(c.AcceptQuest(character=1, denizen="wat", quest="fish-supper")) == "on_cooldown"
        game.tick(rest or 1)

    assert game.who().wallet == 106
    assert game.who().items == {}


def test_it_is_told_once_when_a_quest_is_open_again() -> None:
    game = game_of()
    game.who().items["herring"] = 1
    accept(game, "fish-supper")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))
    done = game.state.tick
    game.tick(5 * SECOND)
    game.ok(c.Leave(character=1))
    left = game.facts[-1]
    assert isinstance(left, e.CharacterLeft)
    game.ok(c.Join(character=left.state))

    early = game.tick(15 * SECOND - 1)
    facts = game.tick()
    later = game.tick(60 * SECOND)

    told = e.QuestReopened(character=1, quest="fish-supper", tick=done + 20 * SECOND)
    assert game.state.tick == done + 80 * SECOND
    assert (early.count(told), facts.count(told), later.count(told)) == (0, 1, 0)


def test_a_quest_fails_by_whatever_its_taker_gains() -> None:
    game = game_of()
    accept(game, "vow")

    game.who().items["herring"] = 1
    accept(game, "fish-supper")
    game.ok(c.FinishQuest(character=1, denizen="wat", quest="fish-supper"))

    assert game.who().quests["vow"].stage == "failed"


def test_ordered_objectives_count_one_after_another() -> None:
    game = game_of()
    accept(game, "errand-in-order")
    game.go("reeds")
    game.ok(c.InteractDenizen(character=1, denizen="nan"))
    early = dict(game.who().quests["errand-in-order"].counts)
    game.go("quay")
    do(game, "mend-nets")
    game.go("reeds")
    game.ok(c.InteractDenizen(character=1, denizen="nan"))
    room = fight(game, "quay")
    for creature in room.creatures.values():
        creature.vitals["health"] = 1.0
    cast(game, "scald")

    assert early == {}
    assert game.who().quests["errand-in-order"].counts == {"nets": 1, "nan": 1, "eels": 2}


def test_one_who_stands_at_the_next_goal_already_has_reached_it() -> None:
    game = game_of()
    accept(game, "look-around")

    game.ok(c.InteractDenizen(character=1, denizen="wat"))

    assert game.who().quests["look-around"].counts == {"talk": 1, "look": 1}


@pytest.mark.parametrize(
    ("choice", "reward", "more"),
    [("crown", {"cutlass": 1}, []), ("sea", {"herring": 1}, ["afterwards"]), (None, {}, [])],
)
def test_a_quest_branches_by_what_was_said(
    choice: str | None, reward: dict[str, int], more: list[str]
) -> None:
    game = game_of()
    accept(game, "sides")
    if choice is not None:
        game.ok(c.InteractDenizen(character=1, denizen="wat"))
        game.ok(c.InteractDenizen(character=1, denizen="wat", choice=choice))
    else:
        game.go("reeds")
        game.ok(c.InteractDenizen(character=1, denizen="nan"))
        game.go("quay")

    game.ok(c.FinishQuest(character=1, denizen="wat", quest="sides"))

    offered = [q for q in ("afterwards",) if game.do(c.AcceptQuest(character=1, denizen="wat", quest=q))]
    assert game.who().items == reward
    assert [quest for quest in offered if quest in game.who().quests] == more
