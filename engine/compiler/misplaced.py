"""Keys that are right but stand in the wrong place: one level too far out or in, or without their list.

Each such slip would be told twice and more, as keys that are unknown and keys that are missing; here it is
seen as one, with the shape as it should be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.base.span import Span
from engine.compiler.findings import one_of
from engine.compiler.meant import flow
from engine.compiler.nodes import Node, plain
from engine.compiler.schema import Schema, content_schema
from engine.compiler.snippets import filled_in

_SORTS: Final[Mapping[str, str]] = {"condition": "conditions.json", "effect": "effects.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """Some keys that belong elsewhere: what is wrong, where, and how it should look.

    `found` are keys that are not missing after all. Of the places `settled` nothing else should be told.
    """

    code: str
    message: str
    span: Span
    help: str
    suggestion: str | None = None
    found: Sequence[str] = ()
    settled: Sequence[Span] = ()
    listed: bool = False
    """Whether `found` holds a list of the keys, so that other entries may lack it in the same way."""


def misplaced(
    name: str, called: str, node: Node, strange: Sequence[str], missing: Sequence[str], schema: Schema
) -> Misplaced | None:
    """Why a group of keys has strange ones; None when that is no such slip.

    `name` is the key that it stands under, `called` what it is in words.
    """
    return (
        _thing_within(name, node, strange, schema)
        or _without_its_list(name, node, strange, missing, schema)
        or _beside(node, strange, schema)
        or _without_its_name(node, strange, schema)
        or _without_their_key(name, called, node, strange, missing, schema)
    )


def example(sort: str | None, name: str) -> str | None:
    """How a condition or effect is written, as editors propose it."""
    file = _SORTS.get(sort or "")
    snippets = content_schema().bundle["$defs"][file]["defaultSnippets"] if file else ()
    body = next((one["body"][name] for one in snippets if name in one["body"]), None)
    return f"{name}: {filled_in(body)}" if body is not None else None


def listed(keys: Sequence[str]) -> str:
    """Keys that are all meant: `a`, `b` and `c`."""
    return one_of(keys).replace(" or ", " and ")


def _written(name: str, value: Any, otherwise: str | None) -> str:
    """How a key should look with its value: as it is when that is short, else by an example."""
    short = flow({name: value})
    if short is not None:
        return f"write `{short.removeprefix('{').removesuffix('}')}`"
    return (
        f"write it like `{otherwise}`"
        if otherwise
        else "set each entry on a line of its own that begins with `- `"
    )


def _thing_within(name: str, node: Node, strange: Sequence[str], schema: Schema) -> Misplaced | None:
    """Things that are set in too far, so that they stand within the one before."""
    within = [node.mapping()[key] for key in strange]
    if name or not all(is_thing(inner, schema) for inner in within):
        return None
    be = "are" if len(strange) > 1 else "is"
    return Misplaced(
        code="E1001",
        message=f"{listed(strange)} {be} set in too far, as if belonging to what stands above",
        span=within[0].place,
        help="set the id in as far as the other ids, and all that is below it by so much less",
    )


def is_thing(node: Node, schema: Schema) -> bool:
    """Whether the value of a strange key looks like another thing of the same kind."""
    keys = node.mapping().keys()
    return bool(keys) and "based_on" in schema["properties"] and keys <= schema["properties"].keys()


def _without_its_list(
    name: str, node: Node, strange: Sequence[str], missing: Sequence[str], schema: Schema
) -> Misplaced | None:
    """The keys of an entry, where the list of such entries should stand: one branch in place of all."""
    short = schema.get("x-short", "")
    entry = content_schema().resolve(schema.get("items", {})).get("properties", {})
    if short not in missing or not all(key in entry for key in strange):
        return None
    value = plain(node)
    inner = [{key: value[key] for key in strange}]
    rest = {key: one for key, one in value.items() if key not in strange}
    be = "belong" if len(strange) > 1 else "belongs"
    return Misplaced(
        code="E1002",
        message=f"`{name}` has a list of entries, and {listed(strange)} {be} to one of them",
        span=node.place,
        help=_written(name, {**rest, short: inner} if rest else inner, example("effect", name)),
        found=(short,),
    )


def _beside(node: Node, strange: Sequence[str], schema: Schema) -> Misplaced | None:
    """Keys that are not set in far enough: they stand beside the condition or effect that they belong to."""
    sort = schema.get("x-is")
    names = [key for key in node.mapping() if key in schema["properties"]]
    if sort not in _SORTS or len(names) != 1:
        return None
    name = names[0]
    inside = content_schema().resolve(schema["properties"][name])
    known = {
        **inside.get("properties", {}),
        **content_schema().resolve(inside.get("items", {})).get("properties", {}),
    }
    held = node.mapping()[name]
    if not all(key in known and key not in held.mapping() for key in strange):
        return None
    be = "stand" if len(strange) > 1 else "stands"
    belong = "belong" if len(strange) > 1 else "belongs"
    shape = example(sort, name)
    first = node.mapping()[strange[0]].place
    # On one line with its name, in curly brackets, there is nothing to set in.
    if first.line == held.place.line:
        help_ = "write it inside" + (f": `{shape}`" if shape else f" what stands behind `{name}:`")
    else:
        help_ = "set it in further than its name" + (f", like `{shape}`" if shape else "")
    return Misplaced(
        code="E1009",
        message=f"{listed(strange)} {be} beside `{name}` and {belong} into it",
        span=first,
        help=help_,
        settled=(held.span, held.place),
    )


def _without_its_name(node: Node, strange: Sequence[str], schema: Schema) -> Misplaced | None:
    """The inside of a condition or effect without its name: `when` and `then` without `if`."""
    if schema.get("x-is") not in _SORTS or len(strange) < 2 or len(strange) < len(node.mapping()):
        return None
    value = None if node.broken() else plain(node)
    inner = {name: content_schema().resolve(raw) for name, raw in schema["properties"].items()}
    homes = [name for name, one in inner.items() if content_schema().accepts(value, one)]
    if len(homes) != 1:
        return None
    short = flow({homes[0]: value})
    return Misplaced(
        code="E1010",
        message=f"{listed(strange)} belong into {'an' if homes[0][0] in 'aeiou' else 'a'} `{homes[0]}`",
        span=node.mapping()[strange[0]].place,
        help=f"write `{short.removeprefix('{').removesuffix('}')}`"
        if short
        else f"begin the entry with `- {homes[0]}:`, and set {listed(strange)} in further below that",
    )


def home_of(key: str, schema: Schema) -> str | None:
    """The only group within some keys that knows a key which stands beside it."""
    groups = {name: content_schema().resolve(raw) for name, raw in schema["properties"].items()}
    homes = [name for name, group in groups.items() if key in group.get("properties", {})]
    return homes[0] if len(homes) == 1 and "items" not in groups[homes[0]] else None


def _without_their_key(
    name: str, called: str, node: Node, strange: Sequence[str], missing: Sequence[str], schema: Schema
) -> Misplaced | None:
    """Conditions or effects, where the key that holds a list of them should stand: `level` for `when`."""
    for key, sort, known in _lists_of(missing, schema):
        if all(one in known for one in strange):
            value = plain(node)
            entries = [{one: value[one]} for one in strange]
            word = f"{sort}s" if len(strange) > 1 else f"{'an' if sort == 'effect' else 'a'} {sort}"
            be = "are" if len(strange) > 1 else "is"
            return Misplaced(
                code="E1003",
                message=f"{called} has no `{key}`, and {listed(strange)} {be} {word}",
                span=node.mapping()[strange[0]].place,
                help=_written(key, entries, example("effect", name)),
                found=(key,),
                listed=True,
            )
    return None


def each_with_its_key(name: str, entries: Node, slip: Misplaced, known: Mapping[str, Schema]) -> Misplaced:
    """The slip of an entry told of its whole list, where others of its entries have the same."""
    if not slip.listed:
        return slip
    key = slip.found[0]
    whole, count = [], 0
    for entry in entries.items():
        value = plain(entry)
        inner = [{one: value[one]} for one in entry.mapping() if one not in known]
        rest = {one: value[one] for one in entry.mapping() if one in known}
        count += bool(inner) and key not in rest
        whole.append({**rest, key: inner} if inner and key not in rest else value)
    return replace(slip, help=_written(name, whole, example("effect", name))) if count > 1 else slip


def _lists_of(missing: Sequence[str], schema: Schema) -> Iterator[tuple[str, str, Mapping[str, Schema]]]:
    """Which missing keys hold a list of conditions or effects, and those that there are."""
    for key in missing:
        held = content_schema().resolve(schema["properties"].get(key, {}))
        entry = content_schema().resolve(held.get("items", {}))
        if entry.get("x-is") in _SORTS:
            yield key, entry["x-is"], entry["properties"]
