"""Taking quests, seeing them advance, handing them in."""

from collections.abc import Callable

from engine.base.units import duration_words
from engine.game import demands
from engine.game.commands import AbandonQuest, AcceptQuest, FinishQuest
from engine.game.events import (
    ActionCompleted,
    CharacterJoined,
    CharacterMoved,
    CreatureDied,
    DenizenMet,
    ItemGained,
    Noticed,
    QuestAbandoned,
    QuestAccepted,
    QuestFailed,
    QuestFinished,
    QuestProgressed,
    QuestReopened,
)
from engine.game.outcome import Refusal
from engine.game.state import Character, Timer
from engine.game.turn import Turn
from engine.game.verbs import holdings, quests
from engine.model.location import Place
from engine.model.quest import Objective, Quest


def accept_quest(turn: Turn, command: AcceptQuest) -> None:
    """Take a quest from the denizen who gives it."""
    who = turn.character(command.character)
    denizen = demands.denizen(turn, who, command.denizen)
    quest = demands.quest(turn, command.quest)
    if quest.giver != denizen.id:
        raise Refusal("unknown_target", f"{denizen.name} does not offer that quest.", quest=quest.id)
    known = who.quests.get(quest.id)
    if known is not None:
        if known.stage == "proceeding":
            raise Refusal("already_done", f"You have taken “{quest.title}” already.", quest=quest.id)
        if quest.repeat is None:
            raise Refusal("already_done", f"“{quest.title}” cannot be taken again.", quest=quest.id)
        ready = known.since + quest.repeat.after
        if turn.now < ready:
            raise Refusal(
                "on_cooldown",
                f"“{quest.title}” is offered again in {duration_words(ready - turn.now)}.",
                quest=quest.id,
                ticks=ready - turn.now,
            )
    demands.require(turn, who, quest.requires)
    if turn.person(who).quest_is_lost(quest.id):
        reason = "This quest cannot be done as things are now."
        raise Refusal("requirements_not_met", reason, unmet=[{"kind": "quest", "message": reason}])
    quests.accept(turn, who, quest.id)


def finish_quest(turn: Turn, command: FinishQuest) -> None:
    """Hand a quest in: what was collected is taken, and the rewards are given, once."""
    who = turn.character(command.character)
    denizen = demands.denizen(turn, who, command.denizen)
    quest = demands.quest(turn, command.quest)
    person = turn.person(who)
    known = who.quests.get(quest.id)
    if quest.taker != denizen.id:
        if known is None:
            raise Refusal("unknown_target", f"{denizen.name} does not take back that quest.", quest=quest.id)
        taker = turn.catalog.denizens[quest.taker].name
        raise Refusal(
            "unknown_target", f"“{quest.title}” is handed in to {taker}.", quest=quest.id, denizen=quest.taker
        )
    if known is None or known.stage == "failed":
        raise Refusal("not_started", f"You have not taken {_called(who, quest)}.", quest=quest.id)
    if known.stage == "finished":
        raise Refusal("already_done", f"You have finished “{quest.title}” already.", quest=quest.id)
    if not person.quest_met(quest.id):
        missing = [
            {"id": objective.id, "currentAmount": count, "objectiveAmount": objective.amount}
            for number, objective in enumerate(quest.objectives)
            if (count := person.objective_count(quest.id, number)) < objective.amount
        ]
        raise Refusal("not_finished", f"“{quest.title}” is not done yet.", quest=quest.id, objectives=missing)
    wanted: dict[str, int] = {}
    for objective in quest.objectives:
        if objective.collect is not None:
            item = objective.collect.item
            wanted[item] = wanted.get(item, 0) + objective.amount
    for item, amount in wanted.items():
        demands.owned(who, turn.catalog.items[item], amount)
    for item, amount in wanted.items():
        holdings.take_item(turn, who, item, amount, "quest")
    turn.emit(QuestFinished(character=who.id, quest=quest.id, turn=known.turns + 1, tick=turn.now))
    turn.emit(Noticed(character=who.id, kind="quest", text=f"You have finished “{quest.title}”."))
    turn.perform(quest.rewards, who, f"quests/{quest.id} rewards", cause="quest")
    turn.perform(quest.on_finish, who, f"quests/{quest.id} on_finish", cause="quest")


def _called(who: Character, quest: Quest) -> str:
    """A quest by its title, which only those have read who took it."""
    return f"“{quest.title}”" if quest.id in who.quests else "that quest"


def abandon_quest(turn: Turn, command: AbandonQuest) -> None:
    """Give a quest up: nothing that was done for it counts any more. One that can fail has failed then, since
    giving up must not be the way around what failing costs."""
    who = turn.character(command.character)
    quest = demands.quest(turn, command.quest)
    if not turn.person(who).quest_proceeding(quest.id):
        raise Refusal("not_started", f"You are not at {_called(who, quest)}.", quest=quest.id)
    if not quest.abandon:
        raise Refusal("not_usable", f"“{quest.title}” cannot be given up.", quest=quest.id)
    if quest.can_fail:
        quests.fail(turn, who, quest.id)
    else:
        turn.emit(QuestAbandoned(character=who.id, quest=quest.id))


