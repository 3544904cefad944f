"""The things that were written, by kind and id. How they come out of documents is not known here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.base.suggest import closest, slips
from engine.compiler.names import names_of
from engine.compiler.nodes import Node
from engine.model.kinds import KINDS, SINGLE_KINDS, TEST_KINDS

WITH_IDS: Final = (*KINDS, *TEST_KINDS)
ALL_KINDS: Final = (*SINGLE_KINDS, *WITH_IDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing as written: its body, and after inheritance what it is based on.

    `id` is "" for world and rules.
    """

    kind: str
    id: str
    body: Node
    base: str | None = None

    @property
    def key(self) -> str:
        """`kind:id`."""
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def span(self) -> Span:
        """Where its id stands."""
        return self.body.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A thing whose base is not there: its kind and key, the name of the base and where that is written."""

    kind: str
    entity: str
    base: str
    span: Span


class Things(Mapping[str, Entity]):
    """The things of one kind by id. Those of clear files (`quick`, with the file) are made on demand."""

    __slots__ = ("_made", "_make", "explained", "quick", "slow")

    def __init__(self, make: Callable[[str], Entity] | None = None) -> None:
        self.slow: dict[str, Entity] = {}
        """Things that are looked at the way that explains."""
        self.quick: dict[str, str] = {}
        self.explained: dict[str, str] = {}
        """Slow things that stand in clear files, with these."""
        self._make = make
        self._made: dict[str, Entity] = {}

    def __getitem__(self, entity: str) -> Entity:
        found = self.slow.get(entity) or self._made.get(entity)
        if found is None:
            if entity not in self.quick or self._make is None:
                raise KeyError(entity)
            found = self._made[entity] = self._make(entity)
        return found

    def __setitem__(self, entity: str, thing: Entity) -> None:
        path = self.quick.pop(entity, None)
        if path is not None:
            self.explained[entity] = path
        self.slow[entity] = thing

    def __contains__(self, entity: object) -> bool:
        return entity in self.slow or entity in self.quick

    def __iter__(self) -> Iterator[str]:
        yield from self.slow
        yield from self.quick

    def __len__(self) -> int:
        return len(self.slow) + len(self.quick)

    def has_all(self, ids: Sequence[str]) -> bool:
        """Whether every one of these is there."""
        # The answer is nearly always yes, and this way is the quickest to it.
        return all(map(self.quick.__contains__, ids)) or all(
            one in self.quick or one in self.slow for one in ids
        )


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Everything that was written.

    `complete` is False when a file could not be read: ids may be missing then. `strays` are ids that stand
    under a kind nobody knows: whatever names them has not gone wrong. `orphans` are still to be told.
    """

    entities: dict[str, Things] = field(default_factory=lambda: {kind: Things() for kind in ALL_KINDS})
    complete: bool = True
    strays: set[str] = field(default_factory=set)
    doubled: set[tuple[str, str]] = field(default_factory=set)
    """Ids that stand twice, with their kind: the second thing may have been meant to be another one."""
    orphans: list[Orphan] = field(default_factory=list)
    seconds: list[Entity] = field(default_factory=list)
    """Things whose id is taken."""
    baseless: set[str] = field(default_factory=set)
    """Things (`kind:id`) whose base could not be found, so that keys may be missing."""
    findings: list[Diagnostic] = field(default_factory=list)
    hidden: int = 0
    named: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Ids by the names of things, by kind; made when somebody asks."""

    def all(self) -> Iterator[Entity]:
        """All things, by kind and id."""
        for kind in ALL_KINDS:
            for _, entity in sorted(self.entities[kind].items()):
                yield entity

    def slow(self) -> Iterator[Entity]:
        """All things but those of clear files, by kind and id."""
        for kind in ALL_KINDS:
            for _, entity in sorted(self.entities[kind].slow.items()):
                yield entity

    def find(self, kind: str, entity: str) -> Entity | None:
        """One thing."""
        things = self.entities.get(kind)
        return things.get(entity) if things is not None else None

    def by_name(self, kind: str) -> Mapping[str, str]:
        """The ids of the things of a kind by what players call them, where that is only one thing."""
        if kind not in self.named:
            called: dict[str, list[str]] = {}
            for entity, thing in sorted(self.entities[kind].items()):
                for name in names_of(thing.body):
                    called.setdefault(name, []).append(entity)
            self.named[kind] = {name: ids[0] for name, ids in called.items() if len(ids) == 1}
        return self.named[kind]

    def may_hold(self, kind: str, entity: str) -> bool:
        """Whether a thing that is not there may be one that could not be read, or has the id of another."""
        if not self.complete or entity in self.strays:
            return True
        if not any(of == kind for of, _ in self.doubled):
            return False
        near = closest(entity, self.entities[kind])
        return near is None or slips(entity, near) > 1

    def depth(self, key: str | None) -> int:
        """How many bases a thing (`kind:id`) has above it; 0 for one that is unknown."""
        kind, _, entity = (key or "").partition(":")
        found = self.find(kind, entity)
        depth, walked = 0, {entity}
        while found is not None and found.base is not None and found.base not in walked:
            walked.add(found.base)
            found = self.find(kind, found.base)
            depth += 1
        return depth


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """Findings about the shape of all things, how many only follow from others, and the things that fail."""

    findings: tuple[Diagnostic, ...] = ()
    hidden: int = 0
    failed: frozenset[str] = frozenset()
