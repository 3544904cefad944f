"""Lays out what stands in `{}` and `[]`: keys in order, on one line or, where too long, as an outline.

What already stands on one line stays on one. Comments within stay beside what they are about.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from engine.authoring.marks import Comment, comments_of, composed, places_of, schemas_in
from engine.compiler.decode import lines_of
from engine.compiler.schema import Schema

_WIDEST: Final = 100
"""Columns that what was written over several lines may take on one."""
_STEP: Final = 2


class _Unclear(Exception):  # noqa: N818 - it says what is the case
    """Something that has no second way of being written, such as a key without a value."""


@dataclass(frozen=True, slots=True)
class Instead:
    """New lines in place of those from `first` to `last` (from 0, both within)."""

    first: int
    last: int
    lines: list[str]


def flow_laid_out(text: str) -> list[Instead]:
    """What is to stand in place of the lines of each `{}` and `[]` that is not laid out, from above."""
    root = composed(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return []
    layout = _Layout(text, schemas_in(root))
    found: list[Instead] = []

    def look(node: Any, head: Any) -> None:
        """`head` is the key that a value belongs to, or None behind a dash."""
        if isinstance(node, yaml.ScalarNode):
            return
        if node.flow_style:
            instead = layout.instead(node, head)
            if instead is not None:
                found.append(instead)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                look(value, key)
        else:
            for item in node.value:
                look(item, None)

    look(root, None)
    return found


def replaced(text: str, changes: Iterable[Instead]) -> str:
    """The text with lines replaced."""
    lines = lines_of(text)
    for change in sorted(changes, key=lambda change: change.first, reverse=True):
        lines[change.first : change.last + 1] = change.lines
    return "\n".join(lines)


@dataclass(slots=True)
class _Entry:
    """One entry of a collection with the comments around it."""

    key: Any
    value: Any
    above: list[str]
    beside: str = ""

    def start(self) -> tuple[int, int]:
        return _start(self.value if self.key is None else self.key)


class _Layout:
    def __init__(self, text: str, schemas: Mapping[int, Schema]) -> None:
        self.lines = lines_of(text)
        self.schemas = schemas
        self.comments = comments_of(text)

    def instead(self, node: Any, head: Any) -> Instead | None:
        """What is to stand in place of one collection; None when that is what stands there."""
        first, last = node.start_mark.line, node.end_mark.line
        end = node.start_mark.column
        before = self.lines[first][:end]
        if head is not None:
            first, end = _end(head)
            colon = self.lines[first].find(":", end)
            if head.start_mark.line != first or self.lines[first][end:colon].strip():
                return None
            before, end = f"{self.lines[first][:end]}:", colon + 1
        try:
            lines = self._lines(node, before, self._comments((first, end), _end(node)), broken=first != last)
        except _Unclear:
            return None
        return Instead(first, last, lines) if lines != self.lines[first : last + 1] else None

    def _comments(self, start: tuple[int, int], end: tuple[int, int]) -> Sequence[Comment]:
        first = bisect_left(self.comments, start, key=_place)
        return self.comments[first : bisect_left(self.comments, end, key=_place)]

    def _lines(self, node: Any, before: str, comments: Sequence[Comment], *, broken: bool) -> list[str]:
        tail = self.lines[node.end_mark.line][node.end_mark.column :]
        gap = " " if before.endswith(":") else ""
        if not comments:
            row = self._short(node, _WIDEST - len(before) - len(gap) if broken else None)
            if row is not None:
                return [f"{before}{gap}{row}{tail}"]
        if not node.value:
            raise _Unclear
        outside = [one.text for one in comments if _place(one) < _start(node)]
        outside += [tail.strip()] if tail.strip() else []
        inside = [one for one in comments if _place(one) >= _start(node)]
        column = _first_sign(before) + _STEP if gap else len(before)
        below = self._outline(node, inside, column)
        if gap:
            beside = f"  {outside.pop()}" if len(outside) == 1 else ""
            return [before + beside, *_set_in([*outside, *below], column)]
        margin = len(before) - len(before.lstrip())
        above, rest = _behind_dash([*outside, *below])
        return [*_set_in(above, margin), f"{before}{rest[0]}", *_set_in(rest[1:], column)]

    def _short(self, node: Any, most: int | None) -> str | None:
        """A value on one line of `most` columns; None when it does not fit."""
        try:
            row = self._row(node)
        except _Unclear:
            return None
        return row if most is None or len(row) <= most else None

    def _row(self, node: Any) -> str:
        if isinstance(node, yaml.ScalarNode):
            lines = self._scalar(node)
            if any(not line or line.endswith("\\") for line in lines[:-1]):
                raise _Unclear
            return " ".join(lines)
        if isinstance(node, yaml.SequenceNode):
            return f"[{', '.join(self._row(item) for item in node.value)}]"
        places = places_of(node, self.schemas)
        order = sorted(range(len(places)), key=places.__getitem__)
        entries = [
            f"{self._row(key)}: {self._row(value)}" for key, value in map(node.value.__getitem__, order)
        ]
        return f"{{{', '.join(entries)}}}"

    def _outline(self, node: Any, comments: Sequence[Comment], column: int) -> list[str]:
        """The entries of a collection one below the other; `column` is where they will stand."""
        entries, after = self._entries(node, comments)
        if isinstance(node, yaml.MappingNode):
            places = places_of(node, self.schemas)
            entries = [entries[number] for number in sorted(range(len(places)), key=places.__getitem__)]
        found: list[str] = []
        for entry in entries:
            inner = [one for one in comments if _start(entry.value) <= _place(one) < _end(entry.value)]
            found += entry.above + self._entry(entry, inner, column)
        return found + after

    def _entry(self, entry: _Entry, comments: Sequence[Comment], column: int) -> list[str]:
        head = "-" if entry.key is None else f"{self._row(entry.key)}:"
        beside = f"  {entry.beside}" if entry.beside else ""
        if not comments:
            scalar = isinstance(entry.value, yaml.ScalarNode)
            row = self._short(entry.value, None if scalar else _WIDEST - column - len(head) - 1)
            if row is not None and not (scalar and len(self._scalar(entry.value)) > 1):
                return [f"{head} {row}{beside}"]
        if isinstance(entry.value, yaml.ScalarNode):
            first, *rest = self._scalar(entry.value)
            above = [entry.beside] if entry.beside else []
            return [*above, f"{head} {first}", *_set_in(rest, _STEP)]
        below = self._outline(entry.value, comments, column + _STEP)
        if not below:
            raise _Unclear
        if entry.key is not None:
            return [f"{head}{beside}", *_set_in(below, _STEP)]
        above, rest = _behind_dash([*([entry.beside] if entry.beside else []), *below])
        return [*above, f"- {rest[0]}", *_set_in(rest[1:], _STEP)]

    def _entries(self, node: Any, comments: Sequence[Comment]) -> tuple[list[_Entry], list[str]]:
        """The entries of a collection with the comments about them, and those after the last one."""
        pairs = node.value if isinstance(node, yaml.MappingNode) else [(None, item) for item in node.value]
        entries = [_Entry(key, value, []) for key, value in pairs]
        after: list[str] = []
        for one in comments:
            place = _place(one)
            following = next((entry for entry in entries if _end(entry.value) > place), None)
            ended = [entry for entry in entries if _end(entry.value) <= place]
            if following is not None and _start(following.value) <= place:
                # It stands within a collection further in.
                continue
            beside = ended[-1] if ended and _end(ended[-1].value)[0] == one.line else None
            if beside is not None and (following is None or following.start() > place):
                beside.beside = one.text
            elif following is not None:
                following.above.append(one.text)
            else:
                after.append(one.text)
        return entries, after

    def _scalar(self, node: Any) -> list[str]:
        """A scalar as it is written; the lines of one that takes several, without their margins."""
        start, end = node.start_mark, node.end_mark
        if (start.line, start.column) == (end.line, end.column):
            raise _Unclear
        lines = self.lines[start.line : end.line + 1]
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        if len(lines) == 1:
            return lines
        return [line.strip() if number else line.rstrip() for number, line in enumerate(lines)]


def _start(node: Any) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column


def _end(node: Any) -> tuple[int, int]:
    return node.end_mark.line, node.end_mark.column


def _place(comment: Comment) -> tuple[int, int]:
    return comment.line, comment.column


def _set_in(lines: Iterable[str], column: int) -> list[str]:
    return [f"{' ' * column}{line}" if line else "" for line in lines]


def _first_sign(line: str) -> int:
    """The column of the first sign that is neither a space nor a dash of a list."""
    column = 0
    while line[column] == " " or line[column : column + 2] == "- ":
        column += 1
    return column


def _behind_dash(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of an outline parted: the comments that go above the dash, and what stands behind it."""
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), None)
    if start is None:
        raise _Unclear
    return lines[:start], lines[start:]
