"""Which findings are wanted: `kind:quests`, `id:lamp`, `path:harbor/**`, `code:E21`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.base.suggest import closest
from engine.compiler.compile import Compiled
from engine.compiler.entities import ALL_KINDS
from engine.compiler.pages import PAGES
from engine.compiler.words import KIND_WORDS

Wanted = Callable[[Diagnostic], bool]
In = Callable[[Compiled], Wanted]
"""Asks a world whether it has what is selected, and answers which findings are about it."""


class SelectorWrong(Exception):  # noqa: N818 - it says what is the case
    """A selector makes no sense. The message says which, and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a finding must meet: of every group at least one. Without groups everything is selected."""

    groups: tuple[tuple[In, ...], ...] = ()

    def of(self, compiled: Compiled) -> Wanted:
        """Whether a finding is selected. Raises SelectorWrong for what names nothing in this world."""
        groups = [[selector(compiled) for selector in group] for group in self.groups]
        return lambda found: all(any(wanted(found) for wanted in group) for group in groups)


def read_selection(given: Iterable[str], folder: str = ".") -> Selection:
    """Selectors as written; one text may hold several with spaces between.

    Selectors of one sort are alternatives, different sorts must all hold. A path is meant from the content
    folder on, and may begin with `folder`, as the paths in messages do. Raises SelectorWrong.
    """
    groups: dict[str, list[In]] = {}
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


def _kind_called(word: str) -> str:
    # One may also say what a single thing is called, as `gamectl new` does.
    kind = next((kind for kind in ALL_KINDS if word == KIND_WORDS[kind].replace(" ", "-")), word)
    if kind not in ALL_KINDS:
        near = closest(kind, ALL_KINDS)
        hint = f"Did you mean {near}?" if near else f"The kinds are {', '.join(ALL_KINDS)}."
        raise SelectorWrong(f"there is no kind {kind}. {hint}")
    return kind


def _kind(value: str, folder: str) -> In:
    kind = _kind_called(value)
    return lambda compiled: lambda found: (found.entity or "").partition(":")[0] == kind


def _id(value: str, folder: str) -> In:
    """Findings about a thing, and those of whose places one lies within it."""
    kind, colon, entity = value.partition(":")
    if colon and not _SIGNS_IN.search(kind):
        kind = _kind_called(kind)
    pattern = _pattern(f"{kind}:{entity}" if colon else value)

    def names(key: str | None) -> bool:
        # `world` and `rules` have no id but their kind.
        return key is not None and pattern.fullmatch(key if colon else key.rpartition(":")[2]) is not None

    def of(compiled: Compiled) -> Wanted:
        standing = compiled.standing
        told = {found.entity for found in compiled.report.diagnostics if found.entity}
        known = told if standing is None else standing.keys | told
        if not any(map(names, known)):
            words = known if colon else {key.rpartition(":")[2] for key in known}
            near = closest(f"{kind}:{entity}" if colon else value, words)
            hint = f"Did you mean {near}?" if near else "Write an id such as lamp, items:lamp or lamp*."
            raise SelectorWrong(f"nothing here is called {value}. {hint}")
        return lambda found: (
            names(found.entity)
            or (standing is not None and any(names(standing.at(span)) for span in _spans(found)))
        )

    return of


def _path(value: str, folder: str) -> In:
    """Findings of whose places one lies in such a file."""
    path = value.removeprefix("./").rstrip("/")
    below = path.removeprefix(f"{folder.rstrip('/')}/")
    # A name without signs means the file, or all that lies in the folder.
    patterns = [_pattern(f"{one}{rest}") for one in {path, below} for rest in ("", "/**")]

    def names(one: str) -> bool:
        return any(pattern.fullmatch(one) for pattern in patterns)

    def of(compiled: Compiled) -> Wanted:
        known = {
            *compiled.paths,
            *(span.path for found in compiled.report.diagnostics for span in _spans(found)),
        }
        if not any(map(names, known)):
            near = closest(below, {one for path in known for one in (path, *_folders(path))})
            hint = f"Did you mean {near}?" if near else "Write it from the content folder on, as messages do."
            raise SelectorWrong(f"there is no file or folder {value} here. {hint}")
        return lambda found: any(names(span.path) for span in _spans(found))

    return of


def _spans(found: Diagnostic) -> list[Span]:
    """The places a finding is about. A note without words only says where a proposed thing stands."""
    return [found.span, *(note.span for note in found.notes if note.message)]


def _folders(path: str) -> list[str]:
    """The folders that a file lies in."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _code(value: str, folder: str) -> In:
    start = value.upper()
    codes = [page.code for page in PAGES]
    # The first two digits are what a code is about; one alone says nothing.
    wholes = {code[:length] for code in codes for length in (1, 3)} | set(codes)
    if start not in wholes:
        near = closest(start, codes) if len(start) > 3 else None
        bands = sorted(one for one in wholes if len(one) == 3 and one.startswith(start[:2]))
        hint = (
            f"Did you mean {near}?"
            if near
            else f"Write {', '.join(bands)} or a whole code."
            if bands
            else "Write the beginning, such as E21, or a whole code."
        )
        raise SelectorWrong(f"no code is or begins with {start}. {hint} `gamectl rules` lists them all.")
    return lambda compiled: lambda found: found.code.startswith(start)


_SORTS: Final[Mapping[str, Callable[[str, str], In]]] = {
    "kind": _kind,
    "id": _id,
    "path": _path,
    "code": _code,
}
_BETWEEN: Final = re.compile(rf"\s+(?=(?:{'|'.join(_SORTS)}):)")
_SIGNS: Final[Mapping[str, str]] = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_SIGNS_IN: Final = re.compile("[*?]")


def _pattern(glob: str) -> re.Pattern[str]:
    """`*` and `?` within a name, `**` over any number of folders; everything else as it stands."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return re.compile("".join(_SIGNS.get(part, re.escape(part)) for part in parts), re.DOTALL)
