"""What a client may send: the payload of each command, with every limit. Shapes only; decides no rule.

Attributes are snake_case and stand on the wire in camelCase. What may be left out is never null.
`Meta(extra={"expects": …})` says in plain words what belongs there; refusals are worded with it.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from engine.base.ids import ID_PATTERN
from engine.base.units import WIRE_MAX

MAX_QUANTITY: Final = 9_999
"""The most of one item in one line of a command."""
MAX_TRADE_LINES: Final = 64
"""The most lines in each list of a trade."""
MAX_SAY: Final = 280
"""The most characters that one can say at once."""

_ID_SHAPE: Final = ID_PATTERN.removeprefix("^").removesuffix("$")

_UNSPEAKABLE: Final = (
    "\\u0000-\\u001f\\u007f-\\u009f"  # control characters
    "\\u2028\\u2029"  # line and paragraph separators
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # marks that change the direction of what follows
    "\\u00ad\\u180e\\u200b-\\u200d\\u2060-\\u2064\\ufeff"  # what takes no width and cannot be seen
    "\\ufff9-\\ufffb"  # annotation marks
)
"""Characters that must not be in what one says, as the inside of a character class."""

_BLANK: Final = (
    " \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000"  # spaces
    "\\u034f\\u115f\\u1160\\u2800\\u3164\\uffa0\\ufe00-\\ufe0f"  # what looks like them
)
"""Characters that say nothing when there are no others, as the inside of a character class."""

Id = Annotated[
    str,
    Meta(
        title="id",
        pattern=rf"^{_ID_SHAPE}\Z",
        max_length=64,
        extra={
            "expects": "an id of 1 to 64 letters, digits, `-` and `_`, which begins with a letter or a digit"
        },
    ),
]
"""An id of content."""

IdOrNothing = Annotated[
    str,
    Meta(
        title="id or empty",
        pattern=rf"^(?:{_ID_SHAPE})?\Z",
        max_length=64,
        extra={"expects": "an id of 1 to 64 letters, digits, `-` and `_`, or an empty text"},
    ),
]
"""An id of content, or the empty text."""

RoomId = Annotated[
    str,
    Meta(
        title="digits",
        pattern=r"^[1-9][0-9]{0,14}\Z",
        max_length=15,
        extra={"expects": "the `id` of a room as COMBAT_ROOMS_UPDATE gives it, a text of digits"},
    ),
]
"""The id of a combat room: a text of digits."""

WholeNumber = Annotated[
    int, Meta(ge=1, le=WIRE_MAX, extra={"expects": f"a whole number from 1 to {WIRE_MAX}"})
]
"""A number that names a character or a creature."""

TradeQuantity = Annotated[
    int, Meta(ge=0, le=MAX_QUANTITY, extra={"expects": f"a whole number from 0 to {MAX_QUANTITY}"})
]
"""How many to trade; 0 skips the line."""

Quantity = Annotated[
    int, Meta(ge=1, le=MAX_QUANTITY, extra={"expects": f"a whole number from 1 to {MAX_QUANTITY}"})
]
"""How many, at least one."""

Speech = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MAX_SAY,
        pattern=rf"^[^{_UNSPEAKABLE}]*[^{_UNSPEAKABLE}{_BLANK}][^{_UNSPEAKABLE}]*\Z",
        extra={
            "expects": f"a text of 1 to {MAX_SAY} characters on one line, not only blanks, "
            "without control characters, invisible ones or marks that change the direction of writing"
        },
    ),
]
"""Something said."""

SpellType = Annotated[
    Literal["healing", "attack", "other"], Meta(extra={"expects": "`healing`, `attack` or `other`"})
]


class ClientPayload(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"):
    """What every payload of a client has in common: frozen, closed, camelCase on the wire."""


class CharacterActionUpdate(ClientPayload, frozen=True, kw_only=True):
    """Begin an action of this place, or `idle`."""

    action: Annotated[
        Id, Meta(description="The action to begin: an `id` of LOCATION_UPDATE's `actions`, or `idle`.")
    ]


class CharacterEquipItem(ClientPayload, frozen=True, kw_only=True):
    """Put an item into a slot, or take off what is there."""

    item_id: Annotated[
        IdOrNothing, Meta(description="The item to wear; empty to only take off what is in the slot.")
    ]
    slot: Annotated[Id, Meta(description="The slot: one of the keys of `equipment`.")]


class CharacterUseItem(ClientPayload, frozen=True, kw_only=True):
    """Use up one of an item."""

    item_id: Annotated[Id, Meta(description="The item to use.")]


class CastTarget(ClientPayload, frozen=True, kw_only=True):
    """Whom a spell is aimed at. Exactly one of the two is given."""

    creature: Annotated[
        WholeNumber | UnsetType, Meta(description="The `id` of a creature in this combat room.")
    ] = UNSET
    character: Annotated[
        WholeNumber | UnsetType,
        Meta(
            description="The `idCharacter` of an ally: outside a fight one who stands here and is in none, "
            "in a fight one in the same combat room."
        ),
    ] = UNSET

    def __post_init__(self) -> None:
        """Raise ValueError, which the decoder makes a refusal, unless exactly one is given."""
        if (self.creature is UNSET) is (self.character is UNSET):
            raise ValueError("exactly one of creature and character")


class CharacterCastSpell(ClientPayload, frozen=True, kw_only=True):
    """Cast a known spell."""

    id: Annotated[Id, Meta(description="The spell to cast.")]
    type: Annotated[SpellType, Meta(description="The type of the spell: the key of the list it stands in.")]
    target: Annotated[
        Literal["self"] | CastTarget | UnsetType,
        Meta(
            description="Whom to cast it at: `self`, a creature or a character. Left out, a healing spell "
            "is cast at oneself and an attack spell at the first living creature.",
            extra_json_schema={"minProperties": 1, "maxProperties": 1},
            extra={
                "expects": '`"self"`, `{"creature": <number>}` or `{"character": <number>}`, one key only'
            },
        ),
    ] = UNSET


class CharacterInteractDenizen(ClientPayload, frozen=True, kw_only=True):
    """Talk to a denizen, or answer what it said."""

    denizen_id: Annotated[Id, Meta(description="The denizen to talk to.")]
    choice: Annotated[
        Id | UnsetType,
        Meta(description="The `id` of a choice of the last DENIZEN_DIALOGUE; left out to begin anew."),
    ] = UNSET


class TradeLine(ClientPayload, frozen=True, kw_only=True):
    """So many of one item."""

    item_id: Annotated[Id, Meta(description="The item to trade.")]
    quantity: Annotated[TradeQuantity, Meta(description="How many of it; a line of 0 is skipped.")]


_LINES: Final = {"expects": f"a list of at most {MAX_TRADE_LINES} lines, each an item and a quantity"}


class CharacterTradeDenizen(ClientPayload, frozen=True, kw_only=True):
    """Sell to a denizen, then buy from it: the whole trade or nothing."""

    denizen_id: Annotated[Id, Meta(description="The denizen to trade with.")]
    sell: Annotated[
        tuple[TradeLine, ...],
        Meta(
            max_length=MAX_TRADE_LINES, description="What the character gives away for coins.", extra=_LINES
        ),
    ] = ()
    buy: Annotated[
        tuple[TradeLine, ...],
        Meta(max_length=MAX_TRADE_LINES, description="What the character gets for coins.", extra=_LINES),
    ] = ()


class CharacterAcceptDenizenQuest(ClientPayload, frozen=True, kw_only=True):
    """Take a quest that a denizen offers."""

    denizen_id: Annotated[Id, Meta(description="The denizen that offers it.")]
    quest_id: Annotated[Id, Meta(description="The quest to take.")]


class CharacterFinishDenizenQuest(ClientPayload, frozen=True, kw_only=True):
    """Hand in a quest whose objectives are met."""

    denizen_id: Annotated[Id, Meta(description="The denizen that takes it back.")]
    quest_id: Annotated[Id, Meta(description="The quest to hand in.")]


class CharacterStructureUpdate(ClientPayload, frozen=True, kw_only=True):
    """Go into a structure of this location, or outdoors."""

    structure: Annotated[IdOrNothing, Meta(description="The structure to go into; empty to go outdoors.")]


class CharacterLocationUpdate(ClientPayload, frozen=True, kw_only=True):
    """Take a way to another location."""

    destination: Annotated[
        Id, Meta(description="Where to: the `destination` of one of the `connections` here.")
    ]


class CombatRoomCreate(ClientPayload, frozen=True, kw_only=True):
    """Open a combat room here and join it."""


class CombatRoomEnter(ClientPayload, frozen=True, kw_only=True):
    """Join a combat room of this place."""

    id: Annotated[RoomId, Meta(description="The room to join.")]


class CombatRoomExit(ClientPayload, frozen=True, kw_only=True):
    """Leave the combat room."""


class CharacterAbandonQuest(ClientPayload, frozen=True, kw_only=True):
    """Give up a quest."""

    quest_id: Annotated[Id, Meta(description="The quest to give up.")]


class CharacterDiscardItem(ClientPayload, frozen=True, kw_only=True):
    """Throw some of an item away, for good."""

    item_id: Annotated[Id, Meta(description="The item to throw away.")]
    quantity: Annotated[Quantity, Meta(description="How many of it.")]


class CharacterSay(ClientPayload, frozen=True, kw_only=True):
    """Say something to whoever is at this location and structure."""

    text: Annotated[
        Speech, Meta(description="What is said: one line of 1 to 280 characters, not only blanks.")
    ]
