"""Cross-checks of what waits for what: quests and denizens that are never had because they need each other.

Everything that could help is taken to help: any way to get an item, any place that sets a flag. What cannot
be had even so, and is needed for itself, can never be had.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint.demands import Demand, demands
from engine.compiler.lint.graphs import rings
from engine.compiler.lint.look import Check, Look, node_at, tell
from engine.compiler.lint.openings import AT_THE_END, BEGUN, holds, read, step
from engine.compiler.lint.sought import is_given
from engine.compiler.lint.unused import IN_TESTS
from engine.compiler.nodes import Node, plain
from engine.compiler.references import Reference
from engine.compiler.words import entity_words

Fact = tuple[str, ...]
"""Something that can come to be: `begin` or `end` and a quest, `meet` and a denizen, `items` and an item,
`spells` and a spell, `flags` and a flag with what it must be, `talk` and a dialogue, `act` and a location
with its action."""


class _World:
    """Each fact with the ways to it: every way is a list of facts that must come first."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.ways: dict[Fact, list[list[Fact]]] = {}
        self.asked: dict[tuple[Fact, Fact], Demand] = {}
        """Where a fact is asked for, by the fact that needs it and the one that is needed."""
        self.named: dict[tuple[str, str], list[Reference]] = defaultdict(list)
        self.talks: dict[str, list[str]] = defaultdict(list)
        self.advanced: set[tuple[str | None, str]] = set()
        for reference in look.world.references:
            if reference.entity.startswith(IN_TESTS):
                continue
            if reference.target in ("items", "spells", "flags"):
                self.named[reference.target, reference.id].append(reference)
            elif reference.target == "quests" and reference.path[-1:] == ("start_quest",):
                self.named["quests", reference.id].append(reference)
            elif reference.target == "quests.objectives":
                self.advanced.add((reference.owner, reference.id))
            elif reference.target == "dialogues" and reference.entity.startswith("denizens:"):
                self.talks[reference.id].append(reference.entity.partition(":")[2])

    def fill(self, facts: Iterable[Fact]) -> None:
        """Find the ways to these facts, and to all that they need."""
        waiting = [*facts]
        while waiting:
            fact = waiting.pop()
            if fact not in self.ways:
                self.ways[fact] = _WAYS[fact[0]](self, fact)
                waiting.extend(one for way in self.ways[fact] for one in way)

    def needs(self, fact: Fact, conditions: Node | None) -> list[Fact]:
        """What a list of conditions takes."""
        found = []
        for demand in demands(conditions, ("requires",)):
            one = self.fact_of(demand)
            if one is not None:
                self.asked.setdefault((fact, one), demand)
                found.append(one)
        return found

    def fact_of(self, demand: Demand) -> Fact | None:
        """What a condition takes, where we look at that."""
        args = plain(demand.args)
        if demand.denied:
            return None
        if demand.kind == "quest" and args["state"] in BEGUN:
            return BEGUN[args["state"]], args["id"]
        if demand.kind == "item" or (demand.kind == "equipped" and "item" in args):
            return "items", args["id"] if demand.kind == "item" else args["item"]
        if demand.kind == "spell":
            return "spells", args
        if demand.kind == "flag":
            wanted = [f"{key} {args[key]}" for key in ("is", "at_least", "at_most") if key in args]
            default = plain(self.look.world.bodies["flags"][args["id"]])["default"]
            return None if holds(args, default) else ("flags", args["id"], *wanted)
        return None

    def begin(self, fact: Fact) -> list[list[Fact]]:
        """A quest is begun by being offered, or by something that happens."""
        quest = self.look.world.bodies["quests"][fact[1]]
        giver = quest.text("giver")
        offered = [("meet", giver)] if giver is not None else []
        started = [self.before(reference) for reference in self.named.get(("quests", fact[1]), ())]
        return [[*self.needs(fact, quest.get("requires")), *offered], *started]

    def end(self, fact: Fact) -> list[list[Fact]]:
        """A quest is finished when it was begun and all that it asks for is done."""
        quest = plain(self.look.world.bodies["quests"][fact[1]])
        needed: list[Fact] = [("begin", fact[1]), ("meet", quest.get("returns_to") or quest["giver"])]
        for objective in quest["objectives"]:
            if (fact[1], objective["id"]) in self.advanced:
                continue
            if "collect" in objective:
                needed.append(("items", objective["collect"]["item"]))
            elif "talk" in objective:
                needed.append(("meet", objective["talk"]["denizen"]))
            elif "do" in objective:
                needed.append(("act", objective["do"]["location"], objective["do"]["action"]))
        return [needed]

    def act(self, fact: Fact) -> list[list[Fact]]:
        """An action is done when what it requires holds."""
        action = self.look.world.bodies["locations"][fact[1]].get("actions")
        found = action.get(fact[2]) if action is not None else None
        return [self.needs(fact, found.get("requires") if found is not None else None)]

    def meet(self, fact: Fact) -> list[list[Fact]]:
        """A denizen is met when what it requires holds."""
        return [self.needs(fact, self.look.world.bodies["denizens"][fact[1]].get("requires"))]

    def talk(self, fact: Fact) -> list[list[Fact]]:
        """A dialogue is held with whoever holds it."""
        return [[("meet", denizen)] for denizen in self.talks.get(fact[1], ())] or [[]]

    def had(self, fact: Fact) -> list[list[Fact]]:
        """An item or a spell is had from whatever gives it. What nobody gives is told of elsewhere."""
        references = self.named.get((fact[0], fact[1]), ())
        return [self.before(reference) for reference in references if is_given(reference)] or [[]]

    def flag(self, fact: Fact) -> list[list[Fact]]:
        """A flag is as it must be when something sets it so, or counts it."""
        wanted = dict(read(words) for words in fact[2:])
        setting = []
        for reference in self.named.get(("flags", fact[1]), ()):
            if "set_flag" in reference.path[-2:]:
                args = _at(self.look.world.bodies, reference, reference.path[:-1])
                if args is None or "to" not in args or holds(wanted, args["to"]):
                    setting.append(self.before(reference))
        return setting or [[]]

    def before(self, reference: Reference) -> list[Fact]:
        """What must have come first where a reference stands."""
        kind, _, entity = reference.entity.partition(":")
        first = reference.path[0] if reference.path else ""
        if kind == "quests":
            return [("end" if first in AT_THE_END else "begin", entity)]
        needed: list[Fact] = []
        if kind == "dialogues":
            needed.append(("talk", entity))
        elif kind == "denizens":
            needed.append(("meet", entity))
        if kind == "denizens":
            return needed
        body = self.look.world.bodies[kind][entity]
        value: Any = plain(body)
        path: tuple[str | int, ...] = ()
        for key in reference.path:
            asked = "when" if key == "then" else "requires"
            if isinstance(value, dict) and value.get(asked):
                conditions = node_at(body, (*path, asked))
                needed += [fact for one in demands(conditions, ()) if (fact := self.fact_of(one))]
            value, path = step(value, key), (*path, key)
        return needed


