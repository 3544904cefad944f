"""Proves a formula before the game runs: its names, kinds, constants and size. Never raises.

What passes here can be compiled and then only fail by the numbers it meets.
"""

from dataclasses import dataclass
from math import isfinite
from operator import add, mod, mul, sub, truediv
from typing import Final, Literal

from engine.base.units import number_text
from engine.rules.formulas.functions import FUNCTION_NAMED, Function, power
from engine.rules.formulas.names import unknown_name
from engine.rules.formulas.parse import COMPARISONS, parse
from engine.rules.formulas.problem import Problem, ProblemKind, Problems, in_reading_order
from engine.rules.formulas.scope import Scope
from engine.rules.formulas.tree import (
    LARGEST,
    MAX_EXPONENT,
    Binary,
    Call,
    Kind,
    Name,
    Node,
    Number,
    Roll,
    Unary,
    Wrong,
)

Result = Literal["number", "int", "bool"]
"""What a place wants: `int` is a number that is rounded down there."""

_ARITHMETIC: Final = {"+": add, "-": sub, "*": mul, "/": truediv, "%": mod, "^": power}
_ASKED: Final[dict[Kind, str]] = {
    "number": "this is a yes/no question, but a number is needed here; `if(question, 1, 0)` makes one of it",
    "bool": "this is a number, but a yes/no question is needed here, such as `level >= 5`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFormula:
    """A formula without problems. `constant` is its result when nothing changes it; `parts` is its cost."""

    text: str
    names: frozenset[str]
    uses_dice: bool
    constant: float | None
    parts: int


def check(
    text: str | float,
    scope: Scope,
    result: Result = "number",
    *,
    low: float | None = None,
    high: float | None = None,
) -> CheckedFormula | Problems:
    """Prove that a formula, or a plain number, can stand in a place; else all its problems.

    `low` and `high` bound what the place allows; a constant outside them is a problem.
    """
    if not isinstance(text, str):
        return _check_plain(text, result, low, high)
    problems: list[Problem] = []
    read = examine(text, scope, problems)
    wanted: Kind = "bool" if result == "bool" else "number"
    # After another slip of this sort the kind of the whole is only what follows from it.
    follows = any(found.kind in (ProblemKind.TYPE, ProblemKind.SYNTAX) for found in problems)
    if read.kind is not None and read.kind != wanted and not follows:
        problems.append(Problem(ProblemKind.TYPE, _ASKED[wanted], read.tree.column, read.tree.length))
    constant = read.tree.value + 0.0 if isinstance(read.tree, Number) else None
    if constant is not None and not problems:
        problems += _outside(constant, low, high, len(text))
    if problems:
        return in_reading_order(problems)
    return CheckedFormula(
        text=text, names=read.names, uses_dice=read.uses_dice, constant=constant, parts=read.parts
    )


def _check_plain(
    number: float, result: Result, low: float | None, high: float | None
) -> CheckedFormula | Problems:
    text = plain_text(number)
    length = max(len(text), 1)
    if isinstance(number, bool):
        return (Problem(ProblemKind.TYPE, "a number or a formula is needed here", 0, length),)
    if not -LARGEST <= number <= LARGEST:
        message = f"this number is too large; numbers go from -{LARGEST:.0f} to {LARGEST:.0f}"
        return (Problem(ProblemKind.NUMBER, message, 0, length),)
    if result == "bool":
        return (Problem(ProblemKind.TYPE, _ASKED["bool"], 0, length),)
    outside = _outside(float(number), low, high, length)
    if outside:
        return tuple(outside)
    return CheckedFormula(text=text, names=frozenset(), uses_dice=False, constant=number + 0.0, parts=1)


def plain_text(number: float) -> str:
    """A plain number as a writer writes it; one that no formula may hold is written short."""
    return f"{number}" if -LARGEST <= number <= LARGEST else "a number"


def _outside(constant: float, low: float | None, high: float | None, length: int) -> list[Problem]:
    if (low is None or constant >= low) and (high is None or constant <= high):
        return []
    if low is not None and high is not None:
        allowed = f"from {number_text(low)} to {number_text(high)}"
    else:
        allowed = (
            f"of at least {number_text(low or 0)}"
            if low is not None
            else f"of at most {number_text(high or 0)}"
        )
    message = f"this is always {number_text(constant)}, but a number {allowed} is needed here"
    return [Problem(ProblemKind.RANGE, message, 0, max(length, 1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A formula's tree with its constants worked out, and what it uses; `kind` is None when unknown."""

    tree: Node
    kind: Kind | None
    names: frozenset[str]
    uses_dice: bool
    parts: int


def examine(text: str, scope: Scope | None, problems: list[Problem]) -> Examined:
    """Read `text` and add every problem to `problems`; without a scope, any name may be of any kind."""
    tree, parts = parse(text, problems)
    examiner = _Examiner(scope, problems)
    too_much = any(found.kind is ProblemKind.LIMIT for found in problems)
    # Of a formula that was not read to its end, nothing more can be said with certainty.
    kind, tree = (None, tree) if too_much else examiner.visit(tree)
    if isinstance(tree, Number) and not -LARGEST <= tree.value <= LARGEST:
        examiner.too_large(tree)
    return Examined(
        tree=tree, kind=kind, names=frozenset(examiner.names), uses_dice=examiner.uses_dice, parts=parts
    )


_Seen = tuple[Kind | None, Node]


class _Examiner:
    """What has been seen of one tree so far."""

    __slots__ = ("names", "problems", "scope", "unknown", "uses_dice")

    def __init__(self, scope: Scope | None, problems: list[Problem]) -> None:
        self.scope = scope
        self.problems = problems
        self.names: set[str] = set()
        self.unknown: dict[str, tuple[str, str | None]] = {}
        self.uses_dice = False

    def report(self, kind: ProblemKind, message: str, node: Node, suggestion: str | None = None) -> None:
        """Tell a problem of a part."""
        self.problems.append(Problem(kind, message, node.column, node.length, suggestion))

    def too_large(self, node: Node) -> Node:
        """Tell that a constant is too large."""
        self.report(ProblemKind.NUMBER, f"this works out too large; numbers go up to {LARGEST:.0f}", node)
        return Wrong((), node.column, node.length)

    def visit(self, node: Node) -> _Seen:
        """The kind of a part, and the part with its constants worked out."""
        match node:
            case Number():
                return "number", node
            case Name():
                return self.name(node), node
            case Roll():
                self.chance(node)
                return "number", node
            case Unary():
                return self.unary(node)
            case Binary():
                return self.binary(node)
            case Call():
                return self.call(node)
            case Wrong():
                for part in node.parts:
                    self.visit(part)
                return None, node

    def need(self, wanted: Kind, node: Node) -> Node:
        """A part that must be of a kind."""
        kind, seen = self.visit(node)
        if kind is not None and kind != wanted:
            self.report(ProblemKind.TYPE, _ASKED[wanted], node)
            return Wrong((), node.column, node.length)
        return seen

    def chance(self, node: Node) -> None:
        """A part that draws chance."""
        self.uses_dice = True
        if self.scope is not None and not self.scope.dice:
            message = (
                "this must not depend on chance, so take the dice out; only effects and rules throw dice"
            )
            self.report(ProblemKind.CHANCE, message, node)

    def name(self, node: Name) -> Kind | None:
        """The kind of a value of the scope."""
        self.names.add(node.name)
        if self.scope is None:
            return None
        kind = self.scope.kind_of(node.name)
        if kind is None:
            if node.name not in self.unknown:
                self.unknown[node.name] = unknown_name(node.name, self.scope)
            message, suggestion = self.unknown[node.name]
            self.report(ProblemKind.NAME, message, node, suggestion)
        return kind

    def unary(self, node: Unary) -> _Seen:
        """`not x` and `-x`."""
        if node.sign == "not":
            operand = self.need("bool", node.operand)
            return "bool", Unary("not", operand, node.column, node.length)
        operand = self.need("number", node.operand)
        if isinstance(operand, Number):
            return "number", Number(-operand.value, node.column, node.length)
        return "number", Unary(node.sign, operand, node.column, node.length)

    def binary(self, node: Binary) -> _Seen:
        """Two parts with a sign between them."""
        if node.sign in ("and", "or"):
            left, right = self.need("bool", node.left), self.need("bool", node.right)
            return "bool", Binary(node.sign, left, right, node.column, node.length)
        if node.sign in ("==", "!="):
            left_kind, left = self.visit(node.left)
            right_kind, right = self.visit(node.right)
            if left_kind and right_kind and left_kind != right_kind:
                message = (
                    "a number and a yes/no question cannot be equal; compare two numbers or two questions"
                )
                self.report(ProblemKind.TYPE, message, node)
            return "bool", Binary(node.sign, left, right, node.column, node.length)
        left, right = self.need("number", node.left), self.need("number", node.right)
        whole = Binary(node.sign, left, right, node.column, node.length)
        if node.sign in COMPARISONS:
            return "bool", whole
        return "number", self.worked_out(whole, left, right)

    def worked_out(self, node: Binary, left: Node, right: Node) -> Node:
        """Arithmetic, as a number when both sides are numbers."""
        if isinstance(right, Number):
            if node.sign == "^" and (abs(right.value) > MAX_EXPONENT or right.value % 1.0):
                message = f"`^` needs a whole number from -{MAX_EXPONENT} to {MAX_EXPONENT} after it"
                self.report(ProblemKind.POWER, message, right)
                return Wrong((), node.column, node.length)
            if node.sign in ("/", "%") and right.value == 0:
                self.report(ProblemKind.ZERO, "this divides by zero; divide by something else", right)
                return Wrong((), node.column, node.length)
            if isinstance(left, Number):
                return self.constant(node, left.value, right.value)
        return node

    def constant(self, node: Binary, left: float, right: float) -> Node:
        """Arithmetic with two numbers."""
        try:
            value = _ARITHMETIC[node.sign](left, right)
        except ZeroDivisionError:
            message = (
                "zero cannot be multiplied by itself a negative number of times; take the minus sign out"
            )
            self.report(ProblemKind.ZERO, message, node)
            return Wrong((), node.column, node.length)
        except OverflowError:
            return self.too_large(node)
        return Number(value, node.column, node.length) if isfinite(value) else self.too_large(node)

    def call(self, node: Call) -> _Seen:
        """A function with its arguments."""
        function = FUNCTION_NAMED[node.function]
        if function.chance:
            self.chance(node)
        if not _fits(function, len(node.arguments)):
            message = (
                f"`{function.name}` is written `{function.signature}`; {_count(len(node.arguments))} given"
            )
            self.report(ProblemKind.ARGUMENTS, message, node)
            for argument in node.arguments:
                self.visit(argument)
            return None, Wrong((), node.column, node.length)
        if function.name == "if":
            return self.choice(node)
        arguments = tuple(self.need("number", argument) for argument in node.arguments)
        numbers = [argument.value for argument in arguments if isinstance(argument, Number)]
        self.bounds(node, arguments)
        if function.meaning is not None and len(numbers) == len(arguments):
            return "number", Number(function.meaning(*numbers), node.column, node.length)
        return "number", Call(node.function, arguments, node.column, node.length)

    def bounds(self, node: Call, arguments: tuple[Node, ...]) -> None:
        """Tell when the bounds of a `clamp` contradict each other."""
        match node.function, arguments:
            case "clamp", (_, Number(value=low), Number(value=high)) if low > high:
                bounds = f"the lower bound {number_text(low)} lies above the upper bound {number_text(high)}"
                message = f"{bounds}; write the lower one first"
                self.report(ProblemKind.ARGUMENTS, message, node)

    def choice(self, node: Call) -> _Seen:
        """`if`, whose two branches are of one kind."""
        question, yes, no = node.arguments
        asked = self.need("bool", question)
        yes_kind, yes = self.visit(yes)
        no_kind, no = self.visit(no)
        if yes_kind and no_kind and yes_kind != no_kind:
            message = "both results of `if` must be numbers, or both yes/no questions"
            self.report(ProblemKind.TYPE, message, no)
            return None, Wrong((), node.column, node.length)
        return yes_kind or no_kind, Call("if", (asked, yes, no), node.column, node.length)


def _fits(function: Function, count: int) -> bool:
    return count == len(function.takes) or (function.more and count > len(function.takes))


def _count(arguments: int) -> str:
    return {0: "no arguments are", 1: "one argument is"}.get(arguments, f"{arguments} arguments are")
