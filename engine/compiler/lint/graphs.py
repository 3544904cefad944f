"""Questions about what leads to what: rings, knots and beginnings. Knows no content; takes linear time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Ways = Mapping[Any, Iterable[Any]]
"""What each name leads to. Names can be put in order."""


def knots(ways: Ways) -> Iterator[list[Any]]:
    """Names that lead to each other, each name in one knot; knots come after those they lead to."""
    order: dict[Any, int] = {}
    lowest: dict[Any, int] = {}
    open_: list[Any] = []
    closed: set[Any] = set()
    for start in sorted(ways):
        if start in order:
            continue
        waiting = [_begun(start, ways, order, lowest, open_)]
        while waiting:
            name, following = waiting[-1]
            for one in following:
                if one not in order:
                    waiting.append(_begun(one, ways, order, lowest, open_))
                    break
                if one not in closed:
                    lowest[name] = min(lowest[name], order[one])
            else:
                waiting.pop()
                if waiting:
                    above = waiting[-1][0]
                    lowest[above] = min(lowest[above], lowest[name])
                if lowest[name] == order[name]:
                    knot = [open_.pop()]
                    while knot[-1] != name:
                        knot.append(open_.pop())
                    closed.update(knot)
                    yield knot


def _begun(
    name: Any, ways: Ways, order: dict[Any, int], lowest: dict[Any, int], open_: list[Any]
) -> tuple[Any, Iterator[Any]]:
    order[name] = lowest[name] = len(order)
    open_.append(name)
    return name, iter(sorted(ways.get(name, ())))


def rings(ways: Ways) -> Iterator[list[Any]]:
    """For each knot the shortest way from its first name round to itself, without its end."""
    found = []
    for knot in knots(ways):
        start = min(knot)
        if len(knot) > 1 or start in ways.get(start, ()):
            found.append(_ring(start, ways, set(knot)))
    yield from sorted(found)


def _ring(start: Any, ways: Ways, knot: set[Any]) -> list[Any]:
    before: dict[Any, Any] = {}
    waiting: Sequence[Any] = [start]
    while start not in before:
        reached = []
        for name in waiting:
            for one in sorted(ways.get(name, ())):
                if one in knot and one not in before:
                    before[one] = name
                    reached.append(one)
        waiting = reached
    ring = [start]
    while before[ring[0]] != start:
        ring.insert(0, before[ring[0]])
    return [ring[-1], *ring[:-1]] if len(ring) > 1 else ring


def shortest(start: Any, end: Any, ways: Ways) -> list[Any]:
    """The names on the shortest way from one to another, both among them; nothing when there is none."""
    before: dict[Any, Any] = {start: None}
    waiting = [start]
    while waiting and end not in before:
        reached = []
        for name in waiting:
            for one in sorted(ways.get(name, ())):
                if one not in before:
                    before[one] = name
                    reached.append(one)
        waiting = reached
    way = [end] if end in before else []
    while way and way[0] != start:
        way.insert(0, before[way[0]])
    return way


def heads(names: Iterable[Any], ways: Ways) -> Iterator[tuple[Any, int]]:
    """As few of the names as lead to all of them, each with how many others it leads to.

    Where many things cannot be reached, they can as soon as these can.
    """
    among = set(names)
    within = {name: [one for one in ways.get(name, ()) if one in among] for name in among}
    found = []
    seen: set[Any] = set()
    # A knot comes after those it leads to, so from the end on each that is not yet seen has none before it.
    for knot in reversed(list(knots(within))):
        if knot[0] in seen:
            continue
        start = min(knot)
        behind = _all_from(start, within, seen)
        found.append((start, behind - 1))
    yield from sorted(found)


def _all_from(start: Any, ways: Ways, seen: set[Any]) -> int:
    count = 0
    waiting = [start]
    seen.add(start)
    while waiting:
        count += 1
        for one in ways.get(waiting.pop(), ()):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return count
