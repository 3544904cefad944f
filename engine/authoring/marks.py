"""What stands where in the text of a content file: its nodes, its comments, and the order its keys belong in.

Looks at PyYAML's marks only; changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from engine.compiler.decode import lines_of
from engine.compiler.schema import Schema, content_schema
from engine.model.kinds import SINGLE_KINDS

_NONE: Final[Schema] = {}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: where it begins (from 0), and its text with the sign in front."""

    line: int
    column: int
    text: str
    alone: bool
    """Nothing else stands on its line."""


@lru_cache(maxsize=1)
def composed(text: str) -> Any:
    """The topmost node of a text; None when it holds none. Not to be changed: steps of a layout share it."""
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def every(node: Any) -> Iterator[Any]:
    """A node and all within it, in the order in which they stand."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, yaml.MappingNode):
            waiting += [part for pair in reversed(one.value) for part in reversed(pair)]
        elif isinstance(one, yaml.SequenceNode):
            waiting += reversed(one.value)


@lru_cache(maxsize=1)
def comments_of(text: str) -> tuple[Comment, ...]:
    """Every comment, in their order."""
    if "#" not in text:
        return ()
    held: dict[int, list[tuple[int, int]]] = {}
    lines = lines_of(text)
    root = composed(text)
    for node in every(root) if root is not None else ():
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark, node.end_mark
            for number in range(start.line, end.line + 1):
                first = start.column if number == start.line else 0
                last = end.column if number == end.line else len(lines[number])
                held.setdefault(number, []).append((first, last))
    found = []
    for number, line in enumerate(lines):
        if "#" not in line:
            continue
        for column, sign in enumerate(line):
            within = any(first <= column < last for first, last in held.get(number, ()))
            if sign == "#" and not within:
                found.append(Comment(number, column, line[column:].rstrip(), not line[:column].strip()))
                break
    return tuple(found)


def last_line(node: Any) -> int:
    """The last line (from 0) on which something of a value stands."""
    last = 0
    for part in every(node):
        if isinstance(part, yaml.ScalarNode):
            end: Any = part.end_mark
            # A text of several lines ends before the first column of what follows.
            last = max(last, end.line - 1 if part.style in ("|", ">") and end.column == 0 else end.line)
        elif part.flow_style:
            last = max(last, part.end_mark.line)
        else:
            last = max(last, part.start_mark.line)
    return last


@lru_cache(maxsize=1)
def schemas_in(root: Any) -> Mapping[int, Schema]:
    """What the schema says of each mapping and list of a file, by the `id` of its node."""
    found: dict[int, Schema] = {}

    def look(node: Any, schema: Schema) -> None:
        schema = content_schema().resolve(schema)
        short = schema.get("x-short")
        if short is not None and not isinstance(node, yaml.MappingNode):
            schema = content_schema().resolve(schema["properties"][short])
        found[id(node)] = schema
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                look(item, schema.get("items", _NONE))
        elif isinstance(node, yaml.MappingNode):
            properties, others = schema.get("properties", _NONE), schema.get("additionalProperties")
            others = others if isinstance(others, dict) else _NONE
            for key, value in node.value:
                look(value, properties.get(key.value, others) if _is_scalar(key) else _NONE)

    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        schema = content_schema().kinds.get(key.value) if _is_scalar(key) else None
        if schema is not None and (key.value in SINGLE_KINDS or not isinstance(value, yaml.MappingNode)):
            look(value, schema)
        elif schema is not None:
            for _, body in value.value:
                look(body, schema)
    return found


def places_of(node: Any, schemas: Mapping[int, Schema]) -> list[int]:
    """For each key of a mapping its place in the order of the schema, from which all others count as last.

    Where the schema names no keys, as for the ids of things, the order is the writer's own.
    """
    order = {name: place for place, name in enumerate(schemas.get(id(node), _NONE).get("properties", _NONE))}
    return [order.get(key.value, len(order)) if _is_scalar(key) else len(order) for key, _ in node.value]


def _is_scalar(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode)
