"""A picture as a page of its own: it can be moved, drawn near, and asked what belongs together."""

from html import escape
from pathlib import Path

from engine.authoring.graphs.picture import Picture
from engine.authoring.graphs.svg import svg


def html(picture: Picture, drawn: str | None = None) -> str:
    """The picture as a page: drag to move, wheel to draw near, rest on a box to see what belongs to it.

    `drawn` is the picture as SVG, when there is one already.
    """
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(picture.title)}</title>\n<style>\n{_beside('page.css')}</style>\n</head>\n<body>\n"
        f'<div id="view">\n{drawn or svg(picture)}</div>\n'
        '<nav><button id="farther" title="Smaller">−</button><button id="all" title="All of it">All</button>'
        '<button id="nearer" title="Larger">+</button></nav>\n'
        f"<script>\n{_beside('page.js')}</script>\n</body>\n</html>\n"
    )


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
