"""Findings as GitHub's annotations: notes that a workflow shows beside the changed lines."""

from collections.abc import Iterable, Mapping
from typing import Final

from cli.reports.paint import plainly
from cli.reports.places import joined
from cli.reports.text import shown, told_summary
from cli.reports.told import Told
from engine.base.diagnostic import Confidence, Diagnostic, Severity

MOST: Final = 10
"""GitHub shows so many annotations of a level for one step, and drops the rest without a word."""
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_ESCAPES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = str.maketrans({**_ESCAPES, ":": "%3A", ",": "%2C"})
_IN_MESSAGES: Final = str.maketrans(_ESCAPES)


def told_github(told: Told, prefix: str) -> str:
    """Annotations, the worst first and those in changed files before others, and a summary for the log.

    `prefix` is the folder's path within the repository. What is past GitHub's limit is counted in one last
    annotation, for which a place is kept.
    """
    by_level = {
        severity: sorted(
            (found for found in told.report.diagnostics if found.severity is severity),
            key=lambda found: found.span.path not in told.changed,
        )
        for severity in _LEVELS
    }
    cut = any(len(every) > MOST for every in by_level.values()) or any(told.unshown.values())
    lines = []
    missing: dict[Severity, int] = {}
    for severity, every in by_level.items():
        most = MOST - 1 if cut and severity is Severity.INFO else MOST
        lines += [_annotation(found, prefix) for found in every[:most]]
        missing[severity] = len(every[most:]) + told.unshown.get(severity, 0)
    if any(missing.values()):
        lines.append(_command("notice", {"title": "gamectl"}, _not_shown(missing)))
    return "".join(f"{line}\n" for line in [*lines, told_summary(told, plainly)])


def _annotation(found: Diagnostic, prefix: str) -> str:
    span = found.span
    properties: dict[str, str | int] = {}
    if span.path != ".":
        properties = {
            "file": joined(prefix, span.path),
            "line": span.line,
            "endLine": span.line,
            "col": span.column,
            "endColumn": span.column + span.length,
        }
    likely = " (likely a slip)" if found.confidence is Confidence.LIKELY else ""
    words = [f"{found.message}{likely}", found.help, f"more: gamectl explain {found.code}"]
    message = "\n".join(shown(part) for part in words if part)
    title = f"{found.code} {shown(found.label)}".rstrip()
    return _command(_LEVELS[found.severity], {**properties, "title": title}, message)


def _not_shown(missing: Mapping[Severity, int]) -> str:
    counts = [
        f"{count} {severity.value}{'' if count == 1 else 's'}" for severity, count in missing.items() if count
    ]
    return f"{_listed(counts)} more not shown here; `gamectl validate` shows all of them"


def _listed(counts: list[str]) -> str:
    return " and ".join([", ".join(counts[:-1]), counts[-1]]) if len(counts) > 1 else counts[0]


def _command(level: str, properties: Mapping[str, str | int], message: str) -> str:
    told = ",".join(_properties(properties))
    return f"::{level} {told}::{message.translate(_IN_MESSAGES)}"


def _properties(properties: Mapping[str, str | int]) -> Iterable[str]:
    for name, value in properties.items():
        yield f"{name}={str(value).translate(_IN_PROPERTIES)}"
