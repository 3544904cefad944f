"""Cross-checks of the ways between locations: every place can be reached, and left again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import msgspec

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.graphs import heads, knots, shortest
from engine.compiler.lint.look import Check, Look, Sum, node_at, tell, text_of
from engine.compiler.nodes import Node
from engine.compiler.straight import Linked

_MANY: Final = 4
_FEW: Final = 5
_RARE: Final = 0.01
"""Where more ways than these, as a share of all, go one way, those that hang together are no slips."""
_MAZE: Final = 3
"""There, so many of them that hang together are made so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """Where one comes from where. `anywhere` are goals that can be had in any place: those of spells."""

    connections: Mapping[str, Mapping[str, int]]
    ways: Mapping[str, set[str]]
    anywhere: set[str]
    respawns: set[str]
    start: str

    def reached(self, starts: Iterable[str]) -> set[str]:
        """All locations that one comes to from these, whatever the ways require."""
        reached: set[str] = set()
        waiting = [*starts]
        while waiting:
            place = waiting.pop()
            if place not in reached:
                reached.add(place)
                waiting.extend(self.ways.get(place, ()))
        return reached


def _sum(bodies: Mapping[str, Mapping[str, Linked]]) -> dict[str, Any]:
    """Where these things lead.

    `areas` counts the parts in which one comes from each location to each other and straight back. Of each
    location from which a way leads out of its area, `loose` holds the number of the area, and where to. The
    rest is packed, for it is hardly ever asked for, see `_packed`.
    """
    connections = {
        entity: [connection["to"] for connection in thing.body.get("connections", ())]
        for entity, thing in bodies.get("locations", {}).items()
    }
    area_of: dict[str, int] = {}
    areas = 0
    for entity in connections:
        if entity not in area_of:
            waiting = [entity]
            while waiting:
                place = waiting.pop()
                if place not in area_of:
                    area_of[place] = areas
                    waiting += (to for to in connections[place] if place in connections.get(to, ()))
            areas += 1
    loose: dict[str, list[Any]] = {}
    for entity, goals in connections.items():
        out = [to for to in goals if entity not in connections.get(to, ())]
        if out:
            loose[entity] = [area_of[entity], *out]
    return {"areas": areas, "loose": loose, "packed": msgspec.msgpack.encode(_packed(bodies, connections))}


def _packed(bodies: Mapping[str, Mapping[str, Linked]], connections: dict[str, list[str]]) -> dict[str, Any]:
    """Connections, places to wake up in, and effects that move somebody from a place (None: from wherever
    one is) to another."""
    return {
        "connections": connections,
        "respawns": [
            thing.body["respawn"]["location"]
            for thing in bodies.get("locations", {}).values()
            if "respawn" in thing.body
        ],
        "moves": [
            [_home(kind, entity, thing), name.id]
            for kind, some in bodies.items()
            for entity, thing in some.items()
            for name in thing.names
            if name.target == "locations" and "move_to" in name.path[-2:]
        ],
    }


def _home(kind: str, entity: str, thing: Linked) -> str | None:
    if kind == "denizens":
        home: str = thing.body["at"]["location"]
        return home
    return entity if kind == "locations" else None


SUM: Final = Sum(name="ways", of=_sum)


def _map_of(look: Look) -> _Map | None:
    """The map of a world in which nothing is wrong, else None: a missing way proves nothing then."""
    world = look.world.sound("world").get("")
    if not look.whole or world is None:
        return None
    connections: dict[str, dict[str, int]] = {}
    ways: dict[str, set[str]] = defaultdict(set)
    anywhere: set[str] = set()
    respawns: set[str] = set()
    for one in look.sums.get("ways", ()):
        group = msgspec.msgpack.decode(one["packed"])
        for entity, goals in group["connections"].items():
            connections[entity] = {}
            for place, to in enumerate(goals):
                connections[entity].setdefault(to, place)
            ways[entity].update(goals)
        respawns.update(group["respawns"])
        for entity, to in group["moves"]:
            if entity is None:
                anywhere.add(to)
            else:
                ways[entity].add(to)
    respawn = world.get("respawn")
    if respawn is not None:
        respawns.add(text_of(respawn, "location"))
    start = text_of(world.mapping()["start"], "location")
    return _Map(connections=connections, ways=ways, anywhere=anywhere, respawns=respawns, start=start)


def something_may_be_cut_off(look: Look) -> bool:
    """Whether there may be a place that one does not come to and back from, or a way that goes one way."""
    areas = 0
    loose: dict[str, tuple[int, list[str]]] = {}
    for group in look.sums.get("ways", ()):
        for entity, (area, *goals) in group["loose"].items():
            loose[entity] = (areas + area, goals)
        areas += group["areas"]
    nowhere: tuple[int, list[str]] = (0, [])
    beside: dict[int, set[int]] = defaultdict(set)
    for entity, (area, goals) in loose.items():
        for to in goals:
            back, returns = loose.get(to, nowhere)
            if entity not in returns:
                return True
            beside[area].add(back)
    reached = set[int]()
    waiting = [*beside][:1]
    while waiting:
        area = waiting.pop()
        if area not in reached:
            reached.add(area)
            waiting += beside[area]
    # A single area hangs together by itself.
    return areas > max(1, len(reached))


