"""Seeded chance whose whole state is one integer, so that it can lie in a game state and be undone.

The generator is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
OOPSLA 2014): 64 bits of state, a good spread for games, and the same numbers on every machine.
"""

from collections.abc import Sequence
from typing import Final

_MASK: Final = (1 << 64) - 1
_GOLDEN: Final = 0x9E3779B97F4A7C15
_SHARE: Final = 1.0 / (1 << 53)


class Dice:
    """A generator over one 64-bit integer, `state`.

    Whoever keeps the state reads it after rolling and puts it back to undo.
    """

    __slots__ = ("state",)

    def __init__(self, state: int) -> None:
        self.state = state & _MASK

    def bits(self) -> int:
        """The next 64 random bits as an integer in 0 … 2^64-1."""
        self.state = z = (self.state + _GOLDEN) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def share(self) -> float:
        """A number in 0 ≤ x < 1, evenly spread, with 53 random bits."""
        # `bits` once more, since a call costs as much as the numbers: every swing of a fight draws some.
        self.state = z = (self.state + _GOLDEN) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((z ^ (z >> 31)) >> 11) * _SHARE

    def chance(self, probability: float) -> bool:
        """True with this probability; 0 is never, 1 is always. Always draws once."""
        return self.share() < probability

    def between(self, low: int, high: int) -> int:
        """An integer in low … high, both included. `high` must not be below `low`."""
        return low + int(self.share() * (high - low + 1))

    def uniform(self, low: float, high: float) -> float:
        """A number between `low` and `high`; the two may come in either order."""
        return low + (high - low) * self.share()

    def roll(self, count: int, sides: int) -> int:
        """The sum of `count` dice of `sides` sides."""
        return sum(self.between(1, sides) for _ in range(count))

    def pick(self, weights: Sequence[float]) -> int:
        """The index of one of these weights, each as likely as it is heavy."""
        left = self.uniform(0, sum(weights))
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        return len(weights) - 1
