"""What follows from files that were meant as content and not read: told at the file, not at each place."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.compiler.findings import finding
from engine.compiler.references import CODES

_LACKING: Final = frozenset({*CODES.values(), "E2120"})
"""Codes of findings about what is not there."""
_NAMED: Final = re.compile(r"`([^`]+)`")
_KEY: Final = re.compile(
    r"""(?:^|[{,])[ \t]*["']?([A-Za-z0-9][\w-]{0,63})["']?[ \t]*:""", re.MULTILINE | re.ASCII
)
_MOST: Final = 5


def keys_in(data: bytes) -> frozenset[str]:
    """All that a file may give a name to, as far as its text tells."""
    return frozenset(_KEY.findall(data.decode("utf-8", "replace")))


def without_what_follows(
    found: Iterable[Diagnostic], unread: Mapping[str, frozenset[str]]
) -> tuple[list[Diagnostic], int]:
    """Findings without those about things that stand in unread files, each of which is an error then; and how
    many there were of these."""
    kept: list[Diagnostic] = []
    blamed: dict[str, dict[str, None]] = {}
    hidden = 0
    for one in found:
        names = _missing(one)
        file = next((path for path, keys in sorted(unread.items()) if names and keys.issuperset(names)), None)
        if file is None:
            kept.append(one)
        else:
            hidden += 1
            blamed.setdefault(file, {}).update(dict.fromkeys(names))
    return [_blamed(one, blamed) for one in kept], hidden


def _missing(found: Diagnostic) -> list[str]:
    """The names of what a finding says is not there: the first it names, or all of a crowd."""
    if found.code == "E9001":
        return ["world"]
    if found.code not in _LACKING:
        return []
    return _NAMED.findall(found.message)[:1] or _NAMED.findall(found.help)


def _blamed(found: Diagnostic, blamed: Mapping[str, Iterable[str]]) -> Diagnostic:
    if found.code != "W9008" or found.span.path not in blamed:
        return found
    names = [f"`{name}`" for name in blamed[found.span.path]]
    more = [f"{len(names) - _MOST} more"] if len(names) > _MOST else []
    lacking = " and ".join([", ".join(names[:_MOST]), *more])
    return finding(
        "E9009",
        f"this file was not read, and what it holds is missing: {lacking}",
        found.span,
        help=found.help.removeprefix("if it belongs to the world, "),
    )
