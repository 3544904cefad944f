"""Slips in how lines stand (colons, dashes, how far they are set in), each with the line as it should be."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from engine.compiler.at_home import is_at_home, key_of
from engine.compiler.findings import shown
from engine.compiler.slip import QUOTED_AT_MOST, Culprit, inset_of, opens, says
from engine.compiler.slips_of_signs import ODD_SPACES

_KEY: Final = re.compile(r"""(\s*(?:- )*)(\w[\w-]*)""")
_IS_ENTRY: Final = re.compile(r"\s*(?:- )*\w[\w-]*:(?:\s|$)")
_FOREIGN_NOTE: Final = re.compile(r"\s*(?://|<!--|/\*|--(?= ))")
_NOTE_SIGNS: Final = re.compile(r"\A(?:/+|<!--|/\*+|--)\s*|\s*(?:-->|\*/)\Z")
_FENCE: Final = re.compile(r"\s*(?:```|~~~)\s*\w*\s*$")
_ODD: Final = re.compile(f"[{ODD_SPACES}]")
_MARGIN: Final = re.compile(f"(?: |{_ODD.pattern})*")
_ODD_MARGIN: Final = re.compile(f" *{_ODD.pattern}")
_NO_WIDTH: Final = "\u200b\u200c\u200d\u2060"
_SIGN_OF_TEXT: Final = re.compile(r"(\s*(?:- )*(?:[\w-]+: +)?)([>|])(\S*)((?: .*)?)$")
_BEHIND_SIGN: Final = re.compile(r"(?:[-+]?[1-9]?|[1-9][-+])")
_DASHES: Final = ("\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "--")
_BLOCK_TEXT: Final = re.compile(r"(?:: |- )[>|][-+0-9]*\s*$")

_NEAR: Final = 12
"""So many lines around one show how far lines are set in."""
_STEP: Final = 2
_ENDS: Final = 8
_DEEP: Final = 24
"""Content lies less deep; what lies deeper was not written by hand."""
_AT_HOME: Final = {True: 2, None: 0, False: -2}
"""How much likelier a place for a line is when its key may stand there, and when it may not."""


def no_colon(number: int, lines: list[str]) -> Iterator[Culprit]:
    line = lines[number]
    key = _KEY.match(line)
    if key is None or line[key.end() :][:1] == ":":
        return
    rest = line[key.end() :]
    deeper = number + 1 < len(lines) and inset_of(lines[number + 1]) > inset_of(line)
    if (rest.startswith(" ") and rest.strip()) or (not rest.strip() and (deeper or key[1].strip())):
        yield Culprit(
            line=number,
            column=key.start(2),
            length=len(key[2]),
            message=f"a colon is missing after {shown(key[2])}",
            help=f"write `{key[2]}:{' …' if rest.strip() else ''}`",
            mended=line[: key.end()] + ":" + rest,
        )


def no_space(number: int, line: str) -> Iterator[Culprit]:
    key = _KEY.match(line)
    if key is not None and re.match(r":[^\s:]", line[key.end() :]):
        yield Culprit(
            line=number,
            column=key.end(),
            message=f"a space is missing after the colon of {shown(key[2])}",
            help=f"write `{key[2]}: …`",
            mended=line[: key.end()] + ": " + line[key.end() + 1 :],
        )


def text_not_set_in(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A text of several lines, begun with `>` or `|`, with lines that are not set in as they should be."""
    if not _BLOCK_TEXT.search(lines[number]):
        return
    deep = inset_of(lines[number]) + 2 * lines[number].lstrip().startswith("- ")
    end = number + 1
    while end < len(lines) and not _ends_text(lines[end], deep):
        end += 1
    text = [place for place in range(number + 1, end) if says(lines[place])]
    if not text:
        return
    insets = [inset_of(lines[place]) for place in text]
    wanted = deep + 2 if deep + 2 in insets or insets[0] <= deep else insets[0]
    odd = [place for place, inset in zip(text, insets, strict=True) if inset < wanted]
    # Only the first line may not stand further in than the others.
    odd = [text[0], *odd] if insets[0] > wanted else odd
    if odd:
        key, begin = shown(lines[number].strip()), odd[0]
        whole = begin == text[0] and insets[0] <= deep
        yield Culprit(
            line=begin,
            column=inset_of(lines[begin]),
            length=len(lines[begin].strip()),
            message=f"the text below {key} is not set in further than its key"
            if whole
            else f"this line of the text below {key} is {_set_in(inset_of(lines[begin]))}",
            help=f"every line of the text should be set in by {wanted} spaces",
            mended="\n".join(
                " " * wanted + lines[place].strip() if place in odd else lines[place]
                for place in range(begin, end)
            ),
            lines=end - begin,
        )


