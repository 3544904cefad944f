"""Formulas where they stand: checked against their scope, with the column in the file."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.base.units import parse_coins
from engine.compiler.entities import Gathered
from engine.compiler.findings import finding, shown
from engine.compiler.formula_habits import habits
from engine.compiler.nodes import Node
from engine.compiler.references import Reference
from engine.compiler.scalars import quoted
from engine.compiler.scopes import BOUNDS, FAMILY_KINDS, scope
from engine.rules.formulas import Problem, ProblemKind, Scope, check

CODES: Final[Mapping[ProblemKind, str]] = {
    ProblemKind.SYNTAX: "E3001",
    ProblemKind.CHARACTER: "E3001",
    ProblemKind.NAME: "E3002",
    ProblemKind.FUNCTION: "E3003",
    ProblemKind.ARGUMENTS: "E3004",
    ProblemKind.LIMIT: "E3005",
    ProblemKind.NUMBER: "E3006",
    ProblemKind.TYPE: "E3007",
    ProblemKind.POWER: "E3008",
    ProblemKind.ZERO: "E3009",
    ProblemKind.DICE: "E3010",
    ProblemKind.CHANCE: "E3011",
    ProblemKind.RANGE: "E3012",
}
_ADVICE: Final[Mapping[ProblemKind, str]] = {
    ProblemKind.DICE: "write how many dice and how many sides, such as `2d6`",
    ProblemKind.RANGE: "write a number within these bounds, or a formula that can give one",
}
"""What to do about problems that do not say so themselves."""
_COMMA_NUMBER: Final = re.compile(r"(?<![\w.,])([0-9]{1,15}),([0-9]{1,15})(?![\w.,])")
_TOO_MANY: Final = re.compile(r"is written `(.*)`; ([0-9]+) ")
_OTHER_DICE: Final = re.compile(r"(?<![\w.])([0-9]{1,4})\s*[dDwW]\s*([0-9]{1,4})(?![\w.])")
_COINS: Final = re.compile(r"(?<![\w.])(?:[0-9]{1,9}[gsc])+(?![\w.])")


@dataclass(frozen=True, slots=True)
class _Habit:
    """A way to write formulas that is right elsewhere: how it looks, what to write, and what is wrong."""

    looks: re.Pattern[str]
    ours: str | Callable[[re.Match[str]], str]
    message: str
    help: str
    kind: ProblemKind = ProblemKind.SYNTAX


_HABITS: Final = (
    _Habit(
        re.compile(r"\A\s*=\s*(?!=)"),
        "",
        "a formula begins without `=`",
        "leave the `=` off",
        ProblemKind.CHARACTER,
    ),
    _Habit(
        _COINS,
        lambda coins: str(parse_coins(coins[0]) or 0),
        "a formula counts in copper and knows no units",
        "leave the unit off",
        ProblemKind.NUMBER,
    ),
    _Habit(
        re.compile(
            r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s*(?:to|bis|à|until|\.\.\.?|…)\s*([0-9]+(?:\.[0-9]+)?)(?![\w.])"
        ),
        r"uniform(\1, \2)",
        "from one number to another is no formula",
        "write `uniform`, and the two numbers in brackets behind it",
    ),
    _Habit(
        re.compile(r"(?<![\w.])([0-9]{0,4}d[0-9]{1,4})\s*[x×]\s*([0-9]+)"),
        r"\g<1> * \2",
        "to multiply, `*` is written",
        "write `*`",
    ),
    _Habit(re.compile(";"), ",", "`;` is not a sign of formulas", "write `,`", ProblemKind.CHARACTER),
)
_THEIR_WORDS: Final[Mapping[str, str]] = {
    "runden": "round", "abrunden": "floor", "aufrunden": "ceil", "wenn": "if", "und": "and", "oder": "or",
    "nicht": "not", "arrondi": "round", "si": "if", "et": "and", "ou": "or", "non": "not", "int": "floor",
    "ceiling": "ceil", "rand": "uniform", "random": "uniform", "randbetween": "uniform",
}  # fmt: skip
"""Words of spreadsheets, and ours for them."""
_CALLED: Final = re.compile(r"(?<![\w.])([A-Za-z]+)(?=\s*\()")
_UNREADABLE: Final = frozenset({ProblemKind.SYNTAX, ProblemKind.CHARACTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaUse:
    """A formula and the place it stands in, with the words of its `x-formula` note.

    `about` is the value that a share is probably one of, where there is such a value.
    """

    node: Node
    scope: str
    result: str
    dice: bool
    on_hit: bool
    where: str
    entity: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found out about a formula. `names` are the ids in it, those that name nothing as well."""

    findings: tuple[Diagnostic, ...] = ()
    names: tuple[Reference, ...] = ()
    hidden: int = 0


