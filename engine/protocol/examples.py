"""Working example payloads of the server's events, for the schemas, the protocol page and the tests."""

from collections.abc import Mapping
from typing import Any, Final

BREAD: Final[Mapping[str, Any]] = {
    "id": "bread",
    "name": "Brown bread",
    "description": "Yesterday's, and proud of it.",
    "icon": "bread.svg",
    "type": "consumable",
    "category": "food",
    "rarity": "common",
    "price": 4,
    "bonuses": [],
    "effects": [{"type": "vital", "category": "health", "value": 1.0, "duration": 400}],
}

KNIFE: Final[Mapping[str, Any]] = {
    "id": "rusty-knife",
    "name": "Rusty knife",
    "description": "It has opinions about tetanus.",
    "icon": "knife.svg",
    "type": "weapon",
    "category": "dagger",
    "rarity": "common",
    "price": 12,
    "bonuses": [
        {"type": "combat", "category": "attack", "value": 2.0},
        {"type": "combat", "category": "attackSpeed", "value": 0.1},
        {"type": "skill", "category": "MINING", "value": 1.0},
    ],
    "effects": [],
}

COORDINATES: Final[Mapping[str, Any]] = {"location": "harbor", "structure": "chapel"}
ACTION: Final[Mapping[str, Any]] = {"id": "rest", "duration": 100, "counter": 40}
INVENTORY: Final[Mapping[str, Any]] = {"items": [{**BREAD, "amount": 2}]}
SLOTS: Final = (
    "helmet",
    "armor",
    "leg",
    "boot",
    "weapon",
    "offhand",
    "amulet",
    "ring",
    "pickaxe",
    "woodaxe",
    "fishingrod",
    "sickle",
)
EQUIPMENT: Final[Mapping[str, Any]] = {slot: KNIFE if slot == "weapon" else None for slot in SLOTS}
EFFECTS: Final = (
    {
        "source": "bread",
        "sourceName": "Brown bread",
        "type": "vital",
        "category": "health",
        "value": 1.0,
        "duration": 400,
        "counter": 60,
        "stacks": 1,
    },
)
PROGRESSION: Final[Mapping[str, Any]] = {"level": 1, "experience": 40, "experienceNextLevel": 105}
QUESTS: Final[Mapping[str, Any]] = {
    "proceeding": [
        {
            "id": "lamp-for-the-dark",
            "type": "several",
            "title": "A Lamp for the Dark",
            "description": "Mara wants the mine road lit before anyone else walks it.",
            "currentAmount": 3,
            "objectiveAmount": 8,
            "finished": False,
            "objectives": [
                {
                    "id": "crabs",
                    "type": "kill",
                    "text": "Tide crabs beaten",
                    "currentAmount": 2,
                    "objectiveAmount": 5,
                },
                {
                    "id": "shells",
                    "type": "collect",
                    "text": "Crab shells brought",
                    "currentAmount": 1,
                    "objectiveAmount": 3,
                },
            ],
            "duration": 144000,
            "counter": 9600,
        }
    ],
    "finished": [
        {
            "id": "dry-wood",
            "type": "collect",
            "title": "Dry Wood",
            "description": "The stove in the chapel is out.",
            "currentAmount": 4,
            "objectiveAmount": 4,
            "finished": True,
        }
    ],
}
SKILLS: Final = (
    {
        "id": "MINING",
        "level": 3,
        "bonusLevel": 1,
        "experience": 17,
        "experienceNextLevel": 115,
        "skill": {
            "id": "MINING",
            "name": "Mining",
            "description": "Reading stone, and breaking it where it wants to break.",
            "category": "gathering",
        },
    },
)
SPELLS: Final[Mapping[str, Any]] = {
    "healing": [
        {
            "id": "mend",
            "name": "Mend",
            "description": "Skin remembers how to be whole.",
            "icon": "mend.svg",
            "type": "healing",
            "manaCost": 4,
            "cooldown": 120,
            "count": 120,
        }
    ],
    "attack": [],
}
VITALS: Final[Mapping[str, Any]] = {
    "health": 18.5,
    "maxHealth": 30.0,
    "mana": 15.0,
    "maxMana": 15.0,
    "stamina": 22.0,
    "maxStamina": 25.0,
}
WALLET: Final[Mapping[str, Any]] = {"copper": 250, "silver": 3, "gold": 0}
COMBAT_ATTRIBUTES: Final[Mapping[str, Any]] = {"attack": 3.0, "attackSpeed": 1.1, "defense": 0.0}

CHARACTER: Final[Mapping[str, Any]] = {
    "idUser": 3,
    "idCharacter": 7,
    "name": "Ilse",
    "action": ACTION,
    "coordinates": COORDINATES,
    "inventory": INVENTORY,
    "equipment": EQUIPMENT,
    "effects": EFFECTS,
    "progression": PROGRESSION,
    "quests": QUESTS,
    "skills": SKILLS,
    "spells": SPELLS,
    "vitals": VITALS,
    "wallet": WALLET,
    "combatAttributes": COMBAT_ATTRIBUTES,
}

PLACE: Final[Mapping[str, Any]] = {
    "location": {
        "id": "harbor",
        "name": "Gull Harbor",
        "description": "Tar, salt, and the long argument of gulls.",
        "sizeX": 12,
        "sizeY": 9,
        "structures": [
            {
                "id": "chapel",
                "label": "Drowned chapel",
                "description": "Candles in jars.",
                "x": 4,
                "y": 3,
            }
        ],
    },
    "actions": [{"id": "rest", "label": "Rest"}, {"id": "combat", "label": "Walk the tide line"}],
    "connections": [{"destination": "old-mine", "label": "Mine road", "x": 11, "y": 4}],
    "denizens": [
        {
            "id": "mara",
            "name": "Mara",
            "icon": "mara.svg",
            "trade": {"sell": [BREAD], "buy": None},
            "quests": [
                {
                    "id": "lamp-for-the-dark",
                    "title": "A Lamp for the Dark",
                    "description": "Mara wants the mine road lit before anyone else walks it.",
                }
            ],
        }
    ],
}

COMBAT: Final[Mapping[str, Any]] = {
    "characters": [
        {
            "idCharacter": 7,
            "name": "Ilse",
            "vitals": VITALS,
            "combatAction": {"duration": 18, "counter": 5},
        }
    ],
    "creatures": [
        {
            "id": 1,
            "name": "Tide crab",
            "icon": "crab.svg",
            "vitals": {
                "health": 9.0,
                "maxHealth": 12.0,
                "mana": 0.0,
                "maxMana": 0.0,
                "stamina": 10.0,
                "maxStamina": 10.0,
            },
            "combatAction": {"duration": 25, "counter": 0},
            "effects": [],
        }
    ],
    "log": [{"tick": 4812, "actor": "character:7", "target": "creature:1", "kind": "hit", "amount": 3.0}],
}
