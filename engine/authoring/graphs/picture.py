"""What a picture consists of: boxes in columns and arrows between them. Knows no content and no pixels."""

from dataclasses import dataclass
from typing import Final

MOST_BOXES: Final = 40
"""More boxes than this make no picture that anybody reads."""
MOST_ARROWS: Final = 60
"""Nor do more arrows than this."""
MOST_IN_COLUMN: Final = 12
MOST_LINES: Final = 12
"""Longer lists in a box end with how many more there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line below the title of a box. `mark` is the name of a small sign before it, `deep` sets it in."""

    text: str
    mark: str = ""
    deep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A thing in a picture.

    `rank` is its column from the left. `hover` is said when a pointer rests on it. `tone` groups boxes by
    colour; `marked` is the one that the picture is about. `many` stands for several things.
    """

    key: str
    title: str
    rank: int
    lines: tuple[Line, ...] = ()
    hover: str = ""
    tone: int = 0
    marked: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A way from one box to another. With `both`, back as well; `label` says what it takes.

    A `dashed` arrow is of another sort than most: what that means, the picture's `signs` say. One that
    `asks` is drawn like one with a label: a box at one of its ends says what for.
    """

    start: str
    end: str
    label: str = ""
    hover: str = ""
    both: bool = False
    dashed: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A whole picture. `remark` stands below the title, and says what was left out.

    `tones` name the colours, by number; `signs` say what sorts of arrows mean: `both`, `plain`, `dashed`,
    `asks`.
    """

    title: str
    remark: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    tones: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
