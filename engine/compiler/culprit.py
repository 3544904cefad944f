"""Which line keeps a file from being read. YAML itself often notices a slip only some lines later.

Likely slips of the lines near the place where reading stopped are mended one at a time; the first mending
after which the file can be read (or at least a good deal further) names the culprit. Nothing is kept of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

import yaml

from engine.compiler.decode import Limits
from engine.compiler.slip import Culprit, inset_of, put, says
from engine.compiler.slips_of_brackets import (
    lost_bracket,
    no_space_before_bracket,
    open_twice,
    wrong_bracket,
)
from engine.compiler.slips_of_entries import entries_too_far
from engine.compiler.slips_of_layout import (
    fence,
    foreign_note,
    indents,
    lines_above,
    list_begins,
    moves_of,
    neighbours,
    no_colon,
    no_dash,
    no_space,
    odd_margin,
    sign_of_text,
    slipped_key,
    text_not_set_in,
)
from engine.compiler.slips_of_lines import (
    changed_places,
    colon_too_many,
    comma_behind,
    joined,
    joined_with_id,
    left_over,
    no_dashes,
    no_kind,
    quote_before_key,
    sign_behind_key,
)
from engine.compiler.slips_of_signs import (
    compared,
    dash_before_id,
    foreign_comma,
    id_in_a_list,
    list_mark,
    odd_colon,
    round_brackets,
    two_dashes,
)
from engine.compiler.slips_of_text import (
    colon_in_text,
    comment_in_brackets,
    in_backticks,
    open_bracket,
    open_quote,
    quote_of_another,
    quote_without_begin,
    sign_in_quotes,
    sign_without_colon,
    text_after_quote,
    too_many_brackets,
    two_commas,
    whole_text,
)

_BEFORE: Final = 60
_AFTER: Final = 40
_FURTHEST: Final = 400
"""So many lines around the place are looked at; with the lines that they lie under."""
_MENDINGS: Final = 120
_WHOLE: Final = 12
"""So many mendings after which all can be read are compared, in files of so many lines."""
_SHORT: Final = 5_000
_LONGEST: Final = 4_000
"""Longer lines are no writer's, and trying them out would take long."""


def culprit(
    lines: list[str], stopped: int, began: int | None = None, *, marks: bool = False
) -> Culprit | None:
    """The slip behind an error that YAML noticed in the line `stopped`, when one can be made out.

    `began` is the line in which began what could not be read to its end. With `marks` only marks of lists are
    looked for.
    """
    if marks:
        return _in_excerpt(lines, stopped, began, marks=True)
    # Here and not above: what it asks of the schemas is not needed to read a file.
    from engine.compiler.missing_heads import lost_line

    near = [stopped] if began is None else [stopped, began]
    return (
        lost_line(lines, near)
        or _without_kind(lines)
        or _in_excerpt(lines, stopped, began, marks=False)
        or lost_line(lines, near, whole=False)
    )


def _in_excerpt(lines: list[str], stopped: int, began: int | None, *, marks: bool) -> Culprit | None:
    """The slip among the lines around the one where reading stopped."""
    kept, first = _excerpt(lines, stopped, stopped if began is None else began)
    near = [lines[number] for number in kept]
    at = kept.index(stopped)
    if any(len(line) > _LONGEST for line in near):
        return None
    before = _stops(near)
    # What stands around the excerpt must not be what the error hangs on.
    if before is None or abs(before - at) > 1:
        return None
    partly: Culprit | None = None
    whole: list[Culprit] = []
    furthest = before + 1
    candidates = _marks(near, at) if marks else _candidates(near, first, at)
    for found in islice(candidates, _MENDINGS):
        after = _stops(put(found, near))
        told = replace(found, line=kept[found.line])
        if after is None:
            # What can be read need not be what was meant: best is that with which nothing is wrong any more.
            if len(lines) > _SHORT or _is_clear(put(told, lines)):
                return told
            whole.append(told)
            if len(whole) == _WHOLE:
                break
        elif after > furthest:
            partly, furthest = told, after
    return whole[0] if whole else partly


def _is_clear(lines: list[str]) -> bool:
    # Here and not above: reading asks for culprits itself.
    from engine.compiler.filing import is_clear

    return is_clear("\n".join(lines), Limits())


def _without_kind(lines: list[str]) -> Culprit | None:
    """The first line, when the file can be read (or a good deal further) with a kind above it."""
    lost = no_kind(lines)
    if lost is None or lost.mended is None:
        return None
    return lost if _stops(put(lost, lines)) is None else None


