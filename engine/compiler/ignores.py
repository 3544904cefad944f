"""Comments that silence findings: what they name and why, read from the lines of a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.base.span import Span

_IGNORE: Final = re.compile(r"(?:^|(?<=\s))#\s*gamectl:\s*ignore\b\s*(?:\[([^\]]*)\])?\s*(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A comment that asks for silence: `# gamectl: ignore[W7002] reason`.

    `alone`: nothing else is on its line.
    """

    codes: tuple[str, ...]
    reason: str
    span: Span
    alone: bool


def ignores_of(
    path: str, lines: list[str], texts: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[Ignore, ...]:
    """The comments of a file that ask for silence.

    `texts` are the starts and ends of its scalars, each a line and a column from 0: a `#` within one is no
    comment.
    """
    found = []
    for number, line in enumerate(lines):
        match = _IGNORE.search(line)
        if match is None or any(start <= (number, match.start()) < end for start, end in texts):
            continue
        # Small letters and a space in place of a comma leave no doubt.
        codes = tuple(re.split(r"[,\s]+", match[1].strip().upper())) if match[1] and match[1].strip() else ()
        span = Span(path=path, line=number + 1, column=match.start() + 1, length=len(match[0].rstrip()))
        found.append(
            Ignore(codes=codes, reason=match[2].strip(), span=span, alone=not line[: match.start()].strip())
        )
    return tuple(found)
