"""Conditions in a few words, for an arrow or a box: `Mining 2`, `after A Nil Return`, `20:00 to 06:00`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from engine.authoring.opened import OpenWorld
from engine.base.units import clock_text, coins_text

Words = Callable[[OpenWorld, Any], str]

_QUEST: Final = {
    "offered": "{} is open",
    "proceeding": "during {}",
    "met": "{} is ready to hand in",
    "finished": "after {}",
    "failed": "when {} failed",
}


def in_words(world: OpenWorld, conditions: Iterable[Mapping[str, Any]]) -> str:
    """Plain conditions in words; `""` for none."""
    return ", ".join(_one(world, condition) for condition in conditions)


def _one(world: OpenWorld, condition: Mapping[str, Any]) -> str:
    ((kind, args),) = condition.items()
    words = WORDS.get(kind)
    return words(world, args) if words else kind


def _not(world: OpenWorld, args: Mapping[str, Any]) -> str:
    return f"not: {_one(world, args)}"


def _any(world: OpenWorld, args: Iterable[Mapping[str, Any]]) -> str:
    return " or ".join(_one(world, condition) for condition in args)


def _item(world: OpenWorld, args: Mapping[str, Any]) -> str:
    name = world.title(f"items:{args['id']}")
    return name if args["amount"] == 1 else f"{args['amount']} × {name}"


def _equipped(world: OpenWorld, args: Mapping[str, Any]) -> str:
    worn = world.title(f"items:{args['item']}") if args.get("item") else args["slot"]
    return f"wearing {worn}"


def _at(world: OpenWorld, args: Mapping[str, Any]) -> str:
    location = world.body(f"locations:{args['location']}")
    inside = location["structures"][args["structure"]]["label"] if args.get("structure") else ""
    return f"at {location['name']}{f', {inside}' if inside else ''}"


def flag_words(flag: str) -> str:
    """A flag, which has no name, by the words of its id: `flight-open` → `“flight open”`."""
    return f"“{' '.join(flag.replace('_', '-').split('-')).strip()}”"


def _flag(world: OpenWorld, args: Mapping[str, Any]) -> str:
    words = flag_words(args["id"])
    if (value := args.get("is")) is not None:
        # A flag that is false is one that has not come about.
        return words if value is True else f"not {words}" if value is False else f"{words} is {value}"
    bounds = [f"{sign} {args[key]}" for key, sign in (("at_least", "≥"), ("at_most", "≤")) if key in args]
    return f"{words} {' and '.join(bounds)}"


WORDS: Final[Mapping[str, Words]] = {
    "all": lambda world, args: in_words(world, args),
    "any": _any,
    "not": _not,
    "because": lambda world, args: in_words(world, args["when"]),
    "skill": lambda world, args: f"{world.title('skills:' + args['id'])} {args['level']}",
    "level": lambda world, args: f"level {args}",
    "vital": lambda world, args: f"{args['at_least']:g} {args['vital']}",
    "item": _item,
    "equipped": _equipped,
    "coins": lambda world, args: coins_text(args),
    "quest": lambda world, args: _QUEST[args["state"]].format(world.title(f"quests:{args['id']}")),
    "effect": lambda world, args: f"under {world.title('effects:' + args)}",
    "spell": lambda world, args: f"knowing {world.title('spells:' + args)}",
    "at": _at,
    "flag": _flag,
    "time": lambda world, args: f"{clock_text(args['from'])} to {clock_text(args['to'])}",
    "formula": lambda world, args: str(args),
}
"""How each kind of condition is said."""
