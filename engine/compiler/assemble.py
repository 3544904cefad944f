"""The facts of files → one linked world.

Files that are not clear, and whatever in clear ones has to do with a mistake, are looked at the way that
explains; everything else is taken as its facts say.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from engine.base.diagnostic import Diagnostic
from engine.base.ids import IDLE
from engine.compiler.decode import Limits
from engine.compiler.document import Document
from engine.compiler.entities import ALL_KINDS, Entity, Gathered, Things, Validated
from engine.compiler.facts import Filed, Summary
from engine.compiler.gather import put_document, put_thing, tell_of_the_whole
from engine.compiler.housed import with_their_location
from engine.compiler.inherit import inherit
from engine.compiler.linked import LinkedWorld
from engine.compiler.nodes import NOWHERE, Node, UnplacedThing
from engine.compiler.places import Key, Places
from engine.compiler.references import ANYWHERE, Reference, exists
from engine.compiler.straight import Linked, Named

if TYPE_CHECKING:
    from engine.compiler.follow import Missing

_UNREAD: Final = frozenset({"E0004", "E0017", "E0018", "E0022", "E0023"})
"""Codes that say that a file was left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A linked world with everything that was found on the way.

    `documents` are all files in the order of their paths; those of clear files have no lines. `summaries` are
    those of the things that were taken as their facts say.
    """

    world: LinkedWorld
    documents: tuple[Document, ...]
    summaries: tuple[Summary, ...]
    validated: Validated

    @property
    def findings(self) -> list[Diagnostic]:
        """What is wrong with files, shapes and names."""
        gathered = self.world.gathered
        return [
            *(finding for document in self.documents for finding in document.findings),
            *gathered.findings,
            *with_their_location(self.validated.findings, gathered),
            *self.world.findings,
        ]

    @property
    def hidden(self) -> int:
        """How many findings only follow from others."""
        documents = sum(document.hidden for document in self.documents)
        return documents + self.world.gathered.hidden + self.validated.hidden + self.world.hidden


def assemble(
    files: Mapping[str, bytes], filed: Mapping[str, Filed], limits: Limits, found: Iterable[Diagnostic] = ()
) -> Assembled:
    """The world that these files make. `filed` are facts; a file without any is read the slow way."""
    return _Assembler(files, filed, limits).assemble(found)


class _Assembler:
    def __init__(self, files: Mapping[str, bytes], filed: Mapping[str, Filed], limits: Limits) -> None:
        self.files, self.limits = files, limits
        self.filed: dict[str, Filed] = {}
        self.documents: list[Document] = []
        self.places = Places(files=files, limits=limits, filed=self.filed, home=self._home)
        self.gathered = Gathered(entities={kind: Things(partial(self._entity, kind)) for kind in ALL_KINDS})
        self.summaries: list[Summary] = []
        self._homes: dict[str | None, Set[Missing]] = {}
        self._sort(filed)

    def _home(self, kind: str, entity: str) -> str:
        things = self.gathered.entities[kind]
        return things.quick.get(entity) or things.explained[entity]

    def _entity(self, kind: str, entity: str) -> Entity:
        base = self.filed[self._home(kind, entity)].facts.bases.get(kind, {}).get(entity)
        return Entity(kind=kind, id=entity, body=UnplacedThing(kind, entity, self.places), base=base)

    def _sort(self, filed: Mapping[str, Filed]) -> None:
        """Put everything in the files under its kind and id."""
        budget = self.limits.nodes
        for path, data in sorted(self.files.items()):
            known = filed.get(path)
            if known is not None and known.facts.clear and known.facts.nodes <= budget:
                facts = known.facts
                budget -= facts.nodes
                self.filed[path] = known
                ignores = tuple(one.ignore(path) for one in facts.ignores)
                self.documents.append(Document(path=path, lines=[], ignores=ignores))
                self._sort_clear(path, known)
            else:
                # Here and not above, as below: for a world in order nobody needs to know how to explain.
                from engine.compiler.put_back import with_lost_lines
                from engine.compiler.read import read_document

                document = read_document(path, data, self.limits, max(budget, 0))
                document = with_lost_lines(document, self.limits)
                budget -= document.nodes
                self.documents.append(document)
                put_document(document, self.gathered)

    def _sort_clear(self, path: str, filed: Filed) -> None:
        for kind, ids in filed.facts.ids.items():
            things = self.gathered.entities[kind]
            # Old ids may be told of in several files, which are joined the slow way.
            if kind != "moved" and things.quick.keys().isdisjoint(ids) and things.slow.keys().isdisjoint(ids):
                things.quick.update(dict.fromkeys(ids, path))
                continue
            for entity in ids:
                if kind != "moved" and entity not in things:
                    things.quick[entity] = path
                else:
                    put_thing(kind, entity, self.places.written(path, kind, entity), self.gathered)

    def assemble(self, found: Iterable[Diagnostic]) -> Assembled:
        tell_of_the_whole(self.gathered)
        told = [*found, *(one for document in self.documents for one in document.findings)]
        # A file that was not read may hold anything: then a missing id proves nothing.
        if any(one.code in _UNREAD for one in told):
            self.gathered.complete = False
        self._take_from_bases_elsewhere()
        inherit(self.gathered, self._as_written)
        self._explain_what_leads_nowhere()
        slow = any(things.slow for things in self.gathered.entities.values())
        validated = Validated()
        if slow:
            from engine.compiler.validate import validate

            validated = validate(self.gathered)
        world = LinkedWorld(gathered=self.gathered, placing=self.places)
        if slow or self.gathered.orphans or "" not in self.gathered.entities["rules"]:
            from engine.compiler.link import link

            world = link(self.gathered, self.places, self._is_named)
        return Assembled(
            world=world,
            documents=tuple(self.documents),
            summaries=tuple(self.summaries),
            validated=validated,
        )

    def _as_written(self, kind: str, entity: str) -> Entity:
        return Entity(kind=kind, id=entity, body=self.places.written(self._home(kind, entity), kind, entity))

    def _is_first(self, path: str, kind: str, entity: str) -> bool:
        return self.gathered.entities[kind].quick.get(entity) == path

    def _take_from_bases_elsewhere(self) -> None:
        """Link things whose base stands in another clear file; look at others the way that explains."""
        waiting = [
            (kind, entity)
            for path, filed in self.filed.items()
            for kind, ids in filed.facts.waiting.items()
            for entity in ids
            if self._is_first(path, kind, entity)
        ]
        if not waiting:
            return
        from engine.compiler.late import linked_late

        quick = {kind: things.quick for kind, things in self.gathered.entities.items()}
        found = linked_late(waiting, quick, self.files, self.limits)
        self.places.late.update(found)
        for kind, entity in waiting:
            if (kind, entity) not in found:
                self.gathered.entities[kind][entity] = self._as_written(kind, entity)

    def _explain_what_leads_nowhere(self) -> None:
        """Look again, the way that explains, at things that name what is not there."""
        late: dict[str, dict[str, Linked]] = {}
        for (kind, entity), thing in self.places.late.items():
            late.setdefault(kind, {})[entity] = thing
        every = [(path, filed.facts.summary) for path, filed in self.filed.items()]
        if late:
            from engine.compiler.filing import summary_of

            every.append(("", summary_of(late)))
        there = _There(self.gathered, dict(every), self.places.late.keys())
        for path, summary in every:
            if not there.all(summary):
                bodies = self.filed[path].bodies() if path else late
                for kind, things in bodies.items():
                    for entity, thing in things.items():
                        if path and not self._is_first(path, kind, entity):
                            continue
                        unsure = there.unsure(thing)
                        if unsure is None:
                            self.gathered.entities[kind][entity] = self.places.entity(kind, entity)
                        else:
                            self.gathered.hidden += unsure
            self.summaries.append(summary)

    def _is_named(self, what: "Missing") -> bool:
        """Whether a thing of a clear file names something that is there."""
        return what in self._named or what in self._named_at_home(self._home_of(what))

    def _home_of(self, what: "Missing") -> str | None:
        """The clear file in which something stands."""
        target, owner, name = what
        kind = target.partition(".")[0]
        things = self.gathered.entities.get(kind)
        return None if things is None else things.quick.get(name if kind == target else owner or "")

    def _named_at_home(self, home: str | None) -> "Set[Missing]":
        """What the things of a clear file name. The summary of a file leaves out what stands in it."""
        if home not in self._homes:
            self._homes[home] = {
                (name.target, name.owner, name.id)
                for kind, ids in (self.filed[home].facts.ids if home is not None else {}).items()
                for entity in ids
                if home is not None and self._is_first(home, kind, entity)
                for linked in (self.places.linked(kind, entity),)
                for name in (*linked.names, *linked.formula_names)
            }
        return self._homes[home]

    @cached_property
    def _named(self) -> "Set[Missing]":
        """What things of clear files name elsewhere, and what they are based on."""
        named: set[Missing] = set()
        for summary in self.summaries:
            for target, ids in summary.names.items():
                named.update((target, None, entity) for entity in ids)
            named.update(summary.parts)
        for filed in self.filed.values():
            for kind, bases in filed.facts.bases.items():
                named.update((kind, None, base) for base in bases.values())
        return named


class _There:
    """Answers whether what things of clear files name is there."""

    def __init__(self, gathered: Gathered, summaries: Mapping[str, Summary], late: Set[Key]) -> None:
        self.gathered, self.summaries, self.late = gathered, summaries, late
        self._unpacked: dict[str, Mapping[str, Mapping[str, list[str]]]] = {}
        self._anywhere: dict[str, set[str]] = {}
        world = gathered.entities["world"].get("")
        slots = world.body.get("slots") if world is not None else None
        self.slots = frozenset(
            slot.value for slot in (slots.items() if slots is not None else ()) if isinstance(slot.value, str)
        )

    def all(self, summary: Summary) -> bool:
        """Whether everything is there that these things name."""
        return all(self._has_all(target, ids) for target, ids in summary.names.items()) and all(
            self._holds(*part) for part in summary.parts
        )

    def unsure(self, thing: Linked) -> int | None:
        """Of how many names of a thing nobody can say whether they are there; None when one is surely not."""
        unsure = 0
        for name in (*thing.names, *thing.formula_names):
            if self._is_there(name):
                continue
            there = exists(_as_reference(name), self.gathered)
            if there is False:
                return None
            unsure += there is None
        return unsure

    def _is_there(self, name: Named) -> bool:
        if name.owner is None:
            return self._has_all(name.target, [name.id])
        return self._holds(name.target, name.owner, name.id)

    def _has_all(self, target: str, ids: list[str]) -> bool:
        if target in self.gathered.entities:
            return self.gathered.entities[target].has_all(ids)
        if target == "slots":
            return self.slots.issuperset(ids)
        return self._parts_anywhere(target).issuperset(ids)

    def _holds(self, target: str, owner: str, name: str) -> bool:
        kind, _, part = target.partition(".")
        things = self.gathered.entities[kind]
        home = things.quick.get(owner)
        if home is not None:
            parts = self._parts("" if (kind, owner) in self.late else home)
            return name in parts.get(target, {}).get(owner, ())
        return owner in things.slow and name in _held(things.slow[owner], part)

    def _parts(self, path: str) -> Mapping[str, Mapping[str, list[str]]]:
        if path not in self._unpacked:
            self._unpacked[path] = self.summaries[path].holds()
        return self._unpacked[path]

    def _parts_anywhere(self, target: str) -> set[str]:
        if target not in self._anywhere:
            kind, part = ANYWHERE[target]
            wanted = f"{kind}.{'choices' if target == 'choices' else part}"
            found = {IDLE} if target == "actions" else set()
            things = self.gathered.entities[kind]
            for path in self.summaries:
                for owner, ids in self._parts(path).get(wanted, {}).items():
                    # Of two things of one name the first counts.
                    if things.quick.get(owner) == path or not path:
                        found.update(ids)
            for entity in things.slow.values():
                if target != "choices":
                    found |= _held(entity, part)
                else:
                    # Which answers there are is seen the slow way.
                    found |= set(_choices_of(entity))
            self._anywhere[target] = found
        return self._anywhere[target]


def _as_reference(name: Named) -> Reference:
    return Reference(
        target=name.target, id=name.id, owner=name.owner, node=Node(name.id, NOWHERE), where="", entity=""
    )


def _held(entity: Entity, part: str) -> set[str]:
    held = entity.body.get(part)
    if held is None:
        return set()
    return set(held.mapping()) | {name for item in held.items() if (name := item.text("id")) is not None}


def _choices_of(entity: Entity) -> Iterator[str]:
    nodes = entity.body.get("nodes")
    for node in nodes.mapping().values() if nodes is not None else ():
        choices = node.get("choices")
        for choice in choices.items() if choices is not None else ():
            name = choice.text("id")
            if name is not None:
                yield name
