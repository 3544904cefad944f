"""Wearing things."""

from engine.game import demands
from engine.game.commands import EquipItem
from engine.game.events import ItemEquipped
from engine.game.outcome import Refusal
from engine.game.state import Character
from engine.game.turn import Turn
from engine.game.verbs import holdings


def equip_item(turn: Turn, command: EquipItem) -> None:
    """Put an item into a slot, in exchange for what is there; without an item, only take that off."""
    who = turn.character(command.character)
    if command.slot not in turn.catalog.world.slots:
        raise Refusal("wrong_slot", f"There is no slot called “{command.slot}”.", slot=command.slot)
    worn = who.equipment.get(command.slot)
    if not command.item:
        if worn is None:
            raise Refusal("already_done", "Nothing is worn there.", slot=command.slot)
        _take_off(turn, who, command.slot, worn)
        return
    item = demands.own_item(turn, who, command.item)
    if item.slot is None:
        raise Refusal("not_usable", f"{item.name} cannot be worn.", item=item.id)
    if item.slot != command.slot:
        raise Refusal("wrong_slot", f"{item.name} is worn as {item.slot}.", item=item.id, slot=item.slot)
    if worn == item.id:
        raise Refusal("already_done", f"You are wearing {item.name} already.", item=item.id)
    demands.owned(who, item, 1)
    demands.require(turn, who, item.requires)
    if worn is not None:
        _take_off(turn, who, command.slot, worn)
    turn.emit(ItemEquipped(character=who.id, slot=command.slot, item=item.id))
    turn.perform(item.on_equip, who, f"items/{item.id} on_equip")


def _take_off(turn: Turn, who: Character, slot: str, worn: str) -> None:
    item = turn.catalog.items.get(worn)
    if item is not None and item.cursed:
        raise Refusal("not_usable", f"{item.name} will not come off.", item=worn)
    holdings.take_off(turn, who, slot)
