"""Cross-checks of items, skills, spells, lasting effects and loot tables."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.base.suggest import closest
from engine.compiler.findings import one_of
from engine.compiler.linked import key_of
from engine.compiler.lint.graphs import rings
from engine.compiler.lint.look import Check, Look, tell, text_of
from engine.compiler.nodes import Node, plain

_OWN_SLOT: Final = ("weapon", "offhand")
_SLOT_IS_CATEGORY: Final = ("equipment", "tool")
_UNARMED: Final = "unarmed"
_ALLIES: Final = ("self", "ally", "all_allies")
_GIVING: Final = frozenset({"give_coins", "give_item", "give_experience", "raise_vital"})
_TAKING: Final = frozenset({"take_coins", "take_item"})
_SHOWN: Final = 9
_FOES: Final = ("creature", "all_creatures")


def slot_of(item: Node) -> str | None:
    """The slot in which an item is worn; None when it cannot be worn."""
    sort = text_of(item, "type")
    if sort in _OWN_SLOT:
        return sort
    return text_of(item, "category") if sort in _SLOT_IS_CATEGORY else None


def slot_of_plain(item: Mapping[str, Any]) -> str | None:
    """The same for an item without places."""
    sort: str = item["type"]
    if sort in _OWN_SLOT:
        return sort
    return item["category"] if sort in _SLOT_IS_CATEGORY else None


def slots_of(look: Look) -> list[str] | None:
    """The slots of the world; None when nobody says which, or not in a list."""
    # Slots are known even when something else is wrong with the world.
    world = look.world.bodies["world"].get("")
    slots = world.get("slots") if world else None
    listed = slots is not None and isinstance(slots.value, list)
    return [slot.value for slot in slots.items() if isinstance(slot.value, str)] if slots and listed else None


def items_fit_slots(look: Look) -> Iterator[Diagnostic]:
    """What can be worn fits a slot that the world has."""
    slots = slots_of(look)
    if slots is None:
        return
    lacking: dict[str, list[tuple[str, Node]]] = {}
    for entity, item in look.world.sound("items").items():
        slot = slot_of(item)
        if slot is not None and slot not in slots:
            lacking.setdefault(slot, []).append((entity, item))
    if not lacking:
        return
    # A slot that a condition names as well has been told there.
    told = {reference.id for reference in look.world.references if reference.target == "slots"}
    worn = {slot_of(item) for item in look.world.sound("items").values()} | told
    for slot in sorted(lacking.keys() - told):
        near = closest(slot, slots)
        several = len({item.mapping()["category"].span for _, item in lacking[slot]}) > 1
        if near is not None and near not in worn and several:
            yield _mistyped_slot(slot, near, lacking[slot], look)
        else:
            yield from _worn_nowhere(slot, lacking[slot], slots)


def _mistyped_slot(slot: str, near: str, items: list[tuple[str, Node]], look: Look) -> Diagnostic:
    """Told of the slot, in which nothing is worn, when it looks like the one that items name."""
    written = look.world.bodies["world"][""].value["slots"].items()
    place = next(place for place, one in enumerate(written) if one.value == near)
    return tell(
        "E2131",
        f"nothing is worn as `{near}`, and what would be worn as `{slot}` has no slot",
        written[place].span,
        kind="world",
        entity="",
        path=("slots", place),
        help=f"did you mean `{slot}`?",
        suggestion=slot,
        notes=tuple(Note(message="this would be worn there", span=item.place) for _, item in items[:_SHOWN]),
    )


def _worn_nowhere(slot: str, items: list[tuple[str, Node]], slots: list[str]) -> Iterator[Diagnostic]:
    """Told of one item, with all others that would be worn there. Heirs share the place of their base."""
    first = items[0][1]
    known = f"the slots are {one_of(slots)}" if slots else "in this world nothing is worn"
    key = "category" if text_of(first, "type") in _SLOT_IS_CATEGORY else "type"
    near = closest(slot, slots) if key == "category" else None
    spans = {item.mapping()[key].span for _, item in items} - {first.mapping()[key].span}
    others = sorted(spans)
    for entity, item in items:
        if item.mapping()[key].span == first.mapping()[key].span:
            yield tell(
                "E2131",
                f"this {text_of(item, 'type')} would be worn as `{slot}`, but the world has no such slot",
                item.mapping()[key].span,
                kind="items",
                entity=entity,
                path=(key,),
                help=f"did you mean `{near}`?" if near else f"{known}; add `{slot}` to `slots` of the world",
                suggestion=near,
                notes=tuple(Note(message="so would this one", span=span) for span in others),
            )


def starting_equipment_fits(look: Look) -> Iterator[Diagnostic]:
    """What a new character wears is worn where it belongs."""
    worn = _at(look.world.sound("world").get(""), "character", "equipment")
    if worn is not None:
        yield from worn_where_it_belongs(look, worn, "world", "", ("character", "equipment"))


def worn_where_it_belongs(
    look: Look, worn: Node, kind: str, entity: str, path: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    """Each item of a mapping of slots is worn in just that slot."""
    items = look.world.sound("items")
    for slot, named in worn.mapping().items():
        item = items.get(named.value)
        if item is None or slot_of(item) == slot:
            continue
        fits = slot_of(item)
        yield tell(
            "E2132",
            f"`{named.value}` cannot be worn as `{slot}`",
            named.span,
            kind=kind,
            entity=entity,
            path=(*path, slot),
            help=f"it is worn as `{fits}`"
            if fits
            else f"it is of type `{text_of(item, 'type')}` and cannot be worn",
        )


def _at(node: Node | None, *path: str) -> Node | None:
    for key in path:
        node = node.get(key) if node is not None else None
    return node


def one_skill_for_each_category(look: Look) -> Iterator[Diagnostic]:
    """Two skills never cover the same sort of weapon: only one of them could rise."""
    for key in ("weapons", "blocks_with"):
        seen: dict[str, Node] = {}
        for entity, skill in sorted(look.world.sound("skills").items()):
            covered = skill.get(key)
            for category in covered.items() if covered else ():
                if category.value in seen:
                    yield tell(
                        "E2133",
                        f"another skill covers `{category.value}` already",
                        category.span,
                        kind="skills",
                        entity=entity,
                        path=(key,),
                        help="take it out of one of the two",
                        notes=(Note(message="the other one stands here", span=seen[category.value].span),),
                    )
                seen.setdefault(category.value, category)


def covered_by_skills(look: Look) -> set[str]:
    """The categories of weapons that a skill covers."""
    return {_UNARMED} | {
        category.value
        for skill in look.world.sound("skills").values()
        for covers in (skill.get("weapons") or skill.get("blocks_with"),)
        if covers is not None
        for category in covers.items()
    }


def weapons_have_skills(look: Look) -> Iterator[Diagnostic]:
    """Every sort of weapon is covered by a skill. Each sort is told once, with all weapons of it."""
    if not look.whole:
        return
    covered = covered_by_skills(look)
    lacking: dict[str, dict[Span, str]] = {}
    weapons = [
        (look.gathered.depth(key_of("items", entity)), entity, item)
        for entity, item in look.world.sound("items").items()
        if text_of(item, "type") == "weapon"
    ]
    # What a weapon has from its base is told of the base.
    for _, entity, item in sorted(weapons, key=lambda weapon: weapon[:2]):
        category = item.mapping()["category"]
        if category.value not in covered:
            lacking.setdefault(category.value, {}).setdefault(category.span, entity)
    used = {text_of(item, "category") for _, _, item in weapons}
    for sort, places in sorted(lacking.items()):
        near = closest(sort, covered)
        # A skill for weapons that there are not was meant for these, when their names say so, or several do.
        slip = near is not None and near not in used | {_UNARMED}
        if slip and (len(places) > 1 or any(sort in entity for entity in places.values())):
            yield from _mistyped_in_a_skill(look, sort, near or "", places)
        else:
            count = sum(text_of(item, "category") == sort for _, _, item in weapons)
            yield _without_skill(sort, near, places, count)


def _without_skill(sort: str, near: str | None, places: Mapping[Span, str], count: int) -> Diagnostic:
    first, *others = sorted(places)
    more = f"; {count} weapons are of it" if count > 1 else ""
    return tell(
        "W8005",
        f"no skill covers weapons of the category `{sort}`{more}",
        first,
        kind="items",
        entity=places[first],
        path=("category",),
        help=f"did you mean `{near}`?"
        if near
        else "name it under `weapons:` of a skill, or nobody gets better with it",
        suggestion=near,
        notes=tuple(Note(message="this is one of them, too", span=span) for span in others),
        silenced_at=tuple(others),
    )


def _mistyped_in_a_skill(
    look: Look, sort: str, near: str, places: Mapping[Span, str]
) -> Iterator[Diagnostic]:
    """Told of the skill whose sort of weapon nothing is, when it looks like the sort that weapons are of."""
    for entity, skill in sorted(look.world.sound("skills").items()):
        for key in ("weapons", "blocks_with"):
            found = skill.get(key)
            for place, one in enumerate(found.items() if found else ()):
                if one.value == near:
                    yield tell(
                        "W8005",
                        f"no weapon is of the category `{near}`, and no skill covers `{sort}`",
                        one.span,
                        kind="skills",
                        entity=entity,
                        path=(key, place),
                        help=f"did you mean `{sort}`?",
                        suggestion=sort,
                        notes=tuple(
                            Note(message="this weapon has no skill", span=span) for span in sorted(places)
                        ),
                    )


def spells_reach_whom_they_help(look: Look) -> Iterator[Diagnostic]:
    """A healing spell is cast on friends, an attack spell on creatures."""
    for entity, spell in look.world.sound("spells").items():
        sort, target = text_of(spell, "type"), spell.mapping()["target"]
        wrong = {"healing": _FOES, "attack": _ALLIES}.get(sort, ())
        if target.value in wrong:
            right = _ALLIES if sort == "healing" else _FOES
            thing = (
                "a healing spell heals characters"
                if sort == "healing"
                else "an attack spell strikes creatures"
            )
            yield tell(
                "E2134",
                f"{thing}, but this one is cast on `{target.value}`",
                target.span,
                kind="spells",
                entity=entity,
                path=("target",),
                help=f"write {one_of(right)}",
            )


def pulses_have_a_beat(look: Look) -> Iterator[Diagnostic]:
    """A lasting effect with `each` says how often."""
    for entity, effect in look.world.sound("effects").items():
        each, every = effect.get("each"), effect.get("every")
        if each is not None and each.items() and (every is None or every.value == 0):
            yield tell(
                "E1015",
                "`each` never happens: there is no `every`"
                if every is None
                else "`each` never happens: `every` is no time at all",
                each.place if every is None else every.span,
                kind="effects",
                entity=entity,
                path=("each",),
                help="say how often, such as `every: 1s`",
            )


def _gives(effects: list[dict[str, Any]]) -> bool:
    """Whether effects surely give what one keeps, and take nothing."""
    kinds = {kind for effect in effects for kind in effect}
    return not kinds.isdisjoint(_GIVING) and kinds.isdisjoint(_TAKING)


def uses_cost_something(look: Look) -> Iterator[Diagnostic]:
    """What is not used up gives nothing for nothing, and what is used up does something."""
    for entity, item in look.world.sound("items").items():
        sort, use = text_of(item, "type"), item.get("on_use")
        if use is not None and sort != "consumable" and item.get("requires") is None and _gives(plain(use)):
            yield tell(
                "W6009",
                f"this gives something at every use, and an item of type `{sort}` is never used up",
                use.place,
                kind="items",
                entity=entity,
                path=("on_use",),
                help="make it a `consumable`, take something in return, or put it under a condition (`if:`)",
            )
        elif sort == "consumable" and (use is None or not use.items()):
            yield tell(
                "W6004",
                "using this does nothing but use it up",
                item.place,
                kind="items",
                entity=entity,
                help="say what happens with `on_use`, or make it a `material`",
            )


def tables_end(look: Look) -> Iterator[Diagnostic]:
    """No loot table draws from itself, by whatever way."""
    tables = look.world.sound("loot_tables")
    edges = {
        entity: {
            line.mapping()["table"].value: line.mapping()["table"]
            for line in table.mapping()["lines"].items()
            if "table" in line.mapping()
        }
        for entity, table in tables.items()
    }
    for ring in rings(edges):
        entity = ring[0]
        by_way = f", by way of `{'`, `'.join(ring[1:])}`" if len(ring) > 1 else ""
        yield tell(
            "E2135",
            f"this table draws from itself{by_way}",
            edges[entity][ring[1] if len(ring) > 1 else entity].span,
            kind="loot_tables",
            entity=entity,
            help="let one of them end in an item or coins",
        )


LOCAL: Final[tuple[Check, ...]] = (spells_reach_whom_they_help, pulses_have_a_beat, uses_cost_something)
CHECKS: Final[tuple[Check, ...]] = (
    items_fit_slots,
    starting_equipment_fits,
    one_skill_for_each_category,
    weapons_have_skills,
    tables_end,
)
