"""Lists and their entries as people write them: in quotes, as a sentence, or as keys with values.

Proposes only what can stand in the place.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from engine.base.ids import is_id
from engine.compiler.findings import shown
from engine.compiler.meant import flow
from engine.compiler.named import as_entry
from engine.compiler.nodes import Node, plain
from engine.compiler.schema import Schema, content_schema
from engine.compiler.scopes import scope
from engine.compiler.teller import Path
from engine.rules.formulas import check
from engine.rules.formulas.names import with_its_family

_COMPARED: Final = re.compile(r"([\w-]+)\s*:?\s*(>=|=>|≥|==?|>|at least|min)\s*([0-9]{1,9})\s*\Z")
_COMPARES: Final = re.compile(r"[<>=≥≤]")
_SIGNS: Final = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<=", "&&": "and", "||": "or"}
_NAME: Final = re.compile(r"(?<![\w.-])[A-Za-z_]\w*(?![\w.(-])")
_ONE_EQUALS: Final = re.compile(r"(?<![<>=!])=(?!=)")
_MARKS: Final = re.compile(r"[&*!<]")
"""What makes more of a text than stands in it."""
_LONGEST: Final = 200
_MOST: Final = 4
"""So many entries are written out one by one."""


def written_elsewhere(
    path: Path, node: Node, wanted: list[str], schema: Schema
) -> tuple[str, str | None] | None:
    """What to write for a list or an entry of one that is written in a way of its own, and what to put in its
    place."""
    listed_ = "array" in wanted
    entry = content_schema().resolve(schema.get("items", {})) if listed_ else schema
    if listed_ and isinstance(node.value, dict) and (entries := _as_list(node, entry)):
        return _put_in_a_list(entries), None
    if not isinstance(node.value, str) or not {"array", "object"} & set(wanted):
        return None
    if text := _unquoted(node.value, schema):
        return f"take the quotes away: {shown(text, _LONGEST)}", text
    clause = _as_condition(node.value, entry)
    written = flow([clause] if listed_ else clause) if clause else None
    if written is None:
        help_ = None if listed_ else _with_its_effect(node.value, entry)
        return (help_, None) if help_ else None
    if not listed_ and isinstance(path[-1], int):
        written = written.removeprefix("{").removesuffix("}")
    help_ = f"put it in a list: `{written}`" if listed_ else f"write `{written}`"
    return help_, written if node.more is None else None


def _unquoted(text: str, schema: Schema) -> str | None:
    """A list or group of keys that stands in quotes, when it is right without them."""
    text = text.strip()
    if text[:1] not in ("[", "{") or len(text) > _LONGEST or _MARKS.search(text):
        return None
    try:
        value = yaml.safe_load(text)
        if isinstance(value, list) and len(value) == 1 and content_schema().accepts(value[0], schema):
            return text[1:-1].strip()
        return text if isinstance(value, dict | list) and content_schema().accepts(value, schema) else None
    except (yaml.YAMLError, ValueError, TypeError):
        # A date that there is not, or a key that is no text.
        return None


def _as_condition(text: str, schema: Schema) -> dict[str, Any] | None:
    """A comparison as a condition: `level >= 2` as that of a level, others as a formula."""
    if schema.get("x-is") != "condition" or len(text) > _LONGEST:
        return None
    if (compared := _COMPARED.match(text)) is not None:
        number = int(compared[3]) + (compared[2] == ">")
        for value in (number, f"{number}c"):
            if content_schema().accepts({compared[1]: value}, schema):
                return {compared[1]: value}
    if not _COMPARES.search(text):
        return None
    names = scope("condition", None, dice=False)
    for theirs, ours in _SIGNS.items():
        text = text.replace(theirs, ours)
    meant = _NAME.sub(
        lambda name: name[0] if names.kind_of(name[0]) else with_its_family(name[0], names) or name[0],
        _ONE_EQUALS.sub("==", text),
    )
    return None if isinstance(check(meant, names, "bool"), tuple) else {"formula": meant}


def _as_list(node: Node, entry: Schema) -> list[Any] | None:
    """Keys with values as the list of entries that they should be: `{dock: …}` as `[{to: dock, …}]`."""
    if not node.mapping() or node.broken() or "object" not in entry.get("type", ()):
        return None
    if entry.get("maxProperties") == 1 or content_schema().accepts(plain(node), entry):
        return None
    entries = []
    for key, value in node.mapping().items():
        whole = {key: plain(value)}
        if not content_schema().accepts(whole, entry) or entry.get("x-one-of", (key,)).count(key) == 0:
            whole = as_entry(key, value, entry) or {}
        if not whole:
            return None
        entries.append(whole)
    return entries


def _put_in_a_list(entries: Sequence[Mapping[str, Any]]) -> str:
    """How to write entries as a list."""
    whole = flow(entries)
    if whole is not None:
        return f"put it in a list: `{whole}`"
    lines = [flow(entry) for entry in entries]
    if len(lines) <= _MOST and None not in lines:
        return f"make a list of it: {' and '.join(f'`- {line}`' for line in lines)}"
    ((key, name), *_) = entries[0].items()
    return (
        f"make a list of it: begin each entry with `- {key}: {name}`, and set the rest in as far as `{key}`"
    )


def _with_its_effect(text: str, schema: Schema) -> str | None:
    """How to write what holds or happens, where only the name of a thing stands."""
    thing = {"condition": "item", "effect": "give_item"}.get(schema.get("x-is", ""))
    if thing is None or not is_id(text) or text in schema.get("properties", {}):
        return None
    if thing == "item":
        return f"say what must hold of it, such as `item: {text}` to ask for an item"
    return f"say what happens with it, such as `give_item: {text}`"
