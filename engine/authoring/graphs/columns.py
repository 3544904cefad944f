"""The order of boxes and passing arrows in the columns of a picture, and how high each of them stands.

An order that keeps arrows from crossing, heights that keep them straight. Knows nothing of widths and words.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_GAP_BETWEEN_BOXES: Final = 24
_SWEEPS: Final = 12


Key = tuple[str, int]
"""A box (with part 0), or a place where an arrow passes through a column (with the number of the column)."""


@dataclass(slots=True)
class Cell:
    """Something that takes room in a column."""

    rank: int
    height: float
    y: float = 0


def columns_of(cells: dict[Key, Cell], chains: list[list[Key]]) -> dict[int, list[Key]]:
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


def _crossings(columns: dict[int, list[Key]], cells: dict[Key, Cell], chains: list[list[Key]]) -> int:
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


def stack(columns: dict[int, list[Key]], cells: dict[Key, Cell], chains: list[list[Key]]) -> None:
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
        cell.y = round(cell.y - top)


def _settle(keys: list[Key], cells: dict[Key, Cell], beside: dict[Key, list[Key]]) -> None:
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
