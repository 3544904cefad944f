"""Opens a world for a command, or ends the command with a word about why that cannot be."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cli import exits
from cli.arguments import CONTENT, Format, folder_there, stop
from cli.working import working

if TYPE_CHECKING:
    from engine.authoring.opened import OpenWorld
    from engine.model.catalog import Catalog
    from engine.model.kinds import Canonical

IMAGES: Final = "images"


def opened(path: Path, *, command: str) -> "OpenWorld":
    """The world in a folder. One with errors has them printed instead, and the command ends with 1.

    `command` is how to name a folder to it: `docs`, `show REF -w`.
    """
    from cli.reports import print_report
    from engine.authoring.opened import WorldHasErrors, open_world

    folder = folder_there(path, command=command)
    try:
        with working(folder) as work:
            return open_world(folder, work=work)
    except WorldHasErrors as problem:
        print_report(problem.compiled, path, Format.TEXT)
        typer.echo("gamectl: mend these first; from a world with errors nothing can be concluded.", err=True)
        raise typer.Exit(exits.FINDINGS) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Playable:
    """A world that can be played, and where its pictures are."""

    catalog: "Catalog"
    content: "Canonical"
    images: Path


def playable(path: Path, *, command: str, with_errors: int = exits.FINDINGS) -> Playable:
    """The world of a content folder or a compiled file; without one, or with errors, the command ends.

    `command` is the one to name when the folder is missing, `with_errors` what it ends with after errors.
    """
    if path.is_dir():
        return _compiled(path, with_errors)
    if not path.exists():
        if path == CONTENT:
            stop(f"there is no folder `content` here. Name a folder or a world file: gamectl {command} PATH.")
        stop(f"there is no {path}.")
    from engine.compiler.schema import default_rules
    from engine.rules.build import build_catalog, canonical
    from engine.store.errors import WorldUnreadable
    from engine.store.world_db import read_world

    try:
        stored = read_world(path)
    except WorldUnreadable as problem:
        stop(str(problem))
    catalog = build_catalog(stored.plain, sources=stored.sources, default_rules=default_rules())
    return Playable(catalog=catalog, content=canonical(stored.plain), images=path.parent / IMAGES)


def _compiled(path: Path, with_errors: int) -> Playable:
    from cli.reports import print_report
    from engine.base.diagnostic import Severity
    from engine.compiler.compile import compile_world

    with working(path) as work:
        compiled = compile_world(path, work=work)
        catalog = compiled.catalog
    if catalog is None or compiled.canonical is None:
        print_report(compiled, path, Format.TEXT)
        raise typer.Exit(with_errors)
    warnings = compiled.report.count(Severity.WARNING)
    if warnings:
        # They keep nobody from playing: one line, and where to read them.
        plural = "" if warnings == 1 else "s"
        typer.echo(
            f"{warnings} warning{plural} in the content; `gamectl validate {path}` shows what.", err=True
        )
    return Playable(catalog=catalog, content=compiled.canonical, images=path / IMAGES)


def at(path: Path, place: str) -> str:
    """A place within the content folder, as one may open it from here."""
    return place if path == Path() else f"{path.as_posix().rstrip('/')}/{place}"
