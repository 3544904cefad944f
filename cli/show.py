"""`gamectl show`: one thing as it was compiled, with what it uses and who uses it."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.arguments import ListFormat, WorldOption, stop
from cli.opening import at, opened

if TYPE_CHECKING:
    from cli.reports.paint import Paint
    from engine.authoring.dice import Dice
    from engine.authoring.opened import Use
    from engine.authoring.show import Shown

_MOST = 40
"""So many users are listed for people."""
_COLUMN = 56
"""Where remarks begin, when the line before them is not longer."""


def show(
    ref: Annotated[
        str, typer.Argument(metavar="REF", help="KIND:ID, or just the id when only one thing has it.")
    ],
    world: WorldOption = Path("content"),
    format_: Annotated[
        ListFormat, typer.Option("--format", "-f", help="Text for people, JSON for programs.")
    ] = ListFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Show one thing as it was compiled, what it uses, and who uses it.

    \b
    gamectl show items:lamp                   kind and id; `item:lamp` and `items/lamp` are fine too
    gamectl show lamp                         when only one thing has that id
    gamectl show "Brass lamp"                 or that name
    gamectl show rules -w worlds/harbor       another folder
    gamectl show lamp --json                  for other programs

    Exit codes: 0 shown, 1 the world has errors, 2 no such thing, 3 a mistake of gamectl itself.
    """
    from engine.authoring.find import find_thing
    from engine.authoring.opened import CannotDo
    from engine.authoring.show import show as show_thing

    there = opened(world, command=f"show {ref} -w")
    try:
        shown = show_thing(there, find_thing(there, ref))
    except CannotDo as problem:
        stop(str(problem))
    if as_json or format_ is ListFormat.JSON:
        typer.echo(json.dumps(_json(shown), indent=2))
        return
    from cli.reports.paint import paint_for

    typer.echo("\n".join(_text(shown, world, paint_for(sys.stdout))))


def _text(shown: "Shown", world: Path, paint: "Paint") -> list[str]:
    from engine.compiler.words import entity_words

    kind, _, entity = shown.key.partition(":")
    place = at(world, f"{shown.span.path}:{shown.span.line}")
    said = [f"{paint('strong', entity_words(kind, entity))}  {paint('frame', place)}"]
    if shown.bases:
        said.append(f"based on {', on '.join(shown.bases)}")
    said.append("")
    for line in shown.lines:
        remark = f"  {paint('frame', f'# {line.note}')}" if line.note else ""
        said.append(f"  {line.text.ljust(_COLUMN) if remark else line.text}{remark}")
    said += _dice(shown, paint)
    said += ["", *_uses("uses", ((use.used, use) for use in shown.uses), world, paint)]
    said += ["", *_uses("used by", ((use.user, use) for use in shown.used_by), world, paint)]
    return said


def _dice(shown: "Shown", paint: "Paint") -> list[str]:
    """All dice of the thing: their text, a bar for each outcome from low to high, and the same in words."""
    from engine.authoring.dice import UNCOUNTED, columns, line_of_bars

    rows = [(dice.text, line_of_bars(columns(dice.chances)) or UNCOUNTED, str(dice)) for dice in shown.dice]
    if not rows:
        return []
    width, wide = (max(len(row[place]) for row in rows) for place in (0, 1))
    return [
        "",
        f"{paint('strong', 'dice')}:",
        *(f"  {text.ljust(width)}  {bars.ljust(wide)}  {paint('frame', said)}" for text, bars, said in rows),
    ]


def _uses(title: str, uses: "Iterable[tuple[str, Use]]", world: Path, paint: "Paint") -> list[str]:
    grouped: dict[str, list[Use]] = {}
    for key, use in uses:
        grouped.setdefault(key, []).append(use)
    if not grouped:
        return [
            f"{paint('strong', title)}: nothing" if title == "uses" else f"{paint('strong', title)}: nobody"
        ]
    width = max(len(key) for key in grouped)
    said = [f"{paint('strong', title)}:"]
    for key, found in list(grouped.items())[:_MOST]:
        words = list(dict.fromkeys(use.where.replace("`", "") for use in found))
        more = f" and {len(words) - 2} more" if len(words) > 2 else ""
        place = at(world, f"{found[0].span.path}:{found[0].span.line}")
        said.append(f"  {key.ljust(width)}  {', '.join(words[:2])}{more}  {paint('frame', place)}")
    if len(grouped) > _MOST:
        said.append(f"  … and {len(grouped) - _MOST} more; --json lists them all")
    return said


def _json(shown: "Shown") -> dict[str, Any]:
    """Keys are a promise: they may grow, they do not change. `body` counts ticks, copper and minutes."""
    kind, _, entity = shown.key.partition(":")
    return {
        "version": 1,
        "kind": kind,
        "id": entity,
        "title": shown.title,
        "path": shown.span.path,
        "line": shown.span.line,
        "column": shown.span.column,
        "based_on": list(shown.bases),
        "body": shown.plain,
        "dice": [_chances(dice) for dice in shown.dice],
        "uses": [_use(use, use.used) for use in shown.uses],
        "used_by": [_use(use, use.user) for use in shown.used_by],
    }


def _chances(dice: "Dice") -> dict[str, Any]:
    """`histogram` pairs outcomes with probabilities; null where they were too many to count one by one."""
    found = dice.chances
    return {
        "text": dice.text,
        "min": found.low,
        "mean": found.mean,
        "max": found.high,
        "deviation": found.spread,
        "no_result": found.fails,
        "histogram": [list(pair) for pair in found.histogram] or None,
    }


def _use(use: "Use", other: str) -> dict[str, Any]:
    kind, _, entity = other.partition(":")
    return {
        "kind": kind,
        "id": entity,
        "where": use.where,
        "inherited": use.inherited,
        "path": use.span.path,
        "line": use.span.line,
        "column": use.span.column,
    }
