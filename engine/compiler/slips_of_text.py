"""Slips in texts: quotes, comments and brackets, each with the line as it should be."""

import re
from collections.abc import Iterator
from typing import Final

from engine.compiler.findings import shown
from engine.compiler.scalars import quoted
from engine.compiler.schema import all_keys
from engine.compiler.slip import CLOSERS, QUOTED_AT_MOST, Culprit, quotes, without_texts
from engine.compiler.words import READ_BY_PLAYERS

_NO_BEGIN: Final = "%@`"
_NO_BEGIN_WITH_SPACE: Final = "?->|"
_MARKS_OF_YAML: Final = "*&"
_NOT_PLAIN: Final = "\"'[{"
_TEXT: Final = re.compile(rf"(?:^\s*(?:- )*|[{{,] ?)(?:{'|'.join(READ_BY_PLAYERS)}): +(?=\S)")
_ENDS_IN_BRACES: Final = re.compile(r",\s+[\w-]+: |\s*[\]}]")
_ENDS_TRIED: Final = 8
_HAS_TEXT_BEHIND: Final = re.compile(r"[-+0-9]{0,2} +[^\s#]")
_IN_BACKTICKS: Final = re.compile(r"(?<=: )`([^`]*)`(?=\s*(?:$|[,\]}#]))")
_SIGN_WITHOUT_COLON: Final = re.compile(r"(\s*(?:- )*)([\w-]+)\s*([>|][-+0-9]{0,2})\s*$")
_SIGN_IN_QUOTES: Final = re.compile(r"""(\s*(?:- )*[\w-]+: +)(["'])([>|][-+0-9]{0,2})\2\s*$""")
_TWO_COMMAS: Final = re.compile(r",\s*(?=,)|(?<=[\[{])\s*,\s*")
_IS_TEXT: Final = re.compile(r"\s*[^\s\]}#]")


def sign_without_colon(number: int, line: str) -> Iterator[Culprit]:
    """A key with the sign that begins a text of several lines, and no colon between the two."""
    match = _SIGN_WITHOUT_COLON.match(line)
    if match is not None and match[2] in all_keys():
        yield Culprit(
            line=number,
            column=match.start(2),
            length=len(match[2]),
            message=f"a colon is missing after `{match[2]}`",
            help=f"write `{match[2]}: {match[3]}`",
            mended=f"{match[1]}{match[2]}: {match[3]}",
        )


def sign_in_quotes(number: int, line: str) -> Iterator[Culprit]:
    """The sign that begins a text of several lines, in quotes."""
    if match := _SIGN_IN_QUOTES.match(line):
        yield Culprit(
            line=number,
            column=match.start(2),
            length=len(match[3]) + 2,
            message=f"in quotes, {shown(match[3])} is the whole text, and the lines below belong to nothing",
            help=f"write {shown(f'{match[1].strip()} {match[3]}')}, without quotes",
            mended=f"{match[1]}{match[3]}",
        )


def open_quote(number: int, line: str) -> Iterator[Culprit]:
    start = next((start for start, end in quotes(line) if end < 0), None)
    if start is None:
        return
    sign = line[start]
    places = [
        match.start() for match in re.finditer(r",\s+[\w-]+: |[\]}]+(?:\s*$|,\s)|(?<=[\]}])[\]},]", line)
    ]
    for place in [len(line.rstrip()), *sorted(places)]:
        if place > start:
            text = line[start:place].rstrip()
            whole = shown(quoted(text), QUOTED_AT_MOST)
            other = f"; if it belongs to the text, write {whole}" if re.match(r"'\w", text) else ""
            yield Culprit(
                line=number,
                column=start,
                message="a quote opens here and never closes",
                help=f"add {sign} at the end of the text{other}",
                mended=line[:place] + sign + line[place:],
            )


def quote_of_another(number: int, line: str) -> Iterator[Culprit]:
    """A quote that is closed by the one that opens a later text, with the keys between the two in it."""
    for start, end in quotes(line):
        key = re.search(r",\s+[\w-]+: ", line[start : max(start, end)])
        if key is not None and line[end + 1 : end + 2] not in ("", ",", "]", "}", " "):
            place = start + key.start()
            yield Culprit(
                line=number,
                column=start,
                message="a quote opens here and never closes",
                help=f"add {line[start]} at the end of the text",
                mended=line[:place] + line[start] + line[place:],
            )


