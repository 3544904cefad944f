"""What can come to be, summed up: which quests can be begun and finished, whom one can meet, what can be had.

Says the same as `engine.compiler.lint.circles`, or that less can come to be; so where all can, nothing waits
for itself. Most is seen within a single file, and only the rest is left to the whole world.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final

import msgspec

from engine.compiler.lint import sought
from engine.compiler.lint.look import Groups, Look, Sum
from engine.compiler.straight import Linked

Fact = str
"""As in `circles`, in one text: a word, a blank and an id; and `set` with a flag and what it is set to. What
is asked of a flag stands behind strokes: `flags lamp|is True`. Texts are quickly kept and compared."""

BEGUN: Final = {"proceeding": "begin", "failed": "begin", "met": "end", "finished": "end"}
"""What it takes for a quest to be in a state; one that is offered needs nothing that we look at."""
AT_THE_END: Final = frozenset({"rewards", "on_finish"})
_NOT_PLAYED: Final = frozenset({"scenes", "balance", "moved"})
_LONG: Final = 8
"""What takes more than so many facts from elsewhere is no longer put in the stead of itself."""
_BY_ANY: Final = "any"
"""What a flag is set to that is counted, and may become anything."""


def step(value: Any, key: str | int) -> Any:
    """One step into a plain value by a path as it is written; None where a short form hides it."""
    if isinstance(value, dict):
        return value.get(str(key))
    there = isinstance(value, list) and isinstance(key, int) and key < len(value)
    return value[key] if there else None


def holds(wanted: Mapping[str, Any], value: Any) -> bool:
    """Whether a flag with this value is as it must be."""
    return (
        ("is" not in wanted or value == wanted["is"])
        and ("at_least" not in wanted or value >= wanted["at_least"])
        and ("at_most" not in wanted or value <= wanted["at_most"])
    )


def read(words: str) -> tuple[str, Any]:
    """What a flag must be, from the words of a fact."""
    key, _, value = words.partition(" ")
    return key, value == "True" if value in ("True", "False") else int(value)


def _needs(conditions: Iterable[Mapping[str, Any]]) -> Iterator[Fact]:
    for condition in conditions:
        for kind, args in condition.items():
            if kind == "all":
                yield from _needs(args)
            elif kind == "because":
                yield from _needs(args["when"])
            elif kind == "quest" and args["state"] in BEGUN:
                yield f"{BEGUN[args['state']]} {args['id']}"
            elif kind == "item" or (kind == "equipped" and "item" in args):
                yield f"items {args['id'] if kind == 'item' else args['item']}"
            elif kind == "spell":
                yield f"spells {args}"
            elif kind == "flag":
                asked = [f"|{key} {args[key]}" for key in ("is", "at_least", "at_most") if key in args]
                yield f"flags {args['id']}{''.join(asked)}"


def _before(kind: str, entity: str, body: Any, path: tuple[str | int, ...]) -> list[Fact]:
    """What must have come first where something is named."""
    if kind == "quests":
        return [f"{'end' if path[:1] and path[0] in AT_THE_END else 'begin'} {entity}"]
    if kind == "denizens":
        return [f"meet {entity}"]
    needed: list[Fact] = [f"talk {entity}"] if kind == "dialogues" else []
    value = body
    for key in path:
        asked = "when" if key == "then" else "requires"
        if isinstance(value, dict) and value.get(asked):
            needed += _needs(value[asked])
        value = step(value, key)
    return needed


def _ways(bodies: Mapping[str, Mapping[str, Linked]]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Every way to every fact that these things open."""
    for entity, thing in bodies.get("quests", {}).items():
        quest = thing.body
        yield f"begin {entity}", [*_needs(quest.get("requires", ())), f"meet {quest['giver']}"]
        needed: list[Fact] = [f"begin {entity}", f"meet {quest.get('returns_to') or quest['giver']}"]
        for objective in quest["objectives"]:
            if "collect" in objective:
                needed.append(f"items {objective['collect']['item']}")
            elif "talk" in objective:
                needed.append(f"meet {objective['talk']['denizen']}")
            elif "do" in objective:
                needed.append(f"act {objective['do']['location']}/{objective['do']['action']}")
        yield f"end {entity}", needed
    for entity, thing in bodies.get("locations", {}).items():
        for name, action in thing.body.get("actions", {}).items():
            if action.get("requires"):
                yield f"act {entity}/{name}", list(_needs(action["requires"]))
    for entity, thing in bodies.get("denizens", {}).items():
        yield f"meet {entity}", list(_needs(thing.body.get("requires", ())))
        if "dialogue" in thing.body:
            yield f"talk {thing.body['dialogue']}", [f"meet {entity}"]
    for kind, some in bodies.items():
        for entity, thing in some.items() if kind not in _NOT_PLAYED else ():
            yield from _given(kind, entity, thing)


