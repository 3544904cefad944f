"""One thing as it was compiled: in a writer's words, with where it stands, what it uses and who uses it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.authoring.dice import Dice
from engine.authoring.opened import OpenWorld, Reading, Use
from engine.authoring.say import Line, Said, lines, said, thrown
from engine.base.span import Span
from engine.compiler.entities import Entity
from engine.compiler.nodes import Node
from engine.compiler.schema import content_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All there is to say about one thing.

    `plain` is its compiled body (durations in ticks, coins in copper, times in minutes). `lines` say the same
    as a writer would, and `told` does by key. `bases` are what it is based on, nearest first. `uses` and
    `used_by` are sorted.
    """

    key: str
    title: str
    span: Span
    bases: tuple[str, ...]
    plain: dict[str, Any]
    told: Mapping[str, Said]
    lines: tuple[Line, ...]
    dice: tuple[Dice, ...]
    uses: tuple[Use, ...]
    used_by: tuple[Use, ...]


def show(world: OpenWorld, key: str, near: Reading | None = None) -> Shown:
    """Everything about the thing of that key. Raises KeyError when there is none.

    `near` is what was read around it, when something was read already.
    """
    kind, _, entity = key.partition(":")
    near = near or world.near(key)
    body = near.linked.bodies[kind][entity]
    schema = content_schema().kinds[kind]
    whole = said(replace(body, assumed=True), schema).value
    chain = tuple(_chain(near, key))
    told = whole if isinstance(whole, dict) else {"lines": Said(whole)}
    shown = {name: _remarked(body.get(name), chain, name, value) for name, value in told.items()}
    dice = {found.text: found for value in shown.values() for found in thrown(value)}
    return Shown(
        key=key,
        title=world.title(key),
        span=body.place,
        bases=tuple(link.id for link in chain[1:]),
        plain=dict(world.body(key)),
        told=shown,
        lines=tuple(lines(shown)),
        dice=tuple(dice[text] for text in sorted(dice)),
        uses=tuple(sorted(near.using.get(key, ()), key=_by_used)),
        used_by=tuple(sorted(near.used.get(key, ()), key=_by_user)),
    )


def _by_used(use: Use) -> tuple[str, Span]:
    return (use.used, use.span)


def _by_user(use: Use) -> tuple[str, Span]:
    return (use.user, use.span)


def _chain(near: Reading, key: str) -> Iterator[Entity]:
    """The thing as written and everything above it."""
    found: Entity | None = near.written.get(key)
    while found is not None:
        yield found
        base = found.body.text("based_on")
        found = near.written.get(f"{found.kind}:{base}") if base else None


def _remarked(node: Node | None, chain: tuple[Entity, ...], name: str, value: Said) -> Said:
    """The value with a remark when it was not written in the thing itself."""
    remark = ""
    if node is not None and node.assumed:
        remark = "by default"
    elif chain and chain[0].body.get(name) is None:
        base = next((link.id for link in chain[1:] if link.body.get(name) is not None), None)
        remark = f"from {base}" if base else ""
    elif node is not None and (base := _giver_of_rest(node, chain, name)):
        remark = f"partly from {base}"
    return replace(value, note="; ".join(part for part in (value.note, remark) if part))


def _giver_of_rest(node: Node, chain: tuple[Entity, ...], name: str) -> str | None:
    """The base from which a mapping has keys that the thing itself did not write."""
    own = chain[0].body.get(name)
    written = {key for key, child in node.mapping().items() if not child.assumed}
    missing = written - set(own.mapping()) if own is not None and own.mapping() else set()
    for link in chain[1:]:
        held = link.body.get(name)
        if held is not None and missing & set(held.mapping()):
            return link.id
    return None
