"""The accepting way to read a file: text → plain values, fast, or nothing at all.

It takes only what every reader of YAML understands alike. Whatever else is in a file (an error, an anchor, a
number that two versions of YAML read differently) makes it answer None, and the file is read again the slow
way, which knows places and words. It must never take what the slow way refuses, nor give another value.
"""

import re
from typing import Any, Final

try:
    from yaml_rs import loads
except ImportError:  # no build for this machine: everything is read the slow way
    loads = None  # type: ignore[assignment]  # asked for before each use

from engine.base.units import WIRE_MAX
from engine.compiler.decode import FORBIDDEN, Limits

UNCLEAR_LINE: Final = re.compile(
    r"""
      [\t\r\x85\u2028\u2029]                        # tabs, other line ends
    | \\[^"n]                                        # escapes
    | ^(?:%|---|\.\.\.)                             # directives, more than one document
    | ["']:\S                                       # a colon directly after a quote
    | [,\[\]{}"']\#                                 # a comment without a space before it
    | :[?,\[\]{}]                                   # a colon directly before a sign
    | (?:^[ ]*(?:[-?][ ]+)*|[:-][ ]+|[,\[{][ ]*)(?:
          [&*!@`|>%?:]                              # anchors, aliases, tags, block texts, long keys
        | [-+]?0[0-9_xob]                           # 012, 0x1f, 0o7
        | \+[0-9.] | [-+]?\.[0-9iInN_]              # +1, -.5, .inf
        | -?[0-9]+[_:eE][-+0-9]                     # 1_000, 12:30, 1e3
        | -?[0-9]+\.[0-9]*[_:eE]                    # 1.5e3
        | [-+.]*_+[-+.0-9] | -?[0-9][0-9.]*_        # _1, 6_
        | [0-9]{4}-[0-9]                            # a date
        | -?[0-9]{16}                               # more than can be counted
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""Where this matches, two readers might disagree. All of it lies within one line."""
_HARDLY_EVER: Final = ("\t", "\r", "\x85", "\u2028", "\u2029", "\n%", "\n---", "\n...")
_AFTER_COLONS: Final = (":?", ":,", ":[", ":]", ":{", ":}")
_SUSPECTS: Final = (
    ("\\", re.compile(r'\\[^"n]')),
    ('":', re.compile(r'":\S')),
    ("':", re.compile(r"':\S")),
    ("#", re.compile(r"""[,\[\]{}"']\#""")),
)
"""What can only match where a rare sign stands, with that sign."""
_VALUE_SUSPECTS: Final = re.compile(
    r"""
      [&*!@`|>%?:](?<=[ \n,\[{].)
    | [-+._0-9](?<=[ \n,\[{].)(?:
          (?<=0)[0-9_xob] | (?<=[-+])0[0-9_xob]
        | (?<=\+)[0-9.] | (?<=\.)[0-9iInN_] | (?<=[-+])\.[0-9iInN_]
        | (?<=[-0-9])(?:[0-9]{15} | [0-9]{0,15}(?:\.[0-9]*)?[_:eE] | [0-9.]*_)
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
"""Texts that are more than a text in one version or the other, when no quotes are around them."""
_QUOTED: Final = re.compile(
    r"""(^[ ]*(?:-[ ]+)*|[:-][ ]+|[,\[{][ ]*)(?:"(?:[^"\\\n]|\\["n])*(?:"|(\n))|'(?:[^'\n]|'')*(?:'|(\n)))""",
    re.MULTILINE,
)
_COMMENT: Final = re.compile(r"(?:^|(?<=[ ]))#.*", re.MULTILINE)
_STEEP: Final = 160
"""A line that is set in so far is not taken."""
_NO_BRACKET: Final = bytes(sorted(set(range(256)) - set(b"[]{}")))
_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""Other keys are left to the slow way: readers differ in how far they look for the colon."""


def read_quickly(text: str, limits: Limits) -> tuple[Any, int] | None:
    """The plain value of a file and how many values are in it; None when it must be read the slow way."""
    if loads is None or is_unclear(text) or FORBIDDEN.search(text):
        return None
    if not _shallow(text, limits.depth):
        return None
    try:
        root = loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    nodes = _counted(root, limits.depth, limits.scalar_characters)
    return None if nodes is None else (root, nodes)


def is_unclear(text: str) -> bool:
    """Whether two readers might disagree about something in the text.

    Looks for single signs first and, where these might matter, at the whole line: most lines hold none.
    """
    text = f"\n{text}"
    if any(sign in text for sign in _HARDLY_EVER) or any(signs in text for signs in _AFTER_COLONS):
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


def _shallow(text: str, depth: int) -> bool:
    """Whether nothing in the text can lie deep in brackets or lists: those overflow the reader's stack.

    Counts brackets outside of quotes and comments, never fewer than there are open. A quoted text over
    several lines might hide some, so it is not taken.
    """
    opened = 0
    for line in text.split("\n"):
        if len(line) >= _STEEP and not line[:_STEEP].strip(" -"):
            return False
        if '"' in line or "'" in line:
            line = f"{line}\n"
            if any(quoted[2] or quoted[3] for quoted in _QUOTED.finditer(line)):
                return False
            line = _COMMENT.sub("", _QUOTED.sub(r"\1", line))
        elif "#" in line:
            line = _COMMENT.sub("", line)
        opening = line.count("[") + line.count("{")
        closing = line.count("]") + line.count("}")
        if opened < closing or opened + opening > depth:
            # Only the order tells how deep it gets.
            for sign in line.encode().translate(None, _NO_BRACKET):
                opened = max(0, opened + _STEPS[sign])
                if opened > depth:
                    return False
        else:
            opened += opening - closing
    return True


def _counted(value: Any, deeper: int, longest: int, known: set[str] | None = None) -> int | None:
    """How many values there are, keys among them; None when one of them is not for this way of reading.

    `known` are keys that were looked at: most come again and again.
    """
    kind = type(value)
    if kind is dict or kind is list:
        if deeper == 0:
            return None
        known = set() if known is None else known
        count = 1
        if kind is dict:
            for key in value:
                if key not in known:
                    if type(key) is not str or key in _WORDS or not _KEY.fullmatch(key):
                        return None
                    known.add(key)
            count += len(value)
            value = value.values()
        for child in value:
            kind = type(child)
            if kind is str:
                # One that ends with a quote may have lost the other.
                if len(child) > longest or child in _WORDS or child[-1:] == '"':
                    return None
                count += 1
            elif kind is dict or kind is list:
                inner = _counted(child, deeper - 1, longest, known)
                if inner is None:
                    return None
                count += inner
            elif child is None or kind is bool or _is_exact(child, kind):
                count += 1
            else:
                return None
        return count
    if kind is str:
        return 1 if len(value) <= longest and value not in _WORDS and value[-1:] != '"' else None
    return 1 if value is None or kind is bool or _is_exact(value, kind) else None


def _is_exact(value: Any, kind: type) -> bool:
    return (kind is int or kind is float) and -WIRE_MAX <= value <= WIRE_MAX
