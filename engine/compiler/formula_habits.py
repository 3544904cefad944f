"""What was probably meant by a text that is no formula: a share of something, a unit, a sentence with `if`.

Proposes only; whoever asks looks whether the proposal is right in its place.
"""

import re
from collections.abc import Iterator
from typing import Final

from engine.rules.formulas import Problem, ProblemKind, Scope

_PERCENT: Final = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%\s*\Z")
_WITH_WORD: Final = re.compile(r"\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*([A-Za-z]{1,20})\s*\Z")
_NO_UNITS: Final = frozenset({"d", "w", "x", "e"})
"""What stands behind a number in half of a roll, a product or a power of ten."""
_SENTENCE: Final = re.compile(r"\s*if\b(.+?)\bthen\b(.+?)\belse\b(.+)\Z", re.IGNORECASE)
_TURNED: Final = re.compile(r"(.+?)\bif\b([^()]+)\belse\b(.+)\Z", re.IGNORECASE)
_ASKED: Final = re.compile(r"([^?]+)\?([^?:]+):(.+)\Z")
_HYPHENATED: Final = re.compile(r"(?<![\w.-])[A-Za-z]\w*(?:-\w+)+(?![\w.(-])")
_DEEPEST: Final = 8
_LONGEST: Final = 500
"""No formula is longer, and trying longer texts could take long."""


def habits(text: str, scope: Scope, result: str, about: str) -> Iterator[Problem]:
    """Each way to read the text as a formula, with that formula as the suggestion.

    `result` is the word of its note; `about` is the value that a share is probably one of.
    """
    if len(text) > _LONGEST:
        return
    yield from _share(text, result, about)
    yield from _unit(text, scope, result)
    if (choice := _choice(text)) is not None:
        yield _problem(ProblemKind.SYNTAX, "`if` is written with brackets and commas", text, choice)
    if (whole := _with_families(text, scope)) != text:
        message = "flags, items and skills are named with their kind here"
        yield _problem(ProblemKind.NAME, message, text, whole)


def _problem(kind: ProblemKind, message: str, text: str, meant: str) -> Problem:
    return Problem(kind, message, 0, len(text), meant)


def _share(text: str, result: str, about: str) -> Iterator[Problem]:
    """A percentage: of the value that is changed, where there is one."""
    if (percent := _PERCENT.match(text)) is None:
        return
    share = f"{float(percent[1]) / 100:.15g}"
    if result == "share":
        yield _problem(ProblemKind.SYNTAX, "a share is written as a part of one", text, share)
    elif about:
        meant = about if share == "1" else f"{about} * {share}"
        yield _problem(ProblemKind.SYNTAX, f"`{text.strip()}` does not say of what", text, meant)


def _unit(text: str, scope: Scope, result: str) -> Iterator[Problem]:
    """A number with a word behind it that is none of the values here."""
    found = _WITH_WORD.match(text)
    if found is None or found[2].lower() in _NO_UNITS or scope.kind_of(found[2]) is not None:
        return
    if found[2] not in ("g", "s", "c") or result == "seconds":
        yield _problem(ProblemKind.NUMBER, "a formula knows no units", text, found[1])


def _choice(text: str, deep: int = 0) -> str | None:
    """A choice between two results as `if(question, yes, no)`; None when the text is none."""
    for pattern, order in ((_SENTENCE, (1, 2, 3)), (_TURNED, (2, 1, 3)), (_ASKED, (1, 2, 3))):
        if (found := pattern.match(text)) is not None and deep < _DEEPEST:
            parts = [found[place].strip().rstrip(",") for place in order]
            parts[0] = parts[0].removesuffix(":")
            parts[2] = _choice(parts[2], deep + 1) or parts[2]
            return f"if({', '.join(parts)})"
    return None


def _with_families(text: str, scope: Scope) -> str:
    """The text with what stands before the dot put to ids with a hyphen: `flag.cook-suspected`."""

    def whole(name: re.Match[str]) -> str:
        known = (f"{family}.{name[0]}" for family, ids in sorted(scope.families.items()) if ids)
        return next(filter(scope.kind_of, known), name[0])

    return _HYPHENATED.sub(whole, text)
