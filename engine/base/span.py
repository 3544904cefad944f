"""A place in a text file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A range within one line of one file.

    `path` is relative to the content folder, with forward slashes. `line` and `column` count
    from 1, in characters. `length` is in characters and at least 1.
    """

    path: str
    line: int = 1
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
