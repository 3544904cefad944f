"""Which line keeps a file from being read. YAML itself often notices a slip only some lines later.

Likely slips of the lines near the place where reading stopped are mended one at a time; the first mending
after which the file can be read (or at least a good deal further) names the culprit. Nothing is kept of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

import yaml

from engine.compiler.findings import shown

_BEFORE: Final = 60
_AFTER: Final = 40
"""So many lines around the place are looked at; with the lines that they lie under."""
_MENDINGS: Final = 120
_LONGEST: Final = 4_000
"""Longer lines are no writer's, and trying them out would take long."""
_QUOTE: Final = re.compile(r"""(?:^\s*|- |: |[\[{] ?|, )(["'])""")
_KEY: Final = re.compile(r"""(\s*(?:- )*)(\w[\w-]*)""")
_CLOSERS: Final = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Culprit:
    """A line with a slip, what is wrong with it, and the line as it should be. Counted from 0."""

    line: int
    column: int
    message: str
    help: str
    mended: str
    length: int = 1


def culprit(lines: list[str], stopped: int) -> Culprit | None:
    """The slip behind an error that YAML noticed in the line `stopped`, when one can be made out."""
    kept, first = _excerpt(lines, stopped)
    near = [lines[number] for number in kept]
    at = kept.index(stopped)
    if any(len(line) > _LONGEST for line in near):
        return None
    before = _stops(near)
    # What stands around the excerpt must not be what the error hangs on.
    if before is None or abs(before - at) > 1:
        return None
    partly: Culprit | None = None
    furthest = before + 1
    for found in islice(_candidates(near, first, at), _MENDINGS):
        after = _stops([*near[: found.line], found.mended, *near[found.line + 1 :]])
        told = replace(found, line=kept[found.line])
        if after is None:
            return told
        if after > furthest:
            partly, furthest = told, after
    return partly


def _excerpt(lines: list[str], at: int) -> tuple[list[int], int]:
    """The numbers of the lines near one, after those they lie under; and how many of these there are."""
    start = max(0, at - _BEFORE)
    above: list[int] = []
    deep = _depth(lines[start])
    for number in range(start - 1, -1, -1):
        if _says(lines[number]) and _depth(lines[number]) < deep:
            above.append(number)
            deep = _depth(lines[number])
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


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _candidates(lines: list[str], first: int, at: int) -> Iterator[Culprit]:
    """Mendings, the likeliest first."""
    at = min(at, len(lines) - 1)
    told = [number for number in range(at, first - 1, -1) if _says(lines[number])][:3]
    told += [number for number in range(at + 1, min(at + 3, len(lines))) if _says(lines[number])][:1]
    for number in told[:2]:
        yield from _text_after_quote(number, lines[number])
    for number in range(first, at + 1):
        yield from _open_quote(number, lines[number])
    for number in told[:2]:
        yield from _quote_without_begin(number, lines[number])
    for number in told:
        yield from _no_colon(number, lines)
        yield from _no_space(number, lines[number])
    for number in sorted(told, key=lambda number: number != at):
        for neighbour in _neighbours(number, lines):
            yield from _no_dash(number, lines[number], neighbour)
    for number in _list_begins(at, first, lines):
        yield from _no_dash(number, lines[number], lines[at])
    yield from _indents([*told, *_above(at, first, lines), *_list_begins(at, first, lines)], lines)
    for number in range(max(first, at - 12), at + 1):
        yield from _open_bracket(number, lines[number])
    for number in told[:2]:
        yield from _colon_in_text(number, lines[number])


def _quotes(line: str) -> Iterator[tuple[int, int]]:
    """Where quoted texts begin and end in a line; -1 for one that does not end in it."""
    place = 0
    while match := _QUOTE.search(line, place):
        start, sign = match.start(1), match[1]
        end = start + 1
        while end < len(line):
            if line[end] == sign:
                if sign == "'" and line[end + 1 : end + 2] == "'":
                    end += 1
                else:
                    break
            elif line[end] == "\\" and sign == '"':
                end += 1
            end += 1
        if end >= len(line):
            yield start, -1
            return
        yield start, end
        # The end of a text is not the beginning of the next one.
        place = end + 1


def _bare(line: str) -> str:
    """The line with spaces in place of quoted texts and the comment."""
    for start, end in list(_quotes(line)):
        end = len(line) if end < 0 else end + 1
        line = line[:start] + " " * (end - start) + line[end:]
    return re.sub(r"(?:^|(?<=\s))#.*", lambda comment: " " * len(comment[0]), line)


