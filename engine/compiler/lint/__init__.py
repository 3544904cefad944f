"""All cross-checks of a linked world, in one explicit list. Each looks at sound things only."""

from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.lint import (
    chains,
    chances,
    circles,
    demands,
    moved,
    places,
    same,
    scenes,
    sets,
    sought,
    story,
    talk,
    text,
    things,
    trade,
    unused,
    ways,
)
from engine.compiler.lint.look import Check, Look

CHECKS: Final[tuple[Check, ...]] = (
    *moved.CHECKS,
    *things.CHECKS,
    *sets.CHECKS,
    *places.CHECKS,
    *ways.CHECKS,
    *story.CHECKS,
    *talk.CHECKS,
    *demands.CHECKS,
    *circles.CHECKS,
    *chains.CHECKS,
    *trade.CHECKS,
    *chances.CHECKS,
    *text.CHECKS,
    *same.CHECKS,
    *sought.CHECKS,
    *unused.CHECKS,
    *scenes.CHECKS,
)
"""Every check; the order is that of the modules and does not matter to anybody."""


def lint(look: Look) -> Iterator[Diagnostic]:
    """Findings of all checks."""
    for check in CHECKS:
        yield from check(look)