def _ends_text(line: str, deep: int) -> bool:
    """Whether a line is none of a text whose key is set in by so much."""
    item = line.lstrip().startswith("- ") and inset_of(line) <= deep
    return says(line) and (item or _IS_ENTRY.match(line) is not None)


def sign_of_text(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A sign that begins a text of several lines, with more behind it than may stand there."""
    line = lines[number]
    match = _SIGN_OF_TEXT.match(line)
    goes_on = number + 1 < len(lines) and inset_of(lines[number + 1]) > inset_of(line)
    if match is None or not goes_on:
        return
    sign, behind, rest = match[2], match[3], match[4].strip()
    deep = inset_of(lines[number + 1])
    if _BEHIND_SIGN.fullmatch(behind) and rest:
        yield Culprit(
            line=number,
            column=line.index(rest, match.start(4)),
            length=len(rest),
            message=f"behind `{sign}` the text begins on the next line",
            help=f"begin a new line with {shown(rest, QUOTED_AT_MOST)}, set in by {deep} spaces",
            mended=f"{line[: match.end(3)]}\n{' ' * deep}{rest}",
        )
    elif not _BEHIND_SIGN.fullmatch(behind) and not rest:
        meant = sign + "-" * (behind in _DASHES)
        yield Culprit(
            line=number,
            column=match.start(3),
            length=len(behind),
            message=f"{shown(behind)} cannot stand behind `{sign}`",
            help=f"write `{meant}`, with the text on the next line; only `-` or `+` may stand behind it",
            mended=f"{match[1]}{meant}",
        )


def foreign_note(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A note as other languages write it; several below one another are mended together."""
    end = _run(number, lines, _FOREIGN_NOTE)
    if end > number:
        yield Culprit(
            line=number,
            column=inset_of(lines[number]),
            length=len(lines[number].strip()),
            message="this is no note: notes begin with `#`",
            help=f"write {shown('# ' + _NOTE_SIGNS.sub('', lines[number].strip()), QUOTED_AT_MOST)}",
            mended="\n".join("#" + line for line in lines[number:end]),
            lines=end - number,
        )


def odd_margin(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A sign that looks like a space, or like nothing, and sets a line in."""
    end = _run(number, lines, _ODD_MARGIN)
    if end > number:
        margins = [_MARGIN.match(line) for line in lines[number:end]]
        column = next(place for place, sign in enumerate(lines[number]) if sign != " ")
        yield Culprit(
            line=number,
            column=column,
            message=f"an invisible character (U+{ord(lines[number][column]):04X}) stands here",
            help="put ordinary spaces in its place; it often comes along when text is copied",
            mended="\n".join(
                _ODD.sub(lambda sign: "" if sign[0] in _NO_WIDTH else " ", margin[0]) + line[margin.end() :]
                for line, margin in zip(lines[number:end], margins, strict=True)
                if margin
            ),
            lines=end - number,
            code="E0003",
        )


def fence(number: int, line: str) -> Iterator[Culprit]:
    """A mark around a piece of text that came along when it was copied."""
    if _FENCE.match(line):
        yield Culprit(
            line=number,
            column=inset_of(line),
            length=len(line.strip()),
            message="this mark does not belong to the content",
            help="delete this line; it came along when the text was copied",
            mended=None,
        )


def _run(number: int, lines: list[str], looks: re.Pattern[str]) -> int:
    """The end of the lines from one on that all look so; the line itself when it is not their first."""
    if number and looks.match(lines[number - 1]):
        return number
    end = number
    while end < len(lines) and looks.match(lines[end]):
        end += 1
    return end


def neighbours(number: int, lines: list[str]) -> list[str]:
    above = next((line for line in reversed(lines[:number]) if says(line)), "")
    below = next((line for line in lines[number + 1 :] if says(line)), "")
    return [above, below]


def lines_above(at: int, first: int, lines: list[str]) -> list[int]:
    """The nearest lines above that are set in less far than those below them, the nearest first."""
    found: list[int] = []
    deep = inset_of(lines[at])
    for number in range(at - 1, first - 1, -1):
        if says(lines[number]) and inset_of(lines[number]) < deep:
            found.append(number)
            deep = inset_of(lines[number])
        if len(found) == _DEEP:
            break
    return found


def list_begins(at: int, first: int, lines: list[str]) -> list[int]:
    """The first line below the one that this line and its neighbours hang on, when it is not this one."""
    deep = inset_of(lines[at])
    begin = at
    for number in range(at - 1, first - 1, -1):
        if says(lines[number]):
            if inset_of(lines[number]) < deep:
                break
            begin = number
    return [begin] if begin != at else []


def no_dash(number: int, line: str, item: str) -> Iterator[Culprit]:
    """A line that should be an item of a list as another line is."""
    deep = inset_of(item)
    if (
        item.lstrip().startswith("- ")
        and not line.lstrip().startswith("- ")
        and deep <= inset_of(line) <= deep + 2
    ):
        yield Culprit(
            line=number,
            column=inset_of(line),
            length=len(line.strip()),
            message="this line of a list does not begin with `- `",
            help="begin it with `- `, in the same column as the other items",
            mended=f"{' ' * deep}- {line.lstrip()}",
        )


def indents(numbers: Iterable[int], lines: list[str]) -> Iterator[Culprit]:
    """Lines set in as far as those around them; first those that stick out, and then look like the others."""
    found: list[tuple[float, int, Culprit]] = []
    numbers = list(dict.fromkeys(numbers))
    for order, number in enumerate(numbers):
        line = lines[number]
        deep = inset_of(line)
        around = neighbours(number, lines)
        above, below = (inset_of(neighbour) for neighbour in around)
        for wanted in sorted({above, below, above + 2, below - 2, above - 2} - {deep}):
            if wanted < 0 or abs(wanted - deep) > 4:
                continue
            odd = (deep % 2) - (wanted % 2)
            # What stands below a key without a value is set in further than the key.
            alike = (
                2 * (below == wanted + 2)
                if opens(line)
                else (wanted == above + 2 * opens(around[0])) + (wanted == below)
            )
            told = _moved(number, line, wanted)
            misfit = _misfits([*lines[:number], told.mended or "", *lines[number + 1 :]], numbers)
            company = _likeness(line, wanted, numbers, lines) - _likeness(line, deep, numbers, lines)
            home = _AT_HOME[is_at_home(number, wanted, lines)] - _AT_HOME[is_at_home(number, deep, lines)]
            found.append((misfit - alike - odd - 2 * company - home, order, told))
    yield from (told for _, _, told in sorted(found, key=lambda one: one[:2]))


def slipped_key(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A line in the column of the dashes of a list: a key of the entry above it, one of what holds the list,
    or another entry without its dash."""
    line, deep = lines[number], inset_of(lines[number])
    key = key_of(line)
    higher = range(number - 1, -1, -1)
    over = [place for place in higher if says(lines[place]) and inset_of(lines[place]) <= deep]
    if key is None or line.lstrip().startswith("- ") or not over:
        return
    item = lines[over[0]]
    dash = inset_of(item)
    begins = [key_of(other) for other in lines if inset_of(other) == dash and other.lstrip().startswith("- ")]
    if not item.lstrip().startswith("- ") or deep - dash > 1:
        return
    if key in begins:
        yield from no_dash(number, line, item)
        return
    owner = next((inset_of(lines[place]) for place in over if inset_of(lines[place]) < dash), dash)
    for wanted in dict.fromkeys((dash + 2, owner)):
        if wanted != deep and is_at_home(number, wanted, lines):
            yield _moved(number, line, wanted)


def moves_of(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A line that should be set in as any of its neighbours is, or as what stands below one of them."""
    around = lines[max(0, number - _NEAR) : number + _NEAR]
    near = {inset_of(line) + step for line in around if says(line) for step in (0, _STEP)}
    for wanted in sorted({0, *near} - {inset_of(lines[number])}):
        if is_at_home(number, wanted, lines) is not False:
            yield _moved(number, lines[number], wanted)


def blocks_of(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A line with what stands below it that should be set in otherwise, all together.

    Where such lines end cannot be seen, when they have slipped to the left: any line may be the next one that
    stands where this one should.
    """
    deep = inset_of(lines[number])
    end = number + 1
    while end < len(lines) and (not says(lines[end]) or inset_of(lines[end]) > deep):
        end += 1
    below = range(number + 1, end)
    for move in moves_of(number, lines):
        wanted = inset_of(move.mended or "")
        ends = [place for place in below if says(lines[place]) and inset_of(lines[place]) == wanted]
        ends.sort(key=lambda place: not opens(lines[place]))
        for until in dict.fromkeys((end, *ends[:_ENDS])):
            if until > number + 1:
                shifted = (_shifted(line, wanted - deep) for line in lines[number:until])
                yield replace(
                    move,
                    message=f"this line and those below it are {_set_in(deep)}, which does not fit with the "
                    "others around them",
                    help=f"they should be moved by {abs(wanted - deep)} to the {_SIDE[wanted > deep]}",
                    mended="\n".join(shifted),
                    lines=until - number,
                )


_SIDE: Final = {True: "right", False: "left"}


def _shifted(line: str, by: int) -> str:
    return line if not says(line) else " " * by + line if by > 0 else line[min(-by, inset_of(line)) :]


def _moved(number: int, line: str, wanted: int) -> Culprit:
    """A line that should be set in by so much."""
    deep = inset_of(line)
    return Culprit(
        line=number,
        column=deep,
        length=len(line.strip()),
        message=f"this line is {_set_in(deep)}, which does not fit with its neighbours",
        help=f"it should {'be' if wanted else 'not be'} {_set_in(wanted).removeprefix('not ')}",
        mended=" " * wanted + line.lstrip(" "),
    )


def _misfits(lines: list[str], numbers: list[int]) -> int:
    """How many of these lines do not hang on the line above as they should: a key without a value wants
    something one step deeper below it, others want nothing."""
    count = 0
    near = [line for line in lines[max(0, min(numbers) - 3) : max(numbers) + 3] if says(line)]
    for above, line in pairwise(near):
        content = inset_of(above) + 2 * above.lstrip().startswith("- ")
        wrong = inset_of(line) != content + 2 if opens(above) else inset_of(line) > content
        count += wrong
    return count


def _likeness(line: str, depth: int, others_than: list[int], lines: list[str]) -> float:
    """How many of the lines at a depth look like this one: an item of a list, a key with or without value."""
    middle = others_than[0]
    there = [
        other
        for number, other in enumerate(lines)
        if number not in others_than
        and says(other)
        and inset_of(other) == depth
        and abs(number - middle) < 30
    ]
    alike = [other for other in there if _look(other) == _look(line)]
    return len(alike) / len(there) if there else 0


def _look(line: str) -> tuple[bool, bool]:
    return line.lstrip().startswith("- "), opens(line)


def _set_in(count: int) -> str:
    return "set in by 1 space" if count == 1 else f"set in by {count} spaces" if count else "not set in"
