"""Parts of frames that never change while a catalog lives, encoded once: items, skills, structures."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from engine.base.dice import Dice
from engine.base.units import TICKS_PER_SECOND
from engine.game.state import VITALS
from engine.model.catalog import Catalog
from engine.model.clause import Effect, Effects, Formula
from engine.model.item import Bonus, Item
from engine.model.magic import LastingEffect, Spell
from engine.protocol import parts
from engine.protocol.envelope import encode_part
from engine.rules.formulas import distribution

_SIGNS: Final = {"restore": 1, "heal": 1, "damage": -1}
"""Effects that change a vital, and in which direction."""


class Fragments:
    """The static parts of one catalog."""

    __slots__ = ("_catalog", "_items", "items", "skills", "structures")

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._items = {item: wire_item(catalog, found) for item, found in catalog.items.items()}
        self.items = {item: encode_part(part) for item, part in self._items.items()}
        """Each item at its own price."""
        self.skills = {
            skill.id: encode_part(
                parts.SkillInfo(
                    id=skill.id, name=skill.name, description=skill.description, category=skill.category
                )
            )
            for skill in catalog.skills.values()
        }
        self.structures = {
            (location.id, structure): encode_part(
                parts.Structure(
                    id=structure,
                    label=found.label,
                    description=found.description,
                    x=found.at.x,
                    y=found.at.y,
                )
            )
            for location in catalog.locations.values()
            for structure, found in location.structures.items()
        }

    def item_at(self, item: str, price: int) -> bytes:
        """An item at a denizen's price, in copper."""
        own = self._items[item]
        if own.price == price:
            return self.items[item]
        head, tail = self.items[item].split(b'"price":%d' % own.price, 1)
        return b'%b"price":%d%b' % (head, price, tail)


def wire_item(catalog: Catalog, item: Item) -> parts.Item:
    """An item as the wire shows it. Each `apply_effect` of its use stands in `effects`."""
    return parts.Item(
        id=item.id,
        name=item.name,
        description=item.description,
        icon=item.icon,
        type=item.type,
        category=item.category,
        rarity=item.rarity,
        price=item.price,
        bonuses=tuple(wire_bonuses(item.bonuses)),
        effects=tuple(_item_effects(catalog, item.on_use)),
    )


def wire_bonuses(bonuses: Iterable[Bonus]) -> Iterator[parts.ItemBonus]:
    """Bonuses as the wire shows them."""
    for bonus in bonuses:
        if bonus.skill is not None:
            yield parts.ItemBonus(type="skill", category=bonus.skill.id, value=bonus.skill.levels)
        for name, wire_name in (
            ("attack", "attack"),
            ("attack_speed", "attackSpeed"),
            ("defense", "defense"),
        ):
            value = getattr(bonus, name)
            if value:
                yield parts.ItemBonus(type="combat", category=wire_name, value=value)


def _item_effects(catalog: Catalog, effects: Effects) -> Iterator[parts.ItemEffect]:
    for effect in effects:
        if effect.kind == "apply_effect":
            lasting = catalog.effects[effect.args.effect]
            yield parts.ItemEffect(
                type="vital",
                category=_vital(lasting),
                value=per_second(lasting),
                duration=effect.args.duration,
            )


def _vital(lasting: LastingEffect) -> str:
    """The vital that a lasting effect changes. The wire knows no items with effects of another sort: one that
    changes none is shown as one that gives no health."""
    changed = [_changes(effect) for effect in lasting.each if _is_borne(effect)]
    if changed:
        return next((vital for vital in changed if vital != _HEALTH), _HEALTH)
    return lasting.category if lasting.category in VITALS else _HEALTH


def _changes(effect: Effect) -> str:
    return str(effect.args.vital) if effect.kind == "restore" else _HEALTH


def per_second(lasting: LastingEffect) -> float:
    """How much of its vital an effect gives in a second; below 0 it takes. Of dice it is the exact mean; an
    amount that is another for each character counts 0."""
    if not lasting.every:
        return 0
    vital = _vital(lasting)
    counted = [effect for effect in lasting.each if _is_borne(effect) and _changes(effect) == vital]
    total = sum(_SIGNS[effect.kind] * _mean(effect) for effect in counted)
    return round(total * TICKS_PER_SECOND / lasting.every, 3)


def _is_borne(effect: Effect) -> bool:
    """Whether it changes a vital of whoever is under the lasting effect."""
    return effect.kind in _SIGNS and effect.args.to != "target"


def _mean(effect: Effect) -> float:
    amount: Formula = effect.args.amount
    if amount.names:
        return 0
    if not amount.uses_dice:
        value = amount.value({}, _STILL)
        return value if effect.kind == "restore" else max(0.0, value)
    thrown = distribution(amount.text)
    if effect.kind != "restore" and thrown is not None and thrown.low < 0:
        # What heals or hurts by less than nothing does nothing.
        thrown = distribution(f"max(0, {amount.text})")
    return 0 if thrown is None else thrown.mean * (1 - thrown.fails)


_STILL: Final[Any] = Dice(0)
_HEALTH: Final = VITALS[0]


def effect_type(lasting: LastingEffect) -> str:
    """What a lasting effect works on, for the wire."""
    if any(_is_borne(effect) for effect in lasting.each):
        return "vital"
    if any(bonus.skill is not None for bonus in lasting.bonuses):
        return "skill"
    return "combat" if lasting.bonuses else "other"


def effect_value(lasting: LastingEffect) -> float:
    """The number that the wire shows of a lasting effect: per second for vitals, else the first bonus."""
    if effect_type(lasting) == "vital":
        return per_second(lasting)
    return next((bonus.value for bonus in wire_bonuses(lasting.bonuses)), 0)


def wire_spell(spell: Spell, count: int) -> parts.Spell:
    """A spell with the ticks since its last cast."""
    return parts.Spell(
        id=spell.id,
        name=spell.name,
        description=spell.description,
        icon=spell.icon,
        type=spell.type,
        mana_cost=spell.mana,
        cooldown=spell.cooldown,
        count=count,
    )
