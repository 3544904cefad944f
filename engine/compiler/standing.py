"""Which things there are in a world, errors or not, and which of them stands at a place."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from engine.base.span import Span
from engine.compiler.entities import Gathered, Things
from engine.compiler.linked import LinkedWorld
from engine.model.kinds import SINGLE_KINDS


class Standing:
    """The things of a world and where they stand."""

    def __init__(self, world: LinkedWorld) -> None:
        self._world = world
        self._by_path: dict[str, list[tuple[int, str]]] = {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """All things as `kind:id`; those that stand once as their kind."""
        return frozenset(
            key for kind, things in self._gathered.entities.items() for key in _keys(kind, things)
        )

    @property
    def _gathered(self) -> Gathered:
        return self._world.gathered

    def at(self, place: Span) -> str | None:
        """The thing whose lines a place is in: the last one that begins there or above."""
        if place.path not in self._by_path:
            self._by_path[place.path] = sorted(self._in(place.path))
        things = self._by_path[place.path]
        number = bisect_right(things, place.line, key=lambda thing: thing[0])
        return things[number - 1][1] if number else None

    def _in(self, path: str) -> Iterator[tuple[int, str]]:
        for kind, things in self._gathered.entities.items():
            for entity, home in things.quick.items():
                if home == path and self._world.placing is not None:
                    yield self._world.placing.line(kind, entity), _key(kind, entity)
            for entity, thing in things.slow.items():
                if thing.span.path == path:
                    yield thing.span.line, _key(kind, entity)
        for thing in self._gathered.seconds:
            if thing.span.path == path:
                yield thing.span.line, thing.key


def _keys(kind: str, things: Things) -> Iterator[str]:
    return (_key(kind, entity) for entity in things)


def _key(kind: str, entity: str) -> str:
    return kind if kind in SINGLE_KINDS else f"{kind}:{entity}"
