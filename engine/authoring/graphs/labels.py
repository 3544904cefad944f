"""Where the words on arrows go: on their arrow, and never over a box or over other words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engine.authoring.graphs.text import LABEL_SIZE, LINE_HEIGHT, width_of

Point = tuple[float, float]
Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_ALONG: Final = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)
"""Where on a piece of its way an arrow's words may stand, the best first."""
_AIR: Final = 3
LOCK: Final = 15
"""Room for the small lock before the words."""


def area_of(label: Sequence[str], at: Point) -> Area:
    """The room that words take; `at` is the middle of their first line."""
    half = max(width_of(line, LABEL_SIZE) for line in label) / 2 + LOCK / 2
    top = at[1] - LINE_HEIGHT / 2
    return (at[0] - half - _AIR, top - 1, at[0] + half + _AIR, top + len(label) * (LINE_HEIGHT - 2) + 3)


def apart(one: Area, other: Area) -> bool:
    """Whether two areas do not touch."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def curve(start: Point, end: Point, share: float) -> Point:
    """A point of the curve that joins two points and leaves both of them level."""
    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x = sum(weight * value for weight, value in zip(weights, (x0, middle, middle, x1), strict=True))
    y = sum(weight * value for weight, value in zip(weights, (y0, y0, y1, y1), strict=True))
    return (x, y)


def free_place(label: Sequence[str], points: Sequence[Point], taken: Iterable[Area]) -> Point:
    """A free place for words near the first piece of an arrow; `taken` is what they must not lie on."""
    taken = list(taken)
    lift = (LINE_HEIGHT - 2) * (len(label) - 1) / 2
    wanted = [curve(points[0], points[1], share) for share in _ALONG]
    for x, y in _tried([(x, y - lift) for x, y in wanted]):
        area = area_of(label, (x, y))
        if all(apart(area, other) for other in taken):
            return (x, y)
    raise AssertionError("below everything there is always room")


def _tried(wanted: list[Point]) -> Iterator[Point]:
    """First the places on the arrow, then further and further above and below its middle."""
    yield from wanted
    x, y = wanted[0]
    distance = LINE_HEIGHT / 2
    while True:
        yield (x, y - distance)
        yield (x, y + distance)
        distance += LINE_HEIGHT / 2
