"""The chances of a formula that hangs on dice alone, such as `max(1, 2d6 - 3)`: for the balance of a game.

Throws nothing. Where the outcomes are few enough they are counted, each with all the ways to it, exactly.
Else, and where `uniform` makes them endless, sums and products still have an exact mean and spread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import isfinite, sqrt
from operator import add, eq, ge, gt, le, lt, mod, mul, ne, neg, sub, truediv
from typing import Final

from engine.rules.formulas.check import examine
from engine.rules.formulas.functions import ceil, floor, power, round_half_away
from engine.rules.formulas.problem import Problem
from engine.rules.formulas.scope import Scope
from engine.rules.formulas.tree import LARGEST, Binary, Call, Name, Node, Number, Roll, Unary

_MOST_STEPS: Final = 100_000
"""What counting may cost, in outcomes of one part joined with one of another: a tenth of a second or so."""

_BINARY: Final[dict[str, Callable[[float, float], float]]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
    "%": mod,
    "^": power,
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_SINGLE: Final[dict[str, Callable[[float], float]]] = {
    "floor": floor,
    "ceil": ceil,
    "round": round_half_away,
    "abs": abs,
}
_BEST: Final[dict[str, Callable[[float, float], float]]] = {"min": min, "max": max}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The outcomes of dice.

    `spread` is the standard deviation. `histogram` pairs each outcome, in rising order, with its probability;
    it is empty when there are too many to count one by one. `fails` is the probability that there is no
    result, as after a division by zero; all else is about those throws that have one, except the histogram,
    whose probabilities and `fails` make up 1.
    """

    low: float
    mean: float
    high: float
    spread: float
    histogram: tuple[tuple[float, float], ...] = ()
    fails: float = 0.0


@lru_cache(maxsize=64)
def distribution(text: str, names: tuple[tuple[str, float], ...] = ()) -> Distribution | None:
    """The outcomes of a formula; a yes counts 1, a no 0. `names` are values of the game that it may read.

    None when it reads another one, cannot be read, never has a result, or has more outcomes than can be
    counted in a way of which nothing else is known.
    """
    problems: list[Problem] = []
    values = dict(names)
    tree = _filled(examine(text, Scope(names=frozenset(values), dice=True), problems).tree, values)
    if problems:
        return None
    counted = _Counter().ways(tree)
    if counted is not None:
        return _from_ways(counted)
    moments = _moments(tree)
    if moments is None or moments.low < -LARGEST or moments.high > LARGEST:
        return None
    return Distribution(
        low=float(moments.low),
        mean=float(moments.mean),
        high=float(moments.high),
        spread=_root(moments.square - moments.mean**2),
    )


def _filled(node: Node, values: Mapping[str, float]) -> Node:
    """A part with the values of its names in their places."""
    match node:
        case Name(name=name) if name in values:
            return Number(values[name], node.column, node.length)
        case Unary():
            return replace(node, operand=_filled(node.operand, values))
        case Binary():
            return replace(node, left=_filled(node.left, values), right=_filled(node.right, values))
        case Call():
            return replace(node, arguments=tuple(_filled(one, values) for one in node.arguments))
    return node


_Ways = dict[float | None, int]
"""Each outcome with the number of ways to get it; None is no result."""


