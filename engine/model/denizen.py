"""Denizens and what they say."""

from dataclasses import dataclass, field

from engine.model.clause import Conditions, Effects
from engine.model.location import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Ware:
    """An item that a denizen sells. Without `stock` it never runs out; one piece comes back every
    `restock` ticks."""

    item: str
    stock: int | None = None
    restock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Denizen:
    """Somebody who lives in the world. `buys` are items bought from characters."""

    id: str
    name: str
    icon: str
    at: Place
    description: str = ""
    dialogue: str | None = None
    sells: tuple[Ware, ...] = ()
    buys: tuple[str, ...] = ()
    requires: Conditions = ()
    on_interact: Effects = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer that a player may give. Without `goto` the talk ends."""

    id: str
    text: str
    goto: str | None = None
    requires: Conditions = ()
    then: Effects = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something said, and the answers to it. Without answers the talk ends."""

    text: str
    then: Effects = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A branching talk, from the node `start`."""

    id: str
    start: str
    nodes: dict[str, Node] = field(default_factory=dict)
