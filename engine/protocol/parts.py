"""What stands inside the server's payloads: items, spells, quests, places. Shapes only; fights stand apart.

Attributes are snake_case and stand on the wire in camelCase. A part is closed here, so that reading a
frame back with these types proves that nothing else was sent; the published schemas are open, because
clients ignore what they do not know. Where a field holds a part, `envelope.ready` bytes may be put in
its place.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from engine.base.units import WIRE_MAX

Count = Annotated[int, Meta(ge=0, le=WIRE_MAX)]
"""A whole number from 0."""
Positive = Annotated[int, Meta(ge=1, le=WIRE_MAX)]
"""A whole number from 1."""
Whole = Annotated[int, Meta(ge=-WIRE_MAX, le=WIRE_MAX)]
"""A whole number."""
Icon = Annotated[str, Meta(title="file name", pattern=r"^[A-Za-z0-9._-]+\Z")]
"""The file name of a picture, fetched from `/images/`."""
Name = Annotated[str, Meta(min_length=1)]
"""An id or a name; never empty."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"):
    """What every part of a payload has in common: frozen, closed, camelCase on the wire."""


class ItemBonus(Part, frozen=True, kw_only=True):
    """Something that wearing an item adds."""

    type: Annotated[
        Literal["combat", "skill"], Meta(description="Whether it adds to a combat value or to a skill.")
    ]
    category: Annotated[
        Name, Meta(description="`attack`, `attackSpeed` or `defense`; for `skill` the skill's id.")
    ]
    value: Annotated[float, Meta(description="How much it adds; for a skill, levels.")]


class ItemEffect(Part, frozen=True, kw_only=True):
    """A lasting effect of using an item."""

    type: Annotated[Literal["vital"], Meta(description="What it works on.")]
    category: Annotated[Name, Meta(description="The vital it works on: `health`, `mana` or `stamina`.")]
    value: Annotated[
        float,
        Meta(
            description="How much it gives in a second; below 0 it takes. Of dice it is the exact mean; an "
            "amount that is another for each character, as a share of its health is, counts 0."
        ),
    ]
    duration: Annotated[Count, Meta(description="How long it lasts, in ticks.")]


