"""Groups of lines that may hang on a line that is not there: where it stood, and which keys it had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from engine.compiler.decode import Limits
from engine.compiler.nodes import plain
from engine.compiler.outline import Entry, Path, outline
from engine.compiler.quick import read_quickly
from engine.compiler.reading import read_if_clear
from engine.compiler.schema import Schema, content_schema
from engine.compiler.slip import says

_STEP: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A line that is missing above the line `number`, in a column; counted from 0.

    `keys` are those it may have, the likeliest first; none for an id. `around` are the steps to what it
    stands in, `value` is what would stand below it.
    """

    number: int
    column: int
    dash: str
    keys: tuple[str, ...]
    around: Path
    value: Any
    ids: frozenset[str] = frozenset()
    """Ids that are taken."""
    meant: str = ""
    """The only id that the thing around it names and does not hold."""

    def line(self, key: str) -> str:
        """The line with a key."""
        return f"{' ' * self.column}{self.dash}{key}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a head may have stood above a line. `sure` says that the line cannot stand where it does."""

    column: int
    around: Path
    beside: frozenset[str]
    dash: str = ""
    sure: bool = False


def value_of(lines: Sequence[str]) -> Any:
    """The plain value of lines; None when anything is wrong with them as YAML."""
    text, limits = "\n".join([*lines, ""]), Limits()
    quickly = read_quickly(text, limits)
    if quickly is not None:
        return quickly[0]
    document = read_if_clear("", text, limits)
    return None if document is None or document.root is None else plain(document.root)


class _Group:
    """A line with those that stand below the same head as it."""

    def __init__(self, lines: Sequence[str], entry: Entry, after: Sequence[Entry]) -> None:
        self.entry = entry
        self.next = next((one for one in after if self._is_over(one)), None)
        end = self.next.number if self.next is not None else len(lines)
        self.lines = [line[entry.inset :] if says(line) else "" for line in lines[entry.number : end]]

    def _is_over(self, other: Entry) -> bool:
        own = self.entry
        return other.inset < own.inset or (other.inset == own.inset and own.listed and not other.listed)

    @cached_property
    def value(self) -> Any:
        """What its lines say by themselves."""
        return value_of(self.lines)


def likely_heads(lines: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], Head]]:
    """Heads that would fit above a line and below what stands around it, with how likely each is."""
    entries = [*outline(lines)]
    # Whether a list here begins in the column of its key.
    flat = any(one.opens and other.listed and one.column == other.inset for one, other in pairwise(entries))
    for place, entry in enumerate(entries):
        above = entries[place - 1] if place else None
        group = _Group(lines, entry, entries[place + 1 :])
        for where in _places(entry, above, group.next, flat=flat):
            schema = content_schema().at_place(where.around)
            if schema is None or (not where.sure and _is_at_home(group)):
                continue
            keys, is_id = _fitting(group, where, schema)
            if keys or is_id:
                yield (
                    (*_doubts(entry, where, group, lines), -where.column, entry.number),
                    Head(
                        number=entry.number,
                        column=where.column,
                        dash=where.dash,
                        keys=keys,
                        around=where.around,
                        value=group.value,
                        ids=where.beside,
                    ),
                )


def _places(entry: Entry, above: Entry | None, after: Entry | None, *, flat: bool) -> Iterator[_Place]:
    """Where the head of a line may have stood."""
    deep = entry.inset
    if above is None:
        if deep:
            yield _Place(column=0, around=(), beside=frozenset(), sure=True)
        return
    if entry.between:
        # Something is wrong with how far these lines are set in.
        return
    below = above.opens and deep >= above.column
    if below:
        yield from _below(entry, above, after, flat=flat)
    open_ = [one for one in entry.levels if one.column < deep or (one.column == deep and entry.listed)]
    if below:
        # What is open below the line above is told; beside that line, nothing would be left below it.
        open_ = [one for one in open_ if one.column < above.column or one.listed]
    sure = not below and all((one.column, one.listed) != (deep, entry.listed) for one in entry.levels)
    fields = [one for one in open_ if not one.listed]
    nearest = [one for one in fields if one.column < deep][-1:] + [
        one for one in fields if one.column == deep
    ]
    lists_at = {one.column for one in entry.levels if one.listed}
    for one in nearest:
        if entry.listed and one.column in lists_at and deep > one.column:
            # Nobody sets one list in and not the next one.
            continue
        yield _Place(column=one.column, around=one.path, beside=frozenset(one.keys), sure=sure)
    lists = [one for one in open_ if one.listed and deep >= one.column + _STEP + (not entry.listed)]
    for one in lists[-1:]:
        dash = "- "
        if after is not None and not after.listed and one.column < after.inset < deep:
            dash = f"-{' ' * (after.inset - one.column - 1)}"
        yield _Place(column=one.column, around=one.inner(), beside=frozenset(), dash=dash, sure=sure)


