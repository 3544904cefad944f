"""Facts about one combat room: who fights in it, and what befalls the creatures."""

from engine.game.facts import InRoom
from engine.game.state import EffectState, LogLine, Room


class RoomOpened(InRoom, frozen=True):
    """A combat room is there now, just so."""

    state: Room


class RoomClosed(InRoom, frozen=True):
    """A combat room is gone."""

    location: str
    structure: str


class MemberJoined(InRoom, frozen=True):
    """A character is in the room; its first swing lands at `strikes`."""

    character: int
    started: int
    strikes: int


class MemberLeft(InRoom, frozen=True):
    """A character is no longer in the room."""

    character: int
    location: str
    structure: str


class MemberSwung(InRoom, frozen=True):
    """A member begins its next swing."""

    character: int
    started: int
    strikes: int


class CreatureSwung(InRoom, frozen=True):
    """A creature begins its next swing."""

    creature: int
    started: int
    strikes: int


class WaveDue(InRoom, frozen=True):
    """All creatures are dead; the next wave comes at this tick."""

    tick: int


class WaveBegan(InRoom, frozen=True):
    """A new wave; the dead of the last one are gone."""

    wave: int


class CreatureSpawned(InRoom, frozen=True):
    """A creature is there now."""

    creature: int
    kind: str
    vitals: dict[str, float]
    started: int
    strikes: int


class CreatureHurt(InRoom, frozen=True):
    """A creature has this much health now, less than before."""

    creature: int
    health: float


class CreatureRestored(InRoom, frozen=True):
    """A vital of a creature is at this value now, by something else than a blow."""

    creature: int
    vital: str
    value: float


class CreatureEffectChanged(InRoom, frozen=True):
    """A lasting effect on a creature began or is different now. `began` is True when it was not there
    before."""

    creature: int
    effect: str
    state: EffectState
    began: bool


class CreatureEffectPulsed(InRoom, frozen=True):
    """A lasting effect on a creature did what it does again and again; next at this tick."""

    creature: int
    effect: str
    pulse: int


class CreatureEffectEnded(InRoom, frozen=True):
    """A lasting effect on a creature is over."""

    creature: int
    effect: str


class CreatureDied(InRoom, frozen=True):
    """A creature died, and its lasting effects with it; `credit` are the living members."""

    creature: int
    kind: str
    credit: tuple[int, ...]


class ThresholdPassed(InRoom, frozen=True):
    """A creature's health fell below the line with this index."""

    creature: int
    line: int


class Fought(InRoom, frozen=True):
    """A line for the combat log."""

    line: LogLine


FightFact = (
    RoomOpened
    | RoomClosed
    | MemberJoined
    | MemberLeft
    | MemberSwung
    | CreatureSwung
    | WaveDue
    | WaveBegan
    | CreatureSpawned
    | CreatureHurt
    | CreatureRestored
    | CreatureEffectChanged
    | CreatureEffectPulsed
    | CreatureEffectEnded
    | CreatureDied
    | ThresholdPassed
    | Fought
)
"""Every fact about one combat room."""
