"""The state of a running world, as plain values. Only `engine.game.apply` writes it.

Every time here is an absolute tick. A saved world goes on from the tick of its last commit, so these
stay true over a restart. Everything is a msgspec struct, so a whole state can be written out and read back.
"""

from typing import Literal

import msgspec

from engine.base.ids import IDLE, OUTDOORS

VITALS = ("health", "mana", "stamina")
Vital = Literal["health", "mana", "stamina"]
QuestStage = Literal["proceeding", "finished", "failed"]


class Progress(msgspec.Struct, kw_only=True, frozen=True):
    """How far a level or a skill has come; `experience` is within the level."""

    level: int = 0
    experience: int = 0


class QuestState(msgspec.Struct, kw_only=True):
    """One character's way with one quest.

    `turns` counts how often it was handed in. `counts` holds progress by objective id, except that what
    is to be collected is counted in the inventory when asked. `since` is the tick it was accepted or ended.
    `ended` is set while it is under way again: the tick at which it ended the time before.
    """

    stage: QuestStage
    since: int
    counts: dict[str, int] = {}
    turns: int = 0
    ended: int | None = None


class EffectState(msgspec.Struct, kw_only=True, frozen=True):
    """A lasting effect on a character or a creature. It began at `started`, ends at `ends`, pulses next at
    `pulse`. `by` is the character who brought it on a creature, else 0. `actor` is who brought it, as the log
    of the combat room `room` (0 outside one) calls them."""

    source: str
    source_name: str
    started: int
    ends: int
    pulse: int | None = None
    stacks: int = 1
    by: int = 0
    actor: str = ""
    room: int = 0


class ActionState(msgspec.Struct, kw_only=True, frozen=True):
    """What a character does. `duration` is in ticks and 0 for what has no cycle, such as fighting."""

    id: str = IDLE
    started: int = 0
    duration: int = 0


class Talk(msgspec.Struct, kw_only=True, frozen=True):
    """The place in a dialogue where a character is."""

    denizen: str
    node: str


class Character(msgspec.Struct, kw_only=True):
    """A character, in the world or saved.

    Value: place, level, wallet (copper), items, equipment, skills, spells, quests, flags, raised (by how much
    the most of each vital has grown). Volatile: vitals, effects, action, room. `spells` maps a known spell to
    the tick of its last cast while it cools down, else None. `leaves_at` is when a character without a client
    is taken out. `saved_at` is the tick of leaving the world; effects stand still from then. Vitals regrow
    next at `regenerates_at`. `new` until it first comes into the world.
    """

    id: int
    user: int
    name: str
    location: str
    structure: str = OUTDOORS
    level: int = 0
    experience: int = 0
    wallet: int = 0
    items: dict[str, int] = {}
    equipment: dict[str, str] = {}
    skills: dict[str, Progress] = {}
    spells: dict[str, int | None] = {}
    quests: dict[str, QuestState] = {}
    flags: dict[str, bool | int] = {}
    raised: dict[str, int] = {}
    vitals: dict[str, float] = {}
    effects: dict[str, EffectState] = {}
    action: ActionState = msgspec.field(default_factory=ActionState)
    room: int | None = None
    talk: Talk | None = None
    linked: bool = True
    leaves_at: int | None = None
    saved_at: int | None = None
    regenerates_at: int | None = None
    new: bool = False


class Member(msgspec.Struct, kw_only=True):
    """A character in a combat room: when its swing began and when it lands."""

    started: int
    strikes: int


class CreatureState(msgspec.Struct, kw_only=True):
    """One creature in a combat room. Its id is never used again within the room. `fired` holds the indexes of
    the `at_health` lines that have happened. `effects` are the lasting effects it is under, by id."""

    id: int
    creature: str
    vitals: dict[str, float]
    started: int
    strikes: int
    fired: list[int] = []
    effects: dict[str, EffectState] = {}

    @property
    def alive(self) -> bool:
        """True while it has health."""
        return self.vitals["health"] > 0


class LogLine(msgspec.Struct, kw_only=True, frozen=True):
    """Something that happened in a fight. Actor and target are `character:7` or `creature:2`."""

    tick: int
    actor: str
    target: str
    kind: str
    amount: float = 0
    text: str = ""


class Room(msgspec.Struct, kw_only=True):
    """A combat room. `wave` counts from 1. `wave_at` is when the next wave comes, while all are dead.
    `log` holds the lines since the tick `log_tick`."""

    id: int
    location: str
    structure: str
    members: dict[int, Member] = {}
    creatures: dict[int, CreatureState] = {}
    next_creature: int = 1
    wave: int = 0
    wave_at: int | None = None


class StockState(msgspec.Struct, kw_only=True, frozen=True):
    """What is left of a limited ware; `restocks_at` is when one more comes, None while it is full."""

    amount: int
    restocks_at: int | None = None


class Timer(msgspec.Struct, frozen=True, order=True, array_like=True):
    """A wake-up call. It says only *look here*: the thing itself knows whether it is due, so a call that
    has been overtaken is harmless and nothing ever has to be cancelled."""

    tick: int
    sequence: int
    kind: str
    who: int = 0
    what: str = ""


class GameState(msgspec.Struct, kw_only=True):
    """A running world. `dice` is the whole state of chance. `timers` are sorted by tick and sequence."""

    dice: int
    tick: int = 0
    sequence: int = 0
    next_room: int = 1
    characters: dict[int, Character] = {}
    rooms: dict[int, Room] = {}
    stock: dict[str, StockState] = {}
    timers: list[Timer] = []


def ware_key(denizen: str, item: str) -> str:
    """The key of a limited ware in `GameState.stock`. Ids never hold a slash."""
    return f"{denizen}/{item}"
