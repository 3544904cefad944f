"""Parts of a file read by themselves, from their lines alone.

All other lines are empty, so every place is the place in the whole file.
"""

from collections.abc import Mapping, Sequence

from engine.compiler.decode import Limits
from engine.compiler.document import Document
from engine.compiler.read import read_document


def end_of_thing(lines: Sequence[str], first: int) -> int:
    """The line after the last of what begins on a line (from 1): all that is set in further belongs to it."""
    inset = _inset(lines[first - 1])
    end = first
    while end < len(lines) and (_is_blank(lines[end]) or _inset(lines[end]) > inset):
        end += 1
    return end + 1


def lines_between(lines: Sequence[str], first: int, end: int) -> dict[int, str]:
    """Lines with their numbers (from 1), up to `end` and without it."""
    return dict(enumerate(lines[first - 1 : end - 1], start=first))


def read_lines(path: str, kept: Mapping[int, str], limits: Limits | None = None) -> Document | None:
    """The document that some lines of a file make, by number; None when they cannot be read by themselves."""
    parts: list[str] = []
    at = 1
    for number, line in sorted(kept.items()):
        parts += ("\n" * (number - at), line, "\n")
        at = number + 1
    document = read_document(path, "".join(parts).encode("utf-8"), limits)
    return document if document.readable and not document.findings else None


def _inset(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_blank(line: str) -> bool:
    inner = line.lstrip(" ")
    return not inner or inner[0] == "#"
