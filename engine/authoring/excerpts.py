"""The things of a world as they stand in its files, read in parts: only the lines of those asked for.

All other lines are left empty, so every place is the place in the whole file. When a file is written in a way
in which its things cannot be told apart by lines, all of it is read.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from engine.compiler.decode import lines_of
from engine.compiler.document import Document
from engine.compiler.nodes import Node
from engine.compiler.scopes import FAMILY_KINDS
from engine.compiler.slices import lines_between, read_lines
from engine.model.kinds import SINGLE_KINDS

_BASE: Final = re.compile(r"""based_on["']?[ ]*:[ ]*["']?([A-Za-z0-9_-]+)""")

_IN_FORMULA: Final = re.compile(rf"\b({'|'.join(FAMILY_KINDS)})\.([A-Za-z0-9_-]+)")
_HEAD: Final = re.compile(r"""["']?([a-z_]+)["']?[ ]*:""")
_NO_HEAD: Final = frozenset({"", " ", "\t", "#", "-"})


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one thing: the first (from 1), and the one after the last that may belong to it."""

    key: str
    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Things of a kind that stand below each other in a file.

    `margin` is the column (from 0) of the ids, `step` how far their bodies are set in from it, `last` the
    last line that belongs to them, `airy` whether empty lines stand between them.
    """

    things: tuple[Lines, ...]
    margin: int
    step: int
    last: int
    airy: bool


@dataclass(frozen=True)
class Excerpts:
    """Files by path, and where each thing stands: `items/bread` → `items.yaml:3`."""

    files: Mapping[str, bytes]
    sources: Mapping[str, str]
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _heads: dict[str, Mapping[str, list[int]]] = field(default_factory=dict)

    def lines(self, path: str) -> list[str]:
        """The lines of a file."""
        if path not in self._texts:
            self._texts[path] = lines_of(self.files[path].decode("utf-8"))
        return self._texts[path]

    @cached_property
    def things(self) -> Mapping[str, tuple[Lines, ...]]:
        """The things of each file, in their order there."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for name, place in self.sources.items():
            kind, _, entity = name.partition("/")
            path, _, line = place.rpartition(":")
            found[path].append((int(line), f"{kind}:{entity}"))
        for path in self.files:
            for kind in SINGLE_KINDS:
                found[path] += [(line, kind) for line in self.heads(path).get(kind, ())]
        ordered: dict[str, tuple[Lines, ...]] = {}
        for path, places in found.items():
            places.sort()
            ends = [line for line, _ in places[1:]] + [len(self.lines(path)) + 1]
            ordered[path] = tuple(
                Lines(key, line, end) for (line, key), end in zip(places, ends, strict=True)
            )
        return ordered

    def heads(self, path: str) -> Mapping[str, list[int]]:
        """The lines of a file on which kinds begin at the left margin."""
        if path not in self._heads:
            found: dict[str, list[int]] = defaultdict(list)
            for number, line in enumerate(self.lines(path), start=1):
                if line[:1] not in _NO_HEAD and (head := _HEAD.match(line)):
                    found[head[1]].append(number)
            self._heads[path] = found
        return self._heads[path]

    def block(self, path: str, kind: str) -> Block | None:
        """The things of a kind in a file, when one more may be added below them."""
        heads = self.heads(path).get(kind, ())
        things = tuple(one for one in self.things.get(path, ()) if one.key.startswith(f"{kind}:"))
        if len(heads) != 1 or not things:
            return None
        lines = self.lines(path)
        margin = _margin(lines[things[0].first - 1])
        ids = [one.key.partition(":")[2] for one in things]
        alone = all(
            lines[one.first - 1].lstrip().lstrip("\"'").startswith(entity)
            and _margin(lines[one.first - 1]) == margin
            for one, entity in zip(things, ids, strict=True)
        )
        if not margin or not alone or lines[heads[0] - 1].partition(":")[2].lstrip().startswith("{"):
            return None
        below = [line for line in lines[things[0].first : things[0].end - 1] if _is_text(line)]
        step = _margin(below[0]) - margin if below else 0
        # What follows at the left margin is of another kind.
        later = [line for found in self.heads(path).values() for line in found if line > things[-1].first]
        last = min([things[-1].end, *later]) - 1
        while last > things[-1].first and not lines[last - 1][:1].isspace():
            last -= 1
        gaps = [_gap_above(lines, one.first) for one in things[1:]]
        airy = sum(gaps) * 2 > len(gaps) if gaps else self._is_airy()
        return Block(things=things, margin=margin, step=step if step > 0 else margin, last=last, airy=airy)

    def _is_airy(self) -> bool:
        """What is usual in the folder, when a file with a single thing of a kind says nothing about it."""
        gaps = []
        for other, things in self.things.items():
            for before, one in pairwise(things):
                if before.key.partition(":")[0] == one.key.partition(":")[0]:
                    gaps.append(_gap_above(self.lines(other), one.first))
        return sum(gaps) * 2 > len(gaps)

    def naming(self, key: str) -> set[str]:
        """What must be read to know all about a thing.

        That is all in whose lines its id stands or may stand, what inherits from that, and what its
        formulas name.
        """
        word = key.partition(":")[2]
        found: set[str] = set()
        families: set[tuple[str, str]] = set()
        heirs: dict[str, set[str]] = defaultdict(set)
        whole = re.compile(rf"(?<![A-Za-z0-9_-]){re.escape(word)}(?![A-Za-z0-9_-])")
        for path, things in self.things.items():
            lines = self.lines(path)
            for thing in things:
                text = "\n".join(lines[thing.first - 1 : thing.end - 1])
                # Within double quotes any sign may be written as a code.
                named = word and word in text and whole.search(text)
                if thing.key == key or "\\" in text or named:
                    found.add(thing.key)
                    families |= set(_IN_FORMULA.findall(text))
                for base in _BASE.findall(text):
                    heirs[f"{thing.key.partition(':')[0]}:{base}"].add(thing.key)
        waiting = list(found)
        while waiting:
            more = heirs[waiting.pop()] - found
            found |= more
            waiting += more
        # A formula is understood when all that it names is there.
        known = {f"{FAMILY_KINDS[family]}:{entity}" for family, entity in families}
        return found | {key for key in known if key.replace(":", "/", 1) in self.sources}

    def documents(self, keys: Collection[str]) -> list[Document] | None:
        """The documents with just these things and their bases; None when only the whole can be read.

        Of the kinds that stand once, those that nobody wrote are left out.
        """
        known = {one.key for things in self.things.values() for one in things}
        wanted = {key for key in keys if key in known}
        if any(key not in SINGLE_KINDS or self._hidden(key) for key in set(keys) - wanted):
            return None
        made: dict[str, Document] = {}
        waiting = set(wanted)
        while waiting:
            for path, things in self.things.items():
                if any(one.key in waiting for one in things):
                    document = self._document(path, wanted)
                    if document is None:
                        return None
                    made[path] = document
            bases = {base for document in made.values() for base in _bases(document)}
            waiting = bases - wanted
            if not waiting <= known:
                return None
            wanted |= waiting
        return [made[path] for path in sorted(made)]

    def _hidden(self, kind: str) -> bool:
        """Whether a kind may stand somewhere else than at the left margin."""
        head = re.compile(rf"""\b{kind}["']?[ ]*:""")
        return any(head.search("\n".join(self.lines(path))) for path in self.files)

    def _document(self, path: str, wanted: Set[str]) -> Document | None:
        """One file with all lines empty but those of wanted things and the heads of their kinds."""
        lines = self.lines(path)
        kept: dict[int, str] = {}
        asked = [one for one in self.things[path] if one.key in wanted]
        for one in asked:
            kept |= lines_between(lines, one.first, one.end)
        for kind in {one.key.partition(":")[0] for one in asked}:
            heads = self.heads(path).get(kind, ())
            if len(heads) != 1:
                return None
            kept[heads[0]] = lines[heads[0] - 1]
        document = read_lines(path, kept)
        if document is None:
            return None
        there = {(key, body.place.line) for key, body in _standing(document)}
        return document if {(one.key, one.first) for one in asked} == there else None


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _gap_above(lines: list[str], number: int) -> bool:
    """Whether an empty line stands above a line (from 1) and the comments that belong to it."""
    above = number - 1
    while above and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    return above > 0 and not lines[above - 1].strip()


def _standing(document: Document) -> Iterator[tuple[str, Node]]:
    """The things in a document, by key."""
    for kind, node in document.root.mapping().items() if document.root is not None else ():
        if kind in SINGLE_KINDS:
            yield kind, node
        else:
            for entity, body in node.mapping().items():
                yield f"{kind}:{entity}", body


def _bases(document: Document) -> Iterator[str]:
    for key, body in _standing(document):
        base = body.text("based_on")
        if base is not None and key not in SINGLE_KINDS:
            yield f"{key.partition(':')[0]}:{base}"
