"""A file read again as if the lines that head others and were lost were there, and what is told of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler.decode import Limits
from engine.compiler.document import Document
from engine.compiler.findings import finding
from engine.compiler.heads import PART, is_in_order, lost_heads
from engine.compiler.missing_heads import head_line, of_unreadable, said_of, settled
from engine.compiler.nodes import BROKEN, Node, plain
from engine.compiler.orphans import Head
from engine.compiler.read import read_document
from engine.compiler.schema import content_schema
from engine.compiler.slip import Culprit
from engine.model.kinds import SINGLE_KINDS

_LINES: Final = 4
"""So many lost lines of a file are told at once."""
_NEAR: Final = 6
"""So many places with something wrong are looked at."""


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
        doubled=found.doubled | {_part(head) for head in lost_ids if len(head.around) == PART},
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
        return of_unreadable(lines, near) if near else None
    near = [*islice(_wrong(document), _NEAR)]
    found = next(lost_heads(lines, near), None)
    return found and settled(found, lines)


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
