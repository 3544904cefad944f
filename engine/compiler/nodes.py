"""Values of a YAML file that remember where they were written. Holds data, decides nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from engine.base.span import Span


class Unread(Enum):
    """The value of a node that could not be read; the finding has been told, and nothing follows from it."""

    BROKEN = "broken"


BROKEN: Final = Unread.BROKEN
NOWHERE: Final = Span(path="")
"""Where a node stands that nobody wrote. Asking a real node for its place may cost a slow reading."""

Scalar = str | int | float | bool | None
Value = Any
"""A scalar, a `dict[str, Node]`, a `list[Node]`, or `BROKEN`."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value and its place.

    `span` is what to underline for the value: a scalar's token, a mapping's first key, a bracket.
    `key` is the key it stands under, if any. `inset` is how many columns the text of a scalar begins
    after its span, None when text and file do not match letter by letter (escapes, several lines).
    `more` is the second line of a text without quotes that runs over several, which few mean to write.
    `assumed` marks what was not written but comes from a default or a shorthand.
    `written` is how a value stands in the file when it does not say so itself: `1.10`, or the comment that
    stands in the place of a value.
    """

    value: Value
    span: Span
    key: Span | None = None
    inset: int | None = None
    assumed: bool = False
    more: Span | None = None
    written: str | None = None

    @property
    def place(self) -> Span:
        """The key it stands under, else the value itself: what to underline when the whole is meant."""
        return self.key or self.span

    def mapping(self) -> dict[str, "Node"]:
        """Its entries; none when it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> list["Node"]:
        """Its items; none when it is no list."""
        return self.value if isinstance(self.value, list) else []

    def get(self, key: str) -> "Node | None":
        """The entry of that key, if it is a mapping and has one."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """The text under that key, if there is one."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, str) else None

    def under(self, key: Span | None) -> "Node":
        """The same value under another key."""
        # Not by `replace`, which takes three times as long: every value of every file passes here.
        return Node(self.value, self.span, key, self.inset, self.assumed, self.more, self.written)

    def broken(self) -> bool:
        """Whether it, or anything in it, could not be read."""
        return any(node.value is BROKEN for node in walk(self))


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes in it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.mapping().values())
        waiting.extend(node.items())


def plain(node: Node) -> Any:
    """The value without its places. What could not be read becomes None."""
    if isinstance(node, Unplaced):
        return node.plain()
    value = node.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return None if value is BROKEN else value


def at_path(node: Node, path: list[str | int]) -> Node | None:
    """The node at a path of keys and positions; None when something on the way could not be read."""
    for step in path:
        if node.value is BROKEN:
            return None
        node = node.value[step]
    return None if node.value is BROKEN else node


class Placed(Protocol):
    """Finds the node with places for a thing, when somebody asks after all."""

    def twin(self, kind: str, entity: str) -> Node:
        """The linked thing as the slow way of reading gives it."""
        ...


class Unpacked(Placed, Protocol):
    """Knows also what a thing holds, without places."""

    def held(self, kind: str, entity: str) -> Any:
        """The plain value of the linked thing."""
        ...

    def as_written(self, kind: str, entity: str) -> Node:
        """The thing as it stands in its file, without what it has from others."""
        ...


class Unplaced(Node):
    """A node of a thing that was read quickly: the value is at hand, its place is looked up when asked for.

    Its children are made when they are looked at. A place costs a second, slow reading of its file.
    """

    __slots__ = ("_children", "_finder", "_plain", "_step", "_top")
    _children: dict[str, Node] | list[Node] | None
    _finder: Placed
    _plain: Any
    _step: str | int
    _top: "Unplaced | tuple[str, str]"

    def __init__(
        self, plain: Any, top: "Unplaced | tuple[str, str]", step: str | int, finder: Placed
    ) -> None:
        put = object.__setattr__
        put(self, "_plain", plain)
        put(self, "_top", top)
        put(self, "_step", step)
        put(self, "_finder", finder)
        put(self, "_children", None)

    def _value(self) -> Value:
        plain = self._plain
        if not isinstance(plain, dict | list):
            return plain
        if self._children is None:
            finder = self._finder
            made: Any = (
                {key: Unplaced(child, self, key, finder) for key, child in plain.items()}
                if isinstance(plain, dict)
                else [Unplaced(child, self, place, finder) for place, child in enumerate(plain)]
            )
            object.__setattr__(self, "_children", made)
        return self._children

    def _twin(self) -> Node:
        if isinstance(self._top, tuple):
            return self._finder.twin(*self._top)
        twin: Node = self._top._twin().value[self._step]
        return twin

    value = property(_value)
    span = property(lambda self: self._twin().span)
    key = property(lambda self: self._twin().key)
    inset = property(lambda self: self._twin().inset)
    assumed = property(lambda self: self._twin().assumed)
    more = property(lambda self: self._twin().more)
    written = property(lambda self: self._twin().written)

    def get(self, key: str) -> Node | None:
        """The entry of that key, if it is a mapping and has one."""
        if self._children is None:
            plain = self._plain
            if not isinstance(plain, dict) or key not in plain:
                return None
        found: Node | None = super().get(key)
        return found

    def text(self, key: str) -> str | None:
        """The text under that key, if there is one."""
        found = self._plain.get(key) if isinstance(self._plain, dict) else None
        return found if isinstance(found, str) else None

    def broken(self) -> bool:
        """Never: what could not be read is not read quickly."""
        return False

    def plain(self) -> Any:
        """The value without places; not to be changed."""
        return self._plain

    def at(self, path: Iterable[str | int]) -> "Node":
        """The node at a path of keys and positions within it."""
        node: Node = self
        for step in path:
            node = node.value[step]
        return node


class Remote(Node):
    """A node within one of many things, which is looked up when somebody asks anything of it.

    Of all that name something, hardly any is ever told of.
    """

    __slots__ = ("_bodies", "_entity", "_path")
    _bodies: Mapping[str, Node]
    _entity: str
    _path: tuple[str | int, ...]

    def __init__(self, bodies: Mapping[str, Node], entity: str, path: tuple[str | int, ...]) -> None:
        put = object.__setattr__
        put(self, "_bodies", bodies)
        put(self, "_entity", entity)
        put(self, "_path", path)

    def _found(self) -> Node:
        node = self._bodies[self._entity]
        for step in self._path:
            node = node.value[step]
        return node

    value = property(lambda self: self._found().value)
    span = property(lambda self: self._found().span)
    key = property(lambda self: self._found().key)
    inset = property(lambda self: self._found().inset)
    assumed = property(lambda self: self._found().assumed)
    more = property(lambda self: self._found().more)
    written = property(lambda self: self._found().written)


class UnplacedThing(Unplaced):
    """A whole thing that was read quickly; what it holds is unpacked when somebody looks."""

    __slots__ = ("_held",)
    _held: Unpacked

    def __init__(self, kind: str, entity: str, finder: Unpacked) -> None:
        super().__init__(None, (kind, entity), "", finder)
        object.__setattr__(self, "_held", finder)

    def _whole(self) -> Any:
        assert isinstance(self._top, tuple)
        return self._held.held(*self._top)

    def _written(self) -> Node:
        assert isinstance(self._top, tuple)
        return self._held.as_written(*self._top)

    _plain = property(_whole, lambda self, value: None)
    # Where a thing stands hangs on nothing that it has from others.
    span = property(lambda self: self._written().span)
    key = property(lambda self: self._written().key)
