"""Lasting effects of characters: beginning, stacking, ending. Those of creatures are in `creatures`."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from engine.game.events import EffectChanged, EffectEnded
from engine.game.state import Character, EffectState
from engine.game.turn import Turn
from engine.game.verbs import rooms
from engine.model.magic import LastingEffect

MAX_TICKS: Final = 20 * 60 * 60 * 24 * 365
"""A lasting effect never has more than a year to go, however often it is extended."""


def _extend(old: EffectState, new: EffectState, lasting: LastingEffect) -> EffectState:
    ends = min(old.ends + (new.ends - new.started), new.started + MAX_TICKS)
    return replace(new, started=old.started, ends=ends, pulse=old.pulse, stacks=old.stacks)


def _refresh(old: EffectState, new: EffectState, lasting: LastingEffect) -> EffectState:
    return replace(new, ends=max(old.ends, new.ends), pulse=old.pulse, stacks=old.stacks)


def _stack(old: EffectState, new: EffectState, lasting: LastingEffect) -> EffectState:
    return replace(_refresh(old, new, lasting), stacks=min(old.stacks + 1, lasting.max_stacks))


def _ignore(old: EffectState, new: EffectState, lasting: LastingEffect) -> EffectState:
    return old


_STACKING: Final[Mapping[str, Callable[[EffectState, EffectState, LastingEffect], EffectState]]] = {
    "extend": _extend,
    "refresh": _refresh,
    "stack": _stack,
    "ignore": _ignore,
}


def grown(
    turn: Turn,
    lasting: LastingEffect,
    old: EffectState | None,
    ticks: int,
    source: str,
    source_name: str,
    by: int = 0,
    actor: str = "",
    room: int = 0,
) -> EffectState:
    """What a lasting effect is once it comes (again) for so many ticks."""
    fresh = EffectState(
        source=source,
        source_name=source_name,
        started=turn.now,
        ends=turn.now + min(ticks, MAX_TICKS),
        pulse=turn.now + lasting.every if lasting.every else None,
        by=by,
        actor=actor,
        room=room,
    )
    return fresh if old is None else _STACKING[lasting.stacking](old, fresh, lasting)


def begin(
    turn: Turn, who: Character, effect: str, ticks: int, source: str, source_name: str, actor: str
) -> None:
    """Begin a lasting effect for so many ticks, or let it stack with itself as it says.

    `source` is the id of what brought it (an item, a spell, a creature), `source_name` its name for players,
    `actor` who did it, as the log of a fight calls them.
    """
    if ticks <= 0:
        return
    lasting = turn.catalog.effects[effect]
    old = who.effects.get(effect)
    state = grown(turn, lasting, old, ticks, source, source_name, actor=actor, room=who.room or 0)
    if state == old:
        return
    turn.emit(EffectChanged(character=who.id, effect=effect, state=state, began=old is None))
    turn.at(state.ends, "effect", who.id, effect)
    # A pulse that would have come after the old end has no timer yet.
    if state.pulse is not None and (old is None or state.pulse > old.ends):
        turn.at(state.pulse, "effect", who.id, effect)
    room = rooms.room_of(turn, who)
    if room is not None and (old is None or state.stacks > old.stacks):
        # One that only lasts longer has not grown, and nothing more is to be told of it.
        rooms.log(turn, room, "effect", actor, rooms.character_key(who.id), state.stacks, lasting.name)
    if old is None:
        turn.perform(lasting.on_start, who, f"effects/{effect} on_start", actor=actor)


def bringer(turn: Turn, who: Character, state: EffectState) -> str:
    """Who brought a lasting effect on a character, as the log of its fight calls them: whoever is still in
    the same room, else the character itself."""
    room = rooms.room_of(turn, who)
    there = room is not None and state.room == room.id and rooms.is_in(room, state.actor)
    return state.actor if there else rooms.character_key(who.id)


def end(turn: Turn, who: Character, effect: str) -> None:
    """End a lasting effect now, if it is there."""
    state = who.effects.get(effect)
    if state is None:
        return
    turn.emit(EffectEnded(character=who.id, effect=effect))
    lasting = turn.catalog.effects.get(effect)
    if lasting is not None:
        actor = bringer(turn, who, state)
        turn.perform(lasting.on_end, who, f"effects/{effect} on_end", actor=actor)
