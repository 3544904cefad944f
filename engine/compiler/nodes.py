"""Values of a YAML file that remember where they were written. Holds data, decides nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

from engine.base.span import Span


class Unread(Enum):
    """The value of a node that could not be read; the finding has been told, and nothing follows from it."""

    BROKEN = "broken"


BROKEN: Final = Unread.BROKEN

Scalar = str | int | float | bool | None
Value = Any
"""A scalar, a `dict[str, Node]`, a `list[Node]`, or `BROKEN`."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value and its place.

    `span` is what to underline for the value: a scalar's token, a mapping's first key, a bracket.
    `key` is the key it stands under, if any. `inset` is how many columns the text of a scalar begins
    after its span, None when text and file do not match letter by letter (escapes, several lines).
    `assumed` marks what was not written but comes from a default or a shorthand.
    """

    value: Value
    span: Span
    key: Span | None = None
    inset: int | None = None
    assumed: bool = False

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
        return replace(self, key=key)

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
