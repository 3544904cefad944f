"""Reads a frame's text as one JSON object, and refuses whatever readers of JSON disagree about.

Knows nothing of events. Never raises anything but `MalformedJsonError`, whatever it is given.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from engine.base.units import WIRE_MAX

MAX_BYTES: Final = 16 * 1024
"""The most bytes of a frame, in UTF-8."""
MAX_DEPTH: Final = 16
"""The most objects and lists within each other; the frame itself is the first."""

MAX_NAMED: Final = 8
"""The most keys that an answer names."""

_LONGEST_INTEGER: Final = len(str(-WIRE_MAX))
_LONGEST_SHOWN: Final = 40
_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
"""A string, or all the rest of the text after a quote that is never closed. So each character is looked at
once; and no reader of JSON gets past such a quote, so nothing behind it can be nested too deep."""
_BRACKET: Final = re.compile(r"[][{}]")
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_LONE: Final = re.compile("[\ud800-\udfff]")


class MalformedJsonError(ValueError):
    """The text is not one JSON object that everybody reads alike. The message is for the client's author.

    `top` holds what stands at the top of the frame under keys that stand there once, as far as it can be
    told, so that the answer can still bear the frame's `id`.
    """

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details
        self.top: Mapping[str, Any] = {}


def shown(text: str) -> str:
    """A client's own text as it may stand in a message: short, and only what can be printed."""
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in short)


def read_text(data: str | bytes) -> str:
    """The text of a frame. Raises MalformedJsonError when it is too big, or not UTF-8."""
    try:
        # Each character takes at least a byte, so what is far too long is not even encoded.
        size = len(data) if isinstance(data, bytes) or len(data) > MAX_BYTES else len(data.encode())
        if size > MAX_BYTES:
            raise MalformedJsonError(f"The frame is too big; send at most {MAX_BYTES} bytes.")
        return data.decode() if isinstance(data, bytes) else data
    except UnicodeError:
        raise MalformedJsonError("The frame holds bad text; send it as UTF-8.") from None


def read_object(text: str) -> dict[str, Any]:
    """The object that a text holds, with integers, floats, strings, bools, None, lists and dicts.

    An integer that is written as `-0` becomes the float -0.0 and one of too many digits becomes one just
    past ±(2^53-1), so that no field takes either. Raises MalformedJsonError.
    """
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise MalformedJsonError(f"The frame is nested too deep; use at most {MAX_DEPTH} levels.")
    try:
        found = _READER.decode(text)
        if _SURROGATE.search(text):
            _refuse_lone_surrogates(found)
    except json.JSONDecodeError as fault:
        raise MalformedJsonError(
            f"The frame is not valid JSON (at character {fault.pos + 1}); send one JSON object.",
            position=fault.pos + 1,
        ) from None
    except MalformedJsonError as fault:
        fault.top = _top(text)
        raise
    if not isinstance(found, dict):
        raise MalformedJsonError('The frame is not a JSON object; send {"type": …, "payload": {…}}.')
    return found


def _top(text: str) -> Mapping[str, Any]:
    """What stands once at the top of a text that is not nested too deep; nothing if it is not an object."""
    try:
        pairs = _LENIENT.decode(text)
    except json.JSONDecodeError:
        return {}
    if not isinstance(pairs, _Pairs):
        return {}
    often = Counter(key for key, _ in pairs)
    return {
        key: value
        for key, value in pairs
        if often[key] == 1 and not (isinstance(value, str) and _LONE.search(value))
    }


class _Pairs(tuple[tuple[str, Any], ...]):
    """An object as its pairs, to be told apart from a list."""

    __slots__ = ()


def _depth(text: str) -> int:
    """How deep brackets stand within each other, as far as it matters: it stops past `MAX_DEPTH`."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            break
    return deepest


def _refuse_lone_surrogates(found: Any) -> None:
    """Raise MalformedJsonError if a string cannot be written as UTF-8."""
    if _LONE.search(json.dumps(found, ensure_ascii=False)):
        raise MalformedJsonError("The frame holds half of a surrogate pair; send whole characters.")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = (name for name, _ in pairs)
        twice = sorted({shown(name) for name, often in Counter(names).items() if often > 1})[:MAX_NAMED]
        raise MalformedJsonError(
            f"The key `{twice[0]}` stands twice in one object; send it once.", keys=twice
        )
    return found


def _integer(text: str) -> int | float:
    if len(text) > _LONGEST_INTEGER:
        return -WIRE_MAX - 1 if text[0] == "-" else WIRE_MAX + 1
    return -0.0 if text == "-0" else int(text)


def _fraction(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise MalformedJsonError(f"The number {shown(text)} is too big; send a smaller one.")
    return value


def _no_number(name: str) -> NoReturn:
    raise MalformedJsonError(f"{name} is not JSON; send a number.")


_READER: Final = json.JSONDecoder(
    object_pairs_hook=_each_key_once, parse_int=_integer, parse_float=_fraction, parse_constant=_no_number
)
_LENIENT: Final = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=_integer)
