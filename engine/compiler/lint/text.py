"""Cross-checks of what players see: pictures that exist, texts that fit."""

from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.suggest import closest
from engine.compiler.findings import finding, shown
from engine.compiler.lint.look import Check, Look


def pictures_exist(look: Look) -> Iterator[Diagnostic]:
    """Every picture stands below `images/`."""
    for node, where, entity in look.world.pictures:
        if node.value in look.pictures:
            continue
        near = closest(node.value, look.pictures)
        yield finding(
            "W7001",
            f"there is no picture {shown(node.value)}",
            node.span,
            label=where,
            help=f"did you mean `{near}`?"
            if near
            else f"put it in `images/{node.value}`; until then a placeholder is drawn",
            suggestion=near,
            entity=entity,
        )


def texts_fit(look: Look) -> Iterator[Diagnostic]:
    """No text is longer than a screen has room for."""
    for node, fits, where, entity in look.world.long_texts:
        yield finding(
            "W7002",
            f"this text has {len(node.value)} characters; more than {fits} do not fit a small screen",
            node.span,
            label=where,
            help="shorten it",
            entity=entity,
        )


CHECKS: Final[tuple[Check, ...]] = (pictures_exist, texts_fit)
