"""The published schemas, the registry and the protocol page: complete, fresh, and true to the decoder."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest

from engine.protocol.client_registry import CLIENT_EVENT_OF, CLIENT_EVENTS
from engine.protocol.errors import CloseCode, ErrorCode
from engine.protocol.schema import INDEX, frame_example, frame_schema, schema_files
from engine.protocol.server_registry import SERVER_EVENTS

ROOT = Path(__file__).resolve().parents[2]
EVENTS = (*CLIENT_EVENTS, *SERVER_EVENTS)
EACH_EVENT = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)

FOUNDING_COMMANDS = {
    "CHARACTER_ACTION_UPDATE",
    "CHARACTER_EQUIP_ITEM",
    "CHARACTER_USE_ITEM",
    "CHARACTER_CAST_SPELL",
    "CHARACTER_INTERACT_DENIZEM",
    "CHARACTER_TRADE_DENIZEN",
    "CHARACTER_ACCEPT_DENIZEN_QUEST",
    "CHARACTER_FINISH_DENIZEN_QUEST",
    "CHARACTER_STRUCTURE_UPDATE",
    "CHARACTER_LOCATION_UPDATE",
    "COMBAT_ROOM_CREATE",
    "COMBAT_ROOM_ENTER",
    "COMBAT_ROOM_EXIT",
}
FOUNDING_UPDATES = {
    "CHARACTER_UPDATE",
    "CHARACTER_DEAD",
    "CHARACTER_ATTRIBUTES_UPDATE",
    "CHARACTER_EFFECTS_UPDATE",
    "CHARACTER_EQUIPMENT_UPDATE",
    "CHARACTER_INVENTORY_UPDATE",
    "CHARACTER_PROGRESSION_UPDATE",
    "CHARACTER_QUESTS_UPDATE",
    "CHARACTER_SKILLS_UPDATE",
    "CHARACTER_SPELLS_UPDATE",
    "CHARACTER_VITALS_UPDATE",
    "CHARACTER_WALLET_UPDATE",
    "CHARACTER_CURRENT_ACTION_UPDATE",
    "CHARACTER_CURRENT_COORDINATES_UPDATE",
    "LOCATION_UPDATE",
    "COMBAT_ROOMS_UPDATE",
    "COMBAT_UPDATE",
}
OUR_COMMANDS = {"CHARACTER_ABANDON_QUEST", "CHARACTER_DISCARD_ITEM", "CHARACTER_SAY"}
OUR_UPDATES = {
    "ERROR",
    "ACK",
    "DENIZEN_DIALOGUE",
    "LOCATION_CHARACTERS_UPDATE",
    "NOTICE",
    "CONTENT_UPDATE",
}
# From the contract with clients that exist: the keys of each update, and of what stands in it.
UPDATE_KEYS = {
    "CHARACTER_UPDATE": "idUser idCharacter name action coordinates inventory equipment effects progression "
    "quests skills spells vitals wallet combatAttributes",
    "CHARACTER_DEAD": "location structure",
    "CHARACTER_ATTRIBUTES_UPDATE": "combatAttributes",
    "CHARACTER_EFFECTS_UPDATE": "effects",
    "CHARACTER_EQUIPMENT_UPDATE": "equipment",
    "CHARACTER_INVENTORY_UPDATE": "inventory",
    "CHARACTER_PROGRESSION_UPDATE": "progression",
    "CHARACTER_QUESTS_UPDATE": "quests",
    "CHARACTER_SKILLS_UPDATE": "skills",
    "CHARACTER_SPELLS_UPDATE": "spells",
    "CHARACTER_VITALS_UPDATE": "vitals",
    "CHARACTER_WALLET_UPDATE": "wallet",
    "CHARACTER_CURRENT_ACTION_UPDATE": "action",
    "CHARACTER_CURRENT_COORDINATES_UPDATE": "coordinates",
    "LOCATION_UPDATE": "location actions connections denizens",
    "COMBAT_ROOMS_UPDATE": "combatInstances",
    "COMBAT_UPDATE": "combat",
}
PART_KEYS = {
    "Item": "id name description icon type category rarity price bonuses effects",
    "InventoryItem": "id name description icon type category rarity price bonuses effects amount",
    "ItemBonus": "type category value",
    "ItemEffect": "type category value duration",
    "Inventory": "items",
    "ActiveEffect": "source sourceName type category value duration counter stacks",
    "Progression": "level experience experienceNextLevel",
    "Quests": "proceeding finished",
    "Quest": "id type title description currentAmount objectiveAmount finished",
    "QuestObjective": "id type text currentAmount objectiveAmount",
    "Skill": "id level bonusLevel experience experienceNextLevel skill",
    "SkillInfo": "id name description category",
    "Spells": "healing attack",
    "Spell": "id name description icon type manaCost cooldown count",
    "Vitals": "health maxHealth mana maxMana stamina maxStamina",
    "Wallet": "copper silver gold",
    "CurrentAction": "id duration counter",
    "Coordinates": "location structure",
    "CombatAttributes": "attack attackSpeed defense",
    "Location": "id name description sizeX sizeY structures",
    "Structure": "id label description x y",
    "Action": "id label",
    "Connection": "destination label x y",
    "Denizen": "id name icon trade quests",
    "Trade": "sell buy",
    "QuestOffer": "id title description",
    "CombatInstance": "id name structure characters",
    "Combat": "characters creatures log",
    "CombatCharacter": "idCharacter name vitals combatAction",
    "CombatCreature": "id name icon vitals combatAction effects",
    "CombatAction": "duration counter",
    "CombatLogLine": "tick actor target kind amount",
    "CharacterHere": "name",
    "DialogueChoice": "id text",
}
NULLABLE = {
    "CharacterEquipmentUpdate.equipment.*",
    "CharacterUpdate.equipment.*",
    "Denizen.quests",
    "Trade.buy",
    "Trade.sell",
}


def definitions():
    """Every object of the server's frames, by name."""
    return {name: part for event in SERVER_EVENTS for name, part in frame_schema(event)["$defs"].items()}