def _open_quote(number: int, line: str) -> Iterator[Culprit]:
    start = next((start for start, end in _quotes(line) if end < 0), None)
    if start is None:
        return
    sign = line[start]
    places = [match.start() for match in re.finditer(r",\s+[\w-]+: |[\]}]+\s*$|(?<=[\]}])[\]},]", line)]
    for place in [len(line.rstrip()), *sorted(places)]:
        if place > start:
            yield Culprit(
                line=number,
                column=start,
                message="a quote opens here and never closes",
                help=f"add {sign} at the end of the text",
                mended=line[:place] + sign + line[place:],
            )


def _text_after_quote(number: int, line: str) -> Iterator[Culprit]:
    for start, end in _quotes(line):
        rest = line[end + 1 :]
        if end < 0 or not rest.strip() or re.match(r"\s*(?:[,\]}:]|\s#)", rest):
            continue
        sign = line[start]
        last = line.rfind(sign)
        if last > end:
            text = line[start + 1 : last].replace("\\" if sign == "'" else "", "")
            inner = text.replace('"', '\\"')
            yield Culprit(
                line=number,
                column=end,
                message="this quote ends the text, but more of it follows",
                help='put a text with apostrophes in double quotes, as "It\'s late"'
                if sign == "'"
                else 'write \\" for a quote within a text in double quotes',
                mended=f'{line[:start]}"{inner}"{line[last + 1 :]}',
            )
        return


def _quote_without_begin(number: int, line: str) -> Iterator[Culprit]:
    bare = _bare(line)
    for match in re.finditer(r"""(?<=[^\s,\[{:-])["'](?=\s*(?:$|[,\]}]))""", bare):
        for start in re.finditer(r"(?:: |- |[\[{,] ?)(?=\S)", bare[: match.start()]):
            yield Culprit(
                line=number,
                column=match.start(),
                message="a quote closes here that was never opened",
                help="add the same quote at the beginning of the text",
                mended=line[: start.end()] + match[0] + line[start.end() :],
            )


def _no_colon(number: int, lines: list[str]) -> Iterator[Culprit]:
    line = lines[number]
    key = _KEY.match(line)
    if key is None or line[key.end() :][:1] == ":":
        return
    rest = line[key.end() :]
    deeper = number + 1 < len(lines) and _depth(lines[number + 1]) > _depth(line)
    if (rest.startswith(" ") and rest.strip()) or (not rest.strip() and (deeper or key[1].strip())):
        yield Culprit(
            line=number,
            column=key.start(2),
            length=len(key[2]),
            message=f"a colon is missing after {shown(key[2])}",
            help=f"write `{key[2]}:{' …' if rest.strip() else ''}`",
            mended=line[: key.end()] + ":" + rest,
        )


def _no_space(number: int, line: str) -> Iterator[Culprit]:
    key = _KEY.match(line)
    if key is not None and re.match(r":[^\s:]", line[key.end() :]):
        yield Culprit(
            line=number,
            column=key.end(),
            message=f"a space is missing after the colon of {shown(key[2])}",
            help=f"write `{key[2]}: …`",
            mended=line[: key.end()] + ": " + line[key.end() + 1 :],
        )


def _neighbours(number: int, lines: list[str]) -> list[str]:
    above = next((line for line in reversed(lines[:number]) if _says(line)), "")
    below = next((line for line in lines[number + 1 :] if _says(line)), "")
    return [above, below]


def _above(at: int, first: int, lines: list[str]) -> list[int]:
    """The nearest lines above that are set in less far than those below them, the nearest first."""
    found: list[int] = []
    deep = _depth(lines[at])
    for number in range(at - 1, first - 1, -1):
        if _says(lines[number]) and _depth(lines[number]) < deep:
            found.append(number)
            deep = _depth(lines[number])
    return found


def _list_begins(at: int, first: int, lines: list[str]) -> list[int]:
    """The first line below the one that this line and its neighbours hang on, when it is not this one."""
    deep = _depth(lines[at])
    begin = at
    for number in range(at - 1, first - 1, -1):
        if _says(lines[number]):
            if _depth(lines[number]) < deep:
                break
            begin = number
    return [begin] if begin != at else []


def _no_dash(number: int, line: str, item: str) -> Iterator[Culprit]:
    """A line that should be an item of a list as another line is."""
    deep = _depth(item)
    if (
        item.lstrip().startswith("- ")
        and not line.lstrip().startswith("- ")
        and deep <= _depth(line) <= deep + 2
    ):
        yield Culprit(
            line=number,
            column=_depth(line),
            length=len(line.strip()),
            message="this line of a list does not begin with `- `",
            help="begin it with `- `, in the same column as the other items",
            mended=f"{' ' * deep}- {line.lstrip()}",
        )


