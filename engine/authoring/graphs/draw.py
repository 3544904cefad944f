"""From an open world to a picture: the map, the quests, or who uses what around one thing."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from engine.authoring.graphs.picture import MOST_BOXES, Arrow, Box, Picture
from engine.authoring.graphs.words import in_words
from engine.authoring.opened import CannotDo, OpenWorld
from engine.compiler.words import KIND_WORDS

Draw = Callable[[OpenWorld, str | None, int], Picture]


def draw_map(world: OpenWorld, focus: str | None, depth: int) -> Picture:
    """Locations with what stands in them, and the ways between them with what they ask."""
    ways = list(_ways(world))
    beside: dict[str, set[str]] = defaultdict(set)
    for start, end, _ in ways:
        beside[start].add(end)
        beside[end].add(start)
    start = world.plain["world"]["start"]["location"]
    if focus is not None:
        kind, _, entity = focus.partition(":")
        start = entity if kind == "locations" else _home(world, focus)
    ranks = _ranks(start, beside, depth if focus else None)
    if not focus:
        # What no way leads to stands in a column of its own at the end.
        far = max(ranks.values()) + 1
        ranks |= {name: far for name in sorted(world.plain["locations"]) if name not in ranks}
    _few(len(ranks), "locations", "locations", start)
    boxes = tuple(_location(world, name, rank, name == start) for name, rank in sorted(ranks.items()))
    return Picture(
        title=f"{world.plain['world']['title']}: the map",
        remark=_remark("Arrows are ways; gold ones ask for something.", world, focus, depth),
        boxes=boxes,
        arrows=tuple(_joined(ways, ranks)),
    )


def _ways(world: OpenWorld) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Every way once: from, to, and its words."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name, location in sorted(world.plain["locations"].items()):
        for way in location.get("connections", ()):
            asks = [*way.get("requires", ())]
            words = in_words(world, asks)
            inside = way.get("structure")
            if inside:
                words = ", ".join(
                    part for part in (f"in {location['structures'][inside]['label']}", words) if part
                )
            found[name, way["to"]].append((way["label"], words))
    for (start, end), several in sorted(found.items()):
        # Of several ways one that asks nothing makes the others no obstacle.
        words = "" if any(not asked for _, asked in several) else " or ".join(asked for _, asked in several)
        yield (
            start,
            end,
            {
                "label": words,
                "hover": "\n".join(f"{label}{f' ({asked})' if asked else ''}" for label, asked in several),
            },
        )


def _joined(ways: list[tuple[str, str, Mapping[str, str]]], shown: Mapping[str, int]) -> Iterator[Arrow]:
    """Two ways that go there and back and ask the same are one arrow with two heads."""
    by_ends = {(start, end): words for start, end, words in ways if start in shown and end in shown}
    for (start, end), words in by_ends.items():
        back = by_ends.get((end, start))
        if start == end:
            continue
        if back is not None and back["label"] == words["label"]:
            if start < end:
                hover = f"{words['hover']}\n{back['hover']}"
                yield Arrow(start=start, end=end, label=words["label"], hover=hover, both=True)
        else:
            yield Arrow(start=start, end=end, label=words["label"], hover=words["hover"])


def _location(world: OpenWorld, name: str, rank: int, marked: bool) -> Box:
    body = world.plain["locations"][name]
    people: dict[str, list[str]] = defaultdict(list)
    for denizen in world.plain["denizens"].values():
        if denizen["at"]["location"] == name:
            people[denizen["at"]["structure"]].append(denizen["name"])
    lines = [f"☺ {person}" for person in sorted(people[""])]
    for structure, inside in body.get("structures", {}).items():
        asked = in_words(world, inside.get("requires", ()))
        lines.append(f"⌂ {inside['label']}{f' ({asked})' if asked else ''}")
        lines += [f"\u00a0\u00a0\u00a0☺ {person}" for person in sorted(people[structure])]
    foes = {line["creature"] for line in body.get("creatures", ())}
    lines += [f"⚔ {world.title(f'creatures:{creature}')}" for creature in sorted(foes)]
    actions = ", ".join(action["label"] for action in body.get("actions", {}).values())
    hover = "\n".join(part for part in (body["description"], actions) if part)
    return Box(key=name, title=body["name"], rank=rank, lines=tuple(lines), hover=hover, marked=marked)


def _home(world: OpenWorld, key: str) -> str:
    at = world.body(key).get("at")
    if at is None:
        raise CannotDo(f"{key} has no place on the map. Put a location or a denizen into the middle.")
    location: str = at["location"]
    return location


def draw_quests(world: OpenWorld, focus: str | None, depth: int) -> Picture:
    """Quests from left to right in the order they open, coloured by who gives them."""
    quests: Mapping[str, Mapping[str, Any]] = world.plain["quests"]
    before = {name: _needed(quest.get("requires", ()), quests) for name, quest in quests.items()}
    begun = _begun(world)
    names = sorted(quests)
    if focus is not None:
        kind, _, entity = focus.partition(":")
        beside: dict[str, set[str]] = defaultdict(set)
        for name, needed in before.items():
            for other in needed:
                beside[name].add(other)
                beside[other].add(name)
        middle = [entity] if kind == "quests" else [name for name in names if _gives(quests[name], focus)]
        if not middle:
            raise CannotDo(
                f"{focus} has nothing to do with a quest. Put a quest or its giver into the middle."
            )
        names = sorted({near for name in middle for near in _ranks(name, beside, depth)})
    _few(len(names), "quests", "quests", names[0] if names else "")
    ranks = {name: _after(name, before, set(names), ()) for name in names}
    givers = sorted({quests[name]["giver"] for name in names})
    arrows = [
        Arrow(
            start=other,
            end=name,
            dashed=dashed,
            hover=f"{_title(quests, other)} {'begins' if dashed else 'comes before'} {_title(quests, name)}",
        )
        for name in names
        for dashed, others in ((False, before[name]), (True, begun.get(name, set()) - before[name]))
        for other in sorted(others & set(names) - {name})
    ]
    return Picture(
        title=f"{world.plain['world']['title']}: the quests",
        remark=_remark("An arrow leads to what opens when a quest is done.", world, focus, depth),
        boxes=tuple(_quest(world, name, ranks[name], givers, focus) for name in names),
        arrows=tuple(arrows),
        tones=tuple(world.title(f"denizens:{giver}") for giver in givers),
    )


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


def _begun(world: OpenWorld) -> dict[str, set[str]]:
    """Quests that other quests begin by an effect."""
    found: dict[str, set[str]] = defaultdict(set)
    for use in world.uses:
        if (
            use.user.startswith("quests:")
            and use.used.startswith("quests:")
            and not use.where.startswith("requires")
        ):
            found[use.used.partition(":")[2]].add(use.user.partition(":")[2])
    return found


def _after(name: str, before: Mapping[str, set[str]], shown: set[str], walked: tuple[str, ...]) -> int:
    """How many quests at least come before; a circle counts once round."""
    if name in walked:
        return 0
    earlier = [_after(other, before, shown, (*walked, name)) for other in sorted(before[name] & shown)]
    return max(earlier) + 1 if earlier else 0


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
    lines = [f"from {world.title('denizens:' + quest['giver'])}"]
    if quest.get("returns_to") not in (None, quest["giver"]):
        lines.append(f"back to {world.title('denizens:' + quest['returns_to'])}")
    others = [asked for asked in quest.get("requires", ()) if "quest" not in asked]
    if others:
        lines.append(f"needs {in_words(world, others)}")
    for number, objective in enumerate(quest["objectives"], start=1):
        kind = next(kind for kind in _OBJECTIVES if kind in objective)
        mark = f"{number}." if quest["ordered"] else "·"
        lines.append(f"{mark} {_OBJECTIVES[kind](world, objective[kind])}")
    if "repeat" in quest:
        lines.append("again and again")
    return Box(
        key=name,
        title=quest["title"],
        rank=rank,
        lines=tuple(lines),
        hover=quest["description"],
        tone=givers.index(quest["giver"]),
        marked=focus == f"quests:{name}",
    )


def draw_uses(world: OpenWorld, focus: str | None, depth: int) -> Picture:
    """One thing in the middle, who uses it on the left, what it uses on the right."""
    if focus is None:
        raise CannotDo("this picture needs something in its middle: --focus items:bread, for example.")
    out: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for use in world.uses:
        out[use.user].add(use.used)
        back[use.used].add(use.user)
        words[use.user, use.used].append(use.where.replace("`", ""))
    right, left = _ranks(focus, out, depth), _ranks(focus, back, depth)
    ranks = {key: -rank for key, rank in left.items()}
    # What both uses the thing and is used by it stands on the nearer side, at the left when in doubt.
    ranks |= {key: rank for key, rank in right.items() if key not in ranks or rank < -ranks[key]}
    _few(len(ranks), "things", focus.partition(":")[0], focus, depth=depth)
    kinds = sorted({key.partition(":")[0] for key in ranks})
    arrows = []
    for (user, used), where in sorted(words.items()):
        back_again = (used, user) in words
        # What lies further out and on one side is only a distraction.
        near = user in ranks and used in ranks and (focus in (user, used) or ranks[user] != ranks[used])
        if near and not (back_again and used < user):
            hover = dict.fromkeys([*where, *words.get((used, user), ())])
            arrows.append(Arrow(start=user, end=used, hover="\n".join(hover), both=back_again))
    least = min(ranks.values())
    boxes = tuple(
        Box(
            key=key,
            title=world.title(key),
            rank=rank - least,
            lines=(key.partition(":")[2],) if key.partition(":")[2] not in ("", world.title(key)) else (),
            hover=str(world.body(key).get("description", "")),
            tone=kinds.index(key.partition(":")[0]),
            marked=key == focus,
        )
        for key, rank in sorted(ranks.items())
    )
    return Picture(
        title=f"{world.title(focus)}: who uses it, and what it uses",
        remark="An arrow leads from the user to what is used.",
        boxes=boxes,
        arrows=tuple(arrows),
        tones=tuple(KIND_WORDS[kind] for kind in kinds),
    )


def _ranks(start: str, beside: Mapping[str, set[str]], most: int | None) -> dict[str, int]:
    """How many steps everything is from the start, as far as `most` steps."""
    ranks = {start: 0}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        if most is not None and ranks[name] >= most:
            continue
        for other in sorted(beside.get(name, ())):
            if other not in ranks:
                ranks[other] = ranks[name] + 1
                waiting.append(other)
    return ranks


def _few(count: int, word: str, kind: str, example: str, *, depth: int | None = None) -> None:
    """Refuse a picture that nobody could read."""
    if not count:
        raise CannotDo(f"there are no {word} to draw yet.")
    if count <= MOST_BOXES:
        return
    if depth is not None and depth > 1:
        advice = f"Look less far: --depth {depth - 1}."
    elif depth is not None:
        advice = "Put something into the middle that fewer things use."
    else:
        advice = f"Put one into the middle: --focus {kind}:{example} --depth 2, for example."
    raise CannotDo(f"{count} {word} are too many for a picture that can be read; {MOST_BOXES} fit. {advice}")


def _remark(text: str, world: OpenWorld, focus: str | None, depth: int) -> str:
    if focus is None:
        return text
    steps = "one step" if depth == 1 else f"{depth} steps"
    return f"Around {world.title(focus)}, {steps} far. {text}"


DRAWINGS: Final[Mapping[str, Draw]] = {"map": draw_map, "quests": draw_quests, "uses": draw_uses}
"""Every picture by its name."""