def _excerpt(lines: list[str], at: int, began: int) -> tuple[list[int], int]:
    """The numbers of the lines near one, after those they lie under; and how many of these there are."""
    start = max(0, at - _BEFORE)
    if at - _FURTHEST < began < start:
        start = began
    above: list[int] = []
    deep = inset_of(lines[start])
    for number in range(start - 1, -1, -1):
        if says(lines[number]) and inset_of(lines[number]) < deep:
            above.append(number)
            deep = inset_of(lines[number])
        if not deep:
            break
    return [*reversed(above), *range(start, min(len(lines), at + _AFTER))], len(above)


def _stops(lines: list[str]) -> int | None:
    """The line in which reading stops; None when all can be read."""
    try:
        for _ in yaml.parse("\n".join(lines), Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line if error.problem_mark else 0
    except yaml.YAMLError:
        return 0
    return None


def _marks(lines: list[str], at: int) -> Iterator[Culprit]:
    """Mendings of a line with `*` or `&` where no text can begin with them."""
    yield from list_mark(at, lines[at])
    for found in whole_text(at, lines[at], colons=False):
        yield replace(found, code="E0010")


def _candidates(lines: list[str], first: int, at: int) -> Iterator[Culprit]:
    """Mendings, the likeliest first."""
    at = min(at, len(lines) - 1)
    told = [number for number in range(at, first - 1, -1) if says(lines[number])][:3]
    told += [number for number in range(at + 1, min(at + 3, len(lines))) if says(lines[number])][:1]
    around = range(first, min(at + 2, len(lines)))
    for number in told[:2]:
        yield from two_dashes(number, lines)
        yield from compared(number, lines[number])
    for number in around:
        yield from foreign_note(number, lines)
        yield from odd_margin(number, lines)
        yield from fence(number, lines[number])
    for number in told[:2]:
        yield from odd_colon(number, lines)
        yield from list_mark(number, lines[number])
        yield from sign_behind_key(number, lines[number])
    yield from dash_before_id(at, first, lines)
    yield from id_in_a_list(at, first, lines)
    for number in range(max(first, at - 12), at + 1):
        yield from wrong_bracket(number, lines[number])
    for number in told[:2]:
        yield from lost_bracket(number, lines[number])
        yield from open_twice(number, lines[number])
        yield from no_space_before_bracket(number, lines[number])
    for number in told[:1]:
        yield from foreign_comma(number, lines[number])
        yield from round_brackets(number, lines[number])
        yield from two_commas(number, lines[number])
        yield from colon_too_many(number, lines[number])
        yield from comma_behind(number, lines[number])
        yield from joined(number, lines)
        yield from joined_with_id(number, lines)
    for number in told[:2]:
        yield from left_over(number, lines)
    for number in told[:2]:
        yield from quote_of_another(number, lines[number])
    for number in told[:2]:
        yield from text_after_quote(number, lines[number])
    for number in told[:2]:
        yield from sign_of_text(number, lines)
    for number in told[:3]:
        yield from whole_text(number, lines[number], colons=False)
        yield from in_backticks(number, lines[number])
    for number in told[:1]:
        yield from too_many_brackets(number, lines[number])
    for number in told[:2]:
        yield from comment_in_brackets(number, lines[number])
    for number in range(max(first, at - _BEFORE), at + 1):
        yield from text_not_set_in(number, lines)
        yield from sign_without_colon(number, lines[number])
        yield from sign_in_quotes(number, lines[number])
    for number in range(first, at + 1):
        yield from quote_before_key(number, lines[number])
        yield from open_quote(number, lines[number])
    for number in told[:2]:
        yield from quote_without_begin(number, lines[number])
    for number in told:
        yield from no_colon(number, lines)
        yield from no_space(number, lines[number])
    for number in told[:2]:
        yield from slipped_key(number, lines)
    for number in sorted(told, key=lambda number: number != at):
        for neighbour in neighbours(number, lines):
            yield from no_dash(number, lines[number], neighbour)
    yield from no_dashes(at, first, lines)
    yield from entries_too_far(told, lines)
    for number in list_begins(at, first, lines):
        yield from no_dash(number, lines[number], lines[at])
    yield from indents([*told, *lines_above(at, first, lines), *list_begins(at, first, lines)], lines)
    for number in told:
        yield from moves_of(number, lines)
        yield from changed_places(number, lines)
    for number in range(max(first, at - 12), at + 1):
        yield from open_bracket(number, lines[number])
    for number in told[:3]:
        yield from whole_text(number, lines[number], colons=True)
    for number in told[:2]:
        yield from colon_in_text(number, lines[number])
