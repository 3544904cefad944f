"""Creatures: what a combat room is filled with."""

from dataclasses import dataclass

from engine.model.clause import Effects
from engine.model.item import Loot


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """The three vitals, as most a character or creature can have of each."""

    health: int
    mana: int = 0
    stamina: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatureCombat:
    """How a creature fights. `attack_speed` is attacks a second and above 0."""

    attack: float
    attack_speed: float
    defense: float = 0
    accuracy: float = 0
    evasion: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHealth:
    """What happens when health falls below a share of its most."""

    below: float
    then: Effects
    once: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Creature:
    """A kind of creature."""

    id: str
    name: str
    description: str
    icon: str
    vitals: Vitals
    combat: CreatureCombat
    experience: int = 0
    loot: tuple[Loot, ...] = ()
    on_spawn: Effects = ()
    on_hit: Effects = ()
    on_death: Effects = ()
    at_health: tuple[AtHealth, ...] = ()
