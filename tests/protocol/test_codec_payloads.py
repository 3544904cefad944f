"""Payloads of commands: every field at its bounds, and every field wrong in every way."""

import copy
import json
import re

import jsonschema_rs
import msgspec
import pytest

from engine.protocol.client_events import (
    CastTarget,
    CharacterCastSpell,
    CharacterInteractDenizen,
    CharacterTradeDenizen,
    TradeLine,
)
from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.envelope import CommandFrame, WireError, decode
from engine.protocol.errors import ErrorCode
from engine.protocol.schema import frame_schema

LIMIT = 2**53 - 1
NO_TEXT = [None, True, False, 0, 1, 1.5, [], {}, ["bread"]]
NO_NUMBER = [None, True, False, "", "1", "one", 0.5, 1.5, [], {}, [1]]
NO_LIST = [None, True, 0, 1.5, "", "bread", {}, {"itemId": "bread", "quantity": 1}]

BAD_ID = [
    *(" ", "a b", "-a", "_a", "a" * 65, "a" * 10_000, "a\n", "\na", "a\x00", "ä", "ａ", "a/b", "a.b", "../a"),
    *(
        "a'; DROP TABLE items; --",
        "<b>a</b>",
        "{0}",
        "{{ a }}",
        "%s",
        "${a}",
        "\u202ea",
        "a\u200b",
        "\x1b[2J",
    ),
]
GOOD_ID = ["a", "Z", "0", "A-b_9", "a" * 64, "constructor", "idle"]

ID = ([*GOOD_ID], ["", *BAD_ID, *NO_TEXT])
ID_OR_EMPTY = (["", *GOOD_ID], [*BAD_ID, *NO_TEXT])
ROOM = (["1", "9" * 15], ["", "0", "01", "-1", "1.0", " 1", "1\n", "a", "9" * 16, "１", *NO_TEXT])
BEYOND = [-(2**63), -(2**53), -1, 2**53, 2**63, 2**64, 10**400, -(10**400)]
BIG = [2**31, 2**32, LIMIT]
TRADE_QUANTITY = ([0, 1, 9_998, 9_999], [10_000, *BIG, *BEYOND, *NO_NUMBER])
QUANTITY = ([1, 2, 9_999], [0, 10_000, *BIG, *BEYOND, *NO_NUMBER])
NUMBER = ([1, 2, *BIG], [0, *BEYOND, *NO_NUMBER])
SPELL_TYPE = (["healing", "attack", "other"], ["", "heal", "Attack", "attack ", *NO_TEXT])
LINE = {"itemId": "bread", "quantity": 1}
LINES = (
    [[], [LINE], [LINE] * 64],
    [*NO_LIST, [LINE] * 65, [LINE] * 400, [[]], [None], [1], ["bread"], [{}], [[LINE]], [LINE, None]],
)
TARGET = (
    ["self", {"creature": 1}, {"character": 7}],
    [
        *(None, True, 1, 1.5, "", "Self", "creature", [], ["self"], [{"creature": 1}]),
        *({}, {"creature": 1, "character": 7}, {"self": True}, {"creature": None}, {"denizen": 1}),
    ],
)
SPEECH = (
    ["a", "a" * 280, "ä" * 280, "👋" * 280, " a ", "<b>{0} %s</b>", "e\u0301", "\u05d0\u05d1", "'; --", "\\"],
    [
        *("", "a" * 281, "a\n", "a\nb", "a\tb", "\r", "\x00", "\x1b[31m", "\x7f", "\x85", "\x9b"),
        *("\u202eabc", "\u2066a", "\u2069", "\u200ea", "\u200f", "\u061c", "a\u200bb", "\u200d", "\u2060"),
        *(" ", " " * 280, "\u00a0", "\u3000 \u2003", "\u2800", "\u3164", " \ufe0f"),
        *("\ufeff", "\u00ad", "\u2028", "\u2029", "\u180e", "\ufff9", *NO_TEXT),
    ],
)

