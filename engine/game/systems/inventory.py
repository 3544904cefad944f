"""Using things up and throwing them away."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.game import demands
from engine.game.commands import DiscardItem, UseItem
from engine.game.outcome import Refusal
from engine.game.turn import Turn
from engine.game.verbs import holdings
from engine.model.clause import Effect, Effects


def use_item(turn: Turn, command: UseItem) -> None:
    """Use an item; one that is consumable is used up."""
    who = turn.character(command.character)
    item = demands.own_item(turn, who, command.item)
    demands.owned(who, item, 1)
    if not item.on_use:
        raise Refusal("not_usable", f"{item.name} is not something to use.", item=item.id)
    if who.room is None and _are_for_fights(item.on_use):
        # It would be used up for nothing.
        raise Refusal("not_in_combat", f"{item.name} is of use in a fight only; join a combat room first.")
    demands.require(turn, who, item.requires)
    if item.type == "consumable":
        holdings.take_item(turn, who, item.id, 1, "use")
    turn.perform(item.on_use, who, f"items/{item.id} on_use", cause="use")


def _are_for_fights(effects: Effects) -> bool:
    """Whether these do nothing but bring creatures into a combat room, whatever chance and conditions say."""
    return all(effect.kind == "spawn" or _within(effect) for effect in effects)


def _within(effect: Effect) -> bool:
    parts = _PARTS[effect.kind](effect.args) if effect.kind in _PARTS else ()
    return bool(any(parts)) and all(map(_are_for_fights, parts))


_PARTS: Final[Mapping[str, Callable[[Any], tuple[Effects, ...]]]] = {
    "if": lambda args: (args.then, args.else_),
    "random": lambda args: tuple(branch.then for branch in args.of),
    "each_member": lambda args: (args,),
}
"""Effects made of effects: all the lists of them that may happen."""


def discard_item(turn: Turn, command: DiscardItem) -> None:
    """Throw some of an item away for good."""
    who = turn.character(command.character)
    item = demands.own_item(turn, who, command.item)
    demands.owned(who, item, command.quantity)
    if item.bound:
        raise Refusal("not_usable", f"{item.name} will not be parted from you.", item=item.id)
    holdings.take_item(turn, who, item.id, command.quantity, "discard")
