"""How a command works through a content folder: what it keeps for next time, and what it shows meanwhile."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import exits

if TYPE_CHECKING:
    from engine.compiler.work import Work

NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Neither use nor keep what was found out about files.")
]
VerifyCacheOption = Annotated[
    bool, typer.Option("--verify-cache", help="Find out everything anew, and compare it with what was kept.")
]
JobsOption = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Read files in so many processes.  [one a core]")
]


@contextmanager
def working(
    folder: Path, *, cache: bool = True, verify: bool = False, jobs: int | None = None, patience: float = 1.0
) -> Iterator["Work"]:
    """How to work through a folder. After `patience` seconds a bar is shown, if this is a terminal."""
    from engine.compiler.keep import kept_for
    from engine.compiler.work import CacheDiffers, Work

    kept = kept_for(folder) if cache else None
    bar = _Bar(patience) if sys.stderr.isatty() else None
    try:
        yield Work(jobs=jobs, kept=kept, verify=verify, progress=bar.show if bar is not None else None)
    except CacheDiffers as differs:
        if kept is not None:
            kept.forget_all_but(())
        typer.echo(
            f"gamectl: what was kept about {differs} is not what the file says. That is a mistake of "
            "gamectl, not yours: please report it. What was kept is gone now; run the command again.",
            err=True,
        )
        raise typer.Exit(exits.BUG) from None
    finally:
        if bar is not None:
            bar.end()


class _Bar:
    """A bar that appears when somebody has waited for a while, and leaves nothing behind."""

    def __init__(self, patience: float) -> None:
        self.appears = time.monotonic() + patience
        self.drawn: Any = None
        self.advance: Callable[[int], None] | None = None

    def show(self, done: int, of_all: int) -> None:
        """So many bytes of all are done."""
        if self.drawn is None:
            if time.monotonic() < self.appears:
                return
            self._draw(of_all)
        assert self.advance is not None
        self.advance(done)

    def _draw(self, of_all: int) -> None:
        # Reading rich takes longer than checking a small world.
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        self.drawn = Progress(*columns, console=Console(stderr=True), transient=True)
        self.drawn.start()
        task = self.drawn.add_task("reading", total=of_all)
        self.advance = lambda done: self.drawn.update(task, completed=done)

    def end(self) -> None:
        """Take the bar away."""
        if self.drawn is not None:
            self.drawn.stop()
