"""Signs that look like ours and are not, or are ours elsewhere; each with the line as it should be."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.compiler.at_home import is_at_home
from engine.compiler.findings import shown
from engine.compiler.schema import all_keys
from engine.compiler.slip import QUOTED_AT_MOST, Culprit, inset_of, says, without_texts
from engine.compiler.words import READ_BY_PLAYERS

ODD_SPACES: Final = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000"
"""Signs that look like a space or like nothing, for use in patterns."""
_ODD_COLON: Final = re.compile(
    r"""(\s*(?:- )*["']?)([\w-]+)(["']?\s*)([\uff1a\ufe55\ua789\u2236\u02d0])\s*(?=\S)"""
)
_ODD_SPACE: Final = re.compile(rf"(\s*(?:- )*[\w-]+:)([{ODD_SPACES}][ {ODD_SPACES}]*)(?=\S)")
_NOT_A_COLON: Final = re.compile(r"(\s*(?:- )*)([\w-]+)(\s?(?:=>|->|[.;,=])\s+|=(?![=>]))(?=\S)")
_LIST_MARKS: Final = "\u2013\u2014\u2012\u2212\u2022\u00b7\u25aa\u25e6\u2023*+>"
_MARK: Final = re.compile(rf"(\s*)(?:([{_LIST_MARKS}]|[0-9]{{1,3}}[.)]) +|(-)(?=[{{\[\"']))(?=\S)")
_IS_ID: Final = re.compile(r"[\w-]+:\s*(?:#.*)?$")
_SAYS_ID: Final = re.compile(r"- +id:\s+[\"']?([\w-]+)[\"']?\s*(?:\s#.*)?$")
_ROUND: Final = re.compile(r"(?<=: )\(")
_COLON_IN: Final = re.compile(r"[\w-]:\s")
_COMPARED: Final = re.compile(r"(?<=: )(>=|=>|≥|==|>) ?([0-9]{1,9})(?=\s*(?:$|[,\]}]))")
_TWO_DASHES: Final = re.compile(r"(\s*)--+ +(?=[\[{]|[\w-]+: )")
_FOREIGN_COMMA: Final = re.compile(r"[;\uff0c\uff1b\u3001](?= ?\S)")


def odd_colon(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A key without a real colon: another sign like it, or no ordinary space behind it."""
    line = lines[number]
    if match := _ODD_COLON.match(line):
        key = match[2]
        yield Culprit(
            line=number,
            column=match.start(4),
            message=f"this sign (U+{ord(match[4]):04X}) looks like a colon, and is none",
            help=f"write `{key}: …` with an ordinary colon and a space",
            mended=f"{match[1]}{key}{match[3].rstrip()}: {line[match.end() :]}",
        )
    elif match := _ODD_SPACE.match(line):
        yield Culprit(
            line=number,
            column=match.start(2),
            message=f"an invisible character (U+{ord(match[2][0]):04X}) stands here",
            help="put an ordinary space in its place; it often comes along when text is copied",
            mended=f"{match[1]} {line[match.end() :]}",
            code="E0003",
        )
    elif (match := _NOT_A_COLON.match(line)) and match[2] in all_keys():
        yield Culprit(
            line=number,
            column=match.start(2),
            length=len(match[2]),
            message=f"a colon is missing after `{match[2]}`",
            help=f"write {shown(f'{match[2]}: {line[match.end() :].strip()}', QUOTED_AT_MOST)}",
            mended=f"{match[1]}{match[2]}: {line[match.end() :]}",
        )


def list_mark(number: int, line: str) -> Iterator[Culprit]:
    """An entry of a list that begins with another mark than `- `, or an id that begins with one."""
    match = _MARK.match(line)
    if match is None:
        return
    mark, rest = match[2] or match[3], line[match.end() :]
    told = Culprit(
        line=number,
        column=match.end(1),
        length=len(mark),
        message="a space is missing after the `-` of a list"
        if match[3]
        else f"`{mark}` does not begin an entry of a list",
        help=f"begin it with `- `: {shown('- ' + rest, QUOTED_AT_MOST)}",
        mended=f"{match[1]}- {rest}",
    )
    yield told
    if _IS_ID.match(rest):
        yield replace(
            told,
            message=f"`{mark}` does not belong before an id",
            help=f"write {shown(rest.rstrip())}",
            mended=f"{match[1]}{rest}",
        )


def dash_before_id(at: int, first: int, lines: list[str]) -> Iterator[Culprit]:
    """A dash before an id or a key, where those beside it have none."""
    deep = inset_of(lines[at])
    higher = (number for number in range(at - 1, first - 1, -1) if says(lines[number]))
    above = next((number for number in higher if inset_of(lines[number]) <= deep), at)
    # With a dash before the first of some keys, it is the next one that does not fit.
    for number, other in ((at, above), (above, at)):
        line, beside = lines[number], lines[other]
        rest, wanted = line.strip()[1:].lstrip(), inset_of(beside)
        if number == other or not line.lstrip().startswith("- ") or beside.lstrip().startswith("-"):
            continue
        whole = f"{' ' * wanted}{rest}"
        is_id = number == at and wanted == deep and _IS_ID.match(rest)
        mended = [*lines[:number], whole, *lines[number + 1 :]]
        if is_id or is_at_home(number, wanted, mended):
            yield Culprit(
                line=number,
                column=inset_of(line),
                message="ids and keys stand without `- `; that begins an entry of a list",
                help=f"write {shown(rest, QUOTED_AT_MOST)}"
                + ("" if wanted == inset_of(line) else f", set in by {wanted} spaces"),
                mended=whole,
            )


def id_in_a_list(number: int, first: int, lines: list[str]) -> Iterator[Culprit]:
    """Things that say their id in an entry of a list, above one that stands under its id."""
    deep = inset_of(lines[number])
    if lines[number].lstrip().startswith("-"):
        return
    found: dict[int, str] = {}
    for above in range(number - 1, first - 1, -1):
        if not says(lines[above]) or inset_of(lines[above]) > deep:
            continue
        match = _SAYS_ID.match(lines[above].strip()) if inset_of(lines[above]) == deep else None
        if match is None:
            break
        found[above] = match[1]
    if found:
        begin = min(found)
        yield Culprit(
            line=begin,
            column=deep + 2,
            length=len(lines[begin].strip()) - 2,
            message=f"{shown(found[begin])} stands in a list here, but ids stand without one",
            help=f"take off `- id:` and write `{found[begin]}:`",
            mended="\n".join(
                f"{' ' * deep}{found[place]}:" if place in found else lines[place]
                for place in range(begin, number)
            ),
            lines=number - begin,
        )


def foreign_comma(number: int, line: str) -> Iterator[Culprit]:
    """Entries in brackets that are parted by another sign than a comma."""
    bare = without_texts(line)
    places = [match.start() for match in _FOREIGN_COMMA.finditer(bare) if _is_within(bare, match.start())]
    if places:
        signs = [*line]
        for place in places:
            signs[place] = ","
        mended = "".join(signs)
        yield Culprit(
            line=number,
            column=places[0],
            message=f"`{line[places[0]]}` stands where a comma should",
            help="write `,` in its place",
            mended=mended,
        )


def _is_within(bare: str, place: int) -> bool:
    before = bare[:place]
    return sum(map(before.count, "[{(")) > sum(map(before.count, "]})"))


def round_brackets(number: int, line: str) -> Iterator[Culprit]:
    """Round brackets in the place of those for a list or a group of keys."""
    bare = without_texts(line)
    key = re.match(r"\s*(?:- )*([\w-]+):", line)
    match = _ROUND.search(bare)
    if match is None or (key is not None and key[1] in READ_BY_PLAYERS):
        return
    start, depth, end = match.start(), 0, -1
    for place in range(start, len(bare)):
        depth += (bare[place] in "([{") - (bare[place] in ")]}")
        if not depth:
            end = place
            break
    inner = line[start + 1 : end]
    flat = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", "", inner)
    opener, closer = "{}" if _COLON_IN.search(flat) else "[]"
    if end < 0 and bare.rstrip().endswith("]}"[opener == "[" :][:1]):
        end = len(bare.rstrip()) - 1
        inner = line[start + 1 : end]
    if end > 0:
        what = "a group of keys" if opener == "{" else "a list"
        yield Culprit(
            line=number,
            column=start,
            message=f"`(` does not begin {what}",
            help=f"write {shown(opener + inner + closer, QUOTED_AT_MOST)}",
            mended=f"{line[:start]}{opener}{inner}{closer}{line[end + 1 :]}",
        )


def compared(number: int, line: str) -> Iterator[Culprit]:
    """A sign of comparing before a number that is compared with anyway: so many, or more."""
    if (match := _COMPARED.search(without_texts(line))) is not None:
        meant = str(int(match[2]) + (match[1] == ">"))
        yield Culprit(
            line=number,
            column=match.start(),
            length=len(match[0]),
            message="no value can begin with this sign",
            help=f"write `{meant}`: that number or more is meant anyway",
            mended=line[: match.start()] + meant + line[match.end() :],
        )


def two_dashes(number: int, lines: list[str]) -> Iterator[Culprit]:
    """An entry with a dash too many, in a list whose others have one."""
    line = lines[number]
    match = _TWO_DASHES.match(line)
    near = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    if match is not None and any(other.startswith(f"{match[1]}- ") for other in near):
        rest = line[match.end() :]
        yield Culprit(
            line=number,
            column=match.end(1),
            length=2,
            message="one `-` too many stands here",
            help=f"begin it with `- `: {shown('- ' + rest, QUOTED_AT_MOST)}",
            mended=f"{match[1]}- {rest}",
        )
