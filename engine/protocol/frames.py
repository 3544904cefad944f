"""A frame on its way to the client of one character."""

from dataclasses import dataclass

from engine.protocol.envelope import encode, ready
from engine.protocol.server_events import ServerPayload


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame for the client of one character. One that `supersedes` says how something is now, so an older
    one of its type that was not sent yet is no longer needed."""

    character: int
    type: str
    data: bytes
    supersedes: bool = True


def frame_of(character: int, event: str, payload: ServerPayload, *, supersedes: bool = True) -> Frame:
    """The frame of an event with this payload."""
    return Frame(character=character, type=event, data=encode(event, payload), supersedes=supersedes)


def ready_frame(character: int, event: str, payload: bytes) -> Frame:
    """The frame of an event whose payload is encoded already."""
    return Frame(character=character, type=event, data=encode(event, ready(payload)))
