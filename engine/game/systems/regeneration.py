"""Vitals that grow back. A character who lacks nothing has no timer and costs nothing."""

from engine.base.units import TICKS_PER_SECOND
from engine.game.derived import most_of
from engine.game.events import CharacterJoined, MaximumRaised, MemberLeft, RegenerationSet, VitalChanged
from engine.game.state import VITALS, Character, Timer
from engine.game.turn import Turn
from engine.game.verbs import vitals


def begin(turn: Turn, fact: VitalChanged | MaximumRaised | MemberLeft | CharacterJoined) -> None:
    """Begin to regenerate if something is missing and it has not begun."""
    who = turn.state.characters.get(fact.character)
    if who is not None and who.regenerates_at is None and who.room is None and _lacks(turn, who):
        _again(turn, who)


def regenerate(turn: Turn, timer: Timer) -> None:
    """A second has passed: let vitals grow, out of combat, and go on as long as something is missing."""
    who = turn.state.characters.get(timer.who)
    if who is None or who.regenerates_at != turn.now:
        return
    if who.room is not None:
        turn.emit(RegenerationSet(character=who.id, tick=None))
        return
    for vital in VITALS:
        rate = turn.formula(getattr(turn.rules.regeneration, vital), {}, who)
        if rate > 0:
            vitals.change(turn, who, vital, rate)
    if _lacks(turn, who):
        _again(turn, who)
    else:
        turn.emit(RegenerationSet(character=who.id, tick=None))


def _lacks(turn: Turn, who: Character) -> bool:
    return any(who.vitals[vital] < most_of(turn.catalog, who, vital) for vital in VITALS)


def _again(turn: Turn, who: Character) -> None:
    tick = turn.now + TICKS_PER_SECOND
    turn.emit(RegenerationSet(character=who.id, tick=tick))
    turn.at(tick, "regeneration", who.id)
