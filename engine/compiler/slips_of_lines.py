"""Lines that were joined, lost or left over, each with the lines as they should be."""

import re
from collections.abc import Iterator
from typing import Final

from engine.compiler.findings import shown
from engine.compiler.schema import all_keys, content_schema
from engine.compiler.slip import QUOTED_AT_MOST, Culprit, inset_of, opens, says, without_texts
from engine.compiler.words import READ_BY_PLAYERS
from engine.model.kinds import KINDS

_ENTRY: Final = re.compile(r"(\s*(?:- )*)([\w-]+):(?:\s+|$)")
_TWO: Final = re.compile(r"(\s*)([\w-]+): ([\w-]+):(?:\s|$)")
_AGAIN: Final = re.compile(r"(\s*)([A-Za-z_]+):(?=\s)")
_LEFT_OVER: Final = re.compile(r"\s*[^\W\d][\w .,;]{0,20}$")
_KIND_AS_NOTE: Final = re.compile(r"\s*#+\s*([a-z_]+):\s*$")
_COMMA_BEHIND: Final = re.compile(r"""\s*(?:- )*[\w-]+: +(?:"[^"]*"|'[^']*')(,)\s*$""")
_QUOTE_BEFORE_KEY: Final = re.compile(r"""\s*(?:- )*(["'])([\w-]+): [^"']*$""")
_SIGN_BEHIND_KEY: Final = re.compile(r"\s*(?:- )*[\w-]+:([-+=;,.:/]{1,3})\s*$")
_TOO_MANY: Final = re.compile(r"\s*(?:- )*[\w-]+: +[^\s:\"'\[{]+(:)\s*$")


def joined(number: int, lines: list[str]) -> Iterator[Culprit]:
    """Two lines in one: `type: weapon category: ladle`."""
    line = lines[number]
    entry = _ENTRY.match(line)
    bare = without_texts(line)
    if entry is None or entry.end() >= len(line) or line[entry.end()] in "[{\"'|>":
        return
    is_text = entry[2] in READ_BY_PLAYERS
    for match in _AGAIN.finditer(bare, entry.end()):
        word, gap = match[2], len(match[1])
        key = next((word[place:] for place in range(len(word)) if word[place:] in all_keys()), None)
        start = match.end() - len(key or "") - 1
        value = line[entry.end() : start].rstrip()
        # Of a text, a word with a colon may well be a part.
        if key is None or not value or (is_text and (gap < 2 or key != word)):
            continue
        second = " " * inset_of(line) + "  " * entry[1].count("- ") + line[start:]
        yield Culprit(
            line=number,
            column=start,
            length=len(key),
            message=f"a new line is missing before `{key}:`",
            help=f"begin a new line with {shown(line[start:].rstrip(), QUOTED_AT_MOST)}",
            mended=f"{line[:start].rstrip()}\n{second}",
        )


def joined_with_id(number: int, lines: list[str]) -> Iterator[Culprit]:
    """An id or a kind with the first line of what belongs to it behind its colon."""
    line = lines[number]
    match = _TWO.match(line)
    if match is None or match[2] in READ_BY_PLAYERS:
        return
    below = next((inset_of(other) for other in lines[number + 1 :] if says(other)), 0)
    rest = line[match.start(3) :]
    deep = below if below > inset_of(line) and not rest.rstrip().endswith(":") else inset_of(line) + 2
    yield Culprit(
        line=number,
        column=match.start(3),
        length=len(match[3]),
        message=f"a new line is missing after `{match[2]}:`",
        help=f"begin a new line with {shown(rest.rstrip(), QUOTED_AT_MOST)}, set in by {deep} spaces",
        mended=f"{match[1]}{match[2]}:\n{' ' * deep}{rest}",
    )


def colon_too_many(number: int, line: str) -> Iterator[Culprit]:
    """A colon behind a value."""
    if match := _TOO_MANY.match(line):
        yield Culprit(
            line=number,
            column=match.start(1),
            message="a colon stands behind the value here",
            help="remove it",
            mended=line[: match.start(1)] + line[match.end(1) :],
        )


def sign_behind_key(number: int, line: str) -> Iterator[Culprit]:
    """A stray sign right behind the colon of a key."""
    if match := _SIGN_BEHIND_KEY.match(line):
        yield Culprit(
            line=number,
            column=match.start(1),
            length=len(match[1]),
            message=f"{shown(match[1])} stands behind the colon here",
            help="remove it",
            mended=line[: match.start(1)],
        )


def comma_behind(number: int, line: str) -> Iterator[Culprit]:
    """A comma behind a text in quotes, as another format has it."""
    if match := _COMMA_BEHIND.match(line):
        yield Culprit(
            line=number,
            column=match.start(1),
            message="a comma stands behind the text here",
            help="remove it",
            mended=line[: match.start(1)] + line[match.end(1) :],
        )


