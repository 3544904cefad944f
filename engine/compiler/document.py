"""A file as it was read: its values with their places, and what was found on the way."""

from dataclasses import dataclass, field

from engine.base.diagnostic import Diagnostic
from engine.compiler.ignores import Ignore
from engine.compiler.nodes import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was read. `root` is None when it is empty or unreadable; `readable` tells the two apart."""

    path: str
    lines: list[str] = field(repr=False)
    root: Node | None = None
    readable: bool = True
    nodes: int = 0
    findings: tuple[Diagnostic, ...] = ()
    hidden: int = 0
    ignores: tuple[Ignore, ...] = ()
    doubled: frozenset[tuple[str, str]] = frozenset()
    """Ids that stand twice in it: the kind and the id."""
