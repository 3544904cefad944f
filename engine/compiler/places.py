"""Finds where things of quickly read files stand, when somebody asks after all.

A thing is read again by itself, the slow way, from the lines it stands on; only where that is not certain the
whole file is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.compiler.decode import Limits
from engine.compiler.document import Document
from engine.compiler.entities import Entity, Gathered
from engine.compiler.facts import Filed
from engine.compiler.inherit import inherit
from engine.compiler.linked import Walked
from engine.compiler.nodes import Node, plain
from engine.compiler.straight import Linked
from engine.model.kinds import SINGLE_KINDS, Canonical

Key = tuple[str, str]
"""Kind and id of a thing."""


class _Homes(Protocol):
    """Says which file a thing stands in."""

    def __call__(self, kind: str, entity: str) -> str: ...


@dataclass(slots=True, kw_only=True)
class Places:
    """Reads things the slow way, each once.

    `home` says in which file the first thing of an id stands; `filed` are the facts of clear files; `written`
    are things as they are written, by kind: what stands in a clear file is looked up here.
    """

    files: Mapping[str, bytes]
    limits: Limits
    filed: Mapping[str, Filed]
    home: _Homes
    late: dict[Key, Linked] = field(default_factory=dict)
    """Things whose base stands in another file."""
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _first_lines: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    _canonical: dict[str, Canonical] = field(default_factory=dict)
    _documents: dict[str, Document] = field(default_factory=dict)
    _walked: dict[Key, Walked] = field(default_factory=dict)
    _written: dict[tuple[str, str, str], Node] = field(default_factory=dict)

    def twin(self, kind: str, entity: str) -> Node:
        """The linked thing with its places."""
        return self.walked(kind, entity).body

    def walked(self, kind: str, entity: str) -> Walked:
        """The same with all that was found in the thing."""
        # Here and not above, as below: nobody asks for places in a world that is in order.
        from engine.compiler.link import walk_thing

        key = (kind, entity)
        if key not in self._walked:
            walked = walk_thing(self.entity(kind, entity))
            if plain(walked.body) != self.linked(kind, entity).body:
                # The lines were not all of it; so is everything that it has from others.
                self._written.clear()
                self._lines.clear()
                walked = walk_thing(self.entity(kind, entity, whole=True))
            self._walked[key] = walked
        return self._walked[key]

    def linked(self, kind: str, entity: str) -> Linked:
        """The thing as it was linked quickly."""
        late = self.late.get((kind, entity))
        return late if late is not None else self.filed[self.home(kind, entity)].bodies()[kind][entity]

    def canonical(self, kind: str) -> dict[str, bytes]:
        """All things of a kind as JSON."""
        found: dict[str, bytes] = {}
        # Of two of one name the first counts.
        for path in sorted(self.filed, reverse=True):
            if path not in self._canonical:
                self._canonical[path] = self.filed[path].canonical()
            found.update(self._canonical[path].get(kind, {}))
        found.update((entity, thing.canonical) for (of, entity), thing in self.late.items() if of == kind)
        return found

    def sources(self, kind: str) -> dict[str, str]:
        """Where each thing of a kind is written."""
        found: dict[str, str] = {}
        for path in sorted(self.filed, reverse=True):
            facts = self.filed[path].facts
            for entity, line in zip(facts.ids.get(kind, ()), facts.lines.get(kind, ()), strict=True):
                found[entity] = f"{path}:{line or self.written(path, kind, entity).place.line}"
        return found

    def held(self, kind: str, entity: str) -> Any:
        """The plain value of the linked thing."""
        return self.linked(kind, entity).body

    def as_written(self, kind: str, entity: str) -> Node:
        """The thing as it stands in its file, without what it has from others."""
        return self.written(self.home(kind, entity), kind, entity)

    def line(self, kind: str, entity: str) -> int:
        """The line on which a thing of a clear file stands."""
        path = self.home(kind, entity)
        return self._first_line(path, kind, entity) or self.written(path, kind, entity).place.line

    def _first_line(self, path: str, kind: str, entity: str) -> int:
        """The line on which a thing of a clear file begins; 0 when that is not known."""
        if (path, kind) not in self._first_lines:
            facts = self.filed[path].facts
            self._first_lines[path, kind] = dict(zip(facts.ids[kind], facts.lines[kind], strict=True))
        return self._first_lines[path, kind][entity]

    def entity(self, kind: str, entity: str, *, whole: bool = False) -> Entity:
        """A thing of a clear file with all that it has from its bases."""
        alone = Gathered()
        things = alone.entities[kind]
        name: str | None = entity
        while name is not None and name not in things:
            body = self.written(self.home(kind, name), kind, name, whole=whole)
            things[name] = Entity(kind=kind, id=name, body=body)
            name = body.text("based_on") if kind not in SINGLE_KINDS else None
        inherit(alone)
        return things[entity]

    def written(self, path: str, kind: str, entity: str, *, whole: bool = False) -> Node:
        """The thing as it stands in a clear file."""
        key = (path, kind, entity)
        if key not in self._written:
            found = None if whole else self._slice(path, kind, entity)
            self._written[key] = found if found is not None else self._in_document(path, kind, entity)
        return self._written[key]

    def _in_document(self, path: str, kind: str, entity: str) -> Node:
        if path not in self._documents:
            from engine.compiler.read import read_document

            self._documents[path] = read_document(path, self.files[path], self.limits)
        root = self._documents[path].root
        assert root is not None
        body = root.mapping()[kind]
        return body.mapping()[entity] if entity else body

    def _slice(self, path: str, kind: str, entity: str) -> Node | None:
        """The thing from its lines alone; None when these are not known."""
        first = self._first_line(path, kind, entity)
        if not first:
            return None
        from engine.compiler.slices import end_of_thing, lines_between, read_lines

        if path not in self._lines:
            self._lines[path] = self.files[path].decode("utf-8").split("\n")
        lines = self._lines[path]
        kept = lines_between(lines, first, end_of_thing(lines, first))
        if entity:
            kept[first - 1] = f"{kind}:"
        document = read_lines(path, kept, self.limits)
        if document is None or document.root is None:
            return None
        body = document.root.mapping().get(kind)
        if body is None or not entity:
            return body
        things = body.mapping()
        return things.get(entity) if len(things) == 1 else None
