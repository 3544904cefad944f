"""Cross-checks of what must hold: lists of conditions that nobody can ever meet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.compiler.lint.look import Check, Look, holding, node_at, tell
from engine.compiler.nodes import Node, plain
from engine.model.kinds import KINDS

_LISTS: Final = frozenset({"requires", "when", "fails_when", "all"})
"""Keys whose lists of conditions must hold together."""


_LEAST: Final[Mapping[str, Callable[[Any], tuple[str, float]]]] = {
    "level": lambda args: ("", args),
    "coins": lambda args: ("", args),
    "skill": lambda args: (args["id"], args["level"]),
    "item": lambda args: (args["id"], args["amount"]),
    "vital": lambda args: (args["vital"], args["at_least"]),
}
"""Conditions that ask for so much at least: of what, and how much."""
_ASKS_PLACE: Final = frozenset({"at", "all", "because", "not"})


@dataclass(frozen=True, slots=True)
class Demand:
    """One condition that must hold: its kind and arguments, or those of the one that must not."""

    kind: str
    args: Node
    path: tuple[str | int, ...]
    denied: bool = False


def demands(conditions: Node | None, path: tuple[str | int, ...]) -> Iterator[Demand]:
    """What a list of conditions demands for certain: `all` and `because` are opened, `any` is left out."""
    for place, condition in enumerate(conditions.items() if conditions is not None else ()):
        for kind, args in condition.mapping().items():
            inner = (*path, place, kind)
            if kind == "all":
                yield from demands(args, inner)
            elif kind == "because":
                yield from demands(args.get("when"), (*inner, "when"))
            elif kind == "not":
                for denied, what in args.mapping().items():
                    yield Demand(denied, what, (*inner, denied), denied=True)
            elif kind != "any":
                yield Demand(kind, args, inner)


def demands_agree(look: Look) -> Iterator[Diagnostic]:
    """No two conditions of a list exclude each other."""
    marks = [f'"{key}":[{{'.encode() for key in sorted(_LISTS)]
    for kind, entity, body in holding(look, KINDS, *marks):
        for path in _lists(plain(body)):
            yield from _agree(list(demands(node_at(body, path), path)), kind, entity, body)


def _lists(body: Any) -> Iterator[tuple[str | int, ...]]:
    """The path to every list in which several conditions must hold together. Looks at plain values: they cost
    nothing."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(body, ())]
    while waiting:
        value, path = waiting.pop()
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(child, dict | list) and child:
                if key in _LISTS and isinstance(child, list) and (len(child) > 1 or "all" in child[0]):
                    yield (*path, key)
                waiting.append((child, (*path, key)))


def _agree(found: list[Demand], kind: str, entity: str, body: Node) -> Iterator[Diagnostic]:
    for later, second in enumerate(found):
        for first in found[:later]:
            if first.kind == second.kind and _exclude(first, second):
                yield tell(
                    "E4014",
                    "this can never hold together with another condition of the same list",
                    second.args.place,
                    kind=kind,
                    entity=entity,
                    path=second.path,
                    body=body,
                    help="remove one of the two, or put both under `any:`",
                    notes=(Note(message="the other one stands here", span=first.args.place),),
                )
                return


def _exclude(first: Demand, second: Demand) -> bool:
    one, other = plain(first.args), plain(second.args)
    if first.denied and second.denied:
        return False
    if first.denied or second.denied:
        held, denied = (other, one) if first.denied else (one, other)
        return bool(one == other) or _leaves_no_room(first.kind, held, denied)
    if first.kind == "at":
        return bool(one["location"] != other["location"]) or _differ(one, other, "structure")
    if first.kind == "flag" and one["id"] == other["id"]:
        low, high = _bounds(one, other)
        return _differ(one, other, "is") or low > high
    return False


def _leaves_no_room(kind: str, held: Any, denied: Any) -> bool:
    """Whether so much is demanded that what must not be reached is reached."""
    if kind == "flag":
        if held["id"] != denied["id"]:
            return False
        low, high = _bounds(held)
        inside = (denied.get("at_least", low) <= low, high <= denied.get("at_most", high))
        return "is" not in denied and all(inside)
    if kind not in _LEAST:
        return False
    named, most = _LEAST[kind](denied)
    return _LEAST[kind](held)[0] == named and bool(_LEAST[kind](held)[1] >= most)


def _differ(one: dict[str, Any], other: dict[str, Any], key: str) -> bool:
    return key in one and key in other and one[key] != other[key]


def _bounds(*flags: dict[str, Any]) -> tuple[float, float]:
    low, high = -float("inf"), float("inf")
    for flag in flags:
        value = flag.get("is")
        if isinstance(value, int) and not isinstance(value, bool):
            low, high = max(low, value), min(high, value)
        low, high = max(low, flag.get("at_least", low)), min(high, flag.get("at_most", high))
    return low, high


def denizens_can_be_met(look: Look) -> Iterator[Diagnostic]:
    """What a denizen requires of the place can hold where it stands."""
    for entity, body in look.world.sound("denizens").items():
        asked = plain(body).get("requires")
        if not any(key in _ASKS_PLACE for one in asked or () for key in one):
            continue
        home = plain(body)["at"]
        for demand in demands(body.get("requires"), ("requires",)):
            if demand.kind != "at":
                continue
            wanted = plain(demand.args)
            here = wanted["location"] == home["location"] and not _differ(wanted, home, "structure")
            if here is demand.denied:
                yield tell(
                    "E4013",
                    "nobody can ever meet this denizen: one meets them only where they stand, "
                    "and there this does not hold",
                    demand.args.place,
                    kind="denizens",
                    entity=entity,
                    path=demand.path,
                    help="change `requires`, or remove it",
                )
                break


LOCAL: Final[tuple[Check, ...]] = (demands_agree, denizens_can_be_met)
