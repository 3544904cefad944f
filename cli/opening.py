"""Opens a world for a command, or ends the command with a word about why that cannot be."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import exits
from cli.arguments import Format, folder_there
from cli.working import working

if TYPE_CHECKING:
    from engine.authoring.opened import OpenWorld

WorldOption = Annotated[
    Path, typer.Option("--world", "-w", metavar="DIR", help="The content folder.", show_default="content")
]


def opened(path: Path) -> "OpenWorld":
    """The world in a folder. One with errors has them printed instead, and the command ends with 1."""
    from cli.reports import print_report
    from engine.authoring.opened import WorldHasErrors, open_world

    folder = folder_there(path)
    try:
        with working(folder) as work:
            return open_world(folder, work=work)
    except WorldHasErrors as problem:
        print_report(problem.compiled, path, Format.TEXT)
        typer.echo("gamectl: mend these first; from a world with errors nothing can be concluded.", err=True)
        raise typer.Exit(exits.FINDINGS) from None


def at(path: Path, place: str) -> str:
    """A place within the content folder, as one may open it from here."""
    return place if path == Path() else f"{path.as_posix().rstrip('/')}/{place}"
