"""Turns the checked tree of a formula into a Python function. Never sees a writer's text.

The function is built from the node types of `tree` alone: what has no branch here cannot be run. It
reads every name once at its start, so that it can be asked again when one is missing, works out each
argument once and from left to right, and counts in doubles only.

Nothing infinite may slip through. Values of the scope lie within ±(2^53-1), so most formulas cannot
overflow at all; `size` follows the largest value a part can have, and a part that might be infinite
is looked at where the mishap could hide: in comparisons, in `min`, `max` and `clamp`, below a
division line. Everywhere else it shows in the result, which the caller looks at.
"""

import ast
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from engine.model.clause import Chance
from engine.rules.formulas.functions import (
    DOUBLE_MAX,
    clamp,
    finite,
    power,
    round_half_away,
)
from engine.rules.formulas.tree import LARGEST, Binary, Call, Name, Node, Number, Roll, Unary, Wrong

Run = Callable[[Mapping[str, float], Chance], float]
"""The bare function: raises KeyError for a missing name, ArithmeticError when there is no result."""

_FRAME: Final = "def formula(names, dice):\n return 0"
_CALLABLE: Final = {
    "__builtins__": {},
    "clamp": clamp,
    "finite": finite,
    "power": power,
    "round_half_away": round_half_away,
}
_ARITHMETIC: Final[dict[str, ast.operator]] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
    "%": ast.Mod(),
}
_COMPARISONS: Final[dict[str, ast.cmpop]] = {
    "==": ast.Eq(),
    "!=": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
}
_LOAD: Final = ast.Load()
_STORE: Final = ast.Store()


