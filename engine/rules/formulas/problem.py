"""What can be wrong with a formula, as values in a writer's words. Knows no files and no lines."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PROBLEMS_SHOWN: Final = 20
"""At most this many problems are told of one formula; past that a formula wants to be written anew."""


class ProblemKind(StrEnum):
    """The sort of a problem; the compiler gives each sort its code."""

    LIMIT = "limit"
    """Too long, too deep or too many parts."""
    CHARACTER = "character"
    """A sign that formulas do not have."""
    SYNTAX = "syntax"
    """Signs and values that do not fit together."""
    NUMBER = "number"
    """Not a number, or one that is too large."""
    NAME = "name"
    """A value that does not exist here."""
    FUNCTION = "function"
    """A function that does not exist, or one used as if it were a value."""
    ARGUMENTS = "arguments"
    """Too many or too few arguments, or ones that contradict each other."""
    TYPE = "type"
    """A number where a yes/no question belongs, or the other way round."""
    POWER = "power"
    """An exponent that is not a whole number from -1000 to 1000."""
    ZERO = "zero"
    """A division by a plain zero."""
    DICE = "dice"
    """Dice that nobody can throw, or too many of them."""
    CHANCE = "chance"
    """Chance in a place that must not depend on it."""
    RANGE = "range"
    """A constant that lies outside what the place allows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a formula.

    `column` counts characters from 0 into the text, `length` is at least 1. `suggestion`, when there
    is one, is the exact text to put in place of what `column` and `length` mark.
    """

    kind: ProblemKind
    message: str
    column: int
    length: int
    suggestion: str | None = None


Problems = tuple[Problem, ...]


def in_reading_order(problems: list[Problem]) -> Problems:
    """Each problem once, from left to right, at most `PROBLEMS_SHOWN` of them."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda found: (found.column, found.length, found.kind)))[:PROBLEMS_SHOWN]


def quoted(text: str) -> str:
    """A piece of the writer's text for a message: in backticks, cut when long, invisible signs named."""
    if text.isprintable() and len(text) <= 40:
        return f"`{text}`"
    shown = "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in text[:40])
    return f"`{shown}…`" if len(text) > 40 else f"`{shown}`"
