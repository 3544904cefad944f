"""JSON Schemas of the wire, made from the types and the registry. Makes values; writing files is a tool's.

A schema describes one whole frame. Those of commands are closed, as the decoder is. Those of the server's
frames are open, because clients ignore what they do not know.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from engine.base.units import WIRE_MAX
from engine.protocol.client_registry import CLIENT_EVENTS, ClientEvent
from engine.protocol.envelope import MAX_ID, MAX_KEY, MIN_KEY
from engine.protocol.errors import CloseCode, ErrorCode
from engine.protocol.server_registry import SERVER_EVENTS, ServerEvent

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
INDEX: Final = "index.json"

_ID: Final = {
    "description": "Chosen by the client; the command is answered by exactly one ACK or ERROR that bears it.",
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": MAX_ID},
        {"type": "integer", "minimum": -WIRE_MAX, "maximum": WIRE_MAX},
    ],
}
_KEY: Final = {
    "description": "Chosen by the client; a command sent again with the same key, type and payload is not "
    "carried out again.",
    "type": "string",
    "minLength": MIN_KEY,
    "maxLength": MAX_KEY,
}


def frame_schema(event: ClientEvent | ServerEvent) -> dict[str, Any]:
    """The schema of a whole frame of this event."""
    of_client = isinstance(event, ClientEvent)
    (payload,), parts = msgspec.json.schema_components([event.payload], ref_template="#/$defs/{name}")
    names = (event.name, *event.aliases) if isinstance(event, ClientEvent) else (event.name,)
    properties: dict[str, Any] = {
        "type": {
            "description": "The name of the event.",
            **({"const": event.name} if len(names) == 1 else {"enum": list(names)}),
        },
        "payload": {"description": event.summary, **payload},
    }
    if of_client:
        properties |= {"id": _ID, "key": _KEY}
    return {
        "$schema": DIALECT,
        "$id": f"urn:gamectl:protocol:{event.name}",
        "title": event.name,
        "description": event.summary,
        "examples": [frame_example(event)],
        "type": "object",
        "properties": properties,
        "required": ["type", "payload"],
        **({"additionalProperties": False} if of_client else {}),
        "$defs": _published(dict(sorted(parts.items())), closed=of_client),
    }


def frame_example(event: ClientEvent | ServerEvent) -> dict[str, Any]:
    """A frame of this event that works, as plain JSON values."""
    plain: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode({"type": event.name, "payload": event.example})
    )
    return plain


def index() -> dict[str, Any]:
    """The list of all events with the file of each, and of all codes, for programs."""
    return {
        "description": "The events of the wire. Each file describes one whole frame. Integers are written "
        "without fraction, exponent or a minus before 0.",
        "clientToServer": [
            {
                **_entry(event),
                "aliases": list(event.aliases),
                "acceptedWhen": event.when,
                "then": event.then,
            }
            for event in CLIENT_EVENTS
        ],
        "serverToClient": [{**_entry(event), "sentWhen": event.when} for event in SERVER_EVENTS],
        "errorCodes": [{"code": code.value, "meaning": code.meaning} for code in ErrorCode],
        "closeCodes": [{"code": code.value, "meaning": code.meaning} for code in CloseCode],
    }


def schema_files() -> dict[str, str]:
    """The text of every file of `schemas/protocol`, by name. The same on every machine."""
    values = {f"{event.name}.json": frame_schema(event) for event in (*CLIENT_EVENTS, *SERVER_EVENTS)}
    return {name: pretty(value) for name, value in {**values, INDEX: index()}.items()}


def pretty(value: Mapping[str, Any]) -> str:
    """A value as JSON for people."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def _entry(event: ClientEvent | ServerEvent) -> dict[str, Any]:
    return {
        "name": event.name,
        "schema": f"{event.name}.json",
        "founding": event.founding,
        "summary": event.summary,
    }


def _published(value: Any, *, closed: bool) -> Any:
    """A schema as others read it: patterns end in `$`, and without `closed` objects take further keys."""
    if isinstance(value, list):
        return [_published(part, closed=closed) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        key: part.replace(r"\Z", "$")
        if key == "pattern" and isinstance(part, str)
        else _published(part, closed=closed)
        for key, part in value.items()
        if closed or not (key == "additionalProperties" and part is False)
    }
