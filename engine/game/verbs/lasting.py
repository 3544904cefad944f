"""Lasting effects of characters: beginning, stacking, ending. Those of creatures are in `creatures`."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec.structs import replace

from engine.game.events import EffectChanged, EffectEnded
from engine.game.state import Character, EffectState
from engine.game.turn import Turn
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
) -> EffectState:
    """What a lasting effect is once it comes (again) for so many ticks."""
    fresh = EffectState(
        source=source,
        source_name=source_name,
        started=turn.now,
        ends=turn.now + min(ticks, MAX_TICKS),
        pulse=turn.now + lasting.every if lasting.every else None,
        by=by,
    )
    return fresh if old is None else _STACKING[lasting.stacking](old, fresh, lasting)


def begin(turn: Turn, who: Character, effect: str, ticks: int, source: str, source_name: str) -> None:
    """Begin a lasting effect for so many ticks, or let it stack with itself as it says.

    `source` is the id of what brought it (an item, a spell, a creature), `source_name` its name for players.
    """
    if ticks <= 0:
        return
    lasting = turn.catalog.effects[effect]
    old = who.effects.get(effect)
    state = grown(turn, lasting, old, ticks, source, source_name)
    if state == old:
        return
    turn.emit(EffectChanged(character=who.id, effect=effect, state=state, began=old is None))
    turn.at(state.ends, "effect", who.id, effect)
    # A pulse that would have come after the old end has no timer yet.
    if state.pulse is not None and (old is None or state.pulse > old.ends):
        turn.at(state.pulse, "effect", who.id, effect)
    if old is None:
        turn.perform(lasting.on_start, who, f"effects/{effect} on_start")


def end(turn: Turn, who: Character, effect: str) -> None:
    """End a lasting effect now, if it is there."""
    if effect not in who.effects:
        return
    turn.emit(EffectEnded(character=who.id, effect=effect))
    lasting = turn.catalog.effects.get(effect)
    if lasting is not None:
        turn.perform(lasting.on_end, who, f"effects/{effect} on_end")
