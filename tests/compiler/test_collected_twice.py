"""Two objectives of a quest that collect one item: the compiler tells, and the core is consistent."""

from dataclasses import replace

from engine.game import commands as c
from engine.game.subject import Person
from engine.model.catalog import Catalog
from engine.model.quest import Collect, Objective
from tests.playing import Game, catalog_of
from tests.small_world import WorldFolder

ERRAND = (
    "quests:\n  errand:\n    title: An Errand\n    description: Go.\n    giver: mara\n    objectives:\n"
    "      - {id: a, collect: {item: bread, amount: 2}}\n      - {id: b, collect: {item: %s, amount: 3}}\n"
)


def test_an_item_that_two_objectives_collect_is_told_with_the_sum(world: WorldFolder) -> None:
    world.write({"errand.yaml": ERRAND % "bread"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.entity) == ("E4020", "quests:errand")
    assert found.span is not None
    assert found.span.line == 8
    assert "{item: bread, amount: 5}" in (found.help or "")


def test_different_items_are_told_of_by_nobody(world: WorldFolder) -> None:
    world.write({"errand.yaml": ERRAND % "ore"})

    assert world.codes() == []


def _twice() -> Catalog:
    """The mill as it can only be by other ways than the compiler: three loaves, and two more."""
    mill = catalog_of("mill")
    quest = mill.quests["daily-bread"]
    more = Objective(id="more", collect=Collect(item="bread", amount=2))
    return replace(
        mill, quests={**mill.quests, quest.id: replace(quest, objectives=(*quest.objectives, more))}
    )


def test_what_is_carried_counts_for_one_objective_only() -> None:
    game = Game(_twice())
    game.ok(c.AcceptQuest(character=1, denizen="miller", quest="daily-bread"))
    person = Person(game.state, game.catalog, game.who())

    seen = []
    for carried in range(1, 7):
        game.who().items["bread"] = carried
        counts = [person.objective_count("daily-bread", number) for number in (0, 1)]
        seen.append((*counts, person.quest_met("daily-bread")))

    first = game.catalog.quests["daily-bread"].objectives[0].amount
    assert seen == [
        (min(carried, first), min(2, max(0, carried - first)), carried >= first + 2)
        for carried in range(1, 7)
    ]


def test_a_quest_that_is_shown_as_finished_can_be_handed_in() -> None:
    game = Game(_twice())
    game.ok(c.AcceptQuest(character=1, denizen="miller", quest="daily-bread"))
    wanted = sum(one.amount for one in game.catalog.quests["daily-bread"].objectives)
    finish = c.FinishQuest(character=1, denizen="miller", quest="daily-bread")

    game.who().items["bread"] = wanted - 1
    early = game.no(finish)
    game.who().items["bread"] = wanted
    game.ok(finish)

    assert early == "not_finished"
    assert "bread" not in game.who().items
