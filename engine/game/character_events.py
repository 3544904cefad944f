"""Facts about one character: where it is, what it owns, how far it has come, what it hears.

`cause` names the source or sink of coins and items for the ledger: `loot`, `trade`, `quest` …
"""

from typing import Literal

from engine.game.facts import Personal
from engine.game.state import Character, EffectState

NoticeKind = Literal["say", "loot", "level", "quest", "world", "system"]
"""What passing news is about, as on the wire."""


class CharacterJoined(Personal, frozen=True):
    """A character is in the world, just so."""

    state: Character


class CharacterLeft(Personal, frozen=True):
    """A character has left the world, just so."""

    state: Character


class LinkLost(Personal, frozen=True):
    """The client is gone; the character leaves at `leaves_at` unless one comes back."""

    leaves_at: int


class LinkRegained(Personal, frozen=True):
    """A client has the character again."""


class CharacterMoved(Personal, frozen=True):
    """The character stands here now. `entered` is True when the location is another one, or entered anew."""

    location: str
    structure: str
    entered: bool


class ActionChanged(Personal, frozen=True):
    """An action began, began a new cycle, or (as `idle`) ended."""

    action: str
    started: int
    duration: int


class ActionCompleted(Personal, frozen=True):
    """One cycle of an action is done."""

    location: str
    action: str


class ItemGained(Personal, frozen=True):
    """So many more of an item in the inventory."""

    item: str
    amount: int
    cause: str


class ItemLost(Personal, frozen=True):
    """So many fewer of an item in the inventory."""

    item: str
    amount: int
    cause: str


class CoinsGained(Personal, frozen=True):
    """So much more copper."""

    amount: int
    cause: str


class CoinsLost(Personal, frozen=True):
    """So much less copper."""

    amount: int
    cause: str


class ItemEquipped(Personal, frozen=True):
    """One of an item went from the inventory into a slot."""

    slot: str
    item: str


class ItemUnequipped(Personal, frozen=True):
    """What was in a slot went into the inventory."""

    slot: str
    item: str


class ExperienceChanged(Personal, frozen=True):
    """Experience in a skill, or in general when `skill` is None. `level` and `experience` are what they are
    now; `amount` is what was added (or lost)."""

    skill: str | None
    amount: int
    level: int
    experience: int


class LevelReached(Personal, frozen=True):
    """A new level of a skill, or of the character."""

    skill: str | None
    level: int


class VitalChanged(Personal, frozen=True):
    """A vital is at this value now."""

    vital: str
    value: float


class MaximumRaised(Personal, frozen=True):
    """The most of a vital grew for good."""

    vital: str
    amount: int


class RegenerationSet(Personal, frozen=True):
    """Vitals grow again at this tick; None when there is nothing to regrow."""

    tick: int | None


class SpellLearned(Personal, frozen=True):
    """A spell is known now."""

    spell: str


class SpellCast(Personal, frozen=True):
    """A spell was cast at this tick."""

    spell: str
    tick: int


class SpellReady(Personal, frozen=True):
    """A spell has cooled down."""

    spell: str


class EffectChanged(Personal, frozen=True):
    """A lasting effect began or is different now. `began` is True when it was not there before."""

    effect: str
    state: EffectState
    began: bool


class EffectPulsed(Personal, frozen=True):
    """A lasting effect did what it does again and again; next at this tick."""

    effect: str
    pulse: int


class EffectEnded(Personal, frozen=True):
    """A lasting effect is over."""

    effect: str


class FlagSet(Personal, frozen=True):
    """A flag is this now."""

    flag: str
    value: bool | int


class QuestAccepted(Personal, frozen=True):
    """A quest was taken."""

    quest: str
    tick: int


class QuestProgressed(Personal, frozen=True):
    """An objective stands at this count."""

    quest: str
    objective: str
    count: int


class QuestFinished(Personal, frozen=True):
    """A quest was handed in, for the `turn`-th time."""

    quest: str
    turn: int
    tick: int


class QuestFailed(Personal, frozen=True):
    """A quest can no longer be done."""

    quest: str
    tick: int


class QuestAbandoned(Personal, frozen=True):
    """A quest was given up."""

    quest: str


class QuestReopened(Personal, frozen=True):
    """The time between two turns of a quest is over: as far as that goes it may be taken again."""

    quest: str
    tick: int


class DenizenMet(Personal, frozen=True):
    """A character spoke to a denizen."""

    denizen: str


class DialogueMoved(Personal, frozen=True):
    """The talk is at this node; None when it is over."""

    denizen: str
    node: str | None
    shown: bool = True


class Noticed(Personal, frozen=True):
    """Passing news for one character: `kind` as on the wire, `sender` the character that spoke."""

    kind: NoticeKind
    text: str
    sender: str | None = None


class Died(Personal, frozen=True):
    """A character died and wakes at this place."""

    location: str
    structure: str


CharacterFact = (
    CharacterJoined
    | CharacterLeft
    | LinkLost
    | LinkRegained
    | CharacterMoved
    | ActionChanged
    | ActionCompleted
    | ItemGained
    | ItemLost
    | CoinsGained
    | CoinsLost
    | ItemEquipped
    | ItemUnequipped
    | ExperienceChanged
    | LevelReached
    | VitalChanged
    | MaximumRaised
    | RegenerationSet
    | SpellLearned
    | SpellCast
    | SpellReady
    | EffectChanged
    | EffectPulsed
    | EffectEnded
    | FlagSet
    | QuestAccepted
    | QuestProgressed
    | QuestFinished
    | QuestFailed
    | QuestAbandoned
    | QuestReopened
    | DenizenMet
    | DialogueMoved
    | Noticed
    | Died
)
"""Every fact about one character."""