class Item(Part, frozen=True, kw_only=True):
    """An item."""

    id: Annotated[Name, Meta(description="The item's id.")]
    name: Annotated[str, Meta(description="The item's name.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]
    icon: Annotated[Icon, Meta(description="The file name of its picture.")]
    type: Annotated[
        Literal["consumable", "equipment", "weapon", "offhand", "tool", "material", "quest"],
        Meta(description="What kind of thing it is. A weapon or an offhand fits the slot of that name."),
    ]
    category: Annotated[str, Meta(description="A finer kind; for `equipment` and `tool` the slot it fits.")]
    rarity: Annotated[
        Literal["common", "uncommon", "rare", "epic", "legendary"], Meta(description="How rare it is.")
    ]
    price: Annotated[
        Count,
        Meta(
            description="Copper. In a denizen's trade lists what it asks or pays now; elsewhere the "
            "item's own."
        ),
    ]
    bonuses: Annotated[tuple[ItemBonus, ...], Meta(description="What wearing it adds.")]
    effects: Annotated[tuple[ItemEffect, ...], Meta(description="The lasting effects of using it.")]


class InventoryItem(Item, frozen=True, kw_only=True):
    """An item that is carried. `amount` comes last, so that it can be put behind a ready item."""

    amount: Annotated[Positive, Meta(description="How many are carried.")]


class Inventory(Part, frozen=True, kw_only=True):
    """What is carried."""

    items: Annotated[
        tuple[InventoryItem, ...], Meta(description="One entry for each item; empty without any.")
    ]


class ActiveEffect(Part, frozen=True, kw_only=True):
    """A lasting effect at work on a character or a creature."""

    source: Annotated[str, Meta(description="The id of what it came from.")]
    source_name: Annotated[str, Meta(description="The name of what it came from.")]
    type: Annotated[str, Meta(description="What it works on, such as `vital`.")]
    category: Annotated[str, Meta(description="A finer kind, such as the vital it works on.")]
    value: Annotated[
        float,
        Meta(
            description="For one stack. Of a vital, how much it gives in a second; below 0 it takes. "
            "Of dice it is the exact mean; an amount that is another for each character counts 0. Else the "
            "first bonus."
        ),
    ]
    duration: Annotated[Count, Meta(description="How long it lasts in all, in ticks.")]
    counter: Annotated[Count, Meta(description="How much of that has passed, in ticks.")]
    stacks: Annotated[Positive, Meta(description="How many times over it is at work.")]


class Progression(Part, frozen=True, kw_only=True):
    """How far a character has come."""

    level: Annotated[Count, Meta(description="The character's level.")]
    experience: Annotated[Count, Meta(description="Experience within this level.")]
    experience_next_level: Annotated[Positive, Meta(description="Experience that the next level takes.")]


class QuestObjective(Part, frozen=True, kw_only=True):
    """One objective of a quest that has several."""

    id: Annotated[Name, Meta(description="The objective's id within the quest.")]
    type: Annotated[
        Literal["talk", "kill", "collect", "visit", "do"], Meta(description="What is to be done.")
    ]
    text: Annotated[str, Meta(description="What is to be done, in words.")]
    current_amount: Annotated[Count, Meta(description="How much of it is done.")]
    objective_amount: Annotated[Positive, Meta(description="How much of it is to be done.")]


class Quest(Part, frozen=True, kw_only=True):
    """A quest that a character has taken. Amounts are summed over its objectives."""

    id: Annotated[Name, Meta(description="The quest's id.")]
    type: Annotated[
        Literal["talk", "kill", "collect", "visit", "do", "several"],
        Meta(description="The kind of its objective, `several` when it has more than one."),
    ]
    title: Annotated[str, Meta(description="The quest's title.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]
    current_amount: Annotated[Count, Meta(description="How much is done.")]
    objective_amount: Annotated[Positive, Meta(description="How much is to be done.")]
    finished: Annotated[
        bool, Meta(description="True when every objective is met; always true once handed in.")
    ]
    objectives: Annotated[
        tuple[QuestObjective, ...] | UnsetType,
        Meta(description="Each objective; only for a quest that has several."),
    ] = UNSET
    duration: Annotated[
        Count | UnsetType,
        Meta(
            description="How long there is for it in all, in ticks; only for a quest under way that fails "
            "when its time is over."
        ),
    ] = UNSET
    counter: Annotated[
        Count | UnsetType,
        Meta(
            description="How much of that had passed when this was sent, in ticks; there with `duration`. "
            "Nothing is sent as time goes on: count for yourself."
        ),
    ] = UNSET


class Quests(Part, frozen=True, kw_only=True):
    """A character's quests. Failed ones stand in neither list."""

    proceeding: Annotated[tuple[Quest, ...], Meta(description="Quests taken and not handed in yet.")]
    finished: Annotated[tuple[Quest, ...], Meta(description="Quests handed in.")]


class SkillInfo(Part, frozen=True, kw_only=True):
    """A skill as such."""

    id: Annotated[Name, Meta(description="The skill's id.")]
    name: Annotated[str, Meta(description="The skill's name.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]
    category: Annotated[str, Meta(description="Its kind, such as `weapon` or `gathering`.")]


class Skill(Part, frozen=True, kw_only=True):
    """How far a character has come in a skill."""

    id: Annotated[Name, Meta(description="The skill's id.")]
    level: Annotated[Count, Meta(description="The trained level.")]
    bonus_level: Annotated[Whole, Meta(description="Levels that equipment and effects add for now.")]
    experience: Annotated[Count, Meta(description="Experience within this level.")]
    experience_next_level: Annotated[Positive, Meta(description="Experience that the next level takes.")]
    skill: Annotated[SkillInfo, Meta(description="The skill as such.")]


class Spell(Part, frozen=True, kw_only=True):
    """A spell that a character knows."""

    id: Annotated[Name, Meta(description="The spell's id.")]
    name: Annotated[str, Meta(description="The spell's name.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]
    icon: Annotated[Icon, Meta(description="The file name of its picture.")]
    type: Annotated[
        Literal["healing", "attack", "other"], Meta(description="Its type, the key of the list it stands in.")
    ]
    mana_cost: Annotated[Count, Meta(description="The mana that casting takes.")]
    cooldown: Annotated[Count, Meta(description="Ticks from a cast until it is ready again.")]
    count: Annotated[
        Count, Meta(description="Ticks since the last cast, at most `cooldown`; ready when they are equal.")
    ]


class Spells(Part, frozen=True, kw_only=True):
    """The spells that a character knows, by type."""

    healing: Annotated[tuple[Spell, ...], Meta(description="Healing spells; empty when there is none.")]
    attack: Annotated[tuple[Spell, ...], Meta(description="Attack spells; empty when there is none.")]
    other: Annotated[
        tuple[Spell, ...] | UnsetType, Meta(description="Other spells; left out when there is none.")
    ] = UNSET


class Vitals(Part, frozen=True, kw_only=True):
    """What is left of each vital, and the most there can be."""

    health: Annotated[float, Meta(description="Health left; 0 is dead.")]
    max_health: Annotated[float, Meta(description="The most health.")]
    mana: Annotated[float, Meta(description="Mana left.")]
    max_mana: Annotated[float, Meta(description="The most mana.")]
    stamina: Annotated[float, Meta(description="Stamina left.")]
    max_stamina: Annotated[float, Meta(description="The most stamina.")]


class Wallet(Part, frozen=True, kw_only=True):
    """Coins in normal form: 1000 copper are 1 silver, 1000 silver are 1 gold."""

    copper: Annotated[int, Meta(ge=0, le=999, description="Copper coins, below 1000.")]
    silver: Annotated[int, Meta(ge=0, le=999, description="Silver coins, below 1000.")]
    gold: Annotated[Count, Meta(description="Gold coins.")]


class CurrentAction(Part, frozen=True, kw_only=True):
    """What a character does."""

    id: Annotated[Name, Meta(description="The action's id; `idle` when the character does nothing.")]
    duration: Annotated[
        Count, Meta(description="One cycle, in ticks; 0 for what has no cycle, 1 for `idle`.")
    ]
    counter: Annotated[Count, Meta(description="How much of the cycle has passed, in ticks.")]


class Coordinates(Part, frozen=True, kw_only=True):
    """Where a character is."""

    location: Annotated[Name, Meta(description="The id of the location.")]
    structure: Annotated[str, Meta(description="The id of the structure; empty outdoors.")]


class CombatAttributes(Part, frozen=True, kw_only=True):
    """What a character brings to a fight, equipment and effects included."""

    attack: Annotated[float, Meta(description="The least damage of a hit.")]
    attack_speed: Annotated[float, Meta(description="Attacks in a second; above 0.")]
    defense: Annotated[float, Meta(description="What is taken off the damage of a hit.")]


class Structure(Part, frozen=True, kw_only=True):
    """A building, cave or ship within a location."""

    id: Annotated[Name, Meta(description="The structure's id.")]
    label: Annotated[str, Meta(description="The structure's name.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]
    x: Annotated[Count, Meta(description="Its tile from the left, from 0.")]
    y: Annotated[Count, Meta(description="Its tile from the top, from 0.")]


class Location(Part, frozen=True, kw_only=True):
    """A place on the map."""

    id: Annotated[Name, Meta(description="The location's id.")]
    name: Annotated[str, Meta(description="The location's name.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]
    size_x: Annotated[Positive, Meta(description="Width in tiles.")]
    size_y: Annotated[Positive, Meta(description="Height in tiles.")]
    structures: Annotated[
        tuple[Structure, ...],
        Meta(description="Structures this character may go into now, and the one it stands in."),
    ]


class Action(Part, frozen=True, kw_only=True):
    """Something to do here."""

    id: Annotated[
        Name, Meta(description="The action's id; exactly `combat` or `train` for actions of those types.")
    ]
    label: Annotated[str, Meta(description="The action's name.")]


class Connection(Part, frozen=True, kw_only=True):
    """A way to another location."""

    destination: Annotated[Name, Meta(description="The id of the location it leads to.")]
    label: Annotated[str, Meta(description="The name of the way.")]
    x: Annotated[Count, Meta(description="Its tile from the left, from 0.")]
    y: Annotated[Count, Meta(description="Its tile from the top, from 0.")]


class QuestOffer(Part, frozen=True, kw_only=True):
    """A quest that a denizen offers now, or takes back now."""

    id: Annotated[Name, Meta(description="The quest's id.")]
    title: Annotated[str, Meta(description="The quest's title.")]
    description: Annotated[str, Meta(description="What a player reads about it.")]


class Trade(Part, frozen=True, kw_only=True):
    """What a denizen trades. null hides the button; an empty list shows it."""

    sell: Annotated[
        tuple[Item, ...] | None, Meta(description="Items it sells to characters; null when it sells nothing.")
    ]
    buy: Annotated[
        tuple[Item, ...] | None, Meta(description="Items it buys from characters; null when it buys nothing.")
    ]


class Denizen(Part, frozen=True, kw_only=True):
    """Somebody who can be met here."""

    id: Annotated[Name, Meta(description="The denizen's id.")]
    name: Annotated[str, Meta(description="The denizen's name.")]
    icon: Annotated[Icon, Meta(description="The file name of the denizen's picture.")]
    trade: Annotated[Trade, Meta(description="What it trades.")]
    quests: Annotated[
        tuple[QuestOffer, ...] | None,
        Meta(description="Quests it offers or takes back now; null when there is none."),
    ]


class CombatInstance(Part, frozen=True, kw_only=True):
    """A combat room that can be joined."""

    id: Annotated[Name, Meta(description="The room's id, for COMBAT_ROOM_ENTER.")]
    name: Annotated[str, Meta(description="The room's name.")]
    structure: Annotated[str, Meta(description="The structure it is in; empty outdoors.")]
    characters: Annotated[Count, Meta(description="How many characters are in it.")]


class CharacterHere(Part, frozen=True, kw_only=True):
    """A character who is here."""

    name: Annotated[Name, Meta(description="The character's name.")]


class DialogueChoice(Part, frozen=True, kw_only=True):
    """An answer that can be given to a denizen."""

    id: Annotated[Name, Meta(description="What to send as `choice`.")]
    text: Annotated[str, Meta(description="The answer, in words.")]
