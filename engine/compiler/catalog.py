"""Linked things → plain content: the one form from which a catalog is built and a world file is written."""

from typing import Any

from engine.compiler.link import LinkedWorld
from engine.compiler.nodes import Node, plain
from engine.model.catalog import KINDS, SINGLE_KINDS


def plain_content(world: LinkedWorld) -> dict[str, Any]:
    """Plain content (`engine.model.catalog.PlainContent`) of a world without errors, ids in the bodies."""
    content: dict[str, Any] = {kind: plain(world.bodies[kind][""]) for kind in SINGLE_KINDS}
    for kind in KINDS:
        content[kind] = {
            entity: {"id": entity, **plain(body)} for entity, body in sorted(world.bodies[kind].items())
        }
    return content


def sources(world: LinkedWorld) -> dict[str, str]:
    """Where each thing was written: `items/bread` → `items.yaml:3`."""
    return {
        f"{kind}/{entity}": _place(body)
        for kind in KINDS
        for entity, body in sorted(world.bodies[kind].items())
    }


def _place(body: Node) -> str:
    return f"{body.place.path}:{body.place.line}"
