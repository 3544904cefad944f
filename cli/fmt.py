"""`gamectl fmt`: one layout for content files."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import exits
from cli.arguments import ContentFolder, folder_there, stop
from cli.differences import differences
from cli.opening import at

if TYPE_CHECKING:
    from cli.reports.paint import Paint

_MOST: Final = 5
"""So many lines that are left as they are, are named of a file."""


def fmt(
    path: ContentFolder = Path("content"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a file would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show every line that would change.")
    ] = (False),
) -> None:
    """Lay out content files in one way: order of keys, indentation, spaces, quotes, empty lines.

    What stands in {} or [] over several lines becomes one line, or an outline where that is too long.
    Comments stay, and no file ever means something else afterwards. Files that cannot be read are left
    alone, and named with the place; so are lines that cannot be written another way.

    \b
    gamectl fmt                               the folder ./content
    gamectl fmt --diff                        only show it
    gamectl fmt worlds/harbor --check         for continuous integration

    Exit codes: 0 done (or nothing to do), 1 files would change (--check) or cannot be read, 2 could not run,
    3 a mistake of gamectl itself.
    """
    from cli.reports.paint import paint_for
    from engine.authoring.edits import write_all
    from engine.authoring.layout import first_mistake, laid_out, left_as_they_are
    from engine.authoring.opened import CannotDo
    from engine.compiler.load import read_folder

    folder = read_folder(folder_there(path, command="fmt"))
    changed: dict[str, bytes] = {}
    unread = []
    kept: dict[str, dict[int, str]] = {}
    for name, data in folder.files.items():
        after = laid_out(data)
        if after is None:
            unread.append(name)
            continue
        if after != data:
            changed[name] = after
        kept[name] = left_as_they_are(after)
    if not check and not diff:
        try:
            write_all(path, {name: folder.files[name] for name in changed}, changed)
        except CannotDo as problem:
            stop(str(problem))
    paint = paint_for(sys.stdout)
    for name in changed if diff else ():
        for line in _differences(at(path, name), folder.files[name], changed[name], paint):
            typer.echo(line)
    for name in unread:
        found = first_mistake(name, folder.files[name])
        place = at(path, str(found.span) if found is not None else name)
        why = f": {found.message}" if found is not None else ""
        typer.echo(f"left alone: {place}{why}")
    for name in changed:
        typer.echo(f"{'would change' if check or diff else 'laid out'}: {at(path, name)}")
    for name, left in kept.items():
        if left:
            typer.echo(_told_of_left(at(path, name), left), err=True)
    rest = len(folder.files) - len(changed) - len(unread)
    typer.echo(f"{rest} of {len(folder.files)} file{'' if len(folder.files) == 1 else 's'} in order already")
    raise typer.Exit(exits.FINDINGS if unread or (check and changed) else exits.CLEAN)


def _told_of_left(name: str, left: dict[int, str]) -> str:
    """Which lines of a file stay as they are, and why; a few of them when there are many."""
    first = dict(list(left.items())[:_MOST])
    by_reason: dict[str, list[str]] = {}
    for line, why in first.items():
        by_reason.setdefault(why, []).append(str(line))
    told = [
        f"line{'s' if len(lines) > 1 else ''} {', '.join(lines)} ({why})" for why, lines in by_reason.items()
    ]
    rest = f", and {len(left) - len(first)} more" if len(left) > len(first) else ""
    return f"left as written: {name} {', '.join(told)}{rest}"


def _differences(name: str, before: bytes, after: bytes, paint: "Paint") -> Iterator[str]:
    """What would change in a file, as a patch."""
    old, new = (data.decode("utf-8").splitlines() for data in (before, after))
    yield from (paint("error", f"--- {name}"), paint("help", f"+++ {name}"))
    for hunk in differences(old, new, 2):
        for line in hunk:
            style = {"-": "error", "+": "help", "@": "frame"}.get(line[:1])
            yield paint(style, line) if style else line
    yield ""
