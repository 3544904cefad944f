"""The list of all events, each with its payload, its place in the game and a working example.

`CLIENT_EVENTS` and `SERVER_EVENTS` are the only place where an event is registered. The decoder, the
schemas, the tables of the protocol page and the tests are all driven by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.protocol import client_events as client
from engine.protocol import examples
from engine.protocol import server_events as server


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """A frame that the server may send. `when` says when it is sent."""

    name: str
    payload: type[server.ServerPayload]
    founding: bool
    summary: str
    when: str
    example: Mapping[str, Any]


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
        summary="Give up a quest.",
        when="The quest is proceeding and may be given up.",
        then="CHARACTER_QUESTS_UPDATE, LOCATION_UPDATE if what is possible here changed.",
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

SERVER_EVENTS: Final = (
    ServerEvent(
        name="CHARACTER_UPDATE",
        payload=server.CharacterUpdate,
        founding=True,
        summary="The whole character, flat; each part looks exactly as in its own event.",
        when="On entering the world or a new location, and after a content swap.",
        example=examples.CHARACTER,
    ),
    ServerEvent(
        name="CHARACTER_DEAD",
        payload=server.CharacterDead,
        founding=True,
        summary="The character died, and wakes here.",
        when="Once per death, followed by the four frames of entering the world even when the place is "
        "the same.",
        example=examples.COORDINATES,
    ),
    ServerEvent(
        name="CHARACTER_ATTRIBUTES_UPDATE",
        payload=server.CharacterAttributesUpdate,
        founding=True,
        summary="Attack, attack speed and defense.",
        when="On entry, and whenever one changed (equipment, effect, level).",
        example={"combatAttributes": examples.COMBAT_ATTRIBUTES},
    ),
    ServerEvent(
        name="CHARACTER_EFFECTS_UPDATE",
        payload=server.CharacterEffectsUpdate,
        founding=True,
        summary="The lasting effects at work on the character.",
        when="An effect starts, changes or ends.",
        example={"effects": examples.EFFECTS},
    ),
    ServerEvent(
        name="CHARACTER_EQUIPMENT_UPDATE",
        payload=server.CharacterEquipmentUpdate,
        founding=True,
        summary="What is in each slot. The slots are content; the ones of the example are the default.",
        when="The equipment changed.",
        example={"equipment": examples.EQUIPMENT},
    ),
    ServerEvent(
        name="CHARACTER_INVENTORY_UPDATE",
        payload=server.CharacterInventoryUpdate,
        founding=True,
        summary="What is carried, one entry for each item.",
        when="The inventory changed.",
        example={"inventory": examples.INVENTORY},
    ),
    ServerEvent(
        name="CHARACTER_PROGRESSION_UPDATE",
        payload=server.CharacterProgressionUpdate,
        founding=True,
        summary="Level and experience.",
        when="Experience or level changed.",
        example={"progression": examples.PROGRESSION},
    ),
    ServerEvent(
        name="CHARACTER_QUESTS_UPDATE",
        payload=server.CharacterQuestsUpdate,
        founding=True,
        summary="Quests taken, and quests handed in.",
        when="A quest was accepted, progressed, met, handed in or abandoned.",
        example={"quests": examples.QUESTS},
    ),
    ServerEvent(
        name="CHARACTER_SKILLS_UPDATE",
        payload=server.CharacterSkillsUpdate,
        founding=True,
        summary="Every skill of the character.",
        when="On entry; a skill gained experience; a bonus changed.",
        example={"skills": examples.SKILLS},
    ),
    ServerEvent(
        name="CHARACTER_SPELLS_UPDATE",
        payload=server.CharacterSpellsUpdate,
        founding=True,
        summary="The known spells by type, and how far each has cooled down.",
        when="A spell was learned or cast; once a second while one cools down; one is ready again.",
        example={"spells": examples.SPELLS},
    ),
    ServerEvent(
        name="CHARACTER_VITALS_UPDATE",
        payload=server.CharacterVitalsUpdate,
        founding=True,
        summary="Health, mana and stamina.",
        when="One of them changed.",
        example={"vitals": examples.VITALS},
    ),
    ServerEvent(
        name="CHARACTER_WALLET_UPDATE",
        payload=server.CharacterWalletUpdate,
        founding=True,
        summary="Coins in normal form: 1000 copper are 1 silver, 1000 silver are 1 gold.",
        when="The coins changed.",
        example={"wallet": examples.WALLET},
    ),
    ServerEvent(
        name="CHARACTER_CURRENT_ACTION_UPDATE",
        payload=server.CharacterCurrentActionUpdate,
        founding=True,
        summary="What the character does, and how far it is.",
        when="An action starts or ends, each cycle restarts (counter 0), and every 10 ticks while the "
        "duration is above 0. `idle` has duration 1 and counter 0.",
        example={"action": examples.ACTION},
    ),
    ServerEvent(
        name="CHARACTER_CURRENT_COORDINATES_UPDATE",
        payload=server.CharacterCurrentCoordinatesUpdate,
        founding=True,
        summary="Where the character is.",
        when="The structure or the location changed.",
        example={"coordinates": examples.COORDINATES},
    ),
    ServerEvent(
        name="LOCATION_UPDATE",
        payload=server.LocationUpdate,
        founding=True,
        summary="The place, and what this character may use in it now. One thing per tile.",
        when="On entry, and whenever what the character may see or do here changed for any reason.",
        example=examples.PLACE,
    ),
    ServerEvent(
        name="COMBAT_ROOMS_UPDATE",
        payload=server.CombatRoomsUpdate,
        founding=True,
        summary="The combat rooms of the character's location and structure.",
        when="After CHARACTER_ACTION_UPDATE to `combat`; to everyone in that action here and in no room "
        "when a room appears, vanishes or changes its head count; to whoever leaves a room.",
        example={"combatInstances": [{"id": "12", "name": "Ilse's fight", "structure": "", "characters": 1}]},
    ),
    ServerEvent(
        name="COMBAT_UPDATE",
        payload=server.CombatUpdate,
        founding=True,
        summary="The fight the character is in.",
        when="To every member when something happened, at most once per tick, and at least every 5 ticks "
        "while fighting.",
        example={"combat": examples.COMBAT},
    ),
    ServerEvent(
        name="ERROR",
        payload=server.Error,
        founding=False,
        summary="A command was refused: nothing changed and nothing was paid.",
        when="Always, for every refused command.",
        example={
            "code": "invalid_payload",
            "message": "`payload.sell[0].quantity` must be a whole number from 0 to 9999.",
            "type": "CHARACTER_TRADE_DENIZEN",
            "id": 41,
            "details": {"path": "payload.sell[0].quantity"},
        },
    ),
    ServerEvent(
        name="ACK",
        payload=server.Ack,
        founding=False,
        summary="A command that gave an `id` was carried out.",
        when="Once for each such command, after the updates that it caused.",
        example={"id": 42, "type": "CHARACTER_USE_ITEM", "tick": 4812},
    ),
    ServerEvent(
        name="DENIZEN_DIALOGUE",
        payload=server.DenizenDialogue,
        founding=False,
        summary="A denizen says something. Answer with CHARACTER_INTERACT_DENIZEM and `choice`; no "
        "choices: the end.",
        when="A talk began or went on.",
        example={
            "denizenId": "mara",
            "node": "hello",
            "text": "You're wet. Everyone who comes in here is wet.",
            "choices": [
                {"id": "lamp", "text": "What happened to the lamp?"},
                {"id": "bye", "text": "Only drying off."},
            ],
        },
    ),
    ServerEvent(
        name="LOCATION_CHARACTERS_UPDATE",
        payload=server.LocationCharactersUpdate,
        founding=False,
        summary="Who is at this location and structure.",
        when="Somebody came or went, at most once a second.",
        example={"count": 2, "characters": [{"name": "Ilse"}, {"name": "Oda"}]},
    ),
    ServerEvent(
        name="NOTICE",
        payload=server.Notice,
        founding=False,
        summary="Passing news, never state.",
        when="Something was said, found, reached or announced.",
        example={"kind": "say", "text": "Mind the third step.", "from": "Oda"},
    ),
    ServerEvent(
        name="CONTENT_UPDATE",
        payload=server.ContentUpdate,
        founding=False,
        summary="The world was swapped for a newer version while running.",
        when="After a live content swap, followed by a fresh CHARACTER_UPDATE and LOCATION_UPDATE.",
        example={"version": "1.1.0"},
    ),
)
"""Every frame that the server may send."""

CLIENT_EVENT_OF: Final[Mapping[str, ClientEvent]] = {
    name: event for event in CLIENT_EVENTS for name in (event.name, *event.aliases)
}
"""The command of each name that is accepted as `type`."""
