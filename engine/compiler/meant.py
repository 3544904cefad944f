"""What was probably meant by a value of the wrong sort or form: `40c` for `40 copper`, `0.3` for `0,3`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import yaml

from engine.base.ids import is_id
from engine.base.units import WIRE_MAX
from engine.compiler.everyday import meant_by
from engine.compiler.findings import one_of
from engine.compiler.nodes import Node, plain
from engine.compiler.quantities import (
    LOOKALIKES,
    PLAIN_NUMBER,
    WHOLE_DAY,
    amount,
    clock,
    counted,
    in_plain_signs,
    number,
    of_coins,
)
from engine.compiler.scalars import Trouble, quoted
from engine.compiler.schema import Schema, content_schema, kinds_of
from engine.compiler.snippets import example_from

TYPE_WORDS: Final[Mapping[str, str]] = {
    "object": "a group of keys",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
}
_TRUE: Final = frozenset({"yes", "on", "true", "1"})
_TRUTHS: Final = _TRUE | {"no", "off", "false", "0"}
_WORDS_OF_TRUTH: Final = frozenset({"yes", "on", "no", "off"})
_LONGEST: Final = 80
"""What takes more than so many letters is not written out for the writer."""
_KEYS_SHOWN: Final = 12
_WORDS: Final = re.compile(r"\s*,\s*")
_PAIR: Final = re.compile(r"(\d{1,9})\s*[,x×]\s*(\d{1,9})\Z")
_EXAMPLES: Final[Mapping[str, str]] = {"duration": "5m", "coins": "5c"}
_THE_OTHER_WAY: Final[Mapping[str, str]] = {"give_coins": "take", "take_coins": "give"}
_PLAIN_DIGITS: Final = re.compile(r"[0-9][0-9_]*(?:\.[0-9]+)?\Z")
_AROUND: Final = " \t,;\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb\"'`"
"""Signs that people put around a word and that are none of it."""
_UPWARDS: Final = re.compile(r"\A(?:\.{0,2}/)+")
"""How the way to a file begins elsewhere: `./`, `../`, `/`."""
_OTHER_PICTURES: Final = frozenset({"gif", "bmp", "tif", "tiff", "ico", "avif", "heic", "psd", "xcf", "ai"})
_ENDINGS: Final[Mapping[str, str]] = {"jpeg": "jpg"}


def listed(known: Sequence[str] | Mapping[str, Any]) -> str:
    """The first of some keys, for choosing one."""
    words = [word for word in known if word != "based_on"]
    more = ", …" if len(words) > _KEYS_SHOWN else ""
    return ", ".join(f"`{word}`" for word in words[:_KEYS_SHOWN]) + more


def in_form(schema: Schema, text: str) -> Sequence[str]:
    """What a text of the wrong form may have meant, the likeliest first."""
    unit = schema.get("x-unit", "")
    if schema.get("x-picture"):
        path = _UPWARDS.sub("", text.strip(_AROUND).replace("\\", "/")).removeprefix("images/")
        stem, dot, ending = path.rpartition(".")
        path = f"{stem}.{_ENDINGS.get(ending.lower(), ending.lower())}" if dot else path
        other = stem if ending.lower() in _OTHER_PICTURES else path
        return (path, "-".join(path.split()), f"{'-'.join(other.split())}.svg" if other.strip() else "")
    return (
        amount(unit, text) or "",
        in_plain_signs(text) if unit else "",
        *(of_coins(text) if unit == "coins" else ()),
        (clock(text.strip(_AROUND)) or "") if unit == "clock" else "",
        text.translate(LOOKALIKES) if unit and any(sign.isdigit() for sign in text) else "",
        text.strip(_AROUND),
        "-".join(text.split()),
        "".join(text.split()).lower(),
        "".join(text.split()),
    )


FEWER_COINS: Final = f"name each unit once; more than `{WIRE_MAX}c` are too many coins"


def less_than_nothing(key: str, text: str) -> tuple[str, str]:
    """What is wrong with coins below zero, and what to write."""
    coins = text.removeprefix("-").strip()
    coins = f"{coins}c" if coins.isdecimal() else coins
    other = _THE_OTHER_WAY.get(key.strip("`")) if coins[:-1].isdecimal() else None
    help_ = f"to {other} coins use `{other}_coins: {coins}`" if other else "write `0c` or more"
    return f"{key} cannot be less than nothing", help_


def as_wanted(text: str, trouble: Trouble, schema: Schema | None) -> Trouble:
    """The trouble with what is plainly meant in its place: `schema` is what may stand there."""
    schema = schema or {}
    kinds = set(kinds_of(schema))
    meant: str | None = None
    if trouble.code != "E0009":
        return trouble
    if schema.get("x-unit") == "duration":
        meant = counted(text)
    elif schema.get("x-unit") == "clock" and (time := clock(text)):
        return replace(trouble, help=f"write it in quotes: {quoted(time)}", suggestion=quoted(time))
    elif "string" in kinds:
        return trouble
    elif "boolean" in kinds and text.lower() in _WORDS_OF_TRUTH:
        meant = "true" if text.lower() in _TRUE else "false"
    elif kinds & {"integer", "number"} and _PLAIN_DIGITS.match(text):
        digits = text.replace("_", "").lstrip("0")
        meant = f"0{digits}" if not digits[:1].isdigit() else digits
    elif kinds == {"object"} and text.lower() in _WORDS_OF_TRUTH:
        return _yes_for_keys(text, trouble, schema)
    return trouble if meant is None else replace(trouble, help=f"did you mean `{meant}`?", suggestion=meant)


def _yes_for_keys(text: str, trouble: Trouble, schema: Schema) -> Trouble:
    """The trouble with a yes or no in place of keys of which none must be there."""
    if schema.get("required"):
        return trouble
    if text.lower() not in _TRUE:
        return replace(trouble, help="remove the line, if it should not be so", suggestion=None)
    written = _first_key(schema)
    return replace(trouble, help=f"did you mean `{written}`?", suggestion=written) if written else trouble


def _first_key(schema: Schema) -> str | None:
    """The first of some keys with a value, where none must be there, to show how they are written."""
    for key, inner in schema.get("properties", {}).items():
        if (example := example_of(content_schema().resolve(inner))) is not None:
            return flow({key: example})
    return None


def mended(
    node: Node, wanted: Sequence[str], schema: Schema, like: str | None = None, *, loosely: bool = False
) -> tuple[str, str | None]:
    """What to do about a value of the wrong sort, and the text to put in its place where that is plain.

    `like` is an example, for values of which nothing can be made. With `loosely` the text need not fit into
    the place that is underlined.
    """
    value = node.value
    text = _as_it_stands(node)
    if "string" in wanted and isinstance(value, int | float):
        unit = schema.get("x-unit")
        if unit == "clock" and type(value) is int and 0 <= value <= WHOLE_DAY:
            meant = quoted(f"{value % WHOLE_DAY:02}:00")
            return f"did you mean `{meant}`?", meant
        if unit in ("coins", "duration") and not isinstance(value, bool):
            if unit == "coins" and isinstance(value, float) and 0 <= value <= WIRE_MAX:
                # There are no parts of a copper.
                text = str(max(1, round(value)) if value else 0)
            meant = f"{text}{'c' if unit == 'coins' else 's'}"
            return f"say what is counted: `{meant}`?", meant
        if "enum" in schema:
            return f"write {one_of(schema['enum'])}", None
        return f"put it in quotes: {quoted(text)}", quoted(text)
    if "array" in wanted:
        written = _in_a_list(node, schema)
        if written is None and like:
            return f"write it like `{like}`", None
        if written is None:
            return "put it in a list: set each entry on a line of its own that begins with `- `", None
        return f"put it in a list: `{written}`", written if loosely else in_place(node, written)
    if {"number", "integer"} & set(wanted) and isinstance(value, str):
        if PLAIN_NUMBER.match(value):
            return "write it without quotes", value
        if digits := number(value, schema):
            return f"did you mean `{digits}`?", digits
    if "boolean" in wanted and str(value).lower() in _TRUTHS:
        meant = "true" if str(value).lower() in _TRUE else "false"
        return f"write `{meant}`", meant
    if wanted == ["object"] and schema.get("propertyNames", {}).get("x-ref") == "slots":
        words = _WORDS.split(value) if isinstance(value, str) else [one.value for one in node.items()]
        worn = flow({"weapon": words[0]}) if words and isinstance(words[0], str) else None
        return f"say in which slot each is worn, such as `{worn or '{weapon: knife}'}`", None
    if wanted == ["object"] and "properties" in schema:
        return _as_mapping(node, schema, like, loosely=loosely)
    if "string" in wanted and (alone := _the_only_name(node)) and _fits(alone, schema):
        colon = " without the colon" if isinstance(value, dict) else ""
        return f"write `{alone}`{colon}", alone if loosely else in_place(node, alone)
    return f"write {schema.get('x-says') or ' or '.join(TYPE_WORDS[kind] for kind in wanted)}", None


def _the_only_name(node: Node) -> str | None:
    """The id in a list of one, or before a colon with nothing behind it."""
    match node.value:
        case [Node(value=str(name))] if is_id(name):
            return name
        case dict(entries) if len(entries) == 1:
            ((name, inner),) = entries.items()
            return name if inner.value is None and inner.written is None and is_id(name) else None
    return None


def _as_it_stands(node: Node) -> str:
    if node.written is not None:
        return node.written
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)


def flow(value: Any) -> str | None:
    """A value on one line, when it is short."""
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False)
    text = text.removesuffix("\n").removesuffix("\n...")
    return text if len(text) <= _LONGEST and "\n" not in text else None


def in_place(node: Node, written: str) -> str | None:
    """What is written out, when the place of the node is all that it replaces."""
    own = flow(plain(node))
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
            known = items.get("properties", {})
            called = {key: key if key in known else next(iter(meant_by(key, known)), key) for key in value}
            return flow([{called[key]: inner} for key, inner in value.items()])
    if isinstance(value, str) and value.endswith("]") and "[" not in value:
        # The bracket that begins the list was lost.
        value = value.removesuffix("]")
    if isinstance(value, str) and len(words := _WORDS.split(value)) > 1 and all(map(is_id, words)):
        return flow(words)
    return flow([value]) if isinstance(value, dict) or _fits(value, items) else None


def _as_mapping(node: Node, schema: Schema, like: str | None, *, loosely: bool) -> tuple[str, str | None]:
    """A value in place of the mapping that it should be: the only key that must be there, or all of them."""
    known: Mapping[str, Schema] = schema["properties"]
    required: Sequence[str] = schema.get("required", ())
    value = plain(node)
    pair = _PAIR.match(value) if isinstance(value, str) else None
    values = value if isinstance(value, list) else [value] if pair is None else [*map(int, pair.groups())]
    help_ = f"write it like `{like}`" if like else f"it has the keys {listed(known)}"
    if value is True and not required and (written := _first_key(schema)):
        return f"did you mean `{written}`?", in_place(node, written)
    resolve = content_schema().resolve
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        merged = {key: inner for one in value for key, inner in one.items()}
        if sum(map(len, value)) == len(merged) and content_schema().accepts(merged, schema):
            written = flow(merged)
            if written is not None:
                return f"write `{written}`", written if loosely else in_place(node, written)
    if not required and not isinstance(value, bool | list):
        homes = [key for key, raw in known.items() if content_schema().accepts(value, resolve(raw))]
        written = flow({homes[0]: value}) if len(homes) == 1 else None
        if written is not None:
            return f"write `{written}`", written if loosely else in_place(node, written)
    shown = {key: _example(schema, key) for key in required[len(values) :]}
    more = [key for key, example in shown.items() if example is not None]
    if len(values) + len(more) != len(required) or any(isinstance(one, dict | list) for one in values):
        return help_, None
    whole = dict(zip(required, values, strict=False))
    if not all(_fits(one, resolve(known[key])) for key, one in whole.items()):
        return help_, None
    choice = schema.get("x-one-of") or schema.get("x-any-of") or ()
    if choice and not whole.keys() & set(choice):
        more.append(choice[0])
    if more:
        whole |= {key: _example(schema, key) for key in more}
        return f"write more than that, such as `{flow(whole)}`", None
    written = flow(whole)
    if written is None:
        return help_, None
    return f"write `{written}`", written if loosely else in_place(node, written)


def _example(schema: Schema, key: str) -> Any:
    """A value for a key of a group, to show how it is written."""
    example = example_of(content_schema().resolve(schema["properties"][key]))
    return example_from(schema, key) if example is None else example


def example_of(schema: Schema) -> bool | int | str | None:
    """A value to show how it is written, where any will do."""
    kinds = kinds_of(schema)
    if "enum" in schema and isinstance(schema["enum"][0], str):
        return str((schema.get("examples") or schema["enum"])[0])
    if schema.get("x-unit") in _EXAMPLES:
        return _EXAMPLES[schema["x-unit"]]
    return True if "boolean" in kinds else 1 if {"integer", "number"} & set(kinds) else None


def is_of_sort(value: Any, schema: Schema) -> bool:
    """Whether a value, which may be a list or a mapping, is of a sort that can stand there."""
    sorts = {"array": list, "object": dict}
    return _fits(value, schema) or any(isinstance(value, sorts.get(kind, ())) for kind in kinds_of(schema))


def _fits(value: Any, schema: Schema) -> bool:
    """Whether a plain value is of a sort that can stand there."""
    sorts = {"string": str, "integer": int, "number": int | float, "boolean": bool}
    return any(isinstance(value, sorts[kind]) for kind in kinds_of(schema) if kind in sorts)
