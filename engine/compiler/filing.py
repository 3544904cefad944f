"""The bytes of one file → its facts, when nothing is wrong in it.

They hang on the bytes of the file, the schemas and the program only, so they can be made by any process and
kept for the next run.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, Final

import msgspec

from engine.base.ids import is_id
from engine.compiler.decode import Limits, decode
from engine.compiler.facts import UNCLEAR, Bodies, Facts, Filed, Silence, Summary
from engine.compiler.lint import local_findings, sums_of
from engine.compiler.nodes import Unplaced, plain
from engine.compiler.quick import read_quickly
from engine.compiler.reading import read_if_clear
from engine.compiler.schema import content_schema
from engine.compiler.straight import Linked, Named, Unclear, straight
from engine.compiler.validate import all_at_once
from engine.model.kinds import SINGLE_KINDS

STRAIGHT_KINDS: Final = frozenset(
    {"world", "rules", "moved", "skills", "items", "item_sets", "effects", "spells", "creatures"}
    | {"loot_tables", "locations", "denizens", "dialogues", "quests", "flags", "scenes", "balance"}
)
"""Kinds that are wholly described by their schema and its notes; a file with others is read the slow way."""
_LONGEST_CHAIN: Final = 32
_NOT_LARGE: Final = 100_000
_NOT_SET_IN: Final = re.compile(r"\n(?=[^ #\n])")
_SET_IN: Final = re.compile(r"\n( +)(?=[^ #\n])")
_TOP: Final = re.compile(r"""["']?([A-Za-z_]+)["']?[ ]*:""")
_ENTRY: Final = re.compile(r"""["']?([A-Za-z0-9][A-Za-z0-9_-]*)["']?[ ]*:""")
_HELD: Final = (
    ("locations", "structures"),
    ("locations", "actions"),
    ("dialogues", "nodes"),
    ("quests", "objectives"),
)
"""Parts of things that others name: by kind, and the key they stand under."""


def file_facts(path: str, data: bytes, limits: Limits) -> Filed:
    """The facts of a file. A file of which anything is to be said is not clear."""
    if len(data) > limits.file_bytes:
        return Filed(UNCLEAR)
    text = decode(path, data)
    if not isinstance(text, str):
        return Filed(UNCLEAR)
    ignores: list[Silence] = []
    read = None if "gamectl:" in text else read_quickly(text, limits)
    if read is None:
        document = read_if_clear(path, text, limits)
        if document is None:
            return Filed(UNCLEAR)
        read = (plain(document.root) if document.root else None, document.nodes)
        ignores = [
            Silence(list(one.codes), one.reason, one.span.line, one.span.column, one.span.length, one.alone)
            for one in document.ignores
        ]
    root, nodes = read
    facts = Facts(True, nodes, ignores=ignores)
    bodies: Bodies = {}
    try:
        if root is not None:
            _things(root, text.replace("\r\n", "\n"), facts, bodies)
            # Old ids of saved games are always looked at the way that explains: they name each other.
            played = {kind: things for kind, things in bodies.items() if kind != "moved"}
            facts.summary = summary_of(played, facts.ids)
    except Unclear:
        return Filed(UNCLEAR)
    return Filed(facts, bodies)


def is_clear(text: str, limits: Limits) -> bool:
    """Whether nothing is wrong with a file of this text. Of a large one only what can be seen quickly."""
    text = text.replace("\r\n", "\n")
    read = read_quickly(text, limits)
    root = read[0] if read is not None else None
    if read is None and len(text) <= _NOT_LARGE:
        document = read_if_clear("", text, limits)
        root = plain(document.root) if document is not None and document.root is not None else None
    if root is None:
        return False
    try:
        _things(root, text, Facts(True), {})
    except Unclear:
        return False
    return True


def _find_in(entries: Mapping[str, Any], kind: str, entity: str) -> Any:
    return entries.get(entity)


def bodies_of(path: str, data: bytes, limits: Limits) -> Mapping[str, Any]:
    """The plain bodies of a clear file as they are written, by kind and id."""
    text = decode(path, data)
    assert isinstance(text, str)
    read = read_quickly(text, limits)
    if read is not None:
        return read[0] or {}
    document = read_if_clear(path, text, limits)
    return plain(document.root) or {} if document is not None and document.root else {}


def _things(root: Any, text: str, facts: Facts, bodies: Bodies) -> None:
    if not isinstance(root, dict):
        raise Unclear
    whole: dict[str, Any] = {}
    for kind, entries in root.items():
        if kind not in STRAIGHT_KINDS:
            raise Unclear
        if kind in SINGLE_KINDS:
            whole[kind] = entries
            facts.ids[kind] = [""]
            continue
        if not isinstance(entries, dict):
            raise Unclear
        facts.ids[kind] = list(entries)
        written = whole[kind] = {}
        for entity, body in entries.items():
            if not is_id(entity):
                raise Unclear
            base = base_of(body)
            if base is not None:
                facts.bases.setdefault(kind, {})[entity] = base
                body = inherited(kind, entity, partial(_find_in, entries))
                if body is None:
                    facts.waiting.setdefault(kind, []).append(entity)
                    continue
            written[entity] = body
    if not all_at_once().is_valid(whole):
        raise Unclear
    walk = straight().thing
    for kind, entries in whole.items():
        named = {"": entries} if kind in SINGLE_KINDS else entries
        bodies[kind] = {entity: walk(kind, entity, body) for entity, body in named.items()}
    lines = dict(_lines(root, text))
    facts.lines = {kind: [lines.get((kind, one), 0) for one in ids] for kind, ids in facts.ids.items()}


def summary_of(
    bodies: Mapping[str, Mapping[str, Linked]], known: Mapping[str, Collection[str]] | None = None
) -> Summary:
    """What the whole world must know of these things. What they name of what is `known` is surely there."""
    holds = {f"{kind}.{part}": _held(bodies.get(kind, {}), part) for kind, part in _HELD}
    holds["dialogues.choices"] = _choices(bodies.get("dialogues", {}))
    names: dict[str, dict[str, None]] = {}
    parts: dict[tuple[str, str, str], None] = {}
    for kind, things in bodies.items():
        for entity, thing in things.items():
            for name in thing.names:
                if name.owner is None:
                    names.setdefault(name.target, {})[name.id] = None
                elif name.owner != entity or not _has(holds, kind, name):
                    parts[name.target, name.owner, name.id] = None
            for name in thing.formula_names:
                names.setdefault(name.target, {})[name.id] = None
    there = {target: frozenset(ids) for target, ids in (known or {}).items()}
    elsewhere = {
        target: [one for one in ids if one not in there.get(target, ())] for target, ids in names.items()
    }
    return Summary(
        names={target: ids for target, ids in elsewhere.items() if ids},
        parts=list(parts),
        held=msgspec.msgpack.encode({part: held for part, held in holds.items() if held}),
        told=_told(bodies),
        sums=sums_of(bodies),
    )


def _has(holds: Mapping[str, Mapping[str, list[str]]], kind: str, name: Named) -> bool:
    """Whether a thing of this kind has a part itself that it names."""
    return name.target.startswith(f"{kind}.") and name.id in holds.get(name.target, {}).get(
        name.owner or "", ()
    )


def _held(things: Mapping[str, Linked], part: str) -> dict[str, list[str]]:
    return {
        entity: list(held) if isinstance(held, dict) else [item["id"] for item in held]
        for entity, thing in things.items()
        if (held := thing.body.get(part))
    }


def _choices(dialogues: Mapping[str, Linked]) -> dict[str, list[str]]:
    return {
        entity: [choice["id"] for node in thing.body["nodes"].values() for choice in node.get("choices", ())]
        for entity, thing in dialogues.items()
    }


class _SomebodyAsks(Exception):  # noqa: N818 - a check wants to tell something
    """A check asks for a place, which it does only to tell of it."""


class _NoPlaces:
    """Stands where places would be looked up: whoever asks has something to tell."""

    def twin(self, kind: str, entity: str) -> Any:
        raise _SomebodyAsks


def _told(bodies: Mapping[str, Mapping[str, Linked]]) -> dict[str, list[str]]:
    """The things of which a check of single things has something to say."""
    told: dict[str, list[str]] = {}
    for kind, things in bodies.items():
        some = _has_findings({kind: things})
        for entity, thing in things.items():
            if thing.long or (some and _has_findings({kind: {entity: thing}})):
                told.setdefault(kind, []).append(entity)
    return told


def _has_findings(bodies: Mapping[str, Mapping[str, Linked]]) -> bool:
    nowhere = _NoPlaces()
    try:
        found = local_findings(
            {
                kind: {
                    entity: Unplaced(thing.body, (kind, entity), "", nowhere)
                    for entity, thing in things.items()
                }
                for kind, things in bodies.items()
            },
            bodies,
        )
        return next(iter(found), None) is not None
    except _SomebodyAsks:
        return True


def base_of(body: Any) -> str | None:
    """What a body is based on."""
    base = body.get("based_on") if isinstance(body, dict) else None
    return base if isinstance(base, str) else None


def inherited(kind: str, entity: str, find: Callable[[str, str], Any]) -> Any:
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


def _lines(root: Mapping[str, Any], text: str) -> Iterator[tuple[tuple[str, str], int]]:
    """The line of every thing that begins a line of its own, as most do; others are left out."""
    seen: dict[str, list[tuple[str, int]]] = {}
    number, counted = 1, 0
    starts = [0, *(found.end() for found in _NOT_SET_IN.finditer(text))]
    for start, end in pairwise((*starts, len(text))):
        number, counted = number + text.count("\n", counted, start), start
        top = _TOP.match(text, start)
        kind = top[1] if top else ""
        seen[kind] = [("", number)] if kind in SINGLE_KINDS else []
        first = None if kind in SINGLE_KINDS else _SET_IN.search(text, start, end)
        if first is None:
            continue
        # Things stand as deep as the first of them; what they hold stands deeper.
        for line in re.compile(rf"\n{first[1]}(?=[^ #\n])").finditer(text, start, end):
            number, counted = number + text.count("\n", counted, line.end()), line.end()
            entry = _ENTRY.match(text, line.end())
            if entry is not None:
                seen[kind].append((entry[1], number))
    return _certain(root, seen)


def _certain(
    root: Mapping[str, Any], seen: Mapping[str, list[tuple[str, int]]]
) -> Iterator[tuple[tuple[str, str], int]]:
    """Lines are only believed when all things of a kind were found, in their order."""
    for kind, entries in root.items():
        found = seen.get(kind, [])
        ids: Iterable[str] = [""] if kind in SINGLE_KINDS else list(entries)
        if [entity for entity, _ in found] == ids:
            for entity, number in found:
                yield (kind, entity), number
