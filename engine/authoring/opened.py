"""A content folder opened for a writer's tool: its files, its things, and who uses what. Changes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from engine.authoring.excerpts import Excerpts
from engine.base.garbage import nothing_collected
from engine.base.span import Span
from engine.compiler.compile import Compiled, compile_files
from engine.compiler.document import Document
from engine.compiler.entities import ALL_KINDS, Entity, Gathered
from engine.compiler.facts import Filed
from engine.compiler.gather import gather
from engine.compiler.inherit import inherit
from engine.compiler.link import link
from engine.compiler.linked import LinkedWorld
from engine.compiler.load import read_folder
from engine.compiler.nodes import walk
from engine.compiler.read import read_document
from engine.compiler.references import Reference
from engine.compiler.work import ALONE, Work
from engine.model.kinds import SINGLE_KINDS


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


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Things read with their places: as they stand in the files (by key), as they inherit, and linked.

    Of a part of the world, `uses` and references are those of the things in it.
    """

    written: Mapping[str, Entity]
    gathered: Gathered
    linked: LinkedWorld
    uses: tuple[Use, ...]

    @cached_property
    def using(self) -> Mapping[str, list[Use]]:
        """What each thing uses."""
        found: dict[str, list[Use]] = defaultdict(list)
        for use in self.uses:
            found[use.user].append(use)
        return found

    @cached_property
    def used(self) -> Mapping[str, list[Use]]:
        """Who uses each thing."""
        found: dict[str, list[Use]] = defaultdict(list)
        for use in self.uses:
            found[use.used].append(use)
        return found


@dataclass(frozen=True, kw_only=True)
class OpenWorld:
    """A world without errors. What it says is known at once; places in files are read when needed."""

    files: Mapping[str, bytes]
    pictures: frozenset[str]
    plain: Mapping[str, Any]
    sources: Mapping[str, str]
    filed: Mapping[str, Filed] = field(default_factory=dict)
    """What is known of files that were read quickly."""
    _near: dict[str, Reading] = field(default_factory=dict)

    @cached_property
    def excerpts(self) -> Excerpts:
        """The files, to be read in parts."""
        return Excerpts(self.files, self.sources)

    @cached_property
    def whole(self) -> Reading:
        """Everything."""
        return _reading([read_document(path, data) for path, data in sorted(self.files.items())])

    def near(self, key: str) -> Reading:
        """A thing, all that it inherits, and everything that names its id or might."""
        if key in self._near:
            return self._near[key]
        with nothing_collected():
            documents = self.excerpts.documents({key, *SINGLE_KINDS, *self.excerpts.naming(key)})
            self._near[key] = self.whole if documents is None else _reading(documents)
        return self._near[key]

    @property
    def uses(self) -> tuple[Use, ...]:
        """Who uses what, in the whole world."""
        return self.whole.uses

    def place(self, key: str) -> str:
        """Where the id of a thing stands: `items.yaml:3`. Raises KeyError when there is none."""
        return self.sources[key.replace(":", "/", 1)]

    def body(self, key: str) -> Mapping[str, Any]:
        """The plain body of a thing. Raises KeyError when there is none."""
        kind, _, entity = key.partition(":")
        found: Mapping[str, Any] = self.plain[kind][entity] if entity else self.plain[kind]
        return found

    def title(self, key: str) -> str:
        """What players call a thing, else its id."""
        kind, _, entity = key.partition(":")
        body = self.body(key)
        named = body.get("name") or body.get("title") if isinstance(body, Mapping) else None
        return str(named or entity or kind)

    def with_files(self, after: Mapping[str, bytes], pictures: Collection[str] = ()) -> Compiled:
        """What the world would be with other files and more pictures."""
        known = {path: filed for path, filed in self.filed.items() if path not in after}
        return compile_files({**self.files, **after}, self.pictures | set(pictures), known=known)


def open_world(folder: Path, *, work: Work = ALONE) -> OpenWorld:
    """Read and compile a content folder. `work` changes nothing but the time it takes.

    Raises NotADirectoryError when `folder` is none, and WorldHasErrors.
    """
    found = read_folder(folder)
    compiled = compile_files(
        found.files, found.pictures, found=found.findings, work=work, unread=found.unread
    )
    if compiled.plain is None:
        raise WorldHasErrors(compiled)
    return OpenWorld(
        files=found.files,
        pictures=found.pictures,
        plain=compiled.plain,
        sources=compiled.sources,
        filed=compiled.filed,
    )


def _reading(documents: Iterable[Document]) -> Reading:
    gathered = gather(documents)
    written = {entity.key: entity for entity in gathered.all()}
    inherit(gathered)
    linked = link(gathered)
    return Reading(
        written=written,
        gathered=gathered,
        linked=linked,
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
