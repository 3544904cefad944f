"""Cross-checks of locations: tiles, spots and actions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.ids import IDLE, OUTDOORS
from engine.compiler.findings import one_of
from engine.compiler.lint.look import Check, Look, node_at, tell, text_of
from engine.compiler.nodes import Node, plain

_ONCE_A_SPOT: Final = ("combat", "train")
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "gather": ("duration", "loot"),
    "rest": ("duration", "restore"),
    "train": ("duration", "amount"),
    "combat": (),
    "custom": ("duration",),
}
"""What an action of a type cannot do without."""
_UNHEARD: Final[Mapping[str, tuple[str, ...]]] = {
    "gather": ("restore", "amount"),
    "rest": ("amount",),
    "train": ("restore",),
    "combat": ("duration", "skill", "experience", "loot", "restore", "amount", "on_complete"),
    "custom": ("restore", "amount"),
}
"""What an action of a type never asks for."""


def _entries(node: Node, key: str) -> dict[str, Node]:
    found = node.get(key)
    return found.mapping() if found else {}


def _list(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.items() if found else []


def _on_the_map(location: Any) -> Iterator[tuple[tuple[str | int, ...], str, int, int]]:
    """Everything with a tile: the path to it, the map it lies on, and the tile."""
    for name, structure in location.get("structures", {}).items():
        yield ("structures", name), OUTDOORS, structure["at"]["x"], structure["at"]["y"]
    for place, connection in enumerate(location.get("connections", ())):
        at = connection["at"]
        yield ("connections", place), connection["structure"], at["x"], at["y"]


def tiles_are_on_the_map(look: Look) -> Iterator[Diagnostic]:
    """Everything stands within the size of its location, and no two things on one tile."""
    for entity, location in look.world.sound("locations").items():
        # Plain values, because most tiles are right and nodes are dear to make.
        size = plain(location)["size"]
        taken: dict[tuple[str, int, int], tuple[str | int, ...]] = {}
        for path, layer, x, y in _on_the_map(plain(location)):
            if x >= size["x"] or y >= size["y"]:
                yield tell(
                    "E5001",
                    f"tile {x}, {y} lies outside this location",
                    node_at(location, (*path, "at")).place,
                    kind="locations",
                    entity=entity,
                    path=path,
                    help=f"x goes from 0 to {size['x'] - 1}, y from 0 to {size['y'] - 1}",
                    notes=(Note(message="its size stands here", span=location.mapping()["size"].place),),
                )
            elif (layer, x, y) in taken:
                other = node_at(location, (*taken[layer, x, y], "at"))
                yield tell(
                    "E5002",
                    f"something stands on tile {x}, {y} already",
                    node_at(location, (*path, "at")).place,
                    kind="locations",
                    entity=entity,
                    path=path,
                    help="choose another tile for one of the two",
                    notes=(Note(message="the other one stands here", span=other.place),),
                )
            taken.setdefault((layer, x, y), path)


def spots_have_one_fight(look: Look) -> Iterator[Diagnostic]:
    """In one spot there is at most one fight and one training: players ask for them by their type."""
    for entity, location in look.world.sound("locations").items():
        spots = [
            (action["type"], action["structure"])
            for action in plain(location).get("actions", {}).values()
            if action["type"] in _ONCE_A_SPOT
        ]
        if len(set(spots)) == len(spots):
            continue
        seen: dict[tuple[str, str], Node] = {}
        for name, action in _entries(location, "actions").items():
            spot = (text_of(action, "type"), text_of(action, "structure"))
            if spot[0] in _ONCE_A_SPOT and spot in seen:
                yield tell(
                    "E5003",
                    f"there is another action of type `{spot[0]}` in the same spot",
                    action.place,
                    kind="locations",
                    entity=entity,
                    path=("actions", name),
                    help="keep one of them, or move one into another structure",
                    notes=(Note(message="the other one stands here", span=seen[spot].place),),
                )
            seen.setdefault(spot, action)


def reserved_names_are_kept(look: Look) -> Iterator[Diagnostic]:
    """`idle` is no action, and `combat` and `train` are only what they say."""
    for entity, location in look.world.sound("locations").items():
        for name, written in plain(location).get("actions", {}).items():
            if name != IDLE and (name not in _ONCE_A_SPOT or written["type"] == name):
                continue
            action = node_at(location, ("actions", name))
            meaning = "a character who does nothing" if name == IDLE else f"an action of type `{name}`"
            yield tell(
                "E5004",
                f"the id `{name}` is reserved: it means {meaning}",
                action.place,
                kind="locations",
                entity=entity,
                path=("actions", name),
                help="give the action another id",
            )


def actions_have_what_they_need(look: Look) -> Iterator[Diagnostic]:
    """An action has all that its type asks for, and nothing that its type never asks for."""
    for entity, location in look.world.sound("locations").items():
        for name, written in plain(location).get("actions", {}).items():
            if _is_surely_whole(written):
                continue
            action = node_at(location, ("actions", name))
            sort, entries = text_of(action, "type"), action.mapping()
            lacking = [key for key in _NEEDED[sort] if key not in entries or entries[key].value == 0]
            if lacking:
                yield tell(
                    "E5005",
                    f"`{lacking[0]}` is zero, and an action of type `{sort}` needs more than that"
                    if lacking[0] in entries
                    else f"an action of type `{sort}` needs {one_of(lacking).replace(' or ', ' and ')}",
                    entries[lacking[0]].place if lacking[0] in entries else action.place,
                    kind="locations",
                    entity=entity,
                    path=("actions", name),
                    help={
                        "duration": "say how long once takes, such as `duration: 4s`",
                        "loot": "say what can be found, such as `loot: [{coins: 3c, chance: 0.5}]`, or "
                        "make it `type: custom`",
                        "restore": "say what it gives back, such as `restore: {health: 5}`",
                        "amount": "say how much experience it gives each time, such as `amount: 3`",
                    }[lacking[0]],
                )
            for key in _UNHEARD[sort]:
                if key in entries:
                    yield tell(
                        "W5006",
                        f"an action of type `{sort}` takes no notice of `{key}`",
                        entries[key].place,
                        kind="locations",
                        entity=entity,
                        path=("actions", name, key),
                        help="remove it, or choose another type",
                    )
            yield from _growth_has_a_skill(entity, name, action)


def _is_surely_whole(action: dict[str, Any]) -> bool:
    sort = action["type"]
    return (
        all(action.get(key) for key in _NEEDED[sort])
        and not any(key in action for key in _UNHEARD[sort])
        and ("skill" in action or not action.get("loot"))
    )


def _growth_has_a_skill(entity: str, name: str, action: Node) -> Iterator[Diagnostic]:
    if "skill" in action.mapping():
        return
    for place, line in enumerate(_list(action, "loot")):
        for part in ("chance", "amount"):
            growth = line.mapping()[part].get("per_level")
            if growth is not None and growth.value:
                yield tell(
                    "W6007",
                    "this never grows: the action names no `skill`",
                    growth.place,
                    kind="locations",
                    entity=entity,
                    path=("actions", name, "loot", place),
                    help="add `skill:` to the action, or remove `per_level`",
                )


def ways_lead_elsewhere(look: Look) -> Iterator[Diagnostic]:
    """No connection leads to the location that it begins in."""
    for entity, location in look.world.sound("locations").items():
        for place, connection in enumerate(plain(location).get("connections", ())):
            if connection["to"] == entity:
                way = node_at(location, ("connections", place))
                yield tell(
                    "W5012",
                    "this connection leads back to the location it begins in",
                    way.mapping()["to"].span,
                    kind="locations",
                    entity=entity,
                    path=("connections", place, "to"),
                    help="name another location, or remove the connection",
                )


def without_creatures(location: Mapping[str, Any]) -> set[str]:
    """The spots of a location in which there is a fight and nothing to fight."""
    fought = {
        action["structure"] for action in location.get("actions", {}).values() if action["type"] == "combat"
    }
    return fought - {line["structure"] for line in location.get("creatures", ())}


def fights_have_creatures(look: Look) -> Iterator[Diagnostic]:
    """Where one can fight there is something to fight, and where something waits one can fight."""
    for entity, location in look.world.sound("locations").items():
        written = plain(location)
        fought = {
            action["structure"]
            for action in written.get("actions", {}).values()
            if action["type"] == "combat"
        }
        if fought == {line["structure"] for line in written.get("creatures", ())}:
            continue
        waiting: dict[str, Node] = {}
        for line in _list(location, "creatures"):
            waiting.setdefault(text_of(line, "structure"), line)
        fights = {
            text_of(action, "structure"): (name, action)
            for name, action in _entries(location, "actions").items()
            if text_of(action, "type") == "combat"
        }
        for structure in sorted(fights.keys() - waiting.keys()):
            name, action = fights[structure]
            yield tell(
                "E5007",
                "there is nothing to fight here",
                action.place,
                kind="locations",
                entity=entity,
                path=("actions", name),
                help=f"add a line to `creatures` of the location{_with_structure(structure)}",
            )
        for structure in sorted(waiting.keys() - fights.keys()):
            yield tell(
                "W8004",
                "nobody can fight what waits here: there is no action of type `combat` in the same spot",
                waiting[structure].place,
                kind="locations",
                entity=entity,
                path=("creatures",),
                help=f"add one{_with_structure(structure)}, or remove the creatures",
            )


def _with_structure(structure: str) -> str:
    return f" with `structure: {structure}`" if structure else ""


CHECKS: Final[tuple[Check, ...]] = (
    tiles_are_on_the_map,
    spots_have_one_fight,
    reserved_names_are_kept,
    actions_have_what_they_need,
    fights_have_creatures,
    ways_lead_elsewhere,
)
