"""Values as writers write them: units counted back, shorthands short again, YAML that can be pasted.

Knows how a value is said; not what it is for.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.authoring.dice import Dice, dice_of
from engine.base.units import clock_text, coins_text, duration_text
from engine.compiler.entities import ALL_KINDS
from engine.compiler.nodes import Node
from engine.compiler.scalars import resolve
from engine.compiler.schema import Schema, content_schema

_UNITS: Final[Mapping[str, Callable[[int], str]]] = {
    "duration": duration_text,
    "coins": coins_text,
    "clock": clock_text,
}
_FORBIDDEN_FIRST: Final = frozenset("-?:,[]{}#&*!|>'\"%@` ")
_WIDEST: Final = 100


@dataclass(frozen=True, slots=True)
class Said:
    """A value in a writer's words. `value` is YAML text, or a mapping or list of more; `note` is a remark.

    `alone` is the text of a scalar where it stands outside of `{}` and `[]` and needs fewer quotes.
    `ref` is the key of the thing that it names, if it names one. `dice` are those that it throws.
    """

    value: "str | dict[str, Said] | list[Said]"
    note: str = ""
    alone: str | None = None
    ref: str = ""
    dice: Dice | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of YAML, and a remark about it (without `#`), which may be empty."""

    text: str
    note: str = ""


def scalar(value: Any, *, flow: bool = True) -> str:
    """A scalar as YAML. Texts stand without quotes where they can; `flow`: within `{}` or `[]`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if not isinstance(value, str):
        return str(value)
    return value if stands_plain(value, flow=flow) else json.dumps(value, ensure_ascii=False)


def stands_plain(text: str, *, flow: bool) -> bool:
    """Whether a text may stand without quotes and still be just this text, in every version of YAML."""
    if not text or text != text.strip() or not text.isprintable() or text[0] in _FORBIDDEN_FIRST:
        return False
    if (
        ": " in text
        or " #" in text
        or text.endswith(":")
        or (flow and any(sign in text for sign in ",[]{}?"))
    ):
        return False
    # In `{a:b}` some readers take the colon for the end of a key, and in `{a: b?}` the sign for a new one.
    return resolve(text) == text and not (flow and ":" in text)


def said(node: Node, schema: Schema) -> Said:
    """A linked value back in a writer's words; what is there by default only is left out within it."""
    schema = content_schema().resolve(schema)
    value = node.value
    if isinstance(value, dict):
        return _mapping(node, schema)
    if isinstance(value, list):
        items = schema.get("items", {})
        return Said([said(item, items) for item in value])
    unit = _UNITS.get(schema.get("x-unit", ""))
    if unit is not None and isinstance(value, int) and not isinstance(value, bool):
        text = unit(value)
        return Said(f'"{text}"' if ":" in text else text)
    dice = dice_of(value) if "x-formula" in schema else None
    target = schema.get("x-ref", "")
    ref = f"{target}:{value}" if target in ALL_KINDS and value else ""
    return Said(scalar(value), "", scalar(value, flow=False), ref, dice)


def _mapping(node: Node, schema: Schema) -> Said:
    entries = node.mapping()
    kept = {key: child for key, child in entries.items() if node.assumed or not child.assumed}
    short = schema.get("x-short")
    properties = schema.get("properties", {})
    if short is not None and set(kept) == {short}:
        return said(kept[short], properties[short])
    others = schema.get("additionalProperties", {})
    others = others if isinstance(others, dict) else {}
    order = {key: place for place, key in enumerate(properties)}
    keys = sorted(kept, key=lambda key: order.get(key, len(order)))
    return Said({key: said(kept[key], properties.get(key, others)) for key in keys})


def flow(value: Said) -> str:
    """A value on one line."""
    inner = value.value
    if isinstance(inner, dict):
        return f"{{{', '.join(f'{scalar(key)}: {flow(child)}' for key, child in inner.items())}}}"
    if isinstance(inner, list):
        return f"[{', '.join(flow(child) for child in inner)}]"
    return inner


def lines(value: Mapping[str, Said], indent: int = 0) -> list[Line]:
    """A mapping as YAML, one key a line where it fits."""
    found: list[Line] = []
    for key, child in value.items():
        found += _entry(f"{' ' * indent}{scalar(key)}:", child, indent)
    return found


def _entry(head: str, child: Said, indent: int) -> list[Line]:
    """One key (or the dash of an item) with its value."""
    inner = child.value
    short = f"{head} {child.alone or flow(child)}"
    if isinstance(inner, str) or not inner or _is_row(child) or len(short) <= _WIDEST:
        return [Line(short, notes(child))]
    if isinstance(inner, dict):
        below = lines(inner, indent + 2)
        if not head.endswith("-"):
            return [Line(head, child.note), *below]
        first, *rest = below
        return [Line(f"{head} {first.text.lstrip()}", first.note), *rest]
    found = [Line(head, child.note)]
    for item in inner:
        found += _entry(f"{' ' * (indent + 2)}-", item, indent + 2)
    return found


def _children(value: Said) -> list[Said]:
    inner = value.value
    return list(inner.values()) if isinstance(inner, dict) else inner if isinstance(inner, list) else []


def _is_row(value: Said) -> bool:
    """A list of plain words, which stays on one line however long it is."""
    return isinstance(value.value, list) and all(isinstance(child.value, str) for child in value.value)


def thrown(value: Said) -> Iterator[Dice]:
    """All dice within a value."""
    if value.dice is not None:
        yield value.dice
    for child in _children(value):
        yield from thrown(child)


def notes(value: Said) -> str:
    """What is to be said of a value on one line: its dice, named where there are several, and all remarks."""
    dice = list(dict.fromkeys((one.text, str(one)) for one in thrown(value)))
    found = [f"{text}: {said}" if len(dice) > 1 else said for text, said in dice]
    return "; ".join([*found, *_remarks(value)])


def _remarks(value: Said) -> list[str]:
    found = [value.note] if value.note else []
    for child in _children(value):
        found += _remarks(child)
    return list(dict.fromkeys(found))
