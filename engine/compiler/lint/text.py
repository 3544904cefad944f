"""Cross-checks of what players see: pictures that exist, texts that fit and are written."""

import re
from collections.abc import Iterator
from typing import Any, Final

from engine.base.diagnostic import Diagnostic
from engine.base.suggest import closest
from engine.compiler.findings import finding, shown
from engine.compiler.link import key_of
from engine.compiler.lint.look import Check, Look, Notes, Whole, holding, node_at, tell
from engine.compiler.nodes import plain
from engine.compiler.straight import Linked
from engine.compiler.words import Path
from engine.model.catalog import KINDS

_READ: Final = frozenset({"name", "title", "description", "label", "text", "say"})
"""Keys of texts that players read."""
_WITHIN: Final = re.compile(r"\b(?:TO[D]O|FIX[M]E|TBD|[Ll]orem [Ii]psum|LOREM IPSUM)\b")
_HINTS: Final = (b"odo", b"ixme", b"tbd", b"lorem", b'"xxx', b'"asdf', b'"placeholder', b" here")
"""One of these a thing must hold for a pattern to match: few do, and fewer texts are looked at."""
_WHOLE: Final = re.compile(
    r"(?:x{3,}|tbd|lorem|asdf\w*|placeholder(?: text)?|(?:name|text|description) (?:goes )?here)[\s.!]*",
    re.IGNORECASE,
)
_LONGEST_WHOLE: Final = 32


def _pictures(kind: str, entity: str, thing: Linked) -> list[str] | None:
    return thing.pictures or None


def pictures_exist(look: Look, notes: Notes) -> Iterator[Diagnostic]:
    """Every picture stands below `images/`."""
    for kind, things in notes.items():
        for entity, names in things.items():
            if not look.pictures.issuperset(names):
                yield from _missing_pictures(look, kind, entity)


def _missing_pictures(look: Look, kind: str, entity: str) -> Iterator[Diagnostic]:
    for node, where in look.world.walked(kind, entity).pictures:
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
            entity=key_of(kind, entity),
        )


def texts_fit(look: Look) -> Iterator[Diagnostic]:
    """No text is longer than a screen has room for."""
    for kind, bodies in look.world.bodies.items():
        for entity in bodies:
            for node, fits, where in look.world.walked(kind, entity).long_texts:
                yield finding(
                    "W7002",
                    f"this text has {len(node.value)} characters; more than {fits} do not fit a small screen",
                    node.span,
                    label=where,
                    help="shorten it",
                    entity=key_of(kind, entity),
                )


def texts_are_written(look: Look) -> Iterator[Diagnostic]:
    """No text is a mark for one that is still to be written."""
    for kind, entity, body in holding(look, KINDS, *_HINTS):
        for path, mark in _marks(plain(body)):
            yield tell(
                "W7003",
                f"this text is still to be written: it says {shown(mark)}",
                node_at(body, path).span,
                kind=kind,
                entity=entity,
                path=path,
                help="write what players are to read",
                body=body,
            )


def _marks(body: Any) -> Iterator[tuple[Path, str]]:
    """The path to every text that is still to be written, and the mark in it. Plain values cost nothing."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(body, ())]
    while waiting:
        value, path = waiting.pop()
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(child, dict | list):
                waiting.append((child, (*path, key)))
            elif key in _READ and isinstance(child, str) and (mark := _unfinished(child)) is not None:
                yield (*path, key), mark


def _unfinished(text: str) -> str | None:
    """The mark in a text that it is still to be written; None when there is none."""
    if len(text) <= _LONGEST_WHOLE and _WHOLE.fullmatch(text):
        return text
    found = _WITHIN.search(text)
    return found[0] if found else None


LOCAL: Final[tuple[Check, ...]] = (texts_are_written,)
EXPLAINED: Final[tuple[Check, ...]] = (texts_fit,)
WHOLE: Final[tuple[Whole, ...]] = (Whole(name="pictures", note=_pictures, tell=pictures_exist, of_all=True),)
