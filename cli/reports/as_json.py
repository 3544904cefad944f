"""Findings as JSON. The keys are a promise: they may grow, they do not change."""

import json
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Severity
from engine.base.span import Span
from engine.compiler.compile import Compiled

VERSION: Final = 1


def report_json(compiled: Compiled) -> str:
    """One JSON object and a line end.

    `version` (of this form), `ok` (no errors), `digest` (of the content, null with errors), `summary`
    (`errors`, `warnings`, `infos`, `hidden`, `files`, `things`), `findings`, each with `code`, `severity`,
    `confidence`, `message`, `label`, `help`, `suggestion` (text to put in place of the span, or null),
    `entity` (`items:bread`, or null), `path` (below the content folder), `line`, `column` (from 1, in
    characters), `length`, and `notes`, each with `message`, `path`, `line`, `column`, `length`.
    """
    report = compiled.report
    body = {
        "version": VERSION,
        "ok": report.ok,
        "digest": compiled.catalog.digest if compiled.catalog else None,
        "summary": {
            **{f"{severity.value}s": report.count(severity) for severity in Severity},
            "hidden": report.hidden,
            "files": report.files,
            "things": report.entities,
        },
        "findings": [_finding(found) for found in report.diagnostics],
    }
    return json.dumps(body, indent=2) + "\n"


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "confidence": found.confidence.value,
        "message": found.message,
        "label": found.label,
        "help": found.help,
        "suggestion": found.suggestion,
        "entity": found.entity,
        **_place(found.span),
        "notes": [{"message": note.message, **_place(note.span)} for note in found.notes],
    }


def _place(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "column": span.column, "length": span.length}
