"""What a cross-check may look at, and how it tells what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.base.diagnostic import Confidence, Diagnostic, Note
from engine.base.span import Span
from engine.compiler.findings import finding
from engine.compiler.link import LinkedWorld
from engine.compiler.nodes import Node
from engine.compiler.words import Path, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The linked world and the pictures that exist.

    `whole`: nothing at all is wrong, so absence can be judged.
    """

    world: LinkedWorld
    pictures: frozenset[str]
    whole: bool


Check = Callable[[Look], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition or effect: its kind, its arguments, and the path to it within its thing."""

    kind: str
    args: Node
    path: tuple[str | int, ...]


def clauses(body: Node, wanted: frozenset[str]) -> Iterator[Clause]:
    """Every condition and effect of the wanted kinds, however deep."""
    waiting: list[tuple[Node, tuple[str | int, ...]]] = [(body, ())]
    while waiting:
        node, path = waiting.pop()
        entries = node.mapping()
        if len(entries) == 1:
            (kind, args), *_ = entries.items()
            # Conditions and effects stand in lists, or under `not`; a mapping of things by id does not.
            if kind in wanted and path and (isinstance(path[-1], int) or path[-1] == "not"):
                yield Clause(kind, args, (*path, kind))
        waiting.extend((child, (*path, key)) for key, child in reversed(entries.items()))
        waiting.extend((child, (*path, place)) for place, child in reversed(list(enumerate(node.items()))))


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
    )
