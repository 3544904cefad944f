"""Which line that heads others is missing in a file that cannot be read, and what is said of such lines."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

import yaml

from engine.base.ids import is_id
from engine.compiler.findings import one_of
from engine.compiler.heads import lost_heads
from engine.compiler.names import folded
from engine.compiler.orphans import Head
from engine.compiler.slip import Culprit, inset_of, says
from engine.compiler.words import KIND_WORDS

_NAMED: Final = 3
"""So many keys are named where several may be meant."""
_NEAR: Final = 6
"""So many heads are tried."""
_NAMES: Final = ("name", "title", "label")
_NOTE: Final = re.compile(r"\s*#+\s*((?:- )?)([\w-]+):(?:\s*|\s+#.*)")


def lost_line(lines: Sequence[str], near: Sequence[int], *, whole: bool = True) -> Culprit | None:
    """The line that heads others and is missing near some lines of a file that cannot be read.

    Without `whole`, something else may be wrong there as well.
    """
    head = of_unreadable(lines, near, whole=whole)
    return None if head is None else said_of(head, lines)


def said_of(head: Head, lines: Sequence[str]) -> Culprit:
    """A lost line in a writer's words."""
    if note := _as_note(head, lines):
        return note
    line = lines[head.number]
    named = head.keys[:_NAMED]
    dash = "- " if head.dash else ""
    deep = f"set in by {head.column} spaces" if head.column else "not set in"
    written = one_of(f"{dash}{key}:" for key in named or (_example(head),))
    if not head.keys:
        message = f"the id of this {_thing(head)} is missing above this line"
        help_ = f"write an id such as {written} above it, {deep}"
    elif not head.around:
        message = "the line that says of which kind these things are is missing above this one"
        help_ = f"write {written} above it"
    else:
        message = f"the line {written} is missing above this one"
        help_ = f"write {written} above it, {deep}"
        if len(named) > 1:
            help_ = f"write the one that you mean above it, {deep}"
    return Culprit(
        line=head.number,
        column=inset_of(line),
        length=len(line.strip()),
        message=message,
        help=help_,
        mended=f"{head_line(head)}\n{line}",
    )


def head_line(head: Head) -> str:
    """The line that is missing, or the likeliest of several."""
    return head.line(head.keys[0] if head.keys else _example(head))


def settled(head: Head, lines: Sequence[str]) -> Head:
    """The head with only the key that a comment above it has, when there is such a comment."""
    note = _as_note(head, lines)
    key = next((one for one in head.keys if note is not None and note.mended == head.line(one)), None)
    return head if key is None else replace(head, keys=(key,))


def _as_note(head: Head, lines: Sequence[str]) -> Culprit | None:
    """What is said when the line is there, as a comment."""
    for number in range(head.number - 1, -1, -1):
        if says(lines[number]):
            return None
        note = _NOTE.fullmatch(lines[number])
        if note is not None and (note[2] in head.keys or (not head.keys and note[2] == head.meant)):
            heading = f"{note[1]}{note[2]}:"
            return Culprit(
                line=number,
                column=inset_of(lines[number]),
                length=len(lines[number].strip()),
                message=f"the line `{heading}` is a comment, so what stands below it has no heading",
                help="take the `#` away",
                mended=f"{' ' * head.column}{heading}",
                code="E0027",
            )
    return None


def _thing(head: Head) -> str:
    return KIND_WORDS.get(str(head.around[-1]), "entry")


def _example(head: Head) -> str:
    """An id for a thing without one: as it is named, when it has a name."""
    if head.meant:
        return head.meant
    value = head.value if isinstance(head.value, dict) else {}
    named = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), "")
    proposal = folded(named)
    if head.ids and all(one == one.upper() for one in head.ids):
        proposal = proposal.upper().replace("-", "_")
    if is_id(proposal) and proposal not in head.ids:
        return proposal
    return f"my-{_thing(head).replace(' ', '-')}"


def of_unreadable(lines: Sequence[str], near: Sequence[int], *, whole: bool = True) -> Head | None:
    """The likeliest line with which a file can be read to its end, or beyond where reading stopped."""
    stopped = near[0]
    before = next((one for one in range(stopped - 1, -1, -1) if says(lines[one])), stopped)
    for head in islice(lost_heads(lines, [*near, before], whole=whole), _NEAR):
        again = [*lines[: head.number], head_line(head), *lines[head.number :]]
        if _reads_on("\n".join(again), stopped + 1):
            return settled(head, lines)
    return None


def _reads_on(text: str, line: int) -> bool:
    """Whether a text can be read, or beyond a line at least."""
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        return error.problem_mark is not None and error.problem_mark.line > line
    except yaml.YAMLError:
        return False
    return True
