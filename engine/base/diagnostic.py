"""Findings about content, as values. Deciding how to print them is the CLI's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from engine.base.span import Span


class Severity(StrEnum):
    """How bad a finding is; only errors keep a world from being compiled."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How sure we are. Only what is certain may be an error."""

    CERTAIN = "certain"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A second place that helps to understand a finding, such as the first of two equal ids."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about content.

    `code` is permanent (`E2104`). `message` names the thing in the writer's words. `label` stands
    under the underlined text. `help` says what to do. `suggestion`, when there is one, is the exact
    text to put in place of the underlined text. `entity` is `kind:id` of the thing concerned. A comment that
    silences the finding may stand at `span`, or at one of the places `silenced_at`.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    label: str = ""
    help: str = ""
    suggestion: str | None = None
    notes: tuple[Note, ...] = ()
    entity: str | None = None
    confidence: Confidence = Confidence.CERTAIN
    silenced_at: tuple[Span, ...] = ()

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order in which findings are shown: by place, then code. The same on every machine."""
        return (self.span.path, self.span.line, self.span.column, self.code, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings of one run, in a fixed order, with the counts a summary needs.

    `hidden` counts findings that only follow from ones shown. `files` and `entities` count what was read.
    Not `whole` is a report in which errors kept checks of the whole world from being made.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    hidden: int = 0
    files: int = 0
    entities: int = 0
    whole: bool = True
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Lines of every file that a finding points at, by path: what a snippet is cut from."""

    def count(self, severity: Severity) -> int:
        """The number of findings of that severity."""
        return sum(1 for found in self.diagnostics if found.severity is severity)

    @property
    def ok(self) -> bool:
        """True when nothing keeps the world from being compiled."""
        return not self.count(Severity.ERROR)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort findings by place and code, each once."""
    return tuple(sorted(set(diagnostics), key=Diagnostic.sort_key))
