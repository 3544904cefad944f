"""The exact chances of a dice expression such as `2d6 + 1`, for the balance of a game. Throws nothing."""

from dataclasses import dataclass
from fractions import Fraction
from operator import add, mul, sub
from typing import Final

from engine.rules.formulas.parse import parse
from engine.rules.formulas.problem import Problem
from engine.rules.formulas.tree import LARGEST, Binary, Node, Number, Roll, Unary

_OPERATIONS: Final = {"+": add, "-": sub, "*": mul}
_MOST_STEPS: Final = 250_000
"""What counting the outcomes may cost, in additions: a tenth of a second or so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The outcomes of dice. `histogram` pairs each outcome, in rising order, with its probability."""

    low: float
    mean: float
    high: float
    histogram: tuple[tuple[float, float], ...]


_Ways = dict[float, int]
"""Each outcome with the number of ways to get it."""


def distribution(text: str) -> Distribution | None:
    """The outcomes of a formula of numbers, dice, `+`, `-` and `*`.

    None when it holds anything else, cannot be read, can leave ±(2^53-1), or has too many outcomes
    to count one by one.
    """
    problems: list[Problem] = []
    tree, _ = parse(text, problems)
    counted = None if problems else _Counter().ways(tree)
    if counted is None:
        return None
    outcomes = sorted(counted)
    low, high = outcomes[0], outcomes[-1]
    if low < -LARGEST or high > LARGEST:
        return None
    total = sum(counted.values())
    mean = sum((Fraction(outcome) * ways for outcome, ways in counted.items()), Fraction()) / total
    histogram = tuple((outcome + 0.0, float(Fraction(counted[outcome], total))) for outcome in outcomes)
    return Distribution(low=low + 0.0, mean=float(mean), high=high + 0.0, histogram=histogram)


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
        """The outcomes of a part, None when they cannot be counted."""
        match node:
            case Number():
                return {node.value: 1}
            case Roll():
                return self.thrown(node.count, node.sides)
            case Unary(sign="-"):
                inner = self.ways(node.operand)
                return None if inner is None else {-outcome: ways for outcome, ways in inner.items()}
            case Binary() if node.sign in _OPERATIONS:
                return self.joined(node)
        return None

    def thrown(self, count: int, sides: int) -> _Ways | None:
        """The sums of dice, one die more at a time: the ways to a sum are those to the `sides` sums below."""
        if not self.afford(count * count * sides // 2 + sides):
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

    def joined(self, node: Binary) -> _Ways | None:
        """Every outcome of one side with every outcome of the other."""
        left = self.ways(node.left)
        right = None if left is None else self.ways(node.right)
        if left is None or right is None or not self.afford(len(left) * len(right)):
            return None
        operation = _OPERATIONS[node.sign]
        joined: _Ways = {}
        for one, one_ways in left.items():
            for other, other_ways in right.items():
                outcome = operation(one, other)
                joined[outcome] = joined.get(outcome, 0) + one_ways * other_ways
        return joined
