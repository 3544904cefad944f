"""The picture of the map: places with who and what is there, and the ways between them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.authoring.graphs.around import few, nearest, ranks_from, remark_on, signs
from engine.authoring.graphs.picture import Arrow, Box, Line, Picture
from engine.authoring.graphs.words import in_words
from engine.authoring.opened import CannotDo, OpenWorld

Way = tuple[str, str, Mapping[str, str]]
"""From, to, and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """What all maps of a world share: its ways, what is beside what, and the names of who lives where.

    `people` are by location and structure.
    """

    ways: Sequence[Way]
    beside: Mapping[str, set[str]]
    people: Mapping[tuple[str, str], list[str]]


def atlas(world: OpenWorld) -> Atlas:
    """Found once, however many maps are drawn."""
    ways = list(_ways(world))
    beside: dict[str, set[str]] = defaultdict(set)
    for start, end, _ in ways:
        beside[start].add(end)
        beside[end].add(start)
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for denizen in world.plain["denizens"].values():
        people[denizen["at"]["location"], denizen["at"]["structure"]].append(denizen["name"])
    return Atlas(ways=ways, beside=beside, people=people)


def draw_map(world: OpenWorld, focus: str | None, depth: int, known: Atlas | None = None) -> Picture:
    """Locations with what stands in them, and the ways between them with what they ask.

    `known` is what was found out for an earlier map of the same world.
    """
    known = known or atlas(world)
    start = world.plain["world"]["start"]["location"]
    if focus is not None:
        kind, _, entity = focus.partition(":")
        start = entity if kind == "locations" else _home(world, focus)
    found = ranks_from(start, known.beside, depth if focus else None)
    if not focus:
        # What no way leads to stands in a column of its own at the end.
        far = max(found.values()) + 1
        found |= {name: far for name in sorted(world.plain["locations"]) if name not in found}
    ranks = nearest(found)
    arrows = tuple(_joined(known.ways, ranks))
    beyond = {name: len(known.beside.get(name, set()) - ranks.keys()) for name in ranks}
    edge = [name for name in sorted(ranks, key=lambda name: (-ranks[name], name)) if beyond[name]]
    names = Counter(world.plain["locations"][name]["name"] for name in ranks)
    return Picture(
        title=f"{world.plain['world']['title']}: the map",
        remark=remark_on(
            world,
            "location",
            focus or f"locations:{start}",
            focus,
            depth,
            len(ranks),
            len(found),
            at_the_edge=edge[0] if edge else "",
        ),
        boxes=tuple(
            replace(
                box,
                lines=(
                    *_told_apart(name, names[box.title]),
                    *box.lines,
                    *_beyond(beyond[name]),
                ),
            )
            for name, rank in sorted(ranks.items())
            for box in (_location(world, name, rank, name == start, known.people),)
        ),
        arrows=arrows,
        signs=tuple(
            signs(arrows, both="there and back", plain="one direction", dashed="no straight way back")
        ),
    )


def _told_apart(name: str, alike: int) -> Iterator[Line]:
    """The id of a place, when others in the picture have its name."""
    if alike > 1:
        yield Line(text=name, mark="none")


def _beyond(count: int) -> Iterator[Line]:
    """What is said at a place beside which others lie that are not in the picture."""
    if count:
        yield Line(text=f"on to {count} more place{'s' if count > 1 else ''} …", mark="none")


def _ways(world: OpenWorld) -> Iterator[Way]:
    """Every way once."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name, location in sorted(world.plain["locations"].items()):
        for way in location.get("connections", ()):
            asks = [*way.get("requires", ())]
            words = in_words(world, asks)
            inside = way.get("structure")
            if inside:
                words = ", ".join(
                    part for part in (f"in {location['structures'][inside]['label']}", words) if part
                )
            found[name, way["to"]].append((way["label"], words))
    for (start, end), several in sorted(found.items()):
        # Of several ways one that asks nothing makes the others no obstacle.
        words = "" if any(not asked for _, asked in several) else " or ".join(asked for _, asked in several)
        yield (
            start,
            end,
            {
                "label": words,
                "hover": "\n".join(f"{label}{f' ({asked})' if asked else ''}" for label, asked in several),
            },
        )


def _joined(ways: Sequence[Way], shown: Mapping[str, int]) -> Iterator[Arrow]:
    """Two ways that go there and back and ask the same are one arrow with two heads."""
    by_ends = {(start, end): words for start, end, words in ways if start in shown and end in shown}
    for (start, end), words in by_ends.items():
        back = by_ends.get((end, start))
        if start == end:
            continue
        if back is not None and back["label"] == words["label"]:
            if start < end:
                hover = f"{words['hover']}\n{back['hover']}"
                yield Arrow(start=start, end=end, label=words["label"], hover=hover, both=True)
        else:
            dashed = back is None
            yield Arrow(start=start, end=end, label=words["label"], hover=words["hover"], dashed=dashed)


def _location(
    world: OpenWorld, name: str, rank: int, marked: bool, people: Mapping[tuple[str, str], list[str]]
) -> Box:
    body = world.plain["locations"][name]
    lines = [Line(text=person, mark="denizen") for person in sorted(people.get((name, ""), ()))]
    for structure, inside in body.get("structures", {}).items():
        asked = in_words(world, inside.get("requires", ()))
        lines.append(Line(text=f"{inside['label']}{f' ({asked})' if asked else ''}", mark="structure"))
        within = sorted(people.get((name, structure), ()))
        lines += [Line(text=person, mark="denizen", deep=True) for person in within]
    foes = {line["creature"] for line in body.get("creatures", ())}
    lines += [Line(text=world.title(f"creatures:{creature}"), mark="creature") for creature in sorted(foes)]
    actions = ", ".join(action["label"] for action in body.get("actions", {}).values())
    hover = "\n".join(part for part in (body["description"], actions) if part)
    return Box(key=name, title=body["name"], rank=rank, lines=few(lines), hover=hover, marked=marked)


def _home(world: OpenWorld, key: str) -> str:
    at = world.body(key).get("at")
    if at is None:
        raise CannotDo(f"{key} has no place on the map. Put a location or a denizen into the middle.")
    location: str = at["location"]
    return location
