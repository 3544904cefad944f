"""How findings look: as text for people, as JSON for programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cli.arguments import Format

if TYPE_CHECKING:
    from engine.compiler.compile import Compiled


def print_report(compiled: "Compiled", folder: Path, format_: Format) -> None:
    """Print all findings to standard output."""
    if format_ is Format.JSON:
        from cli.reports.as_json import report_json

        text = report_json(compiled)
    else:
        from cli.reports.paint import paint_for
        from cli.reports.text import report_text

        text = report_text(compiled.report, folder.as_posix(), paint_for(sys.stdout))
    # A terminal that knows fewer signs than ours gets question marks, never an exception.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
