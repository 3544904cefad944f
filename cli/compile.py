"""`gamectl compile`: checks a content folder and writes the world file."""

from pathlib import Path
from typing import Annotated

import typer

from cli import exits
from cli.arguments import ContentFolder, Format, FormatOption, folder_there, stop


def compile_(
    path: ContentFolder = Path("content"),
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path(
        "world.db"
    ),
    format_: FormatOption = Format.TEXT,
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
    from engine.store.world_db import write_world

    compiled = compile_world(folder_there(path))
    catalog = compiled.catalog
    if compiled.plain is None or catalog is None:
        print_report(compiled, path, format_)
        raise typer.Exit(exits.FINDINGS)
    try:
        write_world(
            output,
            compiled.plain,
            digest=catalog.digest,
            sources=catalog.sources,
            title=catalog.world.title,
            version=catalog.world.version,
        )
    except WorldNotWritten as refused:
        stop(str(refused))
    print_report(compiled, path, format_)
    if format_ is Format.TEXT:
        typer.echo(f"wrote {output}: {catalog.world.title} {catalog.world.version}, {catalog.digest[:12]}")
