"""The picture of quests: in the order in which they open, and by whom they are given."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from engine.authoring.graphs.around import few, ranks_from, remark_on, signs
from engine.authoring.graphs.picture import MOST_BOXES, Arrow, Box, Line, Picture
from engine.authoring.graphs.words import flag_words, in_words
from engine.authoring.opened import CannotDo, OpenWorld


def draw_quests(world: OpenWorld, focus: str | None, depth: int) -> Picture:
    """Quests from left to right in the order they open, coloured by who gives them."""
    quests: Mapping[str, Mapping[str, Any]] = world.plain["quests"]
    links = _links(quests)
    beside: dict[str, set[str]] = defaultdict(set)
    before: dict[str, set[str]] = defaultdict(set)
    for start, end in links:
        beside[start].add(end)
        beside[end].add(start)
        before[end].add(start)
    names, every = sorted(quests), len(quests)
    if focus is not None:
        kind, _, entity = focus.partition(":")
        middle = [entity] if kind == "quests" else [name for name in names if _gives(quests[name], focus)]
        if not middle:
            raise CannotDo(
                f"{focus} has nothing to do with a quest. Put a quest or its giver into the middle."
            )
        near: dict[str, int] = {}
        for name in middle:
            for other, steps in ranks_from(name, beside, depth).items():
                near[other] = min(steps, near.get(other, steps))
        names, every = sorted(near, key=lambda name: (near[name], name)), len(near)
    elif not names:
        raise CannotDo("there are no quests to draw yet. Begin one: gamectl new quest ID.")
    else:
        names = _together(names, beside)
    names = sorted(names[:MOST_BOXES])
    shown = set(names)
    ranks = _columns(names, {name: before[name] & shown for name in names})
    givers = sorted({quests[name]["giver"] for name in names})
    arrows = tuple(arrow for ends, arrow in links.items() if shown.issuperset(ends))
    return Picture(
        title=f"{world.plain['world']['title']}: the quests",
        remark=remark_on(world, "quest", focus or f"quests:{names[0]}", focus, depth, len(names), every),
        boxes=tuple(_quest(world, name, ranks[name], givers, focus) for name in names),
        arrows=arrows,
        tones=tuple(world.title(f"denizens:{giver}") for giver in givers),
        signs=tuple(
            signs(
                arrows,
                plain="opens when the other is finished",
                dashed="is begun by the other",
                asks="opens by a flag that the other sets",
            )
        ),
    )


def _together(names: Iterable[str], beside: Mapping[str, set[str]]) -> list[str]:
    """Quests in groups that hang together, the largest first."""
    groups: dict[str, list[str]] = {}
    seen: set[str] = set()
    for name in names:
        if name not in seen:
            groups[name] = list(ranks_from(name, beside, None))
            seen.update(groups[name])
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return [name for first in ordered for name in groups[first]]


def _title(quests: Mapping[str, Mapping[str, Any]], name: str) -> str:
    title: str = quests[name]["title"]
    return title


def _gives(quest: Mapping[str, Any], key: str) -> bool:
    return key in (f"denizens:{quest['giver']}", f"denizens:{quest.get('returns_to')}")


def _needed(conditions: Iterable[Mapping[str, Any]], quests: Mapping[str, Any]) -> set[str]:
    """Quests that conditions ask for, also within `all` and `any`; what stands under `not` is no order."""
    found = set()
    for condition in conditions:
        ((kind, args),) = condition.items()
        if kind == "quest":
            found.add(args["id"])
        elif kind in ("all", "any"):
            found |= _needed(args, quests)
    return found & set(quests)


def _effects(body: Any, kind: str) -> Iterator[Any]:
    """What the effects of a kind say, wherever they stand in a quest."""
    if isinstance(body, dict):
        for key, value in body.items():
            if key == kind:
                yield value
            else:
                yield from _effects(value, kind)
    elif isinstance(body, list):
        for value in body:
            yield from _effects(value, kind)


def _flags_needed(conditions: Iterable[Mapping[str, Any]]) -> set[str]:
    """Flags that conditions ask for, also within `all` and `any`."""
    found = set()
    for condition in conditions:
        ((kind, args),) = condition.items()
        if kind == "flag":
            found.add(args["id"])
        elif kind in ("all", "any"):
            found |= _flags_needed(args)
    return found


def _links(quests: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Arrow]:
    """What leads from quest to quest: one must be finished first, one sets a flag, one begins another."""
    links: dict[tuple[str, str], Arrow] = {}
    setters: dict[str, set[str]] = defaultdict(set)
    for name, quest in quests.items():
        for args in _effects(quest, "set_flag"):
            setters[args["id"]].add(name)
        for other in _effects(quest, "start_quest"):
            hover = f"{_title(quests, name)} begins {_title(quests, other)}"
            links[name, other] = Arrow(start=name, end=other, dashed=True, hover=hover)
    for name, quest in quests.items():
        for flag in sorted(_flags_needed(quest.get("requires", ()))):
            for other in setters[flag]:
                hover = f"{_title(quests, other)} sets the flag {flag}, which {_title(quests, name)} asks for"
                links[other, name] = Arrow(start=other, end=name, label=flag_words(flag), hover=hover)
    for name, quest in quests.items():
        for other in _needed(quest.get("requires", ()), quests):
            hover = f"{_title(quests, other)} comes before {_title(quests, name)}"
            links[other, name] = Arrow(start=other, end=name, hover=hover)
    return {ends: links[ends] for ends in sorted(links) if ends[0] != ends[1]}


def _columns(names: Iterable[str], before: Mapping[str, set[str]]) -> dict[str, int]:
    """How many quests at least come before each; of a circle, one begins as if nothing came before it."""
    ranks: dict[str, int] = {}
    walked: list[str] = []

    def rank(name: str) -> int:
        if name not in ranks:
            walked.append(name)
            earlier = [rank(other) + 1 for other in sorted(before[name]) if other not in walked]
            walked.remove(name)
            ranks[name] = max(earlier, default=0)
        return ranks[name]

    for name in names:
        rank(name)
    return ranks


_OBJECTIVES: Final[Mapping[str, Callable[[OpenWorld, Any], str]]] = {
    "talk": lambda world, args: f"talk to {world.title('denizens:' + args['denizen'])}",
    "kill": lambda world, args: f"kill {args['amount']} × {world.title('creatures:' + args['creature'])}",
    "collect": lambda world, args: f"bring {args['amount']} × {world.title('items:' + args['item'])}",
    "visit": lambda world, args: f"go to {world.title('locations:' + args['location'])}",
    "do": lambda world, args: _doing(world, args),
}


def _doing(world: OpenWorld, args: Mapping[str, Any]) -> str:
    action = world.plain["locations"][args["location"]]["actions"][args["action"]]
    return f"{args['amount']} × {action['label']}"


def _quest(world: OpenWorld, name: str, rank: int, givers: list[str], focus: str | None) -> Box:
    quest = world.plain["quests"][name]
    lines = [Line(text=world.title("denizens:" + quest["giver"]), mark="denizen")]
    if quest.get("returns_to") not in (None, quest["giver"]):
        lines.append(Line(text=f"back to {world.title('denizens:' + quest['returns_to'])}", mark="denizen"))
    others = [asked for asked in quest.get("requires", ()) if "quest" not in asked]
    if others:
        lines.append(Line(text=in_words(world, others), mark="asks"))
    for number, objective in enumerate(quest["objectives"], start=1):
        kind = next(kind for kind in _OBJECTIVES if kind in objective)
        first = f"{number}. " if quest["ordered"] else ""
        lines.append(Line(text=f"{first}{_OBJECTIVES[kind](world, objective[kind])}", mark="step"))
    if "repeat" in quest:
        lines.append(Line(text="again and again", mark="none"))
    return Box(
        key=name,
        title=quest["title"],
        rank=rank,
        lines=few(lines),
        hover=quest["description"],
        tone=givers.index(quest["giver"]),
        marked=focus == f"quests:{name}",
    )
