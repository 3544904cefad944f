"""Things as written → things with all that they are based on. Finds rings, and chains that are too long."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from engine.compiler.entities import WITH_IDS, Entity, Gathered, Orphan, Things
from engine.compiler.findings import finding
from engine.compiler.nodes import Node
from engine.compiler.schema import content_schema
from engine.compiler.words import entity_words

_LONGEST_CHAIN: Final = 32
"""So many bases may lie above a thing."""


class _Written(Mapping[str, Entity]):
    """The things of a kind as they are written, before they have what they are based on."""

    def __init__(self, things: Things, quick: Callable[[str], Entity] | None) -> None:
        self.slow = dict(things.slow)
        self.quick, self.things = quick, things

    def __getitem__(self, entity: str) -> Entity:
        if entity in self.slow:
            return self.slow[entity]
        if self.quick is None or entity not in self.things.quick:
            raise KeyError(entity)
        return self.quick(entity)

    def __iter__(self) -> Iterator[str]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)


def inherit(gathered: Gathered, quick: Callable[[str, str], Entity] | None = None) -> None:
    """Give every thing what it is based on. A thing whose base is unknown keeps `based_on`.

    Things of clear files have that already; `quick` gives them as they are written.
    """
    for kind in WITH_IDS:
        things = gathered.entities[kind]
        if things.slow:
            written = _Written(things, partial(quick, kind) if quick is not None else None)
            for entity in sorted(things.slow):
                things.slow[entity] = _inherited(kind, entity, written, gathered)


def _inherited(kind: str, entity: str, written: Mapping[str, Entity], gathered: Gathered) -> Entity:
    chain = [written[entity]]
    gathered.baseless.add(chain[0].key)
    while (base := chain[-1].body.text("based_on")) is not None:
        last = chain[-1]
        told = last.body.mapping()["based_on"].span
        if base not in written:
            if len(chain) == 1 and not gathered.may_hold(kind, base):
                gathered.orphans.append(Orphan(kind=kind, entity=last.key, base=base, span=told))
            else:
                gathered.hidden += 1
            return chain[0]
        if any(link.id == base for link in chain):
            ring = [link.id for link in chain]
            ring = ring[ring.index(base) :]
            # A ring is told once, at the first of its members by name.
            if entity == min(ring):
                gathered.findings.append(
                    finding(
                        "E2121",
                        f"{entity_words(kind, entity)} is based on itself"
                        + (f", by way of `{'`, `'.join(ring[1:])}`" if len(ring) > 1 else ""),
                        chain[0].body.mapping()["based_on"].span,
                        help="let one of them stand by itself, without `based_on`",
                        entity=chain[0].key,
                    )
                )
            else:
                gathered.hidden += 1
            return chain[0]
        if len(chain) > _LONGEST_CHAIN:
            return _too_long(chain, gathered)
        chain.append(written[base])
    gathered.baseless.discard(chain[0].key)
    first = chain[0]
    if len(chain) == 1:
        return first
    body = _written_out(chain[-1])
    for link in reversed(chain[:-1]):
        body = _merged(body, link.body)
    entries = {key: value for key, value in body.mapping().items() if key != "based_on"}
    return Entity(kind=kind, id=entity, body=Node(entries, first.body.span, first.body.key), base=chain[1].id)


def _too_long(chain: list[Entity], gathered: Gathered) -> Entity:
    """Tell of a chain that is too long, at the first thing that is too far from its end."""
    first = chain[0]
    gathered.findings.append(
        finding(
            "E2122",
            f"{entity_words(first.kind, first.id)} stands at the end of more than {_LONGEST_CHAIN} bases",
            first.body.mapping()["based_on"].span,
            help="base it on something nearer to the beginning",
            entity=first.key,
        )
    )
    return first


def _written_out(entity: Entity) -> Node:
    """The body of a base; a list in place of a mapping (loot tables) becomes what it is short for."""
    schema = content_schema()
    short = schema.resolve(schema.kinds[entity.kind]).get("x-short")
    body = entity.body
    return replace(body, value={short: body}) if short and isinstance(body.value, list) else body


def _merged(base: Node, over: Node) -> Node:
    """`over` on top of `base`: mappings entry by entry, everything else replaced."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    entries = dict(base.value)
    for key, value in over.value.items():
        entries[key] = _merged(base.value[key], value) if key in base.value else value
    return Node(entries, over.span, over.key)
