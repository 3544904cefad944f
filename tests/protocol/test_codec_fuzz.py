"""Frames broken at random: each gets exactly one typed answer, and never an exception."""

import json
import random
from collections import Counter

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.protocol.client_events import ClientPayload
from engine.protocol.client_registry import CLIENT_EVENT_OF, CLIENT_EVENTS
from engine.protocol.envelope import CommandFrame, WireError, decode, encode, encode_error
from engine.protocol.errors import ErrorCode
from engine.protocol.schema import frame_schema
from engine.protocol.server_events import Error

DOOR_CODES = {ErrorCode.MALFORMED_FRAME, ErrorCode.UNKNOWN_EVENT, ErrorCode.INVALID_PAYLOAD}
QUICK = settings(max_examples=300, deadline=None, database=None)


class ErrorFrame(msgspec.Struct, forbid_unknown_fields=True):
    """An ERROR frame as a client reads it."""

    type: str
    payload: Error


SEEDS = [
    json.dumps({"type": event.name, "payload": event.example, **more})
    for event in CLIENT_EVENTS
    for more in ({}, {"id": 12}, {"id": "a-b", "key": "0123456789abcdef"})
]
TOKENS = [
    *('"', "\\", "{", "}", "[", "]", ",", ":", "null", "true", "NaN", "-Infinity", "1e999", "-0", "1.0", "0"),
    *(
        "\\ud800",
        "\\u0000",
        "\\u202e",
        "\x00",
        "\n",
        "\ufeff",
        "\u200b",
        "👋",
        "e\u0301",
        "9" * 400,
        "[" * 40,
    ),
    *('"type":', '"payload":{}', '"id":1,', '"key":""', '"itemId":"a"', '{"a":', "//", "/*", "'", "\x7f"),
]
VALUES = [
    *(None, True, False, 0, 1, -1, 9999, 10_000, 2**53 - 1, 2**53, 2**64, -(2**63), 0.5, -1.5, 1e300),
    *("", "a", "self", "a b", "a" * 65, "\u202e", "\x00", "combat", "CHARACTER_SAY", "1", "🙂" * 300),
    *([], {}, [[]], [{}], {"creature": 1}, {"character": 2}, {"itemId": "a", "quantity": 1}, {"": ""}),
]


def check_answer(data):
    """Whatever it is, it is a command that says the same when written again, or an ERROR that can be sent."""
    answer = decode(data)
    if isinstance(answer, CommandFrame):
        assert CLIENT_EVENT_OF[answer.type].payload is type(answer.payload)
        assert isinstance(answer.payload, ClientPayload)
        assert (answer.digest is None) is (answer.key is None)
        again = decode(encode(answer.type, answer.payload))
        assert again == CommandFrame(type=answer.type, payload=answer.payload)
    else:
        assert isinstance(answer, WireError)
        assert answer.code in DOOR_CODES
        assert answer.message
        assert answer.message.isprintable()
        assert len(answer.message) < 400
        sent = msgspec.json.decode(encode_error(answer), type=ErrorFrame)
        expected_id = msgspec.UNSET if answer.id is None else answer.id
        assert (sent.type, sent.payload.code, sent.payload.id) == ("ERROR", answer.code, expected_id)
    return answer


def broken_text(chance, text):
    """A text with a few random wounds."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 2, 8, 40)))
        patch = chance.choice(
            ("", chance.choice(TOKENS), text[start:end] * 2, chr(chance.randrange(1, 0xD800)), text[:start])
        )
        text = text[:start] + patch + text[end:]
    return text


def broken_bytes(chance, text):
    """The bytes of a text with a few of them changed."""
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def broken_value(chance, value):
    """A JSON value with one node replaced, dropped or added."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        key = chance.choice(sorted(value))
        roll = chance.random()
        if roll < 0.15:
            return {name: part for name, part in value.items() if name != key}
        if roll < 0.3:
            return {**value, chance.choice(("x", key + "s", "id", "key", "quantity")): chance.choice(VALUES)}
        return {**value, key: broken_value(chance, value[key])}
    if isinstance(value, list) and value and chance.random() < 0.7:
        index = chance.randrange(len(value))
        return [*value[:index], broken_value(chance, value[index]), *value[index + 1 :]] * chance.choice(
            (1, 1, 70)
        )
    return chance.choice(VALUES)


@pytest.mark.parametrize("seed", range(10))
def test_a_frame_with_broken_text_or_bytes_gets_one_answer(seed) -> None:
    chance = random.Random(seed)
    answers = Counter()

    for _ in range(5_000):
        for broken in (broken_text, broken_bytes):
            answer = check_answer(broken(chance, chance.choice(SEEDS)))
            answers[answer.code if isinstance(answer, WireError) else "accepted"] += 1
    assert answers.keys() == {*DOOR_CODES, "accepted"}


@pytest.mark.parametrize("seed", range(8))
def test_a_frame_with_broken_values_is_accepted_exactly_if_its_schema_takes_it(seed) -> None:
    chance = random.Random(seed)
    schemas = {event.name: jsonschema_rs.validator_for(frame_schema(event)) for event in CLIENT_EVENTS}
    names = {name: event.name for name, event in CLIENT_EVENT_OF.items()}
    accepted = 0

    for _ in range(400):
        frame = broken_value(chance, json.loads(chance.choice(SEEDS)))
        answer = check_answer(json.dumps(frame))
        name = frame.get("type") if isinstance(frame, dict) else None
        known = isinstance(name, str) and name in names
        expected = known and schemas[names[name]].is_valid(frame)
        assert isinstance(answer, CommandFrame) is expected, frame
        accepted += expected
    assert 0 < accepted < 400


@QUICK
@given(st.one_of(st.text(), st.binary()))
def test_any_text_and_any_bytes_get_one_answer(data) -> None:
    assert check_answer(data).code is ErrorCode.MALFORMED_FRAME or data.strip() in ("{}", b"{}")


@QUICK
@given(
    st.sampled_from([event.name for event in CLIENT_EVENTS]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    ),
)
def test_any_payload_gets_one_answer(name, payload) -> None:
    check_answer(json.dumps({"type": name, "payload": payload}))
    check_answer(json.dumps({"type": name, "payload": payload}, ensure_ascii=False))
    check_answer(json.dumps(payload))


@QUICK
@given(st.sampled_from(["CHARACTER_SAY", "CHARACTER_USE_ITEM"]), st.text(min_size=1, max_size=300))
def test_what_is_accepted_is_exactly_what_was_sent(name, text) -> None:
    key = "text" if name == "CHARACTER_SAY" else "itemId"

    answer = check_answer(json.dumps({"type": name, "payload": {key: text}}))

    if isinstance(answer, CommandFrame):
        assert json.loads(msgspec.json.encode(answer.payload)) == {key: text}
