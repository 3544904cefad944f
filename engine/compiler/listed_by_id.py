"""Things in a list (`- id: bread`) where ids are wanted: told once, and put where they belong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler.findings import finding
from engine.compiler.nodes import Node
from engine.compiler.schema import Schema, content_schema
from engine.compiler.words import KIND_WORDS, where

_ID: Final = "id"
_STEP: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list holds by id, and what to say of it. `others` are entries whose id is not to be seen."""

    entries: tuple[tuple[str, Node], ...]
    help: str
    span: Span
    others: int


def listed(node: Node, known: Mapping[str, Schema]) -> Listed | None:
    """The entries of a list by id; None when none has one. `known` are the keys that an entry may have."""
    # The schema may know `id` as a key of its own; then it is none that was taken along from elsewhere.
    found = [_with_id(item, known) for item in node.items()] if _ID not in known else []
    entries = [one for one in found if one is not None]
    if not entries:
        return None
    first, _ = entries[0]
    item = next(item for item, one in zip(node.items(), found, strict=True) if one is not None)
    by_key = item.get(_ID) is not None
    take = "`- id:`" if by_key else "`- `"
    how = f"take off {take} and write `{first}:`"
    deep = node.place.column - 1
    if node.span.length > 1:
        how = f"take off the brackets and write `{first}:` on a line of its own, with its keys below it"
    elif node.span.column <= node.place.column:
        how += f", set in by {deep + _STEP} spaces, and its other keys by {deep + 2 * _STEP}"
    more = f"; so for each of the {len(found)} entries" if len(found) > 1 else ""
    return Listed(
        entries=tuple(entries),
        help=f"{how}{more}",
        span=item.mapping()[_ID].place if by_key else next(iter(item.mapping().values())).place,
        others=len(found) - len(entries),
    )


def _with_id(item: Node, known: Mapping[str, Schema]) -> tuple[str, Node] | None:
    """An entry by the id that it says, or that all its other keys stand beside or below."""
    keys = item.mapping()
    named = keys.get(_ID)
    if named is not None:
        rest = {key: value for key, value in keys.items() if key != _ID}
        if not isinstance(named.value, str):
            return None
        return named.value, Node(rest, item.span, named.span)
    if not keys:
        return None
    first, *others = keys
    body = keys[first]
    if first in known or not (others or body.mapping()):
        return None
    if body.value is None and others and all(key in known for key in others):
        return first, Node({key: keys[key] for key in others}, keys[others[0]].place, body.place)
    return (first, body) if body.mapping() and not others else None


def told_of_kind(kind: str, slip: Listed) -> Diagnostic:
    """The finding about things of a kind in a list."""
    return finding(
        "E1002",
        f"under `{kind}` every {KIND_WORDS[kind]} stands under its id, without a list",
        slip.span,
        label=f"{KIND_WORDS[kind]} `{slip.entries[0][0]}`",
        help=slip.help,
    )


def parts_by_id(kind: str, entity: str, body: Node) -> tuple[Node, list[Diagnostic]]:
    """A thing with its parts under their ids, and what is to be said about those that stood in lists."""
    properties = content_schema().resolve(content_schema().kinds[kind]).get("properties", {})
    told: list[Diagnostic] = []
    for key, value in body.mapping().items():
        if not isinstance(value.value, list) or key not in properties:
            continue
        each = content_schema().resolve(properties[key]).get("additionalProperties")
        known = content_schema().resolve(each).get("properties") if isinstance(each, dict) else None
        slip = listed(value, known) if known else None
        if slip is None:
            continue
        parts = dict(reversed(slip.entries))
        body = replace(body, value={**body.mapping(), key: replace(value, value=parts)})
        word = KIND_WORDS[key]
        told.append(
            finding(
                "E1002",
                f"under `{key}` every {word} stands under its id, without a list",
                slip.span,
                label=where(kind, entity, (key, slip.entries[0][0])),
                help=slip.help,
                entity=f"{kind}:{entity}",
            )
        )
    return body, told
