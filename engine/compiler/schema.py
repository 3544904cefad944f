"""The schemas of content, read once and joined into one: what may be written, and our notes about it.

The files refer to each other by name. Here they become one document whose references are all local,
so no reader of it meets a second `$schema` (below which jsonschema forgets unknown keywords).
"""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs

from engine.shipped import shipped

Schema = dict[str, Any]

TOP: Final = "content.schema.json"


class ContentSchema:
    """All schemas as one. `bundle` is a complete JSON Schema for a content file."""

    def __init__(self, folder: Path) -> None:
        self.bundle: Schema = _bundled(folder)
        self.kinds: dict[str, Schema] = {}
        """The schema of one body, by kind."""
        self._resolved: dict[int, Schema] = {}
        self._judges: dict[int, Any] = {}
        for kind, schema in self.bundle["properties"].items():
            self.kinds[kind] = schema if "$ref" in schema else schema["additionalProperties"]

    def resolve(self, schema: Schema) -> Schema:
        """The schema with its reference followed; what stands beside a reference wins."""
        if "$ref" not in schema:
            return schema
        known = self._resolved.get(id(schema))
        if known is None:
            target = self.resolve(self._at(schema["$ref"]))
            known = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
            self._resolved[id(schema)] = known
        return known

    def at_place(self, path: Iterable[str | int | None]) -> Schema | None:
        """What may stand at a place in a file; None where that is not known."""
        schema: Any = self.bundle
        for step in path:
            schema = self.resolve(schema)
            if isinstance(step, str):
                schema = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
            elif step is not None:
                short = schema.get("x-short")
                if short is not None and "items" not in schema:
                    schema = self.resolve(schema["properties"][short])
                schema = schema.get("items")
            if step is None or not isinstance(schema, dict):
                return None
        return self.resolve(schema)

    def accepts(self, value: Any, schema: Schema) -> bool:
        """Whether a plain value may stand where a part of the schemas speaks of."""
        judge = self._judges.get(id(schema))
        if judge is None:
            whole = {**schema, "$schema": self.bundle["$schema"]}
            if "'$ref'" in str(schema):
                # Only then: reading all of them takes a hundredth of a second.
                whole["$defs"] = self.bundle["$defs"]
            judge = self._judges[id(schema)] = jsonschema_rs.Draft202012Validator(whole)
        return bool(judge.is_valid(value))

    def _at(self, reference: str) -> Schema:
        found: Any = self.bundle
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        schema: Schema = found
        return schema

    def standalone(self, kind: str) -> Schema:
        """A complete JSON Schema for one body of a kind."""
        return {**self.kinds[kind], "$schema": self.bundle["$schema"], "$defs": self.bundle["$defs"]}


def _bundled(folder: Path) -> Schema:
    """One schema of all files: each but the top one moves to `$defs`, under its file name."""
    parts = {
        path.name: _local(json.loads(path.read_text("utf-8")), path.name)
        for path in sorted(folder.glob("*.json"))
    }
    top: Schema = parts.pop(TOP)
    for part in parts.values():
        part.pop("$schema")
    return {**top, "$defs": parts}


def _local(schema: Any, file: str) -> Any:
    """The schema with `other.json#/x` and `#/x` rewritten as places in the joined document."""
    if isinstance(schema, list):
        return [_local(part, file) for part in schema]
    if not isinstance(schema, dict):
        return schema
    rewritten = {key: _local(value, file) for key, value in schema.items()}
    reference = schema.get("$ref")
    if isinstance(reference, str):
        name, _, inside = reference.partition("#")
        rewritten["$ref"] = f"#/$defs/{name or file}{inside}"
    return rewritten


@lru_cache(maxsize=1)
def content_schema() -> ContentSchema:
    """The schemas that ship with the program."""
    return ContentSchema(shipped("schemas") / "content")


@lru_cache(maxsize=1)
def all_keys() -> frozenset[str]:
    """Every key that may stand anywhere in content, without ids and kinds."""
    found: set[str] = set()
    waiting: list[Any] = [content_schema().bundle["$defs"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found.update(part["properties"] if isinstance(part.get("properties"), dict) else ())
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return frozenset(found)


def kinds_of(schema: Schema) -> Sequence[str]:
    """The sorts of values that may stand somewhere."""
    kinds = schema.get("type", ())
    return [kinds] if isinstance(kinds, str) else list(kinds)


def default_rules() -> dict[str, Any]:
    """The rules of a world that writes none, as the schema has them."""
    return _defaults(content_schema().kinds["rules"])


def _defaults(schema: Schema) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, raw in content_schema().resolve(schema).get("properties", {}).items():
        inner = content_schema().resolve(raw)
        if "x-formula" not in inner:
            found[key] = _defaults(inner)
        elif "default" in inner:
            found[key] = inner["default"]
    return found
