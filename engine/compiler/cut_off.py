"""A text for players that ends at a `#`, as one with a number sign in it does when it lacks its quotes."""

import re
from dataclasses import replace
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler.findings import finding, shown
from engine.compiler.scalars import quoted

_NO_NOTE: Final = re.compile(r"\s{1,2}(#(?!gamectl:)[^\s#].*)")
"""What is a comment but was hardly meant to be one: a note has a space after its sign, or stands far off."""


def cut_off(text: str, line: str, end: Span) -> Diagnostic | None:
    """The finding about a text without quotes that ends at a place of a line, when a `#` follows it there."""
    rest = _NO_NOTE.match(line, end.column - 1)
    if rest is None or not line[: end.column - 1].strip():
        return None
    whole = quoted(f"{text}{rest[0].rstrip()}")
    return finding(
        "W7004",
        f"the text ends at the `#`: players read {shown(text)}",
        replace(end, column=rest.start(1) + 1, length=len(rest[1].rstrip())),
        help=f"put the whole text in quotes: {shown(whole)}; if it is a note, write a space after the `#`",
    )
