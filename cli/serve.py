"""`gamectl serve`: checks a content folder (or takes a compiled world) and lets people play it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.arguments import content_or_here, stop
from cli.opening import playable

if TYPE_CHECKING:
    from engine.server.app import Server
    from engine.server.settings import Settings

SETTINGS_FILE: Final = Path("gamectl.toml")


def serve(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="[PATH]",
            help="A content folder or a compiled world file.",
            show_default="content",
            callback=content_or_here,
        ),
    ] = Path("content"),
    host: Annotated[str | None, typer.Option(help="Address to listen on.  [127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.  [8080]")] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the players' characters.  [data]")
    ] = None,
    allowed_origins: Annotated[
        str | None, typer.Option(metavar="LIST", help="Origins of web pages that may use this server.")
    ] = None,
    behind_proxy: Annotated[
        str | None, typer.Option(metavar="LIST", help="Addresses of proxies in front that speak TLS.")
    ] = None,
    insecure_public: Annotated[
        bool | None, typer.Option("--insecure-public", help="Listen publicly without TLS.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Any other setting; may be given several times."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Settings file.  [gamectl.toml, when there is one]")
    ] = None,
    settings: Annotated[
        bool, typer.Option("--settings", help="List every setting with its default, and stop.")
    ] = False,
) -> None:
    """Check a world and let people play it.

    The content is checked first; with errors nothing is served. Settings come from gamectl.toml (table
    [serve]), then GAMECTL_* in the environment, then the command line. Stop with Ctrl-C: all is saved.

    \b
    gamectl serve                        ./content on http://127.0.0.1:8080
    gamectl serve world.db --port 9000   a compiled world
    gamectl serve --set speed=4          for trying things out: four times as fast

    Exit codes: 0 stopped in order, 1 errors in the content, 2 could not start, 3 a mistake of gamectl itself,
    4 the saves broke while it ran: start it again.
    """
    from engine.server.settings import SettingsWrong, load_settings
    from engine.server.start import CannotStart, keep_content
    from engine.server.start import serve as run

    if settings:
        _list_settings()
        return
    arguments: dict[str, Any] = {
        **_pairs(set_ or []),
        "host": host,
        "port": port,
        "data": data,
        "allowed_origins": allowed_origins,
        "behind_proxy": behind_proxy,
        "insecure_public": insecure_public,
    }
    try:
        chosen = load_settings(file=_settings_file(config), environ=_environment(), arguments=arguments)
    except SettingsWrong as wrong:
        stop(str(wrong))
    world = playable(path, command="serve")
    warning = keep_content(chosen, world.catalog, world.content)
    if warning is not None:
        typer.echo(f"gamectl: {warning}", err=True)
    catalog, images = world.catalog, world.images
    # Of a large world its text takes much room, and from here on nobody needs it.
    del world
    try:
        code = run(catalog, chosen, images=images, started=lambda server: _greet(server, chosen))
    except CannotStart as reason:
        stop(str(reason))
    raise typer.Exit(code)


def _settings_file(config: Path | None) -> Path | None:
    if config is not None:
        return config
    return SETTINGS_FILE if SETTINGS_FILE.exists() else None


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            stop(f"--set {text} has no value. Write --set name=value.")
        pairs[name.strip().replace("-", "_")] = value.strip()
    return pairs


def _list_settings() -> None:
    from engine.server.settings import KNOBS

    for name, knob in KNOBS.items():
        low, high = knob.metadata["low"], knob.metadata["high"]
        bounds = f", {low:g} to {high:g}" if low is not None else ""
        default = ", ".join(knob.default) if isinstance(knob.default, tuple) else str(knob.default)
        typer.echo(f"{name} = {default or '(none)'}{bounds}\n    {knob.metadata['about']}")


def _greet(server: "Server", settings: "Settings") -> None:
    """Say where everything is, once it is there."""
    from engine.server.start import saves

    world = server.running.catalog.world
    socket = server.url.replace("http", "ws", 1)
    typer.echo(f"{world.title} {world.version} is open at {server.url}")
    typer.echo(f"  page      {server.url}/ says how a client gets in")
    typer.echo(f"  client    its API is {server.url}/api, its socket {socket}/ws")
    typer.echo(f"  saves     {saves(settings)}")
    typer.echo("  stop      Ctrl-C; everyone's progress is saved")
