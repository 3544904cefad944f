"""The whole pipeline: a folder, or the bytes of its files → a report, plain content and a catalog.

A pure function of the bytes: the same findings in the same order for any order of files.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Report, Severity, in_order
from engine.base.span import Span
from engine.compiler.catalog import plain_content, sources
from engine.compiler.clear import Clear, clear_world
from engine.compiler.decode import FINDINGS_PER_FILE, Limits, lines_of
from engine.compiler.entities import Gathered, gather, inherit
from engine.compiler.findings import finding
from engine.compiler.link import LinkedWorld, link
from engine.compiler.lint import lint
from engine.compiler.lint.look import Look
from engine.compiler.load import read_folder
from engine.compiler.read import Document, read_document
from engine.compiler.suppress import suppress
from engine.compiler.validate import validate
from engine.compiler.work import ALONE, Work, all_facts
from engine.model.catalog import Catalog
from engine.rules.build import build_catalog, content_digest

_UNREAD: Final = frozenset({"E0004", "E0017", "E0018", "E0022", "E0023"})
"""Codes that say that a file was left out."""


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """What became of a content folder. `plain`, `digest` and `catalog` are None when the report has errors.

    `sources` says where each thing was written: `items/bread` → `items.yaml:3`.
    """

    report: Report
    plain: dict[str, Any] | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str | None:
        """The content version."""
        return None if self.plain is None else content_digest(self.plain)

    @cached_property
    def catalog(self) -> Catalog | None:
        """The catalog. It is built when it is asked for: whoever only wants the findings need not wait."""
        return None if self.plain is None else build_catalog(self.plain, sources=self.sources)


def compile_world(path: Path, *, limits: Limits | None = None, work: Work = ALONE) -> Compiled:
    """Compile a content folder.

    Raises NotADirectoryError when `path` is none; everything else is a finding.
    """
    folder = read_folder(path, limits)
    return compile_files(folder.files, folder.pictures, limits=limits, found=folder.findings, work=work)


def compile_files(
    files: Mapping[str, bytes],
    pictures: Collection[str] = frozenset(),
    *,
    limits: Limits | None = None,
    found: Iterable[Diagnostic] = (),
    work: Work = ALONE,
    straight: bool = True,
) -> Compiled:
    """Compile files given as bytes by path.

    `pictures` are names below `images/`; `found` are findings so far; `work` says how the files are read,
    which changes nothing but the time it takes. Without `straight`, all is read the way that explains.
    """
    limits = limits or Limits()
    found = list(found)
    if straight and not any(one.severity is Severity.ERROR for one in found):
        clear = clear_world(files, all_facts(files, limits, work), frozenset(pictures), limits)
        if clear is not None:
            return _of_clear(clear, files, frozenset(pictures), found)
    documents = _read(files, limits)
    findings = [*found, *(finding for document in documents for finding in document.findings)]
    hidden = sum(document.hidden for document in documents)
    if not files and not findings:
        findings.append(
            finding(
                "E9007",
                "there are no content files here",
                Span(path="."),
                help="content files end in `.yaml`; `gamectl new` writes a first one",
            )
        )
        return _reported(findings, documents, hidden=0, entities=0)

    gathered = gather(documents)
    # A file that was not read may hold anything: then a missing id proves nothing.
    gathered.complete = gathered.complete and not any(one.code in _UNREAD for one in findings)
    inherit(gathered)
    validated = validate(gathered)
    world = link(gathered)
    findings += [*gathered.findings, *validated.findings, *world.findings]
    hidden += gathered.hidden + validated.hidden + world.hidden

    errors = any(one.severity is Severity.ERROR for one in findings)
    world.unsound.update(validated.failed | gathered.baseless)
    if errors:
        _mark_unsound(world, gathered, findings)
    whole = gathered.complete and not errors
    findings += lint(Look(world=world, gathered=gathered, pictures=frozenset(pictures), whole=whole))
    entities = sum(len(bodies) for bodies in gathered.entities.values())
    compiled = _reported(_once(findings, gathered), documents, hidden=hidden, entities=entities)
    if not compiled.report.ok:
        return compiled
    plain = plain_content(world)
    return Compiled(report=compiled.report, plain=plain, sources=sources(world))


def _of_clear(
    clear: Clear, files: Mapping[str, bytes], pictures: frozenset[str], found: list[Diagnostic]
) -> Compiled:
    """What becomes of a world of which only cross-checks may have something to say."""
    findings = [
        *found,
        *lint(Look(world=clear.world, gathered=clear.gathered, pictures=pictures, whole=True)),
    ]
    entities = len(clear.lines)
    compiled = _reported(
        _once(findings, clear.gathered), clear.documents, hidden=0, entities=entities, files=files
    )
    if not compiled.report.ok:
        return compiled
    plain = plain_content(clear.world)
    return Compiled(report=compiled.report, plain=plain, sources=clear.sources())


def _read(files: Mapping[str, bytes], limits: Limits) -> list[Document]:
    documents: list[Document] = []
    budget = limits.nodes
    for path, data in sorted(files.items()):
        document = read_document(path, data, limits, max(budget, 0))
        budget -= document.nodes
        documents.append(document)
    return documents


def _mark_unsound(world: LinkedWorld, gathered: Gathered, findings: Iterable[Diagnostic]) -> None:
    """Nothing is concluded from things with errors."""
    world.unsound.update(entity.key for entity in gathered.all() if entity.body.broken())
    world.unsound.update(
        found.entity for found in findings if found.entity is not None and found.severity is Severity.ERROR
    )


def _once(findings: Iterable[Diagnostic], gathered: Gathered) -> list[Diagnostic]:
    """Each finding once: what a thing has from its base is told of the base."""
    seen: dict[tuple[str, Span, str], Diagnostic] = {}
    for found in sorted(findings, key=lambda found: (gathered.depth(found.entity), found.entity or "")):
        seen.setdefault((found.code, found.span, found.message), found)
    return list(seen.values())


def _reported(
    findings: Iterable[Diagnostic],
    documents: list[Document],
    *,
    hidden: int,
    entities: int,
    files: Mapping[str, bytes] | None = None,
) -> Compiled:
    """The report. `files` are the bytes of documents that came without lines."""
    every = in_order(suppress(findings, documents))
    places: Counter[str] = Counter()
    told = []
    for one in every:
        places[one.span.path] += 1
        if places[one.span.path] <= FINDINGS_PER_FILE:
            told.append(one)
    hidden += len(every) - len(told)
    pointed = {one.span.path for one in told} | {note.span.path for one in told for note in one.notes}
    return Compiled(
        report=Report(
            diagnostics=tuple(told),
            hidden=hidden,
            files=len(documents),
            entities=entities,
            sources={
                document.path: tuple(
                    document.lines if files is None else lines_of(files[document.path].decode())
                )
                for document in documents
                if document.path in pointed
            },
        )
    )
