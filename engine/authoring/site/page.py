"""The frame of every page, and its style. Pages need nothing from elsewhere."""

from collections.abc import Sequence
from html import escape
from typing import Final

STYLE: Final = """\
:root { --ink: #22282e; --soft: #66707a; --line: #e2e0d8; --paper: #fdfdfb;
  --card: #f6f4ee; --link: #2b5f8f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e4df; --soft: #9aa3ab; --line: #363b40; --paper: #191c1f;
    --card: #22262a; --link: #8ab8e0; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); line-height: 1.55;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
header { border-bottom: 1px solid var(--line); padding: 0.8rem 1.5rem; background: var(--card); }
header a { margin-right: 1.1rem; }
header a.home { font-weight: 650; color: var(--ink); }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.6rem 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 0.6rem; padding-bottom: 0.25rem;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.6rem 0 0.3rem; }
p.lead { font-size: 1.1rem; color: var(--soft); margin-top: 0; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, monospace; font-size: 0.86em; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1rem;
  overflow-x: auto; line-height: 1.5; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.9rem 0.35rem 0;
  border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; font-size: 0.85rem; }
ul.columns { columns: 15rem; padding-left: 1.1rem; }
img.icon { width: 72px; height: 72px; float: right; margin: 0 0 1rem 1rem; }
.soft { color: var(--soft); font-size: 0.88rem; }
"""


def page(title: str, body: str, *, up: str, home: str) -> str:
    """A whole page. `up` leads to the top of the site (`""`, `../`, `../../`); `home` is the world."""
    links = (
        ("reference/kinds.html", "Kinds"),
        ("reference/conditions.html", "Conditions"),
        ("reference/effects.html", "Effects"),
        ("reference/formulas.html", "Formulas"),
        ("reference/codes.html", "Codes"),
    )
    menu = "".join(f'<a href="{up}{path}">{name}</a>' for path, name in links)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{up}style.css">\n</head>\n<body>\n'
        f'<header><a class="home" href="{up}index.html">{escape(home)}</a>{menu}</header>\n'
        f"<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
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
    return f"<table>\n<tr>{head}</tr>\n{body}</table>\n"
