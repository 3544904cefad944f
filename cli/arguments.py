"""Arguments that several commands share, and what is done about wrong ones."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from cli import exits


class Format(StrEnum):
    """How findings are written down."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class ListFormat(StrEnum):
    """How a list of ours is printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which severity on findings make the command fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


CONTENT: Final = Path("content")
"""The folder that is meant when none is named."""


def content_or_here(context: typer.Context, param: typer.CallbackParam, path: Path) -> Path:
    """Where no folder is named and there is no `content`: the folder one stands in, if it holds a world."""
    source = context.get_parameter_source(str(param.name))
    if path.exists() or source is None or source.name != "DEFAULT":
        return path
    from engine.compiler.load import holds_world

    here = Path()
    return here if holds_world(here) else path


ContentFolder = Annotated[
    Path,
    typer.Argument(
        metavar="PATH", help="The content folder.", show_default="content", callback=content_or_here
    ),
]
WorldOption = Annotated[
    Path,
    typer.Option(
        "--world",
        "-w",
        metavar="DIR",
        help="The content folder.",
        show_default="content",
        callback=content_or_here,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the findings.")]
FailOnOption = Annotated[
    FailOn | None, typer.Option(help="Fail when there are findings this bad, or worse.  [error]")
]


def stop(message: str) -> NoReturn:
    """Say why the command cannot run, and end it."""
    typer.echo(f"gamectl: {message}", err=True)
    raise typer.Exit(exits.NOT_RUN)


def room_for(file: Path) -> Path:
    """A file or folder to write, when the folder it is to stand in is there; else the command ends."""
    if not file.parent.is_dir():
        stop(f"there is no folder {file.parent} to put {file.name} into. Make it first, or name another.")
    return file


def folder_there(path: Path, *, command: str) -> Path:
    """The content folder, when it is one; else the command ends with a word about what to do.

    `command` is how to name a folder to it, up to the folder: `validate`, `show REF -w`.
    """
    if path.is_dir():
        return path
    if path.exists():
        stop(f"{path} is a file. Name the folder that holds the content.")
    if path == CONTENT:
        stop(f"there is no folder `content` here. Name one (gamectl {command} PATH), or go to where it lies.")
    stop(f"there is no folder {path}.")