def text_after_quote(number: int, line: str) -> Iterator[Culprit]:
    for start, end in quotes(line):
        rest = line[end + 1 :]
        if end < 0 or not rest.strip() or re.match(r"\s*(?:[,\]}:]|\s#)", rest):
            continue
        sign = line[start]
        last = line.rfind(sign)
        if last == end and sign == "'" and line[end + 1].isalnum():
            yield from _apostrophes(number, line, start, end)
        elif last > end:
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


def _apostrophes(number: int, line: str, start: int, end: int) -> Iterator[Culprit]:
    """A text without quotes that begins with an apostrophe and holds another."""
    stop = len(line.rstrip().rstrip("]}"))
    for place in sorted({len(line.rstrip()), stop}, reverse=True):
        text = quoted(line[start:place].rstrip())
        yield Culprit(
            line=number,
            column=end,
            message="this apostrophe ends the text, because an apostrophe begins it",
            help=f"put the whole text in double quotes: {shown(text, QUOTED_AT_MOST)}",
            mended=f"{line[:start]}{text}{line[place:]}",
        )


def whole_text(number: int, line: str, *, colons: bool) -> Iterator[Culprit]:
    """A text for players that wants quotes, because YAML takes a sign of it for more than a letter: one at
    its beginning, or with `colons` a colon in it."""
    for match in _TEXT.finditer(line):
        start = match.end()
        value = line[start:]
        in_braces = "{" in line[:start]
        # Within braces the text may end before each key or bracket.
        ends = (
            [start + end.start() for end in _ENDS_IN_BRACES.finditer(value)]
            if in_braces
            # Where the braces began in a line above, the comma or bracket behind it is none of it.
            else list(dict.fromkeys(start + len(value.rstrip(signs)) for signs in (None, ", ", "]}, ")))
        )
        reason = _colon(line, start) if colons else _reason(line, start)
        if reason is None:
            continue
        at, message = reason
        for end in ends[:_ENDS_TRIED]:
            text = quoted(line[start:end])
            if end > at:
                yield Culprit(
                    line=number,
                    column=at,
                    message=message,
                    help=f"put the whole text in double quotes: {shown(text, QUOTED_AT_MOST)}",
                    mended=line[:start] + text + line[end:],
                )


def _reason(line: str, start: int) -> tuple[int, str] | None:
    """Why the text that begins at a place wants quotes, and where the sign stands that is the reason."""
    sign = line[start]
    if sign in _NO_BEGIN or (sign in _NO_BEGIN_WITH_SPACE and _HAS_TEXT_BEHIND.match(line, start + 1)):
        return start, f"no text can begin with `{sign}`"
    if sign in _MARKS_OF_YAML:
        return start, f"a text cannot begin with `{sign}`"
    if sign in CLOSERS:
        waiting = 0
        for place in range(start, len(line)):
            waiting += (line[place] in CLOSERS) - (line[place] in "]}")
            if not waiting:
                rest = line[place + 1 :]
                begins = f"`{sign}` begins a {'list' if sign == '[' else 'group of keys'}, and not a text"
                return (start, begins) if _IS_TEXT.match(rest) else None
        return None
    if sign in "\"'":
        end = next((end for begin, end in quotes(line) if begin == start), -1)
        more = end >= 0 and re.match(r"\s*[^\s,\]}:#]", line[end + 1 :])
        return (end, "this quote ends the text, but more of it follows") if more else None
    return None


def _colon(line: str, start: int) -> tuple[int, str] | None:
    colon = line.find(": ", start)
    plain = line[start] not in _NOT_PLAIN and colon > 0
    return (colon, "a colon stands where no key can be") if plain else None


def too_many_brackets(number: int, line: str) -> Iterator[Culprit]:
    """A bracket that closes what was never opened in the line."""
    bare = without_texts(line)
    opened: list[str] = []
    extra: list[int] = []
    for place, sign in enumerate(bare):
        if sign in CLOSERS:
            opened.append(CLOSERS[sign])
        elif sign in "]}":
            if opened and opened[-1] == sign:
                opened.pop()
            else:
                extra.append(place)
    if extra and not opened and not bare[extra[0] :].strip(" ]}"):
        count = len(extra)
        signs = "".join(line[place] for place in extra)
        yield Culprit(
            line=number,
            column=extra[0],
            length=len(bare.rstrip()) - extra[0],
            message=f"one `{signs}` too many stands here" if count == 1 else f"`{signs}` closes nothing here",
            help="remove it",
            mended=line[: extra[0]] + " " * (len(bare.rstrip()) - extra[0]) + line[len(bare.rstrip()) :],
        )