FIELDS = {
    "CHARACTER_ACTION_UPDATE": {"action": ID},
    "CHARACTER_EQUIP_ITEM": {"itemId": ID_OR_EMPTY, "slot": ID},
    "CHARACTER_USE_ITEM": {"itemId": ID},
    "CHARACTER_CAST_SPELL": {
        "id": ID,
        "type": SPELL_TYPE,
        "target": TARGET,
        "target.creature": NUMBER,
        "target.character": NUMBER,
    },
    "CHARACTER_INTERACT_DENIZEM": {"denizenId": ID, "choice": ID},
    "CHARACTER_TRADE_DENIZEN": {
        "denizenId": ID,
        "sell": LINES,
        "sell[0].itemId": ID,
        "sell[0].quantity": TRADE_QUANTITY,
        "buy": LINES,
        "buy[0].itemId": ID,
        "buy[0].quantity": TRADE_QUANTITY,
    },
    "CHARACTER_ACCEPT_DENIZEN_QUEST": {"denizenId": ID, "questId": ID},
    "CHARACTER_FINISH_DENIZEN_QUEST": {"denizenId": ID, "questId": ID},
    "CHARACTER_STRUCTURE_UPDATE": {"structure": ID_OR_EMPTY},
    "CHARACTER_LOCATION_UPDATE": {"destination": ID},
    "COMBAT_ROOM_CREATE": {},
    "COMBAT_ROOM_ENTER": {"id": ROOM},
    "COMBAT_ROOM_EXIT": {},
    "CHARACTER_ABANDON_QUEST": {"questId": ID},
    "CHARACTER_DISCARD_ITEM": {"itemId": ID, "quantity": QUANTITY},
    "CHARACTER_SAY": {"text": SPEECH},
}
"""Every field of every command by its path: what it takes, and what it refuses."""
OPTIONAL = {"choice", "target", "target.creature", "target.character", "sell", "buy"}

EXAMPLES = {event.name: event.example for event in CLIENT_EVENTS}
SCHEMAS = {event.name: jsonschema_rs.validator_for(frame_schema(event)) for event in CLIENT_EVENTS}
PATHS = [(name, path) for name, fields in FIELDS.items() for path in fields]
EACH_FIELD = pytest.mark.parametrize(("name", "path"), PATHS, ids=lambda part: part)


def parts_of(path):
    """The keys and indexes of a path such as `sell[0].itemId`."""
    return [int(part) if part.isdigit() else part for part in re.findall(r"\w+", path)]


def example_with(name, path):
    """A payload of the command that holds the path, the object that holds its last key, and that key."""
    payload = json.loads(json.dumps(EXAMPLES[name]))
    if path.startswith("target."):
        payload["target"] = {path.removeprefix("target."): 1}
    *parents, last = parts_of(path)
    holder = payload
    for part in parents:
        holder = holder[part]
    return payload, holder, last


def with_value(name, path, value):
    payload, holder, last = example_with(name, path)
    holder[last] = copy.deepcopy(value)
    return payload


def ask(name, payload):
    return decode(json.dumps({"type": name, "payload": payload, "id": 5}))


def is_valid(name, payload):
    """Whether the published schema takes the frame."""
    return SCHEMAS[name].is_valid({"type": name, "payload": payload, "id": 5})


def struct_paths(struct, prefix=""):
    """The path of every field within a payload, from the types."""
    for field in msgspec.inspect.type_info(struct).fields:
        path = prefix + field.encode_name
        yield path
        yield from inner_paths(field.type, path)


def inner_paths(kind, path):
    if isinstance(kind, msgspec.inspect.Metadata):
        yield from inner_paths(kind.type, path)
    elif isinstance(kind, msgspec.inspect.UnionType):
        for choice in kind.types:
            yield from inner_paths(choice, path)
    elif isinstance(kind, msgspec.inspect.VarTupleType):
        yield from inner_paths(kind.item_type, path + "[0]")
    elif isinstance(kind, msgspec.inspect.StructType):
        yield from struct_paths(kind.cls, path + ".")


def assert_refused(answer, name, path):
    """One typed answer that names the place, or the line or key within it that is to blame."""
    assert isinstance(answer, WireError), answer
    assert (answer.code, answer.type, answer.id) == (ErrorCode.INVALID_PAYLOAD, name, 5)
    assert answer.details["path"].startswith(f"payload.{path}"), answer
    assert answer.message.startswith("`payload")
    assert not re.search(
        r"\b(int|str|bool|float|NoneType|dict|array|regex|Struct|Expected)\b", answer.message
    )


