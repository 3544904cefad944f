"""The picture of quests: in the order in which they open, and by whom they are given."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.authoring.graphs.around import few, ranks_from, remark_on, signs
from engine.authoring.graphs.picture import (
    MOST_ARROWS,
    MOST_BOXES,
    MOST_IN_COLUMN,
    Arrow,
    Box,
    Line,
    Picture,
)
from engine.authoring.graphs.words import flag_words, in_words
from engine.authoring.opened import CannotDo, OpenWorld

_MOST_TOLD: Final = 4
"""So many arrows say the same words, before a box between them says it once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flagged:
    """An arrow, and the flag it stands for; `""` for none."""

    arrow: Arrow
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """What all pictures of the quests of a world share: what leads from which to which."""

    links: Mapping[str, Sequence[_Flagged]]
    """By the quest they begin at."""
    beside: Mapping[str, set[str]]
    flags: Mapping[str, tuple[int, int]]
    """How many quests set a flag that others ask for, and how many ask for it."""


def threads(world: OpenWorld) -> Threads:
    """Found once, however many pictures are drawn."""
    links: dict[str, list[_Flagged]] = defaultdict(list)
    beside: dict[str, set[str]] = defaultdict(set)
    setting: dict[str, set[str]] = defaultdict(set)
    asking: dict[str, set[str]] = defaultdict(set)
    for (start, end), link in _links(world.plain["quests"]).items():
        links[start].append(link)
        beside[start].add(end)
        beside[end].add(start)
        if link.flag:
            setting[link.flag].add(start)
            asking[link.flag].add(end)
    flags = {flag: (len(setting[flag]), len(asking[flag])) for flag in setting}
    return Threads(links=links, beside=beside, flags=flags)


def draw_quests(world: OpenWorld, focus: str | None, depth: int, known: Threads | None = None) -> Picture:
    """Quests from left to right in the order they open, coloured by who gives them.

    `known` is what was found out for an earlier picture of the same world.
    """
    quests: Mapping[str, Mapping[str, Any]] = world.plain["quests"]
    known = known or threads(world)
    beside = known.beside
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
    names, arrows, knots = _readable(names, known)
    ranks = _ranks([*names, *(knot.key for knot in knots)], arrows)
    givers = sorted({quests[name]["giver"] for name in names})
    return Picture(
        title=f"{world.plain['world']['title']}: the quests",
        remark=remark_on(world, "quest", focus or f"quests:{names[0]}", focus, depth, len(names), every),
        boxes=(
            *(_quest(world, name, ranks[name], givers, focus) for name in names),
            *(replace(knot, rank=ranks[knot.key], tone=len(givers)) for knot in knots),
        ),
        arrows=arrows,
        tones=(*(world.title(f"denizens:{giver}") for giver in givers), *(["flags"] if knots else [])),
        signs=tuple(
            signs(
                arrows,
                plain="opens when the other is finished",
                dashed="is begun by the other",
                asks="opens by a flag that the other sets",
            )
        ),
    )


def _readable(names: list[str], known: Threads) -> tuple[list[str], tuple[Arrow, ...], list[Box]]:
    """As many quests as can be read, by name, with the arrows between them and the flags that tie many.

    `names` begin with those that matter most.
    """
    for count in range(min(len(names), MOST_BOXES), 0, -1):
        shown = set(names[:count])
        links = [
            link for name in sorted(shown) for link in known.links.get(name, ()) if link.arrow.end in shown
        ]
        arrows, knots = _tied(links, known)
        if len(arrows) > MOST_ARROWS or count + len(knots) > MOST_BOXES:
            continue
        ranks = _ranks([*shown, *(knot.key for knot in knots)], arrows)
        # Quests that nothing leads to or from stand beside each other, so they fill no column.
        bound = {end for arrow in arrows for end in (arrow.start, arrow.end)}
        if max(Counter(ranks[key] for key in bound).values(), default=0) <= MOST_IN_COLUMN:
            return sorted(shown), tuple(arrows), knots
    return names[:1], (), []