def test_exactly_the_founding_names_are_marked_as_founding() -> None:
    marked = (
        {event.name for event in CLIENT_EVENTS if event.founding},
        {event.name for event in SERVER_EVENTS if event.founding},
    )

    assert marked == (FOUNDING_COMMANDS, FOUNDING_UPDATES)


def test_all_other_events_are_the_ones_we_promised() -> None:
    others = (
        {event.name for event in CLIENT_EVENTS if not event.founding},
        {event.name for event in SERVER_EVENTS if not event.founding},
    )

    assert others == (OUR_COMMANDS, OUR_UPDATES)


def test_no_name_is_registered_twice() -> None:
    names = [event.name for event in EVENTS] + [alias for event in CLIENT_EVENTS for alias in event.aliases]

    assert sorted(names) == sorted(set(names))
    assert set(CLIENT_EVENT_OF) == FOUNDING_COMMANDS | OUR_COMMANDS | {"CHARACTER_INTERACT_DENIZEN"}


@EACH_EVENT
def test_every_event_says_what_it_is_for_and_when(event) -> None:
    told = [event.summary, event.when, *([event.then] if event in CLIENT_EVENTS else [])]

    assert all(re.fullmatch(r"[A-Z].*\.\)?", text) for text in told), told


def test_the_updates_have_the_keys_that_clients_rely_on() -> None:
    found = {
        event.name: frame_schema(event)["$defs"][event.payload.__name__]["required"]
        for event in SERVER_EVENTS
        if event.founding
    }

    assert found == {name: keys.split() for name, keys in UPDATE_KEYS.items()}


def test_the_parts_have_the_keys_that_clients_rely_on() -> None:
    found = {name: part.get("required") for name, part in definitions().items() if name in PART_KEYS}

    assert found == {name: keys.split() for name, keys in PART_KEYS.items()}


def test_null_stands_only_where_it_hides_a_button_or_empties_a_slot() -> None:
    def may_be_null(schema):
        return {"type": "null"} in schema.get("anyOf", [])

    found = set()
    for name, part in definitions().items():
        for key, value in part.get("properties", {}).items():
            inner = value.get("additionalProperties", {})
            found |= {f"{name}.{key}"} if may_be_null(value) else set()
            found |= {f"{name}.{key}.*"} if may_be_null(inner) else set()

    assert found == NULLABLE


@EACH_EVENT
def test_every_schema_is_a_schema(event) -> None:
    schema = frame_schema(event)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@EACH_EVENT
def test_every_example_is_valid_for_both_validators(event) -> None:
    schema = frame_schema(event)
    frame = frame_example(event)

    jsonschema.Draft202012Validator(schema).validate(frame)
    jsonschema_rs.validator_for(schema).validate(frame)
    assert schema["examples"] == [frame]


@EACH_EVENT
def test_every_property_is_described(event) -> None:
    schema = frame_schema(event)
    silent = [
        f"{name}.{key}"
        for name, part in {"frame": schema, **schema["$defs"]}.items()
        for key, value in part.get("properties", {}).items()
        if not value.get("description")
    ]

    assert silent == []


@EACH_EVENT
def test_schemas_of_commands_are_closed_and_those_of_the_server_are_open(event) -> None:
    schema = frame_schema(event)
    objects = [part for part in (schema, *schema["$defs"].values()) if part.get("type") == "object"]

    closed = {part.get("additionalProperties") is False for part in objects}

    assert closed == {event in CLIENT_EVENTS}


@EACH_EVENT
def test_a_schema_takes_no_frame_of_another_event(event) -> None:
    validator = jsonschema_rs.validator_for(frame_schema(event))

    taken = [other.name for other in EVENTS if validator.is_valid(frame_example(other))]

    assert taken == [event.name]


