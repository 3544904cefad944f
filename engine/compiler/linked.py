"""A linked world: all things in their one form, those of clear files only when somebody asks for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from engine.base.diagnostic import Diagnostic
from engine.compiler.entities import ALL_KINDS, Gathered
from engine.compiler.nodes import Node, Remote, plain
from engine.compiler.references import Reference
from engine.compiler.straight import Linked, Named

if TYPE_CHECKING:
    from engine.compiler.formulas import FormulaUse


@dataclass(slots=True, kw_only=True)
class Walked:
    """One thing in its one form, and all that was met on the way."""

    body: Node
    references: list[Reference] = field(default_factory=list)
    uses: "list[FormulaUse]" = field(default_factory=list)
    formula_names: list[Reference] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    hidden: int = 0
    long_texts: list[tuple[Node, int, str]] = field(default_factory=list)
    """Texts that are longer than fits a screen: the text, what fits, and where it stands."""
    pictures: list[tuple[Node, str]] = field(default_factory=list)
    """Names of pictures: the name, and where it stands."""


class Placing(Protocol):
    """Knows the things of clear files: as they were linked, and on demand with their places."""

    def twin(self, kind: str, entity: str) -> Node:
        """The linked thing with its places."""
        ...

    def walked(self, kind: str, entity: str) -> Walked:
        """The same with all that was found in it."""
        ...

    def linked(self, kind: str, entity: str) -> Linked:
        """The thing as it was linked quickly."""
        ...

    def canonical(self, kind: str) -> dict[str, bytes]:
        """All things of a kind as JSON."""
        ...

    def sources(self, kind: str) -> dict[str, str]:
        """Where each thing of a kind is written."""
        ...

    def line(self, kind: str, entity: str) -> int:
        """The line on which a thing stands."""
        ...


@dataclass(slots=True, kw_only=True)
class LinkedWorld:
    """All things in their one form, by kind and id.

    `walks` are those that were walked here, `named` the references in them.

    `unsound` are the keys (`kind:id`) of things that have errors; nothing may be concluded from them.
    """

    gathered: Gathered
    walks: dict[str, dict[str, Walked]] = field(default_factory=lambda: {kind: {} for kind in ALL_KINDS})
    placing: Placing | None = None
    named: list[Reference] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    hidden: int = 0
    unsound: set[str] = field(default_factory=set)
    bodies: "dict[str, BodiesOfKind]" = field(init=False)
    _references: list[Reference] | None = None

    def __post_init__(self) -> None:
        self.bodies = {kind: BodiesOfKind(self, kind) for kind in self.gathered.entities}

    def walked(self, kind: str, entity: str) -> Walked:
        """A thing with all that was found in it."""
        walked = self.walks[kind].get(entity)
        if walked is None:
            assert self.placing is not None
            return self.placing.walked(kind, entity)
        return walked

    def linked(self, kind: str, entity: str) -> Linked:
        """A thing without its places."""
        walked = self.walks[kind].get(entity)
        if walked is None:
            assert self.placing is not None
            return self.placing.linked(kind, entity)
        return Linked(
            plain(walked.body),
            [_named(reference) for reference in walked.references],
            [_named(reference) for reference in walked.formula_names],
            [str(name.value) for name, _ in walked.pictures],
            bool(walked.long_texts),
            demands=True,
        )

    def canonical(self, kind: str) -> dict[str, bytes]:
        """Things of a kind as JSON by id, the same bytes whatever the order of their keys."""
        found = self.placing.canonical(kind) if self.placing is not None else {}
        for entity in self.walks[kind]:
            found[entity] = self.linked(kind, entity).canonical
        return {entity: found[entity] for entity in sorted(self.bodies[kind])}

    def sources(self, kind: str) -> dict[str, str]:
        """Where things of a kind are written, by id: `items.yaml:3`."""
        found = self.placing.sources(kind) if self.placing is not None else {}
        for entity in self.walks[kind]:
            place = self.bodies[kind][entity].place
            found[entity] = f"{place.path}:{place.line}"
        return {entity: found[entity] for entity in sorted(self.bodies[kind])}

    @property
    def references(self) -> list[Reference]:
        """All names of things, those of clear files without words and places."""
        if self._references is None:
            self._references = self._every_reference()
        return self._references

    def _every_reference(self) -> list[Reference]:
        found = list(self.named)
        for kind, things in self.gathered.entities.items():
            for entity in things.quick:
                thing = self.linked(kind, entity)
                found += [
                    Reference(
                        target=name.target,
                        id=name.id,
                        owner=name.owner,
                        path=name.path,
                        entity=key_of(kind, entity),
                        node=Remote(self.bodies[kind], entity, name.inner),
                        where="",
                    )
                    for name in (*thing.names, *thing.formula_names)
                ]
        return found

    def sound(self, kind: str) -> Mapping[str, Node]:
        """The things of a kind that have no errors."""
        if not self.unsound:
            return self.bodies[kind]
        return {entity: body for entity, body in self.bodies[kind].items() if self.is_sound(kind, entity)}

    def is_sound(self, kind: str, entity: str) -> bool:
        """Whether a thing has no errors."""
        return not self.unsound or key_of(kind, entity) not in self.unsound


class BodiesOfKind(Mapping[str, Node]):
    """The linked things of one kind by id, in the order of their ids."""

    __slots__ = ("_kind", "_world")

    def __init__(self, world: LinkedWorld, kind: str) -> None:
        self._world, self._kind = world, kind

    def __getitem__(self, entity: str) -> Node:
        walked = self._world.walks[self._kind].get(entity)
        return walked.body if walked is not None else self._world.gathered.entities[self._kind][entity].body

    def __contains__(self, entity: object) -> bool:
        return entity in self._world.walks[self._kind] or entity in self._world.gathered.entities[self._kind]

    def __iter__(self) -> Iterator[str]:
        # Rules may be walked though nobody wrote any.
        return iter(sorted({*self._world.walks[self._kind], *self._world.gathered.entities[self._kind]}))

    def __len__(self) -> int:
        return len({*self._world.walks[self._kind], *self._world.gathered.entities[self._kind]})


def key_of(kind: str, entity: str) -> str:
    """`kind:id`."""
    return f"{kind}:{entity}" if entity else kind


def _named(reference: Reference) -> Named:
    return Named(reference.target, reference.id, reference.owner, reference.path, ())
