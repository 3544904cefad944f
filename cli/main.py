"""`gamectl`: arguments in, engine calls, rendering out. The one place that turns a bug into an apology.

Commands are imported here, but each imports the engine only when it runs, so help comes at once.
"""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

import typer

from cli import exits
from cli.compile import compile_
from cli.docs import docs
from cli.editor import editor
from cli.explain import explain
from cli.fmt import fmt
from cli.graph import graph
from cli.new import new
from cli.rename import rename
from cli.replay import replay
from cli.rules import rules
from cli.serve import serve
from cli.show import show
from cli.usage import UsageError, usage_told
from cli.validate import validate

COMMANDS: Final[tuple[tuple[str, Callable[..., Any]], ...]] = (
    ("new", new),
    ("validate", validate),
    ("compile", compile_),
    ("explain", explain),
    ("show", show),
    ("rename", rename),
    ("graph", graph),
    ("fmt", fmt),
    ("docs", docs),
    ("editor", editor),
    ("rules", rules),
    ("serve", serve),
    ("replay", replay),
)
"""Every command, in the order of the help."""

_DEBUG: Final = "--debug"


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"gamectl {version('gamectl')}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
    debug: Annotated[
        bool, typer.Option(_DEBUG, help="When gamectl itself fails, show where: for a bug report.")
    ] = False,
) -> None:
    """Write worlds in YAML, prove them, compile them, serve them.

    \b
    gamectl new world harbor    begin a world of your own in ./harbor
    gamectl validate            check the world in ./content
    gamectl explain E2104       what a code means, with an example
    gamectl compile -o world.db check it and write it down for the server
    """


def build_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="gamectl",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name, command in COMMANDS:
        app.command(name)(command)
    return app


def run(arguments: Sequence[str], held: list[BaseException] | None = None) -> int:
    """Run one command line and answer the exit code. Never raises an ordinary exception.

    Whatever the command had in memory is put into `held`, when there is such a list, and not freed.
    """
    try:
        command = typer.main.get_command(build_app())
        with command.make_context("gamectl", list(arguments) or ["--help"]) as context:
            command.invoke(context)
    except typer.Exit as ended:
        if held is not None:
            held.append(ended)
        return ended.exit_code
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else exits.CLEAN
    except BrokenPipeError:
        # Nobody reads on. What is still to be written goes nowhere, and without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.FINDINGS
    except (KeyboardInterrupt, typer.Abort):
        return exits.INTERRUPTED
    except UsageError as problem:
        typer.echo(f"gamectl: {usage_told(problem, arguments, dict(COMMANDS))}", err=True)
        return exits.NOT_RUN
    except Exception as bug:  # noqa: BLE001 - the edge: whatever it is, it is ours
        _apologise(bug, debug=_DEBUG in arguments)
        return exits.BUG
    return exits.CLEAN


def _apologise(bug: Exception, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(bug, file=sys.stderr)
    more = "" if debug else f" Run it again as `gamectl {_DEBUG} …` to see where, and report that."
    print(f"gamectl made a mistake of its own; your files are untouched.{more}", file=sys.stderr)


def main() -> None:
    """The entry point of the `gamectl` command."""
    held: list[BaseException] = []
    code = run(sys.argv[1:], held)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    # To free a large world thing by thing takes longer than to look at what has changed in it.
    os._exit(code)


if __name__ == "__main__":
    main()
