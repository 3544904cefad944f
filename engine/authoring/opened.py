"""A content folder opened for a writer's tool: its files, its things, and who uses what. Changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.base.span import Span
from engine.compiler.compile import Compiled, compile_files
from engine.compiler.entities import ALL_KINDS, Entity, Gathered, gather, inherit
from engine.compiler.link import LinkedWorld, link
from engine.compiler.load import read_folder
from engine.compiler.nodes import walk
from engine.compiler.read import Document, read_document
from engine.compiler.references import Reference


class CannotDo(Exception):  # noqa: N818 - it says what is the case
    """The tool cannot do what it was asked for. The message says why, and what to do instead."""


class WorldHasErrors(Exception):  # noqa: N818 - it says what is the case
    """The world has errors, so nothing can be concluded from it. `compiled` holds the report."""

    def __init__(self, compiled: Compiled) -> None:
        super().__init__("the world has errors; mend them first")
        self.compiled = compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One thing uses another. Both are keys (`items:bread`, `world`).

    `where` is the place in words, `span` the name in the file. `inherited`: it stands in what the user is
    based on, not in the user itself.
    """

    user: str
    used: str
    where: str
    span: Span
    inherited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWorld:
    """A world without errors. `written` are things as they stand in the files, before inheritance, by key."""

    files: Mapping[str, bytes]
    pictures: frozenset[str]
    documents: tuple[Document, ...]
    written: Mapping[str, Entity]
    gathered: Gathered
    linked: LinkedWorld
    plain: Mapping[str, Any]
    uses: tuple[Use, ...]

    def entity(self, key: str) -> Entity:
        """A thing with all that it inherits. Raises KeyError when there is none."""
        kind, _, entity = key.partition(":")
        return self.gathered.entities[kind][entity]

    def body(self, key: str) -> Mapping[str, Any]:
        """The plain body of a thing. Raises KeyError when there is none."""
        kind, _, entity = key.partition(":")
        found: Mapping[str, Any] = self.plain[kind][entity] if entity else self.plain[kind]
        return found

    def title(self, key: str) -> str:
        """What players call a thing, else its id."""
        kind, _, entity = key.partition(":")
        body = self.body(key)
        return str(body.get("name") or body.get("title") or entity or kind)


def open_world(folder: Path) -> OpenWorld:
    """Read and link a content folder.

    Raises NotADirectoryError when `folder` is none, and WorldHasErrors.
    """
    found = read_folder(folder)
    compiled = compile_files(found.files, found.pictures, found=found.findings)
    if compiled.plain is None:
        raise WorldHasErrors(compiled)
    documents = tuple(read_document(path, data) for path, data in sorted(found.files.items()))
    gathered = gather(documents)
    written = {entity.key: entity for entity in gathered.all()}
    inherit(gathered)
    linked = link(gathered)
    return OpenWorld(
        files=found.files,
        pictures=found.pictures,
        documents=documents,
        written=written,
        gathered=gathered,
        linked=linked,
        plain=compiled.plain,
        uses=tuple(_uses(written, gathered, linked)),
    )


def used_key(reference: Reference) -> str | None:
    """The key of the thing that a reference leads to; None for slots and for parts of whichever thing."""
    kind, _, part = reference.target.partition(".")
    if kind not in ALL_KINDS:
        return None
    return f"{kind}:{reference.owner if part else reference.id}"


def _uses(written: Mapping[str, Entity], gathered: Gathered, linked: LinkedWorld) -> Iterator[Use]:
    own = {
        key: {span for node in walk(entity.body) for span in (node.span, node.key)}
        for key, entity in written.items()
    }
    seen = set()
    for reference in linked.named:
        used = used_key(reference)
        # Old ids of saved games are no use of the thing they lead to.
        if used in (None, reference.entity) or reference.node.assumed or reference.entity == "moved":
            continue
        assert used is not None
        span = reference.node.span
        place = (reference.entity, used, span)
        if place in seen:
            continue
        seen.add(place)
        inherited = span not in own.get(reference.entity, ())
        yield Use(user=reference.entity, used=used, where=reference.where, span=span, inherited=inherited)
    for key, entity in written.items():
        base = gathered.entities[entity.kind][entity.id].base
        named = entity.body.get("based_on")
        if base is not None and named is not None:
            yield Use(user=key, used=f"{entity.kind}:{base}", where="based_on", span=named.span)
