"""Look-ups over a catalog that the core asks for again and again, worked out once for each catalog."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.model.catalog import Catalog
from engine.model.denizen import Denizen
from engine.model.location import Action, Place, SpawnLine
from engine.model.quest import Quest

UNARMED = "unarmed"
"""The weapon category of an empty weapon slot, from the content contract."""

WIRE_ACTIONS = {"combat": "combat", "train": "train"}
"""Action types whose id on the wire is the type itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What stands where, and who serves what."""

    denizens_at: dict[Place, tuple[Denizen, ...]]
    given_by: dict[str, tuple[Quest, ...]]
    taken_by: dict[str, tuple[Quest, ...]]
    creatures_at: dict[Place, tuple[SpawnLine, ...]]
    actions_at: dict[tuple[str, str], dict[str, Action]]
    """By location and structure: what may be done there, by its id on the wire."""
    may_fail: frozenset[str]
    """Quests that fail when something is so."""
    skill_of_weapon: dict[str, str]
    skill_of_block: dict[str, str]
    clock_minutes: tuple[int, ...]
    """Minutes of the day that some `time` condition begins or ends at, in order."""
    sums: dict[Any, Any] = field(default_factory=dict)
    """What `engine.game.derived` has added up before, by what is worn and at work. Only it looks in here."""


@lru_cache(maxsize=4)
def index_of(catalog: Catalog) -> Index:
    """The index of a catalog. At most the few catalogs that live during a content swap are remembered."""
    denizens: dict[Place, list[Denizen]] = {}
    for denizen in catalog.denizens.values():
        denizens.setdefault(denizen.at, []).append(denizen)
    given: dict[str, list[Quest]] = {}
    taken: dict[str, list[Quest]] = {}
    for quest in catalog.quests.values():
        given.setdefault(quest.giver, []).append(quest)
        taken.setdefault(quest.taker, []).append(quest)
    creatures: dict[Place, list[SpawnLine]] = {}
    actions: dict[tuple[str, str], dict[str, Action]] = {}
    for location in catalog.locations.values():
        for name, action in location.actions.items():
            here = actions.setdefault((location.id, action.structure), {})
            here.setdefault(WIRE_ACTIONS.get(action.type, name), action)
        for line in location.creatures:
            place = Place(location=location.id, structure=line.structure)
            creatures.setdefault(place, []).append(line)
    return Index(
        denizens_at={place: tuple(found) for place, found in denizens.items()},
        given_by={denizen: tuple(quests) for denizen, quests in given.items()},
        taken_by={denizen: tuple(quests) for denizen, quests in taken.items()},
        creatures_at={place: tuple(lines) for place, lines in creatures.items()},
        actions_at=actions,
        may_fail=frozenset(quest.id for quest in catalog.quests.values() if quest.fails_when),
        skill_of_weapon={
            category: skill.id for skill in catalog.skills.values() for category in skill.weapons
        },
        skill_of_block={
            category: skill.id for skill in catalog.skills.values() for category in skill.blocks_with
        },
        clock_minutes=catalog.clock_minutes,
    )
