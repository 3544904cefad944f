"""The list of all frames that the server may send, each with its payload, when it is sent and an example.

`SERVER_EVENTS` is the only place where a frame is registered. The schemas, the tables of the protocol page
and the tests are all driven by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.protocol import examples
from engine.protocol import server_events as server


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """A frame that the server may send. `when` says when it is sent."""

    name: str
    payload: type[server.ServerPayload]
    founding: bool
    summary: str
    when: str
    example: Mapping[str, Any]


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
        when="A quest was accepted, progressed, met, handed in, failed or abandoned.",
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
