"""Findings on one line each, as editors and `grep` like them: place, severity, code, words."""

from cli.reports.paint import Paint
from cli.reports.text import place, shown, told_summary
from cli.reports.told import Told
from engine.base.diagnostic import Confidence, Diagnostic


def told_concisely(told: Told, folder: str, paint: Paint) -> str:
    """All findings and a summary, each line ended."""
    lines = [_line(found, folder, paint) for found in told.report.diagnostics]
    return "".join(f"{line}\n" for line in [*lines, told_summary(told, paint)])


def _line(found: Diagnostic, folder: str, paint: Paint) -> str:
    head = paint(found.severity.value, f"{found.severity.value}[{found.code}]")
    likely = " (likely a slip)" if found.confidence is Confidence.LIKELY else ""
    help_ = f"; {shown(found.help)}" if found.help else ""
    return f"{place(found.span, folder)}: {head}: {shown(found.message)}{likely}{help_}"
