"""Cross-checks of quests and flags, and of the ids within quests and dialogues."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.units import WIRE_MAX
from engine.compiler.lint.look import Check, Clause, Look, node_at, spotted, tell, text_of
from engine.compiler.nodes import Node, plain

_TRUTHS: Final = {0: "false", 1: "true"}
FLAG_CLAUSES: Final = frozenset({"flag", "set_flag"})


def ids_within_are_unique(look: Look) -> Iterator[Diagnostic]:
    """Objectives of a quest, and choices of a node, have ids of their own."""
    for entity, quest in look.world.sound("quests").items():
        if _has_doubles(plain(quest)["objectives"]):
            objectives = quest.mapping()["objectives"]
            yield from _unique(objectives, "E4001", "objective", "quests", entity, ("objectives",))
    for entity, dialogue in look.world.sound("dialogues").items():
        for name, node in plain(dialogue)["nodes"].items():
            if _has_doubles(node.get("choices", ())):
                path = ("nodes", name, "choices")
                yield from _unique(node_at(dialogue, path), "E4002", "choice", "dialogues", entity, path)


def _has_doubles(things: Sequence[Any]) -> bool:
    return len({thing["id"] for thing in things}) < len(things)


def _unique(
    things: Node, code: str, word: str, kind: str, entity: str, path: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    seen: dict[str, Node] = {}
    for thing in things.items():
        named = thing.mapping()["id"]
        if named.value in seen:
            yield tell(
                code,
                f"another {word} here is called `{named.value}` already",
                named.span,
                kind=kind,
                entity=entity,
                path=path,
                help="give one of the two another id",
                notes=(Note(message="the first one stands here", span=seen[named.value].span),),
            )
        seen.setdefault(named.value, named)


def objectives_share_nothing(look: Look) -> Iterator[Diagnostic]:
    """Each thing that a quest wants collected is the matter of one objective."""
    for entity, quest in look.world.sound("quests").items():
        wanted = [one["collect"] for one in plain(quest)["objectives"] if "collect" in one]
        amounts: dict[str, list[int]] = {}
        for collect in wanted:
            amounts.setdefault(collect["item"], []).append(collect["amount"])
        if len(amounts) == len(wanted):
            continue
        first: dict[str, Node] = {}
        for number, objective in enumerate(quest.mapping()["objectives"].items()):
            collect = objective.get("collect")
            named = collect.mapping()["item"] if collect is not None else None
            if named is None:
                continue
            if named.value in first:
                whole = sum(amounts[named.value])
                yield tell(
                    "E4020",
                    f"another objective of this quest has `{named.value}` collected already",
                    named.span,
                    kind="quests",
                    entity=entity,
                    path=("objectives", number),
                    help=f"write one objective with `collect: {{item: {named.value}, amount: {whole}}}`",
                    notes=(Note(message="the first one stands here", span=first[named.value].span),),
                )
            first.setdefault(named.value, named)


def flags_begin_as_they_are(look: Look) -> Iterator[Diagnostic]:
    """The default of a flag is of its type and within its bounds."""
    for entity, flag in look.world.sound("flags").items():
        default = flag.mapping()["default"]
        least, most = flag.get("min"), flag.get("max")
        if text_of(flag, "type") == "bool":
            if not isinstance(default.value, bool):
                yield tell(
                    "E4003",
                    f"a flag of type `bool` begins with `true` or `false`, not with {default.value}",
                    default.span,
                    kind="flags",
                    entity=entity,
                    path=("default",),
                    help="write `true` or `false`, or make it `type: int`",
                )
            for bound in (least, most):
                if bound is not None:
                    yield tell(
                        "E4005",
                        "a flag of type `bool` has no bounds",
                        bound.place,
                        kind="flags",
                        entity=entity,
                        help="remove `min` and `max`, or make it `type: int`",
                    )
                    break
        elif isinstance(default.value, bool):
            yield tell(
                "E4003",
                "a flag of type `int` begins with a whole number",
                default.span,
                kind="flags",
                entity=entity,
                path=("default",),
                help="write a number such as 0, or make it `type: bool`",
            )
        elif (least is not None and default.value < least.value) or (
            most is not None and default.value > most.value
        ):
            yield tell(
                "E4004",
                f"this flag begins with {default.value}, which is outside its bounds",
                default.span,
                kind="flags",
                entity=entity,
                path=("default",),
                help=f"write a number {_between(least, most)}",
            )


def _between(least: Node | None, most: Node | None) -> str:
    low = f"of at least {least.value}" if least else ""
    high = f"of at most {most.value}" if most else ""
    return " and ".join(part for part in (low, high) if part)


def flags_are_used_as_they_are(look: Look) -> Iterator[Diagnostic]:
    """Yes-or-no flags are not counted, numbers are not asked for yes or no, values keep within bounds."""
    flags = look.world.sound("flags")
    concerned = {reference.entity for reference in look.world.references if reference.target == "flags"}
    for key in sorted(concerned - look.world.unsound):
        kind, _, entity = key.partition(":")
        body = look.world.bodies[kind][entity]
        for sort, args, path in spotted(plain(body), FLAG_CLAUSES):
            flag = flags.get(args["id"])
            if flag is not None and not is_surely_right(plain(flag), args):
                yield from flag_clause(flag, Clause(sort, node_at(body, path), path), kind, entity)


def is_surely_right(flag: dict[str, Any], args: dict[str, Any]) -> bool:
    """Whether there is nothing to say of a use of a flag; the rest is looked at closely."""
    values = {key: value for key, value in args.items() if key != "id"}
    if flag["type"] == "bool":
        return len(values) == 1 and isinstance(values.get("is", values.get("to")), bool)
    return _out_of_reach(flag, values) is None and not any(
        isinstance(value, bool) for value in values.values()
    )


def _out_of_reach(flag: dict[str, Any], values: dict[str, Any]) -> str | None:
    """The key of what a number is asked for, or set to, that its bounds never let it be."""
    least, most = flag.get("min", -WIRE_MAX), flag.get("max", WIRE_MAX)
    above = [key for key in ("at_least", "is", "to") if values.get(key, most) > most]
    below = [key for key in ("at_most", "is", "to") if values.get(key, least) < least]
    return next(iter(above + below), None)


def _stands_here(name: str, flag: Node) -> tuple[Note, ...]:
    return (Note(message=f"`{name}` stands here", span=flag.place),)


def flag_clause(flag: Node, clause: Clause, kind: str, entity: str) -> Iterator[Diagnostic]:
    """A condition or effect fits the type and the bounds of its flag."""
    name, args = text_of(clause.args, "id"), clause.args.mapping()
    is_bool = text_of(flag, "type") == "bool"
    counted = [args[key] for key in ("at_least", "at_most", "add") if key in args]
    value = args.get("is") or args.get("to")
    if is_bool and counted:
        yield tell(
            "E4006",
            f"the flag `{name}` is yes or no and cannot be counted",
            counted[0].place,
            kind=kind,
            entity=entity,
            path=clause.path,
            notes=_stands_here(name, flag),
            help=f"write `{'is' if clause.kind == 'flag' else 'to'}: true` or `false`",
        )
    elif value is not None and isinstance(value.value, bool) is not is_bool:
        meant = _TRUTHS.get(value.value) if is_bool else None
        needed = f"`{meant}`" if meant else "`true` or `false`" if is_bool else "a whole number"
        yield tell(
            "E4006",
            f"the flag `{name}` is {'yes or no' if is_bool else 'a number'}",
            value.span,
            kind=kind,
            entity=entity,
            path=clause.path,
            notes=_stands_here(name, flag),
            help=f"write {needed}",
            suggestion=meant,
        )
    elif (beyond := _out_of_reach(plain(flag), plain(clause.args))) is not None:
        bound = f"{beyond.replace('_', ' ')} " if beyond.startswith("at_") else ""
        yield tell(
            "E4004",
            f"the flag `{name}` can never be {bound}{args[beyond].value}",
            args[beyond].span,
            kind=kind,
            entity=entity,
            path=clause.path,
            notes=_stands_here(name, flag),
            help=f"write a number {_between(flag.get('min'), flag.get('max'))}",
        )


def fights_are_not_counted_as_done(look: Look) -> Iterator[Diagnostic]:
    """A `do` objective names an action that is completed; a fight never is."""
    locations = look.world.sound("locations")
    for entity, quest in look.world.sound("quests").items():
        for place, objective in enumerate(quest.mapping()["objectives"].items()):
            do = objective.get("do")
            location = locations.get(text_of(do, "location")) if do else None
            if do is None or location is None:
                continue
            action = (
                location.mapping()["actions"].mapping().get(text_of(do, "action"))
                if location.get("actions")
                else None
            )
            if action is not None and text_of(action, "type") == "combat":
                yield tell(
                    "E4009",
                    "a fight is never completed, so this objective can never be met",
                    do.mapping()["action"].span,
                    kind="quests",
                    entity=entity,
                    path=("objectives", place),
                    body=quest,
                    help="use `kill:` with the creature",
                )


LOCAL: Final[tuple[Check, ...]] = (ids_within_are_unique, objectives_share_nothing, flags_begin_as_they_are)
CHECKS: Final[tuple[Check, ...]] = (flags_are_used_as_they_are, fights_are_not_counted_as_done)
