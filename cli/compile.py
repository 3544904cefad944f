"""`gamectl compile`: checks a content folder and writes the world file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import exits
from cli.arguments import ContentFolder, Format, FormatOption, folder_there, room_for, stop
from cli.working import JobsOption, NoCacheOption, VerifyCacheOption, working

if TYPE_CHECKING:
    from engine.compiler.compile import Compiled


def compile_(
    path: ContentFolder = Path("content"),
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "world.db"
    ),
    format_: FormatOption = Format.TEXT,
    no_cache: NoCacheOption = False,
    verify_cache: VerifyCacheOption = False,
    jobs: JobsOption = None,
) -> None:
    """Check a content folder and write it as one world file.

    Nothing is written when there are errors. The same content always gives the same bytes.

    \b
    gamectl compile                           ./content to ./world.db
    gamectl compile worlds/harbor -o harbor.db

    Exit codes: 0 written, 1 errors in the content, 2 could not run, 3 a mistake of gamectl itself.
    """
    from cli.reports import print_report
    from engine.compiler.compile import compile_world
    from engine.store.errors import WorldNotWritten

    folder = folder_there(path, command="compile")
    room_for(output)
    try:
        with working(folder, cache=not no_cache, verify=verify_cache, jobs=jobs) as work:
            compiled = compile_world(folder, work=work)
            wrote = _write(compiled, output)
    except WorldNotWritten as refused:
        stop(str(refused))
    print_report(compiled, path, format_)
    if wrote is None:
        raise typer.Exit(exits.FINDINGS)
    if format_ is Format.TEXT:
        typer.echo(f"wrote {output}: {wrote}")


def _write(compiled: "Compiled", output: Path) -> str | None:
    """Write a world without errors into a file, and say which it is."""
    from engine.store.world_db import write_world

    if compiled.world is None or compiled.canonical is None:
        return None
    world = compiled.world.linked("world", "").body
    title, version = (str(world[key]) for key in ("title", "version"))
    digest = write_world(output, compiled.canonical, sources=compiled.sources, title=title, version=version)
    return f"{title} {version}, {digest[:12]}"
