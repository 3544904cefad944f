"""How findings look on a terminal."""

import io

import pytest

from cli.reports.paint import colourfully, paint_for, plainly
from cli.reports.text import finding_text, summary
from engine.base.diagnostic import Confidence, Diagnostic, Note, Report, Severity
from engine.base.span import Span


def found(**more: object) -> Diagnostic:
    base: dict[str, object] = {
        "code": "W7001",
        "severity": Severity.WARNING,
        "message": "there is no picture `a.svg`",
        "span": Span(path="a.yaml", line=1, column=7, length=5),
        "label": "icon of item `a`",
        "help": "draw one",
    }
    return Diagnostic(**(base | more))  # type: ignore[arg-type] # a table of fields


def lines(diagnostic: Diagnostic, source: str, paint: object = plainly) -> list[str]:
    text = finding_text(diagnostic, {"a.yaml": (source,)}, "content", paint)  # type: ignore[arg-type]
    return text.splitlines()


def test_a_finding_has_this_layout() -> None:
    diagnostic = found(notes=(Note(message="", span=Span(path="b.yaml", line=3)),))

    assert lines(diagnostic, "icon: a.svg") == [
        "warning[W7001]: there is no picture `a.svg`",
        " --> content/a.yaml:1:7",
        "  |",
        "1 | icon: a.svg",
        "  |       ^^^^^ icon of item `a`",
        "  = help: draw one  (content/b.yaml:3)",
        "  = more: gamectl explain W7001",
    ]


def test_what_is_likely_is_said_to_be() -> None:
    assert lines(found(confidence=Confidence.LIKELY), "x")[0].endswith("(likely a slip)")


def test_wide_signs_and_tabs_keep_the_carets_in_place() -> None:
    shown = lines(found(span=Span(path="a.yaml", line=1, column=4, length=2)), "世\té灯x")

    assert shown[3:5] == ["1 | 世 é灯x", "  |     ^^^ icon of item `a`"]


def test_signs_that_a_terminal_would_obey_are_not_sent() -> None:
    shown = lines(found(message="a\x1b[31m", label="\x07", help="\u202e"), "icon: \x1b]0;owned\x07")

    assert not any(sign in "".join(shown) for sign in "\x1b\x07\u202e")


def test_a_long_line_is_cut_around_the_spot() -> None:
    shown = lines(
        found(span=Span(path="a.yaml", line=1, column=301, length=3)), "a" * 300 + "bcd" + "e" * 300
    )

    assert len(shown[3]) < 140
    assert shown[3][shown[4].index("^") : shown[4].rindex("^") + 1] == "bcd"
    assert shown[3].startswith("1 | …")
    assert shown[3].endswith("…")


def test_a_place_past_the_end_of_the_line_can_be_shown() -> None:
    shown = lines(found(span=Span(path="a.yaml", line=1, column=6, length=1)), "icon:")

    assert shown[4] == "  |      ^ icon of item `a`"


def test_a_finding_about_the_folder_has_no_snippet() -> None:
    shown = lines(found(span=Span(path="."), label=""), "x")

    assert shown[:2] == ["warning[W7001]: there is no picture `a.svg`", " --> content:1:1"]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report(files=1, entities=1), "no findings in 1 file with 1 thing"),
        (
            Report(diagnostics=(found(),), files=2, entities=3, hidden=1),
            "1 warning in 2 files with 3 things; 1 that follows from these is hidden",
        ),
        (
            Report(diagnostics=(found(), found(severity=Severity.ERROR)), files=2, entities=3, hidden=2),
            "1 error, 1 warning in 2 files with 3 things; 2 that follow from these are hidden",
        ),
        (
            Report(diagnostics=(found(severity=Severity.ERROR),), files=2, entities=3, whole=False),
            "1 error in 2 files with 3 things; more is looked at once the errors are mended",
        ),
    ],
)
def test_the_summary_counts(report: Report, said: str) -> None:
    assert summary(report, plainly) == said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    wanted = paint_for(Terminal()), paint_for(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    unwanted = paint_for(Terminal())

    assert (*wanted, unwanted) == (colourfully, plainly, plainly)


def test_colours_change_nothing_but_the_colour() -> None:
    painted = "\n".join(lines(found(), "icon: a.svg", colourfully))
    bare = painted
    for number in ("1;31", "1;33", "1;36", "34", "1", "32", "0"):
        bare = bare.replace(f"\x1b[{number}m", "")

    assert bare.splitlines() == lines(found(), "icon: a.svg")
    assert painted != bare
