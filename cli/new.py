"""`gamectl new`: begin something of one's own: a world, or a thing in the world at hand."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import WorldOption, stop
from cli.opening import at, opened


def new(
    what: Annotated[
        str, typer.Argument(metavar="KIND", help="What to begin: world, quest, item, location, denizen, …")
    ],
    name: Annotated[
        str, typer.Argument(metavar="DIR|ID", help="A world's folder (empty, or not there yet); else an id.")
    ],
    world: WorldOption = Path("content"),
    file: Annotated[
        str, typer.Option("--file", metavar="FILE", help="The file within the content folder to write it to.")
    ] = "",
) -> None:
    """Begin a world of your own, or a thing in it: short, and it works already.

    \b
    gamectl new world harbor                  a small world in the folder ./harbor
    gamectl new quest a-dry-lamp              a quest in ./content, in a fitting file
    gamectl new item lamp -w worlds/harbor --file cellar.yaml

    KIND is world, skill, item, item-set, effect, spell, creature, loot-table, location, denizen, dialogue,
    quest, flag, scene or balance. The world stays without errors. Nothing that was written is changed.

    Exit codes: 0 begun, 1 the world has errors, 2 it cannot be begun, 3 a mistake of gamectl itself.
    """
    if what == "world":
        _world(Path(name))
    else:
        _thing(what, name, world, file)


def _world(folder: Path) -> None:
    from engine.authoring.new_world import FolderNotUsable, new_world

    try:
        written = new_world(folder)
    except FolderNotUsable as problem:
        stop(str(problem))
    named = shlex.quote(str(folder))
    files = "".join(f"  {name}\n" for name in written if "/" not in name and not name.startswith("."))
    typer.echo(f"A world was begun in {folder}:\n{files}")
    typer.echo("What next:")
    typer.echo(f"  gamectl validate {named}   checks it; run this after every change")
    typer.echo(f"  gamectl serve {named}      opens it on http://127.0.0.1:8080")
    typer.echo(f"Then open {folder / 'world.yaml'} and make it yours.")


def _thing(what: str, entity: str, world: Path, file: str) -> None:
    from engine.authoring.edits import write_all
    from engine.authoring.find import kind_called
    from engine.authoring.new_thing import new_thing
    from engine.authoring.opened import CannotDo
    from engine.compiler.words import KIND_WORDS, a

    try:
        kind = kind_called(what)
        begun = new_thing(opened(world, command=f"new {what} {entity} -w"), kind, entity, file or None)
        write_all(world, begun.before, begun.after)
    except CannotDo as problem:
        stop(str(problem))
    place = at(world, f"{begun.path}:{begun.line}")
    typer.echo(f"{a(KIND_WORDS[kind]).capitalize()} was begun: {begun.key}  {place}\n")
    typer.echo("".join(f"{line}\n" for line in begun.lines))
    if begun.picked:
        typer.echo(f"Picked from what is there: {begun.picked}.")
    typer.echo(f"Yours to fill in: {begun.fill}.")
    for path in begun.after:
        if path != begun.path:
            typer.echo(f"Its picture is a placeholder to draw over: {at(world, path)}")
    end = "" if "\n" in begun.hint else "."
    typer.echo(f"What next: {begun.hint}{end}")
