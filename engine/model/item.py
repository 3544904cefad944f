"""Items, the bonuses that things give, and the lines of loot."""

from dataclasses import dataclass
from typing import Literal

from engine.model.clause import Conditions, Effects

ItemType = Literal["consumable", "equipment", "weapon", "offhand", "tool", "material", "quest"]
Rarity = Literal["common", "uncommon", "rare", "epic", "legendary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillBonus:
    """Levels on top of a trained skill."""

    id: str
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """What a worn item or a lasting effect adds. One of these is set."""

    attack: float = 0
    attack_speed: float = 0
    defense: float = 0
    skill: SkillBonus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to own. `price` is in copper; the reference is the content contract."""

    id: str
    name: str
    description: str
    icon: str
    type: ItemType
    category: str
    rarity: Rarity
    price: int
    bonuses: tuple[Bonus, ...] = ()
    requires: Conditions = ()
    on_use: Effects = ()
    on_equip: Effects = ()
    on_unequip: Effects = ()
    on_hit: Effects = ()
    bound: bool = False
    cursed: bool = False
    set: str | None = None

    @property
    def slot(self) -> str | None:
        """The slot it fits, or None when it cannot be worn."""
        if self.type in ("weapon", "offhand"):
            return self.type
        return self.category if self.type in ("equipment", "tool") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBonus:
    """What is added while at least so many pieces of a set are worn."""

    pieces: int
    bonuses: tuple[Bonus, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSet:
    """Items that do more when they are worn together. Every line with few enough pieces counts."""

    id: str
    name: str
    bonuses: tuple[SetBonus, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A chance that may grow with a skill: `base`, and `per_level` for each level."""

    base: float
    per_level: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many: between `min` and `max` (or just `min`), or `base` growing `per_level` of a skill."""

    min: int | None = None
    max: int | None = None
    base: float | None = None
    per_level: float = 0


ONE = Amount(min=1)
ALWAYS = Share(base=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loot:
    """One line of loot, rolled by itself: an item, coins in copper, or a draw from a table."""

    item: str | None = None
    coins: int | None = None
    table: str | None = None
    chance: Share = ALWAYS
    amount: Amount = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One line of a loot table; one line is drawn, each as likely as its weight."""

    weight: float
    item: str | None = None
    coins: int | None = None
    table: str | None = None
    amount: Amount = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class LootTable:
    """A weighted draw."""

    id: str
    lines: tuple[TableLine, ...]
