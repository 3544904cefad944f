"""How much room words take, and where lines are broken. Sizes are in pixels of the finished picture."""

from typing import Final

TITLE_SIZE: Final = 14
LINE_SIZE: Final = 11.5
LABEL_SIZE: Final = 11
LINE_HEIGHT: Final = 17
TITLE_HEIGHT: Final = 20
BOLD: Final = 1.12
"""So much wider is a bold text."""


def width_of(text: str, size: float) -> float:
    """About how wide a text will be: fonts differ, so this is on the generous side."""
    narrow = sum(sign in "iljft.,:;'|!()[] I" for sign in text)
    wide = sum(sign in "mwMW—×" or ord(sign) > 0x2E80 for sign in text)
    return size * (0.6 * (len(text) - narrow - wide) + 0.37 * narrow + 1.0 * wide)


def broken(text: str, most: int) -> tuple[str, ...]:
    """A text in lines of at most so many characters, broken between words where that can be."""
    found: list[str] = []
    for word in text.split(" "):
        while len(word) > most:
            found.append(word[: most - 1] + "-")
            word = word[most - 1 :]
        if found and len(found[-1]) + 1 + len(word) <= most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return tuple(found)


def balanced(text: str, most: int) -> tuple[str, ...]:
    """A text in as few lines of at most so many characters as it needs, all about as long."""
    lines = broken(text, most) if text else ()
    narrow = most
    while narrow > 1 and len(tighter := broken(text, narrow - 1)) == len(lines) and len(lines) > 1:
        narrow, lines = narrow - 1, tighter
    return lines
