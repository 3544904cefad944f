"""A picture as SVG: one file, no scripts, nothing from elsewhere. Dark on light, and the other way round."""

from collections.abc import Mapping
from html import escape
from typing import Final

from engine.authoring.graphs.labels import LOCK, Area, area_of
from engine.authoring.graphs.layout import DEEP, MARK, PADDING, STRIP, Placed, Route
from engine.authoring.graphs.picture import Picture
from engine.authoring.graphs.plan import MARGIN, Sign, plan
from engine.authoring.graphs.text import LABEL_SIZE, LINE_HEIGHT, LINE_SIZE, TITLE_HEIGHT, TITLE_SIZE

_TONES: Final = (
    ("#eaf1f8", "#3d6c95", "#1d2a36", "#7fb0dc"),
    ("#f8efdd", "#a06c1c", "#322818", "#dcab62"),
    ("#e9f3e6", "#4b7f42", "#1f2d1d", "#8cc382"),
    ("#f7e8e7", "#a34848", "#351f1f", "#e29090"),
    ("#eee8f7", "#6b4fa0", "#282138", "#b39be0"),
    ("#e2f2f1", "#2f7f7a", "#172d2c", "#72c4be"),
    ("#f5e8f1", "#95497c", "#331f2d", "#d98fc1"),
    ("#f0f0e8", "#6e6c55", "#292923", "#b9b79c"),
    ("#f2f5d4", "#7d8a0e", "#2b2f12", "#c6d34f"),
)
"""Fill and edge of each colour by day, and by night: as many as can be told apart."""
_BARS: Final = ((), ("left",), ("right",), ("left", "right"), ("top",))
"""Where bars stand in a card, by how often all colours were had already. Colours and bars together make more
tones than a picture has boxes."""
_BAR: Final = 3.6
_SMALL_BAR: Final = 2.4
"""How wide bars are, in a card and in the legend."""
_MARKS: Final[Mapping[str, str]] = {
    "denizen": '<circle cx="5.5" cy="3" r="2.6"/><path d="M0.8 11 a4.7 4.7 0 0 1 9.4 0 z"/>',
    "structure": '<path d="M0.5 5.2 L5.5 0.8 L10.5 5.2 V11 H7 V7.2 H4 V11 H0.5 z"/>',
    "creature": '<path d="M1 0.5 L10.5 10 M10 0.5 L0.5 10 M0.4 7.6 L3 10.4 M10.6 7.6 L8 10.4" '
    'class="stroke"/>',
    "asks": '<path d="M2.6 5 V4 a2.9 2.9 0 0 1 5.8 0 V5" class="stroke"/>'
    '<rect x="1" y="5" width="9" height="6.2" rx="1.2"/>',
    "step": '<circle cx="5.5" cy="6" r="2"/>',
    "done": '<path d="M1 6.2 L4.2 9.4 L10 2" class="stroke"/>',
    "none": "",
}
"""Small signs, eleven pixels wide and high."""


