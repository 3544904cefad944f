"""Cuts a formula into numbers, dice, names and signs, and tells what is none of these. Builds no tree.

Two rules settle what would be unclear:

* In an id after `skills.`, `flag.` or `item.` a `-` between id characters belongs to the id:
  `flag.saw-lamp` is one value, `flag.saw - lamp` takes one from another. Everywhere else `-` is minus.
* `d` or a whole number before `d` and one after it are dice: `2d6`, `d20`. No value can be called so.
"""

import re
from typing import Final, NamedTuple

from engine.base.ids import is_id
from engine.rules.formulas.functions import FUNCTION_NAMED
from engine.rules.formulas.problem import PROBLEMS_SHOWN, Problem, ProblemKind, quoted
from engine.rules.formulas.tree import LARGEST, MAX_DICE, MAX_SIDES

ID_FAMILIES: Final = ("skills", "flag", "item")
"""Families whose values are called by ids of content, which may hold `-`."""
WORDS: Final = frozenset({"and", "or", "not"})


class Token(NamedTuple):
    """A piece of the text. `kind` is `number dice name sign ( ) , wrong end`; words such as `and` are signs.

    A `wrong` token stands for something already told as a problem.
    """

    kind: str
    text: str
    column: int
    length: int


_WORD: Final = "[A-Za-z][A-Za-z0-9_]*"
_ID: Final = "[A-Za-z0-9][A-Za-z0-9_]*(?:-+[A-Za-z0-9_]+)*"
_PLAIN_NAME: Final = re.compile(rf"{_WORD}(?:\.{_WORD})*", re.ASCII)
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<dice>[0-9]*[dD][0-9]+(?![A-Za-z0-9_]))
    | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_.]))
    | (?P<badnumber>[0-9.][A-Za-z0-9_.]*)
    | (?P<name>(?:{"|".join(ID_FAMILIES)})\.{_ID}|{_WORD}(?:\.{_WORD})*|_)
      (?P<rest>(?:\.|(?<=_))[A-Za-z0-9_.]*)?
    | (?P<foreign>===|!==|\*\*|//|&&|\|\||<>|=>|=<|:=|=(?!=)|!(?!=)|&|\||;|[−–—×·÷≤≥≠，（）])
    | (?P<sign>==|!=|<=|>=|[-+*/%^<>])
    | (?P<bracket>[(),])
    | (?P<text>"[^"]*"?|'[^']*'?|“[^”]*”?)
    """,
    re.VERBOSE | re.ASCII,
)

_FOREIGN: Final = {
    "=": "==", "===": "==", ":=": "==", "!==": "!=", "<>": "!=", "≠": "!=",
    "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<=",
    "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not",
    "**": "^", "//": "/", "÷": "/", "×": "*", "·": "*", "−": "-", "–": "-", "—": "-",
    ";": ",", "，": ",", "（": "(", "）": ")",
}  # fmt: skip
"""Signs of other languages and keyboards, and ours for them."""
_FOREIGN_HELP: Final = {
    "=": "to compare two values, write `==`",
    "//": "to divide and round down, write `floor(a / b)`",
}


def tokens_of(text: str, problems: list[Problem]) -> list[Token]:
    """The pieces of `text`, an `end` last; adds what is wrong with single pieces to `problems`."""
    tokens: list[Token] = []
    place = 0
    # What lies behind the last problem that is told need not be read.
    while place < len(text) and len(problems) < PROBLEMS_SHOWN:
        match = _TOKEN.match(text, place)
        if match is None:
            end = place + 1
            while end < len(text) and _TOKEN.match(text, end) is None:
                end += 1
            tokens.append(_stray(text[place:end], place, problems))
            place = end
            continue
        sort = "name" if match["name"] is not None else match.lastgroup
        piece = match[0]
        if sort == "sign":
            tokens.append(Token("sign", piece, place, len(piece)))
        elif sort == "bracket":
            tokens.append(Token(piece, piece, place, 1))
        elif sort != "space":
            tokens.append(_READ[sort or ""](piece, place, problems))
        place = match.end()
    if place < len(text):
        tokens.append(Token("wrong", "", place, 1))
    tokens.append(Token("end", "", len(text), 1))
    return tokens


def _wrong(
    kind: ProblemKind,
    message: str,
    text: str,
    column: int,
    problems: list[Problem],
    better: str | None = None,
) -> Token:
    problems.append(Problem(kind, message, column, len(text), better))
    return Token("wrong", text, column, len(text))


def _stray(text: str, column: int, problems: list[Problem]) -> Token:
    message = f"{quoted(text)} has no place in a formula; take it out"
    return _wrong(ProblemKind.CHARACTER, message, text, column, problems)


def _text(text: str, column: int, problems: list[Problem]) -> Token:
    message = "a formula works with numbers only; take the text in quotes out"
    return _wrong(ProblemKind.CHARACTER, message, text, column, problems)


def _foreign(text: str, column: int, problems: list[Problem]) -> Token:
    ours = _FOREIGN[text]
    hint = _FOREIGN_HELP.get(text, f"write `{ours}`")
    suggestion = None if text == "//" else ours
    problems.append(
        Problem(
            ProblemKind.CHARACTER,
            f"{quoted(text)} is not a sign of formulas; {hint}",
            column,
            len(text),
            suggestion,
        )
    )
    return Token(ours if ours in "()," else "sign", ours, column, len(text))


def _number(text: str, column: int, problems: list[Problem]) -> Token:
    if float(text) > LARGEST:
        message = f"{quoted(text)} is too large; numbers go up to {LARGEST:.0f}"
        return _wrong(ProblemKind.NUMBER, message, text, column, problems)
    return Token("number", text, column, len(text))


def _badnumber(text: str, column: int, problems: list[Problem]) -> Token:
    if re.fullmatch(r"[0-9.]*[dD][0-9.]*", text):
        message = f"{quoted(text)} is not dice; write a whole number, `d` and a whole number, such as `2d6`"
        return _wrong(ProblemKind.DICE, message, text, column, problems)
    plain = text.replace("_", "")
    if "_" in text and re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        message = f"write the number without `_`: `{plain[:40]}`"
        return _wrong(ProblemKind.NUMBER, message, text, column, problems, plain)
    joined = re.match(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z].*)", text)
    if joined and not re.match(r"0[xXoObB]|.*[eE]$", text):
        message = f"{quoted(text)} is neither a number nor a name; to multiply, put `*` between the two"
        return _wrong(ProblemKind.NUMBER, message, text, column, problems, f"{joined[1]} * {joined[2]}")
    message = f"{quoted(text)} is not a number; write it like `12` or `0.5`"
    return _wrong(ProblemKind.NUMBER, message, text, column, problems)


def _dice(text: str, column: int, problems: list[Problem]) -> Token:
    count, sides = dice_of(text)
    if not 1 <= count <= MAX_DICE:
        message = f"{quoted(text)}: throw 1 to {MAX_DICE} dice at once"
    elif not 1 <= sides <= MAX_SIDES:
        message = f"{quoted(text)}: a die has 1 to {MAX_SIDES} sides"
    else:
        return Token("dice", text, column, len(text))
    return _wrong(ProblemKind.DICE, message, text, column, problems)


def dice_of(text: str) -> tuple[int, int]:
    """Count and sides of a `dice` token such as `2d6`; `d6` is one die."""
    count, _, sides = text.lower().partition("d")
    # Nine digits are enough to see that a number is too large, and quick to read however many follow.
    return int(count.lstrip("0")[:9] or "0") if count else 1, int(sides.lstrip("0")[:9] or "0")


def _name(text: str, column: int, problems: list[Problem]) -> Token:
    lower = text.lower()
    if text != lower and (lower in WORDS or lower in FUNCTION_NAMED):
        message = f"write {quoted(text)} in small letters: `{lower}`"
        problems.append(Problem(ProblemKind.NAME, message, column, len(text), lower))
        text = lower
    if text in WORDS:
        return Token("sign", text, column, len(text))
    family, dot, rest = text.partition(".")
    if dot and family in ID_FAMILIES:
        if is_id(rest):
            return Token("name", text, column, len(text))
        example = f"after `{family}.` comes one id, such as `{family}.old-lamp`"
        spaces = "; put spaces around a minus" if "-" in rest else ""
        message = f"{quoted(text)} is not the name of a value: {example}{spaces}"
        return _wrong(ProblemKind.NAME, message, text, column, problems)
    if not _PLAIN_NAME.fullmatch(text):
        message = f"{quoted(text)} is not the name of a value; names look like `level` or `self.attack`"
        return _wrong(ProblemKind.NAME, message, text, column, problems)
    return Token("name", text, column, len(text))


_READ: Final = {
    "dice": _dice,
    "number": _number,
    "badnumber": _badnumber,
    "name": _name,
    "foreign": _foreign,
    "text": _text,
}