def test_the_table_holds_every_field_of_every_command() -> None:
    declared = {event.name: list(struct_paths(event.payload)) for event in CLIENT_EVENTS}

    assert {name: list(fields) for name, fields in FIELDS.items()} == declared


@EACH_FIELD
def test_a_field_takes_what_is_within_its_bounds(name, path) -> None:
    for value in FIELDS[name][path][0]:
        payload = with_value(name, path, value)
        answer = ask(name, payload)

        assert isinstance(answer, CommandFrame), (value, answer)
        assert json.loads(msgspec.json.encode(answer.payload)) == payload
        assert is_valid(name, payload), value


@EACH_FIELD
def test_a_field_refuses_what_is_wrong(name, path) -> None:
    for value in FIELDS[name][path][1]:
        payload = with_value(name, path, value)

        assert_refused(ask(name, payload), name, path)
        assert not is_valid(name, payload), value


NUMERIC = [(name, path) for name, path in PATHS if FIELDS[name][path] in (TRADE_QUANTITY, QUANTITY, NUMBER)]
NO_INTEGER = ["1.0", "0.0", "-0", "-0.0", "1e0", "1E2", "10e-1", "9" * 5000, "-" + "9" * 5000, "1" + "0" * 20]


@pytest.mark.parametrize("text", NO_INTEGER, ids=lambda text: text[:25])
@pytest.mark.parametrize(("name", "path"), NUMERIC, ids=lambda part: part)
def test_an_integer_is_written_as_one(name, path, text) -> None:
    frame = json.dumps({"type": name, "payload": with_value(name, path, "HERE"), "id": 5}).replace(
        '"HERE"', text
    )

    assert_refused(decode(frame), name, path)


@EACH_FIELD
def test_a_field_may_be_missing_only_if_it_is_optional(name, path) -> None:
    payload, holder, last = example_with(name, path)
    del holder[last]
    answer = ask(name, payload)

    if path in OPTIONAL and not path.startswith("target."):
        assert isinstance(answer, CommandFrame)
    elif path.startswith("target."):
        assert_refused(answer, name, "target")
    else:
        assert_refused(answer, name, path)
        assert "is missing" in answer.message
    assert is_valid(name, payload) is isinstance(answer, CommandFrame)


@EACH_FIELD
def test_a_misspelled_key_beside_a_field_is_refused(name, path) -> None:
    payload, holder, last = example_with(name, path)
    holder[f"{last}x"] = holder[last]

    answer = ask(name, payload)

    assert_refused(answer, name, path)
    assert f"did you mean `{last}`?" in answer.message
    assert not is_valid(name, payload)


@pytest.mark.parametrize(
    "extra", ["quantities", "idCharacter", "", "__class__", "item_id", "a\x00\u202e", "x" * 5000]
)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_further_key_is_refused(name, extra) -> None:
    payload = {**EXAMPLES[name], extra: 1}

    answer = ask(name, payload)

    assert_refused(answer, name, "")
    assert len(answer.message) < 200
    assert answer.message.isprintable()
    assert not is_valid(name, payload)


def test_names_as_python_writes_them_are_not_those_of_the_wire() -> None:
    answer = ask("CHARACTER_USE_ITEM", {"item_id": "bread"})

    assert (answer.code, answer.details) == (ErrorCode.INVALID_PAYLOAD, {"path": "payload.itemId"})


def test_what_is_left_out_of_a_trade_is_empty() -> None:
    answer = ask("CHARACTER_TRADE_DENIZEN", {"denizenId": "mara"})

    assert answer.payload == CharacterTradeDenizen(denizen_id="mara", sell=(), buy=())


def test_one_item_may_stand_on_many_lines_and_in_both_lists() -> None:
    lines = [{"itemId": "bread", "quantity": number} for number in range(60)]

    answer = ask("CHARACTER_TRADE_DENIZEN", {"denizenId": "mara", "sell": lines, "buy": lines})

    expected = tuple(TradeLine(item_id="bread", quantity=number) for number in range(60))
    assert answer.payload == CharacterTradeDenizen(denizen_id="mara", sell=expected, buy=expected)


