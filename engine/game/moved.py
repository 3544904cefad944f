"""Saved characters follow the content: ids that it lost or renamed are led to where `moved` says.

Pure: a character goes in, another one comes out, with the facts that explain what changed of coins and
items. Nothing is done to what the content no longer knows and `moved` does not name: it stays as it is,
unseen. Doing it all again changes nothing, because what was led on is known and has moved nowhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import msgspec

from engine.base.ids import OUTDOORS
from engine.base.units import WIRE_MAX
from engine.game.apply import copy_of
from engine.game.events import CoinsGained, Fact, ItemGained, ItemLost
from engine.game.state import Character, EffectState, Progress, QuestState, Talk, ware_key
from engine.model.catalog import Catalog
from engine.model.quest import Flag

RENAMED: Final = "renamed"
"""The cause under which an item leaves its old id, and comes in under its new one."""

DROPPED: Final = "dropped"
"""The cause under which what is gone for good leaves the books."""

REFUNDED: Final = "refunded"
"""The cause under which an item goes, and its price comes in."""

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What becomes of an old id: the id it has now, or None when it is gone; then items may be paid back."""

    to: str | None = None
    refund: bool = False


Goals = Mapping[str, Mapping[str, Goal]]
"""By kind: what becomes of each old id."""


def goals_of(catalog: Catalog) -> Goals:
    """Where each old id leads in the end, through all ids that it had in between.

    What leads to nothing there is left out, and so is an id that the content still knows.
    """
    return {
        kind: {
            old: goal
            for old in olds
            if old not in getattr(catalog, kind) and (goal := _goal(catalog, kind, old)) is not None
        }
        for kind, olds in catalog.moved.items()
    }


def _goal(catalog: Catalog, kind: str, old: str) -> Goal | None:
    olds, known = catalog.moved[kind], getattr(catalog, kind)
    walked = {old}
    step = olds[old]
    while step.to is not None:
        if step.to in known:
            return Goal(to=step.to)
        if step.to in walked or step.to not in olds:
            return None
        walked.add(step.to)
        step = olds[step.to]
    return Goal(refund=step.refund)


@dataclass(slots=True, kw_only=True)
class Followed:
    """A character after it followed the content. `facts` are about coins and items and are for the books.

    `quests` says which quest's turns now belong to which, or to none. The counts are of things by id, however
    many pieces of each there were; `copper` is what was paid back.
    """

    character: Character
    facts: list[Fact] = field(default_factory=list)
    quests: list[tuple[str, str | None]] = field(default_factory=list)
    renamed: int = 0
    dropped: int = 0
    refunded: int = 0
    copper: int = 0

    def count(self, goal: Goal) -> None:
        """Note that one thing was led to its goal."""
        if goal.to is not None:
            self.renamed += 1
        elif goal.refund:
            self.refunded += 1
        else:
            self.dropped += 1


def follow(catalog: Catalog, goals: Goals, character: Character, *, prices: Mapping[str, int]) -> Followed:
    """A copy of a saved character in which everything that moved is where it moved to.

    `prices` are the last known prices, in copper, of items that the content had before. One that is to be
    paid back and was never known stays where it is: nobody can say what it was worth. So do pieces that would
    pass the largest number that can be stored.
    """
    done = Followed(character=copy_of(character))
    who = done.character
    _items(catalog, goals.get("items", {}), done, prices)
    _worn(catalog, who)
    who.skills = _led(goals.get("skills", {}), who.skills, _further, done)
    who.spells = _led(goals.get("spells", {}), who.spells, _later_cast, done)
    who.effects = _led(goals.get("effects", {}), who.effects, _longer, done)
    who.flags = _flags(catalog, goals.get("flags", {}), who.flags, done)
    quests = goals.get("quests", {})
    done.quests = [(quest, quests[quest].to) for quest in sorted(who.quests) if quest in quests]
    who.quests = _led(quests, who.quests, _both, done)
    _place(catalog, goals.get("locations", {}), done)
    _talk(catalog, goals.get("denizens", {}), done)
    return done


