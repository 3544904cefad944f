"""The accepting way to read a file: text → plain values, fast, or nothing at all.

It takes only what every reader of YAML understands alike. Whatever else is in a file (an error, an anchor, a
number that two versions of YAML read differently) makes it answer None, and the file is read again the slow
way, which knows places and words. It must never take what the slow way refuses, nor give another value.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

try:
    from yaml_rs import loads
except ImportError:  # no build for this machine: everything is read the slow way
    loads = None  # type: ignore[assignment]  # asked for before each use

from engine.base.units import WIRE_MAX
from engine.compiler.decode import FORBIDDEN, Limits
from engine.compiler.lost_lines import MAY_BE_LOST, SIGNS_OF_TEXT

UNCLEAR_LINE: Final = re.compile(
    r"""
      [\t\r\x85\u2028\u2029]                        # tabs, other line ends
    | \\[^"n]                                        # escapes
    | ^(?:%|---|\.\.\.)                             # directives, more than one document
    | ["']:\S                                       # a colon directly after a quote
    | [,\[\]{}"']\#                                 # a comment without a space before it
    | \S[ ]{1,2}\#[^\s\#]                           # a comment that may be meant to be text
    | :[?,\[\]{}]                                   # a colon directly before a sign
    | (?:^[ ]*(?:[-?][ ]+)*|[:-][ ]+|[,\[{][ ]*)(?:
          [&*!@`|>%?:]                              # anchors, aliases, tags, block texts, long keys
        | <[-+]?[ ]*$                               # meant to be > or |
        | [-+]?0[0-9_xobXOB]                        # 012, 0x1f, 0o7, 0O7
        | \+[0-9.] | [-+]?\.[0-9iInN_.]             # +1, -.5, .inf, ..1
        | -?[0-9]+[_:eE][-+0-9_]                    # 1_000, 12:30, 1e3
        | -?[0-9]+\.[0-9]*[_:eE]                    # 1.5e3
        | [-+.]*_+[-+.0-9] | -?[0-9][0-9.]*_        # _1, 6_
        | [0-9]{4}-[0-9]                            # a date
        | -?[0-9]{16} | -?[0-9]+\.[0-9]{17}        # more than can be counted
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Where this matches, two readers might disagree. All of it lies within one line."""
_HARDLY_EVER: Final = ("\t", "\r", "\x85", "\u2028", "\u2029", "\n%", "\n---", "\n...")
_AFTER_COLON: Final = re.compile(r":[?,\[\]{}]")
_SUSPECTS: Final = (
    ("\\", re.compile(r'\\[^"n]')),
    ('":', re.compile(r'":\S')),
    ("':", re.compile(r"':\S")),
    ("#", re.compile(r"""\#(?<=[,\[\]{}"'].)""")),
    (" #", re.compile(r" #[^\s#](?:(?<=\S #.)|(?<=\S  #.))")),
)
"""What can only match where a rare sign stands, with that sign."""
_VALUE_SUSPECTS: Final = re.compile(
    r"""
      [&*!@`|>%?:<\-+._0-9](?<=[ \n,\[{].)(?:
          (?<=[&*!@`|>%?:<])
        | (?<=0)[0-9_xobXOB] | (?<=[-+])0[0-9_xobXOB]
        | (?<=\+)[0-9.] | (?<=\.)[0-9iInN_.] | (?<=[-+])\.[0-9iInN_.]
        | (?<=[-0-9])(?:[0-9]{15} | [0-9]{0,15}(?:\.[0-9]*)?[_:eE] | [0-9]{0,15}\.[0-9]{17} | [0-9.]*_)
        | (?<=[-+.])[-+.]*_ | (?<=_)_*[-+.0-9]
        | (?<=[0-9])[0-9]{3}-[0-9]
      )
    """,
    re.VERBOSE,
)
"""Where an unclear value might begin. Each begins with a sign of its own, so the search is quick."""
_WORDS: Final = frozenset(
    form
    for word in ("yes", "no", "on", "off", "null", "true", "false", "=", "<<", "~")
    for form in (word, word.capitalize(), word.upper())
)
_MORE: Final = _WORDS | SIGNS_OF_TEXT
"""Texts that are more than a text in one version or the other, when no quotes are around them, and signs that
begin a text when there are none."""
_QUOTED: Final = {
    '"': re.compile(r'(?:[^"\\]|\\["n])*+"'),
    "'": re.compile(r"(?:[^']|'')*+'"),
}
"""The rest of a quoted text, by the sign that it begins with."""
_BLOCK_SIGNS: Final = (" >", " >-", " |", " |-")
"""How a line ends after which a block text may stand."""
_BLOCK: Final = re.compile(
    r"(?P<key>(?P<inset>[ ]*(?:-[ ]+)*)(?P<name>(?:[A-Za-z0-9_-]+:[ ])?))(?<=[:-][ ])[|>]-?"
)
"""A line after which one stands. One that keeps all blank lines at its end is read the slow way."""
_COMMENT: Final = re.compile(r"(?:^|(?<=[ ]))#.*", re.MULTILINE)
_STEEP: Final = 160
"""A line that is set in so far is not taken."""
_LEVEL: Final = 8
"""So many brackets in one line are not deep."""
_SEEN_MOST: Final = 200_000
"""So many lines are known at once: some 20 MB."""
_QUOTE: Final = re.compile(r"""["'](?:(?<=[ ,\[{].)|(?<=^.))""")
"""Where a quoted text may begin."""
_QUOTES_AND_COMMENTS: Final = frozenset(b"\"'#")
_NO_SIGN: Final = bytes(sorted(set(range(256)) - set(b"[]{}\n") - _QUOTES_AND_COMMENTS))
_NO_BRACKET: Final = bytes(sorted(set(range(256)) - set(b"[]{}")))
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Other keys are left to the slow way: readers differ in how far they look for the colon."""


def read_quickly(text: str, limits: Limits) -> tuple[Any, int] | None:
    """The plain value of a file and how many values are in it; None when it must be read the slow way."""
    # Every reader takes the line ends of Windows for the same.
    text = text.replace("\r\n", "\n")
    outside = without_blocks(text.split("\n"))
    if loads is None or outside is None or not _is_safe(outside, limits.depth):
        return None
    try:
        root = loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    nodes = _counted(root, limits.depth, limits.scalar_characters)
    return None if nodes is None else (root, nodes)


def without_blocks(lines: list[str]) -> list[str] | None:
    """Lines with a word in place of each block text, whose lines are no YAML; None when one is not simple.

    In a simple one every line is set in alike, none ends with a blank, and what comes after it is set in no
    further than its key: all readers agree on what it says.
    """
    signs = [number for number, line in enumerate(lines) if line.endswith(_BLOCK_SIGNS)]
    if not signs:
        return lines
    kept: list[str] = []
    inside: list[str] = []
    done = 0
    for number in signs:
        begin = _BLOCK.fullmatch(lines[number]) if number >= done else None
        if begin is None:
            continue
        kept += lines[done:number]
        kept.append(f"{begin['key']}x")
        end = _end_of_block(lines, number + 1, len(begin["inset"]), named=bool(begin["name"]))
        if end is None:
            return None
        inside += lines[number + 1 : end]
        done = end
    together = "\n".join(inside)
    if any(sign in together for sign in _HARDLY_EVER) or FORBIDDEN.search(together):
        return None
    if MAY_BE_LOST.search(f"\n{together}"):
        return None
    return [*kept, *lines[done:]]


def _end_of_block(lines: list[str], at: int, inset: int, *, named: bool) -> int | None:
    """The number of the line after a simple block text that begins at a line; None when it is not simple."""
    first = lines[at] if at < len(lines) else ""
    margin = first[: len(first) - len(first.lstrip(" "))]
    if first == margin or len(margin) < inset + named:
        return None
    # Behind the line end of the last line of a file stands an empty one.
    while at < len(lines) - 1 and (not (line := lines[at]) or line.startswith(margin)):
        if line and (line[-1] == " " or line[len(margin)] == " "):
            return None
        at += 1
    after = lines[at].lstrip(" ")
    if at == len(lines) - 1:
        return None if lines[at] else at
    return None if not after or after[0] == "#" or len(lines[at]) - len(after) > inset else at


@lru_cache(maxsize=1)
def _seen() -> set[str]:
    """Lines that were found clear and level. Most lines of a world stand in it many times."""
    return set()


def _is_safe(lines: list[str], depth: int) -> bool:
    """Whether a text is clear, and not so deep that it overflows the reader's stack.

    Every line is looked at by itself, so a line that was seen before needs no second look.
    """
    seen = _seen()
    new = set(lines) - seen
    together = "\n".join(new)
    if is_unclear(together) or FORBIDDEN.search(together):
        return False
    if not _are_level(new, together):
        return _is_shallow(lines, depth)
    if len(seen) + len(new) > _SEEN_MOST:
        seen.clear()
    seen.update(new)
    return True


def is_unclear(text: str) -> bool:
    """Whether two readers might disagree about something in the text.

    Looks for single signs first and, where these might matter, at the whole line: most lines hold none.
    """
    text = f"\n{text}"
    if any(sign in text for sign in _HARDLY_EVER) or _AFTER_COLON.search(text):
        return True
    if any(sign in text and suspect.search(text) for sign, suspect in _SUSPECTS):
        return True
    looked = 0
    for suspect in _VALUE_SUSPECTS.finditer(text):
        if suspect.start() >= looked:
            start = text.rfind("\n", 0, suspect.end()) + 1
            looked = text.find("\n", start)
            looked = looked if looked >= 0 else len(text)
            if UNCLEAR_LINE.search(text[start:looked]):
                return True
    return False


def _are_level(lines: Iterable[str], together: str) -> bool:
    """Whether each of these lines closes what it opens and is neither deep nor steep.

    In a line without quotes and comments the brackets alone tell, and few orders of them ever occur.
    """
    orders = set(together.encode().translate(None, _NO_SIGN).split(b"\n"))
    return all(
        _opened_by(order, 0, _LEVEL) == 0 for order in orders if not _QUOTES_AND_COMMENTS.intersection(order)
    ) and all(
        _opened(line, 0, _LEVEL) == 0
        for line in lines
        if '"' in line or "'" in line or "#" in line or len(line) >= _STEEP
    )


def _is_shallow(lines: list[str], depth: int) -> bool:
    """Whether nothing in the text can lie deep in brackets or lists.

    Counts brackets outside of quotes and comments, never fewer than there are open. A quoted text over
    several lines might hide some, so it is not taken.
    """
    opened = 0
    for line in lines:
        after = _opened(line, opened, depth)
        if after is None:
            return False
        opened = after
    return True


def _opened(line: str, opened: int, depth: int) -> int | None:
    """How many brackets are open after a line when so many were before it; None when it is not taken."""
    if len(line) >= _STEEP and not line[:_STEEP].strip(" -"):
        return None
    if '"' in line or "'" in line:
        unquoted = _unquoted(line)
        if unquoted is None:
            return None
        line = unquoted
    if "#" in line:
        line = _COMMENT.sub("", line)
    signs = line.encode().translate(None, _NO_BRACKET)
    return _opened_by(signs, opened, depth)


def _unquoted(line: str) -> str | None:
    """A line without its quoted texts; None when one does not end in it."""
    kept: list[str] = []
    done, at = 0, 0
    while begin := _QUOTE.search(line, at):
        start = begin.start()
        before = line[:start].rstrip(" ")
        at = start + 1
        if not before or before[-1] in ",[{" or (before[-1] in ":-" and len(before) < start):
            end = _QUOTED[line[start]].match(line, at)
            if end is None:
                return None
            kept.append(line[done:start])
            done = at = end.end()
    return "".join((*kept, line[done:]))


def _opened_by(signs: bytes, opened: int, depth: int) -> int | None:
    for sign in signs:
        opened = max(0, opened + _STEPS[sign])
        if opened > depth:
            return None
    return opened


def _counted(root: Any, depth: int, longest: int) -> int | None:
    """How many values there are, keys among them; None when one of them is not for this way of reading."""
    count = 0
    level = [root]
    known = set[Any]()
    scalars: list[Any] = []
    while level:
        count += len(level)
        flat = len(scalars) + len(level)
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is dict:
                # Most keys come again and again.
                if not known.issuperset(value):
                    if not all(map(_is_plain_key, value)):
                        return None
                    known.update(value)
                count += len(value)
                below += value.values()
            elif kind is list:
                below += value
            else:
                scalars.append(value)
        if depth == 0 and len(scalars) < flat:
            return None
        depth -= 1
        level = below
    distinct = set(scalars)
    if not _SCALARS.issuperset(map(type, distinct)):
        return None
    texts = {value for value in distinct if type(value) is str}
    # One that ends with a quote may have lost the other.
    if not _MORE.isdisjoint(texts) or any(len(text) > longest or text[-1:] == '"' for text in texts):
        return None
    numbers = [value for value in distinct if type(value) is int or type(value) is float]
    return count if all(-WIRE_MAX <= number <= WIRE_MAX for number in numbers) else None


def _is_plain_key(key: Any) -> bool:
    return type(key) is str and key not in _WORDS and _KEY.fullmatch(key) is not None
