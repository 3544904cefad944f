"""The catalog: everything that content says, checked and by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.model.clause import ErrorCount
from engine.model.creature import Creature
from engine.model.denizen import Denizen, Dialogue
from engine.model.item import Item, ItemSet, LootTable
from engine.model.location import Location
from engine.model.magic import LastingEffect, Skill, Spell
from engine.model.quest import Flag, Quest
from engine.model.world import Moved, Rules, World

MODELS: Final[Mapping[str, type]] = {
    "skills": Skill,
    "items": Item,
    "item_sets": ItemSet,
    "effects": LastingEffect,
    "spells": Spell,
    "creatures": Creature,
    "loot_tables": LootTable,
    "locations": Location,
    "denizens": Denizen,
    "dialogues": Dialogue,
    "quests": Quest,
    "flags": Flag,
}
"""What things of the kinds with ids become."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalog:
    """A checked world.

    `digest` is the SHA-256 of its canonical content, in hex: the content version. `sources` says where a
    thing was written (`items/bread` → `items.yaml:3`), for logs. `clock_minutes` are the minutes of the day
    at which some `time` condition begins or ends to hold, in order; `asks_vitals` is True when some condition
    asks for a vital. `errors` counts formulas that had no result. `moved` says by kind what became of old
    ids: each leads to one that exists. `scenes` and `balance` are plain bodies by id.
    """

    digest: str
    sources: Mapping[str, str]
    clock_minutes: tuple[int, ...]
    asks_vitals: bool
    errors: ErrorCount
    world: World
    rules: Rules
    skills: Mapping[str, Skill]
    items: Mapping[str, Item]
    item_sets: Mapping[str, ItemSet]
    effects: Mapping[str, LastingEffect]
    spells: Mapping[str, Spell]
    creatures: Mapping[str, Creature]
    loot_tables: Mapping[str, LootTable]
    locations: Mapping[str, Location]
    denizens: Mapping[str, Denizen]
    dialogues: Mapping[str, Dialogue]
    quests: Mapping[str, Quest]
    flags: Mapping[str, Flag]
    moved: Mapping[str, Mapping[str, Moved]]
    scenes: Mapping[str, Mapping[str, Any]]
    balance: Mapping[str, Mapping[str, Any]]
