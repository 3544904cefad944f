"""One slip behind several errors: a line that can be read where it stands, but belongs elsewhere.

A heading that slipped to the left leaves what stood below it among strangers, and each of them is an error.
So likely slips near the errors are mended one at a time. When nothing is wrong with the file after one of
them, and less with the world, that slip is told, and what followed from it is not.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from engine.base.diagnostic import Diagnostic, Report, Severity
from engine.base.span import Span
from engine.compiler.decode import Limits, decode, lines_of
from engine.compiler.filing import is_clear
from engine.compiler.findings import finding, shown
from engine.compiler.slip import Culprit, inset_of, put, says
from engine.compiler.slips_of_layout import blocks_of, moves_of
from engine.compiler.slips_of_lines import changed_places

_OF_A_FILE: Final = ("E0", "E1")
"""Bands of codes that say that something is wrong with a file by itself."""
_LINES: Final = 8
_FILES: Final = 3
"""So many lines of a file are looked at, and so many files."""
_TRIALS: Final = 150
_BYTES: Final = 4_000_000
"""So many mendings of a file are tried, and so much is read again, all files together."""
_BLANK_IN_KEY: Final = re.compile(r"( *(?:- )?)([\w-]+(?: [\w-]+)+)(:(?: .*)?)")
_NO_COLON: Final = re.compile(r"^ *(?:- )?(\w[\w-]*) +(\S.*)$")
_NO_COLON_IN_BRACKETS: Final = re.compile(r"[{,] *(\w[\w-]*) +([^\s:,{}]+)(?= *[,}])")


def told_once(
    report: Report,
    files: Mapping[str, bytes],
    limits: Limits,
    again: Callable[[Mapping[str, bytes], list[Diagnostic]], Report],
) -> Report:
    """The report, or one with a single finding for each slip that explains several others.

    `again(mended, told)` gives the report of the world with these files in place of others, and with
    these findings.
    """
    mended: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    budget = _BYTES
    errors = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    paths = dict.fromkeys(one.span.path for one in errors if one.code.startswith(_OF_A_FILE))
    for path in islice(paths, _FILES):
        text = decode(path, files.get(path, b""))
        if not isinstance(text, str) or not text:
            continue
        at_home = [one for one in errors if one.span.path == path and one.code.startswith(_OF_A_FILE)]
        lines = lines_of(text)
        for slip in islice(_slips(at_home, lines), min(_TRIALS, budget // len(text))):
            budget = max(0, budget - len(text))
            tried = "\n".join(put(slip, lines))
            if is_clear(tried, limits):
                mended[path] = tried.encode()
                found.append(_told(path, slip))
                break
    if not mended:
        return report
    after = again(mended, found)
    fewer = report.count(Severity.ERROR) - after.count(Severity.ERROR)
    if fewer <= 0:
        return report
    sources = {path: tuple(lines_of(files[path].decode("utf-8-sig"))) for path in mended}
    return replace(after, hidden=after.hidden + fewer, sources={**after.sources, **sources})


def _told(path: str, slip: Culprit) -> Diagnostic:
    span = Span(path=path, line=slip.line + 1, column=slip.column + 1, length=slip.length)
    return finding(slip.code, slip.message, span, help=slip.help)


def _slips(told: list[Diagnostic], lines: list[str]) -> Iterator[Culprit]:
    """Slips of the lines with errors and of their neighbours, the likeliest first."""
    places = [place for one in told for place in (one.span, *(note.span for note in one.notes))]
    numbers = dict.fromkeys(place.line - 1 for place in places if place.path == told[0].span.path)
    for number in list(numbers):
        numbers |= dict.fromkeys(_neighbours(number, lines))
    near = [number for number in numbers if number < len(lines) and says(lines[number])][:_LINES]
    for number in near:
        yield from _blank_in_key(number, lines[number])
        yield from _no_colon(number, lines[number])
    moves = [replace(move, code="E0027") for number in near for move in moves_of(number, lines)]
    yield from sorted(moves, key=lambda slip: abs(inset_of(slip.mended or "") - slip.column))
    rest = [slip for number in near for slip in changed_places(number, lines)]
    rest += [slip for number in near for slip in blocks_of(number, lines)]
    yield from (replace(slip, code="E0027") for slip in rest)


def _neighbours(number: int, lines: list[str]) -> Iterator[int]:
    """The next lines above and below that say something."""
    for way in (range(number - 1, -1, -1), range(number + 1, len(lines))):
        yield from islice((other for other in way if says(lines[other])), 1)


def _blank_in_key(number: int, line: str) -> Iterator[Culprit]:
    found = _BLANK_IN_KEY.fullmatch(line)
    if found is not None:
        before, key, after = found.groups()
        whole = key.replace(" ", "")
        yield Culprit(
            line=number,
            column=len(before),
            length=len(key),
            message=f"a blank stands in {shown(key)}",
            help=f"write {shown(whole)}",
            mended=f"{before}{whole}{after}",
            code="E1005",
        )


def _no_colon(number: int, line: str) -> Iterator[Culprit]:
    for found in (*_NO_COLON.finditer(line), *_NO_COLON_IN_BRACKETS.finditer(line)):
        key, value = found[1], found[2]
        yield Culprit(
            line=number,
            column=found.start(1),
            length=found.end(2) - found.start(1),
            message=f"a colon is missing after `{key}`",
            help=f"write {shown(f'{key}: {value}')}",
            mended=f"{line[: found.end(1)]}: {line[found.start(2) :]}",
            code="E1001",
        )
