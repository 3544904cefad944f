"""What the server sends: the payload of each update and of our own events. Shapes only; see `parts`."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from engine.base.units import WIRE_MAX
from engine.protocol import fight_parts, parts
from engine.protocol.errors import ErrorCode

RequestId = (
    Annotated[str, Meta(min_length=1, max_length=64)] | Annotated[int, Meta(ge=-WIRE_MAX, le=WIRE_MAX)]
)
"""What a client may give as `id`."""

_Equipment = Annotated[
    dict[str, parts.Item | None], Meta(description="For each slot the item in it, or null.")
]


class ServerPayload(parts.Part, frozen=True, kw_only=True):
    """What every payload of the server has in common: that of a part."""


class CharacterUpdate(ServerPayload, frozen=True, kw_only=True):
    """The whole character. Each key looks exactly as in its own event."""

    id_user: Annotated[parts.Positive, Meta(description="The player's own account number.")]
    id_character: Annotated[parts.Positive, Meta(description="The character's number.")]
    name: Annotated[parts.Name, Meta(description="The character's name.")]
    action: Annotated[parts.CurrentAction, Meta(description="What the character does.")]
    coordinates: Annotated[parts.Coordinates, Meta(description="Where the character is.")]
    inventory: Annotated[parts.Inventory, Meta(description="What the character carries.")]
    equipment: _Equipment
    effects: Annotated[tuple[parts.ActiveEffect, ...], Meta(description="Lasting effects at work.")]
    progression: Annotated[parts.Progression, Meta(description="Level and experience.")]
    quests: Annotated[parts.Quests, Meta(description="Quests taken and handed in.")]
    skills: Annotated[tuple[parts.Skill, ...], Meta(description="All skills of the character.")]
    spells: Annotated[parts.Spells, Meta(description="Spells that the character knows.")]
    vitals: Annotated[parts.Vitals, Meta(description="Health, mana and stamina.")]
    wallet: Annotated[parts.Wallet, Meta(description="The character's coins.")]
    combat_attributes: Annotated[parts.CombatAttributes, Meta(description="What it brings to a fight.")]


class CharacterDead(ServerPayload, frozen=True, kw_only=True):
    """The character died and wakes here."""

    location: Annotated[parts.Name, Meta(description="The location where the character wakes.")]
    structure: Annotated[str, Meta(description="The structure where it wakes; empty outdoors.")]


class CharacterAttributesUpdate(ServerPayload, frozen=True, kw_only=True):
    """The combat values are now so."""

    combat_attributes: Annotated[parts.CombatAttributes, Meta(description="What it brings to a fight.")]


class CharacterEffectsUpdate(ServerPayload, frozen=True, kw_only=True):
    """The lasting effects are now these."""

    effects: Annotated[tuple[parts.ActiveEffect, ...], Meta(description="Lasting effects at work.")]


class CharacterEquipmentUpdate(ServerPayload, frozen=True, kw_only=True):
    """The equipment is now so."""

    equipment: _Equipment


class CharacterInventoryUpdate(ServerPayload, frozen=True, kw_only=True):
    """The inventory is now so."""

    inventory: Annotated[parts.Inventory, Meta(description="What the character carries.")]


class CharacterProgressionUpdate(ServerPayload, frozen=True, kw_only=True):
    """Level and experience are now so."""

    progression: Annotated[parts.Progression, Meta(description="Level and experience.")]


class CharacterQuestsUpdate(ServerPayload, frozen=True, kw_only=True):
    """The quests are now so."""

    quests: Annotated[parts.Quests, Meta(description="Quests taken and handed in.")]


class CharacterSkillsUpdate(ServerPayload, frozen=True, kw_only=True):
    """The skills are now so."""

    skills: Annotated[tuple[parts.Skill, ...], Meta(description="All skills of the character.")]


class CharacterSpellsUpdate(ServerPayload, frozen=True, kw_only=True):
    """The known spells are now so."""

    spells: Annotated[parts.Spells, Meta(description="Spells that the character knows.")]


class CharacterVitalsUpdate(ServerPayload, frozen=True, kw_only=True):
    """The vitals are now so."""

    vitals: Annotated[parts.Vitals, Meta(description="Health, mana and stamina.")]


class CharacterWalletUpdate(ServerPayload, frozen=True, kw_only=True):
    """The coins are now so."""

    wallet: Annotated[parts.Wallet, Meta(description="The character's coins.")]


class CharacterCurrentActionUpdate(ServerPayload, frozen=True, kw_only=True):
    """The character does this now."""

    action: Annotated[parts.CurrentAction, Meta(description="What the character does.")]


class CharacterCurrentCoordinatesUpdate(ServerPayload, frozen=True, kw_only=True):
    """The character is here now."""

    coordinates: Annotated[parts.Coordinates, Meta(description="Where the character is.")]


class LocationUpdate(ServerPayload, frozen=True, kw_only=True):
    """The place, and all that this character may do in it now."""

    location: Annotated[parts.Location, Meta(description="The location and its structures.")]
    actions: Annotated[tuple[parts.Action, ...], Meta(description="Actions that may be begun now.")]
    connections: Annotated[tuple[parts.Connection, ...], Meta(description="Ways that may be taken now.")]
    denizens: Annotated[tuple[parts.Denizen, ...], Meta(description="Denizens that can be met now.")]


class CombatRoomsUpdate(ServerPayload, frozen=True, kw_only=True):
    """The combat rooms of this location and structure are now these."""

    combat_instances: Annotated[tuple[parts.CombatInstance, ...], Meta(description="Rooms to join.")]


class CombatUpdate(ServerPayload, frozen=True, kw_only=True):
    """The fight is now so."""

    combat: Annotated[fight_parts.Combat, Meta(description="The fight the character is in.")]


class Error(ServerPayload, frozen=True, kw_only=True):
    """A command was refused; nothing has changed."""

    code: Annotated[ErrorCode, Meta(description="Why, from the closed list of error codes.")]
    message: Annotated[str, Meta(description="Why, in one plain sentence that says what to do.")]
    type: Annotated[
        str, Meta(description="The `type` of the refused command; empty when it could not be read.")
    ]
    id: Annotated[
        RequestId | UnsetType, Meta(description="The `id` of the refused command, if it gave a good one.")
    ] = UNSET
    details: Annotated[
        dict[str, Any], Meta(description="More for programs, such as the `path` of what is wrong.")
    ]


class Ack(ServerPayload, frozen=True, kw_only=True):
    """A command that gave an `id` was carried out; its updates came before."""

    id: Annotated[RequestId, Meta(description="The `id` that the command gave.")]
    type: Annotated[str, Meta(description="The `type` of the command.")]
    tick: Annotated[parts.Count, Meta(description="The tick in which it happened.")]


class DenizenDialogue(ServerPayload, frozen=True, kw_only=True):
    """A denizen says something."""

    denizen_id: Annotated[parts.Name, Meta(description="Who speaks.")]
    node: Annotated[parts.Name, Meta(description="The place in the dialogue.")]
    text: Annotated[str, Meta(description="What is said.")]
    choices: Annotated[
        tuple[parts.DialogueChoice, ...], Meta(description="Answers that can be given; without any, it ends.")
    ]


class LocationCharactersUpdate(ServerPayload, frozen=True, kw_only=True):
    """Who is at this location and structure."""

    count: Annotated[parts.Count, Meta(description="How many characters are here.")]
    characters: Annotated[
        tuple[parts.CharacterHere, ...], Meta(max_length=50, description="At most 50 of them.")
    ]


class Notice(ServerPayload, frozen=True, kw_only=True):
    """Passing news, never state."""

    kind: Annotated[
        Literal["say", "loot", "level", "quest", "world", "system"], Meta(description="What it is about.")
    ]
    text: Annotated[str, Meta(description="The news.")]
    from_: Annotated[
        str | UnsetType, Meta(description="The name of the character that spoke; left out otherwise.")
    ] = UNSET


class ContentUpdate(ServerPayload, frozen=True, kw_only=True):
    """The world was swapped for a newer one while running."""

    version: Annotated[str, Meta(description="The version of the content that holds from now on.")]
