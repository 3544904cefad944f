"""A mapping or list that is being read, and keys that stand twice in it.

Where that can be done both values are kept, so that a key that stands twice is one mistake and not many.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.compiler.findings import finding, shown
from engine.compiler.nodes import BROKEN, Node
from engine.compiler.schema import content_schema
from engine.compiler.words import READ_BY_PLAYERS
from engine.model.kinds import SINGLE_KINDS


@dataclass(slots=True)
class Open:
    """A mapping or list that has begun."""

    values: Any
    span: Span
    start: Any
    flow: bool
    usable: bool
    key: Any = None
    """The key whose value comes next, with its span; a key of None is one whose value is thrown away."""
    first_key: Span | None = None
    last: str = ""
    """The key of the last value."""
    lost: bool = False
    """Whether what follows belongs to something else, and is thrown away."""
    merging: bool = False
    """Whether the value that comes next is to be merged."""
    within: Node | None = None
    """Braces that stand right within the braces of this mapping, in the place of its first key."""
    doubled: list[tuple[str, Node]] = field(default_factory=list)
    """Keys that stood there already, with their values; told of when the mapping ends."""

    def wants_key(self) -> bool:
        """Whether the next value is a key."""
        return isinstance(self.values, dict) and self.key is None


_LONGEST: Final = 80
"""What takes more than so many letters is not written out for the writer."""
_PARTS: Final = 3
"""So many steps lead to the parts of things that have ids of their own: locations, harbor, structures."""
Doubled = set[tuple[str, str]]
"""Ids that stand twice: the kind and the id; for parts of things `kind.part` and the id of the thing."""


def stands_twice(stack: Sequence[Open], key: str, node: Node, doubled: Doubled) -> Diagnostic | None:
    """Take the second value of a key of the mapping that is read; None when that is told at its end.

    `stack` are the mappings and lists that have begun; ids that stand twice are put into `doubled`.
    """
    open_ = stack[-1]
    if len(stack) == 1:
        return _kind_twice(open_, key, node, doubled)
    kind = stack[0].key[0] if stack[0].key else None
    if len(stack) == 2 and kind is not None and kind not in SINGLE_KINDS:
        first = open_.values[key]
        if first.value is not None and node.value is not None:
            doubled.add((kind, key))
        return _told(open_, key, node, "give one of the two another id")
    path = [one.key[0] for one in stack[:-1] if one.key]
    if len(path) == len(stack) - 1 == _PARTS and "propertyNames" in (content_schema().at_place(path) or ()):
        doubled.add((f"{path[0]}.{path[2]}", path[1]))
        return _told(open_, key, node, "give one of the two another id")
    open_.doubled.append((key, node))
    return None


def _kind_twice(open_: Open, key: str, node: Node, doubled: Doubled) -> Diagnostic:
    first = open_.values[key]
    both = isinstance(first.value, dict) and isinstance(node.value, dict)
    told = _told(
        open_,
        key,
        node,
        f"a kind stands once in a file: move what is below this line to the first {shown(key)}"
        if both and key not in SINGLE_KINDS
        else "keep one of the two",
    )
    if both and key not in SINGLE_KINDS:
        doubled.update((key, entity) for entity in first.value.keys() & node.value.keys())
        open_.values[key] = replace(first, value={**node.value, **first.value})
    return told


def _told(open_: Open, key: str, node: Node, help_: str) -> Diagnostic:
    """The finding about one key. Of two values one of which is empty, the other is taken."""
    first = open_.values[key]
    if first.value is None:
        open_.values[key] = node
        help_ = "remove the first one, which is empty"
    elif node.value is None:
        help_ = "remove the second one, which is empty"
    return finding(
        "E0013",
        f"{shown(key)} stands here a second time",
        node.place,
        label="the second one",
        help=help_,
        notes=(Note(message="the first one stands here", span=first.place),),
    )


def id_set_in_too_far(stack: Sequence[Open], key: str) -> Diagnostic | None:
    """The finding about an id that is set in as far as the keys below it, the next of which stands there."""
    open_ = stack[-1]
    last = open_.values.get(open_.last)
    if last is None or open_.flow or last.value is not None or open_.last == key or len(stack) == 1:
        return None
    open_.values[open_.last] = replace(last, value=BROKEN)
    return finding(
        "E0025",
        f"{shown(open_.last)} is set in as far as the keys below it, which stand here already",
        last.place,
        help="set it in less, as far as the other ids, so that the keys below belong to it",
    )


def entry_set_in_too_far(stack: Sequence[Open], place: Sequence[Any], key: str) -> Diagnostic | None:
    """The finding about the last entry in a list of the mapping that is read, if its next key follows there.

    Of an answer only the line with the dash is set in too far, so it stands among the conditions of the one
    above. It is taken out of these. `place` leads to the mapping.
    """
    open_ = stack[-1]
    last = open_.values.get(open_.last)
    if last is None or open_.flow or len(stack) < 2 or not isinstance(stack[-2].values, list):
        return None
    entry = last.items()[-1].mapping() if last.items() else {}
    strange = content_schema().at_place([*place, open_.last, 0]) or {}
    if (
        not entry
        or key in entry
        or not entry.keys() <= open_.values.keys()
        or entry.keys() & strange.get("properties", {}).keys()
    ):
        return None
    name = next((step for step in reversed(place) if isinstance(step, str)), None)
    if name is None:
        return None
    span = last.items()[-1].span
    open_.values[open_.last] = replace(last, value=last.items()[:-1])
    return finding("E1002", too_far(name, open_.last), span, help="set this line in as far as other entries")


def too_far(name: str, other: str) -> str:
    """What is wrong with an entry of a list that stands in another one, further in."""
    return f"this entry of {shown(name)} is set in too far, as if it were one of {shown(other)}"


def no_key(span: Span) -> Diagnostic:
    """The finding about a list or mapping in the place of a key."""
    return finding(
        "E0021",
        "a key must be a single word or text",
        span,
        help="keys are ids or names such as `price`; quote a key that begins with [ or {",
    )


def braces_twice(span: Span, within: Node, line: str, key: str | None) -> Diagnostic:
    """The finding about braces in braces that hold nothing else, below a key.

    `line` is the one in which both begin.
    """
    begin = within.span.column - 1
    text = line[begin : begin + within.span.length]
    whole = text.endswith("}") and len(text) <= _LONGEST
    help_ = f"write {shown(text, _LONGEST)}" if whole else "remove one `{` and one `}`"
    suggestion = text if whole and line[span.column - 1 : begin] == "{" else None
    if key in READ_BY_PLAYERS:
        help_, suggestion = "put a text that begins with `{` in quotes", None
    return finding("E0021", "the braces stand twice here", span, help=help_, suggestion=suggestion)


def doubles_of(stack: Sequence[Open], open_: Open) -> Diagnostic | None:
    """The finding about all keys that stand twice in a mapping that ends. `stack` are those it stands in."""
    if not open_.doubled:
        return None
    key, node = open_.doubled[0]
    owner = _owner(stack, open_)
    if owner is not None:
        above = stack[-1].values
        lent = dict(open_.doubled)
        above[owner] = replace(above[owner], value={**above[owner].mapping(), **lent})
        told = _told(open_, key, node, f"do they belong to {shown(owner)}? then move these lines below it")
        note = Note(message=f"{shown(owner)} stands here", span=above[owner].place)
        told = replace(told, notes=(*told.notes, note))
    else:
        told = _told(open_, key, node, "keep one of the two")
    for other, second in open_.doubled[1:]:
        if owner is None and open_.values[other].value is None:
            open_.values[other] = second
    if len(open_.doubled) == 1:
        return told
    if owner is None:
        help_ = "does another thing begin here? then write its id above; else keep one of each"
        told = replace(told, help=help_)
    return replace(told, message=f"{_all_of(open_.doubled)} stand here a second time")


def _all_of(doubled: Sequence[tuple[str, Node]]) -> str:
    names = [shown(key) for key, _ in doubled]
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more keys"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _owner(stack: Sequence[Open], open_: Open) -> str | None:
    """The thing above that these keys belong to: it lacks them, and another thing stands in between."""
    if not stack or open_.flow or not isinstance(stack[-1].values, dict):
        return None
    above = stack[-1]
    thing = above.values.get(above.last)
    if thing is None or thing.value is BROKEN:
        return None
    if thing.value is None:
        return above.last
    keys = {key for key, _ in open_.doubled}
    lacks = isinstance(thing.value, dict) and "based_on" not in thing.value and not keys & thing.value.keys()
    return above.last if lacks and len(keys) > 1 else None
