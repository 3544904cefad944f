"""Checks that several commands share, each ending in the thing asked for or in a refusal with its reason.

A refusal names only what the player has seen: ids can be guessed, and names tell of what is still to come.
"""

from collections.abc import Iterable
from typing import Final, NoReturn

from engine.game.outcome import Refusal
from engine.game.state import Character
from engine.game.turn import Turn
from engine.game.view import View
from engine.model.clause import Conditions, Reason, in_one
from engine.model.denizen import Denizen
from engine.model.item import Item
from engine.model.quest import Quest
from engine.rules.conditions.story import SOMETHING_FIRST

_RESOURCES: Final = {
    "coins": "not_enough_coins",
    "mana": "not_enough_mana",
    "stamina": "not_enough_stamina",
}
"""What is a price rather than a merit: when only such is lacking, the refusal says so."""


_NAMELESS: Final = frozenset({"because", "coins", "flag", "level", "skill", "time", "vital"})
"""Kinds of reasons that name nothing but what every character has, or what a writer says in so many words."""


def require(turn: Turn, who: Character, conditions: Conditions) -> None:
    """All of these must hold; else `requirements_not_met`, or the code of the one resource that lacks."""
    lacking = turn.person(who).lacking(conditions)
    if not lacking:
        return
    codes = {_RESOURCES.get(reason.resource, "requirements_not_met") for reason in lacking}
    code = codes.pop() if len(codes) == 1 else "requirements_not_met"
    unmet = [{"kind": reason.kind, "message": reason.message} for reason in lacking]
    raise Refusal(code, in_one(lacking), unmet=unmet)


def _unnamed(reasons: Iterable[Reason]) -> list[Reason]:
    """The same reasons; those that may name something of the world say only that there are some."""
    return [
        one if _names_nothing(one) else Reason(one.kind, *SOMETHING_FIRST, resource=one.resource)
        for one in reasons
    ]


def _names_nothing(reason: Reason) -> bool:
    if reason.ways:
        return all(_names_nothing(part) for way in reason.ways for part in way)
    return reason.kind in _NAMELESS


def view(turn: Turn, who: Character) -> View:
    """What this character may see and do."""
    return View(turn.state, turn.catalog, who)


def unknown(what: str, given: str) -> NoReturn:
    """There is no such thing anywhere."""
    raise Refusal("unknown_target", f"There is no {what} called “{given}”.", given=given)


def item(turn: Turn, given: str) -> Item:
    """An item of the world."""
    found = turn.catalog.items.get(given)
    return found if found is not None else unknown("item", given)


def quest(turn: Turn, given: str) -> Quest:
    """A quest of the world."""
    found = turn.catalog.quests.get(given)
    return found if found is not None else unknown("quest", given)


def denizen(turn: Turn, who: Character, given: str) -> Denizen:
    """A denizen whom the character meets where it stands."""
    found = turn.catalog.denizens.get(given)
    if found is None:
        unknown("denizen", given)
    if not view(turn, who).meets(found):
        if (found.at.location, found.at.structure) != (who.location, who.structure):
            raise Refusal("not_here", "They are not here; go to where they are first.")
        reasons = in_one(_unnamed(turn.person(who).lacking(found.requires)))
        raise Refusal("not_here", f"They are not here now. {reasons}")
    return found


def own_item(turn: Turn, who: Character, given: str) -> Item:
    """An item of the world that the character carries or wears."""
    found = item(turn, given)
    if given not in who.items and given not in who.equipment.values():
        raise Refusal("not_owned", "You have nothing of the kind.", item=given, have=0, need=1)
    return found


def owned(who: Character, wanted: Item, amount: int) -> None:
    """So many of an item must be carried."""
    have = who.items.get(wanted.id, 0)
    if have < amount:
        missing = f"You need {amount} × {wanted.name} in your inventory; you have {have}."
        raise Refusal("not_owned", missing, item=wanted.id, have=have, need=amount)


def out_of_combat(turn: Turn, who: Character) -> None:
    """The character must not be in a combat room."""
    if who.room is not None:
        raise Refusal("in_combat", "You are in a fight; leave the combat room first.")
