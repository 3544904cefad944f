"""What is said of a line that heads others and is missing, and the file read again as if it were there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

import yaml

from engine.base.diagnostic import Diagnostic
from engine.base.ids import is_id
from engine.base.span import Span
from engine.compiler.decode import Limits
from engine.compiler.document import Document
from engine.compiler.findings import finding, one_of
from engine.compiler.heads import is_in_order, lost_heads
from engine.compiler.names import folded
from engine.compiler.nodes import BROKEN, Node, plain
from engine.compiler.orphans import Head
from engine.compiler.read import read_document
from engine.compiler.schema import content_schema
from engine.compiler.slip import Culprit, inset_of, says
from engine.compiler.words import KIND_WORDS
from engine.model.kinds import SINGLE_KINDS

_NAMED: Final = 3
"""So many keys are named where several may be meant."""
_LINES: Final = 4
"""So many lost lines of a file are told at once."""
_NEAR: Final = 6
"""So many places with something wrong are looked at, and so many heads tried, each."""
_PART: Final = 3
"""So many steps lead to the parts of things that have ids of their own: dialogues, mara-talk, nodes."""
_NAMES: Final = ("name", "title", "label")
_NOTE: Final = re.compile(r"\s*#+\s*((?:- )?)([\w-]+):(?:\s*|\s+#.*)")


def lost_line(lines: Sequence[str], near: Sequence[int], *, whole: bool = True) -> Culprit | None:
    """The line that heads others and is missing near some lines of a file that cannot be read.

    Without `whole`, something else may be wrong there as well.
    """
    head = _of_unreadable(lines, near, whole=whole)
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


def _settled(head: Head, lines: Sequence[str]) -> Head:
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


def with_lost_lines(document: Document, limits: Limits) -> Document:
    """The document as it would be with all lines that head others, and what is to be said of those it lacks.

    It stays as it is when that is not what is wrong with it.
    """
    path, lines, found = document.path, list(document.lines), document
    heads: list[Head] = []
    told: list[Diagnostic] = []
    put: list[int] = []
    for _ in range(_LINES):
        head = _lost(found, lines)
        if head is None:
            break
        culprit = said_of(head, lines)
        again = [*lines[: head.number], head_line(head), *lines[head.number :]]
        read = read_document(path, "\n".join(again).encode(), limits)
        if found.root is not None and (read.root is None or _count(read) >= _count(found)):
            break
        put = [one + (one > head.number) for one in put]
        line = culprit.line - sum(one <= culprit.line for one in put)
        told.append(_finding(path, head, replace(culprit, line=line), unread=found.root is None))
        put.append(head.number + 1)
        heads.append(head)
        lines, found = again, read
    if not told or found.root is None:
        return document
    lost_ids = [head for head in heads if not head.keys]
    return replace(
        document,
        root=_without_unsure(_lowered(found.root, put), heads),
        # Others may name what has lost its id or its kind.
        readable=not lost_ids and all(head.around or len(head.keys) == 1 for head in heads),
        nodes=found.nodes,
        findings=(*told, *(replace(one, span=_span(one.span, put)) for one in found.findings)),
        hidden=found.hidden,
        doubled=found.doubled | {_part(head) for head in lost_ids if len(head.around) == _PART},
    )


def _part(head: Head) -> tuple[str, str]:
    """The parts of a thing of which one has lost its id."""
    return f"{head.around[0]}.{head.around[2]}", str(head.around[1])


def _without_unsure(root: Node, heads: Iterable[Head]) -> Node:
    """The value without what may stand below one key or another: of that nothing else is told."""
    for head in heads:
        if len(head.keys) > 1:
            root = _broken(root, (*head.around, head.keys[0]))
    return root


def _broken(node: Node, path: Sequence[str | int]) -> Node:
    if not path:
        return replace(node, value=BROKEN)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        # Which item it is was not kept.
        items = [_broken(one, rest) if rest and one.get(str(rest[0])) else one for one in node.items()]
        return replace(node, value=items) if items else node
    inner = node.get(step)
    if inner is None:
        return node
    return replace(node, value={**node.mapping(), step: _broken(inner, rest)})


def _finding(path: str, head: Head, culprit: Culprit, *, unread: bool) -> Diagnostic:
    kind = str(head.around[0]) if head.around else head.keys[0]
    entity = head.around[1] if len(head.around) > 1 and kind not in SINGLE_KINDS else ""
    key = f"{kind}:{entity}" if entity else kind if kind in SINGLE_KINDS else None
    span = Span(path=path, line=culprit.line + 1, column=culprit.column + 1, length=culprit.length)
    code = culprit.code if unread or culprit.code != "E0008" else "E1003"
    return finding(code, culprit.message, span, help=culprit.help, entity=key)


def _lost(document: Document, lines: Sequence[str]) -> Head | None:
    """The likeliest line that is missing in a document, if one is."""
    if document.root is None:
        near = [one.span.line - 1 for one in document.findings if one.code == "E0008"]
        near += [note.span.line - 1 for one in document.findings if one.code == "E0008" for note in one.notes]
        return _of_unreadable(lines, near) if near else None
    near = [*islice(_wrong(document), _NEAR)]
    found = next(lost_heads(lines, near), None)
    return found and _settled(found, lines)


def _of_unreadable(lines: Sequence[str], near: Sequence[int], *, whole: bool = True) -> Head | None:
    """The likeliest line with which a file can be read to its end, or beyond where reading stopped."""
    stopped = near[0]
    before = next((one for one in range(stopped - 1, -1, -1) if says(lines[one])), stopped)
    for head in islice(lost_heads(lines, [*near, before], whole=whole), _NEAR):
        again = [*lines[: head.number], head_line(head), *lines[head.number :]]
        if _reads_on("\n".join(again), stopped + 1):
            return _settled(head, lines)
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


def _count(document: Document) -> int:
    return sum(1 for _ in _wrong(document))


def _wrong(document: Document) -> Iterator[int]:
    """The lines of things with which something is wrong."""
    yield from (one.span.line - 1 for one in document.findings)
    root = document.root
    for kind, things in root.mapping().items() if root is not None else ():
        if kind not in content_schema().kinds:
            yield things.place.line - 1
            continue
        by_id = kind not in SINGLE_KINDS and isinstance(things.value, dict)
        for body in things.mapping().values() if by_id else (things,):
            if (not by_id and kind not in SINGLE_KINDS) or not is_in_order(kind, plain(body)):
                yield body.place.line - 1


def _lowered(node: Node, put: Sequence[int]) -> Node:
    """The value with the lines that it has in the file. `put` are lines that are not in it."""
    value = node.value
    if isinstance(value, dict):
        value = {key: _lowered(inner, put) for key, inner in value.items()}
    elif isinstance(value, list):
        value = [_lowered(inner, put) for inner in value]
    return replace(
        node,
        value=value,
        span=_span(node.span, put),
        key=node.key and _span(node.key, put),
        more=node.more and _span(node.more, put),
    )


def _span(span: Span, put: Sequence[int]) -> Span:
    return replace(span, line=span.line - sum(one < span.line for one in put))
