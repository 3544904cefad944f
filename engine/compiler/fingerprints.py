"""What a finding is recognised by from one run to the next, wherever its line has moved meanwhile."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from engine.base.diagnostic import Diagnostic, Report


def fingerprints(report: Report) -> dict[Diagnostic, str]:
    """For every finding 32 hexadecimal digits, each different within the report.

    Made from the code, the thing concerned (the file, where there is none), the text that is underlined, and
    which of several alike it is; neither from line numbers nor from words, which may change.
    """
    alike: Counter[tuple[str, str, str]] = Counter()
    known: dict[Diagnostic, str] = {}
    for found in report.diagnostics:
        what = (found.code, found.entity or f"file {found.span.path}", _underlined(found, report.sources))
        alike[what] += 1
        whole = "\0".join((*what, str(alike[what])))
        known[found] = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return known


def _underlined(found: Diagnostic, sources: Mapping[str, tuple[str, ...]]) -> str:
    span = found.span
    lines = sources.get(span.path, ())
    if not 0 < span.line <= len(lines):
        return ""
    return lines[span.line - 1][span.column - 1 : span.column - 1 + span.length]
