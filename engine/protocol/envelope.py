"""Frames in and out: text from a client becomes a typed command or one typed refusal, values become text.

Decoding never raises: whatever comes, the answer is a `CommandFrame` or a `WireError`. It knows shapes,
not rules; whether a command may happen is the game's to say.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from msgspec import UNSET

from engine.base.suggest import closest, slips
from engine.base.units import WIRE_MAX
from engine.protocol.client_events import ClientPayload
from engine.protocol.client_registry import CLIENT_EVENT_OF, CLIENT_EVENTS
from engine.protocol.errors import ErrorCode
from engine.protocol.explain import Fault, explain
from engine.protocol.server_events import Ack, Error, ServerPayload
from engine.protocol.server_registry import SERVER_EVENTS
from engine.protocol.strict_json import (
    MAX_NAMED,
    MalformedJsonError,
    read_object,
    read_text,
    shown,
)

MAX_ID: Final = 64
"""The most characters of a textual `id`."""
MIN_KEY: Final = 16
MAX_KEY: Final = 64
"""The fewest and most characters of a `key`."""

_SERVER_EVENT_NAMES: Final = frozenset(event.name for event in SERVER_EVENTS)
_SAID: Final = Counter(word for event in CLIENT_EVENTS for word in event.name.split("_"))
_WORDS: Final = {
    event.name: [word for word in event.name.split("_") if _SAID[word] == 1] for event in CLIENT_EVENTS
}
"""Of each command the words that no other has: what it is about."""
_FEW_SLIPS: Final = 2
"""With so many slips a name is a mistyped one, whatever it is about."""
_KEYS: Final = frozenset(("type", "payload", "id", "key"))
_ENCODER: Final = msgspec.json.Encoder()


class _RawFrame(msgspec.Struct):
    """Reads only the payload's bytes out of a frame."""

    payload: msgspec.Raw


_RAW_FRAME: Final = msgspec.json.Decoder(_RawFrame)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandFrame:
    """A well-formed command.

    `type` is as sent, so it may be an alias; the payload's class tells commands apart. `digest` is there
    when a `key` is: SHA-256 over `type` and the payload's bytes as sent. Two frames with the same key
    are the same command exactly if it is equal.
    """

    type: str
    payload: ClientPayload
    id: str | int | None = None
    key: str | None = None
    digest: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireError:
    """Why a frame or a command is refused, as an ERROR frame tells it.

    `type` is what the client called the command, shortened when it is no event's name and empty when it
    could not be read; `id` is the one it gave, if that was good.
    """

    code: ErrorCode
    message: str
    type: str = ""
    id: str | int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def decode(data: str | bytes) -> CommandFrame | WireError:
    """Read a client's frame.

    Checks in this order: size and text, JSON, keys of the envelope (`malformed_frame`), type
    (`unknown_event`), then `id`, `key` and payload (`invalid_payload`, with the `path` of what is wrong).
    """
    try:
        text = read_text(data)
        frame = read_object(text)
    except MalformedJsonError as fault:
        return WireError(
            code=ErrorCode.MALFORMED_FRAME,
            message=str(fault),
            type=_type_shown(fault.top.get("type")),
            id=_good_id(fault.top.get("id")),
            details=fault.details,
        )
    return _command(frame, text)


def _command(frame: dict[str, Any], text: str) -> CommandFrame | WireError:
    """What a frame says, once it is one JSON object."""
    name = frame.get("type")
    request_id = _good_id(frame.get("id"))

    def refused(code: ErrorCode, message: str, **details: Any) -> WireError:
        return WireError(code=code, message=message, type=_type_shown(name), id=request_id, details=details)

    if not frame.keys() <= _KEYS:
        strange = [shown(key) for key in frame if key not in _KEYS][:MAX_NAMED]
        return refused(
            ErrorCode.MALFORMED_FRAME,
            f"The frame has a key `{strange[0]}`; send only `type`, `payload`, `id` and `key`.",
            keys=strange,
        )
    event = CLIENT_EVENT_OF.get(name) if isinstance(name, str) else None
    if event is None or not isinstance(name, str):
        return refused(ErrorCode.UNKNOWN_EVENT, _about_type(name))
    fault = _envelope_fault(frame)
    if fault is not None:
        return refused(ErrorCode.INVALID_PAYLOAD, fault.message, path=fault.path)
    try:
        payload = msgspec.convert(frame["payload"], event.payload)
    except msgspec.ValidationError:
        fault = explain(frame["payload"], event.payload, "payload")
        return refused(ErrorCode.INVALID_PAYLOAD, fault.message, path=fault.path)
    key = frame.get("key")
    digest = None if key is None else _digest(name, text)
    return CommandFrame(type=name, payload=payload, id=request_id, key=key, digest=digest)


