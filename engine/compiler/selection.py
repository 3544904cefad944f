"""Which findings are wanted: `kind:quests`, `id:lamp`, `path:harbor/**`, `code:E21`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.suggest import closest
from engine.compiler.entities import ALL_KINDS
from engine.compiler.pages import PAGES
from engine.compiler.words import KIND_WORDS

Wanted = Callable[[Diagnostic], bool]


class SelectorWrong(Exception):  # noqa: N818 - it says what is the case
    """A selector makes no sense. The message says which, and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a finding must meet: of every group at least one. Without groups everything is selected."""

    groups: tuple[tuple[Wanted, ...], ...] = ()

    def has(self, found: Diagnostic) -> bool:
        """Whether a finding is selected."""
        return all(any(wanted(found) for wanted in group) for group in self.groups)


def read_selection(given: Iterable[str], folder: str = ".") -> Selection:
    """Selectors as written; one text may hold several with spaces between.

    Selectors of one sort are alternatives, different sorts must all hold. A path is meant from the content
    folder on, and may begin with `folder`, as the paths in messages do. Raises SelectorWrong.
    """
    groups: dict[str, list[Wanted]] = {}
    for text in given:
        for selector in _BETWEEN.split(text.strip()):
            sort, colon, value = selector.partition(":")
            if not colon or sort not in _SORTS:
                raise SelectorWrong(
                    f"`{selector}` selects nothing. Write kind:quests, id:lamp, path:harbor/** or code:E21."
                )
            if not value:
                raise SelectorWrong(f"`{selector}` ends too early. Write what is meant after the colon.")
            groups.setdefault(sort, []).append(_SORTS[sort](value, folder))
    return Selection(groups=tuple(tuple(groups[sort]) for sort in sorted(groups)))


def _kind(value: str, folder: str) -> Wanted:
    # One may also say what a single thing is called, as `gamectl new` does.
    value = next((kind for kind in ALL_KINDS if value == KIND_WORDS[kind].replace(" ", "-")), value)
    if value not in ALL_KINDS:
        near = closest(value, ALL_KINDS)
        hint = f"Did you mean {near}?" if near else f"The kinds are {', '.join(ALL_KINDS)}."
        raise SelectorWrong(f"there is no kind {value}. {hint}")
    return lambda found: (found.entity or "").partition(":")[0] == value


def _id(value: str, folder: str) -> Wanted:
    pattern = _pattern(value)
    if ":" in value:
        return lambda found: pattern.fullmatch(found.entity or "") is not None
    return lambda found: pattern.fullmatch((found.entity or "").partition(":")[2]) is not None


def _path(value: str, folder: str) -> Wanted:
    path = value.removeprefix("./").rstrip("/")
    below = path.removeprefix(f"{folder.rstrip('/')}/")
    # A name without signs means the file, or all that lies in the folder.
    patterns = [_pattern(f"{one}{rest}") for one in {path, below} for rest in ("", "/**")]
    return lambda found: any(pattern.fullmatch(found.span.path) for pattern in patterns)


def _code(value: str, folder: str) -> Wanted:
    start = value.upper()
    if not any(page.code.startswith(start) for page in PAGES):
        raise SelectorWrong(f"no code begins with {start}. `gamectl rules` lists them all.")
    return lambda found: found.code.startswith(start)


_SORTS: Final[Mapping[str, Callable[[str, str], Wanted]]] = {
    "kind": _kind,
    "id": _id,
    "path": _path,
    "code": _code,
}
_BETWEEN: Final = re.compile(rf"\s+(?=(?:{'|'.join(_SORTS)}):)")
_SIGNS: Final[Mapping[str, str]] = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _pattern(glob: str) -> re.Pattern[str]:
    """`*` and `?` within a name, `**` over any number of folders; everything else as it stands."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return re.compile("".join(_SIGNS.get(part, re.escape(part)) for part in parts), re.DOTALL)
