"""Dice as people look at them: what they give in words, and how often in a small picture.

Knows how chances are shown, not how they are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any, Final

from engine.rules.formulas import Distribution, distribution

_MOST_COLUMNS: Final = 32
_BARS: Final = "▁▂▃▄▅▆▇█"
UNCOUNTED: Final = "too many outcomes to count"
"""What stands in the place of a picture that cannot be drawn."""
_WIDE: Final = 240
_HIGH: Final = 48


@dataclass(frozen=True, slots=True)
class Column:
    """How often an outcome from `low` to `high` comes, as a share of 1."""

    low: float
    high: float
    share: float

    def __str__(self) -> str:
        low, high = plain(self.low), plain(self.high)
        ends = low if low == high else f"{low} to {high}"
        return f"{ends}: {percent(self.share)}"


@dataclass(frozen=True, slots=True)
class Dice:
    """An expression of dice with its chances."""

    text: str
    chances: Distribution

    def __str__(self) -> str:
        found = self.chances
        said = f"{plain(found.low)} to {plain(found.high)}, {plain(found.mean)} on average"
        if not found.histogram:
            # About 19 of 20 throws of many dice lie within two standard deviations.
            low, high = (found.mean + sign * 2 * found.spread for sign in (-1, 1))
            said += f", mostly {plain(max(low, found.low))} to {plain(min(high, found.high))}"
        return f"{said}; no result in {percent(found.fails)} of throws" if found.fails else said


def dice_of(text: Any) -> Dice | None:
    """What dice give; None for what throws none, or hangs on more than dice."""
    if not isinstance(text, str):
        return None
    found = distribution(text)
    if found is None or found.low == found.high:
        return None
    return Dice(text, found)


def plain(number: float) -> str:
    """A number as people write it, never as `1e+06`; large ones are rounded to the whole."""
    return f"{number:.0f}" if abs(number) >= 10_000 or number == int(number) else f"{number:.5g}"


def percent(share: float) -> str:
    """A share of 1 as people say it: `16.7 %`, never nothing for what may happen."""
    return "under 0.1 %" if 0 < share < 0.001 else f"{100 * share:.3g} %"


def columns(found: Distribution) -> list[Column]:
    """The outcomes from low to high: one by one when they are few, else in equal steps.

    None when they were not counted.
    """
    outcomes = found.histogram
    if len(outcomes) <= _MOST_COLUMNS:
        return [Column(outcome, outcome, share) for outcome, share in outcomes]
    wide = found.high - found.low
    # Steps of whole numbers hold equally many of them, so that no column is high by its width alone.
    whole = all(outcome.is_integer() for outcome, _ in outcomes)
    step = ceil((wide + 1) / _MOST_COLUMNS) if whole else wide / _MOST_COLUMNS
    groups: dict[int, list[tuple[float, float]]] = {}
    for outcome, share in outcomes:
        place = min(int((outcome - found.low) / step), _MOST_COLUMNS - 1)
        groups.setdefault(place, []).append((outcome, share))
    return [
        Column(group[0][0], group[-1][0], sum(share for _, share in group))
        for _, group in sorted(groups.items())
    ]


def line_of_bars(shown: Sequence[Column]) -> str:
    """The picture in a line of text: a bar for each column, the highest for what comes most."""
    most = max((column.share for column in shown), default=1.0)
    return "".join(_BARS[round(column.share / most * (len(_BARS) - 1))] for column in shown)


def picture(dice: Dice) -> str:
    """The picture for a page, an SVG within HTML; `""` when the outcomes were not counted."""
    shown = columns(dice.chances)
    if not shown:
        return ""
    most = max(column.share for column in shown)
    wide = min(_WIDE / len(shown), 24.0)
    bars = []
    for place, column in enumerate(shown):
        high = max(1.0, column.share / most * _HIGH)
        bars.append(
            f'<rect x="{place * wide:.4g}" y="{_HIGH - high:.4g}" width="{wide - 1:.4g}" height="{high:.4g}">'
            f"<title>{escape(str(column))}</title></rect>"
        )
    whole = f"{wide * len(shown):.4g}"
    label = escape(f"{dice.text}: {dice}", quote=True)
    return (
        f'<svg class="dice" role="img" aria-label="{label}" width="{whole}" height="{_HIGH}" '
        f'viewBox="0 0 {whole} {_HIGH}">{"".join(bars)}</svg>'
    )
