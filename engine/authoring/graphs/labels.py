"""Where the words on arrows go: on their arrow, and not over a box, other words or other arrows."""

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise
from typing import Final

from engine.authoring.graphs.text import LABEL_SIZE, LINE_HEIGHT, width_of

Point = tuple[float, float]
Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_ALONG: Final = tuple(0.5 + step / 100 for step in range(-40, 41, 4))
"""Where on a piece of its way an arrow's words may stand."""
_AWAY: Final = tuple(float(step) for step in range(-18, 19, 3))
"""How far above or below their arrow words may stand."""
_PLACES: Final = sorted(
    ((along, away) for along in _ALONG for away in _AWAY),
    key=lambda place: (round(abs(place[0] - 0.5) * 100) + 2 * abs(place[1]), place),
)
"""All of these, those nearest to the middle first."""
_CELL: Final = 4
"""So exactly is known where arrows run."""
_NO_LINES: Final[Set[int]] = frozenset()
BOW: Final = 44
"""How far an arrow between two boxes of one column reaches out."""
_AIR: Final = 3
LOCK: Final = 15
"""Room for the small lock before the words."""


def area_of(label: Sequence[str], at: Point) -> Area:
    """The room that words take; `at` is the middle of their first line."""
    return _shifted(_area_around(label), at)


def _area_around(label: Sequence[str]) -> Area:
    """The room of words whose first line has its middle at 0, 0."""
    half = max(width_of(line, LABEL_SIZE) for line in label) / 2 + LOCK / 2 + _AIR
    top = -LINE_HEIGHT / 2
    return (-half, top - 1, half, top + len(label) * (LINE_HEIGHT - 2) + 3)


def _shifted(area: Area, by: Point) -> Area:
    x, y = by
    return (area[0] + x, area[1] + y, area[2] + x, area[3] + y)


def height_of(label: Sequence[str]) -> float:
    """How high words are with the air around them; 0 for none."""
    return len(label) * (LINE_HEIGHT - 2) + 2 * _AIR + 4 if label else 0


def apart(one: Area, other: Area) -> bool:
    """Whether two areas do not touch."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def curve(start: Point, end: Point, share: float, bow: float | None = None) -> Point:
    """A point of the curve that joins two points and leaves both of them level, through `bow` if it bows."""
    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2 if bow is None else bow
    rest = 1 - share
    # Written out, since this is asked for every few pixels of every arrow.
    first, last = rest * rest * rest, share * share * share
    second, third = 3 * rest * rest * share, 3 * rest * share * share
    return (first * x0 + (second + third) * middle + last * x1, (first + second) * y0 + (third + last) * y1)


class Lines:
    """Where arrows run, so that words of one are not laid over another."""

    def __init__(self) -> None:
        self._there: dict[tuple[int, int], set[int]] = {}

    def put(self, number: int, points: Sequence[Point], bow: float | None = None) -> None:
        """An arrow with its number and the points it goes through."""
        for start, end in pairwise(points):
            reach = abs(start[0] - end[0]) + abs(start[1] - end[1]) + (2 * BOW if bow is not None else 0)
            steps = int(reach / _CELL * 2) + 1
            for step in range(steps + 1):
                x, y = curve(start, end, step / steps, bow)
                self._there.setdefault((int(x // _CELL), int(y // _CELL)), set()).add(number)

    def free(self, area: Area, number: int) -> bool:
        """Whether no other arrow than this one runs through an area."""
        left, top, right, bottom = (int(edge // _CELL) for edge in area)
        own = {number}
        there = self._there.get
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                if not there((x, y), _NO_LINES) <= own:
                    return False
        return True


def free_place(
    label: Sequence[str],
    own: Sequence[tuple[Point, Point]],
    taken: Iterable[Area],
    lines: Lines,
    number: int,
) -> Point:
    """A free place for words on or at an arrow.

    `own` are the pieces of the arrow, the one to stand at first; `taken` is what the words must not lie on.
    Other arrows are crossed only where there is no room at all beside them.
    """
    taken = list(taken)
    lift = (LINE_HEIGHT - 2) * (len(label) - 1) / 2
    around = _area_around(label)
    near = ((curve(*ends, along), away - lift) for ends in own for along, away in _PLACES)
    middle = curve(*own[0], 0.5)
    for tried, crossed in (
        (((x, y + away) for (x, y), away in near), False),
        (_further((middle[0], middle[1] - lift)), True),
    ):
        for at in tried:
            area = _shifted(around, at)
            met = next((place for place, other in enumerate(taken) if not apart(area, other)), None)
            if met is not None:
                # What was in the way here is likely to be in the way of the next place: it is asked first.
                taken[0], taken[met] = taken[met], taken[0]
            elif crossed or lines.free(area, number):
                return at
    raise AssertionError("below everything there is always room")


def _further(middle: Point) -> Iterator[Point]:
    """Places further and further above and below one."""
    x, y = middle
    distance = 0.0
    while True:
        yield (x, y - distance)
        yield (x, y + distance)
        distance += LINE_HEIGHT / 2
