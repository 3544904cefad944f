"""What to do when time itself fails: finds whose turn it is that raises, so that all others can go on.

A tick is whole or not at all, so one mistake in it would stop the world for everyone. Nothing here changes
the world; it tries things out on a copy.
"""

from collections.abc import Iterator
from typing import Final

from engine.game import commands as c
from engine.game.apply import copy_of
from engine.game.state import GameState
from engine.game.step import step
from engine.model.catalog import Catalog

_OF_ROOMS: Final = frozenset({"member", "creature", "wave"})
"""Kinds of timers that wake a combat room; `stock` wakes nobody, all others a character."""


def culprits(state: GameState, catalog: Catalog) -> tuple[int, ...]:
    """The characters without whom the next tick passes: one if one is enough, else all whose turn it is.

    Empty when even that does not help.
    """
    suspects = tuple(dict.fromkeys(_due(state)))
    for who in suspects:
        if _passes_without(state, catalog, (who,)):
            return (who,)
    return suspects if len(suspects) > 1 and _passes_without(state, catalog, suspects) else ()


def _due(state: GameState) -> Iterator[int]:
    """The characters whose turn comes with the next tick, in its order."""
    for timer in sorted(state.timers):
        if timer.tick > state.tick + 1:
            return
        if timer.kind in _OF_ROOMS:
            room = state.rooms.get(timer.who)
            yield from sorted(room.members) if room is not None else ()
        elif timer.who in state.characters:
            yield timer.who


def _passes_without(state: GameState, catalog: Catalog, characters: tuple[int, ...]) -> bool:
    trial = copy_of(state)
    try:
        for who in characters:
            step(trial, catalog, c.Leave(character=who))
        step(trial, catalog, c.Tick())
    except Exception:  # noqa: BLE001 - the question is whether it raises at all
        return False
    return True
