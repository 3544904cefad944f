"""The list of all commands that a client may send, each with its payload and a working example.

`CLIENT_EVENTS` is the only place where a command is registered. The decoder, the schemas, the tables of the
protocol page and the tests are all driven by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.protocol import client_events as client


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEvent:
    """A command that a client may send.

    `founding` events have names that never change; the others are our own. `when` says when it is
    accepted, `then` which frames follow. `aliases` are other spellings of the name that are accepted.
    """

    name: str
    payload: type[client.ClientPayload]
    founding: bool
    summary: str
    when: str
    then: str
    example: Mapping[str, Any]
    aliases: tuple[str, ...] = ()


CLIENT_EVENTS: Final = (
    ClientEvent(
        name="CHARACTER_ACTION_UPDATE",
        payload=client.CharacterActionUpdate,
        founding=True,
        summary="Begin an action, or stop with `idle`.",
        when="The action is one of this location and structure and its requirements are met. `idle` "
        "always is. `combat` while already in it is accepted: a member of a room stays in it.",
        then="CHARACTER_CURRENT_ACTION_UPDATE; for `combat` also COMBAT_ROOMS_UPDATE, or COMBAT_UPDATE "
        "for a member of a room. Another action leaves the room.",
        example={"action": "rest"},
    ),
    ClientEvent(
        name="CHARACTER_EQUIP_ITEM",
        payload=client.CharacterEquipItem,
        founding=True,
        summary="Put an item into a slot; with an empty `itemId` only take off what is there.",
        when="The item is owned, fits the slot, and its requirements are met.",
        then="CHARACTER_ATTRIBUTES_UPDATE, CHARACTER_SKILLS_UPDATE, CHARACTER_INVENTORY_UPDATE, "
        "CHARACTER_EQUIPMENT_UPDATE, and LOCATION_UPDATE if what is possible here changed.",
        example={"itemId": "rusty-knife", "slot": "weapon"},
    ),
    ClientEvent(
        name="CHARACTER_USE_ITEM",
        payload=client.CharacterUseItem,
        founding=True,
        summary="Use up one of an item.",
        when="The item is owned and usable, and its requirements are met.",
        then="CHARACTER_INVENTORY_UPDATE and what the item's effects changed.",
        example={"itemId": "bread"},
    ),
    ClientEvent(
        name="CHARACTER_CAST_SPELL",
        payload=client.CharacterCastSpell,
        founding=True,
        summary="Cast a known spell.",
        when="The spell is known and ready, and there is enough mana; an attack spell needs a combat room "
        "and a living target.",
        then="CHARACTER_SPELLS_UPDATE, CHARACTER_VITALS_UPDATE, CHARACTER_SKILLS_UPDATE, and "
        "COMBAT_UPDATE in a combat room.",
        example={"id": "mend", "type": "healing", "target": {"character": 7}},
    ),
    ClientEvent(
        name="CHARACTER_INTERACT_DENIZEM",
        payload=client.CharacterInteractDenizen,
        founding=True,
        summary="Talk to a denizen, or answer it. (The name really is spelled like this.)",
        when="The denizen is here and can be reached.",
        then="DENIZEN_DIALOGUE when it has something to say, and what the talk changed.",
        example={"denizenId": "mara", "choice": "lamp"},
        aliases=("CHARACTER_INTERACT_DENIZEN",),
    ),
    ClientEvent(
        name="CHARACTER_TRADE_DENIZEN",
        payload=client.CharacterTradeDenizen,
        founding=True,
        summary="Sell to a denizen, then buy from it: the whole trade or nothing.",
        when="The denizen can be reached, every line is valid, and the coins suffice at the end. Lines of "
        "quantity 0 are skipped; the same item on several lines is summed.",
        then="CHARACTER_INVENTORY_UPDATE, CHARACTER_WALLET_UPDATE, CHARACTER_QUESTS_UPDATE if counts "
        "changed, LOCATION_UPDATE.",
        example={
            "denizenId": "mara",
            "sell": [{"itemId": "crab-shell", "quantity": 3}],
            "buy": [{"itemId": "bread", "quantity": 2}],
        },
    ),
    ClientEvent(
        name="CHARACTER_ACCEPT_DENIZEN_QUEST",
        payload=client.CharacterAcceptDenizenQuest,
        founding=True,
        summary="Take a quest that a denizen offers.",
        when="The denizen can be reached and offers it, its requirements are met, and it is neither taken "
        "nor finished (unless it can be repeated).",
        then="CHARACTER_QUESTS_UPDATE, LOCATION_UPDATE.",
        example={"denizenId": "mara", "questId": "lamp-for-the-dark"},
    ),
    ClientEvent(
        name="CHARACTER_FINISH_DENIZEN_QUEST",
        payload=client.CharacterFinishDenizenQuest,
        founding=True,
        summary="Hand in a quest. What was to be collected is taken, and the rewards are paid once.",
        when="The denizen can be reached and takes it back, and every objective is met now.",
        then="CHARACTER_QUESTS_UPDATE, LOCATION_UPDATE and what the rewards changed.",
        example={"denizenId": "mara", "questId": "lamp-for-the-dark"},
    ),
    ClientEvent(
        name="CHARACTER_STRUCTURE_UPDATE",
        payload=client.CharacterStructureUpdate,
        founding=True,
        summary="Go into a structure of this location; with an empty `structure` go outdoors.",
        when="The structure is here and is another one, its requirements are met, and the character is in "
        "no combat room.",
        then="The action becomes `idle`: CHARACTER_CURRENT_ACTION_UPDATE, "
        "CHARACTER_CURRENT_COORDINATES_UPDATE, LOCATION_UPDATE.",
        example={"structure": "chapel"},
    ),
    ClientEvent(
        name="CHARACTER_LOCATION_UPDATE",
        payload=client.CharacterLocationUpdate,
        founding=True,
        summary="Take a way to another location.",
        when="A connection leads there from this location and structure, its requirements are met, and "
        "the character is in no combat room.",
        then="The four frames of entering the world, in the new place.",
        example={"destination": "old-mine"},
    ),
    ClientEvent(
        name="COMBAT_ROOM_CREATE",
        payload=client.CombatRoomCreate,
        founding=True,
        summary="Open a combat room here and join it.",
        when="The action is `combat`, creatures live here, and the character is alive and in no room.",
        then="COMBAT_UPDATE from the next tick on; COMBAT_ROOMS_UPDATE to the others here.",
        example={},
    ),
    ClientEvent(
        name="COMBAT_ROOM_ENTER",
        payload=client.CombatRoomEnter,
        founding=True,
        summary="Join a combat room.",
        when="As for COMBAT_ROOM_CREATE, and the room is in this location and structure and not full.",
        then="COMBAT_UPDATE from the next tick on; COMBAT_ROOMS_UPDATE to the others here.",
        example={"id": "12"},
    ),
    ClientEvent(
        name="COMBAT_ROOM_EXIT",
        payload=client.CombatRoomExit,
        founding=True,
        summary="Leave the combat room; the action stays `combat`.",
        when="The character is in a room.",
        then="COMBAT_ROOMS_UPDATE, and after it no COMBAT_UPDATE of that room.",
        example={},
    ),
    ClientEvent(
        name="CHARACTER_ABANDON_QUEST",
        payload=client.CharacterAbandonQuest,
        founding=False,
        summary="Give up a quest. One that can fail has failed then, with all that this brings.",
        when="The quest is proceeding and may be given up.",
        then="CHARACTER_QUESTS_UPDATE, LOCATION_UPDATE if what is possible here changed, and what its "
        "failing changed.",
        example={"questId": "lamp-for-the-dark"},
    ),
    ClientEvent(
        name="CHARACTER_DISCARD_ITEM",
        payload=client.CharacterDiscardItem,
        founding=False,
        summary="Throw some of an item away, for good.",
        when="So many are owned and the item is not bound.",
        then="CHARACTER_INVENTORY_UPDATE, CHARACTER_QUESTS_UPDATE if counts changed, LOCATION_UPDATE if "
        "what is possible here changed.",
        example={"itemId": "crab-shell", "quantity": 2},
    ),
    ClientEvent(
        name="CHARACTER_SAY",
        payload=client.CharacterSay,
        founding=False,
        summary="Say something to whoever is at this location and structure.",
        when="The player is not muted.",
        then="NOTICE of the kind `say` to everyone at this location and structure.",
        example={"text": "Mind the third step."},
    ),
)
"""Every command that a client may send."""

CLIENT_EVENT_OF: Final[Mapping[str, ClientEvent]] = {
    name: event for event in CLIENT_EVENTS for name in (event.name, *event.aliases)
}
"""The command of each name that is accepted as `type`."""