def out_of_time(turn: Turn, timer: Timer) -> None:
    """The time of a timed quest is over."""
    who = turn.state.characters.get(timer.who)
    quest = turn.catalog.quests.get(timer.what)
    if who is None or quest is None or quest.fails_after is None:
        return
    known = who.quests.get(quest.id)
    if known is not None and known.stage == "proceeding" and known.since + quest.fails_after <= turn.now:
        quests.fail(turn, who, quest.id)


def review(turn: Turn, who: Character) -> None:
    """Fail what can no longer be done."""
    if turn.index.may_fail.isdisjoint(who.quests):
        return
    for quest, known in list(who.quests.items()):
        definition = turn.catalog.quests.get(quest)
        if known.stage != "proceeding" or definition is None or not definition.fails_when:
            continue
        if turn.person(who).holds(definition.fails_when):
            quests.fail(turn, who, quest)


def resume(turn: Turn, fact: CharacterJoined) -> None:
    """Set the timers of timed quests again. Time away counts: a quest's clock is the world's."""
    who = turn.character(fact.character)
    for quest, known in who.quests.items():
        definition = turn.catalog.quests.get(quest)
        if known.stage == "proceeding" and definition is not None and definition.fails_after is not None:
            turn.at(known.since + definition.fails_after, "quest", who.id, quest)
        _await_again(turn, who, quest)


def on_over(turn: Turn, fact: QuestFinished | QuestFailed | QuestAbandoned) -> None:
    """One that may be taken again is open again after its time."""
    _await_again(turn, turn.character(fact.character), fact.quest)


def _await_again(turn: Turn, who: Character, quest: str) -> None:
    opens = _opens(turn, who, quest)
    if opens is not None and opens > turn.now:
        turn.at(opens, "quest_again", who.id, quest)


def _opens(turn: Turn, who: Character, quest: str) -> int | None:
    """When a quest that is over may be taken again; None when it is under way, unknown, or never."""
    known, definition = who.quests.get(quest), turn.catalog.quests.get(quest)
    if known is None or known.stage == "proceeding" or definition is None or definition.repeat is None:
        return None
    return known.since + definition.repeat.after


def reopen(turn: Turn, timer: Timer) -> None:
    """The time between two turns of a quest is over."""
    who = turn.state.characters.get(timer.who)
    if who is None or _opens(turn, who, timer.what) != turn.now:
        return
    fact = QuestReopened(character=who.id, quest=timer.what, tick=turn.now)
    # One who was away and is back has two calls for the same moment.
    if fact not in turn.facts:
        turn.emit(fact)


def _advance(turn: Turn, who: Character, fits: Callable[[Objective], bool]) -> None:
    """Bring every open objective that fits one step further."""
    for quest in list(who.quests):
        definition = turn.catalog.quests.get(quest)
        if definition is None or not turn.person(who).quest_proceeding(quest):
            continue
        for number, objective in enumerate(definition.objectives):
            if fits(objective):
                quests.progress(turn, who, quest, number, 1)


def on_met(turn: Turn, fact: DenizenMet) -> None:
    """Talk objectives."""
    _advance(
        turn,
        turn.character(fact.character),
        lambda o: o.talk is not None and o.talk.denizen == fact.denizen,
    )


def on_moved(turn: Turn, fact: CharacterMoved) -> None:
    """Visit objectives."""
    _visit(turn, turn.character(fact.character))


def on_accepted(turn: Turn, fact: QuestAccepted) -> None:
    """One who stands there already has visited."""
    _visit(turn, turn.character(fact.character))


def on_progressed(turn: Turn, fact: QuestProgressed) -> None:
    """One who stands where an ordered quest leads next has visited that."""
    _visit(turn, turn.character(fact.character))


def _visit(turn: Turn, who: Character) -> None:
    def fits(objective: Objective) -> bool:
        place: Place | None = objective.visit
        if place is None or place.location != who.location:
            return False
        return place.structure in ("", who.structure)

    _advance(turn, who, fits)


def on_completed(turn: Turn, fact: ActionCompleted) -> None:
    """Do objectives."""
    _advance(
        turn,
        turn.character(fact.character),
        lambda o: o.do is not None and (o.do.location, o.do.action) == (fact.location, fact.action),
    )


def on_killed(turn: Turn, fact: CreatureDied) -> None:
    """Kill objectives, for everyone who was there and alive."""
    for character in fact.credit:
        who = turn.state.characters.get(character)
        if who is not None:
            _advance(turn, who, lambda o: o.kill is not None and o.kill.creature == fact.kind)


def on_gained(turn: Turn, fact: ItemGained) -> None:
    """What is collected advances by being owned; what the writer set to happen on progress happens here."""
    who = turn.character(fact.character)
    before = who.items.get(fact.item, 0) - fact.amount
    for quest in list(who.quests):
        definition = turn.catalog.quests.get(quest)
        if definition is None or not definition.on_progress or not turn.person(who).quest_proceeding(quest):
            continue
        wanted = sum(o.amount for o in definition.objectives if o.collect and o.collect.item == fact.item)
        if before < wanted:
            turn.perform(definition.on_progress, who, f"quests/{quest} on_progress")
    _visit(turn, who)
