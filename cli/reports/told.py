"""What one run tells: the findings that are shown, and what is known of those that are not."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from engine.base.diagnostic import Diagnostic, Report, Severity
from engine.compiler.compile import Compiled
from engine.compiler.fingerprints import fingerprints
from engine.compiler.rule_settings import Level, with_levels

_WORST_FIRST: Final = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The findings of a run and their fingerprints.

    `unshown` counts by severity what a limit for each file cut off, `unselected` what was not asked for, and
    `unselected_errors` the errors of that; nothing of it is in the report. `changed` are the files that were
    changed, when somebody asked for those or is shown them first.
    """

    report: Report
    prints: Mapping[Diagnostic, str]
    compiled: Compiled
    unshown: Mapping[Severity, int] = field(default_factory=dict)
    unselected: int = 0
    unselected_errors: int = 0
    changed: frozenset[str] = frozenset()

    @property
    def digest(self) -> str | None:
        """The content version, None when there are errors. In a large world it takes a while to work out."""
        return self.compiled.digest

    def count(self, severity: Severity) -> int:
        """The number of findings of that severity that were asked for, shown or not."""
        return self.report.count(severity) + self.unshown.get(severity, 0)


def everything(compiled: Compiled, levels: Mapping[str, Level] | None = None) -> Told:
    """All findings of a run, each as bad as `levels` says."""
    report = compiled.report
    report = replace(report, diagnostics=with_levels(report.diagnostics, levels or {}))
    return Told(report=report, prints=fingerprints(report), compiled=compiled)


def selected(told: Told, wanted: Callable[[Diagnostic], bool]) -> Told:
    """Only the findings that are wanted; the others are counted."""
    every = told.report.diagnostics
    kept = tuple(found for found in every if wanted(found))
    report = replace(told.report, diagnostics=kept)
    errors = told.report.count(Severity.ERROR) - report.count(Severity.ERROR)
    return replace(
        told,
        report=report,
        unselected=told.unselected + len(every) - len(kept),
        unselected_errors=told.unselected_errors + errors,
    )


def cut_short(told: Told, most: int) -> Told:
    """At most so many findings for each file, the worst and first of it; the others are counted."""
    every = told.report.diagnostics
    places: Counter[str] = Counter()
    kept = set()
    for found in sorted(every, key=lambda found: _WORST_FIRST[found.severity]):
        places[found.span.path] += 1
        if places[found.span.path] <= most:
            kept.add(found)
    cut = Counter(found.severity for found in every if found not in kept)
    shown = tuple(found for found in every if found in kept)
    return replace(told, report=replace(told.report, diagnostics=shown), unshown=cut)
