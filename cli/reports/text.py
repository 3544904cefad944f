"""Findings as text: the place, the line with the spot underlined, what to do, where to read more."""

import unicodedata
from typing import Final

from cli.reports.paint import Paint
from engine.base.diagnostic import Diagnostic, Report, Severity
from engine.base.span import Span

_WIDEST: Final = 120
"""Longer lines are cut around the underlined spot."""
_BEFORE: Final = 50


def report_text(report: Report, folder: str, paint: Paint) -> str:
    """All findings and a summary, each line ended. `folder` stands before every path, as it was asked for."""
    blocks = [finding_text(found, report.sources, folder, paint) for found in report.diagnostics]
    return "".join(f"{block}\n" for block in blocks) + f"{summary(report, paint)}\n"


def finding_text(found: Diagnostic, sources: dict[str, tuple[str, ...]], folder: str, paint: Paint) -> str:
    """One finding, each line ended."""
    style = found.severity.value
    span = found.span
    lines = sources.get(span.path, ())
    margin = " " * len(str(span.line))
    head = paint(style, f"{style}[{found.code}]")
    likely = " (likely)" if found.confidence == "likely" else ""
    text = [
        f"{head}{paint('strong', f': {_shown(found.message)}{likely}')}",
        f"{margin}{paint('frame', '-->')} {_place(span, folder)}",
    ]
    bar = paint("frame", "|")
    if 0 < span.line <= len(lines):
        line, under = _snippet(lines[span.line - 1], span)
        label = f" {_shown(found.label)}" if found.label else ""
        text += [
            f"{margin} {bar}",
            f"{paint('frame', str(span.line))} {bar} {line}",
            f"{margin} {bar} {paint(style, under + label)}".rstrip(),
        ]
    elif found.label:
        text.append(f"{margin} {paint('frame', '=')} in: {_shown(found.label)}")
    text += [f"{margin} {paint('frame', '=')} {line}" for line in _after(found, folder, paint)]
    return "".join(f"{line}\n" for line in text)


def _after(found: Diagnostic, folder: str, paint: Paint) -> list[str]:
    """What stands below the snippet: help, other places, and where to read more."""
    lines = []
    where = "".join(f"  ({_line(note.span, folder)})" for note in found.notes if not note.message)
    if found.help:
        lines.append(f"{paint('help', 'help')}: {_shown(found.help)}{where}")
    lines += [
        f"note: {_shown(note.message)}  ({_line(note.span, folder)})" for note in found.notes if note.message
    ]
    lines.append(f"more: gamectl explain {found.code}")
    return lines


def summary(report: Report, paint: Paint) -> str:
    """One line: how many findings of each sort, in how much content."""
    counts = [
        paint(severity.value, f"{count} {severity.value}{'s' if count > 1 else ''}")
        for severity in Severity
        if (count := report.count(severity))
    ]
    said = ", ".join(counts) if counts else paint("help", "no findings")
    files = f"{report.files} file{'' if report.files == 1 else 's'}"
    more = f"; {report.hidden} more when these are mended" if report.hidden else ""
    return f"{said} in {files} with {report.entities} thing{'' if report.entities == 1 else 's'}{more}"


def _place(span: Span, folder: str) -> str:
    path = _path(span, folder)
    return f"{path}:{span.line}:{span.column}"


def _line(span: Span, folder: str) -> str:
    return f"{_path(span, folder)}:{span.line}"


def _path(span: Span, folder: str) -> str:
    if span.path == ".":
        return _shown(folder)
    return _shown(span.path if folder == "." else f"{folder.rstrip('/')}/{span.path}")


def _snippet(line: str, span: Span) -> tuple[str, str]:
    """A line of a file as a terminal may show it, and the carets that stand under the spot."""
    start, end = span.column - 1, span.column - 1 + span.length
    cut_before = max(0, start - _BEFORE) if len(line) > _WIDEST else 0
    cut_after = min(len(line), cut_before + _WIDEST)
    end = min(end, cut_after)
    before, spot, after = line[cut_before:start], line[start:end], line[end:cut_after]
    before = f"…{before}" if cut_before else before
    after = f"{after}…" if cut_after < len(line) else after
    shown = f"{_shown(before)}{_shown(spot)}{_shown(after)}".rstrip()
    return shown, " " * _width(_shown(before)) + "^" * max(1, _width(_shown(spot)))


def _shown(text: str) -> str:
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
