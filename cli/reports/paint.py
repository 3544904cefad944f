"""Colours on a terminal, and none anywhere else."""

import os
from collections.abc import Callable
from typing import Final, TextIO

Paint = Callable[[str, str], str]
"""Given a style and a text: the text in that style."""

_STYLES: Final = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "frame": "34",
    "strong": "1",
    "help": "32",
}


def plainly(style: str, text: str) -> str:
    """No colours at all."""
    return text


def colourfully(style: str, text: str) -> str:
    """A text between the signs that switch a terminal's colour on and off."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if text else text


def paint_for(stream: TextIO) -> Paint:
    """Colours when the stream is a terminal that can show them and `NO_COLOR` is not set."""
    wanted = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return colourfully if wanted else plainly
