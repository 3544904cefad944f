"""Chains of effects that set each other off: warns where one can come round to itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.look import Check, Look, clauses, tell
from engine.compiler.nodes import Node

Moment = tuple[str, str, str]
"""A kind, an id and a trigger: quests, lamp, on_accept."""

_SETS_OFF: Final[Mapping[str, tuple[str, str, str]]] = {
    "start_quest": ("quests", "on_accept", ""),
    "fail_quest": ("quests", "on_fail", ""),
    "advance_quest": ("quests", "on_progress", "quest"),
    "apply_effect": ("effects", "on_start", "effect"),
    "remove_effect": ("effects", "on_end", ""),
    "move_to": ("locations", "on_enter", "location"),
    "spawn": ("creatures", "on_spawn", "creature"),
}
"""What an effect sets off: the kind and trigger, and the argument that names the thing."""


def chains_end(look: Look) -> Iterator[Diagnostic]:
    """No trigger leads back to itself, whatever the conditions on the way."""
    moments = {
        (kind, entity, trigger): list(_set_off(body.mapping()[trigger]))
        for kind, trigger in sorted({(kind, trigger) for kind, trigger, _ in _SETS_OFF.values()})
        for entity, body in look.world.sound(kind).items()
        if trigger in body.mapping()
    }
    told: set[Moment] = set()
    for moment in sorted(moments):
        ring = _way_back(moment, moments)
        if ring and not told & set(ring):
            told |= set(ring)
            kind, entity, trigger = moment
            by_way = ", ".join(f"`{name}`" for _, name, _ in ring[1:])
            yield tell(
                "W4011",
                "this can set itself off again" + (f", by way of {by_way}" if by_way else ""),
                look.world.bodies[kind][entity].mapping()[trigger].place,
                kind=kind,
                entity=entity,
                path=(trigger,),
                help="make sure that a condition ends it; a chain that goes on too long is cut and undone",
                likely=True,
            )


def _set_off(effects: Node) -> Iterator[Moment]:
    # The trigger's list is looked at as if it were a thing of its own.
    holder = Node({"": effects}, effects.span)
    for clause in clauses(holder, frozenset(_SETS_OFF)):
        kind, trigger, argument = _SETS_OFF[clause.kind]
        named = clause.args.mapping()[argument] if argument else clause.args
        yield kind, str(named.value), trigger


def _way_back(start: Moment, moments: Mapping[Moment, list[Moment]]) -> list[Moment]:
    ways, seen = [[start]], set[Moment]()
    while ways:
        way = ways.pop(0)
        for following in moments.get(way[-1], []):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


CHECKS: Final[tuple[Check, ...]] = (chains_end,)