def _envelope_fault(frame: Mapping[str, Any]) -> Fault | None:
    """What is wrong with `id`, `key`, or there being a payload."""
    if "id" in frame and _good_id(frame["id"]) is None:
        expected = f"a text of 1 to {MAX_ID} characters or a whole number within ±{WIRE_MAX}"
        return Fault(path="id", message=f"`id` must be {expected}; it may be left out.")
    if "key" in frame and not (isinstance(frame["key"], str) and MIN_KEY <= len(frame["key"]) <= MAX_KEY):
        expected = f"a text of {MIN_KEY} to {MAX_KEY} characters"
        return Fault(path="key", message=f"`key` must be {expected}; it may be left out.")
    if "payload" not in frame:
        return Fault(path="payload", message="`payload` is missing; send an object, `{}` when it is empty.")
    return None


def _good_id(value: Any) -> str | int | None:
    """The `id` of a request, or None when it is missing or cannot be one. `True` is no integer here."""
    if isinstance(value, str) and 1 <= len(value) <= MAX_ID:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and -WIRE_MAX <= value <= WIRE_MAX:
        return value
    return None


def _type_shown(name: Any) -> str:
    """What an ERROR calls the refused command."""
    return shown(name) if isinstance(name, str) else ""


def _about_type(name: Any) -> str:
    """Why a `type` is no command, and which may have been meant."""
    if not isinstance(name, str):
        return "`type` must be a text, the name of a command."
    if name.upper() in _SERVER_EVENT_NAMES:
        return f"`{shown(name)}` is an event that the server sends and no command; see the list of commands."
    near = _meant(name)
    advice = f"did you mean {near}?" if near else "see the list of commands."
    return f"No command is called `{shown(name)}`; {advice}"


def _meant(name: str) -> str | None:
    """The command that was probably meant: one that is near, and says something of the same."""
    near = closest(name, CLIENT_EVENT_OF)
    if near is None or slips(name, near) <= _FEW_SLIPS:
        return near
    alike = [known for known, words in _WORDS.items() if any(closest(w, words) for w in name.split("_"))]
    return closest(name, alike)


def _digest(name: str, text: str) -> bytes:
    """What makes a command under a `key` the same one: SHA-256 over type and payload as sent."""
    payload = bytes(_RAW_FRAME.decode(text).payload)
    return hashlib.sha256(name.encode() + b"\0" + payload).digest()


def encode(event: str, payload: ServerPayload | ClientPayload | msgspec.Raw | Mapping[str, Any]) -> bytes:
    """A frame as compact JSON in UTF-8. `ready` bytes may stand for the payload or a part of it."""
    return b'{"type":"%b","payload":%b}' % (event.encode(), _ENCODER.encode(payload))


def encode_error(error: WireError) -> bytes:
    """The ERROR frame of a refusal."""
    return encode(
        "ERROR",
        Error(
            code=error.code,
            message=error.message,
            type=error.type,
            id=UNSET if error.id is None else error.id,
            details=dict(error.details),
        ),
    )


def encode_ack(request_id: str | int, event: str, tick: int) -> bytes:
    """The ACK frame of a command that was carried out in this tick."""
    return encode("ACK", Ack(id=request_id, type=event, tick=tick))


def encode_part(part: msgspec.Struct | Mapping[str, Any] | tuple[Any, ...]) -> bytes:
    """A part of a payload as bytes, to be kept and put into many frames with `ready`."""
    return _ENCODER.encode(part)


def ready(part: bytes) -> Any:
    """Encoded bytes as a value that may stand in a field of any payload; they are joined in, not read."""
    return msgspec.Raw(part)


def ready_list(encoded: Iterable[bytes]) -> Any:
    """Encoded parts as a list that may stand in a field of any payload."""
    return msgspec.Raw(b"[%b]" % b",".join(encoded))


def with_key(part: bytes, key: str, value: int | str | None) -> bytes:
    """An encoded object, not an empty one, with one key more at its end: an item with its `amount`."""
    return b'%b,"%b":%b}' % (part[:-1], key.encode(), _ENCODER.encode(value))
