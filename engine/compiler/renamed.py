"""Which known key an unknown one was meant to be: by a slip, as another word, or as the only one missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.base.suggest import closest
from engine.compiler.everyday import is_short_word, meant_by
from engine.compiler.meant import flow, in_form, in_place, mended
from engine.compiler.nodes import Node, plain
from engine.compiler.schema import Schema, content_schema, kinds_of

_SORTS: Final[Mapping[str, Any]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": int | float,
    "integer": int,
    "boolean": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """The known key that was meant. `written` is the whole entry, where its value should be another one too.

    `another_word` is True when a word for it was written that is used elsewhere, and no slip.
    """

    key: str
    another_word: bool = False
    written: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """Several keys of one group that were meant to be others: the group as it should be, when it is short."""

    names: Sequence[str]
    written: str | None
    suggestion: str | None


def renamed(
    node: Node,
    strange: Sequence[str],
    missing: Sequence[str],
    free: Sequence[str],
    known: Mapping[str, Schema],
) -> dict[str, Renamed]:
    """What each strange key of a mapping was meant to be, as far as the words tell that.

    `missing` are keys that must be there, `free` all that may still be written.
    """
    found: dict[str, Renamed] = {}
    taken: set[str] = set()
    for key in strange:
        must, may = ([one for one in keys if one not in taken] for keys in (missing, free))
        whole = is_short_word(key)
        one = (
            (_another_word(node.mapping()[key], key, may, known, strictly=True) if whole else None)
            or _slip(key, must)
            or _another_word(node.mapping()[key], key, must, known, strictly=False)
            or _slip(key, may)
            or _another_word(node.mapping()[key], key, may, known, strictly=True)
        )
        if one is not None:
            found[key] = one
            taken.add(one.key)
    return found


def _slip(key: str, keys: Iterable[str]) -> Renamed | None:
    near = closest(key, keys)
    return Renamed(key=near) if near else None


def _another_word(
    value: Node, key: str, keys: Sequence[str], known: Mapping[str, Schema], *, strictly: bool
) -> Renamed | None:
    """The key that goes by another word, one whose value fits before the others."""
    fitting = [one for one in (meant_by(key, keys)) if fits(value, known[one])]
    if fitting:
        return Renamed(key=fitting[0], another_word=True)
    for one in meant_by(key, keys):
        if written := _with_its_value(value, one, known[one]):
            return Renamed(key=one, another_word=True, written=written)
    rest = [] if strictly else meant_by(key, keys)
    return Renamed(key=rest[0], another_word=True) if len(rest) == 1 else None


def in_turn(
    node: Node, strange: Sequence[str], missing: Sequence[str], known: Mapping[str, Schema]
) -> dict[str, Renamed]:
    """As many strange keys as missing ones, taken for each other in their order when all values fit."""
    if len(strange) != len(missing):
        return {}
    pairs = dict(zip(strange, missing, strict=True))
    entries = node.mapping()
    if all(fits(entries[key], known.get(one, {})) for key, one in pairs.items()):
        return {key: Renamed(key=one) for key, one in pairs.items()}
    if len(pairs) == 1:
        ((key, one),) = pairs.items()
        if written := _with_its_value(entries[key], one, known.get(one, {})):
            return {key: Renamed(key=one, written=written)}
    return {}


def fits(node: Node, schema: Schema) -> bool:
    """Whether a value may stand where the schema says."""
    if node.broken():
        return False
    return content_schema().accepts(plain(node), content_schema().resolve(schema))


def _with_its_value(node: Node, key: str, schema: Schema) -> str | None:
    """A key with its value in the form that it should have; None when it is not plain what that is."""
    if node.broken() or node.value is None:
        return None
    whole = content_schema().resolve(schema)
    wanted = kinds_of(whole)
    sorts = tuple(_SORTS[kind] for kind in wanted)
    value = node.value
    if (
        wanted == ["string"]
        and isinstance(value, int | float)
        and not whole.get("x-unit")
        and "x-fits" not in whole
    ):
        # A number is no id.
        return None
    if any(isinstance(value, sort) for sort in sorts):
        forms = in_form(whole, value) if isinstance(value, str) and "pattern" in whole else ()
        better = next((one for one in forms if one and content_schema().accepts(one, whole)), None)
    else:
        better = mended(node, wanted, whole, loosely=True)[1]
    return f"{key}: {better}" if better else None


def rewritten(node: Node, found: Mapping[str, Renamed]) -> Rewritten | None:
    """All strange keys of a group in braces at once, when there are several."""
    entries = node.mapping()
    first = next(iter(entries.values()), None)
    in_braces = first is not None and first.place != node.span
    if len(found) < 2 or not in_braces or any(one.written for one in found.values()):
        return None
    whole = {found[key].key if key in found else key: plain(value) for key, value in entries.items()}
    written = flow(whole)
    return Rewritten(
        names=[one.key for one in found.values()],
        written=written,
        suggestion=in_place(node, written) if written else None,
    )
