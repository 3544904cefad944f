"""`gamectl docs`: a site about the world, and about everything a writer may say."""

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import ContentFolder, room_for, stop
from cli.opening import opened


def docs(
    path: ContentFolder = Path("content"),
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write.")
    ] = Path("site"),
) -> None:
    """Write a site: a page for each thing of the world, and a reference of all a writer may say.

    The pages need no server and nothing from elsewhere. The same world always gives the same bytes.

    \b
    gamectl docs                              ./content to ./site
    gamectl docs worlds/harbor -o harbor-site

    Exit codes: 0 written, 1 the world has errors, 2 it cannot be written, 3 a mistake of gamectl itself.
    """
    from engine.authoring.opened import CannotDo
    from engine.authoring.site.build import build_site, write_site

    room_for(output)
    try:
        files = build_site(opened(path, command="docs"), path)
        removed = write_site(output, files)
    except CannotDo as problem:
        stop(str(problem))
    pages = sum(name.endswith(".html") for name in files)
    gone = f"; {removed} old file{'' if removed == 1 else 's'} removed" if removed else ""
    typer.echo(f"wrote {pages} pages to {output}{gone}; open {output / 'index.html'}")