def _below(entry: Entry, above: Entry, after: Entry | None, *, flat: bool) -> Iterator[_Place]:
    """Where the first line below a key may have stood."""
    deep, margin = entry.inset, above.column
    around = (*entry.levels[-1].path, entry.levels[-1].last) if entry.levels else ()
    if not entry.levels or entry.levels[-1].column != margin:
        return
    closes = after.inset if after is not None else -1
    if deep > margin + _STEP or (entry.listed and deep > margin):
        column = closes if margin < closes < deep else min(margin + _STEP, deep)
        yield _Place(column=column, around=around, beside=frozenset(), sure=True)
    ends_list = after is not None and after.listed and margin <= closes < deep
    wanted = {deep - 2 * _STEP, deep - _STEP} if entry.listed else {deep - 2 * _STEP}
    for column in {closes} if ends_list else wanted:
        # A list that is set in does not lie in one that is not.
        if column > margin or (column == margin and (flat or not entry.listed)):
            dash = "- "
            if after is not None and not after.listed and column < closes < deep:
                dash = f"-{' ' * (closes - column - 1)}"
            yield _Place(column=column, around=(*around, 0), beside=frozenset(), dash=dash, sure=True)


def _is_at_home(group: _Group) -> bool:
    """Whether a line is the id of a thing that is in order where it stands."""
    entry = group.entry
    own = next((one for one in entry.levels if one.column == entry.inset and not one.listed), None)
    if own is None or entry.key is None or not isinstance(group.value, dict):
        return False
    thing = (content_schema().at_place(own.path) or {}).get("additionalProperties")
    return isinstance(thing, dict) and content_schema().accepts(
        group.value.get(entry.key), content_schema().resolve(thing)
    )


def _doubts(entry: Entry, where: _Place, group: _Group, lines: Sequence[str]) -> tuple[int, ...]:
    """How little a line looks as if something else began with it than stands above it."""
    if where.sure:
        return 0, 0, 0
    gap = entry.number > 0 and not says(lines[entry.number - 1])
    own = next(
        (one for one in entry.levels if one.column == entry.inset and one.listed == entry.listed), None
    )
    schema = content_schema().at_place(own.inner() if own.listed else own.path) if own is not None else None
    known = list((schema or {}).get("properties", ()))
    if own is None:
        return 1, not gap, 1
    below = group.value
    if own.listed:
        first = below[0] if isinstance(below, list) and below else None
        strange = schema is None or not content_schema().accepts(first, schema)
        return 1, not gap, not strange
    below = below if isinstance(below, dict) else {}
    strange = entry.key not in known or entry.key in own.keys
    # Most writers keep to the order of keys that the manual has.
    return 1, not gap, _breaks(own.keys, known) + _breaks([*below], known) + (not strange)


def _breaks(keys: Sequence[str], known: Sequence[str]) -> int:
    """How often keys do not follow one another in the order of those that are known."""
    places = [known.index(key) for key in keys if key in known]
    return sum(later < earlier for earlier, later in pairwise(places))


def _fitting(group: _Group, where: _Place, schema: Schema) -> tuple[tuple[str, ...], bool]:
    """The keys below which a group may stand, the likeliest first; and whether it may stand below an id."""
    value = group.value
    if value is None or isinstance(value, str | int | float):
        return (), False
    known = schema.get("properties", {})
    accepts = content_schema().accepts
    one_of = set(schema.get("x-one-of", ()))
    free = [key for key in known if key not in where.beside and not (key in one_of and where.beside & one_of)]
    keys = [key for key in free if accepts(value, content_schema().resolve(known[key]))]
    thing = schema.get("additionalProperties")
    is_id = isinstance(thing, dict) and accepts(value, content_schema().resolve(thing))
    return tuple(_by_order(keys, group, where, schema)), is_id and not keys


def _by_order(keys: list[str], group: _Group, where: _Place, schema: Schema) -> list[str]:
    """Keys with those first that must be there, then those that stand in between the lines around."""
    known = list(schema.get("properties", ()))
    needed = {*schema.get("required", ()), *schema.get("then", {}).get("required", ())}
    if "based_on" in where.beside:
        needed = set()
    above = max((known.index(key) for key in where.beside if key in known), default=-1)
    after = group.next
    below = (
        known.index(after.key)
        if after is not None and after.column == where.column and after.key in known
        else len(known)
    )
    return sorted(keys, key=lambda key: (key not in needed, not above < known.index(key) < below))
