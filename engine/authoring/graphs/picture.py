"""What a picture consists of: boxes in columns and arrows between them. Knows no content and no pixels."""

from dataclasses import dataclass
from typing import Final

MOST_BOXES: Final = 60
"""More boxes than this make no picture that anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A thing in a picture.

    `rank` is its column from the left. `lines` stand below the title in small type. `hover` is said when a
    pointer rests on it. `tone` groups boxes by colour; `marked` is the one that the picture is about.
    """

    key: str
    title: str
    rank: int
    lines: tuple[str, ...] = ()
    hover: str = ""
    tone: int = 0
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A way from one box to another. With `both`, back as well. `label` says what it takes."""

    start: str
    end: str
    label: str = ""
    hover: str = ""
    both: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A whole picture. `tones` name the colours, by number; `remark` stands below the title."""

    title: str
    remark: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    tones: tuple[str, ...] = ()
