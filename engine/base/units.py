"""Units that writers use (`1.5s`, `1g20s`, `20:00`) and the integers they become.

Durations become ticks, coins become copper, times of day become minutes. The tick rate and the
worth of silver and gold belong to the wire contract, not to the balance of a game.
"""

import re
from typing import Final

TICKS_PER_SECOND: Final = 20
STEP: Final = 1 / TICKS_PER_SECOND
"""Seconds between two ticks."""
COPPER_PER_SILVER: Final = 1000
SILVER_PER_GOLD: Final = 1000
WIRE_MAX: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""

MINUTES_PER_HOUR: Final = 60
MINUTES_PER_DAY: Final = 24 * MINUTES_PER_HOUR
"""The world clock's face, whatever the length of a world day."""

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_COPPER: Final = {"c": 1, "s": COPPER_PER_SILVER, "g": COPPER_PER_SILVER * SILVER_PER_GOLD}
_DURATION: Final = re.compile(r"(?!0\d)(?:\d{1,9}(?:\.\d{1,3})?[smhd])+\Z")
_COINS: Final = re.compile(r"(?!0\d)(?:\d{1,16}[gsc])+\Z")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)([a-z])")


def parse_duration(text: str) -> int | None:
    """Ticks in a duration such as `1.5s`, `2m` or `1h30m`; None when it is not one.

    A duration that is not zero lasts at least one tick.
    """
    if not _DURATION.match(text):
        return None
    parts = _PART.findall(text)
    if len({unit for _, unit in parts}) != len(parts):
        return None
    seconds = sum(float(amount) * _SECONDS[unit] for amount, unit in parts)
    ticks = round(seconds * TICKS_PER_SECOND)
    return max(ticks, 1) if seconds > 0 else 0


def is_too_short(text: str) -> bool:
    """Whether a duration is shorter than a tick, and not zero: it lasts a tick all the same."""
    if not _DURATION.match(text):
        return False
    return 0 < sum(float(amount) * _SECONDS[unit] for amount, unit in _PART.findall(text)) < STEP


def parse_coins(text: str) -> int | None:
    """Copper in an amount such as `250c`, `3s` or `1g20s`; None when it is not one."""
    if not _COINS.match(text):
        return None
    parts = _PART.findall(text)
    if len({unit for _, unit in parts}) != len(parts):
        return None
    copper = sum(int(amount) * _COPPER[unit] for amount, unit in parts)
    return copper if copper <= WIRE_MAX else None


def parse_clock(text: str) -> int | None:
    """Minutes after midnight of a time such as `20:00`; None when it is not one."""
    match = _CLOCK.match(text)
    return int(match[1]) * MINUTES_PER_HOUR + int(match[2]) if match else None


def clock_text(minute: int) -> str:
    """Minutes after midnight as writers write them: `20:00`."""
    hour, minute = divmod(minute, MINUTES_PER_HOUR)
    return f"{hour:02}:{minute:02}"


def wallet_of(copper: int) -> tuple[int, int, int]:
    """Copper, silver and gold of an amount in copper, in normal form."""
    silver, copper = divmod(copper, COPPER_PER_SILVER)
    gold, silver = divmod(silver, SILVER_PER_GOLD)
    return copper, silver, gold


def number_text(number: float) -> str:
    """A number as writers write it: a whole one in all its digits, never with an exponent."""
    whole = abs(number) <= WIRE_MAX and number == int(number)
    return f"{int(number)}" if whole else f"{number:.15g}"


def coins_text(copper: int) -> str:
    """An amount in copper as writers write it: `1g20s`, `250c`, `0c`."""
    c, s, g = wallet_of(copper)
    return "".join(f"{amount}{unit}" for amount, unit in ((g, "g"), (s, "s"), (c, "c")) if amount) or "0c"


def coins_words(copper: int) -> str:
    """An amount in copper as players hear it: `1 gold and 20 silver`, `250 copper`, `no coins`."""
    c, s, g = wallet_of(copper)
    *first, last = [f"{n} {unit}" for n, unit in ((g, "gold"), (s, "silver"), (c, "copper")) if n] or [
        "no coins"
    ]
    return f"{', '.join(first)} and {last}" if first else last


_SPANS: Final = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def duration_words(ticks: int) -> str:
    """Ticks as players hear them: `3 seconds`, `1 hour and 20 minutes`. Never less than there is: whole
    seconds, rounded up, and of a longer time its two largest units."""
    left = max(1, -(-ticks // TICKS_PER_SECOND))
    largest = next(place for place, (_, seconds) in enumerate(_SPANS) if left >= seconds)
    kept = _SPANS[largest : largest + 2]
    left = -(-left // kept[-1][1]) * kept[-1][1]
    said = []
    for name, seconds in kept:
        amount, left = divmod(left, seconds)
        if amount:
            said.append(f"{amount} {name}{'' if amount == 1 else 's'}")
    return " and ".join(said)


def duration_text(ticks: int) -> str:
    """Ticks as writers write them: `1.5s`, `2m`, `1h30m`, `0s`."""
    if ticks % TICKS_PER_SECOND:
        return f"{ticks / TICKS_PER_SECOND:g}s"
    seconds = ticks // TICKS_PER_SECOND
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    return "".join(f"{n}{u}" for n, u in ((hours, "h"), (minutes, "m"), (seconds, "s")) if n) or "0s"
