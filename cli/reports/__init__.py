"""How findings look: as text for people, in other forms for programs."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cli.arguments import Format, stop

if TYPE_CHECKING:
    from cli.reports.paint import Paint
    from cli.reports.told import Told
    from engine.compiler.compile import Compiled


def print_report(compiled: "Compiled", folder: Path, format_: Format) -> None:
    """Print all findings to standard output."""
    from cli.reports.told import everything

    print_told(everything(compiled), folder, format_)


def print_told(told: "Told", folder: Path, format_: Format) -> None:
    """Print what is told of a folder to standard output; the command ends when that cannot be done."""
    from cli.reports.paint import paint_for

    text = rendered(told, folder, format_, paint_for(sys.stdout))
    # A terminal that knows fewer signs than ours gets question marks, never an exception.
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has read enough; that is nobody's mistake.
        raise
    except OSError as problem:
        # What waits to be written would be tried again at the end, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        stop(f"the findings could not be printed: {(problem.strerror or 'unknown reason').lower()}.")


def write_told(told: "Told", folder: Path, format_: Format, file: Path) -> None:
    """Write what is told of a folder into a file; the command ends when that cannot be done."""
    from cli.reports.paint import plainly

    data = rendered(told, folder, format_, plainly).encode("utf-8", "replace")
    try:
        file.write_bytes(data)
    except OSError as problem:
        stop(f"the report {file} could not be written: {(problem.strerror or 'unknown reason').lower()}.")


def rendered(told: "Told", folder: Path, format_: Format, paint: "Paint") -> str:
    """What is told of a folder, in a format. Only the modules of that format are loaded."""
    match format_:
        case Format.TEXT:
            from cli.reports.text import told_text

            return told_text(told, folder.as_posix(), paint)
        case Format.CONCISE:
            from cli.reports.concise import told_concisely

            return told_concisely(told, folder.as_posix(), paint)
        case Format.JSON:
            from cli.reports.as_json import told_json

            return told_json(told)
        case Format.SARIF:
            from cli.reports.as_sarif import told_sarif
            from cli.reports.places import within_repository

            return told_sarif(told, within_repository(folder))
        case Format.GITHUB:
            from cli.reports.as_github import told_github
            from cli.reports.places import within_repository

            return told_github(told, within_repository(folder))