def _indents(numbers: Iterable[int], lines: list[str]) -> Iterator[Culprit]:
    """Lines set in as far as those around them; first those that stick out, and then look like the others."""
    found: list[tuple[float, int, Culprit]] = []
    numbers = list(dict.fromkeys(numbers))
    for order, number in enumerate(numbers):
        line = lines[number]
        deep = _depth(line)
        around = _neighbours(number, lines)
        above, below = (_depth(neighbour) for neighbour in around)
        for wanted in sorted({above, below, above + 2, below - 2, above - 2} - {deep}):
            if wanted < 0 or abs(wanted - deep) > 4:
                continue
            odd = (deep % 2) - (wanted % 2)
            # What stands below a key without a value is set in further than the key.
            alike = (
                2 * (below == wanted + 2)
                if _opens(line)
                else (wanted == above + 2 * _opens(around[0])) + (wanted == below)
            )
            told = Culprit(
                line=number,
                column=deep,
                length=len(line.strip()),
                message=f"this line is {_set_in(deep)}, which does not fit with its neighbours",
                help=f"it should be {_set_in(wanted)}",
                mended=" " * wanted + line.lstrip(" "),
            )
            misfit = _misfits([*lines[:number], told.mended, *lines[number + 1 :]], numbers)
            company = _likeness(line, wanted, numbers, lines) - _likeness(line, deep, numbers, lines)
            found.append((misfit - alike - odd - 2 * company, order, told))
    yield from (told for _, _, told in sorted(found, key=lambda one: one[:2]))


def _misfits(lines: list[str], numbers: list[int]) -> int:
    """How many of these lines do not hang on the line above as they should: a key without a value wants
    something one step deeper below it, others want nothing."""
    count = 0
    near = [line for line in lines[max(0, min(numbers) - 3) : max(numbers) + 3] if _says(line)]
    for above, line in pairwise(near):
        content = _depth(above) + 2 * above.lstrip().startswith("- ")
        wrong = _depth(line) != content + 2 if _opens(above) else _depth(line) > content
        count += wrong
    return count


def _likeness(line: str, depth: int, others_than: list[int], lines: list[str]) -> float:
    """How many of the lines at a depth look like this one: an item of a list, a key with or without value."""
    middle = others_than[0]
    there = [
        other
        for number, other in enumerate(lines)
        if number not in others_than and _says(other) and _depth(other) == depth and abs(number - middle) < 30
    ]
    alike = [other for other in there if _look(other) == _look(line)]
    return len(alike) / len(there) if there else 0


def _look(line: str) -> tuple[bool, bool]:
    return line.lstrip().startswith("- "), _opens(line)


def _opens(line: str) -> bool:
    """Whether a line ends with a key that has no value in it."""
    return (_bare(line) if "#" in line else line).rstrip().endswith(":")


def _set_in(count: int) -> str:
    return "set in by 1 space" if count == 1 else f"set in by {count} spaces" if count else "not set in"


def _open_bracket(number: int, line: str) -> Iterator[Culprit]:
    waiting: list[tuple[str, int]] = []
    mended, shift = line, 0
    bare = _bare(line)
    for place, sign in enumerate(bare):
        if sign in _CLOSERS:
            waiting.append((_CLOSERS[sign], place))
        elif sign in "]}":
            while waiting and waiting[-1][0] != sign:
                mended = mended[: place + shift] + waiting.pop()[0] + mended[place + shift :]
                shift += 1
            if not waiting:
                return
            waiting.pop()
    end = len(bare.rstrip())
    missing = "".join(closer for closer, _ in reversed(waiting))
    mended = mended[: end + shift] + missing + mended[end + shift :]
    if mended != line:
        start = waiting[0][1] if waiting else bare.find("{")
        opener = line[start : start + 1]
        yield Culprit(
            line=number,
            column=max(0, start),
            message=f"`{opener}` opens here and is not closed"
            if waiting
            else "brackets are not closed in turn",
            help="the line might be meant like this: " + shown(mended.strip(), 80),
            mended=mended,
        )


def _colon_in_text(number: int, line: str) -> Iterator[Culprit]:
    match = re.match(r"""(\s*(?:- )?[\w-]+: )([^\s"'\[{].*: .*\S)\s*$""", line)
    if match:
        text = match[2].replace("\\", "\\\\").replace('"', '\\"')
        yield Culprit(
            line=number,
            column=match.end(1) + match[2].index(": "),
            message="a colon stands where no key can be",
            help='put the whole text in double quotes: "like this: with a colon"',
            mended=f'{match[1]}"{text}"',
        )
