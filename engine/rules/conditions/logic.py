"""Conditions made of conditions, and the free comparison."""

from typing import Final

import msgspec

from engine.model.clause import Condition, Conditions, Formula, Reason
from engine.rules.conditions.comparison import comparisons
from engine.rules.reasons import Reasons, each_of, one_of
from engine.rules.registry import ConditionEntry, Reach
from engine.rules.scope import Subject


class BecauseArgs(msgspec.Struct, frozen=True):
    """Conditions, and what the player is told while they do not all hold."""

    text: str
    when: Conditions


class NoDice:
    """Stands where a formula might ask for dice but must not: conditions never draw chance."""

    def roll(self, count: int, sides: int) -> int:
        """Refuse."""
        raise AssertionError("a condition asked for dice; the compiler should have refused it")

    def uniform(self, low: float, high: float) -> float:
        """Refuse."""
        raise AssertionError("a condition asked for dice; the compiler should have refused it")


NO_DICE: Final = NoDice()


def _all(args: Conditions, subject: Subject, wanted: bool) -> Reasons:
    parts = [part.reasons(subject, wanted) for part in args]
    return each_of(parts) if wanted else one_of("not", parts)


def _any(args: Conditions, subject: Subject, wanted: bool) -> Reasons:
    parts = [part.reasons(subject, wanted) for part in args]
    return one_of("any", parts) if wanted else each_of(parts)


def _not(args: Condition, subject: Subject, wanted: bool) -> Reasons:
    return args.reasons(subject, not wanted)


def _because(args: BecauseArgs, subject: Subject, wanted: bool) -> Reasons:
    """In the writer's own words; those say nothing of the opposite, which is explained like any other."""
    lacking = _all(args.when, subject, wanted)
    if not lacking or not wanted:
        return lacking
    resources = {reason.resource for reason in lacking}
    return (
        Reason("because", args.text, resource=resources.pop() if len(resources) == 1 else "", whole=True),
    )


def _formula_holds(args: Formula, subject: Subject) -> bool:
    return args.value(subject.names(args), NO_DICE) != 0


def _formula(args: Formula, subject: Subject, wanted: bool) -> Reasons:
    if _formula_holds(args, subject) == wanted:
        return ()
    return comparisons(args, subject, wanted, NO_DICE)


ENTRIES: Final = (
    ConditionEntry(
        kind="all",
        args=Conditions,
        summary="All of these hold.",
        example="all: [{level: 2}, {coins: 50c}]",
        reach=Reach(needs=("all",)),
        holds=lambda args, subject: all(part.holds(subject) for part in args),
        reasons=_all,
    ),
    ConditionEntry(
        kind="any",
        args=Conditions,
        summary="At least one of these holds.",
        example="any: [{level: 5}, {item: lantern}]",
        reach=Reach(needs=("any",)),
        holds=lambda args, subject: any(part.holds(subject) for part in args),
        reasons=_any,
    ),
    ConditionEntry(
        kind="not",
        args=Condition,
        summary="This does not hold.",
        example="not: {effect: cursed}",
        reach=Reach(needs=("not",)),
        holds=lambda args, subject: not args.holds(subject),
        reasons=_not,
    ),
    ConditionEntry(
        kind="because",
        args=BecauseArgs,
        summary="All of these hold; while they do not, the player is told just this text.",
        example='because: {text: "Mara only talks to grown-ups.", when: [{level: 2}]}',
        reach=Reach(needs=("all",)),
        holds=lambda args, subject: all(part.holds(subject) for part in args.when),
        reasons=_because,
    ),
    ConditionEntry(
        kind="formula",
        args=Formula,
        summary="A comparison of `self.*`, `skills.*`, `flag.*` and `item.*` holds. It never rolls dice.",
        example='formula: "self.health < self.max_health / 2"',
        reach=Reach(needs=("formula",)),
        holds=_formula_holds,
        reasons=_formula,
    ),
)
