"""Where the boxes and arrows of one part of a picture go, in which everything hangs together.

Columns by rank, and an order in each column that keeps arrows from crossing. Sizes are in pixels of the
finished picture. Pure arithmetic; the same picture always gives the same places.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from engine.authoring.graphs.columns import Cell, Key, columns_of, stack
from engine.authoring.graphs.labels import BOW, LOCK, Area, Lines, area_of, free_place, height_of
from engine.authoring.graphs.picture import Arrow, Box, Line
from engine.authoring.graphs.text import (
    BOLD,
    LABEL_SIZE,
    LINE_HEIGHT,
    LINE_SIZE,
    TITLE_HEIGHT,
    TITLE_SIZE,
    balanced,
    broken,
    width_of,
)

PADDING: Final = 13
STRIP: Final = 3
"""Room between the title of a box and its lines."""
MARK: Final = 18
"""Room for a small sign before a line."""
DEEP: Final = 14
_NARROWEST_GAP: Final = 76
_WIDEST_LABEL: Final = 26
"""Characters of a label in one line; longer ones are broken."""
_WIDEST_BOX: Final = 34
_BETWEEN_ARROWS: Final = 20
_BESIDE_LABELS: Final = (84, 150, 230, 320)
"""The room beside the words in a gap; more is only taken when words would lie over other arrows."""
_PASSING: Final = 14
"""The height that an arrow takes where it passes through a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box with its corner and size, and its texts broken into lines."""

    box: Box
    title: tuple[str, ...]
    lines: tuple[Line, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> Area:
        """The room it takes."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An arrow with the points it goes through, and where its label stands (middle of the first line).

    One with a `bow` joins two boxes of one column, on their right, and reaches out that far.
    """

    arrow: Arrow
    points: tuple[tuple[float, float], ...]
    label: tuple[str, ...]
    at: tuple[float, float]
    bow: float | None = None

    def moved(self, x: float, y: float) -> "Route":
        """The same, somewhere else."""
        points = tuple((there_x + x, there_y + y) for there_x, there_y in self.points)
        bow = self.bow + x if self.bow is not None else None
        return replace(self, points=points, at=(self.at[0] + x, self.at[1] + y), bow=bow)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """A box before it has a place: its texts in lines, and the room it needs."""

    title: tuple[str, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Boxes and arrows with their places; its upper left corner is at 0, 0."""

    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


def lay_out(picture_boxes: tuple[Box, ...], arrows: tuple[Arrow, ...]) -> Part:
    """Place boxes, and the arrows between them."""
    labels = [balanced(arrow.label, _WIDEST_LABEL) for arrow in arrows]
    rooms = [max(float(_BETWEEN_ARROWS), height_of(label)) for label in labels]
    busy = _busy(picture_boxes, arrows, rooms)
    sizes = {box.key: _size(box, busy[box.key]) for box in picture_boxes}
    cells: dict[Key, Cell] = {
        (box.key, 0): Cell(box.rank, sizes[box.key].height) for box in sorted(picture_boxes, key=_order)
    }
    chains = [_chain(number, arrow, cells) for number, arrow in enumerate(arrows)]
    columns = columns_of(cells, chains)
    stack(columns, cells, chains)
    for beside in _BESIDE_LABELS:
        lefts, widths = _lefts(columns, sizes, labels, chains, cells, beside)
        boxes = tuple(
            Placed(
                box=box,
                title=sizes[box.key].title,
                lines=sizes[box.key].lines,
                x=lefts[box.rank],
                y=cells[box.key, 0].y,
                width=widths[box.rank],
                height=sizes[box.key].height,
            )
            for box in picture_boxes
        )
        by_key = {placed.box.key: placed for placed in boxes}
        ports = _ports(chains, by_key, cells, rooms)
        routes, crossed = _routes(arrows, chains, labels, by_key, cells, lefts, widths, ports)
        if not crossed:
            break
    areas = [placed.area for placed in boxes]
    areas += [area_of(route.label, route.at) for route in routes if route.label]
    reach = [max(route.bow or 0, *(x for x, _ in route.points)) for route in routes]
    # Arrows that only pass through a column may run higher than every box.
    top = min([*(area[1] for area in areas), *(y for route in routes for _, y in route.points)])
    return Part(
        boxes=tuple(replace(placed, y=placed.y - top) for placed in boxes),
        routes=tuple(route.moved(0, -top) for route in routes),
        width=max([*reach, *(area[2] for area in areas)]),
        height=max([*(area[3] for area in areas), *(cell.y + cell.height for cell in cells.values())]) - top,
    )


