"""Findings as JSON, as `schemas/report.schema.json` describes. Keys may be added; none changes or goes."""

import json
from collections.abc import Mapping
from typing import Any, Final

from cli.reports.told import Told
from engine.base.diagnostic import Diagnostic, Severity
from engine.base.span import Span

VERSION: Final = 1


def told_json(told: Told) -> str:
    """One JSON object and a line end."""
    body = {
        "version": VERSION,
        "ok": not told.count(Severity.ERROR),
        "digest": told.digest,
        "summary": {
            **{f"{severity.value}s": told.count(severity) for severity in Severity},
            "hidden": told.report.hidden,
            "unshown": sum(told.unshown.values()),
            "unselected": told.unselected,
            "unselected_errors": told.unselected_errors,
            "whole": told.report.whole,
            "files": told.report.files,
            "things": told.report.entities,
        },
        "findings": [_finding(found, told.prints) for found in told.report.diagnostics],
    }
    return json.dumps(body, indent=2) + "\n"


def _finding(found: Diagnostic, prints: Mapping[Diagnostic, str]) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "confidence": found.confidence.value,
        "message": found.message,
        "label": found.label,
        "help": found.help,
        "suggestion": found.suggestion,
        "entity": found.entity,
        "fingerprint": prints[found],
        **_place(found.span),
        "notes": [{"message": note.message, **_place(note.span)} for note in found.notes],
    }


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "column": span.column, "length": span.length}
