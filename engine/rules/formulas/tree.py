"""The parts of a formula that has been read, and how large one may be. Holds data, decides nothing.

Every part carries the place it came from: `column` counts from 0, `length` is in characters.
"""

from dataclasses import dataclass
from typing import Final, Literal

from engine.base.units import WIRE_MAX

MAX_CHARACTERS: Final = 500
MAX_PARTS: Final = 128
MAX_DEPTH: Final = 16
"""How deep brackets, functions, signs before a value and `not` may lie in each other."""
MAX_EXPONENT: Final = 1000
MAX_DICE: Final = 100
MAX_SIDES: Final = 10_000
LARGEST: Final = float(WIRE_MAX)
"""Results and written numbers lie in -LARGEST … LARGEST."""

Kind = Literal["number", "bool"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, written so or worked out before the game runs."""

    value: float
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Name:
    """A value of the scope, dotted: `self.attack`."""

    name: str
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Roll:
    """Dice to be thrown and added up."""

    count: int
    sides: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `not x`."""

    sign: str
    operand: "Node"
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two parts with a sign between them: arithmetic, comparison, `and`, `or`."""

    sign: str
    left: "Node"
    right: "Node"
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple["Node", ...]
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """What could not be read and has been told as a problem; what it holds is still looked at."""

    parts: tuple["Node", ...]
    column: int
    length: int


Node = Number | Name | Roll | Unary | Binary | Call | Wrong
