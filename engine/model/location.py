"""Locations and all that stands in them."""

from dataclasses import dataclass, field
from typing import Literal

from engine.base.ids import OUTDOORS
from engine.model.clause import Conditions, Effects
from engine.model.item import Loot

ActionType = Literal["gather", "rest", "train", "combat", "custom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A location and the structure in it; `""` is outdoors."""

    location: str
    structure: str = OUTDOORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A tile of a location's map, from 0."""

    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A building, cave or ship within a location."""

    label: str
    description: str
    at: Tile
    requires: Conditions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A way from a structure of this location to another location, one way."""

    to: str
    label: str
    at: Tile
    structure: str = OUTDOORS
    requires: Conditions = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillExperience:
    """Experience in one skill."""

    skill: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """How much of each vital one cycle of rest gives back."""

    health: int = 0
    mana: int = 0
    stamina: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do in a location, over and over. `duration` is one cycle, in ticks; a fight has none."""

    label: str
    type: ActionType
    structure: str = OUTDOORS
    duration: int = 0
    skill: str | None = None
    requires: Conditions = ()
    experience: tuple[SkillExperience, ...] = ()
    loot: tuple[Loot, ...] = ()
    restore: Restore | None = None
    amount: int = 0
    """Experience that one cycle of training gives to the weapon's and the shield's skill."""
    on_complete: Effects = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpawnLine:
    """How many creatures of a kind come in one wave of a combat room in this structure."""

    creature: str
    min: int = 1
    max: int = 1
    structure: str = OUTDOORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place on the map, with a size in tiles."""

    id: str
    name: str
    description: str
    size: Tile
    structures: dict[str, Structure] = field(default_factory=dict)
    connections: tuple[Connection, ...] = ()
    actions: dict[str, Action] = field(default_factory=dict)
    creatures: tuple[SpawnLine, ...] = ()
    room_size: int = 4
    respawn: Place | None = None
    on_enter: Effects = ()
    on_leave: Effects = ()
