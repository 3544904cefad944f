"""Changing vitals within their bounds."""

from engine.base.units import WIRE_MAX
from engine.game.derived import most_of
from engine.game.events import MaximumRaised, VitalChanged
from engine.game.state import Character
from engine.game.turn import Turn


def change(turn: Turn, who: Character, vital: str, by: float) -> float:
    """Add to a vital (or take, when `by` is negative), within 0 and the most. Says what changed."""
    old = who.vitals[vital]
    # One that stands above its most, after a bonus ended, is not cut down by getting more of it.
    ceiling = max(old, most_of(turn.catalog, who, vital)) if by > 0 else old
    new = min(max(old + by, 0.0), ceiling)
    if new != old:
        turn.emit(VitalChanged(character=who.id, vital=vital, value=new))
    return new - old


def put(turn: Turn, who: Character, vital: str, value: float) -> None:
    """Set a vital to a value within 0 and the most."""
    value = min(max(value, 0.0), float(most_of(turn.catalog, who, vital)))
    if value != who.vitals[vital]:
        turn.emit(VitalChanged(character=who.id, vital=vital, value=value))


def raise_most(turn: Turn, who: Character, vital: str, by: int) -> None:
    """Raise the most of a vital for good, never past the largest number that the wire can carry."""
    by = min(by, WIRE_MAX - most_of(turn.catalog, who, vital))
    if by > 0:
        turn.emit(MaximumRaised(character=who.id, vital=vital, amount=by))
