"""Standing somewhere else, and stopping what one does."""

from engine.base.ids import IDLE
from engine.game.events import ActionChanged, CharacterMoved, DialogueMoved
from engine.game.state import Character
from engine.game.turn import Turn


def stop(turn: Turn, who: Character) -> None:
    """End the present action, if there is one."""
    if who.action.id != IDLE:
        turn.emit(ActionChanged(character=who.id, action=IDLE, started=turn.now, duration=0))


def end_talk(turn: Turn, who: Character) -> None:
    """End the present talk without a word, if there is one."""
    if who.talk is not None:
        turn.emit(DialogueMoved(character=who.id, denizen=who.talk.denizen, node=None, shown=False))


def move(turn: Turn, who: Character, location: str, structure: str, *, wake: bool = False) -> None:
    """Put a character somewhere; its action and talk end. `wake` enters even the same location anew.

    A character in a combat room must have left it. One who dies of leaving a location goes nowhere: it wakes
    where the dead wake.
    """
    stop(turn, who)
    end_talk(turn, who)
    other = location != who.location
    if other:
        old = turn.catalog.locations.get(who.location)
        if old is not None:
            turn.perform(old.on_leave, who, f"locations/{old.id} on_leave")
            if who.vitals["health"] <= 0 and not wake:
                return
    turn.emit(CharacterMoved(character=who.id, location=location, structure=structure, entered=other or wake))
    if other:
        new = turn.catalog.locations[location]
        turn.perform(new.on_enter, who, f"locations/{new.id} on_enter")
