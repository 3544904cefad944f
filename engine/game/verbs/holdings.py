"""Giving and taking items and coins. Every piece comes from a named source and goes to a named sink."""

from engine.base.units import WIRE_MAX
from engine.game.events import CoinsGained, CoinsLost, ItemGained, ItemLost, ItemUnequipped
from engine.game.outcome import Refusal
from engine.game.state import Character
from engine.game.turn import Turn


def give_item(turn: Turn, who: Character, item: str, amount: int, cause: str) -> int:
    """Put items into the inventory and say how many fitted.

    What would pass the largest number that the wire can carry refuses a player's command with `full`; while
    time passes, the rest is simply not made.
    """
    amount = _fitting(turn, who.items.get(item, 0), amount, "You cannot carry more of that.")
    if amount > 0:
        turn.emit(ItemGained(character=who.id, item=item, amount=amount, cause=cause))
    return amount


def take_item(turn: Turn, who: Character, item: str, amount: int, cause: str) -> int:
    """Take items out of the inventory, as many as are there up to `amount`, and say how many."""
    amount = min(amount, who.items.get(item, 0))
    if amount > 0:
        turn.emit(ItemLost(character=who.id, item=item, amount=amount, cause=cause))
    return amount


def give_coins(turn: Turn, who: Character, copper: int, cause: str) -> int:
    """Put coins into the wallet and say how many fitted; the bound is that of `give_item`."""
    copper = _fitting(turn, who.wallet, copper, "Your wallet cannot hold more.")
    if copper > 0:
        turn.emit(CoinsGained(character=who.id, amount=copper, cause=cause))
    return copper


def take_coins(turn: Turn, who: Character, copper: int, cause: str) -> int:
    """Take coins out of the wallet, as many as are there up to `copper`, and say how many."""
    copper = min(copper, who.wallet)
    if copper > 0:
        turn.emit(CoinsLost(character=who.id, amount=copper, cause=cause))
    return copper


def take_off(turn: Turn, who: Character, slot: str) -> None:
    """Take off what is worn in a slot; what then happens, happens. The bound is that of `give_item`: what the
    inventory cannot take stays on."""
    worn = who.equipment[slot]
    if _fitting(turn, who.items.get(worn, 0), 1, "You cannot carry more of that.") == 0:
        return
    item = turn.catalog.items.get(worn)
    turn.emit(ItemUnequipped(character=who.id, slot=slot, item=worn))
    if item is not None:
        turn.perform(item.on_unequip, who, f"items/{worn} on_unequip")


def _fitting(turn: Turn, held: int, amount: int, message: str) -> int:
    space = WIRE_MAX - held
    if amount <= space:
        return amount
    if turn.asked:
        raise Refusal("full", message)
    return space
