"""What was meant for the file and became part of a text: keys and entries below it, and the sign before it.

Readers of YAML see nothing wrong in that, and players would read it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.base.diagnostic import Confidence, Diagnostic
from engine.base.span import Span
from engine.compiler.findings import finding, shown
from engine.compiler.scalars import Trouble, resolve
from engine.compiler.schema import Schema, content_schema, kinds_of
from engine.compiler.words import READ_BY_PLAYERS
from engine.model.kinds import SINGLE_KINDS

SIGNS_OF_TEXT: Final = frozenset({">", "|", ">-", "|-", ">+", "|+"})
"""What begins a text of several lines."""
MAY_BE_LOST: Final = re.compile(r"\n *(?:- +)?\{? *[a-z_]++:(?: |\n|$)")
"""In the lines of a text, each behind a line end: one that may be meant for the file."""
_LOST: Final = re.compile(r"( *)(- +)?(\{ *)?([a-z_]+):(?: +(.*?))?\s*$")
_MEANT: Final = {"<": ">", "<-": ">-", "<+": ">+"}
_FOLLOWING: Final = ("W8003",)
_LEAST: Final = 2
"""Below a kind or an id a text of a thing stands; texts elsewhere are told of anyway."""


def lost_sign(value: str, quoted: bool, line: str, span: Span) -> Diagnostic | None:
    """The finding about a text for players that begins with, or is nothing but, a sign meant for the file.

    `line` is the one in which the text begins, at the place of `span`.
    """
    first = line[span.column - 1 :].split(" #")[0].strip()
    if quoted and value in SIGNS_OF_TEXT:
        return _told(
            f"players read nothing but {shown(value)} here",
            span,
            f"without quotes, `{value}` begins a text on the lines below",
        )
    if quoted or first not in _MEANT or value == first:
        return None
    return _told(
        f"{shown(first)} begins no text of several lines, so players read it",
        span,
        f"write `{_MEANT[first]}` in its place",
        _MEANT[first],
    )


def lost_line(
    place: Sequence[Any], beside: Mapping[str, Any], lines: Iterable[tuple[int, str]], begin: Span
) -> Diagnostic | None:
    """The finding about a line of a text for players that would be a key or an entry where the text stands.

    `place` leads to the text, `beside` are the keys of what holds it; of the lines the numbers are given.
    Within the text no comment can stand, so `begin` is where the finding is silenced.
    """
    if len(place) < _LEAST or place[-1] not in READ_BY_PLAYERS:
        return None
    holder = content_schema().at_place(place[:-1])
    if holder is None:
        return None
    for number, line in lines:
        match = _LOST.match(line)
        told = _help(match, place, beside, holder) if match is not None else None
        if match is not None and told is not None:
            what, help_ = told
            column, length = match.end(1) + 1, len(line.strip())
            return replace(
                _told(
                    f"this looks like {what}, but players read it as part of the text above",
                    replace(begin, line=number, column=column, length=length),
                    help_,
                ),
                entity=place[0] if place[0] in SINGLE_KINDS else f"{place[0]}:{place[1]}",
                silenced_at=(begin,),
            )
    return None


def without_what_is_lost(found: Iterable[Diagnostic]) -> tuple[list[Diagnostic], int]:
    """Findings without those that nothing leads to a node, where the answer that does may be lost in a text;
    and how many there were of these."""
    every = list(found)
    lost = {one.entity for one in every if one.code == "W7005" and one.silenced_at}
    kept = [one for one in every if one.code not in _FOLLOWING or one.entity not in lost]
    return kept, len(every) - len(kept)


def _help(
    match: re.Match[str], place: Sequence[Any], beside: Mapping[str, Any], holder: Schema
) -> tuple[str, str] | None:
    """What a line of a text looks like, and what to do when it is that."""
    key, rest, text = match[4], match[5] or "", place[-1]
    if not match[2]:
        known = holder.get("properties", {})
        if match[3] or key in beside or key not in known or holder.get("maxProperties") == 1:
            return None
        if not _is_value(rest, content_schema().resolve(known[key])):
            return None
        return f"the key `{key}`", f"set it in as far as `{text}`, and what is below it by as much less"
    if isinstance(place[-2], int) and _begins(key, rest, holder):
        return "another entry of the list", "set it in as far as the other entries"
    for name, entry in _lists(beside, holder):
        if _begins(key, rest, entry):
            return f"an entry of `{name}`", f"write `{name}:` above it, set in as far as `{text}`"
    return None


def _lists(beside: Mapping[str, Any], holder: Schema) -> Iterator[tuple[str, Schema]]:
    """The lists that are not there, and what an entry of each is."""
    for name, raw in holder.get("properties", {}).items():
        items = content_schema().resolve(raw).get("items")
        if name not in beside and isinstance(items, dict):
            yield name, content_schema().resolve(items)


def _begins(key: str, rest: str, entry: Schema) -> bool:
    """Whether an entry of a list may begin with a key and what is behind it."""
    known = entry.get("properties", {})
    if key not in known or not (key in entry.get("required", ()) or entry.get("maxProperties") == 1):
        return False
    value = content_schema().resolve(known[key])
    return "string" in kinds_of(value) or _is_value(rest.split(",")[0].rstrip(" }"), value)


def _is_value(rest: str, schema: Schema) -> bool:
    """Whether what is behind a key is more likely its value than words."""
    kinds = kinds_of(schema)
    if not rest or rest[0] in "[{":
        return bool({"array", "object"} & set(kinds))
    if schema.get("x-ref") or "enum" in schema or schema.get("x-unit") or "string" not in kinds:
        value = resolve(rest)
        return not isinstance(value, Trouble) and content_schema().accepts(value, schema)
    return False


def _told(message: str, span: Span, help_: str, suggestion: str | None = None) -> Diagnostic:
    return finding("W7005", message, span, help=help_, suggestion=suggestion, confidence=Confidence.LIKELY)
