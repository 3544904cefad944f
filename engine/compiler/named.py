"""Keys that are names or parts: `give_item: {bread: 2}` for item and amount, `x` and `y` for a `size`."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from engine.base.ids import is_id
from engine.compiler.everyday import meant_by
from engine.compiler.meant import example_of, flow, in_place
from engine.compiler.misplaced import Misplaced, listed
from engine.compiler.nodes import Node, plain
from engine.compiler.renamed import fits
from engine.compiler.schema import Schema, content_schema, kinds_of
from engine.compiler.snippets import example_from

_MOST: Final = 4
"""So many entries are written out."""


def named_as_key(name: str, node: Node, strange: Sequence[str], schema: Schema) -> Misplaced | None:
    """Names of things, or of vitals, in the place of the key that they should stand under."""
    entries = _entries(node, strange, schema)
    written = flow(entries[0]) if entries else None
    if not entries or written is None or len(entries) > _MOST:
        return None
    many = len(entries) > 1
    within = node.mapping()[strange[0]]
    in_braces = within.place != node.span
    if many:
        each = " and ".join(f"`- {flow({name: entry} if name else entry)}`" for entry in entries)
        help_ = f"write each on a line of its own: {each}"
    else:
        help_ = f"write `{name}: {written}`" if name else f"write `{written}`"
    suggestion = in_place(node, written) if in_braces and not many else None
    naming = next(iter(entries[0]))
    be = "are no keys, and belong" if many else "is no key, and belongs"
    return Misplaced(
        code="E1001",
        message=f"{listed(strange)} {be} behind `{naming}:`",
        span=node.span if suggestion else within.place,
        help=help_,
        suggestion=suggestion,
    )


def _entries(node: Node, strange: Sequence[str], schema: Schema) -> list[dict[str, Any]]:
    """What each of the names was meant to be; nothing when that is not plain of all."""
    naming = _naming(node, schema)
    if naming is None or node.broken():
        return []
    rest = {key: plain(value) for key, value in node.mapping().items() if key not in strange}
    entries = []
    for key in strange:
        thing = _name(key, content_schema().resolve(schema["properties"][naming]))
        more = _with_value(node.mapping()[key], naming, {*rest}, schema) if thing is not None else None
        if more is None:
            return []
        entry = filled({naming: thing, **more, **rest}, schema)
        if not content_schema().accepts(entry, schema):
            return []
        entries.append(entry)
    return entries


def as_entry(key: str, value: Node, schema: Schema) -> dict[str, Any] | None:
    """A name with a value as an entry of a list that is named so; None when it cannot be one."""
    naming = _naming(Node({}, value.span), schema)
    thing = _name(key, content_schema().resolve(schema["properties"][naming])) if naming else None
    more = _with_value(value, naming or "", set(), schema) if thing is not None else None
    entry = filled({naming or "": thing, **more}, schema) if more is not None else {}
    return entry if content_schema().accepts(entry, schema) else None


def _naming(node: Node, schema: Schema) -> str | None:
    """The key that names what an entry is about, when it is not there."""
    wanted = {*schema.get("required", ()), *schema.get("x-one-of", ()), schema.get("x-short")}
    for key, raw in schema["properties"].items():
        inner = content_schema().resolve(raw)
        names = "x-ref" in inner or key == "id" or inner.get("enum", (None,))[0] == "health"
        if key in wanted and names and "x-within" not in inner:
            return None if key in node.mapping() else key
    # With a short form, what it is about may be left out: `give_experience` may name a skill.
    kept = (key for key, raw in schema["properties"].items() if "x-short" in schema and "x-ref" in raw)
    return next((key for key in kept if key not in node.mapping()), None)


def _name(key: str, schema: Schema) -> str | None:
    """A strange key as the name of a thing or a vital."""
    if "enum" in schema:
        words = [key] if key in schema["enum"] else meant_by(key, schema["enum"])
        return words[0] if words else None
    return key if is_id(key) else None


def _with_value(value: Node, naming: str, rest: set[str], schema: Schema) -> dict[str, Any] | None:
    """The value of a name under the key that it fits; the keys themselves, when it is a group of such."""
    if value.value is None:
        return {} if "x-ref" in schema["properties"][naming] else None
    if isinstance(value.value, dict):
        inner = plain(value)
        return inner if inner.keys() <= schema["properties"].keys() - {naming} else None
    for key in _values(naming, schema):
        inner = content_schema().resolve(schema["properties"][key])
        # Any text at all may be a formula, but none without a number is one that was meant.
        words = (
            isinstance(value.value, str) and "x-formula" in inner and not any(map(str.isdigit, value.value))
        )
        if key not in rest and not words and fits(value, inner):
            return {key: plain(value)}
    return None


def _values(naming: str, schema: Schema) -> Iterator[str]:
    """The keys that a value may stand under, the likeliest first."""
    one = schema.get("x-one-of", ())
    others = [] if naming in one else one
    first = dict.fromkeys([*schema.get("required", ()), *others, *schema.get("x-any-of", ())])
    barred = {naming, *(one if naming in one else ())}
    yield from (key for key in first if key not in barred)
    yield from (key for key in schema["properties"] if key not in first and key not in barred)


def filled(entry: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """The entry with an example of what must be there as well."""
    choice = [*schema.get("x-one-of", ()), *schema.get("x-any-of", ())]
    lacking = [key for key in schema.get("required", ()) if key not in entry]
    lacking += choice[:1] if choice and not entry.keys() & set(choice) else []
    for key in lacking:
        example = example_of(content_schema().resolve(schema["properties"][key]))
        example = example_from(schema, key) if example is None else example
        entry = entry if example is None else {**entry, key: example}
    return entry


def without_their_group(
    called: str, node: Node, strange: Sequence[str], keys: Sequence[str], schema: Schema
) -> Misplaced | None:
    """Keys that belong into a group that is not there: `x` and `y` for `size: {x: …, y: …}`.

    `keys` are those of which one may hold the group; only when it is one alone that can be meant.
    """
    if node.broken():
        return None
    found = {key: plain(node.mapping()[key]) for key in strange}
    known = schema["properties"]
    groups = {key: _group(found, content_schema().resolve(known.get(key, {}))) for key in keys}
    homes = [key for key, group in groups.items() if group]
    written = flow({homes[0]: groups[homes[0]]}) if len(homes) == 1 else None
    if written is None:
        return None
    be = "belong" if len(strange) > 1 else "belongs"
    return Misplaced(
        code="E1003",
        message=f"{called} has no `{homes[0]}`, and {listed(strange)} {be} into that",
        span=node.mapping()[strange[0]].place,
        help=f"write `{written.removeprefix('{').removesuffix('}')}`",
        found=(homes[0],),
    )


def _group(found: dict[str, Any], group: Schema) -> dict[str, Any] | None:
    """Some entries as a whole group, by other words for its keys as well; None when they are none."""
    known = group.get("properties", {})
    if "object" not in kinds_of(group) or not known:
        return None
    whole = {key if key in known else next(iter(meant_by(key, known)), ""): found[key] for key in found}
    right = len(whole) == len(found) and content_schema().accepts(whole, group)
    return whole if right else None
