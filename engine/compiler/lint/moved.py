"""Cross-checks of `moved`: old ids are gone, and each leads to something that is there."""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.nodes import Node
from engine.compiler.words import entity_words


def _olds(look: Look) -> Iterator[tuple[str, Mapping[str, Node]]]:
    moved = look.world.bodies["moved"].get("")
    for kind, olds in sorted(moved.mapping().items() if moved is not None else ()):
        if kind in look.world.bodies:
            yield kind, olds.mapping()


def old_ids_are_gone(look: Look) -> Iterator[Diagnostic]:
    """An id that has moved is no longer the id of anything."""
    for kind, olds in _olds(look):
        for old, goal in olds.items():
            there = look.world.bodies[kind].get(old)
            if there is not None:
                yield tell(
                    "E2141",
                    f"{entity_words(kind, old)} has not moved: it is still here",
                    goal.place,
                    kind="moved",
                    entity="",
                    path=(kind, old),
                    help="remove this line; or give what bears the id now another one",
                    notes=(Note(message="it stands here", span=there.place),),
                )


def old_ids_lead_somewhere(look: Look) -> Iterator[Diagnostic]:
    """Following old ids from one to the next ends at a thing."""
    for kind, olds in _olds(look):
        goals = {old: goal.text("to") for old, goal in olds.items()}
        for old in sorted(goals):
            ring = _ring(old, goals)
            if not ring or old != min(ring) or any(one in look.world.bodies[kind] for one in ring):
                continue
            by_way = f", by way of `{'`, `'.join(ring[1:])}`" if len(ring) > 1 else ""
            yield tell(
                "E2142",
                f"`{old}` moves to itself{by_way}",
                olds[old].place,
                kind="moved",
                entity="",
                path=(kind, old),
                help="let the last one lead to an id that exists",
            )


def _ring(start: str, goals: Mapping[str, str | None]) -> list[str]:
    """The ids from `start` round to itself; empty when it leads elsewhere."""
    ring, walked = [start], {start}
    while (following := goals.get(ring[-1])) is not None:
        if following == start:
            return ring
        if following in walked:
            return []
        walked.add(following)
        ring.append(following)
    return []


CHECKS: Final[tuple[Check, ...]] = (old_ids_are_gone, old_ids_lead_somewhere)
