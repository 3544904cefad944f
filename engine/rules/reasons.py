"""Several reasons in one: what stands in the way of all parts together, and of any of them.

The words are for players, and may be read aloud: no brackets in brackets, no choice within a choice.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from engine.model.clause import Reason, in_one

Reasons = tuple[Reason, ...]

NOBODY: Final = ("Nobody can meet this requirement", "")
"""What is said of a condition that can never hold."""
_ALIKE: Final = ("You need ", "You must ")
"""When all ways begin like this, it is said once."""
_MOST_TOGETHER: Final = 2
"""So many reasons of one way are joined by `and`; with more, each way gets sentences of its own."""
_COUNTED: Final = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PLACES: Final = (
    *("First", "Second", "Third", "Fourth", "Fifth"),
    *("Sixth", "Seventh", "Eighth", "Ninth", "Tenth"),
)


def each_of(parts: Iterable[Reasons]) -> Reasons:
    """What stands in the way of all parts together: what stands in the way of each."""
    reasons = tuple(dict.fromkeys(reason for part in parts for reason in part))
    return next(((reason,) for reason in reasons if _is_hopeless(reason)), reasons)


def one_of(kind: str, parts: Sequence[Reasons]) -> Reasons:
    """What stands in the way of any of the parts: nothing when one is free, else a choice."""
    if not all(parts):
        return ()
    ways = list({in_one(way): way for part in parts for way in _ways(part)}.values())
    ways = [way for way in ways if not any(map(_is_hopeless, way))] or ways[:1]
    if len(ways) == 1:
        return ways[0]
    whole = any(reason.whole or reason.ways for way in ways for reason in way)
    if whole or any(len(way) > _MOST_TOGETHER for way in ways):
        return (Reason(kind, _counted(ways), whole=True, ways=tuple(ways)),)
    return (Reason(kind, _either(ways), ways=tuple(ways)),)


def _ways(part: Reasons) -> tuple[Reasons, ...]:
    """A choice that stands alone within a choice is more of the same."""
    return part[0].ways if len(part) == 1 and part[0].ways else (part,)


def _is_hopeless(reason: Reason) -> bool:
    return (reason.asks, reason.now) == NOBODY


def _either(ways: Sequence[Reasons]) -> str:
    """`You need level 2 (you have 0) or 1 silver (you have 100 copper)`."""
    for begin in _ALIKE:
        if all(len(way) == 1 and way[0].asks.startswith(begin) for way in ways):
            first, *others = [_clause(way[0]).removeprefix(begin) for way in ways]
            return f"{begin}{', '.join([first, *others[:-1]])} or {others[-1]}"
    said = [" and ".join(_lower(_clause(reason)) for reason in way) for way in ways]
    return f"Either {', or '.join(said)}"


def _counted(ways: Sequence[Reasons]) -> str:
    """`One of two things will do. First: …`, each way in sentences of its own."""
    many = _COUNTED[len(ways)] if len(ways) < len(_COUNTED) else str(len(ways))
    places = [*_PLACES[: len(ways)], *(f"Number {number + 1}" for number in range(len(_PLACES), len(ways)))]
    said = [f"{place}: {_lower_unless_whole(way)}" for place, way in zip(places, ways, strict=True)]
    return " ".join([f"One of {many} things will do.", *said])


def _lower_unless_whole(way: Reasons) -> str:
    text = in_one(way)
    return text if way[0].whole else _lower(text)


def _clause(reason: Reason) -> str:
    return f"{reason.asks} ({reason.now})" if reason.now else reason.asks


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
