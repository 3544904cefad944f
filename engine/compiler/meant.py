"""What was probably meant by a value of the wrong sort or form: `40c` for `40 copper`, `0.3` for `0,3`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from engine.base.ids import is_id
from engine.compiler.nodes import Node, plain
from engine.compiler.scalars import quoted
from engine.compiler.schema import Schema, content_schema

TYPE_WORDS: Final[Mapping[str, str]] = {
    "object": "a mapping of keys and values",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
}
_TRUE: Final = frozenset({"yes", "on", "true", "1"})
_TRUTHS: Final = _TRUE | {"no", "off", "false", "0"}
_LONGEST: Final = 80
"""What takes more than so many letters is not written out for the writer."""
_KEYS_SHOWN: Final = 12
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
_BETWEEN: Final = re.compile(r"(?:\s|,|\band\b)*\Z")
_WORDS: Final = re.compile(r"\s*,\s*")
_PAIR: Final = re.compile(r"(\d{1,9})\s*[,x×]\s*(\d{1,9})\Z")
_WITH_WORD: Final = re.compile(r"(-?\d{1,15}(?:\.\d{1,15})?)\s*[A-Za-z]+\Z")
_FRACTION: Final = re.compile(r"(-?\d{1,15}),(\d{1,15})\Z")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%\Z")


def listed(known: Sequence[str] | Mapping[str, Any]) -> str:
    """The first of some keys, for choosing one."""
    words = [word for word in known if word != "based_on"]
    more = ", …" if len(words) > _KEYS_SHOWN else ""
    return ", ".join(f"`{word}`" for word in words[:_KEYS_SHOWN]) + more


def amount(unit: str, text: str) -> str | None:
    """Coins or a duration that is spelled out, or begins with needless zeros, in the right form."""
    units = _UNITS.get(unit)
    if units is None or len(text) > _LONGEST or not _BETWEEN.match(_PART.sub("", text)):
        return None
    counted: dict[str, str] = {}
    for number, word in _PART.findall(text):
        sign = next((sign for sign, words in units.items() if word.lower() in words), None)
        if sign is None or sign in counted or (unit == "coins" and "." in number):
            return None
        counted[sign] = re.sub(r"^0+(?=\d)", "", number)
    meant = "".join(f"{counted[sign]}{sign}" for sign in units if sign in counted)
    return meant if meant and meant != text else None


def number(text: str, schema: Schema) -> str | None:
    """A number that is written with a comma, in percent or with a word behind it, as it should be."""
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    if percent := _PERCENT.match(text):
        share = float(percent[1].replace(",", "."))
        return f"{share / 100:.15g}" if most is not None and most <= 1 else f"{share:.15g}"
    if fraction := _FRACTION.match(text):
        if "number" in _kinds(schema):
            # A thousand may be meant by 1,000, and one by 1,000.
            return (
                None
                if len(fraction[2]) == 3 and fraction[1] not in ("0", "-0")
                else ".".join(fraction.groups())
            )
        return "".join(fraction.groups()) if len(fraction[2]) == 3 else None
    with_word = _WITH_WORD.match(text)
    return with_word[1] if with_word else None


def mended(node: Node, wanted: Sequence[str], schema: Schema) -> tuple[str, str | None]:
    """What to do about a value of the wrong sort, and the text to put in its place where that is plain."""
    value = node.value
    text = _as_it_stands(node)
    if "string" in wanted and isinstance(value, int | float):
        unit = schema.get("x-unit")
        if unit in ("coins", "duration") and not isinstance(value, bool):
            meant = f"{text}{'c' if unit == 'coins' else 's'}"
            return f"say what is counted: `{meant}`?", meant
        return f"put it in quotes: {quoted(text)}", quoted(text)
    if "array" in wanted:
        written = _in_a_list(node, schema)
        if written is None:
            return "put it in a list: set each entry on a line of its own that begins with `- `", None
        return f"put it in a list: `{written}`", _in_place(node, written)
    if {"number", "integer"} & set(wanted) and isinstance(value, str):
        if re.fullmatch(r"-?\d{1,15}(\.\d+)?", value):
            return "write it without quotes", value
        if counted := number(value, schema):
            return f"did you mean `{counted}`?", counted
    if "boolean" in wanted and str(value).lower() in _TRUTHS:
        meant = "true" if str(value).lower() in _TRUE else "false"
        return f"write `{meant}`", meant
    if wanted == ["object"] and "properties" in schema:
        return _as_mapping(node, schema)
    return f"write {schema.get('x-says') or ' or '.join(TYPE_WORDS[kind] for kind in wanted)}", None


def _kinds(schema: Schema) -> Sequence[str]:
    kinds = schema.get("type", ())
    return [kinds] if isinstance(kinds, str) else list(kinds)


def _as_it_stands(node: Node) -> str:
    if node.written is not None:
        return node.written
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)


def _flow(value: Any) -> str | None:
    """A value on one line, when it is short."""
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False)
    text = text.removesuffix("\n").removesuffix("\n...")
    return text if len(text) <= _LONGEST and "\n" not in text else None


def _in_place(node: Node, written: str) -> str | None:
    """What is written out, when the place of the node is all that it replaces."""
    own = _flow(plain(node))
    return written if own is not None and node.span.length == len(own) else None


def _in_a_list(node: Node, schema: Schema) -> str | None:
    """The value as the list it should be; a mapping whose keys should be entries by themselves is divided."""
    if node.broken():
        return None
    value = plain(node)
    items = content_schema().resolve(schema.get("items", {}))
    if isinstance(value, dict):
        if not value:
            return "[]"
        if items.get("maxProperties") == 1:
            return _flow([{key: inner} for key, inner in value.items()])
    if isinstance(value, str) and len(words := _WORDS.split(value)) > 1 and all(map(is_id, words)):
        return _flow(words)
    return _flow([value]) if isinstance(value, dict) or _fits(value, items) else None


def _as_mapping(node: Node, schema: Schema) -> tuple[str, str | None]:
    """A value in place of the mapping that it should be: the only key that must be there, or all of them."""
    known: Mapping[str, Schema] = schema["properties"]
    required: Sequence[str] = schema.get("required", ())
    value = plain(node)
    pair = _PAIR.match(value) if isinstance(value, str) else None
    values = value if isinstance(value, list) else [value] if pair is None else [*map(int, pair.groups())]
    help_ = f"it has the keys {listed(known)}"
    resolve = content_schema().resolve
    more = [key for key in required[len(values) :] if _example(resolve(known[key])) is not None]
    if len(values) + len(more) != len(required) or any(isinstance(one, dict | list) for one in values):
        return help_, None
    whole = dict(zip(required, values, strict=False))
    if not all(_fits(one, resolve(known[key])) for key, one in whole.items()):
        return help_, None
    choice = schema.get("x-one-of") or schema.get("x-any-of") or ()
    if choice and not whole.keys() & set(choice):
        more.append(choice[0])
    if more:
        whole |= {key: _example(resolve(known[key])) for key in more}
        return f"write more than that, such as `{_flow(whole)}`", None
    written = _flow(whole)
    return (f"write `{written}`", _in_place(node, written)) if written else (help_, None)


def _example(schema: Schema) -> bool | int | None:
    """A value to show how it is written, where any will do."""
    kinds = _kinds(schema)
    return True if "boolean" in kinds else 1 if {"integer", "number"} & set(kinds) else None


def _fits(value: Any, schema: Schema) -> bool:
    sorts = {"string": str, "integer": int, "number": int | float, "boolean": bool}
    return any(isinstance(value, sorts[kind]) for kind in _kinds(schema) if kind in sorts)
