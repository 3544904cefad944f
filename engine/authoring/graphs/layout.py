"""Where boxes and arrows go: columns by rank, an order in each column that keeps arrows from crossing.

Sizes are in pixels of the finished picture. Pure arithmetic; the same picture always gives the same places.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.authoring.graphs.picture import Arrow, Box, Picture

MARGIN: Final = 28
HEAD: Final = 74
"""Room for the title above the columns."""
TITLE_SIZE: Final = 14
LINE_SIZE: Final = 11
LABEL_SIZE: Final = 11
PADDING: Final = 12
LINE_HEIGHT: Final = 16
TITLE_HEIGHT: Final = 20
_GAP_BETWEEN_BOXES: Final = 26
_NARROWEST_GAP: Final = 70
_WIDEST_LABEL: Final = 30
"""Characters of a label in one line; longer ones are broken."""
_WIDEST_BOX: Final = 34
_BOLD: Final = 1.2
"""So much wider is a bold text."""
_BETWEEN_ARROWS: Final = 30
_SWEEPS: Final = 12
BOW: Final = 44
"""How far an arrow between two boxes of one column reaches out."""
_PASSING: Final = 14
"""The height that an arrow takes where it passes through a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box with its corner and size, and its texts broken into lines."""

    box: Box
    title: tuple[str, ...]
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An arrow with the points it goes through, and where its label stands (middle of the first line)."""

    arrow: Arrow
    points: tuple[tuple[float, float], ...]
    label: tuple[str, ...]
    at: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything with its place."""

    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


def width_of(text: str, size: float) -> float:
    """About how wide a text will be: fonts differ, so this is on the generous side."""
    narrow = sum(sign in "iljft.,:;'|!()[] I" for sign in text)
    wide = sum(sign in "mwMW—×" or ord(sign) > 0x2E80 for sign in text)
    return size * (0.57 * (len(text) - narrow - wide) + 0.34 * narrow + 0.95 * wide)


def broken(text: str, most: int) -> tuple[str, ...]:
    """A text in lines of at most so many characters, broken between words where that can be."""
    found: list[str] = []
    for word in text.split(" "):
        while len(word) > most:
            found.append(word[: most - 1] + "-")
            word = word[most - 1 :]
        if found and len(found[-1]) + 1 + len(word) <= most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return tuple(found)


def balanced(text: str, most: int) -> tuple[str, ...]:
    """A text in as few lines of at most so many characters as it needs, all about as long."""
    lines = broken(text, most) if text else ()
    narrow = most
    while narrow > 1 and len(tighter := broken(text, narrow - 1)) == len(lines) and len(lines) > 1:
        narrow, lines = narrow - 1, tighter
    return lines


Key = tuple[str, int]
"""A box (with part 0), or a place where an arrow passes through a column (with the number of the column)."""


@dataclass(slots=True)
class _Cell:
    """Something that takes room in a column."""

    rank: int
    height: float
    y: float = 0


def plan(picture: Picture) -> Plan:
    """Place everything."""
    busy = _busy(picture)
    sizes = {box.key: _size(box, busy[box.key]) for box in picture.boxes}
    cells: dict[Key, _Cell] = {
        (box.key, 0): _Cell(box.rank, sizes[box.key][3]) for box in sorted(picture.boxes, key=_order)
    }
    chains = [_chain(number, arrow, cells) for number, arrow in enumerate(picture.arrows)]
    columns = _columns(cells, chains)
    _stack(columns, cells, chains)
    labels = [balanced(arrow.label, _WIDEST_LABEL) for arrow in picture.arrows]
    lefts, widths = _lefts(picture, columns, sizes, labels, chains, cells)
    boxes = tuple(
        Placed(
            box=box,
            title=sizes[box.key][0],
            lines=sizes[box.key][1],
            x=lefts[box.rank] + (widths[box.rank] - sizes[box.key][2]) / 2,
            y=cells[box.key, 0].y,
            width=sizes[box.key][2],
            height=sizes[box.key][3],
        )
        for box in picture.boxes
    )
    by_key = {placed.box.key: placed for placed in boxes}
    routes = _routes(picture, chains, labels, by_key, cells, lefts, widths)
    right = max((lefts[rank] + widths[rank] for rank in lefts), default=0)
    right = max([right, *(x for route in routes for x, _ in route.points)], default=right)
    for route in routes:
        half = max((width_of(line, LABEL_SIZE) for line in route.label), default=0) / 2
        right = max(right, route.at[0] + half)
    bottom = max((cell.y + cell.height for cell in cells.values()), default=0)
    title = max(width_of(picture.title, 20), width_of(picture.remark, 12), _legend_width(picture))
    return Plan(
        boxes=boxes,
        routes=routes,
        width=round(max(right, MARGIN + title) + MARGIN),
        height=round(bottom + MARGIN + (28 if picture.tones else 0)),
    )


def _legend_width(picture: Picture) -> float:
    return sum(width_of(tone, LABEL_SIZE) + 34 for tone in picture.tones)


def _order(box: Box) -> tuple[int, int, str, str]:
    return (box.rank, box.tone, box.title, box.key)


def _busy(picture: Picture) -> dict[str, int]:
    """How many arrows meet at the fuller side of each box."""
    ranks = {box.key: box.rank for box in picture.boxes}
    sides: Counter[tuple[str, bool]] = Counter()
    for arrow in picture.arrows:
        start, end = ranks[arrow.start], ranks[arrow.end]
        sides[arrow.start, start <= end] += 1
        sides[arrow.end, start >= end] += 1
    return {key: max(sides[key, True], sides[key, False]) for key in ranks}


def _size(box: Box, arrows: int) -> tuple[tuple[str, ...], tuple[str, ...], float, float]:
    title = broken(box.title, _WIDEST_BOX - 8)
    lines = tuple(part for line in box.lines for part in broken(line, _WIDEST_BOX))
    wide = [width_of(line, TITLE_SIZE) * _BOLD for line in title] + [
        width_of(line, LINE_SIZE) for line in lines
    ]
    height = 2 * PADDING + TITLE_HEIGHT * len(title) + LINE_HEIGHT * len(lines) - 4
    height = max(height, _BETWEEN_ARROWS * (arrows - 1) + LINE_HEIGHT)
    return title, lines, round(max(wide, default=0) + 2 * PADDING + 4), height


def _chain(number: int, arrow: Arrow, cells: dict[Key, _Cell]) -> list[Key]:
    """The cells an arrow goes through, left to right; makes those it only passes."""
    ends = sorted(((arrow.start, 0), (arrow.end, 0)), key=lambda key: cells[key].rank)
    low, high = (cells[key].rank for key in ends)
    passed: list[Key] = [(f"arrow {number}", rank) for rank in range(low + 1, high)]
    for key in passed:
        cells[key] = _Cell(key[1], _PASSING)
    return [ends[0], *passed, ends[1]]


def _columns(cells: dict[Key, _Cell], chains: list[list[Key]]) -> dict[int, list[Key]]:
    """The order in each column: again and again to the middle of the neighbours, the best order kept."""
    columns: dict[int, list[Key]] = defaultdict(list)
    for key, cell in cells.items():
        columns[cell.rank].append(key)
    beside: dict[Key, list[Key]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            beside[one].append(other)
            beside[other].append(one)
    best = {rank: list(keys) for rank, keys in columns.items()}
    fewest = _crossings(best, cells, chains)
    for sweep in range(_SWEEPS):
        places = {
            key: place / max(1, len(keys)) for keys in columns.values() for place, key in enumerate(keys)
        }
        ranks = sorted(columns, reverse=bool(sweep % 2))
        for rank in ranks:
            weights = {}
            for place, key in enumerate(columns[rank]):
                near = sorted(places[other] for other in beside[key])
                weights[key] = (sum(near) / len(near) if near else places[key], place)
            columns[rank].sort(key=weights.__getitem__)
            places |= {key: place / len(columns[rank]) for place, key in enumerate(columns[rank])}
        crossings = _crossings(columns, cells, chains)
        if crossings < fewest:
            fewest, best = crossings, {rank: list(keys) for rank, keys in columns.items()}
    return best


def _crossings(columns: dict[int, list[Key]], cells: dict[Key, _Cell], chains: list[list[Key]]) -> int:
    places = {key: place for keys in columns.values() for place, key in enumerate(keys)}
    steps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            steps[cells[one].rank].append((places[one], places[other]))
    count = 0
    for found in steps.values():
        for place, (a, b) in enumerate(found):
            count += sum((a - c) * (b - d) < 0 for c, d in found[place + 1 :])
    return count


def _stack(columns: dict[int, list[Key]], cells: dict[Key, _Cell], chains: list[list[Key]]) -> None:
    """Heights: columns are centred, then cells are drawn to their neighbours as far as there is room."""
    beside: dict[Key, list[Key]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            beside[one].append(other)
            beside[other].append(one)
    for keys in columns.values():
        y = -sum(cells[key].height + _GAP_BETWEEN_BOXES for key in keys) / 2
        for key in keys:
            cells[key].y = y
            y += cells[key].height + _GAP_BETWEEN_BOXES
    for sweep in range(_SWEEPS):
        for rank in sorted(columns, reverse=bool(sweep % 2)):
            _settle(columns[rank], cells, beside)
    top = min((cell.y for cell in cells.values()), default=0)
    for cell in cells.values():
        cell.y = round(cell.y - top + HEAD + MARGIN)


def _settle(keys: list[Key], cells: dict[Key, _Cell], beside: dict[Key, list[Key]]) -> None:
    """Move the cells of a column towards what they are bound to, in their order and without touching."""
    wanted = []
    for key in keys:
        cell = cells[key]
        middles = [cells[other].y + cells[other].height / 2 for other in beside[key]]
        wanted.append(sum(middles) / len(middles) - cell.height / 2 if middles else cell.y)
    down: list[float] = []
    for place, key in enumerate(keys):
        least = down[-1] + cells[keys[place - 1]].height + _GAP_BETWEEN_BOXES if down else float("-inf")
        down.append(max(wanted[place], least))
        cells[key].y = down[place]
    # What was pushed down pulls the whole column back up by the same measure.
    drift = sum(now - then for now, then in zip(down, wanted, strict=True)) / max(1, len(keys))
    for key in keys:
        cells[key].y -= drift


def _lefts(
    picture: Picture,
    columns: dict[int, list[Key]],
    sizes: dict[str, tuple[tuple[str, ...], tuple[str, ...], float, float]],
    labels: list[tuple[str, ...]],
    chains: list[list[Key]],
    cells: dict[Key, _Cell],
) -> tuple[dict[int, float], dict[int, float]]:
    """Where each column begins, and how wide it is; gaps are as wide as the labels in them."""
    ranks = sorted(columns)
    widths = {
        rank: max((sizes[key][2] for key, part in columns[rank] if not part and key in sizes), default=0.0)
        for rank in ranks
    }
    gaps: dict[int, float] = defaultdict(lambda: float(_NARROWEST_GAP))
    for label, chain in zip(labels, chains, strict=True):
        wide = max((width_of(line, LABEL_SIZE) for line in label), default=0)
        rank = cells[chain[0]].rank
        bow = cells[chain[-1]].rank == rank
        room = (wide + 46 if label else 0) + (BOW if bow else 0)
        gaps[rank] = max(gaps[rank], room)
    lefts: dict[int, float] = {}
    x = float(MARGIN)
    for rank in ranks:
        lefts[rank] = x
        x += widths[rank] + gaps[rank]
    return lefts, widths


def _routes(
    picture: Picture,
    chains: list[list[Key]],
    labels: list[tuple[str, ...]],
    boxes: dict[str, Placed],
    cells: dict[Key, _Cell],
    lefts: dict[int, float],
    widths: dict[int, float],
) -> tuple[Route, ...]:
    """The points of every arrow; ends on one side of a box are spread over its height."""
    ports = _ports(picture, chains, boxes, cells)
    routes = []
    for number, (arrow, chain, label) in enumerate(zip(picture.arrows, chains, labels, strict=True)):
        left, right = boxes[chain[0][0]], boxes[chain[-1][0]]
        begin, end = ports[number]
        points = [(left.x + left.width, begin)]
        if left.box.rank == right.box.rank:
            points.append((right.x + right.width, end))
            bow = max(points[0][0], points[1][0]) + BOW
            at = (bow - 10, (begin + end) / 2 - LABEL_SIZE * 0.6 * (len(label) - 1))
        else:
            for key in chain[1:-1]:
                y = cells[key].y + _PASSING / 2
                points += [(lefts[key[1]], y), (lefts[key[1]] + widths[key[1]], y)]
            points.append((right.x, end))
            (x0, y0), (x1, y1) = points[0], points[1]
            at = ((x0 + x1) / 2, (y0 + y1) / 2 - LINE_HEIGHT * (len(label) - 1) / 2)
        if chain[0][0] != arrow.start:
            points.reverse()
        routes.append(Route(arrow=arrow, points=tuple(points), label=label, at=at))
    return tuple(routes)


def _ports(
    picture: Picture, chains: list[list[Key]], boxes: dict[str, Placed], cells: dict[Key, _Cell]
) -> list[tuple[float, float]]:
    """The heights at which each arrow leaves its left box and reaches its right one."""
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
        room = min(box.height - 16, _BETWEEN_ARROWS * (len(found) - 1))
        for place, (_, number, end) in enumerate(sorted(found)):
            step = place / (len(found) - 1) - 0.5 if len(found) > 1 else 0
            heights[number][end] = box.middle + step * room
    return [(one, other) for one, other in heights]