def quote_before_key(number: int, line: str) -> Iterator[Culprit]:
    """A quote that opens before a key, and closes nowhere."""
    if (match := _QUOTE_BEFORE_KEY.match(line)) and match[2] in all_keys():
        yield Culprit(
            line=number,
            column=match.start(1),
            message="a quote opens here and never closes",
            help=f"write `{match[2]}:` without the quote",
            mended=line[: match.start(1)] + line[match.end(1) :],
        )


def left_over(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A word or two that belong to nothing."""
    line = lines[number]
    above = next((other for other in reversed(lines[:number]) if says(other)), "")
    entry = _ENTRY.match(above)
    below = next((inset_of(other) for other in lines[number + 1 :] if says(other)), 0)
    lacks_colon = below > inset_of(line) and (inset_of(line) > 0 or line.strip() in KINDS)
    # A text may go on in the next line, and an id may lack its colon.
    if (
        lacks_colon
        or not _LEFT_OVER.match(line)
        or entry is None
        or entry[2] in READ_BY_PLAYERS
        or entry.end() >= len(above)
    ):
        return
    yield Culprit(
        line=number,
        column=inset_of(line),
        length=len(line.strip()),
        message=f"{shown(line.strip())} is neither a key with its colon nor a note",
        help="remove it if it came here by mistake; a note begins with `#`, and a key ends in `:`",
        mended=None,
    )


def no_dashes(at: int, first: int, lines: list[str]) -> Iterator[Culprit]:
    """Several lines above an entry of a list that lack their dashes."""
    deep = inset_of(lines[at])
    while at < len(lines) and inset_of(lines[at]) == deep and not lines[at].lstrip().startswith("- "):
        at += 1
    if at == len(lines) or inset_of(lines[at]) != deep:
        return
    begin = at
    for number in range(at - 1, first - 1, -1):
        if not says(lines[number]) or inset_of(lines[number]) < deep:
            break
        if inset_of(lines[number]) > deep or lines[number].lstrip().startswith("- "):
            return
        begin = number
    if at - begin < 2:
        return
    yield Culprit(
        line=begin,
        column=deep,
        length=len(lines[begin].strip()),
        message="these lines of a list do not begin with `- `",
        help=f"begin each of these {at - begin} lines with `- `, in the same column as the other items",
        mended="\n".join(f"{' ' * deep}- {line.lstrip()}" for line in lines[begin:at]),
        lines=at - begin,
    )


def changed_places(number: int, lines: list[str]) -> Iterator[Culprit]:
    """A line that changed places with an id or key that has something below it."""
    line, below = lines[number], "".join(lines[number + 1 : number + 2])
    alike = opens(line) == opens(below) and (not opens(line) or inset_of(line) == inset_of(below))
    if not says(below) or alike:
        return
    yield Culprit(
        line=number,
        column=inset_of(line),
        length=len(line.strip()),
        message="this line and the one below it have changed places",
        help=f"put {shown(below.strip())} first, then {shown(line.strip())}",
        mended=f"{below}\n{line}",
        lines=2,
    )


def no_kind(lines: list[str]) -> Culprit | None:
    """The line with the kind of things is lost, or a note: everything up to the next kind is set in."""
    begin = next((number for number, line in enumerate(lines) if says(line)), None)
    if begin is None or not inset_of(lines[begin]):
        return None
    notes = (match[1] for line in lines[:begin] if (match := _KIND_AS_NOTE.match(line)))
    noted = next((word for word in notes if word in KINDS), None)
    kind = noted or _kind_of(begin, lines)
    how = f"take the `#` before `{noted}:` away" if noted else f"write `{kind or 'items'}:` above it"
    return Culprit(
        line=begin,
        column=inset_of(lines[begin]),
        length=len(lines[begin].strip()),
        message="the line that says of which kind these things are is missing above this one",
        help=how if kind else "write the kind above it, such as `items:`, not set in",
        mended=f"{kind or 'items'}:\n{lines[begin]}",
    )


def _kind_of(begin: int, lines: list[str]) -> str | None:
    """The only kind that knows all keys of the first thing."""
    deep = inset_of(lines[begin])
    keys: set[str] = set()
    for line in lines[begin + 1 :]:
        if says(line) and inset_of(line) <= deep:
            break
        if (entry := _ENTRY.match(line)) and inset_of(line) == deep + 2:
            keys.add(entry[2])
    resolve = content_schema().resolve
    fits = [
        kind for kind in KINDS if keys <= resolve(content_schema().kinds[kind]).get("properties", {}).keys()
    ]
    return fits[0] if len(fits) == 1 and keys else None
