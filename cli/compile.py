"""`gamectl compile`: checks a content folder and writes the world file."""

from pathlib import Path
from typing import Annotated

import typer

from cli import exits
from cli.arguments import ContentFolder, Format, FormatOption, folder_there, stop
from cli.working import JobsOption, NoCacheOption, VerifyCacheOption, working


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
    from engine.store.world_db import write_world

    folder = folder_there(path)
    with working(folder, cache=not no_cache, verify=verify_cache, jobs=jobs) as work:
        compiled = compile_world(folder, work=work)
    if compiled.plain is None or compiled.digest is None:
        print_report(compiled, path, format_)
        raise typer.Exit(exits.FINDINGS)
    title, version = (str(compiled.plain["world"][key]) for key in ("title", "version"))
    try:
        write_world(
            output,
            compiled.plain,
            digest=compiled.digest,
            sources=compiled.sources,
            title=title,
            version=version,
        )
    except WorldNotWritten as refused:
        stop(str(refused))
    print_report(compiled, path, format_)
    if format_ is Format.TEXT:
        typer.echo(f"wrote {output}: {title} {version}, {compiled.digest[:12]}")