def _given(kind: str, entity: str, thing: Linked) -> Iterator[tuple[Fact, list[Fact]]]:
    for name in thing.names:
        if name.target in ("items", "spells"):
            if kind == "loot_tables" or sought.gives(name.target, name.path):
                yield f"{name.target} {name.id}", _before(kind, entity, thing.body, name.path)
        elif name.target == "flags" and "set_flag" in name.path[-2:]:
            args: Any = thing.body
            for key in name.path[:-1]:
                args = step(args, key)
            to = args.get("to") if isinstance(args, dict) else None
            to = str(to) if isinstance(to, int) else _BY_ANY
            yield f"set {name.id} {to}", _before(kind, entity, thing.body, name.path)
        elif name.target == "quests" and name.path[-1:] == ("start_quest",):
            yield f"begin {name.id}", _before(kind, entity, thing.body, name.path)


def _sum(bodies: Mapping[str, Mapping[str, Linked]]) -> dict[str, Any]:
    """What can come to be for sure, as these things say by themselves, and the ways that are left.

    These are packed, for they are hardly ever asked for: whoever has `outside`, which are facts, has all that
    these things open. `short` says for each of these how: by the places in `outside` of what it takes, when
    one way is chosen of several, and the way of what it takes put in its stead. None when it does not work.
    """
    ways = list(_ways(bodies))
    can = _possible(ways)
    left = [(fact, [one for one in needed if one not in can]) for fact, needed in ways if fact not in can]
    outside, short = _shortened(left)
    return {
        "can": list(can),
        "outside": outside,
        "short": short,
        "left": msgspec.msgpack.encode([[fact, *needed] for fact, needed in left]),
    }


def _shortened(ways: list[tuple[Fact, list[Fact]]]) -> tuple[list[Fact], dict[Fact, list[int]] | None]:
    """What these ways take from elsewhere, and for each of their goals what of it."""
    goals = {fact for fact, _ in ways}
    outside = {one: None for _, needed in ways for one in needed if one not in goals}
    places = {fact: place for place, fact in enumerate(outside)}
    short: dict[Fact, list[int]] = {}
    for fact, way in _possible(ways, outside.keys()).items():
        taken = {place for one in ways[way][1] for place in ((places[one],) if one in places else short[one])}
        short[fact] = sorted(taken)
        if len(taken) > _LONG:
            # What takes so much is spoken of by its own name, or long chains would be told over and over.
            places[fact] = len(places)
    return list(places), short if len(short) == len(goals) else None


