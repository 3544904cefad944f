"""Which mapping or list each line stands in, by its margin alone: also of lines that YAML cannot read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.compiler.slip import inset_of, says

_LINE: Final = re.compile(
    r""" *(?P<dashes>(?:-[ ]+)*)(?:(?P<key>[\w-]+|"[^"]*"|'[^']*'):(?=\s|$)(?P<rest>.*))?"""
)
_BLOCK_TEXT: Final = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")

Path = tuple[str | int, ...]


@dataclass(slots=True, kw_only=True)
class Level:
    """A mapping or a list that is open above a line: how far it is set in, and where it is in the file.

    `last` is its key that comes last, 0 in a list; `keys` are those of a mapping.
    """

    column: int
    listed: bool
    path: Path
    last: str | int = 0
    keys: list[str] = field(default_factory=list)

    def inner(self) -> Path:
        """The path of what stands below its last key or in its last item."""
        return *self.path, self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line that says something, with the levels that are open above it, the outermost first.

    `column` is that of its key, or of its last dash when it has no key; `opens` says that nothing stands
    behind it on its line.
    """

    number: int
    inset: int
    listed: bool
    key: str | None
    column: int
    opens: bool
    between: bool
    """Whether it is set in less than the first line below a key, and more than that key."""
    levels: tuple[Level, ...]


def outline(lines: Sequence[str]) -> Iterator[Entry]:
    """Every line that says something and is no part of a text of several lines."""
    levels: list[Level] = []
    text_of: int | None = None
    for number, line in enumerate(lines):
        if not says(line) or (text_of is not None and inset_of(line) > text_of):
            continue
        text_of = None
        match = _LINE.match(line)
        if match is None:
            continue
        inset, dashes, rest = inset_of(line), match["dashes"], (match["rest"] or "").strip()
        listed = bool(dashes)
        deeper = [one.column > inset for one in levels if one.column >= inset]
        while levels and (levels[-1].column > inset or (_ends(levels[-1], inset) and not listed)):
            levels.pop()
        column = inset + len(dashes) if match["key"] else inset + max(dashes.rfind("-"), 0)
        entry = Entry(
            number=number,
            inset=inset,
            listed=listed,
            key=match["key"],
            column=column,
            opens=(match["key"] is not None and (not rest or rest.startswith("#"))) or line.strip() == "-",
            between=bool(levels) and bool(deeper) and all(deeper),
            levels=tuple(
                Level(column=one.column, listed=one.listed, path=one.path, last=one.last, keys=[*one.keys])
                for one in levels
            ),
        )
        yield entry
        for place, sign in enumerate(dashes, inset):
            if sign == "-":
                _open(levels, place, listed=True)
        if match["key"]:
            key = match["key"].strip("\"'")
            _open(levels, column, listed=False)
            levels[-1].last = key
            levels[-1].keys.append(key)
        if _BLOCK_TEXT.fullmatch(rest):
            text_of = column
        elif match["key"] is None and _BLOCK_TEXT.fullmatch(line[inset + len(dashes) :]):
            text_of = inset


def _ends(level: Level, inset: int) -> bool:
    """Whether a list ends at a line without a dash that is set in as far as its dashes."""
    return level.listed and level.column == inset


def _open(levels: list[Level], column: int, *, listed: bool) -> None:
    """Begin a level in a column, or go on with the one that is there."""
    while levels and levels[-1].column > column:
        levels.pop()
    if levels and levels[-1].column == column and levels[-1].listed == listed:
        return
    path = levels[-1].inner() if levels else ()
    levels.append(Level(column=column, listed=listed, path=path))