def in_backticks(number: int, line: str) -> Iterator[Culprit]:
    """A word in the signs that other texts put around names."""
    if (match := _IN_BACKTICKS.search(line)) is not None:
        yield Culprit(
            line=number,
            column=match.start(),
            length=len(match[0]),
            message="no value can begin with this sign",
            help=f"write `{match[1]}` without the signs around it",
            mended=line[: match.start()] + match[1] + line[match.end() :],
        )


def two_commas(number: int, line: str) -> Iterator[Culprit]:
    """A comma with nothing before it."""
    bare = without_texts(line)
    if (match := _TWO_COMMAS.search(bare)) is not None and set(bare[: match.start() + 1]) & set(CLOSERS):
        yield Culprit(
            line=number,
            column=match.end() if match[0].startswith(",") else match.start() + match[0].index(","),
            message="nothing stands before this comma",
            help="remove the comma",
            mended=line[: match.start()] + line[match.end() :],
        )


def quote_without_begin(number: int, line: str) -> Iterator[Culprit]:
    bare = without_texts(line)
    for match in re.finditer(r"""(?<=[^\s,\[{:-])["'](?=\s*(?:$|[,\]}]))""", bare):
        for start in re.finditer(r"(?:: |- |[\[{,] ?)(?=\S)", bare[: match.start()]):
            yield Culprit(
                line=number,
                column=match.start(),
                message="a quote closes here that was never opened",
                help="add the same quote at the beginning of the text",
                mended=line[: start.end()] + match[0] + line[start.end() :],
            )


def comment_in_brackets(number: int, line: str) -> Iterator[Culprit]:
    """A text that begins with `#` and so hides the brackets that should close behind it."""
    match = re.search(r"(?:[:,\[{] )(#[^,\]}]*)([,\]}].*)$", line)
    if match is not None and any(sign in line[: match.start()] for sign in CLOSERS):
        text = quoted(match[1].rstrip())
        yield Culprit(
            line=number,
            column=match.start(1),
            length=len(match[1].rstrip()),
            message="`#` begins a comment, so the rest of the line counts for nothing",
            help=f"put a text that begins with `#` in quotes: {shown(text, QUOTED_AT_MOST)}",
            mended=line[: match.start(1)] + text + match[2],
        )


def open_bracket(number: int, line: str) -> Iterator[Culprit]:
    waiting: list[tuple[str, int]] = []
    mended, shift = line, 0
    put: list[int] = []
    bare = without_texts(line)
    for place, sign in enumerate(bare):
        if sign in CLOSERS:
            waiting.append((CLOSERS[sign], place))
        elif sign in "]}":
            while waiting and waiting[-1][0] != sign:
                mended = mended[: place + shift] + waiting.pop()[0] + mended[place + shift :]
                put.append(place + shift)
                shift += 1
            if not waiting:
                return
            waiting.pop()
    end = len(bare.rstrip())
    missing = "".join(closer for closer, _ in reversed(waiting))
    mended = mended[: end + shift] + missing + mended[end + shift :]
    put += [end + shift] if missing else []
    if mended != line:
        start = waiting[0][1] if waiting else bare.find("{")
        opener = line[start : start + 1]
        yield Culprit(
            line=number,
            column=max(0, start),
            message=f"`{opener}` opens here and is not closed"
            if waiting
            else "brackets are not closed in turn",
            help="the line might be meant like this: " + _around(mended, put),
            mended=mended,
        )


def _around(mended: str, put: list[int]) -> str:
    """A line as it should be; of a long one the part in which signs were put."""
    begin = len(mended) - len(mended.lstrip())
    if len(mended.strip()) <= QUOTED_AT_MOST:
        return shown(mended.strip(), QUOTED_AT_MOST)
    stop = min(len(mended), put[-1] + 10)
    start = max(begin, min(put[0] - 10, stop - QUOTED_AT_MOST))
    before, after = "… " if start > begin else "", " …" if stop < len(mended.rstrip()) else ""
    return f"`{before}{mended[start:stop].rstrip()}{after}`"


def colon_in_text(number: int, line: str) -> Iterator[Culprit]:
    match = re.match(r"""(\s*(?:- )?[\w-]+: )([^\s"'\[{].*: .*\S)\s*$""", line)
    if match:
        yield Culprit(
            line=number,
            column=match.end(1) + match[2].index(": "),
            message="a colon stands where no key can be",
            help='put the whole text in double quotes: "like this: with a colon"',
            mended=match[1] + quoted(match[2]),
        )
