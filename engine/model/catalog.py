"""The catalog: everything that content says, checked and by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.model.creature import Creature
from engine.model.denizen import Denizen, Dialogue
from engine.model.item import Item, LootTable
from engine.model.location import Location
from engine.model.magic import LastingEffect, Skill, Spell
from engine.model.quest import Flag, Quest
from engine.model.world import Rules, World

SINGLE_KINDS: Final = ("world", "rules")
"""Kinds that stand once in a folder and have no id."""

KINDS: Final[Mapping[str, type]] = {
    "skills": Skill,
    "items": Item,
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
"""Kinds with ids, and what each becomes."""

PlainContent = Mapping[str, Any]
"""Checked content as plain data: for each of `SINGLE_KINDS` one body, for each of `KINDS` a mapping from
id to body, both with all units already integers (ticks, copper, minutes) and all shorthands written out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalog:
    """A checked world.

    `digest` is the SHA-256 of its plain content, in hex: the content version. `sources` says where a thing
    was written (`items/bread` → `items.yaml:3`), for logs. `clock_minutes` are the minutes of the day at
    which some `time` condition begins or ends to hold, in order; `asks_vitals` is True when some condition
    asks for a vital.
    """

    digest: str
    sources: Mapping[str, str]
    clock_minutes: tuple[int, ...]
    asks_vitals: bool
    world: World
    rules: Rules
    skills: Mapping[str, Skill]
    items: Mapping[str, Item]
    effects: Mapping[str, LastingEffect]
    spells: Mapping[str, Spell]
    creatures: Mapping[str, Creature]
    loot_tables: Mapping[str, LootTable]
    locations: Mapping[str, Location]
    denizens: Mapping[str, Denizen]
    dialogues: Mapping[str, Dialogue]
    quests: Mapping[str, Quest]
    flags: Mapping[str, Flag]
