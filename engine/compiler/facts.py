"""What one file says, by itself: its things in their one form, and what the whole world must know of them.

Facts are made of files in which nothing is wrong. They hang on the bytes of the file, the schemas and the
program only, so they can be made by any process and kept for the next run.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from engine.base.ids import is_id
from engine.base.span import Span
from engine.compiler.decode import Limits, decode
from engine.compiler.nodes import plain
from engine.compiler.quick import read_quickly
from engine.compiler.read import Ignore, read_document
from engine.compiler.schema import content_schema
from engine.compiler.straight import Linked, Unclear, straight
from engine.compiler.validate import all_at_once
from engine.model.catalog import SINGLE_KINDS

STRAIGHT_KINDS: Final = frozenset(
    {"world", "rules", "moved", "skills", "items", "item_sets", "effects", "spells", "creatures"}
    | {"loot_tables", "locations", "denizens", "dialogues", "quests", "flags", "scenes", "balance"}
)
"""Kinds that are wholly described by their schema and its notes; a file with others is read the slow way."""
_LONGEST_CHAIN: Final = 32
_TOP: Final = re.compile(r"""["']?([A-Za-z_]+)["']?[ ]*:""")
_ENTRY: Final = re.compile(r"""([ ]*)["']?([A-Za-z0-9][A-Za-z0-9_-]*)["']?[ ]*:""")


class Thing(msgspec.Struct, array_like=True):
    """One thing of a file. `base` is its base; `linked` is None when that stands in another file."""

    kind: str
    id: str
    line: int
    base: str | None
    linked: Linked | None


class Silence(msgspec.Struct, array_like=True):
    """A comment that asks for silence, see `engine.compiler.read.Ignore`."""

    codes: list[str]
    reason: str
    line: int
    column: int
    length: int
    alone: bool

    def ignore(self, path: str) -> Ignore:
        """The same with the path of its file."""
        span = Span(path=path, line=self.line, column=self.column, length=self.length)
        return Ignore(codes=tuple(self.codes), reason=self.reason, span=span, alone=self.alone)


class Facts(msgspec.Struct, array_like=True):
    """The facts of one file. `nodes` counts its values; one that is not `clear` is read the slow way."""

    clear: bool
    nodes: int = 0
    things: list[Thing] = []
    ignores: list[Silence] = []


UNCLEAR: Final = Facts(False)


def facts_of(path: str, data: bytes, limits: Limits) -> Facts:
    """The facts of a file. A file of which anything is to be said is not clear."""
    if len(data) > limits.file_bytes:
        return UNCLEAR
    text = decode(path, data)
    if not isinstance(text, str):
        return UNCLEAR
    ignores: list[Silence] = []
    read = None if "gamectl:" in text else read_quickly(text, limits)
    if read is None:
        document = read_document(path, data, limits)
        if document.findings or document.hidden or not document.readable:
            return UNCLEAR
        read = (plain(document.root) if document.root else None, document.nodes)
        ignores = [
            Silence(list(one.codes), one.reason, one.span.line, one.span.column, one.span.length, one.alone)
            for one in document.ignores
        ]
    root, nodes = read
    try:
        things = _things(root, text) if root is not None else []
    except Unclear:
        return UNCLEAR
    return Facts(True, nodes, things, ignores)


def bodies_of(path: str, data: bytes, limits: Limits) -> Mapping[str, Any]:
    """The plain bodies of a clear file as they are written, by kind and id."""
    text = decode(path, data)
    assert isinstance(text, str)
    read = read_quickly(text, limits)
    if read is not None:
        return read[0] or {}
    root = read_document(path, data, limits).root
    return plain(root) or {} if root else {}


def _things(root: Any, text: str) -> list[Thing]:
    if not isinstance(root, dict):
        raise Unclear
    whole: dict[str, Any] = {}
    found: list[tuple[str, str, str | None, Any]] = []
    for kind, entries in root.items():
        if kind not in STRAIGHT_KINDS:
            raise Unclear
        if kind in SINGLE_KINDS:
            whole[kind] = entries
            found.append((kind, "", None, entries))
            continue
        if not isinstance(entries, dict):
            raise Unclear
        bodies = whole[kind] = {}
        for entity, body in entries.items():
            if not is_id(entity):
                raise Unclear
            base = base_of(body)
            if base is not None:
                body = inherited(kind, entity, lambda _kind, name, here=entries: here.get(name))
            if base is None or body is not None:
                bodies[entity] = body
            found.append((kind, entity, base, body))
    if not all_at_once().is_valid(whole):
        raise Unclear
    lines = _lines(root, text)
    walk = straight().thing
    return [
        Thing(
            kind,
            entity,
            lines.get((kind, entity), 0),
            base,
            walk(kind, entity, body) if body is not None else None,
        )
        for kind, entity, base, body in found
    ]


def base_of(body: Any) -> str | None:
    """What a body is based on."""
    base = body.get("based_on") if isinstance(body, dict) else None
    return base if isinstance(base, str) else None


def inherited(kind: str, entity: str, find: Any) -> Any:
    """The body of a thing with everything it has from its bases; None when one of them is not to be found.

    `find(kind, id)` gives a body as it is written. Raises Unclear for rings and chains that are too long.
    """
    chain, names = [find(kind, entity)], [entity]
    while (base := base_of(chain[-1])) is not None:
        if base in names or len(chain) > _LONGEST_CHAIN:
            raise Unclear
        body = find(kind, base)
        if body is None:
            return None
        chain.append(body)
        names.append(base)
    schema = content_schema()
    short = schema.resolve(schema.kinds[kind]).get("x-short")
    body = chain[-1]
    if short and isinstance(body, list) and len(chain) > 1:
        body = {short: body}
    for over in reversed(chain[:-1]):
        body = _merged(body, over)
    return {key: value for key, value in body.items() if key != "based_on"} if len(chain) > 1 else body


def _merged(base: Any, over: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    entries = dict(base)
    for key, value in over.items():
        entries[key] = _merged(base[key], value) if key in base else value
    return entries


def _lines(root: Mapping[str, Any], text: str) -> dict[tuple[str, str], int]:
    """The line of every thing that begins a line of its own, as most do; others are left out."""
    seen: dict[str, list[tuple[str, int]]] = {}
    kind, depth = "", None
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        if line[0] != " ":
            top = _TOP.match(line)
            kind, depth = (top[1] if top else ""), None
            seen[kind] = [("", number)] if kind in SINGLE_KINDS else []
        elif depth is None or (len(line) > depth and line[depth - 1] == " " and line[depth] not in " #"):
            entry = _ENTRY.match(line)
            if entry is None or (depth is not None and len(entry[1]) != depth) or kind in SINGLE_KINDS:
                continue
            depth = len(entry[1])
            seen.setdefault(kind, []).append((entry[2], number))
    return dict(_certain(root, seen))


def _certain(
    root: Mapping[str, Any], seen: Mapping[str, list[tuple[str, int]]]
) -> Iterator[tuple[tuple[str, str], int]]:
    """Lines are only believed when all things of a kind were found, in their order."""
    for kind, entries in root.items():
        found = seen.get(kind, [])
        ids = [""] if kind in SINGLE_KINDS else list(entries)
        if [entity for entity, _ in found] == ids:
            for entity, number in found:
                yield (kind, entity), number
