"""`gamectl graph`: a picture of the map, of the quests, or of who uses what."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import WorldOption, room_for, stop
from cli.opening import opened


class Drawn(StrEnum):
    """What can be drawn."""

    MAP = "map"
    QUESTS = "quests"
    USES = "uses"


def graph(
    what: Annotated[Drawn, typer.Argument(help="What to draw.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file: .svg, .html or .dot.")
    ],
    world: WorldOption = Path("content"),
    focus: Annotated[
        str, typer.Option("--focus", metavar="REF", help="What stands in the middle, such as items:lamp.")
    ] = "",
    depth: Annotated[int, typer.Option("--depth", min=1, max=20, help="How many steps around it.")] = 2,
) -> None:
    """Draw the map, the quests, or who uses what.

    \b
    gamectl graph map -o map.svg
    gamectl graph quests -o quests.html       says more where the pointer rests
    gamectl graph uses --focus items:lamp -o lamp.svg
    gamectl graph map --focus harbor --depth 1 -o harbor.dot

    Of a large world only the middle is drawn; what was left out is said, and how to see it.

    Exit codes: 0 drawn, 1 the world has errors, 2 it cannot be drawn, 3 a mistake of gamectl itself.
    """
    from engine.authoring.edits import write_file
    from engine.authoring.find import find_thing
    from engine.authoring.graphs.dot import dot
    from engine.authoring.graphs.draw import DRAWINGS
    from engine.authoring.graphs.page import html
    from engine.authoring.graphs.svg import svg
    from engine.authoring.opened import CannotDo

    forms = {".svg": svg, ".html": html, ".dot": dot}
    form = forms.get(output.suffix.lower())
    if form is None:
        stop(f"{output} should end in .svg, .html or .dot: the end says which form is wanted.")
    room_for(output)
    there = opened(world, command=f"graph {what.value} -o {output} -w")
    try:
        picture = DRAWINGS[what.value](there, find_thing(there, focus) if focus else None, depth)
        write_file(output, form(picture).encode())
    except CannotDo as problem:
        stop(str(problem))
    boxes, arrows = len(picture.boxes), len(picture.arrows)
    typer.echo(
        f"wrote {output}: {boxes} box{'' if boxes == 1 else 'es'}, {arrows} arrow{'' if arrows == 1 else 's'}"
    )
    typer.echo(picture.remark)
