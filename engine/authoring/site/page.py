"""The frame of every page; its style is `style.css`. Pages need nothing from elsewhere."""

from collections.abc import Sequence
from html import escape
from typing import Final

MENU: Final = (
    ("reference/kinds.html", "Kinds"),
    ("reference/conditions.html", "Conditions"),
    ("reference/effects.html", "Effects"),
    ("reference/formulas.html", "Formulas"),
    ("reference/codes.html", "Codes"),
)
"""The pages that are there whatever the world is."""


def page(title: str, body: str, *, up: str, home: str) -> str:
    """A whole page. `up` leads to the top of the site (`""`, `../`, `../../`); `home` is the world."""
    menu = "".join(f'<a href="{up}{path}">{name}</a>\n' for path, name in MENU)
    return (
        f'<!doctype html>\n<html lang="en" data-up="{up}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{up}style.css">\n</head>\n<body>\n'
        f'<header><div><a class="home" href="{up}index.html">{escape(home)}</a>\n{menu}'
        '<form onsubmit="return false"><input id="search" type="search" placeholder="Search" '
        'aria-label="Search" autocomplete="off"><ul id="found"></ul></form></div></header>\n'
        f"<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n"
        f'<script src="{up}search.js"></script>\n</body>\n</html>\n'
    )


def prose(text: str) -> str:
    """A text with `code` between backticks, safe to stand in a page."""
    parts = escape(text, quote=False).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of cells that are HTML already; nothing for no rows."""
    if not rows:
        return ""
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<div class="wide"><table>\n<tr>{head}</tr>\n{body}</table></div>\n'