def test_the_schema_of_interact_takes_both_spellings() -> None:
    event = CLIENT_EVENT_OF["CHARACTER_INTERACT_DENIZEN"]
    validator = jsonschema_rs.validator_for(frame_schema(event))

    assert validator.is_valid({**frame_example(event), "type": "CHARACTER_INTERACT_DENIZEN"})


def test_the_index_names_every_event_file_and_code() -> None:
    files = schema_files()
    index = json.loads(files[INDEX])
    listed = [*index["clientToServer"], *index["serverToClient"]]

    assert [entry["name"] for entry in listed] == [event.name for event in EVENTS]
    assert {entry["schema"] for entry in listed} == files.keys() - {INDEX}
    assert [entry["code"] for entry in index["errorCodes"]] == [code.value for code in ErrorCode]
    assert [entry["code"] for entry in index["closeCodes"]] == [code.value for code in CloseCode]


def test_the_codes_are_the_ones_of_the_contract() -> None:
    assert [code.value for code in ErrorCode] == [
        "malformed_frame",
        "unknown_event",
        "invalid_payload",
        "not_here",
        "unknown_target",
        "requirements_not_met",
        "not_owned",
        "not_enough_coins",
        "not_enough_mana",
        "not_enough_stamina",
        "on_cooldown",
        "wrong_slot",
        "not_usable",
        "already_done",
        "not_started",
        "not_finished",
        "in_combat",
        "not_in_combat",
        "dead",
        "full",
        "key_reused",
        "busy",
        "unavailable",
        "internal",
    ]
    assert {code.value for code in CloseCode} == {1002, 1003, 1007, 1008, 1009, 1012, 1013, 4001, 4002}


@pytest.mark.parametrize("code", [*ErrorCode, *CloseCode], ids=str)
def test_every_code_has_a_meaning_of_one_line(code) -> None:
    assert re.fullmatch(r"[A-Z].*\.", code.meaning)
    assert type(code)(code.value) is code


def run_tool(root, *arguments):
    """Run the tool in a copy of the tree."""
    return subprocess.run(
        [sys.executable, str(root / "tools" / "protocol_schemas.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


TABLES = ("tests/protocol/answers.yaml", "tests/protocol/sent.yaml")


def copy_tree(target):
    """The parts of the project that the tool reads and writes."""
    for part in ("engine/base", "engine/protocol", "schemas/protocol"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("engine/__init__.py", "tools/protocol_schemas.py", *TABLES):
        (target / part).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(ROOT / part, target / part)
    return target


def test_schemas_and_page_are_fresh() -> None:
    checked = run_tool(ROOT, "--check")

    assert (checked.returncode, checked.stdout) == (0, "")


def test_what_is_stale_missing_or_left_over_is_found_and_mended(tmp_path) -> None:
    root = copy_tree(tmp_path)
    page = root / "engine/protocol/README.md"
    page.write_text(page.read_text().replace("| `dead` |", "| `deceased` |"))
    (root / "schemas/protocol/ACK.json").unlink()
    (root / "schemas/protocol/ERROR.json").write_text("{}")
    (root / "schemas/protocol/GONE.json").write_text("{}")

    before = run_tool(root, "--check")
    written = run_tool(root)
    after = run_tool(root, "--check")

    assert before.returncode == 1
    assert [line for line in before.stdout.splitlines() if line.startswith("stale")] == [
        "stale: schemas/protocol/ERROR.json",
        "stale: schemas/protocol/ACK.json",
        "stale: engine/protocol/README.md",
        "stale: schemas/protocol/GONE.json",
    ]
    assert written.returncode == 0
    assert (after.returncode, after.stdout) == (0, "")


def test_prose_around_the_generated_parts_is_kept(tmp_path) -> None:
    root = copy_tree(tmp_path)
    page = root / "engine/protocol/README.md"
    page.write_text(page.read_text() + "\nA word of our own.\n")

    written = run_tool(root)

    assert (written.returncode, written.stdout) == (0, "")
    assert page.read_text().endswith("\nA word of our own.\n")


def test_a_page_without_a_region_is_refused(tmp_path) -> None:
    root = copy_tree(tmp_path)
    page = root / "engine/protocol/README.md"
    page.write_text(page.read_text().replace("<!-- generated: parts -->", ""))

    written = run_tool(root)

    assert written.returncode == 2
    assert written.stderr == (
        "engine/protocol/README.md must hold each of these regions once: overview, commands, updates, sent, "
        "parts, error-codes, states, accepted, refusals, close-codes\n"
    )


def test_every_link_of_the_page_leads_to_a_heading() -> None:
    text = (ROOT / "engine/protocol/README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = [heading.lower().replace(" ", "-") for heading in headings]

    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(anchors)
    assert len(anchors) == len(set(anchors))
