"""`gamectl rename`: a new id for a thing, in every place that names it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import WorldOption, stop
from cli.differences import differences
from cli.opening import at, opened

if TYPE_CHECKING:
    from cli.reports.paint import Paint
    from engine.authoring.rename import Renamed


def rename(
    ref: Annotated[
        str,
        typer.Argument(
            metavar="KIND:OLD", help="The thing, such as items:lamp, or locations:harbor/dig for a part."
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.")],
    world: WorldOption = Path("content"),
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only show what would change.")] = False,
) -> None:
    """Give a thing a new id, in every file that names it.

    Comments and layout stay as they are. An entry under `moved` tells saved games. All files are
    written, or none.

    \b
    gamectl rename items:lamp lantern         write it
    gamectl rename items:lamp items:lantern   the same
    gamectl rename items:lamp lantern -n      only show it
    gamectl rename locations:harbor/dig mine  a part: a structure, action, node or objective

    Exit codes: 0 renamed, 1 the world has errors, 2 it cannot be done, 3 a mistake of gamectl itself.
    """
    from cli.reports.paint import paint_for
    from engine.authoring.edits import write_all
    from engine.authoring.find import find_thing
    from engine.authoring.opened import CannotDo
    from engine.authoring.parts import rename_part
    from engine.authoring.rename import bare_id
    from engine.authoring.rename import rename as work_out

    there = opened(world, command=f"rename {ref} {new} -w")
    try:
        thing, colon, rest = ref.partition(":")
        owner, slash, part = rest.partition("/")
        if slash:
            key = find_thing(there, f"{thing}{colon}{owner}")
            renamed = rename_part(there, key, part, bare_id(key, new, of_a_part=True))
        else:
            key = find_thing(there, ref)
            renamed = work_out(there, key, bare_id(key, new))
        if not dry_run:
            write_all(world, renamed.before, renamed.after)
    except CannotDo as problem:
        stop(str(problem))
    for line in _changes(renamed, world, paint_for(sys.stdout)):
        typer.echo(line)
    files = f"{len(renamed.after)} file{'' if len(renamed.after) == 1 else 's'}"
    places = f"{renamed.places} place{'' if renamed.places == 1 else 's'}"
    done = "would be" if dry_run else "is"
    typer.echo(
        f"{renamed.old} {done} {renamed.new} in {places}; {files} {'would change' if dry_run else 'changed'}."
    )


def _changes(renamed: "Renamed", world: Path, paint: "Paint") -> Iterator[str]:
    """Every changed line, by file."""
    for path, data in sorted(renamed.after.items()):
        yield paint("strong", at(world, path))
        old = renamed.before.get(path, b"").decode("utf-8").splitlines()
        for _, *lines in differences(old, data.decode("utf-8").splitlines(), 0):
            for line in lines:
                yield f"  {paint('error' if line.startswith('-') else 'help', line)}"
        yield ""
