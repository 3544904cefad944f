"""`gamectl fmt`: one layout for content files."""

from pathlib import Path
from typing import Annotated

import typer

from cli import exits
from cli.arguments import ContentFolder, folder_there, stop
from cli.opening import at


def fmt(
    path: ContentFolder = Path("content"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a file would change.")
    ] = False,
) -> None:
    """Lay out content files in one way: order of keys, indentation, quotes, ends of lines.

    Comments stay, and no file ever means something else afterwards. Files that cannot be read are left alone.

    \b
    gamectl fmt                               the folder ./content
    gamectl fmt worlds/harbor --check         for continuous integration

    Exit codes: 0 done (or nothing to do), 1 files would change (--check), 2 could not run.
    """
    from engine.authoring.edits import write_all
    from engine.authoring.layout import laid_out
    from engine.authoring.opened import CannotDo
    from engine.compiler.load import read_folder

    folder = read_folder(folder_there(path))
    changed: dict[str, bytes] = {}
    unread = []
    for name, data in folder.files.items():
        after = laid_out(data)
        if after is None:
            unread.append(name)
        elif after != data:
            changed[name] = after
    if not check:
        try:
            write_all(path, folder.files, changed)
        except CannotDo as problem:
            stop(str(problem))
    for name in unread:
        typer.echo(f"left alone: {at(path, name)} has mistakes; gamectl validate shows them")
    for name in changed:
        typer.echo(f"{'would change' if check else 'laid out'}: {at(path, name)}")
    rest = len(folder.files) - len(changed) - len(unread)
    typer.echo(f"{rest} of {len(folder.files)} file{'' if len(folder.files) == 1 else 's'} in order already")
    raise typer.Exit(exits.FINDINGS if check and changed else exits.CLEAN)
