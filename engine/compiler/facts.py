"""What one file says, by itself: its things in their one form, and what the whole world must know of them.

See `engine.compiler.filing` for how facts are made.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import msgspec

from engine.base.span import Span
from engine.compiler.ignores import Ignore
from engine.compiler.straight import Linked
from engine.model.kinds import Canonical

Bodies: TypeAlias = dict[str, dict[str, Linked]]
"""Linked things by kind and id."""


class Silence(msgspec.Struct, array_like=True):
    """A comment that asks for silence, see `engine.compiler.ignores.Ignore`."""

    codes: list[str]
    reason: str
    line: int
    column: int
    length: int
    alone: bool

    def ignore(self, path: str) -> Ignore:
        """The same with the path of its file."""
        span = Span(path=path, line=self.line, column=self.column, length=self.length)
        return Ignore(codes=tuple(self.codes), reason=self.reason, span=span, alone=self.alone)


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """What the whole world must know of some things, without their bodies.

    `names` are the ids that they name, by what these point at; `parts` the names of parts of things: what it
    points at, the thing, the name. What stands in the same file, or the same thing, is left out of them.
    `held` are the names of the parts they have, packed, see `holds`. `told` are things of which a check of
    single things has something to say; `sums` is what checks of the whole world sum up, by name.
    """

    names: dict[str, list[str]] = {}
    parts: list[tuple[str, str, str]] = []
    held: bytes = b""
    told: dict[str, list[str]] = {}
    sums: dict[str, Any] = {}

    def holds(self) -> dict[str, dict[str, list[str]]]:
        """The names of the parts of these things, by `kind.part` and id. Unpacks them each time."""
        return _PARTS.decode(self.held) if self.held else {}


class Facts(msgspec.Struct, array_like=True):
    """The facts of one file. `nodes` counts its values; one that is not `clear` is read the slow way.

    By kind: the `ids` of its things, the `lines` where they stand (0 where that is not known) and their
    `bases`. Things whose base stands in another file are `waiting`: they have no body yet.
    """

    clear: bool
    nodes: int = 0
    ids: dict[str, list[str]] = {}
    lines: dict[str, list[int]] = {}
    bases: dict[str, dict[str, str]] = {}
    waiting: dict[str, list[str]] = {}
    summary: Summary = Summary()
    ignores: list[Silence] = []


UNCLEAR: Final = Facts(False)
_FACTS: Final = msgspec.msgpack.Decoder(Facts)
_PARTS: Final = msgspec.msgpack.Decoder(dict[str, dict[str, list[str]]])
_BODIES: Final = msgspec.msgpack.Decoder(Bodies)
_CANONICAL: Final = msgspec.msgpack.Decoder(dict[str, dict[str, bytes]])

Packed: TypeAlias = tuple[bytes, bytes]
"""The things of a file as bytes: linked, and as canonical JSON."""


class Filed:
    """The facts of a file with its things, which are unpacked when somebody asks for them."""

    def __init__(
        self,
        facts: Facts,
        bodies: Bodies | None = None,
        things: Callable[[], Packed] | None = None,
        packed: bytes | None = None,
    ) -> None:
        self.facts = facts
        self._packed = packed
        self._bodies = bodies
        self._things = things

    def bodies(self) -> Bodies:
        """The linked things."""
        if self._bodies is None:
            self._bodies = _BODIES.decode(self._packed_things()[0])
        return self._bodies

    def canonical(self) -> Canonical:
        """The things as canonical JSON."""
        if self._things is None:
            return {
                kind: {entity: thing.canonical for entity, thing in things.items()}
                for kind, things in (self._bodies or {}).items()
            }
        return _CANONICAL.decode(self._packed_things()[1])

    def packed(self) -> tuple[bytes, bytes, bytes]:
        """Facts, things, and things as canonical JSON, as bytes: the same for the same file."""
        packed, self._packed = self._packed, None
        return (packed or msgspec.msgpack.encode(self.facts), *self._packed_things())

    def _packed_things(self) -> Packed:
        if self._things is not None:
            return self._things()
        return msgspec.msgpack.encode(self._bodies or {}), msgspec.msgpack.encode(self.canonical())


def unpacked(facts: bytes, things: Callable[[], Packed]) -> Filed:
    """What `Filed.packed` made bytes of. Raises msgspec.DecodeError when the facts are none."""
    return Filed(_FACTS.decode(facts), things=things, packed=facts)