def _from_ways(counted: _Ways) -> Distribution | None:
    found = {
        outcome + 0.0: ways
        for outcome, ways in counted.items()
        if outcome is not None and -LARGEST <= outcome <= LARGEST
    }
    if not found:
        return None
    total, good = sum(counted.values()), sum(found.values())
    outcomes = sorted(found)
    # Doubles have powers of two below them, so the largest of these is common to all.
    ratios = {outcome: outcome.as_integer_ratio() for outcome in outcomes}
    common = max(below for _, below in ratios.values())
    whole = [(above * (common // below), found[outcome]) for outcome, (above, below) in ratios.items()]
    mean = Fraction(sum(above * ways for above, ways in whole), good * common)
    square = Fraction(sum(above * above * ways for above, ways in whole), good * common**2)
    return Distribution(
        low=outcomes[0],
        mean=float(mean),
        high=outcomes[-1],
        spread=_root(square - mean**2),
        histogram=tuple((outcome, found[outcome] / total) for outcome in outcomes),
        fails=(total - good) / total,
    )


def _root(variance: Fraction) -> float:
    return sqrt(variance) if variance > 0 else 0.0


class _Counter:
    """What counting may still cost."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _MOST_STEPS

    def afford(self, steps: int) -> bool:
        """Pay for some steps; False when there is not enough left."""
        self.left -= steps
        return self.left >= 0

    def ways(self, node: Node) -> _Ways | None:
        """The outcomes of a part, None when they cannot be counted. No two parts share a die."""
        match node:
            case Number():
                return {node.value: 1}
            case Roll():
                return self.thrown(node.count, node.sides)
            case Unary():
                return self.each("not" if node.sign == "not" else "-", node.operand)
            case Binary(sign="and" | "or"):
                return self.one_or_both(node)
            case Binary():
                return self.joined(_BINARY[node.sign], self.ways(node.left), node.right)
            case Call():
                return self.called(node)
        return None

    def thrown(self, count: int, sides: int) -> _Ways | None:
        """The sums of dice, one die more at a time: the ways to a sum are those to the `sides` sums below."""
        # Adding up is quicker than joining: four of these are a step.
        if not self.afford(count * count * sides // 4 + sides):
            return None
        ways = [1]
        for _ in range(count):
            window = 0
            more = []
            for place in range(len(ways) + sides - 1):
                window += ways[place] if place < len(ways) else 0
                window -= ways[place - sides] if place >= sides else 0
                more.append(window)
            ways = more
        return {float(count + place): number for place, number in enumerate(ways)}

    def each(self, name: str, operand: Node) -> _Ways | None:
        """Something done to every outcome of a part."""
        inner = self.ways(operand)
        if inner is None or not self.afford(len(inner)):
            return None
        work = _EACH[name]
        found: _Ways = {}
        for outcome, ways in inner.items():
            _count(found, None if outcome is None else work(outcome), ways)
        return found

    def joined(self, work: Callable[[float, float], float], left: _Ways | None, node: Node) -> _Ways | None:
        """Every outcome of one side with every outcome of the other."""
        right = None if left is None else self.ways(node)
        if left is None or right is None or not self.afford(len(left) * len(right)):
            return None
        found: _Ways = {}
        for one, one_ways in left.items():
            for other, other_ways in right.items():
                _count(found, _worked_out(work, one, other), one_ways * other_ways)
        return found

    def one_or_both(self, node: Binary) -> _Ways | None:
        """`and` and `or`: the right side is looked at only when the left one does not settle it."""
        left = self.ways(node.left)
        right = None if left is None else self.ways(node.right)
        if left is None or right is None or not self.afford(len(left) * len(right)):
            return None
        settled = 0.0 if node.sign == "and" else 1.0
        found: _Ways = {}
        for one, one_ways in left.items():
            for other, other_ways in right.items():
                outcome = one if one is None or one == settled else other
                _count(found, outcome, one_ways * other_ways)
        return found

    def called(self, node: Call) -> _Ways | None:
        """A function; `uniform` has no end of outcomes."""
        name, arguments = node.function, node.arguments
        if name in _SINGLE:
            return self.each(name, arguments[0])
        if name in _BEST:
            found = self.ways(arguments[0])
            for argument in arguments[1:]:
                found = self.joined(_BEST[name], found, argument)
            return found
        if name == "clamp":
            x, low, high = arguments
            return self.joined(max, self.joined(min, self.ways(x), high), low)
        return self.choice(*arguments) if name == "if" else None

    def choice(self, question: Node, yes: Node, no: Node) -> _Ways | None:
        """`if`: the branch that is not taken does not matter, not even when it has no result."""
        asked = self.ways(question)
        branches = [self.ways(yes), self.ways(no)] if asked is not None else []
        if asked is None or not all(branches):
            return None
        left, right = (branch or {} for branch in branches)
        if not self.afford(len(left) + len(right)):
            return None
        found: _Ways = {}
        totals = sum(left.values()), sum(right.values())
        for answer, ways in asked.items():
            if answer is None:
                _count(found, None, ways * totals[0] * totals[1])
                continue
            taken, others = (left, totals[1]) if answer else (right, totals[0])
            for outcome, more in taken.items():
                _count(found, outcome, ways * more * others)
        return found


_EACH: Final[dict[str, Callable[[float], float]]] = {**_SINGLE, "-": neg, "not": lambda x: 1.0 - x}


def _count(found: _Ways, outcome: float | None, ways: int) -> None:
    found[outcome] = found.get(outcome, 0) + ways


def _worked_out(
    work: Callable[[float, float], float], left: float | None, right: float | None
) -> float | None:
    if left is None or right is None:
        return None
    try:
        outcome = float(work(left, right))
    except ArithmeticError:
        return None
    return outcome if isfinite(outcome) else None


@dataclass(frozen=True, slots=True)
class _Moments:
    """What is known of a part without counting: its ends, its mean, and the mean of its square."""

    low: Fraction
    high: Fraction
    mean: Fraction
    square: Fraction


def _moments(node: Node) -> _Moments | None:
    """Exact moments of sums, differences and products, None for anything else."""
    match node:
        case Number():
            value = Fraction(node.value)
            return _Moments(value, value, value, value**2)
        case Roll(count=count, sides=sides):
            mean = Fraction(count * (sides + 1), 2)
            return _Moments(
                Fraction(count),
                Fraction(count * sides),
                mean,
                mean**2 + Fraction(count * (sides**2 - 1), 12),
            )
        case Unary(sign="-"):
            return _times(_moments(node.operand), _moments(Number(-1.0, 0, 1)))
        case Binary(sign="+" | "*" as sign):
            return (_plus if sign == "+" else _times)(_moments(node.left), _moments(node.right))
        case Binary(sign="-"):
            return _plus(_moments(node.left), _moments(Unary("-", node.right, 0, 1)))
        case Binary(sign="/", right=Number(value=value)) if value:
            part = 1 / Fraction(value)
            return _times(_moments(node.left), _Moments(part, part, part, part**2))
        case Call(function="uniform"):
            return _between(*(_moments(argument) for argument in node.arguments))
    return None


def _plus(one: _Moments | None, other: _Moments | None) -> _Moments | None:
    if one is None or other is None:
        return None
    square = one.square + 2 * one.mean * other.mean + other.square
    return _Moments(one.low + other.low, one.high + other.high, one.mean + other.mean, square)


def _times(one: _Moments | None, other: _Moments | None) -> _Moments | None:
    if one is None or other is None:
        return None
    ends = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    return _Moments(min(ends), max(ends), one.mean * other.mean, one.square * other.square)


def _between(one: _Moments | None, other: _Moments | None) -> _Moments | None:
    if one is None or other is None:
        return None
    return _Moments(
        min(one.low, other.low),
        max(one.high, other.high),
        (one.mean + other.mean) / 2,
        (one.square + one.mean * other.mean + other.square) / 3,
    )
