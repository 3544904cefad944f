"""Findings as SARIF 2.1.0, the form in which services such as GitHub's code scanning take them."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from cli.reports.page import page_text
from cli.reports.places import joined
from cli.reports.told import Told
from engine.base.diagnostic import Confidence, Diagnostic, Severity
from engine.base.span import Span
from engine.compiler.pages import PAGES
from engine.compiler.pages.page import Page
from engine.compiler.rule_settings import usual_severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT: Final = "gamectl/v1"
"""The name of our fingerprints. Another way of making them would get another name."""
_ROOT: Final = "%SRCROOT%"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def told_sarif(told: Told, prefix: str) -> str:
    """One run as one JSON object and a line end. `prefix` is the folder's path within the repository.

    Rules are all codes there are, with their pages. Paths are within the repository, columns in characters.
    """
    from importlib.metadata import version

    places = {page.code: place for place, page in enumerate(PAGES)}
    run = {
        "tool": {
            "driver": {
                "name": "gamectl",
                "version": version("gamectl"),
                "semanticVersion": version("gamectl"),
                "rules": [_rule(page) for page in PAGES],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The repository that holds the content."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [
            _result(found, places[found.code], told.prints[found], prefix)
            for found in told.report.diagnostics
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(page: Page) -> dict[str, Any]:
    whole = page_text(page)
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.text},
        "help": {"text": whole, "markdown": f"```text\n{whole}```\n"},
        "defaultConfiguration": {"level": _LEVELS[usual_severity(page.code)]},
    }


def _result(found: Diagnostic, rule: int, fingerprint: str, prefix: str) -> dict[str, Any]:
    message = ". ".join(part for part in (_capital(found.message), _capital(found.help)) if part)
    location: dict[str, Any] = {"physicalLocation": _place(found.span, prefix)}
    if found.entity is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": found.entity}]
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"confidence": found.confidence.value},
    }
    if found.notes:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(note.span, prefix),
                "message": {"text": _capital(note.message) or "This was probably meant"},
            }
            for number, note in enumerate(found.notes)
        ]
    if found.suggestion is not None and found.confidence is Confidence.CERTAIN:
        replacement = {"deletedRegion": _region(found.span), "insertedContent": {"text": found.suggestion}}
        result["fixes"] = [
            {
                "description": {"text": f"Write `{found.suggestion}`"},
                "artifactChanges": [
                    {"artifactLocation": _file(found.span, prefix), "replacements": [replacement]}
                ],
            }
        ]
    return result


def _place(span: Span, prefix: str) -> dict[str, Any]:
    place = {"artifactLocation": _file(span, prefix)}
    # The folder as a whole has no lines.
    return place if span.path == "." else {**place, "region": _region(span)}


def _file(span: Span, prefix: str) -> dict[str, str]:
    return {"uri": quote(joined(prefix, span.path), errors="replace"), "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.line,
        "endColumn": span.column + span.length,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
