"""The functions and signs a formula may use, each with the example that stands in the manual.

What is not in `FUNCTIONS` cannot be called. Everything counts in IEEE doubles and never in Python's
endless integers. What cannot be worked out raises an `ArithmeticError`, which `compile` turns into
the place's `on_error` value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.rules.formulas.tree import MAX_EXPONENT, Kind

DOUBLE_MAX: Final = 1.7976931348623157e308
_LOWER_BITS: Final = tuple(f"{exponent:b}"[1:] for exponent in range(MAX_EXPONENT + 1))
"""Of each exponent the bits below its highest one."""


def floor(x: float) -> float:
    """The next whole number at or below `x`; not a number for what is not finite."""
    return x // 1.0


def ceil(x: float) -> float:
    """The next whole number at or above `x`; not a number for what is not finite."""
    return -(-x // 1.0)


def round_half_away(x: float) -> float:
    """The nearest whole number; a half goes away from zero, as in spreadsheets: 2.5 → 3, -2.5 → -3."""
    size = -x if x < 0.0 else x
    whole = size // 1.0
    if size - whole >= 0.5:
        whole += 1.0
    return -whole if x < 0.0 else whole


def clamp(x: float, low: float, high: float) -> float:
    """`x`, but not above `high` and not below `low`; `low` wins where the two contradict each other."""
    bounded = high if x > high else x
    return low if bounded < low else bounded


def power(x: float, exponent: float) -> float:
    """`x` multiplied by itself, from the exponent's highest bit down: the same on every machine.

    Raises an ArithmeticError when the exponent is not a whole number from -1000 to 1000, when the
    result is too large, and for zero to a negative exponent.
    """
    if not -MAX_EXPONENT <= exponent <= MAX_EXPONENT or exponent % 1.0:
        raise OverflowError
    times = int(exponent)
    result = x = x - 0.0
    for bit in _LOWER_BITS[abs(times)]:
        result *= result
        if bit == "1":
            result *= x
    if not (-DOUBLE_MAX <= result <= DOUBLE_MAX and -DOUBLE_MAX <= x <= DOUBLE_MAX):
        raise OverflowError
    if times > 0:
        return result
    return finite(1.0 / result) if times else 1.0


def finite(x: float) -> float:
    """`x` itself. Raises an OverflowError when it is infinite or not a number."""
    if -DOUBLE_MAX <= x <= DOUBLE_MAX:
        return x
    raise OverflowError


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the formula language.

    `takes` are the kinds of its arguments; with `more`, the last may come again and again. `meaning`
    works it out from numbers; a function without one needs more than its numbers (`if` leaves one
    branch alone, `uniform` draws chance). `gives` is what the example gives, None when chance decides.
    """

    name: str
    signature: str
    summary: str
    example: str
    gives: float | None
    takes: tuple[Kind, ...]
    more: bool = False
    chance: bool = False
    meaning: Callable[..., float] | None = None


FUNCTIONS: Final[tuple[Function, ...]] = (
    Function(
        name="if",
        signature="if(question, yes, no)",
        summary="`yes` when the question holds, else `no`. The other one is not worked out.",
        example="if(3 > 2, 10, 20)",
        gives=10.0,
        takes=("bool", "number", "number"),
    ),
    Function(
        name="min",
        signature="min(a, b, …)",
        summary="The smallest of two or more numbers.",
        example="min(4, 2, 8)",
        gives=2.0,
        takes=("number", "number"),
        more=True,
        meaning=min,
    ),
    Function(
        name="max",
        signature="max(a, b, …)",
        summary="The largest of two or more numbers.",
        example="max(4, 2, 8)",
        gives=8.0,
        takes=("number", "number"),
        more=True,
        meaning=max,
    ),
    Function(
        name="clamp",
        signature="clamp(x, low, high)",
        summary="`x`, but never below `low` and never above `high`.",
        example="clamp(1.7, 0.05, 0.95)",
        gives=0.95,
        takes=("number", "number", "number"),
        meaning=clamp,
    ),
    Function(
        name="floor",
        signature="floor(x)",
        summary="The next whole number at or below `x`.",
        example="floor(-2.5)",
        gives=-3.0,
        takes=("number",),
        meaning=floor,
    ),
    Function(
        name="ceil",
        signature="ceil(x)",
        summary="The next whole number at or above `x`.",
        example="ceil(2.1)",
        gives=3.0,
        takes=("number",),
        meaning=ceil,
    ),
    Function(
        name="round",
        signature="round(x)",
        summary="The nearest whole number; a half goes away from zero, as in spreadsheets.",
        example="round(2.5)",
        gives=3.0,
        takes=("number",),
        meaning=round_half_away,
    ),
    Function(
        name="abs",
        signature="abs(x)",
        summary="`x` without its minus sign.",
        example="abs(3 - 10)",
        gives=7.0,
        takes=("number",),
        meaning=abs,
    ),
    Function(
        name="uniform",
        signature="uniform(a, b)",
        summary="A number between the two by chance, every one equally likely.",
        example="uniform(1, 3)",
        gives=None,
        takes=("number", "number"),
        chance=True,
    ),
)
FUNCTION_NAMED: Final = {function.name: function for function in FUNCTIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A sign of the formula language; `gives` is what the example gives, None when chance decides."""

    sign: str
    summary: str
    example: str
    gives: float | None


OPERATORS: Final[tuple[Operator, ...]] = (
    Operator(sign="+", summary="Adds.", example="2 + 3", gives=5.0),
    Operator(sign="-", summary="Takes away; before a value, turns its sign.", example="2 - -3", gives=5.0),
    Operator(sign="*", summary="Multiplies.", example="2 * 3", gives=6.0),
    Operator(sign="/", summary="Divides.", example="3 / 2", gives=1.5),
    Operator(
        sign="%",
        summary="What is left over by a division; it has the sign of the divisor, as in spreadsheets.",
        example="-7 % 3",
        gives=2.0,
    ),
    Operator(
        sign="^",
        summary="Multiplies a value by itself so many times: a whole number from -1000 to 1000.",
        example="2 ^ 10",
        gives=1024.0,
    ),
    Operator(sign="==", summary="Are the two equal?", example="if(2 == 2, 1, 0)", gives=1.0),
    Operator(sign="!=", summary="Are the two different?", example="if(2 != 2, 1, 0)", gives=0.0),
    Operator(sign="<", summary="Is the first less?", example="if(2 < 3, 1, 0)", gives=1.0),
    Operator(sign="<=", summary="Is the first less or equal?", example="if(3 <= 3, 1, 0)", gives=1.0),
    Operator(sign=">", summary="Is the first more?", example="if(2 > 3, 1, 0)", gives=0.0),
    Operator(sign=">=", summary="Is the first more or equal?", example="if(3 >= 3, 1, 0)", gives=1.0),
    Operator(sign="and", summary="Do both hold?", example="if(1 < 2 and 2 < 3, 1, 0)", gives=1.0),
    Operator(sign="or", summary="Does one of them hold?", example="if(1 > 2 or 2 < 3, 1, 0)", gives=1.0),
    Operator(sign="not", summary="Does it not hold?", example="if(not 1 > 2, 1, 0)", gives=1.0),
    Operator(
        sign="d",
        summary="Throws dice and adds them up: `2d6` are two dice of six sides, `d6` is one.",
        example="2d6 + 1",
        gives=None,
    ),
)