def _possible(ways: Iterable[tuple[Fact, Iterable[Fact]]], known: Set[Fact] = frozenset()) -> dict[Fact, int]:
    """The facts that come to be by these ways, when nothing else can but what is known, in an order in which
    they may; and the number of the way by which each does."""
    lacking: list[int] = []
    goals: list[Fact] = []
    asked_by: dict[Fact, list[int]] = defaultdict(list)
    waiting: list[int] = []
    for number, (fact, needed) in enumerate(ways):
        wanted = {one for one in needed if one not in known}
        if not wanted:
            waiting.append(number)
        for one in wanted:
            asked_by[one].append(number)
        lacking.append(len(wanted))
        goals.append(fact)
    possible: dict[Fact, int] = {}
    while waiting:
        way = waiting.pop()
        fact = goals[way]
        if fact in possible:
            continue
        possible[fact] = way
        for number in asked_by.get(fact, ()):
            lacking[number] -= 1
            if not lacking[number]:
                waiting.append(number)
    return possible


def _flags(bodies: Mapping[str, Mapping[str, Linked]]) -> dict[str, Any]:
    """What flags there are."""
    return {entity: thing.body for entity, thing in bodies.get("flags", {}).items()}


def flags_of(look: Look) -> dict[str, Any]:
    """The plain bodies of all flags. Of two of one name the last one is here."""
    return {entity: body for group in look.sums.get("flags", ()) for entity, body in group.items()}


def something_may_wait(look: Look) -> bool:
    """Whether something might wait for itself."""
    if not look.whole:
        return False
    groups = look.sums.get("openings", ())
    return _lacks_from_elsewhere(look, groups) and _lacks_anything(look, groups)


def _lacks_from_elsewhere(look: Look, groups: Groups) -> bool:
    """Whether some group might lack what it takes from others, as far as short ways tell."""
    if any(group["short"] is None for group in groups):
        return True
    lacking = set[Fact]().union(*(group["outside"] for group in groups))
    can = {fact for group in groups for fact in group["can"] if fact in lacking or fact.startswith("set ")}
    lacking -= can
    ways = [
        (fact, [outside[place] for place in places])
        for group in groups
        for outside in (group["outside"],)
        for fact, places in group["short"].items()
        if fact in lacking or fact.startswith("set ")
    ]
    return not lacking <= _opened(look, ways, can, lacking)


def _lacks_anything(look: Look, groups: Groups) -> bool:
    """Whether a quest or a denizen might wait for itself, by all ways there are."""
    can = set[Fact]().union(*(group["can"] for group in groups))
    ways = [
        (fact, needed)
        for group in groups
        for fact, *needed in msgspec.msgpack.decode(group["left"])
        if fact not in can
    ]
    goals = {fact for fact, _ in ways if fact.startswith(("begin ", "end ", "meet "))}
    return not goals <= _opened(look, ways, can, {one for _, needed in ways for one in needed})


def _opened(look: Look, ways: list[tuple[Fact, list[Fact]]], can: Set[Fact], wanted: Set[Fact]) -> Set[Fact]:
    """What comes to be by these ways from what can, when what is wanted and no way leads to is there."""
    goals = {fact for fact, _ in ways}
    # What no way leads to is told of elsewhere.
    known = {*can, *(wanted - goals)}
    asked = [fact for fact in wanted if fact.startswith("flags ")]
    flags = flags_of(look) if asked else {}
    setting: dict[str, list[Fact]] = defaultdict(list)
    for fact in (*can, *goals) if asked else ():
        if fact.startswith("set "):
            setting[fact.split(" ")[1]].append(fact)
    by_flags: list[tuple[Fact, list[Fact]]] = []
    for fact in asked:
        name, *words = fact.removeprefix("flags ").split("|")
        must = dict(map(read, words))
        helpful = [one for one in setting[name] if _helps(must, one.split(" ")[2])]
        if helpful and can.isdisjoint(helpful) and not holds(must, flags[name]["default"]):
            known.discard(fact)
            by_flags += [(fact, [one]) for one in helpful]
    return known | _possible([*ways, *by_flags], known).keys()


def _helps(must: Mapping[str, Any], to: str) -> bool:
    return to == _BY_ANY or holds(must, to == "True" if to in ("True", "False") else int(to))


SUM: Final = Sum(name="openings", of=_sum)
FLAGS: Final = Sum(name="flags", of=_flags)
