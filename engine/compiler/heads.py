"""Lines that head others and were lost: `kill:` above its keys, an id, a kind, `- give_item:` in a list.

The lines below such a line become a slip of the layout, or belong to what stands above them. Wherever a group
of lines fits, by the schemas, below a key that the thing around it lacks, that key is tried above it: it is
the lost one when all is in order with it. Asks nothing of lines that are in order.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from engine.compiler.filing import base_of
from engine.compiler.orphans import Head, likely_heads, value_of
from engine.compiler.slip import inset_of, opens, says
from engine.compiler.straight import Linked, Unclear, straight
from engine.compiler.validate import all_at_once, quick
from engine.model.kinds import SINGLE_KINDS

_LONGEST: Final = 400
"""So many lines are looked at together at most."""
_TRIES: Final = 60
_ERRORS: Final = 50
PART: Final = 3
"""So many steps lead to the parts of things that have ids of their own: dialogues, mara-talk, nodes."""
_NEW: Final = "a-new-id"


def lost_heads(lines: Sequence[str], near: Iterable[int], *, whole: bool = True) -> Iterator[Head]:
    """What may be missing near some lines in which something is wrong, the likeliest first.

    With any of these all is in order; without `whole`, less is wrong than before, and the lines below it
    cannot stand where they do.
    """
    parts = {(part[0], part[-1], len(part)): part for part in _parts(lines, near) if part}
    for part in parts.values():
        yield from _in_part([lines[number] for number in part], part, whole=whole)


def _parts(lines: Sequence[str], near: Iterable[int]) -> Iterator[list[int]]:
    """The numbers of lines to look at together: a thing below its kind, then all things of the kind."""
    tops = [-1, *(number for number, line in enumerate(lines) if _is_top(line)), len(lines)]
    blocks: dict[int, list[int]] = {}
    for at in near:
        place = bisect_right(tops, at) - 1
        for block in (place - 1, place) if tops[place] == at and place else (place,):
            if block + 1 < len(tops):
                begin, end = tops[block], tops[block + 1]
                starts = blocks.setdefault(begin, _starts(lines, begin, end))
                yield from _parts_of_block(begin, end, starts, at)


def _is_top(line: str) -> bool:
    return line[:1] not in ("", " ", "-", "#") and bool(line.strip())


def _starts(lines: Sequence[str], begin: int, end: int) -> list[int]:
    """Where things begin below a kind; an id without anything below it begins none with the next one."""
    inner = [number for number in range(begin + 1, end) if says(lines[number])]
    margin = min((inset_of(lines[number]) for number in inner), default=0)
    starts = []
    empty = False
    for place, number in enumerate(inner):
        begins = inset_of(lines[number]) == margin and lines[number][margin] != "-"
        if place == 0 or (begins and not empty):
            starts.append(number)
        # What the next lines say may belong to it.
        empty = begins and opens(lines[number])
    return starts


def _parts_of_block(begin: int, end: int, starts: Sequence[int], at: int) -> Iterator[list[int]]:
    head = [begin] if begin >= 0 else []
    last = max(bisect_right(starts, at) - 1, 0)
    for place in dict.fromkeys((last, max(last - 1, 0))) if starts else ():
        stop = starts[place + 1] if place + 1 < len(starts) else end
        if stop - starts[place] <= _LONGEST:
            yield [*head, *range(starts[place], stop)]
    if end - begin <= _LONGEST:
        yield [*head, *range(begin + 1, end)]
    elif last:
        # A thing of another kind is only seen behind one that is in order.
        stop = starts[last + 1] if last + 1 < len(starts) else end
        yield [*head, *range(starts[last - 1], stop)]


def _in_part(lines: list[str], numbers: Sequence[int], *, whole: bool) -> Iterator[Head]:
    """Heads with which nothing is wrong with some lines; or, when they are sure, less than before."""
    before = _faults(lines)
    found = [one for one in likely_heads(lines) if whole or not one[0][0]] if before > (not whole) else []
    for _, head in islice(sorted(found, key=lambda one: one[0]), _TRIES):
        tried = {key: with_head(lines, head, key) for key in head.keys or (_NEW,)}
        left = {key: _faults(mended) for key, mended in tried.items()}
        least = min(left.values())
        if least == 0 if whole else least < before:
            right = [key for key in left if left[key] == least]
            if len(right) > 1:
                # What is based on others is looked at as well, when that can tell keys apart.
                right = [key for key in right if _all_linked(tried[key])] or right
            yield replace(
                head,
                number=numbers[head.number],
                keys=tuple(right) if head.keys else (),
                meant="" if head.keys or least else _meant(head, tried[_NEW]),
            )


def _meant(head: Head, lines: Sequence[str]) -> str:
    """The only id that a thing names of its parts and that none of them has, when one has lost its id."""
    if len(head.around) != PART:
        return ""
    kind, entity, part = head.around
    body = value_of(lines)[kind][entity]
    linked = _linked(str(kind), str(entity), body)
    names = {
        name.id
        for name in (linked.names if linked is not None else ())
        if name.target == f"{kind}.{part}" and name.owner == entity and name.id not in body[part]
    }
    return names.pop() if len(names) == 1 else ""


def with_head(lines: Sequence[str], head: Head, key: str) -> list[str]:
    """The lines with what was lost. A kind of which nothing is left goes."""
    above = [*lines[: head.number]]
    if not head.around and len(above) == 1:
        above = []
    return [*above, head.line(key), *lines[head.number :]]


def _faults(lines: Sequence[str]) -> int:
    """How much is wrong with lines, as far as they tell by themselves."""
    root = value_of(lines)
    if root is None:
        return _ERRORS
    judge = all_at_once()
    if judge.is_valid(root):
        return _unclear(root)
    return sum(not _may_come_from_base(error, root) for error in islice(judge.iter_errors(root), _ERRORS))


def _unclear(root: Mapping[str, Any]) -> int:
    """How many things have more wrong with them than their shape; what is based on others hangs on these."""
    return sum(
        _linked(kind, entity, body) is None and base_of(body) is None for kind, entity, body in _things(root)
    )


def _things(root: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for kind, things in root.items():
        for entity, body in ({"": things} if kind in SINGLE_KINDS else things).items():
            yield kind, entity, body


def is_in_order(kind: str, body: Any) -> bool:
    """Whether nothing is wrong with a thing by itself."""
    return bool(quick(kind).is_valid(body)) and (
        base_of(body) is not None or _linked(kind, "", body) is not None
    )


def _linked(kind: str, entity: str, body: Any) -> Linked | None:
    try:
        return straight().thing(kind, entity, body)
    except Unclear:
        return None


def _all_linked(lines: Sequence[str]) -> bool:
    root = value_of(lines)
    return root is not None and all(_linked(*thing) is not None for thing in _things(root))


def _may_come_from_base(error: Any, root: Any) -> bool:
    """Whether an error is one that is none when a thing has more from what it is based on."""
    if error.schema_path[-1:] != ["required"]:
        return False
    thing = root
    for step in error.instance_path[:2]:
        thing = thing[step]
    return isinstance(thing, dict) and "based_on" in thing