def _style() -> str:
    day = "\n".join(
        f".t{number} rect.card {{ fill: {fill}; stroke: {edge}; }} "
        f".t{number} .mark, .t{number} .bar {{ fill: {edge}; stroke: {edge}; }}"
        for number, (fill, edge, _, _) in enumerate(_TONES)
    )
    night = "\n".join(
        f".t{number} rect.card {{ fill: {fill}; stroke: {edge}; }} "
        f".t{number} .mark, .t{number} .bar {{ fill: {edge}; stroke: {edge}; }}"
        for number, (_, _, fill, edge) in enumerate(_TONES)
    )
    return f"""\
.paper {{ fill: #fdfdfb; }}
text {{ font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #22282e; }}
.title {{ font-size: 20px; font-weight: 600; }}
.remark {{ font-size: 12px; fill: #66707a; }}
.name {{ font-size: {TITLE_SIZE}px; font-weight: 600; }}
.line {{ font-size: {LINE_SIZE}px; fill: #454f58; }}
.label {{ font-size: {LABEL_SIZE}px; fill: #7d5413; }}
.back {{ fill: #fdfdfb; }}
.card {{ stroke-width: 1.2; }}
.about .card {{ stroke-width: 2.8; }}
.many .card {{ stroke-dasharray: 3 3; }}
.mark, .bar {{ stroke-width: 0; }}
.mark .stroke {{ fill: none; stroke-width: 1.6; stroke-linecap: round; }}
.way {{ fill: none; stroke: #7c8791; stroke-width: 1.6; }}
.head {{ fill: #7c8791; }}
.way.asks {{ stroke: #b07a2a; }}
.head.asks, .lock .mark {{ fill: #b07a2a; stroke: #b07a2a; }}
.dashed {{ stroke-dasharray: 6 4; }}
g.box:hover .card, g.way-of:hover .way {{ stroke-width: 3; }}
{day}
@media (prefers-color-scheme: dark) {{
.paper, .back {{ fill: #17191c; }}
text {{ fill: #e6e6e1; }}
.remark {{ fill: #98a1a9; }}
.line {{ fill: #bcc3c9; }}
.label {{ fill: #dcb36f; }}
.way {{ stroke: #77828c; }}
.head {{ fill: #77828c; }}
.way.asks {{ stroke: #c8964a; }}
.head.asks, .lock .mark {{ fill: #c8964a; stroke: #c8964a; }}
{night}
}}"""


def svg(picture: Picture) -> str:
    """The whole file, its lines ended."""
    placed = plan(picture)
    width, height = f"{placed.width:g}", f"{placed.height:g}"
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    numbers = {box.box.key: number for number, box in enumerate(placed.boxes)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(picture.title)}">',
        f"<style>\n{_style()}\n</style>",
        "<defs>",
        *(_head(name) for name in ("plain", "asks")),
        "</defs>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        f'<text class="title" x="{MARGIN}" y="44">{escape(picture.title)}</text>',
        f'<text class="remark" x="{MARGIN}" y="65">{escape(picture.remark)}</text>',
        *(_way(route, numbers) for route in placed.routes),
        *(_box(box, numbers) for box in placed.boxes),
        # Labels come last: nothing may lie over a word.
        *(_label(route, numbers) for route in placed.routes if route.label),
        *(_sign(sign) for sign in placed.legend),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head(name: str) -> str:
    return (
        f'<marker id="head-{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path class="head {name}" d="M0 1 L9 5 L0 9 z"/></marker>'
    )


