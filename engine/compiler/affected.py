"""What a change of some files has to do with: findings in them, around them, and brought about by them."""

import unicodedata
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from engine.base.diagnostic import Diagnostic, Report
from engine.base.garbage import nothing_collected
from engine.compiler.compile import Compiled, compile_files
from engine.compiler.decode import Limits
from engine.compiler.entities import Gathered
from engine.compiler.facts import Filed
from engine.compiler.filing import file_facts
from engine.compiler.fingerprints import fingerprints
from engine.compiler.gather import put_document
from engine.compiler.linked import LinkedWorld, key_of
from engine.compiler.load import PICTURES, Folder, as_content
from engine.compiler.read import read_document
from engine.compiler.references import Reference
from engine.compiler.straight import Named
from engine.compiler.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a content folder, by path within it: what is new, and what stood in the rest before.

    Only content files need their former bytes; of a picture it matters whether it was there.
    """

    added: frozenset[str] = frozenset()
    former: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """All files that were added, changed or removed."""
        return self.added | frozenset(self.former)


def is_content(path: str) -> bool:
    """Whether a path within a content folder is that of a content file."""
    hidden = any(name.startswith(".") for name in path.split("/"))
    return path.endswith((".yaml", ".yml")) and not path.startswith(f"{PICTURES}/") and not hidden


def affected(now: Folder, change: Change, compiled: Compiled, report: Report) -> Callable[[Diagnostic], bool]:
    """A question to the findings of a report on `now`, which was `compiled`: has the change to do with it?

    It may have when the finding points into a changed file; when it is about a thing that stands (or stood)
    in one, is based on such a thing, uses one or is used by one; and when it was not there before the change.
    The last takes in whatever is told far away, such as the users of a thing that was removed.

    Each is only looked into when a finding asks for it: in a large world the last takes as long as a check.
    """
    former = {path: data for path, data in change.former.items() if is_content(path)}

    @cache
    def filed() -> dict[str, Filed]:
        # Beside a whole world, looking for garbage would take longer than reading a file.
        with nothing_collected():
            return {path: file_facts(path, data, Limits()) for path, data in former.items()}

    around = _Around(compiled, change.paths, lambda: _keys_in(former, filed()))
    known = fingerprints(report)
    folded = {_folded(path) for path in change.paths}

    @cache
    def before() -> set[str]:
        return set(fingerprints(_report_before(now, change, {**compiled.filed, **filed()})).values())

    def changed(path: str) -> bool:
        # What was content may have gone on under a name that is not read, and that git does not look at.
        return _folded(path) in folded or _folded(as_content(path) or path) in folded

    def concerned(found: Diagnostic) -> bool:
        return (
            any(changed(span.path) for span in (found.span, *(note.span for note in found.notes)))
            or (found.entity is not None and around.has(found.entity))
            or known[found] not in before()
        )

    return concerned


def _report_before(now: Folder, change: Change, filed: Mapping[str, Filed]) -> Report:
    """The report on the folder as it was. What has not changed need not be read again."""
    files = {path: data for path, data in now.files.items() if path not in change.added}
    files |= {path: data for path, data in change.former.items() if is_content(path)}
    start = f"{PICTURES}/"
    pictures = now.pictures - {path.removeprefix(start) for path in change.added}
    pictures |= {path.removeprefix(start) for path in change.former if path.startswith(start)}
    known = {path: one for path, one in filed.items() if path in files}
    return compile_files(
        files, pictures, found=now.findings, known=known, work=Work(jobs=None), unread=now.unread
    ).report


def _keys_in(files: Mapping[str, bytes], filed: Mapping[str, Filed]) -> set[str]:
    """Keys of all things in some files."""
    unclear = Gathered()
    keys = set()
    for path, data in files.items():
        if filed[path].facts.clear:
            keys |= {key_of(kind, entity) for kind, ids in filed[path].facts.ids.items() for entity in ids}
        else:
            put_document(read_document(path, data), unclear)
    return keys | {thing.key for things in unclear.entities.values() for thing in things.slow.values()}


class _Around:
    """Things in changed files, before or after, what is based on them, and the neighbours of all these."""

    def __init__(self, compiled: Compiled, paths: Collection[str], former: Callable[[], set[str]]) -> None:
        self._world = compiled.read
        self._filed = compiled.filed
        self._paths = paths
        self._former = former

    def has(self, key: str) -> bool:
        """Whether a thing is among them."""
        return (
            key in self._touched
            or key in self._used
            or not self._touched.isdisjoint(map(_target, self._names_in(key)))
        )

    @cached_property
    def _touched(self) -> set[str]:
        """Things in changed files, and what is based on them."""
        found = self._former()
        if self._world is None:
            return found
        for kind, things in self._world.gathered.entities.items():
            found |= {key_of(kind, entity) for entity, path in things.quick.items() if path in self._paths}
            found |= {thing.key for thing in things.slow.values() if thing.span.path in self._paths}
        return _with_heirs(found, _bases(self._world, self._filed))

    @cached_property
    def _used(self) -> set[str]:
        """What the touched things name."""
        return {_target(name) for key in self._touched for name in self._names_in(key)}

    @cached_property
    def _named(self) -> Mapping[str, list[Reference]]:
        """What things name that were looked at the way that explains."""
        found: dict[str, list[Reference]] = {}
        for reference in self._world.named if self._world is not None else ():
            found.setdefault(reference.entity, []).append(reference)
        return found

    def _names_in(self, key: str) -> Iterable[Reference | Named]:
        """All names in a thing."""
        kind, _, entity = key.partition(":")
        things = None if self._world is None else self._world.gathered.entities.get(kind)
        if self._world is None or things is None or entity not in things.quick:
            return self._named.get(key, ())
        thing = self._world.linked(kind, entity)
        return (*thing.names, *thing.formula_names)


def _bases(world: LinkedWorld, filed: Mapping[str, Filed]) -> Iterator[tuple[str, str]]:
    """Every thing that is based on another, and that one."""
    for kind, things in world.gathered.entities.items():
        for thing in things.slow.values():
            base = thing.base or thing.body.text("based_on")
            if base is not None:
                yield thing.key, key_of(kind, base)
    for path, one in filed.items():
        for kind, bases in one.facts.bases.items():
            quick = world.gathered.entities[kind].quick
            for entity, base in bases.items():
                if quick.get(entity) == path:
                    yield key_of(kind, entity), key_of(kind, base)


def _with_heirs(keys: Iterable[str], bases: Iterable[tuple[str, str]]) -> set[str]:
    """Keys, and those of all things that are based on them, however far down."""
    heirs: dict[str, list[str]] = {}
    for heir, base in bases:
        heirs.setdefault(base, []).append(heir)
    found = set(keys)
    waiting = deque(sorted(found))
    while waiting:
        for heir in heirs.get(waiting.popleft(), ()):
            if heir not in found:
                found.add(heir)
                waiting.append(heir)
    return found


def _target(reference: Reference | Named) -> str:
    """The key of the thing that a reference points at, or into."""
    if reference.target == "slots":
        return "world"
    kind, _, part = reference.target.partition(".")
    return f"{kind}:{reference.owner if part else reference.id}"


def _folded(path: str) -> str:
    """A path as findings name it, and as machines see it that know no small and capital letters."""
    safe = path.encode("utf-8", "backslashreplace").decode("utf-8")
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in safe)
    return unicodedata.normalize("NFC", shown).casefold()