def _ranks(names: Iterable[str], arrows: Iterable[Arrow]) -> dict[str, int]:
    """The column of each box."""
    before: dict[str, set[str]] = defaultdict(set)
    for arrow in arrows:
        before[arrow.end].add(arrow.start)
    return _columns(sorted(names), before)


def _tied(links: Sequence[_Flagged], known: Threads) -> tuple[list[Arrow], list[Box]]:
    """Arrows, where a flag that many quests set or ask for is told once, in a box between them."""
    by_flag: dict[str, list[Arrow]] = defaultdict(list)
    for link in links:
        by_flag[link.flag].append(link.arrow)
    arrows = by_flag.pop("", [])
    knots = []
    for flag, found in sorted(by_flag.items()):
        starts, ends = ({arrow.start for arrow in found}, {arrow.end for arrow in found})
        if len(found) <= min(_MOST_TOLD, len(starts) + len(ends)):
            arrows += found
            continue
        # No id of a quest holds a blank, so no quest has this key.
        key = f"flag {flag}"
        setting, asking = known.flags[flag]
        lines = (
            Line(text=f"set by {_of(len(starts), setting)} quests", mark="done"),
            Line(text=f"asked for by {_of(len(ends), asking)}", mark="asks"),
        )
        hover = f"{setting} quests set the flag {flag}, and {asking} ask for it"
        knots.append(Box(key=key, title=flag_words(flag), rank=0, lines=lines, hover=hover, many=True))
        arrows += [Arrow(start=start, end=key, asks=True, hover=f"sets {flag}") for start in sorted(starts)]
        arrows += [Arrow(start=key, end=end, asks=True, hover=f"asks for {flag}") for end in sorted(ends)]
    return sorted(arrows, key=lambda arrow: (arrow.start, arrow.end)), knots


def _of(here: int, every: int) -> str:
    return f"{every}" if here == every else f"{here} of {every}"


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
    """Quests that conditions ask for, also within `all`, `any` and `because`; `not` is no order."""
    found = set()
    for condition in conditions:
        ((kind, args),) = condition.items()
        if kind == "quest":
            found.add(args["id"])
        elif kind in ("all", "any"):
            found |= _needed(args, quests)
        elif kind == "because":
            found |= _needed(args["when"], quests)
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
    """Flags that conditions ask for, also within `all`, `any` and `because`."""
    found = set()
    for condition in conditions:
        ((kind, args),) = condition.items()
        if kind == "flag":
            found.add(args["id"])
        elif kind in ("all", "any"):
            found |= _flags_needed(args)
        elif kind == "because":
            found |= _flags_needed(args["when"])
    return found


def _links(quests: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], _Flagged]:
    """What leads from quest to quest: one must be finished first, one sets a flag, one begins another."""
    links: dict[tuple[str, str], _Flagged] = {}
    setters: dict[str, set[str]] = defaultdict(set)
    for name, quest in quests.items():
        for args in _effects(quest, "set_flag"):
            setters[args["id"]].add(name)
        for other in _effects(quest, "start_quest"):
            hover = f"{_title(quests, name)} begins {_title(quests, other)}"
            links[name, other] = _Flagged(arrow=Arrow(start=name, end=other, dashed=True, hover=hover))
    for name, quest in quests.items():
        for flag in sorted(_flags_needed(quest.get("requires", ()))):
            for other in setters[flag]:
                hover = f"{_title(quests, other)} sets the flag {flag}, which {_title(quests, name)} asks for"
                arrow = Arrow(start=other, end=name, label=flag_words(flag), hover=hover)
                links[other, name] = _Flagged(arrow=arrow, flag=flag)
    for name, quest in quests.items():
        for other in _needed(quest.get("requires", ()), quests):
            hover = f"{_title(quests, other)} comes before {_title(quests, name)}"
            links[other, name] = _Flagged(arrow=Arrow(start=other, end=name, hover=hover))
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
