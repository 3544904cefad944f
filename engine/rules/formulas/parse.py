"""Makes a tree of a formula's text, and goes on after a mistake so that all of them are told at once.

From loose to tight: `or`, `and`, `not`, comparisons, `+ -`, `* / %`, a sign before a value, `^`.
What people read in two ways is not guessed but refused: `-x ^ 2`, `a ^ b ^ c` and `a < b < c`.
Knows no scope and no kinds; never raises and never nests deeper than `MAX_DEPTH`.
"""

import re
from dataclasses import replace
from typing import Final

from engine.base.suggest import closest
from engine.rules.formulas.functions import FUNCTION_NAMED
from engine.rules.formulas.lex import Token, dice_of, tokens_of
from engine.rules.formulas.problem import Problem, ProblemKind, quoted
from engine.rules.formulas.tree import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_PARTS,
    Binary,
    Call,
    Name,
    Node,
    Number,
    Roll,
    Unary,
    Wrong,
)

COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
_LOOSEST: Final = 1
_NOT: Final = 3
_TIGHTNESS: Final = {
    "or": _LOOSEST,
    "and": 2,
    **dict.fromkeys(COMPARISONS, _NOT + 1),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
    "^": 7,
}
_OTHER_LANGUAGES: Final = {
    "ceiling": "`ceil(x)`",
    "int": "`floor(x)`",
    "iif": "`if(question, yes, no)`",
    "mod": "`a % b`",
    "pow": "`a ^ b`",
    "power": "`a ^ b`",
    "rand": "`uniform(0, 1)` or dice such as `2d6`",
    "randbetween": "dice such as `2d6`",
    "randint": "dice such as `2d6`",
    "random": "`uniform(0, 1)` or dice such as `2d6`",
    "trunc": "`floor(x)`",
}
"""Functions that people know from elsewhere, and what to write for them."""
_TAKES_THE_SAME: Final = re.compile(r"`(\w+)\(x\)`")


def parse(text: str, problems: list[Problem]) -> tuple[Node, int]:
    """The tree of `text` and the count of its parts; what is wrong is added to `problems`."""
    if len(text) > MAX_CHARACTERS:
        message = f"the formula has {len(text)} characters; make it shorter, at most {MAX_CHARACTERS}"
        problems.append(Problem(ProblemKind.LIMIT, message, 0, MAX_CHARACTERS))
        return Wrong((), 0, MAX_CHARACTERS), 0
    reader = _Reader(text, tokens_of(text, problems), problems)
    return reader.whole(), reader.parts


