"""What stands inside the payload about a fight: who fights, how far each blow is, the log. Shapes only."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from engine.protocol.parts import ActiveEffect, Count, Icon, Part, Positive, Vitals


class CombatAction(Part, frozen=True, kw_only=True):
    """How far the next blow is."""

    duration: Annotated[Positive, Meta(description="Ticks from one blow to the next.")]
    counter: Annotated[Count, Meta(description="How many of them have passed.")]


class CombatCharacter(Part, frozen=True, kw_only=True):
    """A member of a combat room."""

    id_character: Annotated[Positive, Meta(description="The character's number.")]
    name: Annotated[str, Meta(description="The character's name.")]
    vitals: Annotated[Vitals, Meta(description="The character's vitals.")]
    combat_action: Annotated[CombatAction, Meta(description="How far the character's next blow is.")]


class CombatCreature(Part, frozen=True, kw_only=True):
    """A creature in a combat room, alive or dead."""

    id: Annotated[Positive, Meta(description="The creature's number, never used again within the room.")]
    name: Annotated[str, Meta(description="The creature's name.")]
    icon: Annotated[Icon, Meta(description="The file name of its picture.")]
    vitals: Annotated[Vitals, Meta(description="The creature's vitals; health 0 is dead.")]
    combat_action: Annotated[CombatAction, Meta(description="How far the creature's next blow is.")]
    effects: Annotated[
        tuple[ActiveEffect, ...], Meta(description="The lasting effects at work on the creature.")
    ]


class CombatLogLine(Part, frozen=True, kw_only=True):
    """Something that happened in a fight."""

    tick: Annotated[Count, Meta(description="When it happened.")]
    actor: Annotated[
        str,
        Meta(
            description="Who did it: `character:<idCharacter>` or `creature:<id>`. Of what a lasting effect "
            "does, who brought it, while still in the room; else the one who is under it."
        ),
    ]
    target: Annotated[str, Meta(description="To whom, written like `actor`.")]
    kind: Annotated[
        str,
        Meta(
            description="What it was: `hit`, `miss`, `evade`, `block`, `spell` (one meets its target; "
            "`amount` is its damage), `heal`, `hurt` (by no blow), `effect` "
            "(a lasting one begins or gets one stack more), `arrive` or `die`. A cause "
            "stands before what comes of it."
        ),
    ]
    amount: Annotated[
        float, Meta(description="How much, such as the damage; 0 when there is nothing to count.")
    ]
    text: Annotated[str | UnsetType, Meta(description="More about it in words, when there is more.")] = UNSET


class Combat(Part, frozen=True, kw_only=True):
    """A fight as it is now."""

    characters: Annotated[tuple[CombatCharacter, ...], Meta(description="The members of the room.")]
    creatures: Annotated[
        tuple[CombatCreature, ...], Meta(description="The creatures of this wave, dead ones too.")
    ]
    log: Annotated[
        tuple[CombatLogLine, ...], Meta(description="What happened since the last frame of this kind.")
    ]