def _hover(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""


def _mark(name: str, x: float, y: float) -> str:
    """A small sign whose lower edge is the line that words stand on."""
    return f'<g class="mark" transform="translate({x:g} {y - 10:g})">{_MARKS[name]}</g>' if name else ""


def _box(placed: Placed, numbers: Mapping[str, int]) -> str:
    box = placed.box
    y = placed.y + PADDING + TITLE_SIZE - 2
    texts = []
    for title in placed.title:
        texts.append(f'<text class="name" x="{placed.x + PADDING:g}" y="{y:g}">{escape(title)}</text>')
        y += TITLE_HEIGHT
    y += STRIP - 2
    for line in placed.lines:
        x = placed.x + PADDING + DEEP * line.deep
        texts.append(_mark(line.mark, x, y))
        x += MARK if line.mark else 0
        texts.append(f'<text class="line" x="{x:g}" y="{y:g}">{escape(line.text)}</text>')
        y += LINE_HEIGHT
    bars = _bars(box.tone, placed.area, _BAR)
    sorts = f"box t{box.tone % len(_TONES)}{' about' * box.marked}{' many' * box.many}"
    return (
        f'<g class="{sorts}" data-box="{numbers[box.key]}">{_hover(box.hover)}<rect class="card" '
        f'x="{placed.x:g}" y="{placed.y:g}" width="{placed.width:g}" height="{placed.height:g}" rx="8"/>'
        f"{bars}{''.join(texts)}</g>"
    )


def _bars(tone: int, area: Area, wide: float) -> str:
    """The bars of a tone in a card: its second mark, beside its colour."""
    left, top, right, bottom = area
    inset, end = 0.8 * wide, 1.4 * wide
    drawn = {
        "left": (left + inset, top + end, wide, bottom - top - 2 * end),
        "right": (right - inset - wide, top + end, wide, bottom - top - 2 * end),
        "top": (left + end, top + inset, right - left - 2 * end, wide),
    }
    return "".join(
        f'<rect class="bar" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{wide / 2:g}"/>'
        for x, y, width, height in map(drawn.__getitem__, _BARS[tone // len(_TONES) % len(_BARS)])
    )


def _ends(route: Route, numbers: Mapping[str, int]) -> str:
    return f'data-ends="{numbers[route.arrow.start]} {numbers[route.arrow.end]}"'


def _way(route: Route, numbers: Mapping[str, int]) -> str:
    arrow = route.arrow
    sort = "asks" if arrow.label or arrow.asks else "plain"
    dashed = " dashed" if arrow.dashed else ""
    both = f' marker-start="url(#head-{sort})"' if arrow.both else ""
    return (
        f'<g class="way-of" {_ends(route, numbers)}>{_hover(arrow.hover)}<path class="way {sort}{dashed}" '
        f'd="{_path(route)}" marker-end="url(#head-{sort})"{both}/></g>'
    )


def _path(route: Route) -> str:
    """A smooth line through the points; two boxes of one column are joined by a bow on their right."""
    (x, y), *rest = route.points
    if route.bow is not None:
        ((to_x, to_y),) = rest
        bow = route.bow
        return f"M{x:g} {y:g} C{bow:g} {y:g} {bow:g} {to_y:g} {to_x:g} {to_y:g}"
    path = [f"M{x:g} {y:g}"]
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        path.append(f"C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}")
        x, y = to_x, to_y
    return " ".join(path)


def _label(route: Route, numbers: Mapping[str, int]) -> str:
    """Words on a piece of paper, so that no line runs through them."""
    left, top, right, bottom = area_of(route.label, route.at)
    x, y = route.at[0] + LOCK / 2, route.at[1]
    lock = f'<g class="lock">{_mark("asks", left + 4, (top + bottom) / 2 + 4)}</g>'
    lines = "".join(
        f'<text class="label" text-anchor="middle" x="{x:.6g}" '
        f'y="{y + 4 + place * (LINE_HEIGHT - 2):g}">{escape(line)}</text>'
        for place, line in enumerate(route.label)
    )
    return (
        f'<g class="words" {_ends(route, numbers)}><rect class="back" x="{left:.6g}" y="{top:.6g}" '
        f'width="{right - left:.6g}" height="{bottom - top:.6g}" rx="4"/>{lock}{lines}</g>'
    )


_SIGNS: Final[Mapping[str, str]] = {
    "both": 'class="way plain" marker-end="url(#head-plain)" marker-start="url(#head-plain)"',
    "plain": 'class="way plain" marker-end="url(#head-plain)"',
    "dashed": 'class="way plain dashed" marker-end="url(#head-plain)"',
    "asks": 'class="way asks" marker-end="url(#head-asks)"',
}


def _sign(sign: Sign) -> str:
    if sign.sort:
        drawn = f'<path {_SIGNS[sign.sort]} d="M{sign.x:g} {sign.y - 4:g} h34"/>'
        room = 44
    else:
        area = (sign.x, sign.y - 11, sign.x + 14, sign.y + 3)
        drawn = (
            f'<g class="t{sign.tone % len(_TONES)}"><rect class="card" x="{sign.x:g}" y="{sign.y - 11:g}" '
            f'width="14" height="14" rx="4"/>{_bars(sign.tone, area, _SMALL_BAR)}</g>'
        )
        room = 22
    return f'{drawn}<text class="line" x="{sign.x + room:g}" y="{sign.y:g}">{escape(sign.text)}</text>'