class _Reader:
    """The place in the tokens, while one formula is read."""

    __slots__ = ("depth", "parts", "place", "problems", "stopped", "text", "tokens")

    def __init__(self, text: str, tokens: list[Token], problems: list[Problem]) -> None:
        self.text = text
        self.tokens = tokens
        self.problems = problems
        self.place = 0
        self.depth = 0
        self.parts = 0
        self.stopped = False

    @property
    def next(self) -> Token:
        """The token to be read."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """Step over the token to be read; the end is never stepped over."""
        token = self.tokens[self.place]
        if token.kind != "end":
            self.place += 1
        return token

    def report(self, kind: ProblemKind, message: str, at: Token, suggestion: str | None = None) -> None:
        """Tell a problem, unless reading has stopped."""
        if not self.stopped:
            self.problems.append(Problem(kind, message, at.column, at.length, suggestion))

    def stop(self, message: str, at: Token) -> None:
        """Tell that the formula is too large, and read nothing more of it."""
        self.report(ProblemKind.LIMIT, message, at)
        self.stopped = True
        self.place = len(self.tokens) - 1

    def part(self, node: Node) -> Node:
        """Count a part of the tree."""
        self.parts += 1
        if self.parts == MAX_PARTS + 1:
            at = Token("wrong", "", node.column, node.length)
            self.stop(f"the formula has too many parts; at most {MAX_PARTS} values and signs are allowed", at)
        return node

    def deeper(self, at: Token) -> bool:
        """Go one level deeper, if that is still allowed; the caller goes back up."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.stop(f"too much lies inside each other here; at most {MAX_DEPTH} levels are allowed", at)
        return not self.stopped

    def beside_a_mistake(self) -> bool:
        """True when the token to be read, or the one before it, has been told as a problem already."""
        before = self.tokens[self.place - 1] if self.place else self.next
        return self.stopped or "wrong" in (self.next.kind, before.kind)

    def whole(self) -> Node:
        """The whole text."""
        if self.next.kind == "end":
            empty = Token("wrong", "", 0, max(len(self.text), 1))
            self.report(
                ProblemKind.SYNTAX,
                "the formula is empty; write a number, or something like `2 * level`",
                empty,
            )
            return Wrong((), 0, empty.length)
        node = self.expression(_LOOSEST)
        while self.next.kind != "end":
            # Only a bracket or a comma that nothing opened can stand here.
            token = self.take()
            opened = "this bracket was never opened; take it out, or put `(` before"
            listed = (
                "a comma stands only between the arguments of a function; for parts of a number write `.`"
            )
            self.report(ProblemKind.SYNTAX, opened if token.kind == ")" else listed, token)
            if token.kind == ")":
                node = self.continued(node, _LOOSEST)
            elif self.next.kind not in ("end", ")", ","):
                node = Wrong((node, self.expression(_LOOSEST)), node.column, node.length)
        return node

    def expression(self, loosest: int) -> Node:
        """A value and all that follows it by signs at least as tight as `loosest`."""
        return self.continued(self.operand(), loosest)

    def continued(self, left: Node, loosest: int) -> Node:
        """What follows the value `left` by signs at least as tight as `loosest`, with it."""
        while True:
            sign = self.next
            if sign.kind == "wrong" or sign.kind in ("number", "name", "dice", "("):
                left = self.beside(left)
                continue
            tightness = _TIGHTNESS.get(sign.text, 0) if sign.kind == "sign" else 0
            if sign.text == "not" and sign.kind == "sign":
                self.report(ProblemKind.SYNTAX, "put `and` or `or` before `not`", sign)
                tightness = _LOOSEST
                if tightness < loosest:
                    return left
                left = self.joined("and", left, self.operand())
                continue
            if tightness == 0 or tightness < loosest:
                return left
            self.take()
            if sign.text == "%" and self.is_percent():
                message = (
                    "`%` is what a division leaves over, with a value after it; for 50 percent write `0.5`"
                )
                self.report(ProblemKind.SYNTAX, message, sign)
                left = Wrong((left,), left.column, sign.column + 1 - left.column)
                continue
            right = self.expression(tightness + 1) if sign.text != "^" else self.operand()
            left = self.joined(sign.text, left, right)
            self.refuse_two_readings(sign)

    def is_percent(self) -> bool:
        """True when the `%` just read has no value after it: `50%`, `50% + 1`, but not `a % -b`."""
        after = self.next
        if after.kind == "sign" and after.text in ("-", "+"):
            return self.text[after.column + 1 : after.column + 2].isspace()
        return after.kind in ("sign", "end", ")", ",")

    def refuse_two_readings(self, sign: Token) -> None:
        """Tell when the same sort of sign comes again where people disagree on what that means."""
        again = self.next
        if again.kind != "sign":
            return
        if sign.text == "^" and again.text == "^":
            message = "two `^` in a row can be read in two ways; write `(a ^ b) ^ c` or `a ^ (b ^ c)`"
            self.report(ProblemKind.SYNTAX, message, again)
        if sign.text in COMPARISONS and again.text in COMPARISONS:
            message = "compare two values at a time: write `a < b and b < c` for `a < b < c`"
            self.report(ProblemKind.SYNTAX, message, again)
            # Swallowed here with its right side: a comparison of a comparison would only be told twice.
            self.tokens[self.place] = Token("wrong", again.text, again.column, again.length)

    def joined(self, sign: str, left: Node, right: Node) -> Node:
        """Two parts with a sign between them."""
        length = max(right.column + right.length - left.column, 1)
        return self.part(Binary(sign, left, right, left.column, length))

    def beside(self, left: Node) -> Node:
        """What stands after a complete value without a sign between the two."""
        if not self.beside_a_mistake():
            before, token = self.tokens[self.place - 1], self.next
            between = f"between {quoted(before.text)} and {quoted(token.text)}"
            message = f"a sign is missing {between}; to multiply, write `*`"
            self.report(ProblemKind.SYNTAX, message, token)
        if self.next.kind == "wrong":
            self.take()
            if self.next.kind in ("end", ")", ",", "sign"):
                return self.part(Wrong((left,), left.column, left.length))
        right = self.operand()
        return self.part(Wrong((left, right), left.column, max(right.column + right.length - left.column, 1)))

    def operand(self) -> Node:
        """One value, with what stands before it: `-`, `+`, `not`."""
        token = self.next
        if token.kind == "sign" and token.text in ("-", "+", "not"):
            self.take()
            node: Node = Wrong((), token.column, token.length)
            if self.deeper(token):
                inner = self.expression(_NOT + 1) if token.text == "not" else self.operand()
                length = max(inner.column + inner.length - token.column, token.length)
                node = (
                    inner if token.text == "+" else self.part(Unary(token.text, inner, token.column, length))
                )
            self.depth -= 1
            if token.text == "-" and self.next.text == "^" and self.next.kind == "sign":
                message = "`-x ^ 2` can be read in two ways; write `-(x ^ 2)` or `(-x) ^ 2`"
                self.report(ProblemKind.SYNTAX, message, self.next)
            return node
        return self.primary()

    def primary(self) -> Node:
        """A number, dice, a name, a function with its arguments, or something in brackets."""
        token = self.next
        match token.kind:
            case "number":
                self.take()
                return self.part(Number(float(token.text), token.column, token.length))
            case "dice":
                self.take()
                return self.part(Roll(*dice_of(token.text), token.column, token.length))
            case "name":
                self.take()
                return self.call(token) if self.next.kind == "(" else self.named(token)
            case "(":
                self.take()
                return self.bracketed(token)
            case "wrong":
                self.take()
                return self.part(Wrong((), token.column, token.length))
        return self.missing()

    def missing(self) -> Node:
        """The place of a value that is not there."""
        token = self.next
        before = self.tokens[self.place - 1] if self.place else None
        if not self.beside_a_mistake():
            if before is None:
                self.report(ProblemKind.SYNTAX, f"a value is missing before {quoted(token.text)}", token)
            else:
                self.report(ProblemKind.SYNTAX, f"a value is missing after {quoted(before.text)}", before)
        at = before or token
        return self.part(Wrong((), at.column, at.length))

    def named(self, token: Token) -> Node:
        """A value of the scope."""
        function = FUNCTION_NAMED.get(token.text)
        if function is None:
            return self.part(Name(token.text, token.column, token.length))
        message = f"`{token.text}` is a function; write it with its arguments: `{function.signature}`"
        self.report(ProblemKind.FUNCTION, message, token)
        return self.part(Wrong((), token.column, token.length))

    def bracketed(self, opening: Token) -> Node:
        """What stands in brackets, the opening one already read."""
        node: Node = Wrong((), opening.column, opening.length)
        if self.deeper(opening):
            node = self.expression(_LOOSEST)
            while self.next.kind == ",":
                comma = self.take()
                message = (
                    "a comma stands only between the arguments of a function; for parts of a number write `.`"
                )
                self.report(ProblemKind.SYNTAX, message, comma)
                node = Wrong((node, self.expression(_LOOSEST)), node.column, node.length)
            self.close(opening)
            last = self.tokens[self.place - 1]
            node = replace(node, column=opening.column, length=last.column + last.length - opening.column)
        self.depth -= 1
        return node

    def close(self, opening: Token) -> None:
        """Step over the closing bracket."""
        if self.next.kind == ")":
            self.take()
        elif not self.beside_a_mistake():
            self.report(
                ProblemKind.SYNTAX, "this bracket is never closed; put `)` where it should end", opening
            )

    def call(self, name: Token) -> Node:
        """A function with its arguments; its name is already read, the bracket is not."""
        opening = self.take()
        arguments: list[Node] = []
        if self.deeper(opening):
            if self.next.kind != ")":
                arguments.append(self.expression(_LOOSEST))
                while self.next.kind == ",":
                    self.take()
                    arguments.append(self.expression(_LOOSEST))
            self.close(opening)
        self.depth -= 1
        last = self.tokens[self.place - 1]
        length = last.column + last.length - name.column
        if name.text in FUNCTION_NAMED:
            return self.part(Call(name.text, tuple(arguments), name.column, length))
        self.unknown_function(name)
        return self.part(Wrong(tuple(arguments), name.column, length))

    def unknown_function(self, name: Token) -> None:
        """Tell that there is no such function, and what there is."""
        instead = _OTHER_LANGUAGES.get(name.text.lower())
        near = None if instead else closest(name.text, FUNCTION_NAMED)
        if instead and (same := _TAKES_THE_SAME.fullmatch(instead)):
            near, instead = same[1], None
        if instead:
            hint = f"write {instead}"
        elif near:
            hint = f"did you mean `{near}`?"
        else:
            known = ", ".join(f"`{function}`" for function in FUNCTION_NAMED)
            hint = f"there are {known}; to multiply, put `*` before the bracket"
        message = f"there is no function called {quoted(name.text)}; {hint}"
        self.report(ProblemKind.FUNCTION, message, name, near)
