"""Which values a formula may use in each place, and what its result must be. Source: the content contract.

`x-formula` in the schemas names a scope of this table; the table holds names only, no number of the
game. All scopes have `skills.<ID>`.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.base.units import WIRE_MAX
from engine.rules.formulas import Result, Scope

OWN: Final = frozenset(
    {
        "level",
        *(f"self.{vital}" for vital in ("health", "mana", "stamina")),
        *(f"self.max_{vital}" for vital in ("health", "mana", "stamina")),
        "self.attack",
        "self.attack_speed",
        "self.defense",
        "self.level",
        "self.coins",
    }
)
"""What a formula outside the rules may ask of the acting character."""

ON_HIT: Final = frozenset(
    {
        "damage",
        *(f"target.{vital}" for vital in ("health", "mana", "stamina")),
        *(f"target.max_{vital}" for vital in ("health", "mana", "stamina")),
    }
)
"""What a formula may ask besides in an `on_hit`."""

_HIT: Final = frozenset(
    {"level", "self.attack", "self.attack_speed", "self.skill", "target.defense", "target.evasion"}
)
_CREATURE_HIT: Final = frozenset({"level", "self.attack", "self.accuracy", "target.defense", "target.skill"})
_SPELL_HIT: Final = frozenset({"level", "value", "self.skill", "target.defense", "target.evasion"})
_GATHER: Final = frozenset({"level", "base", "per_level", "skill"})
_LEVEL: Final = frozenset({"level"})
_PRICE: Final = frozenset({"level", "price"})

NAMES: Final[Mapping[str, frozenset[str]]] = {
    "experience_to_next": _LEVEL,
    "skill_experience_to_next": _LEVEL,
    "level_up": _LEVEL,
    "regeneration": _LEVEL,
    "action_duration": frozenset({"level", "base", "skill"}),
    "gather_chance": _GATHER,
    "gather_amount": _GATHER,
    "attack_period": frozenset({"level", "self.attack_speed"}),
    "attack_stamina": _HIT,
    "hit_experience": frozenset({"level", "damage"}),
    "spell_experience": frozenset({"level", "mana"}),
    "hit_chance": _HIT,
    "damage": _HIT,
    "creature_damage": _CREATURE_HIT,
    "evade_chance": _CREATURE_HIT,
    "block_chance": _CREATURE_HIT,
    "block_share": _CREATURE_HIT,
    "spell_heal": frozenset({"level", "value", "skill"}),
    "spell_hit_chance": _SPELL_HIT,
    "spell_damage": _SPELL_HIT,
    "experience_share": frozenset({"level", "total", "members"}),
    "price_to_buy": _PRICE,
    "price_to_sell": _PRICE,
    "death": _LEVEL,
    "spell_value": OWN | {"skill"},
    "condition": OWN,
    "effect": OWN,
}
_WITH_FLAGS: Final = frozenset({"price_to_buy", "price_to_sell", "condition", "effect", "spell_value"})
_WITH_ITEMS: Final = frozenset({"condition", "effect", "spell_value"})

BOUNDS: Final[Mapping[str, tuple[Result, float | None, float | None]]] = {
    "number": ("number", None, None),
    "int": ("int", 0, WIRE_MAX),
    "raise": ("number", 1, None),
    "bool": ("bool", None, None),
    "share": ("number", 0, 1),
    "seconds": ("number", 0.05, None),
}
"""What a result word of `x-formula` asks of the formula: its kind, and the bounds of a constant."""

FAMILY_KINDS: Final[Mapping[str, str]] = {"skills": "skills", "flag": "flags", "item": "items"}
"""The kind whose ids follow the dot: `skills.MINING`, `flag.saw-lamp`, `item.bread`."""


def scope(name: str, ids: Mapping[str, Iterable[str]] | None, *, dice: bool, on_hit: bool = False) -> Scope:
    """The scope of a place. `ids` are the known ids by kind, None when any will do (in defaults).

    `on_hit` adds what is there for what happens on a hit: `damage`, and the vitals of whom `target` means.
    """
    families = {"skills": "skills"}
    if name in _WITH_FLAGS:
        families["flag"] = "flags"
    if name in _WITH_ITEMS:
        families["item"] = "items"
    return Scope(
        names=NAMES[name] | ON_HIT if on_hit else NAMES[name],
        families={family: None if ids is None else frozenset(ids[kind]) for family, kind in families.items()},
        dice=dice,
    )
