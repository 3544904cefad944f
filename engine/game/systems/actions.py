"""Doing things in a location, over and over: gathering, resting, training, and what writers invent."""

from engine.base.ids import IDLE
from engine.base.units import TICKS_PER_SECOND
from engine.game import demands
from engine.game.commands import ChangeAction
from engine.game.derived import effective_skill, shield_skill, weapon_skill
from engine.game.events import ActionChanged, ActionCompleted, CharacterJoined
from engine.game.outcome import Refusal
from engine.game.state import VITALS, Character, Timer
from engine.game.turn import Turn
from engine.game.verbs import growth, loot, rooms, travel, vitals
from engine.model.location import Action


def change_action(turn: Turn, command: ChangeAction) -> None:
    """Begin an action of this spot, or stop. What is under way already goes on."""
    who = turn.character(command.character)
    if command.action == IDLE:
        rooms.leave(turn, who)
        travel.stop(turn, who)
        return
    view = demands.view(turn, who)
    action = view.action(command.action)
    if action is None:
        location = turn.catalog.locations
        known = any(command.action in place.actions for place in location.values())
        if known or command.action in ("combat", "train"):
            raise Refusal("not_here", "That cannot be done here.", action=command.action)
        demands.unknown("action", command.action)
    if command.action == who.action.id:
        return
    demands.require(turn, who, action.requires)
    rooms.leave(turn, who)
    _begin(turn, who, command.action, action)


def _begin(turn: Turn, who: Character, wire_id: str, action: Action) -> None:
    ticks = _cycle(turn, who, action)
    turn.emit(ActionChanged(character=who.id, action=wire_id, started=turn.now, duration=ticks))
    if ticks:
        turn.at(turn.now + ticks, "action", who.id)


def _cycle(turn: Turn, who: Character, action: Action) -> int:
    """Ticks of one cycle with the character's skill; 0 for a fight, which has no cycle."""
    if action.type == "combat":
        return 0
    names = {
        "base": action.duration / TICKS_PER_SECOND,
        "skill": float(effective_skill(turn.catalog, who, action.skill)),
    }
    seconds = turn.formula(turn.rules.action_duration, names, who)
    return max(1, int(seconds * TICKS_PER_SECOND))


def cycle_over(turn: Turn, timer: Timer) -> None:
    """One cycle is done: reward it and begin the next, as long as the action is possible."""
    who = turn.state.characters.get(timer.who)
    if who is None or not who.action.duration or who.action.started + who.action.duration != turn.now:
        return
    doing = who.action
    view = demands.view(turn, who)
    action = view.action(doing.id)
    if action is None or not view.person.holds(action.requires):
        travel.stop(turn, who)
        return
    _reward(turn, who, action)
    if who.action is doing:
        if view.person.holds(action.requires):
            _begin(turn, who, doing.id, action)
        else:
            travel.stop(turn, who)


def _reward(turn: Turn, who: Character, action: Action) -> None:
    location = turn.catalog.locations[who.location]
    written = next(id_ for id_, found in location.actions.items() if found is action)
    skill = effective_skill(turn.catalog, who, action.skill)
    if action.type == "train":
        for trained in (weapon_skill(turn.catalog, who), shield_skill(turn.catalog, who)):
            if trained is not None:
                growth.grant(turn, who, trained, action.amount)
    if action.restore is not None:
        for vital in VITALS:
            vitals.change(turn, who, vital, getattr(action.restore, vital))
    for gained in action.experience:
        growth.grant(turn, who, gained.skill, gained.amount)
    for line in action.loot:
        if loot.falls(turn, who, line, skill):
            loot.give(turn, who, line, skill, "gather")
    turn.emit(ActionCompleted(character=who.id, location=location.id, action=written))
    turn.perform(action.on_complete, who, f"locations/{location.id} {written}", cause="action")


def cut_short(turn: Turn, timer: Timer) -> None:
    """What a cycle sets off never ends, so nothing of it happened; the next one would go the same way."""
    who = turn.state.characters.get(timer.who)
    if who is not None:
        travel.stop(turn, who)


def review(turn: Turn, who: Character) -> None:
    """Stop an action that is no longer possible where the character stands."""
    if who.action.id == IDLE or who.location not in turn.catalog.locations:
        return
    action = turn.index.actions_at.get((who.location, who.structure), {}).get(who.action.id)
    if action is None or (action.requires and not turn.person(who).holds(action.requires)):
        rooms.leave(turn, who)
        travel.stop(turn, who)


def resume(turn: Turn, fact: CharacterJoined) -> None:
    """Set the timer of what a character was doing when the world stopped."""
    who = turn.character(fact.character)
    if who.action.duration:
        turn.at(who.action.started + who.action.duration, "action", who.id)
