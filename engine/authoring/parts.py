"""A new id for a part of a thing: a structure or an action of a location, a node of a dialogue, an objective.

Saved games hold no ids of parts that could be led elsewhere, so nothing is written under `moved`.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from engine.authoring.edits import Edit
from engine.authoring.opened import CannotDo, OpenWorld, Reading
from engine.authoring.rename import Renamed, checked_id, name_edit, renamed_by
from engine.base.suggest import closest
from engine.compiler.entities import Entity
from engine.compiler.findings import shown
from engine.compiler.nodes import Node
from engine.compiler.references import ANYWHERE
from engine.compiler.words import KIND_WORDS

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "locations": ("structures", "actions"),
    "dialogues": ("nodes",),
    "quests": ("objectives",),
}
"""What has parts with ids, and under which keys."""


def rename_part(world: OpenWorld, key: str, path: str, new: str) -> Renamed:
    """Work out the rename of `path` (`dig`, or `actions/dig`) within a thing. Writes nothing.

    Raises CannotDo.
    """
    kind, _, owner = key.partition(":")
    # A scene may name a part without saying whose, so all is looked through.
    near = world.whole
    sort, old = _found(near, kind, owner, path)
    checked_id(new)
    own = near.written[key]
    if old not in _ids(own.body.get(sort)):
        base = near.gathered.entities[kind][owner].base
        raise CannotDo(f"{key} has {shown(old)} from {base}. Rename it there: {kind}:{base}/{sort}/{old}.")
    if new in _ids(near.gathered.entities[kind][owner].body.get(sort)):
        raise CannotDo(f"{key} has {sort} called {shown(new)} already. Choose another id.")
    edits = set(_places(world, near, kind, owner, sort, old, new))
    return renamed_by(world, f"{key}/{sort}/{old}", f"{key}/{sort}/{new}", edits)


def _found(near: Reading, kind: str, owner: str, path: str) -> tuple[str, str]:
    """The key under which a part stands, and its id."""
    body = near.gathered.entities[kind][owner].body
    sorts = PARTS.get(kind, ())
    if not sorts:
        raise CannotDo(f"{KIND_WORDS[kind]} {shown(owner)} has no parts with ids of their own.")
    sort, slash, old = path.partition("/")
    known = [(one, name) for one in sorts for name in _ids(body.get(one))]
    found = [(one, name) for one, name in known if name == (old or sort) and (not slash or one == sort)]
    if len(found) == 1:
        return found[0]
    if found:
        said = " or ".join(f"{kind}:{owner}/{one}/{name}" for one, name in found)
        raise CannotDo(f"there is more than one {shown(old or sort)} in it: say {said}.")
    close = closest(old or sort, [name for _, name in known])
    there = (
        f"Did you mean {close}?" if close else f"There is {', '.join(name for _, name in known) or 'none'}."
    )
    raise CannotDo(f"{kind}:{owner} has nothing called {shown(path)}. {there}")


def _ids(held: Node | None) -> dict[str, Node]:
    """The ids of parts, each with the node whose text or key it is."""
    if held is None:
        return {}
    if isinstance(held.value, dict):
        return held.mapping()
    ids = [item.get("id") for item in held.items()]
    return {node.value: node for node in ids if node is not None and isinstance(node.value, str)}


def _places(
    world: OpenWorld, near: Reading, kind: str, owner: str, sort: str, old: str, new: str
) -> Iterator[Edit]:
    """Its own id, also where heirs change the part, and every reference to it."""
    owners = {owner}
    for entity in _heirs(near, kind, owner):
        held = entity.body.get(sort)
        own = entity.id == owner
        if held is not None and isinstance(held.value, list) and not own:
            # A list of its own replaces the inherited one, with all that is in it.
            continue
        owners.add(entity.id)
        node = _ids(held).get(old)
        if node is not None:
            listed = held is not None and isinstance(held.value, list)
            span, inset = (node.span, node.inset) if listed or node.key is None else (node.key, None)
            yield name_edit(world, span, inset, old, new)
    elsewhere = any(
        old in _ids(body.body.get(sort))
        for name, body in near.gathered.entities[kind].items()
        if name not in owners
    )
    for reference in near.linked.named:
        if reference.id != old or reference.node.assumed:
            continue
        loose = ANYWHERE.get(reference.target) == (kind, sort)
        if loose and elsewhere:
            raise CannotDo(
                f"{reference.node.span} may mean another {shown(old)} as well. "
                "Rename it by hand there first, or give the other one another id."
            )
        if loose or (reference.target == f"{kind}.{sort}" and reference.owner in owners):
            yield name_edit(world, reference.node.span, reference.node.inset, old, new)


def _heirs(near: Reading, kind: str, owner: str) -> Iterator[Entity]:
    """The thing as written, and all that is based on it."""
    waiting = [owner]
    while waiting:
        name = waiting.pop()
        yield near.written[f"{kind}:{name}"]
        waiting += sorted(
            entity.id for entity in near.gathered.entities[kind].values() if entity.base == name
        )
