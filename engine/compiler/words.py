"""What things are called when we speak to writers."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.compiler.nodes import Node

KIND_WORDS: Final[Mapping[str, str]] = {
    "world": "world",
    "rules": "rules",
    "moved": "moved ids",
    "skills": "skill",
    "items": "item",
    "item_sets": "item set",
    "effects": "lasting effect",
    "spells": "spell",
    "creatures": "creature",
    "loot_tables": "loot table",
    "locations": "location",
    "denizens": "denizen",
    "dialogues": "dialogue",
    "quests": "quest",
    "flags": "flag",
    "scenes": "scene",
    "balance": "expectation",
    "slots": "slot",
    "locations.structures": "structure",
    "locations.actions": "action",
    "dialogues.nodes": "node",
    "quests.objectives": "objective",
    "structures": "structure",
    "actions": "action",
    "nodes": "node",
    "choices": "answer",
}
"""One thing of a kind, or of what references point at."""

_NAMED: Final[Mapping[str, str]] = {
    "structures": "structure",
    "actions": "action",
    "nodes": "node",
    "choices": "choice",
    "objectives": "objective",
    "steps": "step",
}
"""Keys below which things with ids of their own stand."""

READ_BY_PLAYERS: Final = ("name", "title", "description", "label", "text", "say")
"""Keys of texts that players read."""

Path = Sequence[str | int]


def a(word: str) -> str:
    """A word with its article."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def entity_words(kind: str, entity: str) -> str:
    """The thing as writers call it: item `bread`, the world, the rules."""
    return f"{KIND_WORDS[kind]} `{entity}`" if entity else f"the {KIND_WORDS[kind]}"


def where(kind: str, entity: str, path: Path, body: Node | None = None) -> str:
    """A place within a thing, in words: loot of action `dig`. `body` helps to name items of lists."""
    thing, rest, node = entity_words(kind, entity), 0, body
    for place, step in enumerate(path):
        node = _step(node, step)
        above = path[place - 1] if place > rest else None
        if above in _NAMED:
            thing = f"{_NAMED[str(above)]} {_name(step, node)}"
            rest = place + 1
    fields = [step for step in path[rest:] if isinstance(step, str)]
    return f"{fields[0]} of {thing}" if fields else thing


def _name(step: str | int, node: Node | None) -> str:
    if isinstance(step, str):
        return f"`{step}`"
    name = node.text("id") if node else None
    return f"`{name}`" if name else str(step + 1)


def _step(node: Node | None, step: str | int) -> Node | None:
    if node is None:
        return None
    if isinstance(step, str):
        return node.get(step)
    items = node.items()
    return items[step] if step < len(items) else None


def field_words(path: Path) -> str:
    """What a value is called: `price`, or an entry of `loot`."""
    if not path:
        return "this"
    if isinstance(path[-1], str):
        return f"`{path[-1]}`"
    names = [step for step in path if isinstance(step, str)]
    return f"an entry of `{names[-1]}`" if names else f"entry {path[-1] + 1}"
