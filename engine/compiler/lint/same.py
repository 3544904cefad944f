"""Cross-checks of things that are there twice."""

from collections.abc import Iterator
from typing import Final

import msgspec

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.nodes import Node, plain
from engine.compiler.words import KIND_WORDS

_NAMED_BY: Final = {
    "skills": "name",
    "items": "name",
    "effects": "name",
    "spells": "name",
    "creatures": "name",
    "locations": "name",
    "denizens": "name",
    "quests": "title",
}
"""Kinds whose things players tell apart by a name."""


def nothing_is_there_twice(look: Look) -> Iterator[Diagnostic]:
    """No two things of a kind are written the same in everything but their id.

    What is based on another thing and changes nothing says itself that it is the same.
    """
    for kind, key in _NAMED_BY.items():
        alike: dict[str | None, list[tuple[str, Node]]] = {}
        for entity, body in look.world.sound(kind).items():
            alike.setdefault(body.text(key), []).append((entity, body))
        for crowd in alike.values():
            seen: dict[bytes, tuple[str, Node]] = {}
            for entity, body in crowd if len(crowd) > 1 else ():
                # The same bytes whatever the order of the keys.
                first = seen.setdefault(
                    msgspec.json.encode(plain(body), order="deterministic"), (entity, body)
                )
                if first[0] != entity and first[1].mapping()[key].span != body.mapping()[key].span:
                    yield tell(
                        "W8013",
                        f"this {KIND_WORDS[kind]} is the same as `{first[0]}` in everything but its id",
                        body.place,
                        kind=kind,
                        entity=entity,
                        help="keep one of the two, or give this one something of its own",
                        notes=(Note(message="the other one stands here", span=first[1].place),),
                    )


CHECKS: Final[tuple[Check, ...]] = (nothing_is_there_twice,)
