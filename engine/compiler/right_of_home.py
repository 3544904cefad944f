"""Entries that stand in a list further in than the one they belong to: told as one slip, and put back.

An answer below the conditions of another one, or a key of the thing itself with a dash before it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.compiler.doubles import too_far
from engine.compiler.findings import shown
from engine.compiler.left_of_home import Stray
from engine.compiler.misplaced import listed
from engine.compiler.nodes import Node, plain
from engine.compiler.schema import Schema, content_schema
from engine.compiler.teller import Path

_MOST: Final = 20
"""So many slips of one thing are put right."""
_MEANT_AS_IF: Final = "requires"
"""What whoever writes it among effects may mean by it is no key of the thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list of a thing, with what may stand in it."""

    node: Node
    path: Path
    entry: Schema


def set_out(body: Node, schema: Schema, *, heir: bool) -> tuple[Node, list[Stray]]:
    """The value with all such entries where they belong, and what is to be said about those that were moved.

    An `heir` has what was written for its base, and may have written the same key again.
    """
    told: list[Stray] = []
    while len(told) < _MOST and (found := next(_strays(body, schema, heir), None)) is not None:
        body, stray = found
        told.append(stray)
    return body, told


def _strays(body: Node, schema: Schema, heir: bool) -> Iterator[tuple[Node, Stray]]:
    for list_ in _lists(body, schema, ()):
        # Only behind what belongs there, or in its place, can an entry of another list stand.
        place = len(list_.node.items()) - 1
        while place > 0 and _is_strange(list_.node.items()[place - 1], list_.entry):
            place -= 1
        entry = list_.node.items()[place] if list_.node.items() else None
        if entry is not None and _is_strange(entry, list_.entry):
            moved = _moved(body, schema, list_, place, heir)
            if moved is not None:
                yield moved


def _lists(node: Node, schema: Schema, path: Path) -> Iterator[_List]:
    """All lists on lines of their own whose entries are groups of keys, the innermost first."""
    schema = content_schema().resolve(schema)
    if isinstance(node.value, list) and "items" in schema:
        entry = content_schema().resolve(schema["items"])
        for place, item in enumerate(node.items()):
            yield from _lists(item, entry, (*path, place))
        if node.span.length == 1 and "properties" in entry and path and isinstance(path[-1], str):
            yield _List(node=node, path=path, entry=entry)
    for key, value in node.mapping().items():
        inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        if isinstance(inner, dict):
            yield from _lists(value, inner, (*path, key))


def _is_strange(entry: Node, schema: Schema) -> bool:
    """Whether an entry has keys, and none of them may stand there."""
    return bool(entry.mapping()) and not entry.mapping().keys() & schema["properties"].keys()


def _moved(body: Node, schema: Schema, list_: _List, place: int, heir: bool) -> tuple[Node, Stray] | None:
    """The whole with an entry of a list, and those behind it, in the nearest place out of it with room."""
    strays = list_.node.items()[place:]
    whole = [plain(stray) for stray in strays]
    if any(stray.broken() for stray in strays):
        return None
    kept = _without(body, list_.path, place)
    at = strays[0].span
    keys = [*whole[0]]
    home = list_.path[:-1]
    while True:
        above = _schema_at(schema, home)
        node = _node_at(body, home)
        taken = () if heir and not home else node.mapping().keys()
        if isinstance(node.value, dict) and _have_room(taken, above, whole) and _MEANT_AS_IF not in keys:
            merged = {key: value for stray in strays for key, value in stray.mapping().items()}
            name = shown(str(list_.path[-1]))
            stray = Stray(
                message=f"the dash before {listed(keys)} does not belong there, "
                f"for that is no entry of {name}",
                help=f"write it without `- `, as far left as {name}",
                span=at,
                path=home,
            )
            return _put(kept, home, {**merged, **_node_at(kept, home).mapping()}), stray
        if home and isinstance(home[-1], int) and all(content_schema().accepts(one, above) for one in whole):
            outer = home[:-1]
            entries = _node_at(kept, outer).items()
            after = [*entries[: home[-1] + 1], *strays, *entries[home[-1] + 1 :]]
            name = next((str(step) for step in reversed(outer) if isinstance(step, str)), "")
            stray = Stray(
                message=too_far(name, str(list_.path[-1])),
                help="set it in as far as the other entries, and all that is below it by as much less",
                span=at,
                path=home,
            )
            return _put(kept, outer, after), stray
        if not home:
            return None
        home = home[:-1]


def _have_room(taken: Collection[str], schema: Schema, whole: list[Any]) -> bool:
    """Whether the keys of some entries fit a group of keys in which these are taken."""
    known = schema.get("properties", {})
    if schema.get("maxProperties") == 1:
        return False
    keys = [key for one in whole for key in one]
    return len(set(keys)) == len(keys) and all(
        key in known
        and key not in taken
        and content_schema().accepts(value, content_schema().resolve(known[key]))
        for one in whole
        for key, value in one.items()
    )


def _schema_at(schema: Schema, path: Path) -> Schema:
    schema = content_schema().resolve(schema)
    for step in path:
        inner = (
            schema["items"]
            if isinstance(step, int)
            else schema.get("properties", {}).get(step, schema.get("additionalProperties"))
        )
        schema = content_schema().resolve(inner)
    return schema


def _node_at(node: Node, path: Path) -> Node:
    for step in path:
        node = node.value[step]
    return node


def _put(node: Node, path: Path, value: Any) -> Node:
    """The node with another value at a path."""
    if not path:
        return replace(node, value=value)
    first, rest = path[0], path[1:]
    inner = _put(node.value[first], rest, value)
    if isinstance(node.value, list):
        items = [*node.items()]
        items[int(first)] = inner
        return replace(node, value=items)
    return replace(node, value={**node.mapping(), first: inner})


def _without(body: Node, path: Path, place: int) -> Node:
    return _put(body, path, _node_at(body, path).items()[:place])
