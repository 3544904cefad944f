"""What a thing says, as a page says it: a list of facts in words, with links to everything it names."""

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from engine.authoring.say import Said, flow, notes

Link = Callable[[str], str]
"""From the key of a thing to a link to its page."""

BY_DEFAULT: Final = "by default"
_SHORT: Final = 130
"""A value that takes no more signs than this as YAML stands on one line."""
_IN_HEAD: Final = frozenset({"name", "title", "description", "icon"})
"""What the head of a page shows already."""


def facts(told: Mapping[str, Said], link: Link) -> str:
    """The facts of a thing. What nobody wrote, because it is so by default, is left out."""
    rows = [
        (key, value)
        for key, value in told.items()
        if key not in _IN_HEAD and BY_DEFAULT not in value.note and value.value not in ([], {})
    ]
    return _list(rows, link, "facts") if rows else ""


def _list(rows: list[tuple[str, Said]], link: Link, name: str) -> str:
    found = []
    for key, value in rows:
        # Of what stands on lines of its own, each line says what is to be said of it.
        said = notes(value) if isinstance(value.value, str) else value.note
        note = f' <span class="soft">{escape(said)}</span>' if said else ""
        found.append(f"<dt>{_word(key)}</dt><dd>{_value(value, link)}{note}</dd>\n")
    return f'<dl class="{name}">\n{"".join(found)}</dl>\n'


def _word(key: str) -> str:
    return escape(key.replace("_", " "))


def _value(value: Said, link: Link) -> str:
    inner = value.value
    if value.ref:
        return link(value.ref)
    if isinstance(inner, str):
        return escape(json.loads(inner) if inner.startswith('"') else inner)
    if len(flow(value)) <= _SHORT and (short := _short(value, link)):
        return short
    if isinstance(inner, list):
        return f"<ul>{''.join(f'<li>{_value(item, link)}</li>' for item in inner)}</ul>"
    if len(inner) == 1:
        ((key, child),) = inner.items()
        return f'<span class="key">{_word(key)}</span> {_value(child, link)}'
    return _list(list(inner.items()), link, "inner")


def _short(value: Said, link: Link) -> str:
    """A small value within a line; `""` for one that holds lists of more than words."""
    inner = value.value
    if isinstance(inner, str):
        return _value(value, link)
    if isinstance(inner, list):
        return (
            ", ".join(_value(item, link) for item in inner) if all(_is_word(item) for item in inner) else ""
        )
    parts = []
    for key, child in inner.items():
        text = _short(child, link)
        if not text:
            return ""
        several = isinstance(child.value, dict) and len(child.value) > 1
        parts.append(f'<span class="key">{_word(key)}</span> {f"({text})" if several else text}')
    return ", ".join(parts)


def _is_word(value: Said) -> bool:
    return isinstance(value.value, str)
