"""Cross-checks of what writers expect of their world: scenes and balance."""

from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.look import Check, Clause, Look, tell
from engine.compiler.lint.story import flag_clause
from engine.compiler.lint.things import worn_where_it_belongs
from engine.compiler.nodes import NOWHERE, Node

_Place = tuple[str, str, tuple[str | int, ...], Node]
"""Kind and id of a test, the path to a part of it, and the part."""


def _parts(look: Look) -> Iterator[_Place]:
    """Everything in tests that says how a character is."""
    for entity, scene in look.world.sound("scenes").items():
        yield "scenes", entity, ("given",), scene.mapping()["given"]
        for place, step in enumerate(scene.mapping()["steps"].items()):
            expected = step.get("expect")
            if expected is not None:
                yield "scenes", entity, ("steps", place, "expect"), expected
    for entity, balance in look.world.sound("balance").items():
        yield "balance", entity, ("fight", "character"), balance.mapping()["fight"].mapping()["character"]


def flags_are_as_they_are(look: Look) -> Iterator[Diagnostic]:
    """Flags have values of their type."""
    flags = look.world.sound("flags")
    for kind, entity, path, part in _parts(look):
        given = part.get("flags")
        for name, value in given.mapping().items() if given is not None else ():
            if name in flags:
                # It is told as the condition `flag: {id: name, is: value}` would be.
                args = Node({"id": Node(name, NOWHERE), "is": value}, NOWHERE)
                clause = Clause("flag", args, (*path, "flags", name))
                yield from flag_clause(flags[name], clause, kind, entity)


def equipment_fits(look: Look) -> Iterator[Diagnostic]:
    """What is worn is worn where it belongs."""
    for kind, entity, path, part in _parts(look):
        worn = part.get("equipment")
        if worn is not None:
            yield from worn_where_it_belongs(look, worn, kind, entity, (*path, "equipment"))


def scenes_expect_something(look: Look) -> Iterator[Diagnostic]:
    """A scene that expects nothing can never fail."""
    for entity, scene in look.world.sound("scenes").items():
        if not any("expect" in step.mapping() for step in scene.mapping()["steps"].items()):
            yield tell(
                "W8014",
                "this scene expects nothing, so it can never fail",
                scene.place,
                kind="scenes",
                entity=entity,
                help="say in its last step what must have come of it, with `expect:`",
            )


def bounds_stand_in_order(look: Look) -> Iterator[Diagnostic]:
    """The least is not above the most: of the fights won, and of the money in a wallet."""
    for kind, entity, path, part in _parts(look):
        wallet = part.get("wallet")
        low, high = (wallet.get(key) if wallet is not None else None for key in ("min", "max"))
        if low is not None and high is not None and low.value > high.value:
            yield _swapped(low, kind, entity, (*path, "wallet"))
    for entity, balance in look.world.sound("balance").items():
        rate = balance.mapping()["expect"].get("win_rate")
        if rate is not None:
            low, high = rate.mapping()["between"].items()
            if low.value > high.value:
                yield _swapped(low, "balance", entity, ("expect", "win_rate", "between"))


def _swapped(low: Node, kind: str, entity: str, path: tuple[str | int, ...]) -> Diagnostic:
    return tell(
        "E1013",
        "the least is more than the most",
        low.span,
        kind=kind,
        entity=entity,
        path=path,
        help="write the smaller one first",
    )


LOCAL: Final[tuple[Check, ...]] = (scenes_expect_something, bounds_stand_in_order)
CHECKS: Final[tuple[Check, ...]] = (flags_are_as_they_are, equipment_fits)
