"""All cross-checks of a linked world, in explicit lists. Each looks at sound things only."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

from engine.base.diagnostic import Diagnostic
from engine.compiler.entities import Gathered
from engine.compiler.linked import LinkedWorld
from engine.compiler.lint import (
    always,
    chains,
    chances,
    circles,
    demands,
    moved,
    places,
    same,
    scenes,
    sets,
    sought,
    story,
    talk,
    targets,
    text,
    things,
    trade,
    unused,
    ways,
)
from engine.compiler.lint.guards import GUARDS, SUMS
from engine.compiler.lint.look import Check, Look, Some
from engine.compiler.nodes import Node
from engine.compiler.straight import Linked

LOCAL: Final[tuple[Check, ...]] = (
    *talk.CHECKS,
    *places.CHECKS,
    *chances.CHECKS,
    *text.LOCAL,
    *things.LOCAL,
    *sets.LOCAL,
    *story.LOCAL,
    *demands.LOCAL,
    *always.LOCAL,
    *scenes.LOCAL,
    *targets.LOCAL,
)
"""Checks that look at one thing at a time, and say of it the same whatever else there is."""


LOCAL_GUARDS: Final[Mapping[Check, Callable[[Linked], bool]]] = {
    demands.demands_agree: lambda thing: thing.demands,
}
"""Of which things, as facts say them, a check may have something to say. Others look at all."""


class Said(Protocol):
    """What facts say to checks: things that are spoken of, and sums by name."""

    @property
    def told(self) -> Mapping[str, Collection[str]]: ...

    @property
    def sums(self) -> Mapping[str, Any]: ...


CHECKS: Final[tuple[Check, ...]] = (
    *moved.CHECKS,
    *things.CHECKS,
    *sets.CHECKS,
    *ways.CHECKS,
    *story.CHECKS,
    *circles.CHECKS,
    *chains.CHECKS,
    *trade.CHECKS,
    *same.CHECKS,
    *sought.CHECKS,
    *unused.CHECKS,
    *scenes.CHECKS,
    *text.CHECKS,
)
"""Checks of the whole world."""


def local_findings(
    bodies: Mapping[str, Mapping[str, Node]], things: Mapping[str, Mapping[str, Linked]]
) -> Iterator[Diagnostic]:
    """What the checks of single things say of these. A node is asked for its place only to tell something."""
    every = _look_at(bodies, things)
    for check in LOCAL:
        look, concerns = every, LOCAL_GUARDS.get(check)
        if concerns is not None:
            some = {
                kind: {entity: node for entity, node in nodes.items() if concerns(things[kind][entity])}
                for kind, nodes in bodies.items()
            }
            look = _look_at(some, things)
        yield from check(look)


def _look_at(bodies: Mapping[str, Mapping[str, Node]], things: Mapping[str, Mapping[str, Linked]]) -> Look:
    nothing = Gathered()
    return Look(world=Some(bodies=bodies), gathered=nothing, pictures=frozenset(), whole=False, things=things)


def sums_of(bodies: Mapping[str, Mapping[str, Linked]]) -> dict[str, Any]:
    """What checks of the whole world must know of these things together, by name."""
    sums = {one.name: one.of(bodies) for one in SUMS}
    return {name: found for name, found in sums.items() if found}


def lint(
    world: LinkedWorld,
    facts: Iterable[Said],
    pictures: frozenset[str],
    *,
    whole: bool,
    guarded: bool = True,
) -> Iterator[Diagnostic]:
    """Findings of all checks. `facts` are those of clear files.

    When not `guarded`, every check looks at everything, which changes nothing but the time it takes.
    """
    facts = list(facts)
    told = {(kind, entity) for one in facts for kind, ids in one.told.items() for entity in ids}
    some: dict[str, dict[str, Node]] = {}
    for kind, every in world.gathered.entities.items():
        slow = {*world.walks[kind], *(one for of, one in told if of == kind and one in every.quick)}
        found = {
            entity: world.bodies[kind][entity] for entity in sorted(slow) if world.is_sound(kind, entity)
        }
        if found:
            some[kind] = found
    look = Look(world=Some(bodies=some, of=world), gathered=world.gathered, pictures=pictures, whole=whole)
    for check in (*LOCAL, *text.EXPLAINED):
        yield from check(look)
    sound = {
        kind: {entity: world.linked(kind, entity) for entity in found if world.is_sound(kind, entity)}
        for kind, found in world.walks.items()
    }
    groups = [*(one.sums for one in facts), sums_of(sound)]
    sums = {one.name: [group[one.name] for group in groups if one.name in group] for one in SUMS}
    look = Look(world=world, gathered=world.gathered, pictures=pictures, whole=whole, sums=sums)
    for check in CHECKS:
        if not guarded or check not in GUARDS or GUARDS[check](look):
            yield from check(look)
