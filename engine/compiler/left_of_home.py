"""Keys as far left as the key or id that they belong to: told as one slip, and put where they belong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.base.span import Span
from engine.compiler.findings import shown
from engine.compiler.misplaced import listed
from engine.compiler.nodes import Node
from engine.compiler.schema import Schema, content_schema
from engine.compiler.teller import Path

_SHOWN: Final = 4
_TOLD_ELSEWHERE: Final = ("condition", "effect")
"""What stands beside one of these is told with an example of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """Something that is not set in as it should be. `path` leads to what it belongs to."""

    message: str
    help: str
    span: Span
    path: Path


def set_in(node: Node, schema: Schema, path: Path = ()) -> tuple[Node, list[Stray]]:
    """The value with all keys where they belong, and what is to be said about those that were moved."""
    schema = content_schema().resolve(schema)
    found: list[Stray] = []
    if isinstance(node.value, list) and "items" in schema:
        items = []
        for place, item in enumerate(node.items()):
            mended, more = set_in(item, schema["items"], (*path, place))
            items.append(mended)
            found += more
        return (replace(node, value=items), found) if found else (node, [])
    if not isinstance(node.value, dict):
        return node, []
    entries: Mapping[str, Node] = node.mapping()
    if schema.get("x-is") not in _TOLD_ELSEWHERE:
        entries, found = _gathered(entries, schema, path)
    for key, value in list(entries.items()):
        mended, more = set_in(value, _below(key, schema), (*path, key))
        entries = {**entries, key: mended} if more else entries
        found += more
    return (replace(node, value=dict(entries)), found) if found else (node, [])


def _gathered(
    entries: Mapping[str, Node], schema: Schema, path: Path
) -> tuple[Mapping[str, Node], list[Stray]]:
    """The entries of one mapping, each key below the one above that it belongs to."""
    kept: dict[str, Node] = {}
    moved: dict[str, dict[str, Node]] = {}
    home: str | None = None
    for key, value in entries.items():
        known = _below(home, schema).get("properties", {}) if home is not None else {}
        held = kept[home].mapping() if home is not None else {}
        if (
            home is not None
            and key in known
            and key not in held
            and _is_lost(key, value, schema, begun=home in moved)
        ):
            moved.setdefault(home, {})[key] = value
            continue
        kept[key] = value
        home = key if _may_go_on(value) and _below(key, schema).get("properties") else None
        if home is not None and not _on_lines_of_their_own(home, entries):
            home = None
    found = []
    for owner, inner in moved.items():
        kept[owner] = replace(kept[owner], value={**kept[owner].mapping(), **inner})
        first = next(iter(inner.values())).place
        names = listed([*inner]) if len(inner) <= _SHOWN else f"the {len(inner)} keys below"
        many = len(inner) > 1
        be, stand, them = ("belong", "stand", "them") if many else ("belongs", "stands", "it")
        found.append(
            Stray(
                message=f"{names} {be} into {shown(owner)}, but {stand} as far left as it",
                help=f"set {them} in by {kept[owner].place.column + 1} spaces",
                span=first,
                path=(*path, owner),
            )
        )
    return kept, found


def _below(key: str | None, schema: Schema) -> Schema:
    """What may stand under a key; nothing where that is not known."""
    inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    return content_schema().resolve(inner) if isinstance(inner, dict) else {}


def _is_lost(key: str, value: Node, schema: Schema, *, begun: bool) -> bool:
    """Whether a key cannot belong to what stands around it. Among ids, only its value can tell."""
    if key in schema.get("properties", {}):
        return False
    return begun or not isinstance(schema.get("additionalProperties"), dict) or _is_no_thing(value)


def _is_no_thing(value: Node) -> bool:
    return value.value is not None and not isinstance(value.value, dict)


def _may_go_on(value: Node) -> bool:
    """Whether a key has nothing behind it, or keys on lines of their own."""
    if value.value is None:
        return value.written is None
    own = value.place.line
    return bool(value.mapping()) and all(one.place.line != own for one in value.mapping().values())


def _on_lines_of_their_own(key: str, entries: Mapping[str, Node]) -> bool:
    places = [value.place for value in entries.values()]
    own = entries[key].place
    return all(place.column == own.column and (place == own or place.line != own.line) for place in places)
