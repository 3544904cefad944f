"""Anchors, aliases, tags and merge keys: what YAML knows besides values, and content does without."""

import re
from dataclasses import replace
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.compiler.findings import finding, shown

_NOTES_AT_MOST: Final = 20
LONGEST: Final = 64
"""So much of one is underlined."""


def word(span: Span, line: str, sign: str) -> Span:
    """The word that begins with a sign, in a place that may begin before and end behind it."""
    found = re.search(rf"{re.escape(sign)}[^\s,\[\]{{}}]*", line[span.column - 1 :])
    if found is None:
        return span
    return replace(span, column=span.column + found.start(), length=min(LONGEST, len(found[0])))


def anchor(name: str, span: Span) -> Diagnostic:
    """The finding about `&name`."""
    return finding(
        "E0010",
        f"`&{name}` marks a part of the file to be repeated",
        span,
        help="remove it; put a text that begins with `&` in quotes",
    )


def repeated(told: Diagnostic, span: Span) -> Diagnostic:
    """The finding about an anchor, with one more place that repeats what it marks."""
    if len(told.notes) >= _NOTES_AT_MOST:
        return told
    return replace(
        told,
        help="write it out where it is repeated, or let one thing be `based_on` the other",
        notes=(*told.notes, Note(message="it is repeated here", span=span)),
    )


def alias(name: str, span: Span) -> Diagnostic:
    """The finding about `*name` that has no anchor."""
    return finding(
        "E0010",
        f"`*{name}` repeats another part of the file",
        span,
        help="write it out, or use `based_on`; put a text that begins with `*` in quotes",
    )


def tag(span: Span, line: str) -> Diagnostic:
    """The finding about a tag."""
    written = line[span.column - 1 :][: span.length]
    return finding(
        "E0011",
        f"the tag {shown(written)} is not used in content",
        span,
        help="remove the tag; quote a text that begins with `!`",
    )


def merge_key(span: Span) -> Diagnostic:
    """The finding about `<<`."""
    return finding(
        "E0012",
        "`<<` merges other keys into these",
        span,
        help="merge keys are not used in content: write it out, or use `based_on`",
    )
