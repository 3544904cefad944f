"""Where in content files a slip can happen: every key and value of a world with the sort of thing it is.

Found with the reader and the schemas, on content that is in order. Changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.base.span import Span
from engine.compiler.entities import ALL_KINDS
from engine.compiler.nodes import Node
from engine.compiler.read import read_document
from engine.compiler.schema import Schema, content_schema
from engine.model.kinds import SINGLE_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One key or value. `sort` says what it is; `line` and `column` count from 0; `length` as written.

    `target` is what a reference points at, or what an id defines (`items`, `locations.structures`); `owner`
    is the thing that holds what is meant. `keys` are those that stand beside a key; `needed`: the mapping
    must have it. `home` is the line at which the thing around it begins.
    """

    sort: str
    path: str
    line: int
    column: int
    length: int
    text: str
    value: Any = None
    target: str = ""
    owner: str = ""
    keys: tuple[str, ...] = ()
    needed: bool = False
    home: int = 0
    schema: Mapping[str, Any]


_REFERENCE_KINDS: Final = {"structures": "locations.structures", "actions": "locations.actions"}


def sites_of(files: Mapping[str, bytes]) -> list[Site]:
    """All sites of a world without mistakes, in the order of the files."""
    return [site for path, data in sorted(files.items()) for site in _Finder(path, data).sites()]


class _Finder:
    """Walks one file along the schemas."""

    def __init__(self, path: str, data: bytes) -> None:
        document = read_document(path, data)
        self.path, self.root, self.lines = path, document.root, document.lines
        self.schema = content_schema()
        self.thing = ""
        self.based = False

    def sites(self) -> Iterator[Site]:
        """Every site of the file."""
        for kind, node in self.root.mapping().items() if self.root else ():
            yield self.site("key", node.key, kind, {}, keys=ALL_KINDS)
            bodies = {"": node} if kind in SINGLE_KINDS else node.mapping()
            for entity, body in bodies.items():
                self.thing, self.based = entity, body.get("based_on") is not None
                if entity:
                    yield self.site("definition", body.key, entity, {}, target=kind)
                yield from self.walk(body, self.schema.kinds[kind], kind, body, {})

    def walk(
        self, node: Node, schema: Schema, within: str, home: Node, beside: Mapping[str, Node]
    ) -> Iterator[Site]:
        """The sites in a value. `within` is the kind and keys that lead here."""
        schema = self.schema.resolve(schema)
        if isinstance(node.value, dict):
            yield from self.mapping(node, schema, within)
        elif "x-short" in schema:
            yield from self.walk(node, schema["properties"][schema["x-short"]], within, home, beside)
        elif isinstance(node.value, list):
            for item in node.items():
                yield from self.walk(item, schema["items"], within, item, {})
        elif node.span.line <= len(self.lines):
            target = schema.get("x-ref", "")
            held = beside.get(schema.get("x-within", ""))
            owner = str(held.value) if held else self.thing if "x-within" in schema else ""
            if within.endswith(".based_on"):
                target = within.partition(".")[0]
            yield self.site(
                _sort(schema, target), node.span, _written(node.value), schema, node.value, target, owner
            )

    def mapping(self, node: Node, schema: Schema, within: str) -> Iterator[Site]:
        """The sites in a mapping: its keys and its values."""
        known: Mapping[str, Schema] = schema.get("properties", {})
        names = self.schema.resolve(schema.get("propertyNames", {}))
        needed = set(schema.get("required", ())) if self.thing or "." in within else set()
        if "then" in schema and not self.based:
            needed |= set(schema["then"]["required"])
        for key, child in node.mapping().items():
            inner = known.get(key) or schema.get("additionalProperties") or {}
            if key in known:
                yield self.site(
                    "key",
                    child.key,
                    key,
                    inner,
                    keys=tuple(known),
                    needed=key in needed,
                    home=node.place.line - 1,
                )
            elif "x-ref" in names:
                yield self.site("reference", child.key, key, names, key, names["x-ref"])
            else:
                yield self.site(
                    "definition", child.key, key, names, target=within.replace("..", "."), owner=self.thing
                )
            yield from self.walk(
                child, inner, f"{within}.{key}" if key in known else within, child, node.mapping()
            )

    def site(
        self,
        sort: str,
        span: Span | None,
        text: str,
        schema: Mapping[str, Any],
        value: Any = None,
        target: str = "",
        owner: str = "",
        keys: tuple[str, ...] = (),
        needed: bool = False,
        home: int = 0,
    ) -> Site:
        """One site at a span."""
        assert span is not None
        return Site(
            sort=sort,
            path=self.path,
            line=span.line - 1,
            column=span.column - 1,
            length=span.length,
            text=text,
            value=value,
            target=target,
            owner=owner,
            keys=keys,
            needed=needed,
            home=home,
            schema=schema,
        )


def _sort(schema: Schema, target: str) -> str:
    kinds = schema.get("type")
    if target:
        return "reference"
    if "enum" in schema:
        return "enum"
    if "x-formula" in schema:
        return "formula"
    if schema.get("x-unit") in ("duration", "coins", "clock"):
        return str(schema["x-unit"])
    if kinds in ("integer", "number", "boolean"):
        return str(kinds)
    if schema.get("x-says") in ("a name", "text", "a label"):
        return "prose"
    return "picture" if schema.get("x-picture") else "word"


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
