"""How well single typical slips are told: applies hundreds of them to a world in order and judges the report.

    python -m tools.slips [--seed 1] [--count 600] [--show] [--only KIND]

A slip is told well when there is exactly one finding, an error, on a line that was changed (of a thing that
was taken out: where it is named), and its first suggestion is what stood there before, when it was a typo.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from cli.reports.paint import plainly
from cli.reports.text import report_text
from engine.base.diagnostic import Report, Severity
from engine.compiler.compile import compile_files
from engine.compiler.load import read_folder
from tools.slip_kinds import SLIPS, Ground, Slip

WORLD: Final = Path(__file__).resolve().parent.parent / "content"
_TRIES: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was said about a slip. `suggested` is None for slips that are no typos."""

    slip: Slip
    report: Report
    placed: bool
    suggested: bool | None

    @property
    def good(self) -> bool:
        """Whether it was told as it should be."""
        return self.placed and self.suggested is not False


def slips_of(ground: Ground, seed: int, count: int) -> Iterator[Slip]:
    """So many different slips, each kind as often as the others."""
    seen: set[tuple[str, str]] = set()
    kinds = list(SLIPS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        dice = Random(f"{seed} {number}")
        for _ in range(_TRIES):
            slip = SLIPS[kind](kind, ground, dice)
            if slip is None or (slip.path, slip.text) in seen or not _differs(ground, slip):
                continue
            seen.add((slip.path, slip.text))
            yield slip
            break
        else:
            raise ValueError(f"there is no place for another slip of the kind `{kind}`")


def _differs(ground: Ground, slip: Slip) -> bool:
    """Whether the file says something else than before: spaces may change nothing."""
    try:
        return _said(slip.text) != _said(ground.files[slip.path].decode())
    except yaml.YAMLError:
        return True


def _said(text: str) -> list[tuple[type, Any]]:
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    return [(type(event), getattr(event, "value", None)) for event in events]


def judge(ground: Ground, pictures: frozenset[str], slip: Slip) -> Outcome:
    """Compile the world with the slip in it."""
    report = compile_files({**ground.files, slip.path: slip.text.encode()}, pictures).report
    found = report.diagnostics
    first = found[0] if len(found) == 1 and found[0].severity is Severity.ERROR else None
    if first is None:
        placed = False
    elif slip.gone is not None:
        line = report.sources[first.span.path][first.span.line - 1]
        placed = slip.gone in line and slip.gone in first.message
    else:
        placed = first.span.path == slip.path and first.span.line in slip.lines
    suggested = None if slip.meant is None else bool(found) and found[0].suggestion == slip.meant
    return Outcome(slip=slip, report=report, placed=placed, suggested=suggested)


def outcomes(world: Path, seed: int, count: int, only: str = "") -> Iterator[Outcome]:
    """Every slip of a seed, with what was said about it."""
    folder = read_folder(world)
    ground = Ground(files=folder.files)
    for slip in slips_of(ground, seed, count):
        if only in slip.kind:
            yield judge(ground, folder.pictures, slip)


def table(judged: list[Outcome]) -> str:
    """How many of each kind were told well."""
    lines = [f"{'':32}{'slips':>6}{'one error there':>17}{'first suggestion':>18}"]
    for kind in SLIPS:
        of_kind = [one for one in judged if one.slip.kind == kind]
        if of_kind:
            lines.append(_row(kind, of_kind))
    return "\n".join([*lines, _row("all", judged)])


def _row(name: str, judged: list[Outcome]) -> str:
    typos = [one.suggested for one in judged if one.suggested is not None]
    placed = sum(one.placed for one in judged)
    suggestions = f"{sum(typos)} of {len(typos)}" if typos else "-"
    return f"{name:32}{len(judged):>6}{placed:>9} {share(placed, len(judged)):>7}{suggestions:>18}"


def share(part: int, whole: int) -> str:
    """A share for people: `97.5 %`."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def failing(judged: list[Outcome]) -> Iterator[str]:
    """Every slip that was not told well: what was changed, and all that was said."""
    for one in judged:
        if not one.good:
            place = f"{one.slip.path}:{','.join(map(str, one.slip.lines))}"
            meant = one.slip.meant or one.slip.gone
            yield f"=== {one.slip.kind} at {place}" + (f", meant `{meant}`" if meant else "")
            yield from _changed(one.slip)
            yield report_text(one.report, "content", plainly)


def _changed(slip: Slip) -> Iterator[str]:
    lines = slip.text.split("\n")
    for line in slip.lines:
        yield f"    {lines[line - 1] if line <= len(lines) else ''}"


def main(given: list[str]) -> int:
    """Print the table; exit status 1 when fewer than 97 % of the slips were told well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--world", type=Path, default=WORLD)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--only", default="", help="slips whose kind contains this")
    parser.add_argument("--show", action="store_true", help="print each one that was not told well")
    asked = parser.parse_args(given)
    judged = list(outcomes(asked.world, asked.seed, asked.count, asked.only))
    if asked.show:
        print("\n".join(failing(judged)))
    print(table(judged))
    return 0 if sum(one.good for one in judged) >= 0.97 * len(judged) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
