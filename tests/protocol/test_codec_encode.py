"""Frames from the server: how they are written, and how ready parts are joined into them."""

import json

import msgspec
import pytest

from engine.protocol import parts
from engine.protocol.envelope import (
    WireError,
    encode,
    encode_ack,
    encode_error,
    encode_part,
    ready,
    ready_list,
    with_key,
)
from engine.protocol.errors import ErrorCode
from engine.protocol.examples import BREAD, COMBAT_ATTRIBUTES, KNIFE
from engine.protocol.server_events import (
    CharacterAttributesUpdate,
    CharacterEquipmentUpdate,
    CharacterInventoryUpdate,
    Notice,
)
from engine.protocol.server_registry import SERVER_EVENTS


@pytest.mark.parametrize("event", SERVER_EVENTS, ids=lambda event: event.name)
def test_every_frame_of_the_server_is_written_as_its_example_says(event) -> None:
    payload = msgspec.convert(json.loads(json.dumps(event.example)), event.payload)

    frame = encode(event.name, payload)

    assert json.loads(frame) == json.loads(json.dumps({"type": event.name, "payload": event.example}))


def test_a_frame_is_compact() -> None:
    frame = encode("NOTICE", Notice(kind="say", text="Grüß Gott", from_="Oda"))

    assert frame.decode() == '{"type":"NOTICE","payload":{"kind":"say","text":"Grüß Gott","from":"Oda"}}'


def test_what_is_left_out_has_no_key() -> None:
    assert encode("NOTICE", Notice(kind="world", text="Rain.")) == (
        b'{"type":"NOTICE","payload":{"kind":"world","text":"Rain."}}'
    )


def test_ready_bytes_stand_for_a_whole_payload() -> None:
    attributes = msgspec.convert(COMBAT_ATTRIBUTES, parts.CombatAttributes)
    payload = CharacterAttributesUpdate(combat_attributes=attributes)

    frame = encode("CHARACTER_ATTRIBUTES_UPDATE", ready(encode_part(payload)))

    assert frame == encode("CHARACTER_ATTRIBUTES_UPDATE", payload)


def test_ready_parts_are_joined_to_the_same_bytes_as_typed_ones() -> None:
    typed = [
        msgspec.convert({**item, "amount": amount}, parts.InventoryItem)
        for item, amount in ((BREAD, 2), (KNIFE, 1))
    ]
    kept = [encode_part(msgspec.convert(item, parts.Item)) for item in (BREAD, KNIFE)]

    joined = ready_list(with_key(item, "amount", amount) for item, amount in zip(kept, (2, 1), strict=True))

    assert encode(
        "CHARACTER_INVENTORY_UPDATE", CharacterInventoryUpdate(inventory=parts.Inventory(items=joined))
    ) == encode(
        "CHARACTER_INVENTORY_UPDATE", CharacterInventoryUpdate(inventory=parts.Inventory(items=tuple(typed)))
    )


def test_a_list_of_no_ready_parts_is_empty() -> None:
    payload = CharacterInventoryUpdate(inventory=parts.Inventory(items=ready_list([])))

    assert encode_part(payload) == b'{"inventory":{"items":[]}}'


def test_an_empty_slot_is_null_beside_a_ready_item() -> None:
    item = encode_part(msgspec.convert(KNIFE, parts.Item))
    payload = CharacterEquipmentUpdate(equipment={"weapon": ready(item), "ring": None})

    assert json.loads(encode_part(payload)) == {"equipment": {"weapon": KNIFE, "ring": None}}


def test_an_error_tells_all_it_knows() -> None:
    error = WireError(
        code=ErrorCode.NOT_OWNED,
        message="You have no bread; buy some.",
        type="CHARACTER_USE_ITEM",
        id=3,
        details={"itemId": "bread"},
    )

    assert json.loads(encode_error(error)) == {
        "type": "ERROR",
        "payload": {
            "code": "not_owned",
            "message": "You have no bread; buy some.",
            "type": "CHARACTER_USE_ITEM",
            "id": 3,
            "details": {"itemId": "bread"},
        },
    }


def test_an_error_for_a_command_without_id_bears_none() -> None:
    error = WireError(code=ErrorCode.DEAD, message="You are dead; wait.", type="CHARACTER_USE_ITEM")

    assert json.loads(encode_error(error)) == {
        "type": "ERROR",
        "payload": {
            "code": "dead",
            "message": "You are dead; wait.",
            "type": "CHARACTER_USE_ITEM",
            "details": {},
        },
    }


@pytest.mark.parametrize("request_id", ["a", "", 0, -1, 2**53 - 1])
def test_an_ack_bears_the_id_just_as_it_was(request_id) -> None:
    frame = json.loads(encode_ack(request_id, "CHARACTER_SAY", 4812))

    assert frame == {"type": "ACK", "payload": {"id": request_id, "type": "CHARACTER_SAY", "tick": 4812}}


@pytest.mark.parametrize("event", SERVER_EVENTS, ids=lambda event: event.name)
def test_a_key_that_does_not_belong_to_a_frame_is_found_by_its_type(event) -> None:
    payload = {**event.example, "secret": 1}

    with pytest.raises(msgspec.ValidationError, match="secret"):
        msgspec.convert(payload, event.payload)
