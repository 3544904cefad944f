"""Cross-checks of item sets: what they give can be had."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.lint.things import slot_of


def pieces_are_worn(look: Look) -> Iterator[Diagnostic]:
    """Only what is worn counts as a piece."""
    for entity, item in look.world.sound("items").items():
        if item.text("set") is not None and slot_of(item) is None:
            yield tell(
                "W8012",
                f"an item of type `{item.text('type')}` is never worn, so it never counts for a set",
                item.mapping()["set"].place,
                kind="items",
                entity=entity,
                path=("set",),
                help="remove `set:`, or choose a type that is worn",
            )


def sets_have_enough_pieces(look: Look) -> Iterator[Diagnostic]:
    """As many pieces as a set asks for can be worn at once: each slot holds one."""
    if not look.whole:
        return
    slots: dict[str, set[str]] = defaultdict(set)
    for item in look.world.sound("items").values():
        named, slot = item.text("set"), slot_of(item)
        if named is not None and slot is not None:
            slots[named].add(slot)
    for entity, body in look.world.sound("item_sets").items():
        most = len(slots[entity]) if entity in slots else 0
        for place, line in enumerate(body.mapping()["bonuses"].items() if most else ()):
            if line.mapping()["pieces"].value > most:
                only = "only one piece" if most == 1 else f"only {most} pieces"
                yield tell(
                    "W6010",
                    f"this never counts: {only} of this set can be worn at once",
                    line.mapping()["pieces"].span,
                    kind="item_sets",
                    entity=entity,
                    path=("bonuses", place, "pieces"),
                    help="ask for fewer pieces, or add items for other slots to the set",
                )


LOCAL: Final[tuple[Check, ...]] = (pieces_are_worn,)
CHECKS: Final[tuple[Check, ...]] = (sets_have_enough_pieces,)
