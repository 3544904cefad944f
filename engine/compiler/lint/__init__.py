"""All cross-checks of a linked world, in one explicit list. Each looks at sound things only."""

from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint import chains, places, story, text, things, trade, unused
from engine.compiler.lint.look import Check, Look

CHECKS: Final[tuple[Check, ...]] = (
    *things.CHECKS,
    *places.CHECKS,
    *story.CHECKS,
    *chains.CHECKS,
    *trade.CHECKS,
    *text.CHECKS,
    *unused.CHECKS,
)
"""Every check; the order is that of the modules and does not matter to anybody."""


def lint(look: Look) -> Iterator[Diagnostic]:
    """Findings of all checks."""
    for check in CHECKS:
        yield from check(look)
