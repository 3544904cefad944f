"""`gamectl new`: begin something of one's own. For now that is a world."""

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import stop


class Begun(StrEnum):
    """What can be begun."""

    WORLD = "world"


def new(
    what: Annotated[Begun, typer.Argument(metavar="world", help="What to begin.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder: empty, or not there yet.")],
) -> None:
    """Begin a world of your own: a small one that already works.

    \b
    gamectl new world harbor                  writes it into the folder ./harbor
    """
    from engine.authoring.new_world import FolderNotUsable, new_world

    try:
        written = new_world(folder)
    except FolderNotUsable as problem:
        stop(str(problem))
    named = shlex.quote(str(folder))
    files = "".join(f"  {name}\n" for name in written if "/" not in name and not name.startswith("."))
    typer.echo(f"A {what} was begun in {folder}:\n{files}")
    typer.echo("What next:")
    typer.echo(f"  gamectl validate {named}   checks it; run this after every change")
    typer.echo(f"  gamectl serve {named}      opens it on http://127.0.0.1:8080")
    typer.echo(f"Then open {folder / 'world.yaml'} and make it yours.")
