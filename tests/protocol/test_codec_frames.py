"""Frames as such: what is read, what is refused before a payload is looked at, and what the answer bears."""

import hashlib
import json

import pytest

from engine.protocol.client_events import CharacterInteractDenizen, CharacterUseItem, CombatRoomCreate
from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.envelope import CommandFrame, WireError, decode
from engine.protocol.errors import ErrorCode

USE = '{"type":"CHARACTER_USE_ITEM","payload":{"itemId":"bread"}%s}'
KEY = "0123456789abcdef"
MAX_BYTES = 16 * 1024
MAX_DEPTH = 16


def refusal(data: str | bytes) -> WireError:
    answer = decode(data)
    assert isinstance(answer, WireError), answer
    return answer


def command(data: str | bytes) -> CommandFrame:
    answer = decode(data)
    assert isinstance(answer, CommandFrame), answer
    return answer


def nested(depth: int) -> str:
    """A frame whose deepest list is the `depth`-th level."""
    return '{"type":"CHARACTER_USE_ITEM","payload":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


@pytest.mark.parametrize("event", CLIENT_EVENTS, ids=lambda event: event.name)
def test_the_example_of_every_command_is_read(event) -> None:
    frame = json.dumps({"type": event.name, "payload": event.example})

    answer = decode(frame)

    assert isinstance(answer, CommandFrame)
    assert (answer.type, type(answer.payload)) == (event.name, event.payload)


def test_text_and_its_bytes_are_read_alike() -> None:
    frame = USE % ',"id":"ä"'

    assert decode(frame) == decode(frame.encode())


def test_white_space_and_escapes_around_and_in_a_frame_are_allowed() -> None:
    frame = (
        ' \r\n\t{ "type" : "CHARACTER_USE_ITEM" , "\\u0070ayload" : { "item\\u0049d" : "br\\u0065ad" } } \n'
    )

    assert decode(frame) == CommandFrame(type="CHARACTER_USE_ITEM", payload=CharacterUseItem(item_id="bread"))


def test_both_spellings_of_interact_are_accepted() -> None:
    payload = CharacterInteractDenizen(denizen_id="mara")

    found = [
        decode(f'{{"type":"{name}","payload":{{"denizenId":"mara"}}}}')
        for name in ("CHARACTER_INTERACT_DENIZEM", "CHARACTER_INTERACT_DENIZEN")
    ]

    assert found == [
        CommandFrame(type="CHARACTER_INTERACT_DENIZEM", payload=payload),
        CommandFrame(type="CHARACTER_INTERACT_DENIZEN", payload=payload),
    ]


