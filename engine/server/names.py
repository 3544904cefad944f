"""What users and characters may be called, and which names count as the same.

Two names are the same when a reader could take one for the other: case, accents, spaces and look-alike
letters of other alphabets make no difference.
"""

import unicodedata
from itertools import pairwise
from typing import Final

MAX_GRAPHEMES: Final = 24
MIN_GRAPHEMES: Final = 2
MAX_MARKS: Final = 2
"""Combining marks on one letter; more than that is meant to spill over the line."""

MIN_PASSWORD: Final = 8
MAX_PASSWORD: Final = 256
_JOINERS: Final = " '-"
_USER_SIGNS: Final = "._-"

_LOOK_ALIKES: Final = str.maketrans(
    {
        # Cyrillic
        **dict(zip("авекмнорстухіјѕԁһӏԛԝьгп", "abekmhopctyxijsdhlqwbrn", strict=True)),
        # Greek
        **dict(zip("αβεηικνορτυχγωσ", "abenikvoptuxywo", strict=True)),
        # Latin letters and digits that pass for another
        **dict(zip("ıɩłøđħŧɡɑ0135", "iilodhtgaoles", strict=True)),
        "l": "i",
        "j": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
    }
)


def clean_username(text: str) -> str | None:
    """The name of an account as it is kept, or None when it may not be one: letters, digits and `. _ -`."""
    name = unicodedata.normalize("NFC", text)
    if not _fits(name) or not all(_is_letter(c) or c in _USER_SIGNS for c in name):
        return None
    return name if _is_letter(name[0]) and _one_alphabet(name) else None


def clean_name(text: str) -> str | None:
    """The name of a character as it is kept, or None when it may not be one.

    Letters of one alphabet and digits, with single spaces, apostrophes and hyphens between them.
    """
    name = unicodedata.normalize("NFC", text)
    if not _fits(name) or not all(_is_letter(c) or c in _JOINERS for c in name):
        return None
    if not (_is_letter(name[0]) and _is_letter(name[-1])) or not any(c.isalpha() for c in name):
        return None
    if any(a in _JOINERS and b in _JOINERS for a, b in pairwise(name)):
        return None
    return name if _one_alphabet(name) else None


def name_key(name: str) -> str:
    """What two names share exactly when they could be taken for each other."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c) and c.isalnum())
    # Twice, since the look-alike of one letter may have a look-alike itself.
    return bare.translate(_LOOK_ALIKES).translate(_LOOK_ALIKES)


def password_fits(password: str) -> bool:
    """Say whether a password is neither too short nor too long to be hashed in reasonable time."""
    return MIN_PASSWORD <= len(password) <= MAX_PASSWORD


def _fits(name: str) -> bool:
    if not name or unicodedata.category(name[0]).startswith("M"):
        return False
    bases = sum(1 for c in name if not unicodedata.category(c).startswith("M"))
    marks = 0
    for c in name:
        marks = marks + 1 if unicodedata.category(c).startswith("M") else 0
        if marks > MAX_MARKS:
            return False
    return MIN_GRAPHEMES <= bases <= MAX_GRAPHEMES


def _is_letter(c: str) -> bool:
    category = unicodedata.category(c)
    return category in ("Lu", "Ll", "Lt", "Lo", "Mn", "Mc") or c in "0123456789"


def _one_alphabet(name: str) -> bool:
    """Say whether all letters are of one alphabet. Japanese mixes three, which count as one with Chinese."""
    alphabets = {unicodedata.name(c, "?").split(" ")[0] for c in name if unicodedata.category(c)[0] == "L"}
    together = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}
    return "?" not in alphabets and (len(alphabets) <= 1 or alphabets <= together)
