"""Between which numbers the results of a formula lie, whatever its dice show and its names are.

Throws nothing. The bounds are never too narrow; where a name stands twice they may be too wide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import add, mul, sub
from typing import Final

from engine.rules.formulas.check import Examined, check, examine
from engine.rules.formulas.functions import DOUBLE_MAX, ceil, clamp, floor, power, round_half_away
from engine.rules.formulas.problem import Problem
from engine.rules.formulas.scope import Scope
from engine.rules.formulas.tree import LARGEST, Binary, Call, Name, Node, Number, Roll, Unary

Range = tuple[float, float]
"""The lowest and the highest number."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The numbers that a part lies between; with `fails`, it may have no result."""

    low: float
    high: float
    fails: bool = False


_ANYTHING: Final = _Span(-DOUBLE_MAX, DOUBLE_MAX, fails=True)
_EITHER: Final = (0.0, 1.0)


def bounds(text: str | float, ranges: Callable[[str], Range]) -> Range:
    """The lowest and the highest result of a formula, 0 among them when it may have none; a yes is 1, a no 0.

    `ranges` says for each name between which numbers it lies. Text that is no formula may give anything.
    """
    if not isinstance(text, str):
        checked = check(text, Scope())
        number = 0.0 if isinstance(checked, tuple) else float(text)
        return number, number
    read = _examined(text)
    span = _ANYTHING if read is None else _of(read.tree, {name: ranges(name) for name in read.names})
    fails = span.fails or span.low < -LARGEST or span.high > LARGEST
    low, high = (min(LARGEST, max(-LARGEST, end)) for end in (span.low, span.high))
    return (min(low, 0.0), max(high, 0.0)) if fails else (low + 0.0, high + 0.0)


@lru_cache(maxsize=4096)
def _examined(text: str) -> Examined | None:
    problems: list[Problem] = []
    read = examine(text, None, problems)
    return None if problems else read


def _of(node: Node, names: Mapping[str, Range]) -> _Span:
    match node:
        case Number():
            return _Span(node.value, node.value)
        case Name():
            return _Span(*names[node.name])
        case Roll():
            return _Span(float(node.count), float(node.count * node.sides))
        case Unary():
            inner = _of(node.operand, names)
            if node.sign == "not":
                return _Span(1.0 - inner.high, 1.0 - inner.low, inner.fails)
            return _Span(-inner.high, -inner.low, inner.fails)
        case Binary():
            return _kept(_BINARY[node.sign](_of(node.left, names), _of(node.right, names)))
        case Call(function="if"):
            return _choice(*(_of(one, names) for one in node.arguments))
        case Call():
            parts = [_of(one, names) for one in node.arguments]
            found = _CALLS[node.function](parts)
            return _Span(found[0], found[1], any(part.fails for part in parts))
    return _ANYTHING


def _kept(span: _Span) -> _Span:
    """What gets too large for a number on the way has no result."""
    if span.low >= -DOUBLE_MAX and span.high <= DOUBLE_MAX:
        return span
    return _Span(max(span.low, -DOUBLE_MAX), min(span.high, DOUBLE_MAX), fails=True)


def _ends(work: Callable[[float, float], float]) -> Callable[[_Span, _Span], _Span]:
    """For what has its lowest and highest result where both sides are at an end."""

    def joined(left: _Span, right: _Span) -> _Span:
        found = [work(one, other) for one in (left.low, left.high) for other in (right.low, right.high)]
        return _Span(min(found), max(found), left.fails or right.fails)

    return joined


def _divided(left: _Span, right: _Span) -> _Span:
    if right.low <= 0 <= right.high:
        return _ANYTHING
    return _ends(lambda one, other: one / other)(left, right)


def _remainder(left: _Span, right: _Span) -> _Span:
    fails = left.fails or right.fails or right.low <= 0 <= right.high
    return _Span(min(right.low, 0.0), max(right.high, 0.0), fails)


def _power(left: _Span, right: _Span) -> _Span:
    times = right.low
    if times != right.high or (times < 0 and left.low <= 0 <= left.high):
        return _ANYTHING
    try:
        found = [power(one, times) for one in (left.low, left.high)]
    except ArithmeticError:
        return _ANYTHING
    if left.low < 0 < left.high:
        found.append(0.0)
    return _Span(min(found), max(found), left.fails or right.fails)


def _asked(
    always: Callable[[_Span, _Span], bool], never: Callable[[_Span, _Span], bool]
) -> Callable[[_Span, _Span], _Span]:
    """For comparisons: when they surely hold, and when they surely do not."""

    def answer(left: _Span, right: _Span) -> _Span:
        low, high = (1.0, 1.0) if always(left, right) else (0.0, 0.0) if never(left, right) else _EITHER
        return _Span(low, high, left.fails or right.fails)

    return answer


def _below(left: _Span, right: _Span) -> bool:
    return left.high < right.low


def _not_above(left: _Span, right: _Span) -> bool:
    return left.high <= right.low


def _same(left: _Span, right: _Span) -> bool:
    return left.low == left.high == right.low == right.high


def _apart(left: _Span, right: _Span) -> bool:
    return _below(left, right) or _below(right, left)


def _turned(asked: Callable[[_Span, _Span], bool]) -> Callable[[_Span, _Span], bool]:
    return lambda left, right: asked(right, left)


_BINARY: Final[Mapping[str, Callable[[_Span, _Span], _Span]]] = {
    "+": _ends(add),
    "-": _ends(sub),
    "*": _ends(mul),
    "/": _divided,
    "%": _remainder,
    "^": _power,
    "<": _asked(_below, _turned(_not_above)),
    "<=": _asked(_not_above, _turned(_below)),
    ">": _asked(_turned(_below), _not_above),
    ">=": _asked(_turned(_not_above), _below),
    "==": _asked(_same, _apart),
    "!=": _asked(_apart, _same),
    "and": _ends(min),
    "or": _ends(max),
}


def _choice(question: _Span, yes: _Span, no: _Span) -> _Span:
    """`if`: only the branches that may be taken."""
    taken = [*([yes] if question.high > 0 else ()), *([no] if question.low <= 0 else ())]
    return _Span(
        min(one.low for one in taken),
        max(one.high for one in taken),
        question.fails or any(one.fails for one in taken),
    )


def _rising(work: Callable[..., float]) -> Callable[[list[_Span]], Range]:
    """For functions that never fall when what they are given rises."""
    return lambda parts: (work(*(one.low for one in parts)), work(*(one.high for one in parts)))


def _size(parts: list[_Span]) -> Range:
    low, high = parts[0].low, parts[0].high
    return 0.0 if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high))


def _between(parts: list[_Span]) -> Range:
    return min(one.low for one in parts), max(one.high for one in parts)


_CALLS: Final[Mapping[str, Callable[[list[_Span]], Range]]] = {
    "min": _rising(min),
    "max": _rising(max),
    "clamp": _rising(clamp),
    "floor": _rising(floor),
    "ceil": _rising(ceil),
    "round": _rising(round_half_away),
    "abs": _size,
    "uniform": _between,
}
