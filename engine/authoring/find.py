"""From what a writer types (`items:lamp`, `item/lamp`, `lamp`) to the one thing that is meant."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from engine.authoring.opened import CannotDo, OpenWorld
from engine.base.suggest import closest
from engine.compiler.entities import ALL_KINDS
from engine.compiler.findings import shown
from engine.compiler.words import KIND_WORDS
from engine.model.kinds import SINGLE_KINDS

WITH_IDS: Final = tuple(kind for kind in ALL_KINDS if kind not in SINGLE_KINDS)


@lru_cache(maxsize=1)
def _kind_names() -> Mapping[str, str]:
    """Every way to say a kind: `items`, `item`, `loot_tables`, `loot-table`, `lasting_effect`."""
    names = {}
    for kind in ALL_KINDS:
        word = KIND_WORDS[kind]
        for name in (kind, word, kind.removesuffix("s") if kind in WITH_IDS else kind):
            for joint in "_", "-", " ":
                names[name.replace("_", joint).replace(" ", joint)] = kind
    return names


def kind_called(text: str) -> str:
    """The kind of that name, in singular or plural. Raises CannotDo when there is none."""
    names = _kind_names()
    kind = names.get(text.strip().casefold())
    if kind is None:
        # Nobody who says only one word of a longer name has mistyped it.
        parts = sorted(name for name in names if text.strip().casefold() in name.replace("_", "-").split("-"))
        near = parts[0] if parts else closest(text, names)
        more = f"Did you mean {near}?" if near else f"The kinds are {', '.join(ALL_KINDS)}."
        raise CannotDo(f"there is no kind of thing called {shown(text)}. {more}")
    return kind


def find_thing(world: OpenWorld, text: str) -> str:
    """The key of the thing that is meant: `items:lamp`, or `world`. Raises CannotDo with what was near."""
    before, colon, entity = text.strip().replace("/", ":", 1).partition(":")
    if colon:
        kind = kind_called(before)
        if kind in SINGLE_KINDS:
            raise CannotDo(f"there is one {kind} only; say just `{kind}`.")
        entity = entity.strip()
        if entity in world.plain[kind]:
            return f"{kind}:{entity}"
        raise CannotDo(f"no {KIND_WORDS[kind]} is called {shown(entity)}. {_advice(world, kind, entity)}")
    if before in SINGLE_KINDS and (before != "moved" or world.plain.get("moved")):
        return before
    found = [f"{kind}:{before}" for kind in WITH_IDS if before in world.plain[kind]]
    if len(found) == 1:
        return found[0]
    if found:
        raise CannotDo(f"more than one thing is called {shown(before)}: say {' or '.join(found)}.")
    ids = {entity: f"{kind}:{entity}" for kind in reversed(WITH_IDS) for entity in world.plain[kind]}
    near = closest(before, ids)
    more = f"Did you mean {ids[near]}?" if near else "Say it as KIND:ID, such as items:bread."
    raise CannotDo(f"nothing is called {shown(before)}. {more}")


def _advice(world: OpenWorld, kind: str, entity: str) -> str:
    near = closest(entity, world.plain[kind])
    if near:
        return f"Did you mean {kind}:{near}?"
    elsewhere = [f"{other}:{entity}" for other in WITH_IDS if entity in world.plain[other]]
    if elsewhere:
        return f"There is {' and '.join(elsewhere)}."
    there = sorted(world.plain[kind])
    if not there:
        return "There is none yet."
    return f"There is {', '.join(there[:8])}{' …' if len(there) > 8 else '.'}"
