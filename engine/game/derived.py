"""Numbers that follow from a character's state: bonuses, combat values, the most of a vital.

They are worked out when asked and never part of the state, so they cannot be out of step with what is worn.
Sums are remembered by what is worn and at work, which is all that they hang on. What a character has and the
content no longer knows stays with the character and counts for nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from engine.game.index import UNARMED, index_of
from engine.game.state import Character, CreatureState
from engine.model.catalog import Catalog
from engine.model.creature import CreatureCombat
from engine.model.item import Bonus


@dataclass(frozen=True, slots=True, kw_only=True)
class Combat:
    """A character's combat values. `attack_speed` is attacks a second."""

    attack: float
    attack_speed: float
    defense: float


def bonuses_of(catalog: Catalog, who: Character) -> Iterator[Bonus]:
    """Every bonus at work, in this order.

    Those of worn items by slot, of the sets they make up by id, and of lasting effects by id, each
    as often as it is stacked.
    """
    pieces: dict[str, int] = {}
    for slot in sorted(who.equipment):
        item = catalog.items.get(who.equipment[slot])
        if item is not None:
            yield from item.bonuses
            if item.set is not None:
                pieces[item.set] = pieces.get(item.set, 0) + 1
    for worn in sorted(pieces):
        for line in catalog.item_sets[worn].bonuses:
            if pieces[worn] >= line.pieces:
                yield from line.bonuses
    for effect in sorted(who.effects):
        lasting = catalog.effects.get(effect)
        if lasting is not None:
            for _ in range(who.effects[effect].stacks):
                yield from lasting.bonuses


MIN_ATTACK_SPEED: Final = 0.01
"""Attacks a second below which no sum of bonuses goes: it guards the division and is no balance."""

_MOST_SUMS: Final = 4096
"""So many ways of being dressed and under effects are remembered for one catalog."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Everything that hangs on what is worn and at work.

    `skills` are levels on top of the trained ones, only where there are any. `weapon` is the skill that the
    weapon, or the empty hand, is fought with; `shield` the one that the offhand blocks with.
    """

    combat: Combat
    skills: Mapping[str, int]
    weapon: str | None
    shield: str | None

    def skill(self, who: Character, skill: str | None) -> int:
        """A skill's trained level and its bonus, at least 0; 0 for no skill."""
        if skill is None:
            return 0
        trained = who.skills.get(skill)
        level = self.skills.get(skill, 0) + (trained.level if trained is not None else 0)
        return level if level > 0 else 0


def sums_of(catalog: Catalog, who: Character) -> Sums:
    """What a character's bonuses come to, for whoever asks more than one thing."""
    known = index_of(catalog).sums
    effects = tuple([(effect, state.stacks) for effect, state in who.effects.items()]) if who.effects else ()
    at_work = (tuple(who.equipment.items()), effects)
    found: Sums | None = known.get(at_work)
    if found is None:
        if len(known) >= _MOST_SUMS:
            known.clear()
        found = known[at_work] = _added_up(catalog, who)
    return found


def _added_up(catalog: Catalog, who: Character) -> Sums:
    base = catalog.world.character.combat
    attack, speed, defense = base.attack, base.attack_speed, base.defense
    levels: dict[str, int] = {}
    for bonus in bonuses_of(catalog, who):
        attack += bonus.attack
        speed += bonus.attack_speed
        defense += bonus.defense
        if bonus.skill is not None:
            levels[bonus.skill.id] = levels.get(bonus.skill.id, 0) + bonus.skill.levels
    index = index_of(catalog)
    weapon = catalog.items.get(who.equipment.get("weapon", ""))
    offhand = catalog.items.get(who.equipment.get("offhand", ""))
    return Sums(
        combat=Combat(attack=max(0, attack), attack_speed=max(MIN_ATTACK_SPEED, speed), defense=defense),
        skills=MappingProxyType({skill: extra for skill, extra in levels.items() if extra}),
        weapon=index.skill_of_weapon.get(weapon.category if weapon else UNARMED),
        shield=index.skill_of_block.get(offhand.category) if offhand else None,
    )


def creature_combat(catalog: Catalog, creature: CreatureState) -> CreatureCombat:
    """A creature's combat values with the bonuses of its lasting effects. Bonuses to skills are nothing to
    it."""
    own = catalog.creatures[creature.creature].combat
    if not creature.effects:
        return own
    attack, speed, defense = own.attack, own.attack_speed, own.defense
    for effect in sorted(creature.effects):
        lasting = catalog.effects.get(effect)
        if lasting is not None:
            stacks = creature.effects[effect].stacks
            for bonus in lasting.bonuses:
                attack += bonus.attack * stacks
                speed += bonus.attack_speed * stacks
                defense += bonus.defense * stacks
    return CreatureCombat(
        attack=max(0, attack),
        attack_speed=max(MIN_ATTACK_SPEED, speed),
        defense=defense,
        accuracy=own.accuracy,
        evasion=own.evasion,
    )


def combat_of(catalog: Catalog, who: Character) -> Combat:
    """Combat values with all bonuses. Attack speed never falls so low that a swing would not end."""
    return sums_of(catalog, who).combat


def skill_bonuses(catalog: Catalog, who: Character) -> Mapping[str, int]:
    """Levels on top of the trained ones, by skill, only where there are any."""
    return sums_of(catalog, who).skills


def effective_skill(catalog: Catalog, who: Character, skill: str | None) -> int:
    """A skill's trained level and its bonus, at least 0; 0 for no skill."""
    return sums_of(catalog, who).skill(who, skill)


def most_of(catalog: Catalog, who: Character, vital: str) -> int:
    """The most that a character can have of a vital."""
    start: int = getattr(catalog.world.character.vitals, vital)
    return start + who.raised.get(vital, 0)


def weapon_skill(catalog: Catalog, who: Character) -> str | None:
    """The skill that the wielded weapon, or the empty hand, is fought with."""
    return sums_of(catalog, who).weapon


def shield_skill(catalog: Catalog, who: Character) -> str | None:
    """The skill that the offhand blocks with; None when it cannot block."""
    return sums_of(catalog, who).shield
