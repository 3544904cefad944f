"""Amounts, times and numbers as people write them, in the form that content wants: `40c` for `40 copper`."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from engine.base.units import coins_text, parse_coins
from engine.compiler.schema import Schema, kinds_of

LOOKALIKES: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
"""Letters that are taken for digits."""
_LONGEST: Final = 80
"""No amount is longer, however it is spelled out."""
_UNITS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "coins": {
        "g": ("g", "gp", "gold", "golds"),
        "s": ("s", "sp", "silver", "silvers"),
        "c": ("c", "cp", "copper", "coppers", "coin", "coins"),
    },
    "duration": {
        "d": ("d", "day", "days"),
        "h": ("h", "hr", "hrs", "hour", "hours"),
        "m": ("m", "min", "mins", "minute", "minutes"),
        "s": ("s", "sec", "secs", "second", "seconds"),
    },
}
"""Units, the largest first, and the words that people write for them."""
_PART: Final = re.compile(r"(\d{1,15}(?:\.\d{1,3})?)\s*([A-Za-z]+)")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_MILLISECONDS: Final = re.compile(r"(\d{1,9})\s*(?:ms|msec|millis|milliseconds?)\Z", re.IGNORECASE)
_OF_ANY_COIN: Final = re.compile(r"(\d{1,15})\s+[A-Za-z]+\Z")
_BETWEEN: Final = re.compile(r"(?:\s|,|\band\b)*\Z")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BEHIND: Final = re.compile(r"\s*(?:[;.,]|//.*|;.*|/\*.*|#.*|[\])}]+)\Z")
_POINT_IN_THOUSANDS: Final = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_PART_OF_A_COIN: Final = re.compile(r"(\d{1,6}\.\d{1,3})\s*([gs])[a-z]*\Z", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"[$€£¥]\s*(\d{1,9})\Z|(\d{1,9})\s*[$€£¥]\Z")
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([AaPp])?(?:\.?[Mm]\.?)?\Z")
_COUNTED: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)\Z")
_THOUSAND: Final = 1000
_HALF_DAY: Final = 12
WHOLE_DAY: Final = 24
_HOUR: Final = 60
PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?\Z")
_FRACTION: Final = re.compile(r"(-?\d{1,15}),(\d{1,15})\Z")
_SHARE: Final = re.compile(r"(\d{1,6})\s*(?:/|⁄|in|of|out of|zu|von|sur|:)\s*(\d{1,6})\Z")
_AT_LEAST: Final = re.compile(r"(>=|=>|==?|>|≥)\s*(-?\d{1,9})\Z")
_ALWAYS: Final[Mapping[str, str]] = {
    "always": "1", "certain": "1", "immer": "1", "toujours": "1", "never": "0", "nie": "0", "jamais": "0",
}  # fmt: skip
_APOSTROPHES: Final = re.compile(r"(?<=\d)['’   ](?=\d{3}(?!\d))")
_OTHER_MINUS: Final = str.maketrans("−–‒", "---")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%\Z")
_LOOKS_LIKE_NUMBER: Final = re.compile(r"(?=.*\d)[\dOolI]{1,15}(?:\.[\dOolI]{1,15})?\Z")
_WITH_WORD: Final = re.compile(r"(-?\d{1,15}(?:\.\d{1,15})?)\s*[A-Za-z]+\Z")


def amount(unit: str, text: str) -> str | None:
    """Coins or a duration that is spelled out, or begins with needless zeros, in the right form."""
    units, written = _UNITS.get(unit), text
    if units is None or len(text) > _LONGEST:
        return None
    text = _COMMA.sub(".", _THOUSANDS.sub("", _BEHIND.sub("", text)))
    if unit == "duration" and (small := _MILLISECONDS.match(text)) is not None:
        return f"{int(small[1]) / _THOUSAND:.12g}s"
    if not _BETWEEN.match(_PART.sub("", text)):
        return None
    counted: dict[str, str] = {}
    for number, word in _PART.findall(text):
        sign = next((sign for sign, words in units.items() if word.lower() in words), None)
        if sign is None or sign in counted or (unit == "coins" and "." in number):
            return None
        counted[sign] = re.sub(r"^0+(?=\d)", "", number)
    meant = "".join(f"{counted[sign]}{sign}" for sign in units if sign in counted)
    return meant if meant and meant != written else None


def of_coins(text: str) -> Iterator[str]:
    """Coins with a point in them, with the sign of a currency, or with another word for them."""
    if part := _PART_OF_A_COIN.match(_COMMA.sub(".", text)):
        yield coins_text(round(float(part[1]) * (parse_coins(f"1{part[2].lower()}") or 0)))
    yield _POINT_IN_THOUSANDS.sub("", text)
    if sign := _CURRENCY.match(text):
        yield f"{sign[1] or sign[2]}c"
    if other := _OF_ANY_COIN.match(text):
        yield f"{other[1]}c"


def clock(text: str) -> str | None:
    """A time of day as it should be written: `09:00` for `9:00`, `21:00` for `9pm`, `00:00` for `24:00`."""
    match = _CLOCK.match(text)
    if match is None or not (match[2] or match[3]):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + _HALF_DAY * (match[3] in "pP")
    if hour == WHOLE_DAY and not minute:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < WHOLE_DAY and minute < _HOUR else None


def counted(text: str) -> str | None:
    """A duration in place of hours, minutes and seconds with colons."""
    match = _COUNTED.match(text)
    if match is None:
        return None
    parts = zip((int(part or 0) for part in match.groups()), "hms", strict=True)
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"


def in_plain_signs(text: str) -> str:
    """A number with the digits and signs of other keyboards in ours, and without marks between thousands."""
    plain_signs = unicodedata.normalize("NFKC", text).translate(_OTHER_MINUS)
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain_signs)
    return _APOSTROPHES.sub("", digits)


def number(text: str, schema: Schema) -> str | None:
    """A number that is written with a comma, in percent or with a word behind it, as it should be."""
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    text, written = in_plain_signs(text), text
    if PLAIN_NUMBER.match(text) and text != written:
        return text
    if (above := _AT_LEAST.match(text)) is not None:
        return str(int(above[2]) + (above[1] == ">"))
    if most is not None and most <= 1:
        if (part := _SHARE.match(text)) is not None and 0 < int(part[1]) <= int(part[2]):
            return f"{int(part[1]) / int(part[2]):.4g}"
        if text.lower() in _ALWAYS:
            return _ALWAYS[text.lower()]
    if percent := _PERCENT.match(text):
        share = float(percent[1].replace(",", "."))
        return f"{share / 100:.15g}" if most is not None and most <= 1 else f"{share:.15g}"
    if fraction := _FRACTION.match(text):
        if "number" in kinds_of(schema):
            # A thousand may be meant by 1,000, and one by 1,000.
            return (
                None
                if len(fraction[2]) == 3 and fraction[1] not in ("0", "-0")
                else ".".join(fraction.groups())
            )
        return "".join(fraction.groups()) if len(fraction[2]) == 3 else None
    if _LOOKS_LIKE_NUMBER.match(text):
        return text.translate(LOOKALIKES)
    with_word = _WITH_WORD.match(text)
    return with_word[1] if with_word else None