MALFORMED = {
    "B1 NaN": USE % ',"id":NaN',
    "B1 NaN in the payload": '{"type":"CHARACTER_USE_ITEM","payload":{"itemId":NaN}}',
    "B1 Infinity": USE % ',"id":Infinity',
    "B1 minus Infinity": USE % ',"id":-Infinity',
    "B1 1e999": USE % ',"id":1e999',
    "B1 -1e999 in the payload": '{"type":"CHARACTER_USE_ITEM","payload":{"itemId":-1e999}}',
    "B4 one level too many": nested(MAX_DEPTH + 1),
    "B4 depth 1000": nested(1000),
    "B4 lists that never end": '{"type":"CHARACTER_USE_ITEM","payload":' + "[" * 16_000,
    "B4 objects that never end": '{"a":' * 3_000,
    "B4 levels behind a string with a bracket": '{"a]}":' + "[" * 20 + "]" * 20 + "}",
    "B5 type twice": '{"type":"CHARACTER_USE_ITEM","type":"COMBAT_ROOM_EXIT","payload":{}}',
    "B5 payload key twice": '{"type":"CHARACTER_USE_ITEM","payload":{"itemId":"bread","itemId":"gem"}}',
    "B5 twice, once escaped": '{"type":"CHARACTER_USE_ITEM","payload":{"itemId":"a","\\u0069temId":"b"}}',
    "B5 twice, deep in an unknown key": USE % ',"x":[{"a":1,"a":1}]',
    "B6 high surrogate": '{"type":"CHARACTER_SAY","payload":{"text":"\\ud800"}}',
    "B6 low surrogate": '{"type":"CHARACTER_SAY","payload":{"text":"a\\uDFFFb"}}',
    "B6 surrogates the wrong way round": '{"type":"CHARACTER_SAY","payload":{"text":"\\ude00\\ud83d"}}',
    "B6 in a key": USE % ',"\\ud800":1',
    "B6 in the id": USE % ',"id":"\\udabc"',
    "B6 not escaped": '{"type":"CHARACTER_SAY","payload":{"text":"\ud800"}}',
    "B7 a raw control character": '{"type":"CHARACTER_SAY","payload":{"text":"a\nb"}}',
    "B7 a raw NUL": '{"type":"CHARACTER_SAY","payload":{"text":"\x00"}}',
    "B8 an unknown key of the frame": USE % ',"sequence":1',
    "B8 a misspelled key of the frame": '{"type":"COMBAT_ROOM_EXIT","paylod":{}}',
    "B9 nothing": "",
    "B9 white space": " \n\t ",
    "B9 a byte order mark": "\ufeff" + USE % "",
    "B9 a byte order mark in bytes": b"\xef\xbb\xbf" + (USE % "").encode(),
    "B9 UTF-16": (USE % "").encode("utf-16"),
    "B9 UTF-16 without a mark": (USE % "").encode("utf-16-le"),
    "B9 not UTF-8": b'{"type":"CHARACTER_SAY","payload":{"text":"\xff"}}',
    "B9 UTF-8 of a surrogate": b'{"type":"CHARACTER_SAY","payload":{"text":"\xed\xa0\x80"}}',
    "B9 trailing text": USE % "" + "x",
    "B9 a NUL behind": USE % "" + "\x00",
    "B9 two documents": (USE % "") * 2,
    "B9 two documents on two lines": (USE % "") + "\n" + (USE % ""),
    "B12 one byte too many": USE % "" + " " * (MAX_BYTES + 1 - len(USE % "")),
    "B12 one byte too many, of few characters": '{"type":"CHARACTER_SAY","payload":{"text":"'
    + "ä" * 8_190
    + '"}}',
    "a list": "[]",
    "a text": '"CHARACTER_USE_ITEM"',
    "a number": "12",
    "null": "null",
    "a comment": USE % " /* please */",
    "a trailing comma": USE % ",",
    "single quotes": (USE % "").replace('"', "'"),
    "keys without quotes": '{type:"COMBAT_ROOM_EXIT",payload:{}}',
    "a leading zero": USE % ',"id":01',
    "a leading plus": USE % ',"id":+1',
    "a bare fraction": USE % ',"id":.5',
    "a hexadecimal number": USE % ',"id":0x10',
    "an open string": '{"type":"' + '\\"' * 8_000,
    "an open escape": '{"type":"\\',
    "brackets that do not match": '{"type":"CHARACTER_USE_ITEM","payload":{]}',
    "closing before opening": "]" * 40 + "[" * 40,
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_not_one_clear_json_object_is_malformed(data: str | bytes) -> None:
    assert refusal(data).code is ErrorCode.MALFORMED_FRAME


def test_the_deepest_frame_allowed_is_read_and_judged_by_its_payload() -> None:
    answer = refusal(nested(MAX_DEPTH))

    assert (answer.code, answer.details) == (ErrorCode.INVALID_PAYLOAD, {"path": "payload"})


def test_brackets_in_strings_count_for_nothing() -> None:
    text = "[{" * 100

    answer = decode(json.dumps({"type": "CHARACTER_SAY", "payload": {"text": text}}))

    assert isinstance(answer, CommandFrame)


def test_the_biggest_frame_allowed_is_read() -> None:
    frame = USE % ""

    assert decode(frame.ljust(MAX_BYTES)) == decode(frame)


UNKNOWN = {
    "B8 no such command": ('{"type":"CHARACTER_FLY","payload":{}}', "CHARACTER_FLY"),
    "B8 what only the server says": ('{"type":"COMBAT_UPDATE","payload":{}}', "COMBAT_UPDATE"),
    "B8 other case": ('{"type":"character_use_item","payload":{}}', "character_use_item"),
    "B8 a number": ('{"type":1,"payload":{}}', ""),
    "B8 null": ('{"type":null,"payload":{}}', ""),
    "B8 a list": ('{"type":["COMBAT_ROOM_EXIT"],"payload":{}}', ""),
    "B8 an object": ('{"type":{},"payload":{}}', ""),
    "B8 nothing": ('{"payload":{}}', ""),
    "B8 empty frame": ("{}", ""),
    "B8 empty": ('{"type":"","payload":{}}', ""),
    "B11 control characters": ('{"type":"A\\u0000\\u001b[2J\\u202e","payload":{}}', "A��[2J�"),
    "B11 very long": (json.dumps({"type": "A" * 10_000, "payload": {}}), "A" * 40 + "…"),
}


@pytest.mark.parametrize(("data", "shown"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_type_that_is_no_command_is_unknown(data: str, shown: str) -> None:
    answer = refusal(data)

    assert (answer.code, answer.type) == (ErrorCode.UNKNOWN_EVENT, shown)


def test_a_mistyped_command_is_answered_with_the_one_that_was_meant() -> None:
    answer = refusal('{"type":"CHARACTER_USE_ITEMS","payload":{}}')

    assert answer.message == "No command is called `CHARACTER_USE_ITEMS`; did you mean CHARACTER_USE_ITEM?"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("CHARACTER_UPDATE", "is an event that the server sends and no command; see the list of commands."),
        ("combat_update", "is an event that the server sends and no command; see the list of commands."),
        ("CHARACTER_EQIP_ITEMS", "; did you mean CHARACTER_EQUIP_ITEM?"),
        ("CHARACTER_SAYS", "; did you mean CHARACTER_SAY?"),
        ("CHARACTERSAY", "; did you mean CHARACTER_SAY?"),
        ("CHARACTER_CAST_SPEL_NOW", "; did you mean CHARACTER_CAST_SPELL?"),
        # Near by its letters, and about something else.
        ("CHARACTER_DROP_ITEM", "; see the list of commands."),
        ("CHARACTER_MOVE", "; see the list of commands."),
    ],
)
def test_only_what_is_near_in_meaning_is_proposed(name: str, advice: str) -> None:
    answer = refusal(f'{{"type":"{name}","payload":{{}}}}')

    assert answer.code is ErrorCode.UNKNOWN_EVENT
    assert answer.message.removeprefix("No command is called ") in (f"`{name}`{advice}", f"`{name}` {advice}")


PAYLOADS = {"missing": "", "null": "null", "list": "[]", "text": '"{}"', "number": "0", "false": "false"}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
@pytest.mark.parametrize("event", CLIENT_EVENTS, ids=lambda event: event.name)
def test_a_payload_that_is_no_object_is_invalid(event, payload: str) -> None:
    body = f',"payload":{payload}' if payload else ""

    answer = refusal(f'{{"type":"{event.name}"{body},"id":9}}')

    assert (answer.code, answer.type, answer.id, answer.details) == (
        ErrorCode.INVALID_PAYLOAD,
        event.name,
        9,
        {"path": "payload"},
    )


GOOD_IDS = ["a", "x" * 64, "ä" * 64, "👋" * 64, " ", "\x00", 0, 1, -1, 2**53 - 1, -(2**53 - 1)]


@pytest.mark.parametrize("value", GOOD_IDS, ids=ascii)
def test_an_id_is_a_text_or_an_integer(value: str | int) -> None:
    answer = command(USE % f',"id":{json.dumps(value)}')

    assert (answer.id, type(answer.id)) == (value, type(value))


BAD_IDS = ['""', json.dumps("x" * 65), "null", "true", "false", "1.0", "1.5", "1e2", "-0", "-0.0", "[]", "{}"]
BAD_IDS += [str(2**53), str(-(2**53)), str(2**63), str(2**64), "9" * 5000, "-" + "9" * 5000]


@pytest.mark.parametrize("text", BAD_IDS, ids=lambda text: text[:20])
def test_an_id_that_is_neither_is_refused_and_not_sent_back(text: str) -> None:
    answer = refusal(USE % f',"id":{text}')

    assert (answer.code, answer.id, answer.details) == (ErrorCode.INVALID_PAYLOAD, None, {"path": "id"})


@pytest.mark.parametrize("key", ["k" * 16, "k" * 64, "ä" * 16])
def test_a_key_is_a_text_of_16_to_64_characters(key: str) -> None:
    assert command(USE % f',"key":"{key}"').key == key


BAD_KEYS = ['""', json.dumps("k" * 15), json.dumps("k" * 65), "null", "1234567890123456", "true", "[]", "{}"]


@pytest.mark.parametrize("text", BAD_KEYS)
def test_a_key_of_another_kind_is_refused(text: str) -> None:
    answer = refusal(USE % f',"key":{text},"id":"a"')

    assert (answer.code, answer.id, answer.details) == (ErrorCode.INVALID_PAYLOAD, "a", {"path": "key"})


READABLE = {
    "an unknown key": USE % ',"id":7,"x":1',
    "a key twice": '{"type":"CHARACTER_USE_ITEM","payload":{"a":1,"a":2},"id":7}',
    "NaN": '{"type":"CHARACTER_USE_ITEM","payload":NaN,"id":7}',
    "a number that is too big": '{"type":"CHARACTER_USE_ITEM","payload":1e999,"id":7}',
    "half a surrogate pair": '{"type":"CHARACTER_USE_ITEM","payload":"\\ud800","id":7}',
    "an integer of many digits beside NaN": '{"id":7,"type":"CHARACTER_USE_ITEM","payload":[NaN,%s]}'
    % ("9" * 5000),
    "a bad payload": '{"type":"CHARACTER_USE_ITEM","payload":{"itemId":""},"id":7}',
}


@pytest.mark.parametrize("data", READABLE.values(), ids=READABLE.keys())
def test_a_refusal_bears_type_and_id_whenever_they_can_be_read(data: str) -> None:
    answer = refusal(data)

    assert (answer.type, answer.id) == ("CHARACTER_USE_ITEM", 7)


UNREADABLE = {
    "no JSON": USE % ',"id":7' + "}",
    "too deep": '{"id":7,"type":"CHARACTER_USE_ITEM","payload":' + "[" * 20 + "]" * 20 + "}",
    "the id twice": USE % ',"id":7,"id":7',
    "a bad id": USE % ',"id":7.5,"x":1',
    "half a surrogate pair in the id": USE % ',"id":"\\ud800"',
    "an id beside JSON that ends badly": '{"id":7,"payload":{"a":1,"a":2},"type":"CHARACTER_USE_ITEM"',
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_refusal_bears_no_id_that_is_in_doubt(data: str) -> None:
    assert refusal(data).id is None


def test_an_unknown_key_of_the_frame_is_named() -> None:
    answer = refusal(USE % ',"id":1,"seq":2')

    assert answer == WireError(
        code=ErrorCode.MALFORMED_FRAME,
        message="The frame has a key `seq`; send only `type`, `payload`, `id` and `key`.",
        type="CHARACTER_USE_ITEM",
        id=1,
        details={"keys": ["seq"]},
    )


def test_a_key_that_stands_twice_is_named() -> None:
    answer = refusal('{"type":"CHARACTER_USE_ITEM","payload":{"itemId":"a","itemId":"a"}}')

    assert answer == WireError(
        code=ErrorCode.MALFORMED_FRAME,
        message="The key `itemId` stands twice in one object; send it once.",
        type="CHARACTER_USE_ITEM",
        details={"keys": ["itemId"]},
    )


def test_an_answer_names_only_a_few_of_many_strange_keys() -> None:
    answer = refusal(json.dumps({f"k{number}": number for number in range(1000)}))

    assert answer.details == {"keys": [f"k{number}" for number in range(8)]}


def test_what_comes_first_in_the_order_of_checks_is_told() -> None:
    everything = '{"type":"NOTHING","payload":[],"id":true,"key":1%s}'

    codes = [
        refusal(everything % ',"x":1').code,
        refusal(everything % "").code,
        refusal(everything.replace("NOTHING", "COMBAT_ROOM_EXIT") % "").details["path"],
        refusal('{"type":"COMBAT_ROOM_EXIT","payload":[],"id":1,"key":1}').details["path"],
        refusal('{"type":"COMBAT_ROOM_EXIT","payload":[],"id":1}').details["path"],
    ]

    assert codes == [ErrorCode.MALFORMED_FRAME, ErrorCode.UNKNOWN_EVENT, "id", "key", "payload"]


def test_without_a_key_there_is_no_digest() -> None:
    assert command(USE % "").digest is None


def test_the_digest_is_over_type_and_payload_as_sent() -> None:
    frame = f'{{"payload" :  {{ "itemId":"br\\u0065ad" }} ,"key":"{KEY}","type":"CHARACTER_USE_ITEM"}}'

    expected = hashlib.sha256(b'CHARACTER_USE_ITEM\0{ "itemId":"br\\u0065ad" }').digest()
    assert command(frame).digest == expected


def test_the_digest_does_not_depend_on_id_key_or_the_order_of_keys() -> None:
    digests = {
        command(frame).digest
        for frame in (
            USE % f',"key":"{KEY}"',
            USE % f',"key":"{KEY}","id":3',
            USE % f',"id":"other","key":"{KEY[::-1]}"',
            f'{{"key":"{KEY}","payload":{{"itemId":"bread"}},"type":"CHARACTER_USE_ITEM"}}',
            f'\n{{"key":"{KEY}","payload": {{"itemId":"bread"}} , "type":"CHARACTER\\u005fUSE_ITEM"}}',
        )
    }

    assert len(digests) == 1


def test_the_digest_differs_with_other_bytes_of_the_payload_or_another_type() -> None:
    digests = [
        command(frame).digest
        for frame in (
            f'{{"type":"COMBAT_ROOM_CREATE","payload":{{}},"key":"{KEY}"}}',
            f'{{"type":"COMBAT_ROOM_CREATE","payload":{{ }},"key":"{KEY}"}}',
            f'{{"type":"COMBAT_ROOM_EXIT","payload":{{}},"key":"{KEY}"}}',
            USE % f',"key":"{KEY}"',
        )
    ]

    assert len(set(digests)) == 4


def test_a_command_without_arguments_has_an_empty_payload() -> None:
    answer = decode('{"type":"COMBAT_ROOM_CREATE","payload":{},"id":"go"}')

    assert answer == CommandFrame(type="COMBAT_ROOM_CREATE", payload=CombatRoomCreate(), id="go")
