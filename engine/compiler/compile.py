"""The whole pipeline: a folder, or the bytes of its files → a report, plain content and a catalog.

A pure function of the bytes: the same findings in the same order for any order of files.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.base.diagnostic import Diagnostic, Report, Severity, in_order
from engine.base.garbage import nothing_collected
from engine.base.span import Span
from engine.compiler.assemble import Assembled, assemble
from engine.compiler.catalog import canonical_content, plain_content, sources
from engine.compiler.decode import FINDINGS_PER_FILE, Limits, lines_of
from engine.compiler.document import Document
from engine.compiler.entities import Gathered
from engine.compiler.facts import Filed
from engine.compiler.findings import finding
from engine.compiler.linked import LinkedWorld
from engine.compiler.lint import lint
from engine.compiler.load import PICTURES, read_folder
from engine.compiler.lost_lines import without_what_is_lost
from engine.compiler.places import Places
from engine.compiler.schema import default_rules
from engine.compiler.standing import Standing
from engine.compiler.suppress import suppress
from engine.compiler.unread import without_what_follows
from engine.compiler.work import ALONE, Work, all_facts
from engine.model.kinds import Canonical

if TYPE_CHECKING:
    from engine.model.catalog import Catalog


_SEVERAL: Final = 2


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """What became of a content folder.

    `plain`, `canonical`, `digest` and `catalog` are None when the report has errors. They are made when they
    are asked for: whoever only wants the findings need not wait. `sources` says where each thing was written:
    `items/bread` → `items.yaml:3`.
    """

    report: Report
    world: LinkedWorld | None = None
    read: LinkedWorld | None = None
    """What was read, errors or not."""
    paths: tuple[str, ...] = ()
    """All files and pictures."""

    @cached_property
    def plain(self) -> dict[str, Any] | None:
        """Plain content."""
        with nothing_collected():
            return None if self.world is None else plain_content(self.world)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Where each thing was written."""
        with nothing_collected():
            return {} if self.world is None else sources(self.world)

    @cached_property
    def canonical(self) -> Canonical | None:
        """The same as JSON, thing by thing."""
        with nothing_collected():
            return None if self.world is None else canonical_content(self.world)

    @cached_property
    def standing(self) -> Standing | None:
        """Which things there are, errors or not; None when there is no file."""
        return None if self.read is None else Standing(self.read)

    @property
    def filed(self) -> Mapping[str, Filed]:
        """The facts of the files that were read quickly."""
        placing = None if self.read is None else self.read.placing
        return placing.filed if isinstance(placing, Places) else {}

    @cached_property
    def digest(self) -> str | None:
        """The content version."""
        # Here and not above, as below: whoever only wants the findings needs none of the rules.
        from engine.rules.build import content_digest

        return None if self.canonical is None else content_digest(self.canonical)

    @cached_property
    def catalog(self) -> "Catalog | None":
        """The catalog."""
        from engine.rules.build import build_catalog

        with nothing_collected():
            return (
                None
                if self.plain is None
                else build_catalog(self.plain, sources=self.sources, default_rules=default_rules())
            )


def compile_world(path: Path, *, limits: Limits | None = None, work: Work = ALONE) -> Compiled:
    """Compile a content folder.

    Raises NotADirectoryError when `path` is none; everything else is a finding.
    """
    folder = read_folder(path, limits)
    return compile_files(
        folder.files,
        folder.pictures,
        limits=limits,
        found=folder.findings,
        work=work,
        unread=folder.unread,
    )


def compile_files(
    files: Mapping[str, bytes],
    pictures: Collection[str] = frozenset(),
    *,
    limits: Limits | None = None,
    found: Iterable[Diagnostic] = (),
    work: Work = ALONE,
    straight: bool = True,
    known: Mapping[str, Filed] | None = None,
    unread: Mapping[str, frozenset[str]] | None = None,
) -> Compiled:
    """Compile files given as bytes by path.

    `pictures` are names below `images/`; `found` are findings so far; `work` says how the files are read,
    which changes nothing but the time it takes. Without `straight`, all is read the way that explains.
    `known` are the facts of some of these files, `unread` what `read_folder` says of those that it left out.
    """
    limits = limits or Limits()
    so_far, shown = list(found), frozenset(pictures)
    unread = unread or {}
    with nothing_collected():
        first = _compiled(files, shown, limits, so_far, work, straight, known or {}, unread)
        if first.report.count(Severity.ERROR) < _SEVERAL:
            return first
        # Here and not above: a world in order has no slips.
        from engine.compiler.one_slip import told_once

        def again(mended: Mapping[str, bytes], told: list[Diagnostic]) -> Report:
            others = {path: one for path, one in first.filed.items() if path not in mended}
            every = {**files, **mended}
            return _compiled(every, shown, limits, [*so_far, *told], ALONE, straight, others, unread).report

        return replace(first, report=told_once(first.report, files, limits, again))


