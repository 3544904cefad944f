"""Lasting effects as time passes: their pulses and their end."""

from engine.game.events import CharacterJoined, CreatureEffectPulsed, EffectPulsed
from engine.game.state import Timer
from engine.game.turn import Turn
from engine.game.verbs import creatures, lasting


def on_timer(turn: Turn, timer: Timer) -> None:
    """Let an effect pulse if a pulse is due, and end if its time is over."""
    who = turn.state.characters.get(timer.who)
    if who is None:
        return
    state = who.effects.get(timer.what)
    definition = turn.catalog.effects.get(timer.what)
    if state is None:
        return
    # One that came due in the very tick in which its bearer left the world is late by now.
    if definition is not None and definition.every and state.pulse is not None and state.pulse <= turn.now:
        following = turn.now + definition.every
        turn.emit(EffectPulsed(character=who.id, effect=timer.what, pulse=following))
        if following <= state.ends:
            turn.at(following, "effect", who.id, timer.what)
        for _ in range(state.stacks):
            actor = lasting.bringer(turn, who, state)
            turn.perform(definition.each, who, f"effects/{timer.what} each", actor=actor)
    if timer.what in who.effects and who.effects[timer.what].ends <= turn.now:
        lasting.end(turn, who, timer.what)


def on_creature_timer(turn: Turn, timer: Timer) -> None:
    """The same for an effect on a creature. The timer says which: `2/poisoned`."""
    number, _, effect = timer.what.partition("/")
    room = turn.state.rooms.get(timer.who)
    creature = room.creatures.get(int(number)) if room is not None else None
    state = creature.effects.get(effect) if creature is not None else None
    if room is None or creature is None or state is None:
        return
    definition = turn.catalog.effects.get(effect)
    if definition is not None and definition.every and state.pulse is not None and state.pulse <= turn.now:
        following = turn.now + definition.every
        turn.emit(CreatureEffectPulsed(room=room.id, creature=creature.id, effect=effect, pulse=following))
        if following <= state.ends:
            turn.at(following, "creature_effect", room.id, timer.what)
        creatures.pulse(turn, room, creature, effect)
    if effect in creature.effects and creature.effects[effect].ends <= turn.now:
        creatures.end_effect(turn, room, creature, effect)


def resume(turn: Turn, fact: CharacterJoined) -> None:
    """Set the timers of the effects that a character brings along."""
    who = turn.character(fact.character)
    for effect, state in who.effects.items():
        turn.at(state.ends, "effect", who.id, effect)
        if state.pulse is not None:
            turn.at(state.pulse, "effect", who.id, effect)
