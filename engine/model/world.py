"""The world as a whole: where it begins, what a new character is, and the numbers of its rules."""

from dataclasses import dataclass, field

from engine.model.clause import Formula
from engine.model.creature import Vitals
from engine.model.location import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterCombat:
    """The combat values of a character with empty hands. `attack_speed` is attacks a second."""

    attack: float
    attack_speed: float
    defense: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Some of an item."""

    item: str
    amount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharacter:
    """What a new character is and has. `wallet` is in copper."""

    level: int
    vitals: Vitals
    combat: CharacterCombat
    wallet: int = 0
    items: tuple[Stack, ...] = ()
    equipment: dict[str, str] = field(default_factory=dict)
    spells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Said once in a folder. `day` is the length of a world day in ticks."""

    title: str
    version: str
    start: Place
    slots: tuple[str, ...]
    character: NewCharacter
    day: int
    respawn: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of an id that saved games may still hold. Exactly one of the three is set."""

    to: str | None = None
    drop: bool = False
    refund: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PerVital:
    """One formula for each vital."""

    health: Formula
    mana: Formula
    stamina: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathRule:
    """What death costs, and the share of health one wakes with; shares of 0 … 1."""

    health: Formula
    coins_lost: Formula
    experience_lost: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Every number of the game that is not of a single thing. Scopes and results: the content contract."""

    experience_to_next: Formula
    skill_experience_to_next: Formula
    level_up: PerVital
    regeneration: PerVital
    action_duration: Formula
    gather_chance: Formula
    gather_amount: Formula
    attack_period: Formula
    attack_stamina: Formula
    hit_experience: Formula
    spell_experience: Formula
    hit_chance: Formula
    damage: Formula
    creature_damage: Formula
    evade_chance: Formula
    block_chance: Formula
    block_share: Formula
    spell_heal: Formula
    spell_hit_chance: Formula
    spell_damage: Formula
    experience_share: Formula
    price_to_buy: Formula
    price_to_sell: Formula
    death: DeathRule
