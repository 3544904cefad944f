"""Findings as text: the place, the line with the spot underlined, what to do, where to read more."""

import unicodedata
from collections.abc import Mapping
from typing import Final

from cli.reports.paint import Paint
from cli.reports.told import Told
from engine.base.diagnostic import Confidence, Diagnostic, Report, Severity
from engine.base.span import Span

_WIDEST: Final = 120
"""Longer lines are cut around the underlined spot."""
_BEFORE: Final = 50
_MOST_NOTES: Final = 5
"""Of other places so many are shown; the reports for machines have all."""


def report_text(report: Report, folder: str, paint: Paint) -> str:
    """All findings and a summary, each line ended. `folder` stands before every path, as it was asked for."""
    blocks = [finding_text(found, report.sources, folder, paint) for found in report.diagnostics]
    return "".join(f"{block}\n" for block in blocks) + f"{summary(report, paint)}\n"


def told_text(told: Told, folder: str, paint: Paint) -> str:
    """The findings that are told and a summary of all, each line ended."""
    report = told.report
    blocks = [finding_text(found, report.sources, folder, paint) for found in report.diagnostics]
    return "".join(f"{block}\n" for block in blocks) + f"{told_summary(told, paint)}\n"


def finding_text(found: Diagnostic, sources: dict[str, tuple[str, ...]], folder: str, paint: Paint) -> str:
    """One finding, each line ended."""
    style = found.severity.value
    span = found.span
    lines = sources.get(span.path, ())
    margin = " " * len(str(span.line))
    head = paint(style, f"{style}[{found.code}]")
    likely = " (likely a slip)" if found.confidence is Confidence.LIKELY else ""
    text = [
        f"{head}{paint('strong', f': {shown(found.message)}{likely}')}",
        f"{margin}{paint('frame', '-->')} {place(span, folder)}",
    ]
    bar = paint("frame", "|")
    if 0 < span.line <= len(lines):
        line, under = _snippet(lines[span.line - 1], span)
        label = f" {shown(found.label)}" if found.label else ""
        text += [
            f"{margin} {bar}",
            f"{paint('frame', str(span.line))} {bar} {line}",
            f"{margin} {bar} {paint(style, under + label)}".rstrip(),
        ]
    elif found.label:
        text.append(f"{margin} {paint('frame', '=')} in: {shown(found.label)}")
    text += [f"{margin} {paint('frame', '=')} {line}" for line in _after(found, folder, paint)]
    return "".join(f"{line}\n" for line in text)


def _after(found: Diagnostic, folder: str, paint: Paint) -> list[str]:
    """What stands below the snippet: help, other places, and where to read more."""
    lines = []
    where = "".join(f"  ({_line(note.span, folder)})" for note in found.notes if not note.message)
    if found.help:
        lines.append(f"{paint('help', 'help')}: {shown(found.help)}{where}")
    said = [note for note in found.notes if note.message]
    lines += [f"note: {shown(note.message)}  ({_line(note.span, folder)})" for note in said[:_MOST_NOTES]]
    if len(said) > _MOST_NOTES:
        more = len(said) - _MOST_NOTES
        lines.append(f"note: and so in {more} more place{'s' if more > 1 else ''}")
    lines.append(f"more: gamectl explain {found.code}")
    return lines


def summary(report: Report, paint: Paint) -> str:
    """One line: how many findings of each sort, in how much content."""
    return _summary(report, {severity: report.count(severity) for severity in Severity}, [], paint)


def told_summary(told: Told, paint: Paint) -> str:
    """One line: how many findings of each sort, in how much content, and how many are not shown."""
    more = []
    if unshown := sum(told.unshown.values()):
        more.append(f"{unshown} of them not shown")
    if told.unselected:
        errors = told.unselected_errors
        among = f", {errors} error{'s' if errors > 1 else ''} among them" if errors else ""
        more.append(f"{told.unselected} not selected{among}")
    counts = {severity: told.count(severity) for severity in Severity}
    return _summary(told.report, counts, more, paint)


def _summary(report: Report, counts: Mapping[Severity, int], more: list[str], paint: Paint) -> str:
    found = [
        paint(severity.value, f"{count} {severity.value}{'s' if count > 1 else ''}")
        for severity, count in counts.items()
        if count
    ]
    said = ", ".join(found) if found else paint("help", "no findings")
    files = f"{report.files} file{'' if report.files == 1 else 's'}"
    things = f"{report.entities} thing{'' if report.entities == 1 else 's'}"
    follow = (
        "1 that follows from these is"
        if report.hidden == 1
        else f"{report.hidden} that follow from these are"
    )
    hidden = [f"{follow} hidden"] if report.hidden else []
    left_out = [] if report.whole else ["more is looked at once the errors are mended"]
    return "; ".join([f"{said} in {files} with {things}", *more, *hidden, *left_out])


def place(span: Span, folder: str) -> str:
    """A place as terminals and editors know it: `content/items.yaml:3:5`."""
    path = _path(span, folder)
    return f"{path}:{span.line}:{span.column}"


def _line(span: Span, folder: str) -> str:
    return f"{_path(span, folder)}:{span.line}"


def _path(span: Span, folder: str) -> str:
    if span.path == ".":
        return shown(folder)
    return shown(span.path if folder == "." else f"{folder.rstrip('/')}/{span.path}")


def _snippet(line: str, span: Span) -> tuple[str, str]:
    """A line of a file as a terminal may show it, and the carets that stand under the spot."""
    start, end = span.column - 1, span.column - 1 + span.length
    cut_before = max(0, start - _BEFORE) if len(line) > _WIDEST else 0
    cut_after = min(len(line), cut_before + _WIDEST)
    end = min(end, cut_after)
    before, spot, after = line[cut_before:start], line[start:end], line[end:cut_after]
    before = f"…{before}" if cut_before else before
    after = f"{after}…" if cut_after < len(line) else after
    line = f"{shown(before)}{shown(spot)}{shown(after)}".rstrip()
    return line, " " * _width(shown(before)) + "^" * max(1, _width(shown(spot)))


def shown(text: str) -> str:
    """A text without anything that a terminal would obey or that would not be seen."""
    return "".join(
        sign if sign.isprintable() else " " if sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )


def _width(text: str) -> int:
    """How many columns a terminal needs for a text."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
