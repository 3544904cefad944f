"""A whole picture with everything in its place: parts that do not hang together stand beside each other."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.authoring.graphs.layout import Part, Placed, Route, lay_out
from engine.authoring.graphs.picture import Picture
from engine.authoring.graphs.text import BOLD, LINE_SIZE, width_of

MARGIN: Final = 32
HEAD: Final = 92
"""Room for the title above everything."""
LEGEND: Final = 22
"""The height of a line of the legend."""
_BETWEEN_PARTS: Final = 40
_SHELF: Final = 1300
"""So wide may parts stand beside each other before the next row begins."""
_NARROWEST: Final = 560
"""So wide is a picture at least, however little is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An entry of the legend: a sort of arrow, or a tone (from 0), and what it means."""

    sort: str
    tone: int
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything with its place."""

    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]
    legend: tuple[Sign, ...]
    width: float
    height: float


def plan(picture: Picture) -> Plan:
    """Place everything."""
    boxes: list[Placed] = []
    routes: list[Route] = []
    x, y, row, right = float(MARGIN), float(HEAD), 0.0, 0.0
    for part in _parts(picture):
        if x > MARGIN and x + part.width > MARGIN + _SHELF:
            x, y, row = float(MARGIN), y + row + _BETWEEN_PARTS, 0.0
        boxes += [replace(placed, x=placed.x + x, y=placed.y + y) for placed in part.boxes]
        routes += [route.moved(x, y) for route in part.routes]
        right = max(right, x + part.width)
        x += part.width + _BETWEEN_PARTS
        row = max(row, part.height)
    title = max(width_of(picture.title, 20) * BOLD, width_of(picture.remark, 12))
    width = round(max(right, MARGIN + title, _NARROWEST) + MARGIN)
    legend = tuple(_legend(picture, width, y + row + MARGIN))
    foot = max((sign.y for sign in legend), default=y + row)
    return Plan(
        boxes=tuple(boxes), routes=tuple(routes), legend=legend, width=width, height=round(foot + MARGIN)
    )


def _parts(picture: Picture) -> list[Part]:
    """What hangs together, laid out; the largest first."""
    beside: dict[str, set[str]] = defaultdict(set)
    for arrow in picture.arrows:
        beside[arrow.start].add(arrow.end)
        beside[arrow.end].add(arrow.start)
    groups: list[set[str]] = []
    seen: set[str] = set()
    for box in picture.boxes:
        waiting, group = [box.key], set[str]()
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                group.add(key)
                waiting += sorted(beside[key])
        if group:
            groups.append(group)
    parts = [
        lay_out(
            tuple(box for box in picture.boxes if box.key in group),
            tuple(arrow for arrow in picture.arrows if arrow.start in group),
        )
        for group in groups
    ]
    return sorted(parts, key=lambda part: (-len(part.boxes), -part.height))


def _legend(picture: Picture, width: float, top: float) -> Iterator[Sign]:
    """What colours and arrows mean, in as many lines as that takes."""
    x, y = float(MARGIN), top + 4
    colours = [("", number, text) for number, text in enumerate(picture.tones)]
    for sort, tone, text in [*((sort, -1, text) for sort, text in picture.signs), *colours]:
        room = width_of(text, LINE_SIZE) + (44 if sort else 24) + 18
        if x + room > width - MARGIN and x > MARGIN:
            x, y = float(MARGIN), y + LEGEND
        yield Sign(sort=sort, tone=tone, text=text, x=x, y=y)
        x += room
