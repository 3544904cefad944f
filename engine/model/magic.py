"""Skills, spells and lasting effects."""

from dataclasses import dataclass
from typing import Literal

from engine.model.clause import Conditions, Effects, Formula
from engine.model.item import Bonus

Stacking = Literal["extend", "refresh", "stack", "ignore"]
Target = Literal["self", "ally", "creature", "all_allies", "all_creatures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """What happens once when a skill reaches a level."""

    level: int
    then: Effects


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something a character gets better at."""

    id: str
    name: str
    description: str
    category: str
    weapons: tuple[str, ...] = ()
    """Item categories it fights with; `unarmed` is the empty hand."""
    blocks_with: tuple[str, ...] = ()
    """Item categories it blocks with."""
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingEffect:
    """A state that a character is in for a while. `every` is in ticks."""

    id: str
    name: str
    description: str
    category: str
    stacking: Stacking = "refresh"
    max_stacks: int = 1
    every: int | None = None
    each: Effects = ()
    bonuses: tuple[Bonus, ...] = ()
    on_start: Effects = ()
    on_end: Effects = ()
    saved: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Something to cast. `cooldown` is in ticks; `value` goes into the rules for spells."""

    id: str
    name: str
    description: str
    icon: str
    type: Literal["healing", "attack", "other"]
    school: str
    mana: int
    cooldown: int
    target: Target
    value: Formula
    requires: Conditions = ()
    on_cast: Effects = ()
    on_hit: Effects = ()