def places_hang_together(look: Look) -> Iterator[Diagnostic]:
    """Every location can be reached from the start, and left again; every connection has a way back."""
    ways = _map_of(look)
    if ways is not None:
        reached = ways.reached([ways.start, *ways.anywhere, *ways.respawns])
        yield from _unreached(look, ways, reached)
        yield from _without_return(look, ways, reached)


def _unreached(look: Look, ways: _Map, reached: set[str]) -> Iterator[Diagnostic]:
    """Locations to which no way leads from the start, by connections or effects, whatever they require."""
    locations = look.world.bodies["locations"]
    for entity, behind in heads(locations.keys() - reached, ways.ways):
        nor = f", nor to {behind} more from here" if behind else ""
        yield tell(
            "W5009",
            f"no way leads here from the start of the world{nor}",
            locations[entity].place,
            kind="locations",
            entity=entity,
            help="add a connection to it in another location",
        )


def _without_return(look: Look, ways: _Map, reached: set[str]) -> Iterator[Diagnostic]:
    """Locations without a way out, and connections without a way back."""
    locations = look.world.bodies["locations"]
    traps = set[str]()
    if len(locations) > 1 and not ways.anywhere:
        traps = {entity for entity in locations if not ways.ways.get(entity, set()) - {entity}}
    for entity in sorted(traps & reached):
        yield tell(
            "W5011",
            "no way leads out of here",
            locations[entity].place,
            kind="locations",
            entity=entity,
            help="add a connection to another location, or let something here `move_to` one",
        )
    yield from _one_way(look, ways, reached, traps)


def _one_way(look: Look, ways: _Map, reached: set[str], traps: set[str]) -> Iterator[Diagnostic]:
    """Ways that go one way only and were probably not meant to."""
    knot_of = {place: number for number, knot in enumerate(knots(ways.ways)) for place in knot}
    found = [
        (entity, to)
        for entity in sorted(reached & ways.connections.keys())
        for to in ways.connections[entity]
        if to != entity and to not in traps and entity not in ways.ways.get(to, ())
    ]
    no_return = [(entity, to) for entity, to in found if knot_of[entity] != knot_of[to]]
    round_about = [(entity, to) for entity, to in found if knot_of[entity] == knot_of[to]]
    # Many from one place are a hall of portals, many to one place a river or a jail.
    out, into = Counter(entity for entity, _ in round_about), Counter(to for _, to in round_about)
    alone = [(entity, to) for entity, to in round_about if max(out[entity], into[to]) < _MANY]
    for entity, to in no_return:
        yield _told(look, ways, (entity, to), None)
    # Where it happens often, mazes are how the world is made; a way by itself may be a slip all the same.
    every = sum(len(connections) for connections in ways.connections.values())
    many = len(alone) > max(_FEW, every * _RARE)
    if many:
        alone = _outside_mazes(alone)
    alone.sort(key=lambda way: _node(look, ways, way).place)
    if many and len(alone) > _FEW:
        yield _told(look, ways, alone[0], alone[1:], "this way goes one way only as well")
        return
    # Of one round trip the first way is told, with the others that go one way.
    told: set[tuple[str, str]] = set()
    for entity, to in alone:
        if (entity, to) not in told:
            back = pairwise(shortest(to, entity, ways.ways))
            others = [way for way in back if way in alone and way not in told]
            told.update(others)
            yield _told(look, ways, (entity, to), others)


def _outside_mazes(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One-way ways that hardly any others hang together with."""
    beside: dict[str, set[str]] = defaultdict(set)
    for entity, to in found:
        beside[entity].add(to)
        beside[to].add(entity)
    maze_of: dict[str, str] = {}
    for begin in beside:
        waiting = [begin]
        while waiting:
            place = waiting.pop()
            if place not in maze_of:
                maze_of[place] = begin
                waiting += beside[place]
    ways_of = Counter(maze_of[entity] for entity, _ in found)
    return [(entity, to) for entity, to in found if ways_of[maze_of[entity]] < _MAZE]


def _node(look: Look, ways: _Map, way: tuple[str, str]) -> Node:
    """Where a connection says where it leads."""
    entity, to = way
    body = look.world.bodies["locations"][entity]
    return node_at(body, ("connections", ways.connections[entity][to], "to"))


def _told(
    look: Look,
    ways: _Map,
    way: tuple[str, str],
    others: list[tuple[str, str]] | None,
    note: str = "the round trip goes on here, one way only as well",
) -> Diagnostic:
    """One way, and other ways that go one way only as well; None when there is no way back at all."""
    entity, to = way
    about = "" if others is None else "one comes back only by way of other places; "
    more = "" if note.startswith("the round") else f", nor from where {len(others or ())} more ways lead"
    also = tuple(_node(look, ways, one).span for one in others or ())
    return tell(
        "W5010",
        f"this way goes to `{to}`, and no way leads straight back{more}",
        _node(look, ways, way).span,
        kind="locations",
        entity=entity,
        path=("connections", ways.connections[entity][to], "to"),
        help=f"{about}add a connection to `{entity}` in `{to}`, or silence this with the reason",
        notes=tuple(Note(message=note, span=span) for span in also),
        likely=True,
        silenced_at=also,
    )


CHECKS: Final[tuple[Check, ...]] = (places_hang_together,)
