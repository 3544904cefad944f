"""One slip in a line of a file, and what can be seen of a line by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

CLOSERS: Final = {"[": "]", "{": "}"}
QUOTED_AT_MOST: Final = 80
"""So much of a longer text is repeated with its quotes."""
_QUOTE: Final = re.compile(r"""(?:^\s*|- |: |[\[{] ?|, )(["'])""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """A line with a slip, what is wrong with it, and the line as it should be. Counted from 0.

    `mended` stands in the place of `lines` lines, or nothing does when it is None.
    """

    line: int
    column: int
    message: str
    help: str
    mended: str | None
    length: int = 1
    lines: int = 1
    code: str = "E0008"


def says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def inset_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def quotes(line: str) -> Iterator[tuple[int, int]]:
    """Where quoted texts begin and end in a line; -1 for one that does not end in it."""
    place = 0
    while match := _QUOTE.search(line, place):
        start, sign = match.start(1), match[1]
        end = start + 1
        while end < len(line):
            if line[end] == sign:
                if sign == "'" and line[end + 1 : end + 2] == "'":
                    end += 1
                else:
                    break
            elif line[end] == "\\" and sign == '"':
                end += 1
            end += 1
        if end >= len(line):
            yield start, -1
            return
        yield start, end
        # The end of a text is not the beginning of the next one.
        place = end + 1


def without_texts(line: str) -> str:
    """The line with spaces in place of quoted texts and the comment."""
    for start, end in list(quotes(line)):
        end = len(line) if end < 0 else end + 1
        line = line[:start] + " " * (end - start) + line[end:]
    return re.sub(r"(?:^|(?<=\s))#.*", lambda comment: " " * len(comment[0]), line)


def opens(line: str) -> bool:
    """Whether a line ends with a key that has no value in it."""
    return (without_texts(line) if "#" in line else line).rstrip().endswith(":")


def put(slip: Culprit, lines: list[str]) -> list[str]:
    """The lines with a slip mended."""
    mended = [] if slip.mended is None else [slip.mended]
    return [*lines[: slip.line], *mended, *lines[slip.line + slip.lines :]]
