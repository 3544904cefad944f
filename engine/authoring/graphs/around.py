"""What all pictures of a world share: what lies how near, how much is shown, what is said of the rest."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

from engine.authoring.graphs.picture import MOST_BOXES, MOST_IN_COLUMN, MOST_LINES, Arrow, Line
from engine.authoring.opened import OpenWorld


def ranks_from(start: str, beside: Mapping[str, set[str]], most: int | None) -> dict[str, int]:
    """How many steps everything is from the start, as far as `most` steps."""
    ranks = {start: 0}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        if most is not None and ranks[name] >= most:
            continue
        for other in sorted(beside.get(name, ())):
            if other not in ranks:
                ranks[other] = ranks[name] + 1
                waiting.append(other)
    return ranks


def nearest(ranks: Mapping[str, int]) -> dict[str, int]:
    """What a picture holds: column after column, the nearest first, up to the first that is too long.

    Of a column beside the middle that is too long, the first ones by name.
    """
    columns: dict[int, list[str]] = defaultdict(list)
    for name in sorted(ranks):
        columns[ranks[name]].append(name)
    held: dict[str, int] = {}
    full = {-1: False, 1: False}
    for rank in sorted(columns, key=lambda rank: (abs(rank), rank)):
        side = 1 if rank > 0 else -1
        # Behind a column that is left out, others would hang in the air.
        full[side] = full[side] or len(held) + len(columns[rank]) > MOST_BOXES
        if rank and full[side]:
            continue
        full[side] = len(columns[rank]) > MOST_IN_COLUMN
        if not full[side] or abs(rank) < 2:
            held |= dict.fromkeys(columns[rank][:MOST_IN_COLUMN], rank)
    return held


def few(lines: list[Line]) -> tuple[Line, ...]:
    """The lines of a box; of a long list the first ones, and how many more there are."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    left = len(lines) - MOST_LINES + 1
    return (*lines[: MOST_LINES - 1], Line(text=f"and {left} more", mark="none" if lines[0].mark else ""))


def signs(
    arrows: Iterable[Arrow], *, both: str = "", plain: str, dashed: str = "", asks: str = "asks for something"
) -> Iterator[tuple[str, str]]:
    """The legend of what is in a picture, and of nothing else."""
    arrows = list(arrows)
    if both and any(arrow.both for arrow in arrows):
        yield "both", both
    if any(not arrow.both and not arrow.dashed and not arrow.asks for arrow in arrows):
        yield "plain", plain
    if any(arrow.dashed for arrow in arrows):
        yield "dashed", dashed
    if any(arrow.label or arrow.asks for arrow in arrows):
        yield "asks", asks


def remark_on(
    world: OpenWorld,
    word: str,
    middle: str,
    focus: str | None,
    depth: int,
    drawn: int,
    every: int,
    *,
    at_the_edge: str = "",
) -> str:
    """What the picture shows, and when something was left out, how to see that: with an example, if there is
    one that goes on beyond the edge.
    """
    steps = "one step" if depth == 1 else f"{depth} steps"
    around = f"around {world.title(middle)}, {steps} far" if focus is not None else ""
    if drawn < every:
        what = f"{drawn} of {every} {word}s {around or 'are here'}, since more could not be read."
        kind = middle.partition(":")[0]
        nearer = " --depth 1" if depth > 1 else ""
        how = f", such as --focus {kind}:{at_the_edge}" if at_the_edge else f": --focus {kind}:ID"
        return f"{what} For the others put one in the middle{how}{nearer}"
    count = f"{every} {word}{'' if every == 1 else 's'}"
    return f"{count[:1].upper()}{count[1:]}{f', {around}' if around else ''}."
