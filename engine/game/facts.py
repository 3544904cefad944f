"""What every fact is; the facts themselves stand in `engine.game.events`."""

import msgspec


class Fact(msgspec.Struct, frozen=True, tag=True, tag_field="fact"):
    """Anything that happened."""


class Personal(Fact, frozen=True, kw_only=True):
    """A fact about one character."""

    character: int


class InRoom(Fact, frozen=True, kw_only=True):
    """A fact about one combat room."""

    room: int
