"""Taking, advancing, ending quests."""

from engine.base.units import duration_text
from engine.game.events import (
    Noticed,
    QuestAccepted,
    QuestFailed,
    QuestProgressed,
)
from engine.game.state import Character
from engine.game.turn import Turn


def accept(turn: Turn, who: Character, quest: str) -> None:
    """Take a quest; who may, has been checked."""
    definition = turn.catalog.quests[quest]
    turn.emit(QuestAccepted(character=who.id, quest=quest, tick=turn.now))
    if definition.fails_after is not None:
        turn.at(turn.now + definition.fails_after, "quest", who.id, quest)
        text = f"You have {duration_text(definition.fails_after)} for “{definition.title}”."
        turn.emit(Noticed(character=who.id, kind="quest", text=text))
    turn.perform(definition.on_accept, who, f"quests/{quest} on_accept")


def progress(turn: Turn, who: Character, quest: str, number: int, by: int) -> None:
    """Bring one objective, by its number, so much further, never past its amount."""
    person = turn.person(who)
    definition = turn.catalog.quests[quest]
    objective = definition.objectives[number]
    if not person.quest_proceeding(quest) or not person.objective_open(quest, number):
        return
    old = person.objective_count(quest, number)
    new = min(objective.amount, old + by)
    if new <= old or objective.collect is not None:
        return
    turn.emit(QuestProgressed(character=who.id, quest=quest, objective=objective.id, count=new))
    turn.perform(definition.on_progress, who, f"quests/{quest} on_progress")


def fail(turn: Turn, who: Character, quest: str) -> None:
    """Fail a quest that is under way."""
    if not turn.person(who).quest_proceeding(quest):
        return
    turn.emit(QuestFailed(character=who.id, quest=quest, tick=turn.now))
    definition = turn.catalog.quests[quest]
    turn.emit(Noticed(character=who.id, kind="quest", text=f"You have failed “{definition.title}”."))
    turn.perform(definition.on_fail, who, f"quests/{quest} on_fail")
