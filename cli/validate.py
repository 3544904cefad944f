"""`gamectl validate`: every finding about a content folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli import exits
from cli.arguments import ContentFolder, FailOn, FailOnOption, Format, FormatOption, folder_there

if TYPE_CHECKING:
    from engine.base.diagnostic import Report


def validate(
    path: ContentFolder = Path("content"),
    format_: FormatOption = Format.TEXT,
    fail_on: FailOnOption = FailOn.ERROR,
) -> None:
    """Check a content folder and show every mistake in it.

    \b
    gamectl validate                          the folder ./content
    gamectl validate worlds/harbor            another folder
    gamectl validate --fail-on warning        warnings fail too
    gamectl validate --format json            for other programs

    Exit codes: 0 clean, 1 findings, 2 could not run, 3 a mistake of gamectl itself.
    """
    from cli.reports import print_report
    from engine.compiler.compile import compile_world

    compiled = compile_world(folder_there(path))
    print_report(compiled, path, format_)
    raise typer.Exit(exits.FINDINGS if fails(compiled.report, fail_on) else exits.CLEAN)


def fails(report: "Report", fail_on: FailOn) -> bool:
    """Whether a report has findings at or above a severity."""
    from engine.base.diagnostic import Severity

    order = list(Severity)
    return any(report.count(severity) for severity in order[: order.index(Severity(fail_on.value)) + 1])