def _order(box: Box) -> tuple[int, int, str, str]:
    return (box.rank, box.tone, box.title, box.key)


def _busy(boxes: tuple[Box, ...], arrows: tuple[Arrow, ...], rooms: list[float]) -> dict[str, float]:
    """How much room the arrows take that meet at the fuller side of each box."""
    ranks = {box.key: box.rank for box in boxes}
    sides: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for arrow, room in zip(arrows, rooms, strict=True):
        start, end = ranks[arrow.start], ranks[arrow.end]
        sides[arrow.start, start <= end].append(room)
        sides[arrow.end, start >= end].append(room)
    return {key: max(_span(sides[key, True]), _span(sides[key, False])) for key in ranks}


def _span(rooms: list[float]) -> float:
    """How far apart the first and the last of some arrows are."""
    return sum((one + other) / 2 for one, other in pairwise(rooms))


def _size(box: Box, busy: float) -> _Size:
    title = broken(box.title, _WIDEST_BOX - 8)
    lines: list[Line] = []
    for line in box.lines:
        first, *rest = broken(line.text, _WIDEST_BOX)
        lines.append(replace(line, text=first))
        # What goes on in another line stands below its own words, without the sign.
        lines += [replace(line, text=more, mark="none" if line.mark else "") for more in rest]
    wide = [width_of(line, TITLE_SIZE) * BOLD for line in title]
    wide += [width_of(line.text, LINE_SIZE) + MARK * bool(line.mark) + DEEP * line.deep for line in lines]
    height = 2 * PADDING + TITLE_HEIGHT * len(title) + (STRIP + LINE_HEIGHT * len(lines) if lines else 0) - 4
    return _Size(
        title=title,
        lines=tuple(lines),
        width=round(max(wide, default=0) + 2 * PADDING + 4),
        height=max(height, busy + 2 * LINE_HEIGHT),
    )


def _chain(number: int, arrow: Arrow, cells: dict[Key, Cell]) -> list[Key]:
    """The cells an arrow goes through, left to right; makes those it only passes."""
    ends = sorted(((arrow.start, 0), (arrow.end, 0)), key=lambda key: cells[key].rank)
    low, high = (cells[key].rank for key in ends)
    passed: list[Key] = [(f"arrow {number}", rank) for rank in range(low + 1, high)]
    for key in passed:
        cells[key] = Cell(key[1], _PASSING)
    return [ends[0], *passed, ends[1]]


def _lefts(
    columns: dict[int, list[Key]],
    sizes: dict[str, _Size],
    labels: list[tuple[str, ...]],
    chains: list[list[Key]],
    cells: dict[Key, Cell],
    beside: float,
) -> tuple[dict[int, float], dict[int, float]]:
    """Where each column begins, and how wide it is; gaps are as wide as the labels in them."""
    ranks = sorted(columns)
    widths = {
        rank: max((sizes[key].width for key, part in columns[rank] if not part and key in sizes), default=0.0)
        for rank in ranks
    }
    gaps: dict[int, float] = defaultdict(lambda: float(_NARROWEST_GAP))
    for label, chain in zip(labels, chains, strict=True):
        wide = max((width_of(line, LABEL_SIZE) + LOCK for line in label), default=0)
        rank = cells[chain[0]].rank
        bow = cells[chain[-1]].rank == rank
        room = (wide + beside if label else 0) + (BOW if bow else 0)
        gaps[rank] = max(gaps[rank], room)
    lefts: dict[int, float] = {}
    x = 0.0
    for rank in ranks:
        lefts[rank] = x
        x += widths[rank] + gaps[rank]
    return lefts, widths


