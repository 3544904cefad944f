"""From a client's payload to a command of the game."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import UNSET

from engine.game import commands as game
from engine.protocol import client_events as wire
from engine.protocol.client_events import ClientPayload


def _cast(payload: wire.CharacterCastSpell, character: int) -> game.CastSpell:
    target = payload.target
    creature = ally = None
    if target == "self":
        ally = character
    elif isinstance(target, wire.CastTarget):
        creature = None if target.creature is UNSET else target.creature
        ally = None if target.character is UNSET else target.character
    return game.CastSpell(
        character=character, spell=payload.id, type=payload.type, creature=creature, ally=ally
    )


def _interact(payload: wire.CharacterInteractDenizen, character: int) -> game.InteractDenizen:
    choice = None if payload.choice is UNSET else payload.choice
    return game.InteractDenizen(character=character, denizen=payload.denizen_id, choice=choice)


def _lines(lines: tuple[wire.TradeLine, ...]) -> tuple[game.TradeLine, ...]:
    return tuple(game.TradeLine(item=line.item_id, quantity=line.quantity) for line in lines)


COMMAND_OF: Final[Mapping[type[ClientPayload], Callable[[Any, int], game.Ask]]] = {
    wire.CharacterActionUpdate: lambda p, who: game.ChangeAction(character=who, action=p.action),
    wire.CharacterEquipItem: lambda p, who: game.EquipItem(character=who, item=p.item_id, slot=p.slot),
    wire.CharacterUseItem: lambda p, who: game.UseItem(character=who, item=p.item_id),
    wire.CharacterCastSpell: _cast,
    wire.CharacterInteractDenizen: _interact,
    wire.CharacterTradeDenizen: lambda p, who: game.TradeDenizen(
        character=who, denizen=p.denizen_id, sell=_lines(p.sell), buy=_lines(p.buy)
    ),
    wire.CharacterAcceptDenizenQuest: lambda p, who: game.AcceptQuest(
        character=who, denizen=p.denizen_id, quest=p.quest_id
    ),
    wire.CharacterFinishDenizenQuest: lambda p, who: game.FinishQuest(
        character=who, denizen=p.denizen_id, quest=p.quest_id
    ),
    wire.CharacterStructureUpdate: lambda p, who: game.ChangeStructure(character=who, structure=p.structure),
    wire.CharacterLocationUpdate: lambda p, who: game.ChangeLocation(
        character=who, destination=p.destination
    ),
    wire.CombatRoomCreate: lambda p, who: game.CreateRoom(character=who),
    wire.CombatRoomEnter: lambda p, who: game.EnterRoom(character=who, room=int(p.id)),
    wire.CombatRoomExit: lambda p, who: game.LeaveRoom(character=who),
    wire.CharacterAbandonQuest: lambda p, who: game.AbandonQuest(character=who, quest=p.quest_id),
    wire.CharacterDiscardItem: lambda p, who: game.DiscardItem(
        character=who, item=p.item_id, quantity=p.quantity
    ),
    wire.CharacterSay: lambda p, who: game.Say(character=who, text=p.text),
}
"""What each payload asks of the game. A test holds that every client event stands here."""


def command_of(payload: ClientPayload, character: int) -> game.Ask:
    """The command that a payload means, when this character's client sends it."""
    return COMMAND_OF[type(payload)](payload, character)
