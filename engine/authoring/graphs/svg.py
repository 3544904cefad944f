"""A picture as SVG: one file, no scripts, nothing from elsewhere. Dark on light, and the other way round."""

from html import escape
from typing import Final

from engine.authoring.graphs.layout import (
    BOW,
    LABEL_SIZE,
    LINE_HEIGHT,
    LINE_SIZE,
    MARGIN,
    PADDING,
    TITLE_HEIGHT,
    TITLE_SIZE,
    Placed,
    Plan,
    Route,
    plan,
    width_of,
)
from engine.authoring.graphs.picture import Picture

_TONES: Final = (
    ("#e8f0f7", "#3d6c95"),
    ("#f6ecd9", "#a06c1c"),
    ("#e7f2e4", "#4b7f42"),
    ("#f5e4e4", "#a34848"),
    ("#ece6f5", "#6b4fa0"),
    ("#e0f1f0", "#2f7f7a"),
    ("#f3e6ef", "#95497c"),
    ("#eeeee6", "#6e6c55"),
)
"""Fill and edge of each tone; there may be more tones than colours."""
_STYLE: Final = f"""\
text {{ font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #22282e; }}
.title {{ font-size: 20px; font-weight: 600; }}
.remark {{ font-size: 12px; fill: #6a737c; }}
.name {{ font-size: {TITLE_SIZE}px; font-weight: 600; }}
.line {{ font-size: {LINE_SIZE}px; fill: #4a545e; }}
.label {{ font-size: {LABEL_SIZE}px; fill: #55606a; paint-order: stroke; stroke: #fdfdfb; stroke-width: 5px; \
stroke-linejoin: round; }}
.way {{ fill: none; stroke: #7c8791; stroke-width: 1.6; }}
.asks {{ stroke: #b07a2a; }}
.dashed {{ stroke-dasharray: 5 4; }}
g.box:hover rect {{ stroke-width: 3; }}
g.way-of:hover .way {{ stroke-width: 3; }}"""


def svg(picture: Picture) -> str:
    """The whole file, its lines ended."""
    placed = plan(picture)
    width, height = f"{placed.width:g}", f"{placed.height:g}"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(picture.title)}">',
        f"<style>\n{_STYLE}\n</style>",
        "<defs>",
        *(_head(name, colour) for name, colour in (("plain", "#7c8791"), ("asks", "#b07a2a"))),
        "</defs>",
        f'<rect width="{width}" height="{height}" fill="#fdfdfb"/>',
        f'<text class="title" x="{MARGIN}" y="42">{escape(picture.title)}</text>',
        f'<text class="remark" x="{MARGIN}" y="62">{escape(picture.remark)}</text>',
        *(_way(route) for route in placed.routes),
        *(_box(box) for box in placed.boxes),
        # Labels come last: nothing may lie over a word.
        *(text for route in placed.routes for text in _label(route)),
        *_legend(picture, placed),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head(name: str, colour: str) -> str:
    return (
        f'<marker id="head-{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0 1 L9 5 L0 9 z" fill="{colour}"/></marker>'
    )


def _hover(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""


def _box(placed: Placed) -> str:
    box = placed.box
    fill, edge = _TONES[box.tone % len(_TONES)]
    y = placed.y + PADDING + TITLE_SIZE - 2
    texts = []
    for line in placed.title:
        texts.append(f'<text class="name" x="{placed.x + PADDING:g}" y="{y:g}">{escape(line)}</text>')
        y += TITLE_HEIGHT
    y -= 2
    for line in placed.lines:
        texts.append(f'<text class="line" x="{placed.x + PADDING:g}" y="{y:g}">{escape(line)}</text>')
        y += LINE_HEIGHT
    return (
        f'<g class="box">{_hover(box.hover)}<rect x="{placed.x:g}" y="{placed.y:g}" width="{placed.width:g}" '
        f'height="{placed.height:g}" rx="7" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{2.6 if box.marked else 1.2}"/>{"".join(texts)}</g>'
    )


def _way(route: Route) -> str:
    arrow = route.arrow
    asks = " asks" if arrow.label else ""
    dashed = " dashed" if arrow.dashed else ""
    head = "asks" if arrow.label else "plain"
    both = f' marker-start="url(#head-{head})"' if arrow.both else ""
    return (
        f'<g class="way-of">{_hover(arrow.hover)}<path class="way{asks}{dashed}" d="{_path(route)}" '
        f'marker-end="url(#head-{head})"{both}/></g>'
    )


def _path(route: Route) -> str:
    """A smooth line through the points; two boxes of one column are joined by a bow on their right."""
    (x, y), *rest = route.points
    path = [f"M{x:g} {y:g}"]
    if len(rest) == 1 and rest[0][0] > MARGIN and _bows(route):
        ((to_x, to_y),) = rest
        bow = max(x, to_x) + BOW
        return f"M{x:g} {y:g} C{bow:g} {y:g} {bow:g} {to_y:g} {to_x:g} {to_y:g}"
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        path.append(f"C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}")
        x, y = to_x, to_y
    return " ".join(path)


def _bows(route: Route) -> bool:
    return route.at[0] > max(x for x, _ in route.points)


def _label(route: Route) -> list[str]:
    x, y = route.at
    return [
        f'<text class="label" text-anchor="{"start" if _bows(route) else "middle"}" x="{x:g}" '
        f'y="{y + 4 + place * (LINE_HEIGHT - 2):g}">{escape(line)}</text>'
        for place, line in enumerate(route.label)
    ]


def _legend(picture: Picture, placed: Plan) -> list[str]:
    x = float(MARGIN)
    y = placed.height - MARGIN + 6
    found = []
    for number, tone in enumerate(picture.tones):
        fill, edge = _TONES[number % len(_TONES)]
        found.append(
            f'<rect x="{x:g}" y="{y - 10:g}" width="12" height="12" rx="3" fill="{fill}" stroke="{edge}"/>'
            f'<text class="line" x="{x + 18:g}" y="{y:g}">{escape(tone)}</text>'
        )
        x += width_of(tone, LINE_SIZE) + 34
    return found


def html(picture: Picture) -> str:
    """The picture as a page: scrolls, says more where the pointer rests, needs nothing else."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(picture.title)}</title>\n"
        "<style>body { margin: 0; background: #fdfdfb; } svg { display: block; max-width: none; }</style>\n"
        f"</head>\n<body>\n{svg(picture)}</body>\n</html>\n"
    )
