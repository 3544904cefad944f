"""Using things up and throwing them away."""

from engine.game import demands
from engine.game.commands import DiscardItem, UseItem
from engine.game.outcome import Refusal
from engine.game.turn import Turn
from engine.game.verbs import holdings


def use_item(turn: Turn, command: UseItem) -> None:
    """Use an item; one that is consumable is used up."""
    who = turn.character(command.character)
    item = demands.item(turn, command.item)
    demands.owned(who, item, 1)
    if not item.on_use:
        raise Refusal("not_usable", f"{item.name} is not something to use.", item=item.id)
    demands.require(turn, who, item.requires)
    if item.type == "consumable":
        holdings.take_item(turn, who, item.id, 1, "use")
    turn.perform(item.on_use, who, f"items/{item.id} on_use", cause="use")


def discard_item(turn: Turn, command: DiscardItem) -> None:
    """Throw some of an item away for good."""
    who = turn.character(command.character)
    item = demands.item(turn, command.item)
    demands.owned(who, item, command.quantity)
    if item.bound:
        raise Refusal("not_usable", f"{item.name} will not be parted from you.", item=item.id)
    holdings.take_item(turn, who, item.id, command.quantity, "discard")