def _routes(
    arrows: tuple[Arrow, ...],
    chains: list[list[Key]],
    labels: list[tuple[str, ...]],
    boxes: dict[str, Placed],
    cells: dict[Key, Cell],
    lefts: dict[int, float],
    widths: dict[int, float],
    ports: list[tuple[float, float]],
) -> tuple[tuple[Route, ...], int]:
    """The points of every arrow, and where its words stand once all arrows are known.

    Also how many words lie over other arrows.
    """
    drawn = []
    lines = Lines()
    for number, (arrow, chain, label) in enumerate(zip(arrows, chains, labels, strict=True)):
        left, right = boxes[chain[0][0]], boxes[chain[-1][0]]
        begin, end = ports[number]
        points = [(left.x + left.width, begin)]
        bow = None
        if left.box.rank == right.box.rank:
            points.append((right.x + right.width, end))
            bow = max(x for x, _ in points) + BOW
        else:
            for key in chain[1:-1]:
                y = cells[key].y + _PASSING / 2
                points += [(lefts[key[1]], y), (lefts[key[1]] + widths[key[1]], y)]
            points.append((right.x, end))
        lines.put(number, points, bow)
        if chain[0][0] != arrow.start:
            points.reverse()
        drawn.append(Route(arrow=arrow, points=tuple(points), label=label, at=points[0], bow=bow))
    taken = [placed.area for placed in boxes.values()]
    crossed = 0
    for number, route in enumerate(drawn):
        if route.label:
            at = free_place(route.label, _pieces(route), taken, lines, number)
            drawn[number] = replace(route, at=at)
            area = area_of(route.label, at)
            taken.append(area)
            crossed += not lines.free(area, number)
    return tuple(drawn), crossed


def _pieces(route: Route) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The pieces of an arrow between columns, the one that leaves its left box first."""
    if route.bow is not None:
        # Its words stand to the right of it.
        half = max(width_of(line, LABEL_SIZE) + LOCK for line in route.label) / 2
        x = route.bow - BOW / 4 + 8 + half
        return [((x, route.points[0][1]), (x, route.points[1][1]))]
    return list(pairwise(sorted(route.points)))[::2]


def _ports(
    chains: list[list[Key]], boxes: dict[str, Placed], cells: dict[Key, Cell], rooms: list[float]
) -> list[tuple[float, float]]:
    """The heights at which each arrow leaves its left box and reaches its right one.

    Ends on one side of a box stand as far apart as their words are high.
    """
    sides: dict[tuple[str, str], list[tuple[float, int, int]]] = defaultdict(list)
    for number, chain in enumerate(chains):
        left, right = boxes[chain[0][0]], boxes[chain[-1][0]]
        bow = left.box.rank == right.box.rank
        after, before = cells[chain[1]], cells[chain[-2]]
        sides[left.box.key, "right"].append((after.y + after.height / 2, number, 0))
        sides[right.box.key, "right" if bow else "left"].append((before.y + before.height / 2, number, 1))
    heights = [[0.0, 0.0] for _ in chains]
    for (key, _), found in sides.items():
        box = boxes[key]
        ends = sorted(found)
        span = _span([rooms[number] for _, number, _ in ends])
        y = box.middle - span / 2
        for place, (_, number, end) in enumerate(ends):
            heights[number][end] = y
            if place + 1 < len(ends):
                y += (rooms[number] + rooms[ends[place + 1][1]]) / 2
    return [(one, other) for one, other in heights]
