"""Conditions made of conditions, and the free comparison."""

from typing import Final

from engine.model.clause import Condition, Conditions, Formula
from engine.rules.registry import ConditionEntry, Reach
from engine.rules.scope import Subject


class NoDice:
    """Stands where a formula might ask for dice but must not: conditions never draw chance."""

    def roll(self, count: int, sides: int) -> int:
        """Refuse."""
        raise AssertionError("a condition asked for dice; the compiler should have refused it")

    def uniform(self, low: float, high: float) -> float:
        """Refuse."""
        raise AssertionError("a condition asked for dice; the compiler should have refused it")


NO_DICE: Final = NoDice()


def _all_unmet(args: Conditions, subject: Subject) -> str:
    return " ".join(text for text in (part.unmet(subject) for part in args) if text)


def _any_unmet(args: Conditions, subject: Subject) -> str:
    if any(part.holds(subject) for part in args):
        return ""
    return "One of these must be so: " + " ".join(part.unmet(subject) for part in args)


def _not_unmet(args: Condition, subject: Subject) -> str:
    return "Something that is so now must not be so." if args.holds(subject) else ""


def _formula_holds(args: Formula, subject: Subject) -> bool:
    return args.value(subject.names(args), NO_DICE) != 0


ENTRIES: Final = (
    ConditionEntry(
        kind="all",
        args=Conditions,
        summary="All of these hold.",
        example="all: [{level: 2}, {coins: 50c}]",
        reach=Reach(needs=("all",)),
        holds=lambda args, subject: all(part.holds(subject) for part in args),
        unmet=_all_unmet,
    ),
    ConditionEntry(
        kind="any",
        args=Conditions,
        summary="At least one of these holds.",
        example="any: [{level: 5}, {item: lantern}]",
        reach=Reach(needs=("any",)),
        holds=lambda args, subject: any(part.holds(subject) for part in args),
        unmet=_any_unmet,
    ),
    ConditionEntry(
        kind="not",
        args=Condition,
        summary="This does not hold.",
        example="not: {effect: cursed}",
        reach=Reach(needs=("not",)),
        holds=lambda args, subject: not args.holds(subject),
        unmet=_not_unmet,
    ),
    ConditionEntry(
        kind="formula",
        args=Formula,
        summary="A comparison of `self.*`, `skills.*`, `flag.*` and `item.*` holds. It never rolls dice.",
        example='formula: "self.health < self.max_health / 2"',
        reach=Reach(needs=("formula",)),
        holds=_formula_holds,
        unmet=lambda args, subject: "" if _formula_holds(args, subject) else f"This must be so: {args.text}.",
    ),
)