def _led(
    goals: Mapping[str, Goal], held: Mapping[str, _V], both: Callable[[_V, _V], _V], done: Followed
) -> dict[str, _V]:
    """A mapping by id with every moved id led on. `both` makes one of two that end at the same id."""
    led = {thing: value for thing, value in held.items() if thing not in goals}
    for old in sorted(held.keys() & goals.keys()):
        goal = goals[old]
        done.count(goal)
        if goal.to is not None:
            led[goal.to] = both(led[goal.to], held[old]) if goal.to in led else held[old]
    return led


def _further(one: Progress, other: Progress) -> Progress:
    return max(one, other, key=lambda has: (has.level, has.experience))


def _later_cast(one: int | None, other: int | None) -> int | None:
    return max((cast for cast in (one, other) if cast is not None), default=None)


def _longer(one: EffectState, other: EffectState) -> EffectState:
    return max(one, other, key=lambda state: state.ends)


def _both(one: QuestState, other: QuestState) -> QuestState:
    """The one under way, else the later one; it was handed in as often as both,
    and ended when the later one did."""
    kept = max(one, other, key=lambda at: (at.stage == "proceeding", at.since))
    ended = None
    if kept.stage == "proceeding":
        ends = [at.ended if at.stage == "proceeding" else at.since for at in (one, other)]
        ended = max((end for end in ends if end is not None), default=None)
    return msgspec.structs.replace(kept, turns=one.turns + other.turns, ended=ended)


def _flags(
    catalog: Catalog, goals: Mapping[str, Goal], held: Mapping[str, bool | int], done: Followed
) -> dict[str, bool | int]:
    """Two yes-or-no flags become one that is set when either was; numbers are added, within the bounds."""
    led = _led(goals, held, lambda one, other: int(one) + int(other), done)
    for old in held.keys() & goals.keys():
        now = goals[old].to
        if now is not None:
            led[now] = _fitting(catalog.flags[now], led[now])
    return led


def _fitting(flag: Flag, value: bool | int) -> bool | int:
    if flag.type == "bool":
        return bool(value)
    low = -WIRE_MAX if flag.min is None else flag.min
    high = WIRE_MAX if flag.max is None else flag.max
    return max(low, min(high, int(value)))


def _items(catalog: Catalog, goals: Mapping[str, Goal], done: Followed, prices: Mapping[str, int]) -> None:
    who = done.character
    for old in sorted((who.items.keys() | set(who.equipment.values())) & goals.keys()):
        goal = goals[old]
        if goal.to is not None:
            _rename(catalog, done, old, goal.to)
        elif not goal.refund:
            lost = _held(who, old)
            _take(who, old, lost)
            _lose(done, old, lost, DROPPED)
            done.dropped += bool(lost)
        elif old in prices:
            _refund(done, old, prices[old])


def _rename(catalog: Catalog, done: Followed, old: str, new: str) -> None:
    who = done.character
    moved = 0
    for slot in sorted(slot for slot, item in who.equipment.items() if item == old):
        if catalog.items[new].slot == slot:
            who.equipment[slot] = new
            moved += 1
    to_bag = min(_held(who, old), WIRE_MAX - who.items.get(new, 0))
    _take(who, old, to_bag)
    _put(who, new, to_bag)
    moved += to_bag
    _lose(done, old, moved, RENAMED)
    for part in _parts(moved):
        done.facts.append(ItemGained(character=who.id, item=new, amount=part, cause=RENAMED))
    done.renamed += bool(moved)


