"""Linked things → plain content: the one form from which a catalog is built and a world file is written."""

from typing import Any

from engine.compiler.linked import LinkedWorld
from engine.compiler.straight import Linked
from engine.model.kinds import KINDS, SINGLE_KINDS, TEST_KINDS, Canonical


def plain_content(world: LinkedWorld) -> dict[str, Any]:
    """Plain content (`engine.model.catalog.PlainContent`) of a world without errors, ids in the bodies."""
    content: dict[str, Any] = {
        kind: world.linked(kind, "").body if "" in world.bodies[kind] else {} for kind in SINGLE_KINDS
    }
    content["moved"] = {kind: _arrived(olds) for kind, olds in content["moved"].items()}
    for kind in (*KINDS, *TEST_KINDS):
        content[kind] = {
            entity: {"id": entity, **world.linked(kind, entity).body} for entity in world.bodies[kind]
        }
    return content


def canonical_content(world: LinkedWorld) -> Canonical:
    """The same as JSON, thing by thing; what was read quickly is JSON already."""
    content: dict[str, dict[str, bytes]] = {
        kind: world.canonical(kind) or {"": b"{}"} for kind in SINGLE_KINDS
    }
    moved = world.linked("moved", "").body if "" in world.bodies["moved"] else {}
    content["moved"] = {"": Linked({kind: _arrived(olds) for kind, olds in moved.items()}).canonical}
    for kind in (*KINDS, *TEST_KINDS):
        content[kind] = world.canonical(kind)
    return content


def _arrived(olds: dict[str, Any]) -> dict[str, Any]:
    """Old ids, each with where it leads in the end: what was renamed twice is as if renamed once."""
    arrived = {}
    for old, goal in olds.items():
        while goal.get("to") in olds:
            goal = olds[goal["to"]]
        arrived[old] = goal
    return arrived


def sources(world: LinkedWorld) -> dict[str, str]:
    """Where each thing was written: `items/bread` → `items.yaml:3`."""
    return {
        f"{kind}/{entity}": place
        for kind in (*KINDS, *TEST_KINDS)
        for entity, place in world.sources(kind).items()
    }
