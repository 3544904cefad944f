"""What a change of some files has to do with: findings in them, around them, and brought about by them."""

import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from engine.base.diagnostic import Diagnostic, Report
from engine.compiler.compile import compile_files
from engine.compiler.decode import Limits
from engine.compiler.entities import Gathered, gather
from engine.compiler.fingerprints import fingerprints
from engine.compiler.inherit import inherit
from engine.compiler.link import link
from engine.compiler.load import PICTURES, Folder
from engine.compiler.read import read_document
from engine.compiler.references import Reference


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


def affected(now: Folder, change: Change, report: Report) -> Callable[[Diagnostic], bool]:
    """A question to the findings of a report on `now`: can the change have to do with it?

    It can when the finding points into a changed file; when it is about a thing that stands (or stood) in
    one, is based on such a thing, uses one or is used by one; and when it was not there before the change.
    The last takes in whatever is told far away, such as the users of a thing that was removed.
    """
    about = _around(now, change)
    before = set(fingerprints(_report_before(now, change)).values())
    known = fingerprints(report)
    folded = {_folded(path) for path in change.paths}

    def concerned(found: Diagnostic) -> bool:
        return (
            found.entity in about
            or known[found] not in before
            or any(_folded(span.path) in folded for span in (found.span, *(n.span for n in found.notes)))
        )

    return concerned


def _report_before(now: Folder, change: Change) -> Report:
    """The report on the folder as it was."""
    files = {path: data for path, data in now.files.items() if path not in change.added}
    files |= {path: data for path, data in change.former.items() if is_content(path)}
    start = f"{PICTURES}/"
    pictures = now.pictures - {path.removeprefix(start) for path in change.added}
    pictures |= {path.removeprefix(start) for path in change.former if path.startswith(start)}
    return compile_files(files, pictures, found=now.findings).report


def _around(now: Folder, change: Change) -> set[str]:
    """Keys of things in changed files, before or after, of what is based on them, and of their neighbours."""
    gathered = _gathered(now.files)
    touched = {entity.key for entity in gathered.all() if entity.span.path in change.paths}
    former = {path: data for path, data in change.former.items() if is_content(path)}
    touched |= {entity.key for entity in _gathered(former).all()}
    touched = _with_heirs(touched, gathered)
    inherit(gathered)
    around = set(touched)
    for reference in link(gathered).named:
        target = _target(reference)
        if target in touched:
            around.add(reference.entity)
        if reference.entity in touched:
            around.add(target)
    return around


def _gathered(files: Mapping[str, bytes]) -> Gathered:
    limits = Limits()
    return gather(read_document(path, data, limits, limits.nodes) for path, data in sorted(files.items()))


def _with_heirs(keys: Iterable[str], gathered: Gathered) -> set[str]:
    """Keys, and those of all things that are based on them, however far down."""
    heirs: dict[str, list[str]] = {}
    for entity in gathered.all():
        base = entity.body.text("based_on")
        if base is not None:
            heirs.setdefault(f"{entity.kind}:{base}", []).append(entity.key)
    found = set(keys)
    waiting = deque(sorted(found))
    while waiting:
        for heir in heirs.get(waiting.popleft(), ()):
            if heir not in found:
                found.add(heir)
                waiting.append(heir)
    return found


def _target(reference: Reference) -> str:
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