def _refund(done: Followed, old: str, price: int) -> None:
    who = done.character
    held = _held(who, old)
    paid_for = min(held, (WIRE_MAX - who.wallet) // price) if price else held
    _take(who, old, paid_for)
    _lose(done, old, paid_for, REFUNDED)
    copper = paid_for * price
    if copper:
        who.wallet += copper
        done.copper += copper
        done.facts.append(CoinsGained(character=who.id, amount=copper, cause=REFUNDED))
    done.refunded += bool(paid_for)


def _lose(done: Followed, item: str, amount: int, cause: str) -> None:
    for part in _parts(amount):
        done.facts.append(ItemLost(character=done.character.id, item=item, amount=part, cause=cause))


def _parts(amount: int) -> Iterator[int]:
    """An amount in parts that the books can hold: what is carried may already be all that one row can say."""
    while amount > 0:
        yield min(amount, WIRE_MAX)
        amount -= WIRE_MAX


def _held(who: Character, item: str) -> int:
    return who.items.get(item, 0) + sum(worn == item for worn in who.equipment.values())


def _take(who: Character, item: str, amount: int) -> None:
    """Take so many of an item, from the bag first and then from the body."""
    carried = min(amount, who.items.get(item, 0))
    _put(who, item, -carried)
    for slot in sorted(slot for slot, worn in who.equipment.items() if worn == item)[: amount - carried]:
        del who.equipment[slot]


def _put(who: Character, item: str, amount: int) -> None:
    left = who.items.get(item, 0) + amount
    if left:
        who.items[item] = left
    else:
        who.items.pop(item, None)


def _worn(catalog: Catalog, who: Character) -> None:
    """What is worn where it no longer fits goes into the bag; nobody could take it off otherwise."""
    for slot, item in sorted(who.equipment.items()):
        known = catalog.items.get(item)
        fits = slot in catalog.world.slots and (known is None or known.slot == slot)
        if not fits and who.items.get(item, 0) < WIRE_MAX:
            del who.equipment[slot]
            _put(who, item, 1)


def _place(catalog: Catalog, goals: Mapping[str, Goal], done: Followed) -> None:
    """A place that moved is gone to, in the same structure if it has that; one that is gone is left."""
    who = done.character
    goal = goals.get(who.location)
    if goal is None:
        return
    done.count(goal)
    if goal.to is None:
        who.location, who.structure = catalog.world.start.location, catalog.world.start.structure
    else:
        who.location = goal.to
        if who.structure not in catalog.locations[goal.to].structures:
            who.structure = OUTDOORS


def _talk(catalog: Catalog, goals: Mapping[str, Goal], done: Followed) -> None:
    """A talk goes on with whoever the denizen is now; one that nobody there could go on with is over."""
    who = done.character
    if who.talk is None:
        return
    goal = goals.get(who.talk.denizen)
    denizen = catalog.denizens.get(who.talk.denizen if goal is None else goal.to or "")
    dialogue = catalog.dialogues.get(denizen.dialogue or "") if denizen is not None else None
    if denizen is None or dialogue is None or who.talk.node not in dialogue.nodes:
        who.talk = None
    else:
        who.talk = Talk(denizen=denizen.id, node=who.talk.node)


def follow_ware(catalog: Catalog, goals: Goals, key: str) -> str | None:
    """The key under which the stock of a limited ware is kept now; None when nobody sells it so any more."""
    denizen, _, item = key.partition("/")
    seller = _now(goals, "denizens", denizen)
    ware = _now(goals, "items", item)
    if seller is None or ware is None:
        return None
    if seller in catalog.denizens and ware in catalog.items:
        wares = catalog.denizens[seller].sells
        if not any(one.item == ware and one.stock is not None for one in wares):
            return None
    return ware_key(seller, ware)


def _now(goals: Goals, kind: str, thing: str) -> str | None:
    goal = goals.get(kind, {}).get(thing)
    return thing if goal is None else goal.to


_HELD: Final[Mapping[str, Callable[[Character], Any]]] = {
    "items": lambda who: who.items.keys() | set(who.equipment.values()),
    "skills": lambda who: who.skills.keys(),
    "spells": lambda who: who.spells.keys(),
    "effects": lambda who: who.effects.keys(),
    "quests": lambda who: who.quests.keys(),
    "flags": lambda who: who.flags.keys(),
    "locations": lambda who: {who.location},
}
"""What a saved character holds by id, by kind."""


def unknown_in(catalog: Catalog, who: Character) -> Iterator[str]:
    """What a character holds and the content does not know, as `items/old-knife`, in order."""
    for kind, held in _HELD.items():
        for thing in sorted(held(who) - getattr(catalog, kind).keys()):
            yield f"{kind}/{thing}"
