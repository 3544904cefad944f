"""From what a writer types (`items:lamp`, `item/lamp`, `lamp`) to the one thing that is meant."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NoReturn

from engine.authoring.opened import CannotDo, OpenWorld
from engine.base.suggest import closest
from engine.compiler.entities import ALL_KINDS
from engine.compiler.findings import shown
from engine.compiler.names import folded
from engine.compiler.words import KIND_WORDS
from engine.model.kinds import SINGLE_KINDS

WITH_IDS: Final = tuple(kind for kind in ALL_KINDS if kind not in SINGLE_KINDS)

_WORD: Final = re.compile(r"\w+")
_SHOWN: Final = 5
"""So many things are proposed."""


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
        return _by_name(world, entity, (kind,)) or _no_such(world, kind, entity)
    if before in SINGLE_KINDS and (before != "moved" or world.plain.get("moved")):
        return before
    found = [f"{kind}:{before}" for kind in WITH_IDS if before in world.plain[kind]]
    if len(found) == 1:
        return found[0]
    if found:
        raise CannotDo(f"more than one thing is called {shown(before)}: say {' or '.join(found)}.")
    if named := _by_name(world, before, WITH_IDS):
        return named
    ids = {entity: f"{kind}:{entity}" for kind in reversed(WITH_IDS) for entity in world.plain[kind]}
    near = closest(before, ids)
    more = (
        f"Did you mean {ids[near]}?"
        if near
        else _alike(world, before, WITH_IDS) or "Say it as KIND:ID, such as items:bread."
    )
    raise CannotDo(f"nothing is called {shown(before)}. {more}")


def _by_name(world: OpenWorld, name: str, kinds: Iterable[str]) -> str | None:
    """The only thing that players know by this name. Raises CannotDo when there are several."""
    found = [key for key in _keys(world, kinds) if folded(world.title(key)) == folded(name)]
    if len(found) > 1:
        raise CannotDo(f"more than one thing is called {shown(name)}: say {_some(found, 'or')}.")
    return found[0] if found else None


def _keys(world: OpenWorld, kinds: Iterable[str]) -> Iterator[str]:
    return (f"{kind}:{entity}" for kind in kinds for entity in world.plain[kind])


def _alike(world: OpenWorld, text: str, kinds: Iterable[str]) -> str:
    """What is said of things whose id or name has a word that begins so, or that nearly is so."""
    words: dict[str, list[str]] = {}
    for key in _keys(world, kinds):
        _, _, entity = key.partition(":")
        spoken = f"{entity} {world.title(key)}".casefold()
        for word in dict.fromkeys((*_WORD.findall(spoken), entity.casefold())):
            words.setdefault(word, []).append(key)
    begun = [word for word in words if word.startswith(text.casefold())]
    near = closest(text, words)
    found = dict.fromkeys(key for word in begun or ([near] if near else []) for key in words[word])
    return f"Did you mean {_some([*found], 'or')}?" if found else ""


def _some(keys: Sequence[str], joint: str) -> str:
    """The first of some keys."""
    shown_keys = list(keys[:_SHOWN])
    if len(keys) > _SHOWN:
        more = len(keys) - _SHOWN
        return f"{', '.join(shown_keys)} {joint} one{f' of {more}' if more > 1 else ''} more"
    return f" {joint} ".join(", ".join(part) for part in (shown_keys[:-1], shown_keys[-1:]) if part)


def _no_such(world: OpenWorld, kind: str, entity: str) -> NoReturn:
    raise CannotDo(f"no {KIND_WORDS[kind]} is called {shown(entity)}. {_advice(world, kind, entity)}")


def _advice(world: OpenWorld, kind: str, entity: str) -> str:
    near = closest(entity, world.plain[kind])
    if near:
        return f"Did you mean {kind}:{near}?"
    elsewhere = [f"{other}:{entity}" for other in WITH_IDS if entity in world.plain[other]]
    if elsewhere:
        return f"There is {' and '.join(elsewhere)}."
    if alike := _alike(world, entity, (kind,)):
        return alike
    there = sorted(world.plain[kind])
    if not there:
        return "There is none yet."
    return f"There is {', '.join(there[:8])}{' …' if len(there) > 8 else '.'}"