def _compiled(
    files: Mapping[str, bytes],
    pictures: frozenset[str],
    limits: Limits,
    found: list[Diagnostic],
    work: Work,
    straight: bool,
    known: Mapping[str, Filed],
    unread: Mapping[str, frozenset[str]],
) -> Compiled:
    if not files and not found:
        found.append(
            finding(
                "E9007",
                "there are no content files here",
                Span(path="."),
                help="content files end in `.yaml`; `gamectl new` writes a first one",
            )
        )
        return _reported(found, (), files, hidden=0, entities=0)
    unknown = {path: data for path, data in files.items() if path not in known}
    filed = {**known, **all_facts(unknown, limits, work)} if straight else {}
    # What has too many values is read the way that says so.
    filed = {path: one for path, one in filed.items() if one.facts.nodes <= limits.file_nodes}
    assembled = assemble(files, filed, limits, found)
    world = assembled.world
    findings = [*found, *assembled.findings]
    errors = any(one.severity is Severity.ERROR for one in findings)
    if errors:
        _mark_unsound(assembled, findings)
    whole = world.gathered.complete and not errors
    findings += lint(world, assembled.summaries, pictures, whole=whole, guarded=straight)
    findings, follow = without_what_follows(findings, unread) if unread else (findings, 0)
    compiled = _reported(
        _once(findings, world.gathered),
        assembled.documents,
        files,
        hidden=assembled.hidden + follow,
        # Old ids are no things.
        entities=sum(len(ids) for kind, ids in world.gathered.entities.items() if kind != "moved"),
        whole=whole,
    )
    return replace(
        compiled,
        world=world if compiled.report.ok else None,
        read=world,
        paths=(*sorted(files), *(f"{PICTURES}/{name}" for name in sorted(pictures))),
    )


def _mark_unsound(assembled: Assembled, findings: Iterable[Diagnostic]) -> None:
    """Nothing is concluded from things with errors."""
    world = assembled.world
    world.unsound |= assembled.validated.failed | world.gathered.baseless
    world.unsound.update(entity.key for entity in world.gathered.slow() if entity.body.broken())
    world.unsound.update(
        found.entity for found in findings if found.entity is not None and found.severity is Severity.ERROR
    )


def _once(findings: Iterable[Diagnostic], gathered: Gathered) -> list[Diagnostic]:
    """Each finding once: what a thing has from its base is told of the base."""
    seen: dict[tuple[str, Span, str], Diagnostic] = {}
    for found in sorted(findings, key=lambda found: (gathered.depth(found.entity), found.entity or "")):
        seen.setdefault((found.code, found.span, found.message), found)
    return list(seen.values())


def _lines(document: Document, files: Mapping[str, bytes]) -> list[str]:
    # Those of clear files were not kept: hardly ever is anything told of one.
    unkept = document.readable and not document.lines
    return lines_of(files[document.path].decode("utf-8")) if unkept else document.lines


def _reported(
    findings: Iterable[Diagnostic],
    documents: Sequence[Document],
    files: Mapping[str, bytes],
    *,
    hidden: int,
    entities: int,
    whole: bool = True,
) -> Compiled:
    found, follow = without_what_is_lost(
        suppress(findings, documents, lambda document: _lines(document, files))
    )
    hidden += follow
    every = in_order(found)
    # What others follow from leads.
    every = tuple(sorted(every, key=lambda one: one.code != "E9009"))
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
            whole=whole,
            sources={
                document.path: tuple(_lines(document, files))
                for document in documents
                if document.path in pointed
            },
        )
    )
