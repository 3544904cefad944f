"""Cross-checks of things that are there twice."""

from collections.abc import Iterator
from typing import Final

import msgspec

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.nodes import Node, plain
from engine.compiler.words import KIND_WORDS

NAMED_BY: Final = {
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
_OF_THEIR_OWN: Final = ("sells", "buys", "on_interact")
"""A denizen with one of these is somebody; all others may stand about in numbers, as guards do."""


def nothing_is_there_twice(look: Look) -> Iterator[Diagnostic]:
    """No two things of a kind are written the same in everything but their id.

    What is based on another thing and changes nothing says itself that it is the same.
    """
    for kind, key in NAMED_BY.items():
        alike: dict[str | None, list[tuple[str, Node]]] = {}
        for entity, body in look.world.sound(kind).items():
            if kind != "denizens" or any(plain(body).get(one) for one in _OF_THEIR_OWN):
                alike.setdefault(body.text(key), []).append((entity, body))
        for crowd in alike.values():
            groups: dict[bytes, list[tuple[str, Node]]] = {}
            for entity, body in crowd if len(crowd) > 1 else ():
                # The same bytes whatever the order of the keys.
                written = msgspec.json.encode(plain(body), order="deterministic")
                groups.setdefault(written, []).append((entity, body))
            for group in groups.values():
                if len(group) > 1:
                    yield from _told(kind, key, group)


def _told(kind: str, key: str, group: list[tuple[str, Node]]) -> Iterator[Diagnostic]:
    """One finding at the second, with all others beside it."""
    first, body = group[0]
    place = body.mapping()[key].span
    others = [one for one in group[1:] if one[1].mapping()[key].span != place]
    if others:
        (entity, second), *more = others
        also = f", and {len(more)} more are" if len(more) > 1 else ", and one more is" if more else ""
        yield tell(
            "W8013",
            f"this {KIND_WORDS[kind]} is the same as `{first}` in everything but its id{also}",
            second.place,
            kind=kind,
            entity=entity,
            help="keep one of them, or give each something of its own",
            notes=(
                Note(message="the first one stands here", span=body.place),
                *(Note(message="the same stands here", span=one.place) for _, one in more),
            ),
        )


CHECKS: Final[tuple[Check, ...]] = (nothing_is_there_twice,)
