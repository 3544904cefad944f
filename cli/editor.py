"""`gamectl editor`: gives a content folder what editors need for completion and help."""

from pathlib import Path

import typer

from cli.arguments import ContentFolder, folder_there, stop


def editor(path: ContentFolder = Path("content")) -> None:
    """Let your editor help while you write: completion, explanations, mistakes underlined.

    Writes the schema of content files into the folder, or brings it up to date, and settings for Visual
    Studio Code where there are none. Run it again when gamectl has changed. Works without a network.

    \b
    gamectl editor                            the folder ./content
    gamectl editor worlds/harbor              another folder

    Exit codes: 0 done, 2 could not run.
    """
    from engine.authoring.editor import SETTINGS, refresh
    from engine.authoring.editor_schema import SCHEMA
    from engine.authoring.opened import CannotDo

    folder = folder_there(path, command="editor")
    try:
        done = refresh(folder)
    except CannotDo as problem:
        stop(str(problem))
    for name in done.written:
        typer.echo(f"written: {folder / name}")
    if SCHEMA not in done.written:
        typer.echo(f"{folder / SCHEMA} is up to date.")
    if not done.bound:
        typer.echo(f"Your own {folder / SETTINGS} does not name the schema. Add to it:")
        typer.echo(f'  "yaml.schemas": {{"./{SCHEMA}": ["*.yaml", "*.yml", "!images/**"]}}')
    typer.echo(
        "Open this very folder in the editor. Where another one is opened, a file needs this first line:"
    )
    typer.echo(f"  # yaml-language-server: $schema={SCHEMA}")
