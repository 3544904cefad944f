"""Brackets that are missing, wrong or doubled within a line, each with the line as it should be."""

import re
from collections.abc import Iterator
from typing import Final

from engine.compiler.findings import shown
from engine.compiler.schema import all_keys
from engine.compiler.slip import CLOSERS, QUOTED_AT_MOST, Culprit, without_texts
from engine.compiler.words import READ_BY_PLAYERS

_OPENERS: Final = {closer: opener for opener, closer in CLOSERS.items()}
_CLOSED_BY: Final = {**CLOSERS, "(": ")"}
_OPENED_BY: Final = {**_OPENERS, ")": "("}
_BEGINS: Final = re.compile(r"(?:(?:^|\s)- +|: +|[\[,] *)(?=[^\s\]},])")
_PART: Final = re.compile(r"\s*[\w-]+:(?:\s|$)")
_COLON: Final = re.compile(r":(?:\s|$)")
_ALL_AFTER: Final = re.compile(r"([\w-]+): +$")
_AT_COLON: Final = re.compile(r"(?<=[{\[, ])([\w-]+):(?=[\[{\"'])")


def wrong_bracket(number: int, line: str) -> Iterator[Culprit]:
    """A bracket that closes what another sort of bracket opened, or opens what another sort closes."""
    bare = without_texts(line)
    opened: list[int] = []
    for place, sign in enumerate(bare):
        if sign in _CLOSED_BY:
            opened.append(place)
        elif sign in _OPENED_BY and opened:
            start = opened.pop()
            if bare[start] == _OPENED_BY[sign]:
                continue
            # Round brackets are never right here, but within a formula.
            if bare[start] != "(":
                right = _CLOSED_BY[bare[start]]
                mended = line[:place] + right + line[place + 1 :]
                message = f"`{sign}` does not close what `{bare[start]}` opens"
                yield _wrong(number, place, message, mended, start)
            elif _BEGINS.search(f"{bare[:start]}x"):
                right = _OPENED_BY[sign]
                mended = line[:start] + right + line[start + 1 :]
                yield _wrong(number, start, f"`(` does not open what `{sign}` closes", mended, start, place)


def _wrong(
    number: int, column: int, message: str, mended: str, start: int, end: int | None = None
) -> Culprit:
    whole = mended[start : (column if end is None else end) + 1]
    return Culprit(
        line=number,
        column=column,
        message=message,
        help=f"write {shown(whole, QUOTED_AT_MOST)}",
        mended=mended,
    )


def lost_bracket(number: int, line: str) -> Iterator[Culprit]:
    """A bracket that closes what nothing opened: the one that should stand further left is lost."""
    bare = without_texts(line)
    lacking = [sign for sign in "}]" if bare.count(sign) > bare.count(_OPENERS[sign])]
    for closer in lacking:
        for match in _BEGINS.finditer(bare):
            start = match.end()
            key = _ALL_AFTER.search(bare[:start])
            end = _closes(bare, start, closer)
            if end is None or (key is not None and key[1] in READ_BY_PLAYERS):
                continue
            # Between the entries of a group of keys no bracket can begin.
            if match[0].startswith(",") and _around(bare, start) != "[":
                continue
            if _holds_together(bare[start:end], keys=closer == "}"):
                whole = f"{_OPENERS[closer]}{line[start : end + 1]}"
                yield Culprit(
                    line=number,
                    column=start,
                    length=end + 1 - start,
                    message=f"`{_OPENERS[closer]}` is missing before this",
                    help=f"write {shown(whole, QUOTED_AT_MOST)}",
                    mended=f"{line[:start]}{whole}{line[end + 1 :]}",
                )


def _around(bare: str, place: int) -> str:
    """The bracket that is open at a place, if there is one."""
    depth = 0
    for sign in reversed(bare[:place]):
        depth += (sign in _OPENERS) - (sign in CLOSERS)
        if depth < 0:
            return sign
    return ""


def open_twice(number: int, line: str) -> Iterator[Culprit]:
    """A brace that stands twice where it opens and once where it closes."""
    bare = without_texts(line)
    place = bare.find("{{")
    if place >= 0 and bare.count("{") > bare.count("}"):
        yield Culprit(
            line=number,
            column=place,
            message="one `{` too many stands here",
            help="remove it",
            mended=line[:place] + line[place + 1 :],
        )


def _closes(bare: str, start: int, closer: str) -> int | None:
    """Where what begins at a place is closed by a bracket that nothing behind the place opened."""
    depth = 0
    for place in range(start, len(bare)):
        depth += (bare[place] in CLOSERS) - (bare[place] in _OPENERS)
        if depth < 0:
            return place if bare[place] == closer else None
    return None


def _holds_together(inner: str, *, keys: bool) -> bool:
    """Whether this may stand in braces, each entry a key with one value, or in brackets, without keys."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(inner):
        depth += (sign in CLOSERS) - (sign in _OPENERS)
        if sign == "," and not depth:
            parts.append(inner[begin:place])
            begin = place + 1
    parts.append(inner[begin:])
    flat = [re.sub(r"[\[{].*[\]}]", "", part) for part in parts]
    if keys:
        return all(_PART.match(part) and len(_COLON.findall(part)) == 1 for part in flat)
    return not any(_COLON.search(part) for part in flat)


def no_space_before_bracket(number: int, line: str) -> Iterator[Culprit]:
    """A key whose colon is followed by a bracket or a quote at once."""
    for match in _AT_COLON.finditer(line):
        if match[1] in all_keys():
            yield Culprit(
                line=number,
                column=match.end(1),
                message=f"a space is missing after the colon of {shown(match[1])}",
                help=f"write `{match[1]}: …`",
                mended=f"{line[: match.end()]} {line[match.end() :]}",
            )
