"""A world in which nothing is wrong, put together from the facts of its files.

Looks at everything that only the whole can tell: whether ids stand once, bases exist and references lead
somewhere. As soon as anything is to be said, the answer is None, and the slow way says it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.compiler.decode import Limits
from engine.compiler.entities import ALL_KINDS, WITH_IDS, Entity, Gathered, inherit
from engine.compiler.facts import Facts, bodies_of, inherited
from engine.compiler.link import LinkedWorld, link
from engine.compiler.nodes import Node, Unplaced
from engine.compiler.read import Document, read_document
from engine.compiler.references import ANYWHERE, Reference, exists
from engine.compiler.straight import Linked, Named, Unclear, straight
from engine.compiler.validate import quick

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """A clear world: as linked, as gathered, its documents without lines, and where things are written."""

    world: LinkedWorld
    gathered: Gathered
    documents: list[Document]
    lines: Mapping[_Key, tuple[str, int]]

    def sources(self) -> dict[str, str]:
        """Where each thing was written: `items/bread` → `items.yaml:3`."""
        found = {}
        for kind in WITH_IDS:
            for entity, body in sorted(self.world.bodies[kind].items()):
                path, line = self.lines[kind, entity]
                found[f"{kind}/{entity}"] = f"{path}:{line or body.place.line}"
        return found


class QuickReference(Reference):
    """A reference that looks its node and its words up when they are asked for."""

    __slots__ = ("_inner", "_top")

    def __init__(self, named: Named, top: Unplaced, entity: str) -> None:
        put = object.__setattr__
        put(self, "target", named.target)
        put(self, "id", named.id)
        put(self, "owner", named.owner)
        put(self, "path", named.path)
        put(self, "entity", entity)
        put(self, "_inner", named.inner)
        put(self, "_top", top)

    node = property(lambda self: self._top.at(self._inner))
    where = property(lambda self: "")


@dataclass(slots=True)
class _Places:
    """Reads files the slow way when somebody asks where something stands."""

    files: Mapping[str, bytes]
    limits: Limits
    homes: dict[_Key, str] = field(default_factory=dict)
    bases: dict[_Key, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    twins: dict[_Key, tuple[Node, LinkedWorld]] = field(default_factory=dict)

    def twin(self, kind: str, entity: str) -> Node:
        """The linked thing with its places."""
        return self.linked(kind, entity)[0]

    def linked(self, kind: str, entity: str) -> tuple[Node, LinkedWorld]:
        """The same, and a world with all that was found in the thing."""
        key = (kind, entity)
        if key not in self.twins:
            # By itself it cannot be judged, so it is said to be part of something larger.
            alone = Gathered(entities={each: {} for each in ALL_KINDS}, complete=False)
            alone.entities[kind][entity] = self._entity(kind, entity)
            world = link(alone)
            self.twins[key] = (world.bodies[kind][entity], world)
        return self.twins[key]

    def _entity(self, kind: str, entity: str) -> Entity:
        if (kind, entity) not in self.homes:
            # A world without rules has them from the schema, in the place of the world.
            return Entity(kind=kind, id="", body=Node({}, self._written("world", "").body.span, assumed=True))
        wanted = Gathered(entities={each: {} for each in ALL_KINDS})
        name: str | None = entity
        while name is not None:
            wanted.entities[kind][name] = self._written(kind, name)
            name = self.bases.get((kind, name))
        inherit(wanted)
        return wanted.entities[kind][entity]

    def _written(self, kind: str, entity: str) -> Entity:
        path = self.homes[kind, entity]
        if path not in self.documents:
            self.documents[path] = read_document(path, self.files[path], self.limits)
        root = self.documents[path].root
        assert root is not None
        body = root.mapping()[kind]
        return Entity(kind=kind, id=entity, body=body.mapping()[entity] if entity else body)


def clear_world(
    files: Mapping[str, bytes], facts: Mapping[str, Facts], pictures: frozenset[str], limits: Limits
) -> Clear | None:
    """The world that the facts of these files make, when nothing at all is wrong with it."""
    if not all(one.clear for one in facts.values()):
        return None
    if sum(one.nodes for one in facts.values()) > limits.nodes:
        return None
    try:
        return _put_together(files, facts, pictures, limits)
    except Unclear:
        return None


def _put_together(
    files: Mapping[str, bytes], facts: Mapping[str, Facts], pictures: frozenset[str], limits: Limits
) -> Clear:
    places = _Places(files, limits)
    linked: dict[str, dict[str, Linked]] = {kind: {} for kind in ALL_KINDS}
    lines: dict[_Key, tuple[str, int]] = {}
    waiting: list[_Key] = []
    for path in sorted(facts):
        for thing in facts[path].things:
            key = (thing.kind, thing.id)
            if key in places.homes:
                raise Unclear
            places.homes[key] = path
            lines[key] = (path, thing.line)
            if thing.base is not None:
                places.bases[key] = thing.base
            if thing.linked is not None:
                linked[thing.kind][thing.id] = thing.linked
            else:
                waiting.append(key)
    for (kind, entity), one in _based_elsewhere(waiting, places).items():
        linked[kind][entity] = one
    if "" not in linked["world"]:
        raise Unclear
    if "" not in linked["rules"]:
        linked["rules"][""] = straight().thing("rules", "", {})
    _all_lead_somewhere(linked)
    clear = _world(linked, places, lines, facts, pictures)
    for reference in clear.world.references:
        if (reference.entity == "moved" or reference.target in ANYWHERE) and not exists(
            reference, clear.gathered
        ):
            raise Unclear
    return clear


def _based_elsewhere(waiting: list[_Key], places: _Places) -> dict[_Key, Linked]:
    """Things whose base is in another file."""
    opened: dict[str, Mapping[str, Any]] = {}

    def find(kind: str, entity: str) -> Any:
        path = places.homes.get((kind, entity))
        if path is None:
            return None
        if path not in opened:
            opened[path] = bodies_of(path, places.files[path], places.limits)
        return opened[path][kind][entity]

    found = {}
    for kind, entity in waiting:
        body = inherited(kind, entity, find)
        if body is None or not quick(kind).is_valid(body):
            raise Unclear
        found[kind, entity] = straight().thing(kind, entity, body)
    return found


def _all_lead_somewhere(linked: Mapping[str, Mapping[str, Linked]]) -> None:
    slots = frozenset(linked["world"][""].body["slots"])
    for kind, things in linked.items():
        for thing in things.values():
            for name in thing.names if kind != "moved" else ():
                target = name.target
                if target in linked:
                    if name.id not in linked[target]:
                        raise Unclear
                elif target == "slots":
                    if name.id not in slots:
                        raise Unclear
                elif target not in ANYWHERE and not _is_part(name, linked):
                    raise Unclear
            for name in thing.formula_names:
                if name.id not in linked[name.target]:
                    raise Unclear


def _is_part(name: Named, linked: Mapping[str, Mapping[str, Linked]]) -> bool:
    kind, _, part = name.target.partition(".")
    owner = linked.get(kind, {}).get(name.owner or "")
    held = owner.body.get(part) if owner is not None else None
    if isinstance(held, dict):
        return name.id in held
    return isinstance(held, list) and any(item.get("id") == name.id for item in held)


def _world(
    linked: Mapping[str, Mapping[str, Linked]],
    places: _Places,
    lines: Mapping[_Key, tuple[str, int]],
    facts: Mapping[str, Facts],
    pictures: frozenset[str],
) -> Clear:
    world = LinkedWorld(bodies={kind: {} for kind in ALL_KINDS})
    gathered = Gathered(entities={kind: {} for kind in ALL_KINDS})
    for kind, things in linked.items():
        for entity, thing in sorted(things.items()):
            top = Unplaced(thing.body, (kind, entity), "", places)
            world.bodies[kind][entity] = top
            if (kind, entity) in places.homes:
                gathered.entities[kind][entity] = Entity(
                    kind=kind, id=entity, body=top, base=places.bases.get((kind, entity))
                )
            key = f"{kind}:{entity}" if entity else kind
            world.references += [QuickReference(name, top, key) for name in thing.names]
            if thing.long or not pictures.issuperset(thing.pictures):
                found = places.linked(kind, entity)[1]
                world.long_texts += found.long_texts
                world.pictures += found.pictures
    world.references += _of_formulas(linked, world)
    documents = [
        Document(path=path, lines=[], ignores=tuple(one.ignore(path) for one in facts[path].ignores))
        for path in sorted(facts)
    ]
    return Clear(world=world, gathered=gathered, documents=documents, lines=lines)


def _of_formulas(linked: Mapping[str, Mapping[str, Linked]], world: LinkedWorld) -> Iterator[Reference]:
    for kind, things in linked.items():
        for entity, thing in sorted(things.items()):
            if thing.formula_names:
                top = world.bodies[kind][entity]
                assert isinstance(top, Unplaced)
                key = f"{kind}:{entity}" if entity else kind
                for name in thing.formula_names:
                    yield QuickReference(name, top, key)
