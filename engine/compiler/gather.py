"""Documents → things by kind and id. Finds unknown kinds, and ids that stand twice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.ids import is_id
from engine.base.span import Span
from engine.base.suggest import closest, slips
from engine.compiler.decode import FINDINGS_PER_FILE
from engine.compiler.document import Document
from engine.compiler.entities import ALL_KINDS, Entity, Gathered
from engine.compiler.everyday import meant_by
from engine.compiler.findings import finding, shown
from engine.compiler.listed_by_id import listed, parts_by_id, told_of_kind
from engine.compiler.misplaced import is_thing
from engine.compiler.names import as_id
from engine.compiler.nodes import BROKEN, Node
from engine.compiler.schema import content_schema
from engine.compiler.words import KIND_WORDS, entity_words
from engine.model.kinds import SINGLE_KINDS

_COPIED: Final = 4
"""So many things that stand in another file as well make a file look like its copy."""
_MERGED: Final = "<<"
"""A key that may bring anything along; it has been told."""


def gather(documents: Iterable[Document]) -> Gathered:
    """Sort everything in the documents by kind and id. What stands twice is told, and the first one taken."""
    gathered = Gathered()
    for document in documents:
        put_document(document, gathered)
    tell_of_the_whole(gathered)
    return gathered


def put_document(document: Document, gathered: Gathered) -> None:
    """Sort everything in one document by kind and id."""
    gathered.complete = gathered.complete and document.readable
    gathered.doubled |= document.doubled
    if document.root is not None and document.root.value is not None:
        _document(document.root, gathered)


def put_thing(kind: str, entity: str, body: Node, gathered: Gathered) -> None:
    """Put one thing under its kind and id, unless there is one already."""
    if kind == "moved":
        _moved(body, gathered)
    elif kind in SINGLE_KINDS:
        _single(kind, body, gathered)
    else:
        _entity(kind, entity, body, gathered)


def tell_of_the_whole(gathered: Gathered) -> None:
    """Tell of ids that stand twice, and of a world that is missing."""
    _tell_seconds(gathered)
    if "" not in gathered.entities["world"]:
        if gathered.complete:
            gathered.findings.append(
                finding(
                    "E9001",
                    "no file says what the world is",
                    Span(path="."),
                    help="write `world:` in one file: `title`, `version`, `start`, `slots` and `character`",
                )
            )
        else:
            gathered.hidden += 1


def _document(root: Node, gathered: Gathered) -> None:
    if root.value is BROKEN:
        return
    if not isinstance(root.value, dict):
        gathered.findings.append(
            finding(
                "E1002",
                "a content file begins with a kind of things, and this one does not",
                root.span,
                help="begin the file with a kind such as `items:` and set in what belongs to it",
            )
        )
        return
    strange = 0
    for kind, node in _with_their_keys(root.mapping(), gathered).items():
        if kind == _MERGED and node.value is BROKEN:
            gathered.complete = False
            continue
        if kind not in ALL_KINDS:
            strange += 1
            if strange <= FINDINGS_PER_FILE:
                gathered.findings.append(_unknown_kind(kind, node))
            else:
                gathered.hidden += 1
            meant = _surely_meant(kind)
            if meant is None or meant in root.mapping():
                # It may also be a thing that is not set in far enough.
                gathered.strays.update([kind, *node.mapping()])
                continue
            kind = meant
        if kind in SINGLE_KINDS:
            put_thing(kind, "", node, gathered)
        elif isinstance(node.value, dict):
            for entity, body in _set_in(kind, node, gathered).items():
                put_thing(kind, entity, body, gathered)
        elif node.value is not BROKEN:
            _listed(kind, node, gathered)


def _listed(kind: str, node: Node, gathered: Gathered) -> None:
    """Things in a list, or nothing at all, where things stand under their ids."""
    schema = content_schema().resolve(content_schema().kinds[kind])
    slip = listed(node, schema["properties"])
    if slip is None:
        gathered.findings.append(_not_by_id(kind, node))
        return
    gathered.findings.append(told_of_kind(kind, slip))
    gathered.hidden += slip.others
    gathered.complete = gathered.complete and not slip.others
    for entity, body in slip.entries:
        put_thing(kind, entity, body, gathered)


def _with_their_keys(kinds: Mapping[str, Node], gathered: Gathered) -> Mapping[str, Node]:
    """The kinds of a file; keys of the world or the rules that are not set in go where they belong."""
    found: dict[str, Node] = {}
    single: str | None = None
    for kind, node in kinds.items():
        known = content_schema().resolve(content_schema().kinds[single])["properties"] if single else ()
        if kind in ALL_KINDS or kind not in known or single is None:
            single = kind if kind in SINGLE_KINDS and node.value is None else None
            found[kind] = node
            continue
        if found[single].value is None:
            gathered.findings.append(
                finding(
                    "E1002",
                    f"the keys of {entity_words(single, '')} are not set in below `{single}:`",
                    node.place,
                    help="set all of them in by 2 spaces, from this line on to the next kind",
                    entity=single,
                )
            )
        found[single] = replace(found[single], value={**found[single].mapping(), kind: node})
    return found


def _set_in(kind: str, node: Node, gathered: Gathered) -> dict[str, Node]:
    """The things under a kind; a key of a thing that stands as far left as the ids goes where it belongs."""
    schema = content_schema().resolve(content_schema().kinds[kind])
    things: dict[str, Node] = {}
    all_out: str | None = None
    for name, body in node.mapping().items():
        above = next(reversed(things), None)
        if above is None or name not in schema["properties"] or "x-short" in schema:
            things[name] = body
            continue
        if things[above].value is None and not isinstance(body.value, dict):
            all_out = above
            gathered.findings.append(_not_set_in(kind, above, body))
            things[above] = replace(things[above], value={})
        if all_out == above:
            things[above] = replace(things[above], value={**things[above].mapping(), name: body})
            continue
        if (
            not isinstance(body.value, str | int | float | list)
            or name in things[above].mapping()
            or not isinstance(things[above].value, dict)
        ):
            things[name] = body
            continue
        gathered.findings.append(
            finding(
                "E1002",
                f"the key {shown(name)} stands as far left as the ids of the {KIND_WORDS[kind]}s",
                body.place,
                help=f"set it in as far as the other keys of {entity_words(kind, above)}",
                entity=f"{kind}:{above}",
            )
        )
        things[above] = replace(things[above], value={**things[above].value, name: body})
    return things


def _not_set_in(kind: str, entity: str, first: Node) -> Diagnostic:
    """The finding about a thing all of whose keys stand as far left as its id."""
    deep = first.place.column + 1
    return finding(
        "E1002",
        f"the keys of {entity_words(kind, entity)} are not set in below it",
        first.place,
        help=f"set all of them in by {deep} spaces, from this line on to the next id",
        entity=f"{kind}:{entity}",
    )


def _surely_meant(kind: str) -> str | None:
    """The kind that is written with a single slip, or with other small and capital letters or strokes."""
    if named := meant_by(kind, ALL_KINDS):
        return named[0] if len(named) == 1 else None
    near = closest(kind, ALL_KINDS)
    written = kind.casefold().replace("-", "_").replace(" ", "_")
    return near if near is not None and slips(written, near) <= 1 else None


def _unknown_kind(kind: str, node: Node) -> Diagnostic:
    named = meant_by(kind, ALL_KINDS)
    near = named[0] if len(named) == 1 else closest(kind, ALL_KINDS)
    return finding(
        "E1001",
        f"there is no kind of thing called {shown(kind)}",
        node.place,
        help=f"did you mean `{near}`?" if near else f"the kinds are {', '.join(ALL_KINDS)}",
        suggestion=near,
    )


def _not_by_id(kind: str, node: Node) -> Diagnostic:
    empty = node.value is None
    word = KIND_WORDS[kind]
    return finding(
        "E1002",
        f"nothing stands under `{kind}`" if empty else f"under `{kind}` every {word} stands under its id",
        node.place if empty else node.span,
        help=f"write an id, a colon, and below it the keys of the {word}; or remove the line",
    )


def _single(kind: str, node: Node, gathered: Gathered) -> None:
    first = gathered.entities[kind].get("")
    if first is None:
        gathered.entities[kind][""] = Entity(kind=kind, id="", body=node)
        return
    other, place = node.place, first.span
    # The whole one counts, and the other is told, wherever each of them stands.
    if _wanted_keys(kind, node) > _wanted_keys(kind, first.body):
        gathered.entities[kind][""] = Entity(kind=kind, id="", body=node)
        other, place = place, other
    gathered.findings.append(
        finding(
            "E9002",
            f"`{kind}` stands twice in this folder",
            other,
            label="this one is left out",
            help="write everything of it in one place",
            notes=(Note(message="the one that counts stands here", span=place),),
        )
    )


def _wanted_keys(kind: str, body: Node) -> int:
    """How many of the keys that must be there a body has."""
    required = content_schema().resolve(content_schema().kinds[kind]).get("required", ())
    return sum(key in body.mapping() for key in required)


def _moved(node: Node, gathered: Gathered) -> None:
    """Old ids may be told in several files; together they are one body."""
    first = gathered.entities["moved"].get("")
    if first is None or not isinstance(node.value, dict) or not isinstance(first.body.value, dict):
        # What is no mapping stays as it is, and its shape is told.
        if first is None or isinstance(first.body.value, dict):
            gathered.entities["moved"][""] = Entity(kind="moved", id="", body=node)
        return
    kinds = dict(first.body.value)
    for kind, olds in node.value.items():
        known = kinds.get(kind)
        if known is None or not isinstance(olds.value, dict) or not isinstance(known.value, dict):
            if known is None or isinstance(known.value, dict):
                kinds[kind] = olds
            continue
        for old in known.value.keys() & olds.value.keys():
            gathered.findings.append(_moved_twice(kind, old, known.value[old], olds.value[old]))
        kinds[kind] = replace(known, value={**olds.value, **known.value})
    gathered.entities["moved"][""] = Entity(kind="moved", id="", body=replace(first.body, value=kinds))


def _moved_twice(kind: str, old: str, first: Node, second: Node) -> Diagnostic:
    return finding(
        "E2140",
        f"two files say what became of {KIND_WORDS.get(kind, kind)} {shown(old)}",
        second.place,
        label="the second one",
        help="keep one of the two",
        notes=(Note(message="the first one stands here", span=first.place),),
        entity="moved",
    )


def _entity(kind: str, entity: str, body: Node, gathered: Gathered) -> None:
    if entity == _MERGED and body.value is BROKEN:
        gathered.complete = False
        return
    if not is_id(entity):
        proposal = as_id(entity)
        gathered.strays.add(entity)
        gathered.findings.append(
            finding(
                "E1005",
                f"{shown(entity)} cannot be an id",
                body.place,
                help=(f"did you mean `{proposal}`? " if proposal else "")
                + "an id is at most 64 letters, digits, `-` and `_`, and begins with a letter or digit",
                suggestion=proposal,
            )
        )
        # Others may name it as it should be called.
        if proposal is None:
            gathered.doubled.add((kind, entity))
        elif proposal not in gathered.entities[kind]:
            gathered.entities[kind][proposal] = Entity(kind=kind, id=proposal, body=body)
        return
    body, lists = parts_by_id(kind, entity, body)
    gathered.findings += lists
    # A thing within another one, whose keys were thrown away.
    gathered.strays.update(key for key, inner in body.mapping().items() if inner.value is BROKEN)
    schema = content_schema().resolve(content_schema().kinds[kind])
    strange = body.mapping().keys() - schema["properties"].keys()
    gathered.strays.update(key for key in strange if is_thing(body.mapping()[key], schema))
    first = gathered.entities[kind].get(entity)
    if first is None:
        gathered.entities[kind][entity] = Entity(kind=kind, id=entity, body=body)
        return
    gathered.seconds.append(Entity(kind=kind, id=entity, body=body))
    gathered.doubled.add((kind, entity))


def _tell_seconds(gathered: Gathered) -> None:
    """Tell of ids that stand twice: one by one, or once where a file repeats a good part of another one."""
    pairs: dict[tuple[str, str], list[Entity]] = {}
    for second in gathered.seconds:
        first = gathered.entities[second.kind][second.id]
        pairs.setdefault((second.span.path, first.span.path), []).append(second)
    for (_, first_path), found in pairs.items():
        copied = len(found) >= _COPIED
        for second in found[:1] if copied else found:
            first = gathered.entities[second.kind][second.id]
            more = f", and so do {len(found) - 1} more things of this file" if copied else ""
            gathered.findings.append(
                finding(
                    "E2101",
                    f"{entity_words(second.kind, second.id)} exists already{more}",
                    second.span,
                    label="the second one",
                    help=f"is one of the files a copy of the other? they stand in `{first_path}` as well"
                    if copied
                    else "give one of the two another id",
                    notes=(Note(message="the first one stands here", span=first.span),),
                    entity=first.key,
                )
            )
        gathered.hidden += len(found) - 1 if copied else 0
