"""What a cross-check may look at, and how it tells what it finds."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from engine.base.diagnostic import Confidence, Diagnostic, Note
from engine.base.span import Span
from engine.compiler.entities import Gathered
from engine.compiler.findings import finding
from engine.compiler.linked import LinkedWorld, Walked
from engine.compiler.nodes import Node, plain
from engine.compiler.references import Reference
from engine.compiler.straight import Linked
from engine.compiler.words import Path, where


class Bodies(Protocol):
    """Linked things by kind and id."""

    @property
    def bodies(self) -> Mapping[str, Mapping[str, Node]]:
        """All of them."""
        ...

    def sound(self, kind: str) -> Mapping[str, Node]:
        """Those of a kind that have no errors."""
        ...

    def walked(self, kind: str, entity: str) -> Walked:
        """A thing with all that was found in it."""
        ...

    @property
    def references(self) -> Sequence[Reference]:
        """All names of things."""
        ...

    @property
    def unsound(self) -> AbstractSet[str]:
        """Keys of things that have errors."""
        ...


Groups = Sequence[Any]
"""What a check sums up of each group of things, such as those of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The linked things, as they were gathered, and the pictures that exist.

    `whole`: nothing at all is wrong, so absence can be judged. `things` are the same things as they were
    linked, when they are at hand.
    """

    world: Bodies
    gathered: Gathered
    pictures: frozenset[str]
    whole: bool
    sums: Mapping[str, Groups] = field(default_factory=dict)
    things: Mapping[str, Mapping[str, Linked]] = field(default_factory=dict)
    _written: dict[str, tuple[bytes, list[bytes]]] = field(default_factory=dict)

    def written(self, kind: str) -> tuple[bytes, list[bytes]]:
        """Plain content of sound things of a kind as compact JSON: together in small letters, and each."""
        if kind not in self._written:
            linked = self.things.get(kind, {})
            each = [
                linked[entity].canonical if entity in linked else msgspec.json.encode(plain(body))
                for entity, body in self.world.sound(kind).items()
            ]
            self._written[kind] = b"".join(each).lower(), each
        return self._written[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Some of the things of a world, to look at each by itself."""

    bodies: Mapping[str, Mapping[str, Node]]
    of: LinkedWorld | None = None
    references: Sequence[Reference] = ()
    unsound: AbstractSet[str] = frozenset()

    def sound(self, kind: str) -> Mapping[str, Node]:
        """Those of a kind."""
        return self.bodies.get(kind, {})

    def walked(self, kind: str, entity: str) -> Walked:
        """A thing with all that was found in it."""
        assert self.of is not None
        return self.of.walked(kind, entity)


Check = Callable[[Look], Iterator[Diagnostic]]
"""A check that looks at things with their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What checks of the whole world must know of a group of things, so that many need no second look.

    `of` gives plain data, or None when there is nothing to know; it is kept with the facts of a file. The
    groups of a world hold its things, second ones of a name among them, but none with errors that was looked
    at the way that explains: what sums say is enough to see that nothing can be wrong, and no more.
    """

    name: str
    of: Callable[[Mapping[str, Mapping[str, Linked]]], Any]


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition or effect: its kind, its arguments, and the path to it within its thing."""

    kind: str
    args: Node
    path: tuple[str | int, ...]


def clauses(body: Node, wanted: frozenset[str]) -> Iterator[Clause]:
    """Every condition and effect of the wanted kinds, however deep."""
    for kind, _, path in spotted(plain(body), wanted):
        yield Clause(kind, node_at(body, path), path)


def spotted(body: Any, wanted: Container[str]) -> Iterator[tuple[str, Any, tuple[str | int, ...]]]:
    """The same in plain values: kind, arguments and the path to them. Nodes are dear, and few are needed."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(body, ())]
    while waiting:
        value, path = waiting.pop()
        if type(value) is dict:
            if len(value) == 1:
                ((kind, args),) = value.items()
                # Conditions and effects stand in lists, or under `not`; a mapping of things by id does not.
                if kind in wanted and path and (isinstance(path[-1], int) or path[-1] == "not"):
                    yield kind, args, (*path, kind)
            waiting.extend(
                (child, (*path, key))
                for key, child in reversed(value.items())
                if type(child) is dict or type(child) is list
            )
        elif type(value) is list:
            waiting.extend(
                (child, (*path, place))
                for place, child in reversed(list(enumerate(value)))
                if type(child) is dict or type(child) is list
            )


def node_at(node: Node, path: Path) -> Node:
    """The node at a path of keys and positions, which is surely there."""
    for step in path:
        node = node.value[step]
    return node


def holding(look: Look, kinds: Iterable[str], *marks: bytes) -> Iterator[tuple[str, str, Node]]:
    """Sound things with one of the marks in their plain content, written as compact JSON in small letters.

    Most things hold none of what a check looks for, and this tells so much sooner than a walk through them.
    """
    for kind in kinds:
        together, each = look.written(kind)
        if any(mark in together for mark in marks):
            for (entity, body), written in zip(look.world.sound(kind).items(), each, strict=True):
                small = written.lower()
                if any(mark in small for mark in marks):
                    yield kind, entity, body


def text_of(node: Node, key: str) -> str:
    """A text that is surely there: the thing is sound."""
    found = node.text(key)
    assert found is not None
    return found


def tell(
    code: str,
    message: str,
    span: Span,
    *,
    kind: str,
    entity: str,
    path: Path = (),
    help: str = "",  # noqa: A002 - the word that writers see
    suggestion: str | None = None,
    notes: tuple[Note, ...] = (),
    body: Node | None = None,
    likely: bool = False,
    silenced_at: tuple[Span, ...] = (),
) -> Diagnostic:
    """A finding about a place within a thing."""
    return finding(
        code,
        message,
        span,
        label=where(kind, entity, path, body),
        help=help,
        suggestion=suggestion,
        notes=notes,
        entity=f"{kind}:{entity}" if entity else kind,
        confidence=Confidence.LIKELY if likely else Confidence.CERTAIN,
        silenced_at=silenced_at,
    )
