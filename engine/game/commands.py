"""What may be asked of the world. Imperative names; ticks, joins and leaves are commands like any other.

They are msgspec structs with a tag, because the journal writes each one down as it was given.
"""

import msgspec

from engine.game.state import Character, Room


class Command(msgspec.Struct, frozen=True, tag=True, tag_field="command"):
    """Anything that `step` takes."""


class Ask(Command, frozen=True, kw_only=True):
    """A command of one character's player."""

    character: int


class ChangeAction(Ask, frozen=True):
    """Begin an action here, or `idle`."""

    action: str


class EquipItem(Ask, frozen=True):
    """Put an item into a slot; an empty item only takes off what is there."""

    item: str
    slot: str


class UseItem(Ask, frozen=True):
    """Use up one of an item."""

    item: str


class CastSpell(Ask, frozen=True):
    """Cast a known spell of this type. At most one of the targets is given; neither is the default target."""

    spell: str
    type: str
    creature: int | None = None
    ally: int | None = None


class InteractDenizen(Ask, frozen=True):
    """Talk to a denizen, or answer it with a choice."""

    denizen: str
    choice: str | None = None


class TradeLine(msgspec.Struct, frozen=True):
    """So many of an item; 0 is skipped."""

    item: str
    quantity: int


class TradeDenizen(Ask, frozen=True):
    """Sell, then buy; the whole or nothing."""

    denizen: str
    sell: tuple[TradeLine, ...] = ()
    buy: tuple[TradeLine, ...] = ()


class AcceptQuest(Ask, frozen=True):
    """Take a quest that a denizen offers."""

    denizen: str
    quest: str


class FinishQuest(Ask, frozen=True):
    """Hand a quest in."""

    denizen: str
    quest: str


class ChangeStructure(Ask, frozen=True):
    """Go into a structure, or outdoors."""

    structure: str


class ChangeLocation(Ask, frozen=True):
    """Take a connection to another location."""

    destination: str


class CreateRoom(Ask, frozen=True):
    """Open a combat room here and join it."""


class EnterRoom(Ask, frozen=True):
    """Join a combat room here."""

    room: int


class LeaveRoom(Ask, frozen=True):
    """Leave the combat room; the action stays `combat`."""


class AbandonQuest(Ask, frozen=True):
    """Give a quest up."""

    quest: str


class DiscardItem(Ask, frozen=True):
    """Throw some of an item away."""

    item: str
    quantity: int


class Say(Ask, frozen=True):
    """Speak to whoever stands here."""

    text: str


class Tick(Command, frozen=True):
    """Let `count` ticks pass; the same as so many commands of one tick."""

    count: int = 1


class Join(Command, frozen=True, kw_only=True):
    """Bring a saved character into the world. `linked` is False after a restart, when no client has come yet.
    `again` replaces a character that is in the world with what the store holds, after a failed commit."""

    character: Character
    linked: bool = True
    again: bool = False


class Leave(Command, frozen=True, kw_only=True):
    """Take a character out of the world."""

    character: int


class LoseLink(Command, frozen=True, kw_only=True):
    """The client is gone; the time of grace begins: `grace` ticks."""

    character: int
    grace: int


class RegainLink(Command, frozen=True, kw_only=True):
    """A client took the character over."""

    character: int


class RestoreRoom(Command, frozen=True, kw_only=True):
    """Bring a saved combat room back after a restart, with those of its members who are in the world."""

    room: Room


AnyCommand = (
    ChangeAction
    | EquipItem
    | UseItem
    | CastSpell
    | InteractDenizen
    | TradeDenizen
    | AcceptQuest
    | FinishQuest
    | ChangeStructure
    | ChangeLocation
    | CreateRoom
    | EnterRoom
    | LeaveRoom
    | AbandonQuest
    | DiscardItem
    | Say
    | Tick
    | Join
    | Leave
    | LoseLink
    | RegainLink
    | RestoreRoom
)
"""Every command, for reading a journal."""