def _at(bodies: Mapping[str, Mapping[str, Node]], reference: Reference, path: tuple[str | int, ...]) -> Any:
    """The plain value at a path as it is written; None where a short form hides a step."""
    kind, _, entity = reference.entity.partition(":")
    value = plain(bodies[kind][entity])
    for key in path:
        value = step(value, key)
    return value if isinstance(value, dict) else None


_WAYS: Final = {
    "begin": _World.begin,
    "end": _World.end,
    "meet": _World.meet,
    "act": _World.act,
    "talk": _World.talk,
    "items": _World.had,
    "spells": _World.had,
    "flags": _World.flag,
}


def nothing_waits_for_itself(look: Look) -> Iterator[Diagnostic]:
    """Every quest can be begun and finished, and every denizen met, without needing itself for that."""
    if not look.whole:
        return
    world = _World(look)
    asking = [("end", quest) for quest in look.world.sound("quests")]
    asking += [("meet", name) for name, body in look.world.sound("denizens").items() if body.get("requires")]
    world.fill(asking)
    never = _never(world.ways)
    edges = {fact: {one for way in world.ways[fact] for one in way if one in never} for fact in never}
    for ring in rings(edges):
        if any(fact[0] in _TOLD for fact in ring):
            yield from _told(look, world, ring)
        else:
            yield from _told_of_an_asker(look, world, ring, edges)


