"""Comments that silence warnings: `# gamectl: ignore[W7002] reason`, on the same line or the line above."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from engine.base.diagnostic import Diagnostic, Severity
from engine.base.suggest import closest
from engine.compiler.document import Document
from engine.compiler.findings import finding, shown
from engine.compiler.ignores import Ignore

_EXAMPLE: Final = "# gamectl: ignore[W7002] the song is long on purpose"


def suppress(
    found: Iterable[Diagnostic],
    documents: Iterable[Document],
    lines_of: Callable[[Document], Sequence[str]],
) -> list[Diagnostic]:
    """Findings without those that are silenced, and with those about comments that silence wrongly."""
    silenced: dict[tuple[str, int], list[Ignore]] = {}
    every: list[Ignore] = []
    told: list[Diagnostic] = []
    for document in documents:
        lines = lines_of(document) if document.ignores else ()
        for ignore in document.ignores:
            wrong = _wrong(ignore)
            if wrong:
                told.append(wrong)
                continue
            every.append(ignore)
            line = ignore.span.line
            # Several comments above a line all speak of that line, and a note may stand between.
            while ignore.alone and line <= len(lines) and lines[line - 1].lstrip().startswith("#"):
                line += 1
            silenced.setdefault((document.path, line), []).append(ignore)
    used: set[tuple[Ignore, str]] = set()
    for diagnostic in found:
        at = {(place.path, place.line) for place in (diagnostic.span, *diagnostic.silenced_at)}
        hits = [
            ignore for place in at for ignore in silenced.get(place, ()) if diagnostic.code in ignore.codes
        ]
        if hits and diagnostic.severity is not Severity.ERROR:
            used.update((ignore, diagnostic.code) for ignore in hits)
        else:
            told.append(diagnostic)
    told.extend(
        _unused(code, ignore) for ignore in every for code in ignore.codes if (ignore, code) not in used
    )
    return told


def _unused(code: str, ignore: Ignore) -> Diagnostic:
    # Here and not above: hardly any run needs the pages, which are many.
    from engine.compiler.pages import PAGES

    known = [page.code for page in PAGES]
    if code in known:
        message, help_ = f"nothing to silence: {code} is not found here", "remove the comment"
    else:
        message, near = f"no finding has the code {shown(code)}", closest(code, known)
        help_ = f"did you mean `{near}`?" if near else "`gamectl rules` lists all codes"
    return finding("W8010", message, ignore.span, help=help_)


def _wrong(ignore: Ignore) -> Diagnostic | None:
    if not ignore.codes:
        return finding(
            "E9003", "this comment names no code to silence", ignore.span, help=f"write `{_EXAMPLE}`"
        )
    errors = [code for code in ignore.codes if code.startswith("E")]
    if errors:
        return finding(
            "E9005",
            f"{shown(errors[0])} is an error and cannot be silenced",
            ignore.span,
            help="mend what it says; only warnings can be silenced",
        )
    if not ignore.reason:
        return finding(
            "E9004",
            "this comment says no reason, and so silences nothing",
            ignore.span,
            help=f"write one after it: `# gamectl: ignore[{', '.join(ignore.codes)}] because …`",
        )
    return None