class FormulaChecker:
    """Checks the formulas of one world. Keeps the scopes: they hold all ids and are dear to make."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.ids = {kind: frozenset(gathered.entities[kind]) for kind in FAMILY_KINDS.values()}
        self.scopes: dict[tuple[str, bool, bool, bool], Scope] = {}

    def scope_of(self, use: FormulaUse) -> Scope:
        """What the formula may use. In a default, a skill that the world lacks counts 0."""
        key = (use.scope, use.dice, use.on_hit, use.node.assumed)
        if key not in self.scopes:
            ids = None if use.node.assumed else self.ids
            self.scopes[key] = scope(use.scope, ids, dice=use.dice, on_hit=use.on_hit)
        return self.scopes[key]

    def check(self, use: FormulaUse) -> Checked:
        """Look at one formula."""
        result, low, high = BOUNDS[use.result]
        checked = check(use.node.value, self.scope_of(use), result, low=low, high=high)
        if not isinstance(checked, tuple):
            return Checked(names=() if use.node.assumed else _named(use, checked.names))
        if meant := self._dice_meant(use):
            problem = Problem(
                ProblemKind.DICE,
                f"{shown(use.node.value)} is not how dice are written; did you mean `{meant}`?",
                0,
                len(use.node.value),
                meant,
            )
            return Checked(findings=(_told(use, problem),))
        if habit := self._habit(use):
            return Checked(findings=(_told(use, habit),), hidden=len(checked) - 1)
        broken = [problem for problem in checked if problem.kind in _UNREADABLE]
        if broken:
            # Of what cannot be read to its end, the names may be pieces of something else.
            return Checked(findings=(_told(use, broken[0]),), hidden=len(checked) - 1)
        return Checked(
            findings=tuple(_told(use, problem) for problem in checked if not _names_an_id(use, problem)),
            names=tuple(_missing(use, problem) for problem in checked if _names_an_id(use, problem)),
        )

    def _dice_meant(self, use: FormulaUse) -> str | None:
        """The formula with its dice as they should be written, when nothing else is wrong with it."""
        text = use.node.value
        if not use.dice or not isinstance(text, str):
            return None
        meant = _OTHER_DICE.sub(r"\1d\2", text)
        return meant if meant != text and self._is_right(use, meant) else None

    def _is_right(self, use: FormulaUse, text: str) -> bool:
        result, low, high = BOUNDS[use.result]
        return not isinstance(check(text, self.scope_of(use), result, low=low, high=high), tuple)

    def _habit(self, use: FormulaUse) -> Problem | None:
        """The first habit from elsewhere, with the formula as it should be when nothing else is wrong."""
        text = use.node.value
        if not isinstance(text, str):
            return None
        for problem in habits(text, self.scope_of(use), use.result, use.about):
            if problem.suggestion and self._is_right(use, problem.suggestion):
                meant = _unbroken(problem.suggestion, use)
                return replace(
                    problem, message=f"{problem.message}; did you mean `{meant}`?", suggestion=meant
                )
        mended = _CALLED.sub(lambda word: _THEIR_WORDS.get(word[1].lower(), word[1].lower()), text)
        for habit in _HABITS:
            mended = habit.looks.sub(habit.ours, mended)
        right = mended if self._is_right(use, mended) else None
        right = _unbroken(right, use) if right else None
        for habit in _HABITS:
            if match := habit.looks.search(text):
                help_ = f"did you mean `{right}`?" if right else habit.help
                whole = (0, len(text)) if right else (match.start(), len(match[0].rstrip()))
                return Problem(habit.kind, f"{habit.message}; {help_}", *whole, right)
        return None


def _unbroken(meant: str, use: FormulaUse) -> str:
    """A formula as it can stand in its place: within braces a comma would end it."""
    new = "," in meant and "," not in str(use.node.value)
    return quoted(meant) if new and use.node.inset == 0 else meant


def _named(use: FormulaUse, names: frozenset[str]) -> tuple[Reference, ...]:
    found = []
    for name in sorted(names):
        family, dot, rest = name.partition(".")
        if dot and family in FAMILY_KINDS:
            found.append(
                Reference(
                    target=FAMILY_KINDS[family], id=rest, node=use.node, where=use.where, entity=use.entity
                )
            )
    return tuple(found)


def _text(use: FormulaUse, problem: Problem) -> str:
    return str(use.node.value)[problem.column : problem.column + problem.length]


def _names_an_id(use: FormulaUse, problem: Problem) -> bool:
    return problem.kind is ProblemKind.NAME and _text(use, problem).partition(".")[0] in FAMILY_KINDS


def _missing(use: FormulaUse, problem: Problem) -> Reference:
    """An id in a formula that names nothing: told together with all other places that name it."""
    family, _, rest = _text(use, problem).partition(".")
    span = _span(use, problem)
    if span is not use.node.span:
        span = replace(span, column=span.column + len(family) + 1, length=max(1, len(rest)))
    # Text that differs from the file letter by letter cannot be replaced by place.
    node = Node(rest, span, inset=None if use.node.inset is None else 0)
    apart = problem.suggestion if " - " in (problem.suggestion or "") else None
    return Reference(
        target=FAMILY_KINDS[family], id=rest, node=node, where=use.where, entity=use.entity, apart=apart
    )


def _with_a_comma(use: FormulaUse, problem: Problem) -> Problem:
    """The problem at the number that is written with a comma, when that is what is wrong."""
    too_many = _TOO_MANY.search(problem.message)
    if problem.kind is ProblemKind.ARGUMENTS:
        if too_many is None or int(too_many[2]) <= too_many[1].count(",") + 1:
            return problem
    elif problem.kind is not ProblemKind.SYNTAX:
        return problem
    end = problem.column + problem.length
    for number in _COMMA_NUMBER.finditer(str(use.node.value)):
        comma = number.end(1)
        if comma == problem.column if problem.kind is ProblemKind.SYNTAX else problem.column <= comma < end:
            meant = f"{number[1]}.{number[2]}"
            return Problem(
                problem.kind,
                f"the comma in `{number[0]}` ends the number; did you mean `{meant}`?",
                number.start(),
                len(number[0]),
                meant,
            )
    return problem


def _told(use: FormulaUse, problem: Problem) -> Diagnostic:
    problem = _with_a_comma(use, problem)
    message, _, help_ = problem.message.partition("; ")
    if not help_ and message.startswith("a value is missing"):
        help_ = "write a number or a name there, or remove the sign"
    if not help_:
        help_ = _ADVICE.get(problem.kind, "")
    return finding(
        CODES[problem.kind],
        message,
        _span(use, problem),
        label=use.where,
        help=help_,
        # Text that differs from the file letter by letter cannot be replaced by place.
        suggestion=problem.suggestion if use.node.inset is not None else None,
        entity=use.entity,
    )


def _span(use: FormulaUse, problem: Problem) -> Span:
    span, inset = use.node.span, use.node.inset
    if inset is None or not isinstance(use.node.value, str):
        return span
    return replace(span, column=span.column + inset + problem.column, length=max(1, problem.length))
