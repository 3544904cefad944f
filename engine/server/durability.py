"""Which facts must be on the disk before anyone sees them, and what the next commit will hold.

Value facts change what a player owns or has reached; volatile ones may be up to a tick older after a crash.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from engine.game import commands as c
from engine.game import events as e
from engine.game.apply import copy_of
from engine.game.state import Character, GameState, Room, StockState, ware_key
from engine.server.session import Session
from engine.store.ledger import ledger_rows
from engine.store.records import Batch, CommandResult, LedgerRow

VALUE: Final = frozenset(
    {
        e.CharacterMoved,
        e.ItemGained,
        e.ItemLost,
        e.CoinsGained,
        e.CoinsLost,
        e.ItemEquipped,
        e.ItemUnequipped,
        e.ExperienceChanged,
        e.MaximumRaised,
        e.SpellLearned,
        e.FlagSet,
        e.QuestAccepted,
        e.QuestProgressed,
        e.QuestFinished,
        e.QuestFailed,
        e.QuestAbandoned,
    }
)
"""Facts about one character that change its value."""

VOLATILE: Final = frozenset(
    {
        e.CharacterJoined,
        e.LinkLost,
        e.LinkRegained,
        e.ActionChanged,
        e.VitalChanged,
        e.RegenerationSet,
        e.SpellCast,
        e.SpellReady,
        e.EffectChanged,
        e.EffectPulsed,
        e.EffectEnded,
        e.DialogueMoved,
        e.MemberJoined,
        e.MemberLeft,
    }
)
"""Facts that change what of a character is saved with the next commit, whenever that is."""

IN_ROOM: Final = frozenset(
    {
        e.RoomOpened,
        e.RoomClosed,
        e.MemberJoined,
        e.MemberLeft,
        e.MemberSwung,
        e.CreatureSwung,
        e.WaveDue,
        e.WaveBegan,
        e.CreatureSpawned,
        e.CreatureRestored,
        e.CreatureEffectChanged,
        e.CreatureEffectPulsed,
        e.CreatureEffectEnded,
        e.CreatureHurt,
        e.CreatureDied,
        e.ThresholdPassed,
    }
)
"""Facts that change a combat room."""

APART: Final = frozenset({e.CharacterLeft, e.StockChanged})
"""Facts that are saved in a way of their own."""

TRACELESS: Final = frozenset(
    {
        e.TickPassed,
        e.HourStruck,
        e.ChainStopped,
        e.ActionCompleted,
        e.LevelReached,
        e.QuestReopened,
        e.DenizenMet,
        e.Noticed,
        e.Died,
        e.Fought,
    }
)
"""Facts that change nothing to be saved themselves. The tick is part of every commit."""


HARMLESS: Final = frozenset({c.ChangeAction, c.CreateRoom, c.EnterRoom, c.LeaveRoom, c.Say})
"""Commands that change no value themselves, so they go on while the store refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command that a held answer belongs to, as an ERROR names it."""

    type: str
    id: str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A frame that waits for a commit. `answers` is the command that it answers, None for an update."""

    session: Session
    type: str
    data: bytes
    supersedes: bool = False
    answers: Asked | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Pending:
    """What one commit will hold, and the frames that wait for it."""

    value: set[int] = field(default_factory=set)
    volatile: set[int] = field(default_factory=set)
    left: dict[int, Character] = field(default_factory=dict)
    rooms: set[int] = field(default_factory=set)
    stock: set[str] = field(default_factory=set)
    ledger: list[LedgerRow] = field(default_factory=list)
    results: list[CommandResult] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def note(self, facts: Iterable[e.Fact], *, tick: int) -> set[int]:
        """Take facts in; gives the characters whose value they changed."""
        facts = tuple(facts)
        changed: set[int] = set()
        for fact in facts:
            kind = type(fact)
            if kind in VALUE and isinstance(fact, e.Personal):
                changed.add(fact.character)
            elif kind in VOLATILE and isinstance(fact, e.Personal | e.MemberJoined | e.MemberLeft):
                self.volatile.add(fact.character)
            if kind in IN_ROOM and isinstance(fact, e.InRoom):
                self.rooms.add(fact.room)
            elif isinstance(fact, e.CharacterLeft):
                self.left[fact.character] = fact.state
            elif isinstance(fact, e.StockChanged):
                self.stock.add(ware_key(fact.denizen, fact.item))
        self.value |= changed
        self.ledger += ledger_rows(facts, tick=tick)
        return changed

    def is_due(self) -> bool:
        """Say whether something waits that must not wait for the next tick."""
        return bool(self.value or self.left or self.results or self.held)

    def is_empty(self) -> bool:
        """Say whether nothing at all has changed."""
        return not (self.is_due() or self.volatile or self.rooms or self.stock or self.ledger)

    def touches(self, character: int) -> bool:
        """Say whether something about this character is not on the disk."""
        return character in self.value or character in self.volatile or character in self.left

    def batch(self, state: GameState, *, at: int) -> Batch:
        """Copies of all that has changed, as they are now. `at` is Unix seconds."""
        present = sorted((self.value | self.volatile) & state.characters.keys())
        gone = [copy for who, copy in sorted(self.left.items()) if who not in state.characters]
        rooms: dict[int, Room | None] = {}
        for number in sorted(self.rooms):
            room = state.rooms.get(number)
            rooms[number] = copy_of(room) if room is not None else None
        stock: dict[str, StockState | None] = {}
        for ware in sorted(self.stock):
            left = state.stock.get(ware)
            stock[ware] = copy_of(left) if left is not None else None
        return Batch(
            tick=state.tick,
            next_room=state.next_room,
            at=at,
            characters=[copy_of(state.characters[who]) for who in present] + gone,
            left=frozenset(copy.id for copy in gone),
            rooms=rooms,
            stock=stock,
            ledger=tuple(self.ledger),
            results=tuple(self.results),
        )

    def without(self, characters: set[int], refuse: Callable[[Held, Asked], None]) -> None:
        """Forget what these characters did. Updates are dropped; `refuse` gets each answer that waited."""
        self.value -= characters
        self.volatile -= characters
        for who in characters:
            self.left.pop(who, None)
        self.ledger = [row for row in self.ledger if row.character not in characters]
        self.results = [result for result in self.results if result.character not in characters]
        kept = []
        for held in self.held:
            if held.session.character not in characters:
                kept.append(held)
            elif held.answers is not None:
                refuse(held, held.answers)
        self.held = kept

    def before(self, later: "Pending") -> "Pending":
        """This and what came after it as one, so that both are tried together."""
        return Pending(
            value=self.value | later.value,
            volatile=self.volatile | later.volatile,
            left={**self.left, **later.left},
            rooms=self.rooms | later.rooms,
            stock=self.stock | later.stock,
            ledger=self.ledger + later.ledger,
            results=self.results + later.results,
            held=self.held + later.held,
        )
