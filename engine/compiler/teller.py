"""Findings about the shape of one thing, kept with the words for where in it they are."""

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler.entities import Entity
from engine.compiler.findings import finding
from engine.compiler.words import where

Path = tuple[str | int, ...]
"""Keys and positions that lead to a place within a thing."""


class Teller:
    """Keeps what is wrong with the shape of one thing."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.findings: list[Diagnostic] = []
        self.hidden = 0
        self.told_elsewhere = False
        self.torn: set[Span] = set()
        """First halves of numbers with a comma: of them nothing else is told."""
        self.missing: set[tuple[Path, str]] = set()
        self.lists: set[tuple[Path, str, tuple[str, ...]]] = set()
        """Lists of which a slip of an entry is told, with the code and the keys that were found."""

    def tell(
        self,
        code: str,
        message: str,
        span: Span,
        path: Path,
        help_: str,
        suggestion: str | None = None,
    ) -> None:
        """Keep one finding about the place `path`."""
        entity = self.entity
        self.findings.append(
            finding(
                code,
                message,
                span,
                label=where(entity.kind, entity.id, path, entity.body),
                help=help_,
                suggestion=suggestion,
                entity=entity.key,
            )
        )
