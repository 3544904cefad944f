"""How a command works through a content folder: what it keeps for next time, and what it shows meanwhile."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated

import typer

from cli import exits

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

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
    """How to work through a folder. After `patience` seconds a bar is shown, if this is a terminal.

    Facts that differ from those that were kept end the command.
    """
    from engine.compiler.keep import kept_for
    from engine.compiler.work import CacheDiffers, Work

    kept = kept_for(folder) if cache else None
    try:
        with _bar(patience) as progress:
            yield Work(jobs=jobs, kept=kept, verify=verify, progress=progress)
    except CacheDiffers as differs:
        if kept is not None:
            kept.forget_all_but(())
        typer.echo(
            f"gamectl: what was kept about {differs} is not what the file says. That is a mistake of "
            "gamectl, not yours: please report it. What was kept is gone now, so run the command again; "
            "--no-cache does without.",
            err=True,
        )
        raise typer.Exit(exits.BUG) from None


@contextmanager
def _bar(patience: float) -> Iterator[Callable[[int, int], None] | None]:
    """What moves the bar; None when nobody would see it. It is gone before anything else is printed."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(patience)
    try:
        yield bar.show
    finally:
        bar.end()


class _Bar:
    """A bar that appears when somebody has waited for a while, and leaves nothing behind.

    While files are read it only looks at the time when it is told of one: a thread that waits would keep
    other processes from being started. Once all are read nothing is told any more, and one waits.
    """

    def __init__(self, patience: float) -> None:
        self.appears = time.monotonic() + patience
        self.waits: Timer | None = None
        self.drawn: tuple[Progress, TaskID] | None = None
        self.ended = False

    def show(self, done: int, of_all: int) -> None:
        """So many bytes of all are done."""
        if self.ended:
            return
        left = self.appears - time.monotonic()
        if self.drawn is not None or (left <= 0 and self.waits is None):
            self._draw(done, of_all)
        elif done == of_all and self.waits is None:
            self.waits = Timer(left, self._draw, (done, of_all))
            self.waits.daemon = True
            self.waits.start()

    def _draw(self, done: int, of_all: int) -> None:
        # Reading rich takes longer than checking a small world.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        # Nobody knows how long the rest takes; without a total the bar only moves.
        total = None if done == of_all else of_all
        said = "checking the whole" if total is None else f"reading {done / 1e6:.0f} of {total / 1e6:.0f} MB"
        if self.drawn is not None:
            progress, task = self.drawn
            progress.update(task, description=said, completed=done, total=total)
            return
        console = Console(stderr=True)
        if not console.is_interactive:
            self.ended = True
            return
        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            console=console,
            transient=True,
            # What is printed meanwhile is left as it is: standard output may be a pipe.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self.drawn = progress, progress.add_task(said, completed=done, total=total)
        progress.start()

    def end(self) -> None:
        """Take the bar away; it does not come again."""
        if self.waits is not None:
            self.waits.cancel()
            self.waits.join()
        self.ended = True
        if self.drawn is not None:
            self.drawn[0].stop()
