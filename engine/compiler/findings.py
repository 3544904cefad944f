"""Making findings: the severity is the first letter of the code, and a crowd is cut short."""

from collections.abc import Iterable
from typing import Final

from engine.base.diagnostic import Confidence, Diagnostic, Note, Severity
from engine.base.span import Span

_SEVERITIES: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


def finding(
    code: str,
    message: str,
    span: Span,
    *,
    label: str = "",
    help: str = "",  # noqa: A002 - the word that writers see
    suggestion: str | None = None,
    notes: Iterable[Note] = (),
    entity: str | None = None,
    confidence: Confidence = Confidence.CERTAIN,
    silenced_at: Iterable[Span] = (),
) -> Diagnostic:
    """A finding with the severity that its code says."""
    return Diagnostic(
        code=code,
        severity=_SEVERITIES[code[0]],
        message=message,
        span=span,
        label=label,
        help=help,
        suggestion=suggestion,
        notes=tuple(notes),
        entity=entity,
        confidence=confidence,
        silenced_at=tuple(silenced_at),
    )


def shown(text: str, most: int = 60) -> str:
    """A writer's text for use in a message: in backticks, cut when long, invisible signs named."""
    cut = text[:most]
    safe = "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in cut)
    return f"`{safe}…`" if len(text) > most else f"`{safe}`"


def one_of(words: Iterable[str]) -> str:
    """Words for a choice: `a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
