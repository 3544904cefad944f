"""What a plain scalar of YAML means: the core schema of YAML 1.2, without what YAML 1.1 reads otherwise.

The two versions disagree about `no`, `012`, `12:30`, `1e3` and dates. Editors and other tools follow
one or the other, so such a scalar is refused and the quoted form is offered.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

from engine.base.units import WIRE_MAX

NOTHING: Final = ("~", "null", "Null", "NULL")
"""Words for no value at all."""
_CONSTANTS: Final[dict[str, bool | None]] = {
    "": None,
    **dict.fromkeys(NOTHING),
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INT: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"(?:\.[0-9]+|[-+]?(?:0|[1-9][0-9]*)\.[0-9]*)(?:[eE][-+][0-9]+)?\Z")
_NOT_FINITE: Final = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_LONGEST_NUMBER: Final = 64
_LONG_NUMBER: Final = re.compile(r"[-+]?(?:0x[0-9a-fA-F_]*|[.0-9][-+0-9._:eE]*)\Z")
_AMBIGUOUS: Final = re.compile(
    r"""(?:
        (?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)   # truth in 1.1, text in 1.2
      | =                                               # a value tag in 1.1
      | [-+]?0[0-9_]+                                   # 012: ten or twelve
      | [-+]?0[0-9]+\.[0-9_]*(?:[eE][-+]?[0-9]+)?       # 01.5
      | [-+]?0o[0-7_]+                                  # 0o14: text in 1.1
      | [-+]?0b[01_]+                                   # 0b11: text in 1.2
      | [-+]?0x[0-9a-fA-F_]*_[0-9a-fA-F_]*              # 0x_ff
      | [-+]?[.0-9][0-9._]*_[0-9._]*(?:[eE][-+]?[0-9]+)?  # 1_000: a number in 1.1
      | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?  # 12:30: seven hundred and fifty in 1.1
      | [-+]?[0-9]+[eE][-+]?[0-9]+                      # 1e3: text in 1.1
      | [-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)[eE][0-9]+      # 1.5e3: text in 1.1
      | [-+]0x[0-9a-fA-F_]+                             # -0x1f: text in 1.2
      | [-+]\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?           # -.5: text in 1.1
      | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[\ \t]+)[-+0-9:.Zz\ \t]*)?  # a date
    )\Z""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a plain scalar is not taken: code, message and help, and the text to put in its place."""

    code: str
    message: str
    help: str
    suggestion: str | None = None


def quoted(text: str) -> str:
    """A text in double quotes, as YAML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lacks_quote(text: str) -> bool:
    """Whether a plain text ends with a quote and has no other: the one at its beginning was forgotten."""
    return text.endswith('"') and text.count('"') == 1


def ambiguous(text: str) -> Trouble | None:
    """Trouble when the versions of YAML disagree about a plain scalar."""
    if len(text) > _LONGEST_NUMBER:
        # Looked at first, and by a pattern that cannot take long.
        return _too_large(text) if _LONG_NUMBER.match(text) else None
    if not _AMBIGUOUS.match(text):
        return None
    digits = "; write a number in plain digits" if any(sign.isdigit() for sign in text) else ""
    return Trouble(
        "E0009",
        f"`{text[:40]}` means different things to different programs",
        f"put it in quotes if it is text: {quoted(text[:40])}" + digits,
        quoted(text) if len(text) <= 100 else None,
    )


def resolve(text: str) -> str | int | float | bool | Trouble | None:
    """The value of a plain scalar, or the trouble with it."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if not text[0].isascii() or text[0] not in "+-.0123456789=yYnNoO":
        return text
    if trouble := ambiguous(text):
        return trouble
    if _INT.match(text) or _HEX.match(text):
        return _whole(text)
    if _NOT_FINITE.match(text):
        return Trouble(
            "E0015", f"`{text}` is not a number the game can count with", "write an ordinary number"
        )
    if _FLOAT.match(text):
        number = float(text)
        return number if math.isfinite(number) and abs(number) <= WIRE_MAX else _too_large(text)
    return text


def _whole(text: str) -> int | Trouble:
    # The length is looked at first: Python refuses to turn some thousand digits into text again.
    if len(text) > 24:
        return _too_large(text)
    number = int(text, 16) if "x" in text else int(text)
    return number if abs(number) <= WIRE_MAX else _too_large(text)


def _too_large(text: str) -> Trouble:
    cut = f"{text[:24]}…" if len(text) > 24 else text
    return Trouble(
        "E0015", f"the number `{cut}` is too large", f"numbers lie between -{WIRE_MAX} and {WIRE_MAX}"
    )
