"""Cross-checks of what nothing uses. In a world in which something is wrong, absence proves nothing."""

from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.words import KIND_WORDS

ASKED_FOR: Final = ("item_sets", "effects", "creatures", "loot_tables", "dialogues")
"""Kinds that do nothing unless something names them."""
IN_TESTS: Final = ("scenes:", "balance:", "moved")
"""What is named here is not used by the game for that."""


def flags_are_used(look: Look) -> Iterator[Diagnostic]:
    """Every flag is set by something and asked for by something."""
    if not look.whole:
        return
    mentioned: set[str] = set()
    written: set[str] = set()
    for reference in look.world.references:
        if reference.target == "flags" and not reference.entity.startswith(IN_TESTS):
            mentioned.add(reference.id)
            if "set_flag" in reference.path[-2:]:
                written.add(reference.id)
    for entity, flag in look.world.sound("flags").items():
        if entity not in mentioned:
            yield tell(
                "W8001",
                "nothing uses this flag",
                flag.place,
                kind="flags",
                entity=entity,
                help="use it in a condition and an effect, or remove it",
            )
        elif entity not in written:
            yield tell(
                "W8002",
                "nothing ever sets this flag, so it always keeps its default",
                flag.place,
                kind="flags",
                entity=entity,
                help="set it with `set_flag`, or remove what asks for it",
            )


def things_are_named(look: Look) -> Iterator[Diagnostic]:
    """What does nothing by itself is named by something else, or something else is based on it."""
    if not look.whole:
        return
    named = {
        (reference.target, reference.id)
        for reference in look.world.references
        if reference.entity != f"{reference.target}:{reference.id}"
        and not reference.entity.startswith(IN_TESTS)
    }
    for kind in ASKED_FOR:
        unnamed = {
            entity: body for entity, body in look.world.sound(kind).items() if (kind, entity) not in named
        }
        bases = {one.base for one in look.gathered.entities[kind].values()} if unnamed else set[str | None]()
        for entity, body in unnamed.items():
            if entity not in bases:
                yield tell(
                    "W8007",
                    f"nothing names this {KIND_WORDS[kind]}",
                    body.place,
                    kind=kind,
                    entity=entity,
                    help="use it somewhere, or remove it",
                )


CHECKS: Final[tuple[Check, ...]] = (flags_are_used, things_are_named)