def function_of(tree: Node, names: frozenset[str]) -> Run:
    """The function that works out `tree`, which reads exactly `names`."""
    places = {name: f"n{place}" for place, name in enumerate(sorted(names))}
    piece = _Emitter(places).visit(tree)
    module = ast.parse(_FRAME)
    frame = module.body[0]
    assert isinstance(frame, ast.FunctionDef)
    reads: list[ast.stmt] = [
        ast.Assign([ast.Name(place, _STORE)], ast.Subscript(_name("names"), ast.Constant(name), _LOAD))
        for name, place in places.items()
    ]
    frame.body = [*reads, ast.Return(piece.code)]
    code = compile(ast.fix_missing_locations(module), "<formula>", "exec", dont_inherit=True)
    (body,) = (part for part in code.co_consts if isinstance(part, types.CodeType))
    return types.FunctionType(body, _CALLABLE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Python for a part. `size` bounds its absolute value, infinite when it may be more than a double
    holds. `fixed` code may be written down twice; `floating` is never an integer."""

    code: ast.expr
    size: float
    floating: bool = True
    fixed: bool = False


def _name(name: str) -> ast.expr:
    return ast.Name(name, _LOAD)


def _call(function: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(_name(function), list(arguments), [])


def _compare(left: ast.expr, sign: str, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [_COMPARISONS[sign]], [right])


def _doubled(piece: _Piece) -> ast.expr:
    """The piece as a double: taking 0.0 away changes nothing else, not even the sign of zero."""
    return piece.code if piece.floating else ast.BinOp(piece.code, ast.Sub(), ast.Constant(0.0))


def _times(left: float, right: float) -> float:
    return left * right if left and right else 0.0


class _Emitter:
    """Counts the variables of one function while it is written."""

    __slots__ = ("kept", "places")

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = places
        self.kept = 0

    def keep(self, code: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Code that works something out and keeps it, and code that takes it up again."""
        self.kept += 1
        variable = f"t{self.kept}"
        return ast.NamedExpr(ast.Name(variable, _STORE), code), _name(variable)

    def once(self, piece: _Piece) -> tuple[ast.expr, ast.expr]:
        """Like `keep`, but without a variable for what costs nothing to write twice."""
        return (piece.code, piece.code) if piece.fixed else self.keep(piece.code)

    def calm(self, piece: _Piece) -> _Piece:
        """The piece, certainly finite: what is not ends the formula."""
        if piece.size < inf:
            return piece
        first, again = self.once(piece)
        within = ast.Compare(
            ast.Constant(-DOUBLE_MAX), [ast.LtE(), ast.LtE()], [first, ast.Constant(DOUBLE_MAX)]
        )
        return _Piece(ast.IfExp(within, again, _call("finite", again)), DOUBLE_MAX, piece.floating)

    def visit(self, node: Node) -> _Piece:
        """Python for a part."""
        match node:
            case Number():
                return _Piece(ast.Constant(node.value), abs(node.value), fixed=True)
            case Name():
                return _Piece(_name(self.places[node.name]), LARGEST, floating=False, fixed=True)
            case Roll():
                roll = ast.Attribute(_name("dice"), "roll", _LOAD)
                thrown = ast.Call(roll, [ast.Constant(node.count), ast.Constant(node.sides)], [])
                return _Piece(thrown, float(node.count * node.sides), floating=False)
            case Unary():
                if node.sign == "not":
                    return _Piece(ast.UnaryOp(ast.Not(), self.truth(node.operand)), 1.0)
                piece = self.visit(node.operand)
                return _Piece(ast.UnaryOp(ast.USub(), piece.code), piece.size, piece.floating)
            case Binary():
                return self.binary(node)
            case Call():
                return WRITTEN[node.function](self, node.arguments)
            case Wrong():
                raise AssertionError("a formula with problems was to be compiled")

    def truth(self, node: Node) -> ast.expr:
        """Python for a part that is asked as a question."""
        code = self.visit(node).code
        return _compare(code, "!=", ast.Constant(0.0)) if isinstance(node, Name) else code

    def binary(self, node: Binary) -> _Piece:
        """Two parts with a sign between them."""
        if node.sign in ("and", "or"):
            both = [self.truth(node.left), self.truth(node.right)]
            return _Piece(ast.BoolOp(ast.And() if node.sign == "and" else ast.Or(), both), 1.0)
        left, right = self.visit(node.left), self.visit(node.right)
        if node.sign in _COMPARISONS:
            return _Piece(_compare(self.calm(left).code, node.sign, self.calm(right).code), 1.0)
        if node.sign == "^":
            return self.raised(left, node.right, right)
        if node.sign in ("/", "%"):
            right = self.calm(right)
        doubled = left.code if right.floating else _doubled(left)
        return _Piece(
            ast.BinOp(doubled, _ARITHMETIC[node.sign], right.code), _size(node, left.size, right.size)
        )

    def raised(self, base: _Piece, exponent: Node, piece: _Piece) -> _Piece:
        """`base` to a power; squares and cubes, the usual ones, are written out."""
        times = exponent.value if isinstance(exponent, Number) else None
        if times not in (2.0, 3.0):
            return _Piece(_call("power", base.code, piece.code), DOUBLE_MAX)
        first, again = self.keep(_doubled(base))
        square = ast.BinOp(first, ast.Mult(), again)
        if times == 2.0:
            return _Piece(square, _times(base.size, base.size))
        cube = ast.BinOp(square, ast.Mult(), again)
        return _Piece(cube, _times(base.size, _times(base.size, base.size)))

    def choice(self, arguments: tuple[Node, ...]) -> _Piece:
        """`if`."""
        question = self.truth(arguments[0])
        yes, no = self.visit(arguments[1]), self.visit(arguments[2])
        code = ast.IfExp(question, yes.code, no.code)
        return _Piece(code, max(yes.size, no.size), yes.floating and no.floating)

    def best(self, sign: str, arguments: tuple[Node, ...]) -> _Piece:
        """`min` and `max`: of equal ones the first."""
        chosen = self.calm(self.visit(arguments[0]))
        for argument in arguments[1:]:
            other = self.calm(self.visit(argument))
            first, first_again = self.once(chosen)
            second, second_again = self.once(other)
            code = ast.IfExp(_compare(first, sign, second), first_again, second_again)
            chosen = _Piece(code, max(chosen.size, other.size), chosen.floating and other.floating)
        return chosen

    def clamped(self, arguments: tuple[Node, ...]) -> _Piece:
        """`clamp`, written out when its bounds are numbers or names, which it usually is."""
        x, low, high = (self.calm(self.visit(argument)) for argument in arguments)
        size = max(x.size, low.size, high.size)
        floating = x.floating and low.floating and high.floating
        if not (low.fixed and high.fixed):
            return _Piece(_call("clamp", x.code, low.code, high.code), size, floating)
        first, again = self.once(x)
        bounded, bounded_again = self.keep(ast.IfExp(_compare(first, ">", high.code), high.code, again))
        code = ast.IfExp(_compare(bounded, "<", low.code), low.code, bounded_again)
        return _Piece(code, size, floating)

    def floored(self, arguments: tuple[Node, ...]) -> _Piece:
        """`floor`."""
        x = self.visit(arguments[0])
        return _Piece(ast.BinOp(x.code, ast.FloorDiv(), ast.Constant(1.0)), x.size + 1.0)

    def ceiled(self, arguments: tuple[Node, ...]) -> _Piece:
        """`ceil`."""
        x = self.visit(arguments[0])
        below = ast.BinOp(ast.UnaryOp(ast.USub(), x.code), ast.FloorDiv(), ast.Constant(1.0))
        return _Piece(ast.UnaryOp(ast.USub(), below), x.size + 1.0)

    def rounded(self, arguments: tuple[Node, ...]) -> _Piece:
        """`round`."""
        x = self.visit(arguments[0])
        return _Piece(_call("round_half_away", _doubled(x)), x.size + 1.0)

    def absolute(self, arguments: tuple[Node, ...]) -> _Piece:
        """`abs`."""
        x = self.visit(arguments[0])
        first, again = self.once(x)
        code = ast.IfExp(_compare(first, ">=", ast.Constant(0.0)), again, ast.UnaryOp(ast.USub(), again))
        return _Piece(code, x.size, x.floating)

    def drawn(self, arguments: tuple[Node, ...]) -> _Piece:
        """`uniform`."""
        low, high = (self.calm(self.visit(argument)) for argument in arguments)
        between = ast.Attribute(_name("dice"), "uniform", _LOAD)
        code = ast.Call(between, [_doubled(low), _doubled(high)], [])
        return _Piece(code, low.size + (low.size + high.size))


def _size(node: Binary, left: float, right: float) -> float:
    """The most that arithmetic can give, from the most that its sides can be."""
    match node.sign:
        case "*":
            return _times(left, right)
        case "/":
            # A value may be as near to zero as a double gets; only a written divisor bounds the result.
            return left / abs(node.right.value) if isinstance(node.right, Number) else inf
        case "%":
            return right if left < inf else inf
    return left + right


WRITTEN: Final[dict[str, Callable[[_Emitter, tuple[Node, ...]], _Piece]]] = {
    "if": _Emitter.choice,
    "min": lambda emitter, arguments: emitter.best("<=", arguments),
    "max": lambda emitter, arguments: emitter.best(">=", arguments),
    "clamp": _Emitter.clamped,
    "floor": _Emitter.floored,
    "ceil": _Emitter.ceiled,
    "round": _Emitter.rounded,
    "abs": _Emitter.absolute,
    "uniform": _Emitter.drawn,
}
"""How each function of `FUNCTIONS` is written in Python."""