def _never(ways: Mapping[Fact, list[list[Fact]]]) -> set[Fact]:
    """The facts that can never come to be."""
    lacking: list[int] = []
    goals: list[Fact] = []
    asked_by: dict[Fact, list[int]] = defaultdict(list)
    waiting: list[Fact] = []
    for fact, found in ways.items():
        for way in found:
            number = len(lacking)
            lacking.append(len(set(way)))
            goals.append(fact)
            for one in set(way):
                asked_by[one].append(number)
            if not way:
                waiting.append(fact)
    possible: set[Fact] = set()
    while waiting:
        fact = waiting.pop()
        if fact in possible:
            continue
        possible.add(fact)
        for number in asked_by[fact]:
            lacking[number] -= 1
            if not lacking[number]:
                waiting.append(goals[number])
    return ways.keys() - possible


def _told(look: Look, world: _World, ring: list[Fact]) -> Iterator[Diagnostic]:
    """One finding for a ring: at the first in it that asks for the next by a condition."""
    places = [place for place, fact in enumerate(ring) if fact[0] in ("meet", "begin", "end")]
    turned = [ring[place:] + ring[:place] for place in places]
    best = next((one for one in turned if (one[0], (one[1:] or one)[0]) in world.asked), turned[0])
    start, *others = best
    words = list(dict.fromkeys(_words(fact) for fact in others if fact[0] != "talk"))
    words = [word for word in words if word != _words(start)]
    by_way = f", by way of {' and '.join(words)}" if words else ""
    kind = "denizens" if start[0] == "meet" else "quests"
    demand = world.asked.get((start, (others or [start])[0]))
    body = look.world.bodies[kind][start[1]]
    what = {
        "meet": f"nobody can ever meet this denizen: one would have to meet them first{by_way}",
        "begin": f"this quest waits for itself{by_way}, so nobody can ever take it",
        "end": f"this quest needs itself{by_way}, so nobody can ever finish it",
    }[start[0]]
    yield tell(
        "E4013" if start[0] == "meet" else "E4012",
        what,
        demand.args.place if demand is not None else body.place,
        kind=kind,
        entity=start[1],
        path=demand.path if demand is not None else (),
        help="change `requires`, or remove it"
        if start[0] == "meet"
        else "let one of them be had without the others"
        if by_way
        else "take away what asks for this quest here, or let it ask for another one",
    )


def _told_of_an_asker(
    look: Look, world: _World, ring: list[Fact], edges: Mapping[Fact, Set[Fact]]
) -> Iterator[Diagnostic]:
    """One finding for a ring of what one has or sets: at the first quest or denizen that it keeps away."""
    askers: dict[Fact, list[Fact]] = defaultdict(list)
    for fact, needed in edges.items():
        for one in needed:
            askers[one].append(fact)
    waiting, seen, kept = [*ring], set(ring), list[Fact]()
    while waiting:
        for fact in askers[waiting.pop()]:
            if fact not in seen:
                seen.add(fact)
                (kept if fact[0] in _TOLD else waiting).append(fact)
    if not kept:
        return
    fact = min(kept)
    demand = next((demand for (asking, _), demand in world.asked.items() if asking == fact), None)
    body = look.world.bodies[_KINDS[fact[0]]][fact[1]]
    first, *others = dict.fromkeys(_words(one) for one in ring)
    by_way = f", by way of {' and '.join(others)}" if others else ""
    why = f"{first} {_HELD[ring[0][0]]} already{by_way}"
    yield tell(
        "E4013" if fact[0] == "meet" else "E4012",
        f"{_NEVER[fact[0]]}: {why}",
        demand.args.place if demand is not None else body.place,
        kind=_KINDS[fact[0]],
        entity=fact[1],
        path=demand.path if demand is not None else (),
        help="let it come about in another way as well",
    )


_TOLD: Final = frozenset({"begin", "end", "meet"})
_NEVER: Final = {
    "begin": "nobody can ever take this quest",
    "end": "nobody can ever finish this quest",
    "meet": "nobody can ever meet this denizen",
}
_HELD: Final = {
    "items": "can only be had by whoever has it",
    "spells": "can only be learned by whoever knows it",
    "flags": "is only set where it is set so",
    "talk": "is only held by whoever has held it",
    "act": "can only be done by whoever has done it",
}
_KINDS: Final = {"meet": "denizens", "begin": "quests", "end": "quests", "talk": "dialogues"}


def _words(fact: Fact) -> str:
    if fact[0] == "act":
        return f"action `{fact[2]}`"
    return entity_words(_KINDS.get(fact[0], fact[0]), fact[1])


CHECKS: Final[tuple[Check, ...]] = (nothing_waits_for_itself,)