def test_a_trade_of_as_many_lines_as_fit_a_frame_is_refused_as_a_whole() -> None:
    lines = [{"itemId": "a", "quantity": 1}] * 500

    answer = ask("CHARACTER_TRADE_DENIZEN", {"denizenId": "mara", "sell": lines})

    assert answer.message == (
        "`payload.sell` must be a list of at most 64 lines, each an item and a quantity."
    )


def test_the_bad_line_among_good_ones_is_named() -> None:
    lines = [{"itemId": "a", "quantity": 1}] * 20 + [{"itemId": "b", "quantity": 10_000}]

    answer = ask("CHARACTER_TRADE_DENIZEN", {"denizenId": "mara", "buy": lines})

    assert answer == WireError(
        code=ErrorCode.INVALID_PAYLOAD,
        message="`payload.buy[20].quantity` must be a whole number from 0 to 9999.",
        type="CHARACTER_TRADE_DENIZEN",
        id=5,
        details={"path": "payload.buy[20].quantity"},
    )


def test_what_is_optional_is_unset_when_left_out() -> None:
    interact = ask("CHARACTER_INTERACT_DENIZEM", {"denizenId": "mara"}).payload
    cast = ask("CHARACTER_CAST_SPELL", {"id": "mend", "type": "healing"}).payload

    assert interact == CharacterInteractDenizen(denizen_id="mara", choice=msgspec.UNSET)
    assert cast == CharacterCastSpell(id="mend", type="healing", target=msgspec.UNSET)


def test_a_target_is_told_apart_by_its_key() -> None:
    found = [
        ask("CHARACTER_CAST_SPELL", {"id": "a", "type": "attack", "target": target}).payload.target
        for target in ("self", {"creature": 3}, {"character": 3})
    ]

    assert found == ["self", CastTarget(creature=3), CastTarget(character=3)]


ID_WORDS = "an id of 1 to 64 letters, digits, `-` and `_`, which begins with a letter or a digit"
TARGET_WORDS = '`"self"`, `{"creature": <number>}` or `{"character": <number>}`, one key only'
MESSAGES = [
    ({"denizenId": "mara", "sell": [{}]}, "sell[0].itemId", f"is missing; it must be {ID_WORDS}."),
    ({"denizenId": "mara", "buy": [LINE, 7]}, "buy[1]", "must be an object."),
    ({"denizenId": "mara", "buy": [LINE, {"x": 1}]}, "buy[1].itemId", f"is missing; it must be {ID_WORDS}."),
    ({"denizenId": "Mara Lamp"}, "denizenId", f"must be {ID_WORDS}."),
    ({"id": "a", "type": "heal"}, "type", "must be `healing`, `attack` or `other`."),
    ({"id": "a", "type": "attack", "target": {}}, "target", f"must be {TARGET_WORDS}."),
    ({"id": "a", "type": "attack", "target": {"foo": 1}}, "target", f"must be {TARGET_WORDS}."),
    (
        {"id": "a", "type": "attack", "target": {"creature": 1, "character": 2}},
        "target",
        f"must be {TARGET_WORDS}.",
    ),
    (
        {"id": "a", "type": "attack", "target": {"creature": 0}},
        "target.creature",
        "must be a whole number from 1 to 9007199254740991.",
    ),
]


@pytest.mark.parametrize(("payload", "path", "words"), MESSAGES, ids=lambda part: str(part)[:60])
def test_a_refusal_says_in_plain_words_what_belongs_there(payload, path, words) -> None:
    name = "CHARACTER_TRADE_DENIZEN" if "denizenId" in payload else "CHARACTER_CAST_SPELL"

    answer = ask(name, payload)

    assert (answer.message, answer.details) == (f"`payload.{path}` {words}", {"path": f"payload.{path}"})


def test_a_key_that_does_not_belong_into_a_target_is_named() -> None:
    answer = ask("CHARACTER_CAST_SPELL", {"id": "a", "type": "attack", "target": {"creature": 1, "x": 2}})

    assert answer.message == "`payload.target` knows no key `x`; leave it out."
    assert answer.details == {"path": "payload.target.x"}
