"""Sees from sums that a check of the whole world has nothing to say, so that it need not look at every thing.

A sum is taken of each file and kept with its facts. A guard may let a check look in vain, but never keep one
from looking that has something to tell.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from engine.compiler.lint import (
    chains,
    circles,
    openings,
    same,
    sets,
    sought,
    story,
    text,
    things,
    trade,
    unused,
    ways,
    worth,
)
from engine.compiler.lint.look import Check, Look, Sum, spotted
from engine.compiler.nodes import plain
from engine.compiler.straight import Linked
from engine.model.clause import Formula
from engine.rules.formulas import compile_formula

_Things = Mapping[str, Mapping[str, Linked]]
_NOT_PLAYED: Final = frozenset({"scenes", "balance", "moved"})
_BY_NAME: Final = frozenset({*unused.ASKED_FOR, "flags"})


def _played(bodies: _Things) -> Iterator[tuple[str, str, Linked]]:
    """Things that the game is made of, not its tests."""
    for kind, some in bodies.items():
        if kind not in _NOT_PLAYED:
            for entity, thing in some.items():
                yield kind, entity, thing


def _all_of(look: Look, name: str, key: str) -> set[Any]:
    """All that the groups list under a key."""
    return {one for group in look.sums.get(name, ()) for one in group.get(key, ())}


def _uses(bodies: _Things) -> dict[str, list[Any]]:
    """What is named, set, given, asked for, and to be met, as `unused` and `sought` understand it."""
    found: dict[str, dict[Any, None]] = defaultdict(dict)
    for kind, entity, thing in _played(bodies):
        for name in (*thing.names, *thing.formula_names):
            if name.target in _BY_NAME and not (name.target == kind and name.id == entity):
                found[f"named {name.target}"][name.id] = None
            if name.target == "flags" and "set_flag" in name.path[-2:]:
                found["set"][name.id] = None
            elif name.target in ("items", "spells"):
                if kind == "loot_tables" or sought.gives(name.target, name.path):
                    found[f"given {name.target}"][name.id] = None
                elif sought.asks(name.path):
                    found[f"asked {name.target}"][name.id] = None
            elif name.target == "creatures" and (kind == "locations" or "spawn" in name.path):
                found["met"][name.id] = None
        for objective in thing.body["objectives"] if kind == "quests" else ():
            if "collect" in objective:
                found["collected"][objective["collect"]["item"]] = None
            elif "kill" in objective:
                found["killed"][objective["kill"]["creature"]] = None
    return {key: list(ids) for key, ids in found.items()}


def _flags_may_be_unused(look: Look) -> bool:
    flags = look.gathered.entities["flags"]
    return look.whole and not (
        _all_of(look, "uses", "named flags") & _all_of(look, "uses", "set")
    ).issuperset(flags)


def _things_may_be_unnamed(look: Look) -> bool:
    return look.whole and not all(
        _all_of(look, "uses", f"named {kind}").issuperset(look.gathered.entities[kind])
        for kind in unused.ASKED_FOR
    )


def _something_may_lack(look: Look) -> bool:
    return look.whole and not all(
        _all_of(look, "uses", f"asked {kind}") <= _all_of(look, "uses", f"given {kind}")
        for kind in ("items", "spells")
    )


def _spells_may_be_unknown(look: Look) -> bool:
    known = _all_of(look, "uses", "given spells") | _all_of(look, "uses", "asked spells")
    return look.whole and not known.issuperset(look.gathered.entities["spells"])


def _items_may_be_nowhere(look: Look) -> bool:
    known = _all_of(look, "uses", "given items") | _all_of(look, "uses", "asked items")
    known |= _all_of(look, "uses", "collected")
    return look.whole and not known.issuperset(look.gathered.entities["items"])


def _objectives_may_fail(look: Look) -> bool:
    return look.whole and not (
        _all_of(look, "uses", "collected") <= _all_of(look, "uses", "given items")
        and _all_of(look, "uses", "killed") <= _all_of(look, "uses", "met")
    )


def _flag_uses(bodies: _Things) -> dict[str, list[dict[str, Any]]]:
    """The different ways in which each flag is asked for and set, but for those that are surely right by the
    flag that stands beside them."""
    flags = bodies.get("flags", {})
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for thing in (thing for some in bodies.values() for thing in some.values()):
        named = [name.inner for name in thing.names if name.target == "flags"]
        if named:
            for args in _flag_arguments(thing.body, named):
                flag = flags.get(args["id"])
                if flag is None or not story.is_surely_right(flag.body, args):
                    values = {key: value for key, value in args.items() if key != "id"}
                    found[args["id"]].setdefault(repr(values), values)
    return {flag: list(uses.values()) for flag, uses in found.items()}


def _flag_arguments(body: Any, named: list[tuple[str | int, ...]]) -> Iterator[dict[str, Any]]:
    """The arguments of all conditions and effects that name flags."""
    if not all(named):
        # In things that were looked at the way that explains, the places are not noted.
        yield from (args for _, args, _ in spotted(body, story.FLAG_CLAUSES))
        return
    for path in named:
        args = body
        for key in path[:-1]:
            args = args[key]
        if path[-1] == "id":
            yield args


def _flags_may_be_misused(look: Look) -> bool:
    known = openings.flags_of(look)
    # Of two flags of one name the first counts, which need not be the one that stands beside its uses.
    if sum(map(len, look.sums.get("flags", ()))) > len(known):
        return True
    return any(
        name in known and not all(story.is_surely_right(known[name], use) for use in uses)
        for group in look.sums.get("flag uses", ())
        for name, uses in group.items()
    )


def _doubles(bodies: _Things) -> bytes:
    """A digest of 8 bytes of everything that must not be there twice."""
    return b"".join(
        hashlib.blake2b(kind.encode() + thing.canonical, digest_size=8).digest()
        for kind, some in bodies.items()
        if kind in same.NAMED_BY
        for thing in some.values()
    )


def _doubles_may_be(look: Look) -> bool:
    every = memoryview(b"".join(look.sums.get("doubles", ()))).cast("Q")
    return len(set(every)) < len(every)


def _sorts(bodies: _Things) -> dict[str, list[Any]]:
    """Slots in which items are worn, categories of weapons, items of sets, tables that draw from others."""
    found: dict[str, dict[Any, None]] = defaultdict(dict)
    for item in bodies.get("items", {}).values():
        slot = things.slot_of_plain(item.body)
        if slot is not None:
            found["worn"][slot] = None
        if item.body["type"] == "weapon":
            found["weapons"][item.body["category"]] = None
        if item.body.get("set") is not None:
            found["sets"][item.body["set"]] = None
    for entity, table in bodies.get("loot_tables", {}).items():
        if any("table" in line for line in table.body["lines"]):
            found["tables"][entity] = None
    for entity, quest in bodies.get("quests", {}).items():
        if any("do" in objective for objective in quest.body["objectives"]):
            found["done"][entity] = None
    return {key: list(ids) for key, ids in found.items()}


def _slots_may_lack(look: Look) -> bool:
    slots = things.slots_of(look)
    return slots is not None and not _all_of(look, "sorts", "worn") <= set(slots)


def _skills_may_lack(look: Look) -> bool:
    return look.whole and not _all_of(look, "sorts", "weapons") <= things.covered_by_skills(look)


def _tables_may_go_round(look: Look) -> bool:
    return bool(_all_of(look, "sorts", "tables"))


def _deeds_may_be_fights(look: Look) -> bool:
    return bool(_all_of(look, "sorts", "done"))


def _sets_may_ask_too_much(look: Look) -> bool:
    return look.whole and bool(_all_of(look, "sorts", "sets"))


def _chains(bodies: _Things) -> list[Any]:
    """What sets off what."""
    return [
        [*moment, [[link.effect, link.goal, link.certain] for link in links]]
        for moment, links in chains.links_of(
            {kind: {entity: thing.body for entity, thing in some.items()} for kind, some in bodies.items()}
        )
    ]


def _chains_may_go_round(look: Look) -> bool:
    links = {
        (kind, entity, trigger): [
            chains.Link(effect, tuple(goal), certain) for effect, goal, certain in found
        ]
        for group in look.sums.get("chains", ())
        for kind, entity, trigger, found in group
    }
    return chains.may_go_round(links)


def _wares(bodies: _Things) -> dict[str, list[Any]]:
    """Prices, and whatever might bring in coins otherwise than by being sold."""
    prices = {item.body["price"]: None for item in bodies.get("items", {}).values()}
    other = any(
        worth.may_bring(item.body.get(key, []))
        for item in bodies.get("items", {}).values()
        for key in ("on_use", "on_equip", "on_unequip")
    )
    for quest in bodies.get("quests", {}).values():
        other = other or trade.pays_for_little(quest.body)
        other = other or worth.may_bring(trade.gifts_of_giving_up(quest.body))
    for location in bodies.get("locations", {}).values():
        done = [action.get("on_complete", []) for action in location.body.get("actions", {}).values()]
        other = other or any(worth.takes(effects) for effects in done)
        other = other or any(worth.may_bring(location.body.get(key, [])) for key in ("on_enter", "on_leave"))
    talks: list[str] = []
    for denizen in bodies.get("denizens", {}).values():
        if not worth.asks(denizen.body):
            talks.append(denizen.body.get("dialogue", ""))
            other = other or worth.may_bring(denizen.body.get("on_interact", []))
    return {
        "prices": list(prices),
        "talks": talks,
        "gifts": [
            entity
            for entity, dialogue in bodies.get("dialogues", {}).items()
            if any(worth.may_bring(effects) for _, effects in trade.said(entity, dialogue.body))
        ],
        "other": [True] if other else [],
    }


def _coins_may_be_endless(look: Look) -> bool:
    if _all_of(look, "wares", "other") or _all_of(look, "wares", "talks") & _all_of(look, "wares", "gifts"):
        return True
    rules = look.world.sound("rules").get("")
    if rules is None:
        return False
    pay, get = (compile_formula(plain(rules)[key]) for key in ("price_to_buy", "price_to_sell"))
    if pay.uses_dice or get.uses_dice:
        return False
    prices = _all_of(look, "wares", "prices")
    return any(
        _price(get, price, names) > _price(pay, price, names)
        for _, names in worth.situations(look, (pay.names | get.names) - {"price"})
        for price in prices
    )


def _price(formula: Formula, price: int, names: Mapping[str, float]) -> int:
    return worth.price_of(formula, price, names)


SUMS: Final = (
    ways.SUM,
    openings.SUM,
    openings.FLAGS,
    text.SUM,
    Sum(name="uses", of=_uses),
    Sum(name="flag uses", of=_flag_uses),
    Sum(name="doubles", of=_doubles),
    Sum(name="sorts", of=_sorts),
    Sum(name="chains", of=_chains),
    Sum(name="wares", of=_wares),
)

GUARDS: Final[Mapping[Check, Callable[[Look], bool]]] = {
    text.pictures_exist: text.pictures_may_lack,
    ways.places_hang_together: ways.something_may_be_cut_off,
    unused.flags_are_used: _flags_may_be_unused,
    unused.things_are_named: _things_may_be_unnamed,
    sought.what_is_asked_for_can_be_had: _something_may_lack,
    sought.objectives_can_be_met: _objectives_may_fail,
    sought.spells_can_be_learnt: _spells_may_be_unknown,
    sought.items_can_be_got: _items_may_be_nowhere,
    story.flags_are_used_as_they_are: _flags_may_be_misused,
    story.fights_are_not_counted_as_done: _deeds_may_be_fights,
    same.nothing_is_there_twice: _doubles_may_be,
    things.items_fit_slots: _slots_may_lack,
    things.weapons_have_skills: _skills_may_lack,
    things.tables_end: _tables_may_go_round,
    sets.sets_have_enough_pieces: _sets_may_ask_too_much,
    chains.chains_end: _chains_may_go_round,
    circles.nothing_waits_for_itself: openings.something_may_wait,
    trade.no_coin_pumps: _coins_may_be_endless,
}
"""What to ask before a check looks; checks that are not here always look."""
