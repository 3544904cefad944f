"""What git says has changed below a content folder since a commit. Only asks git; changes nothing."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.arguments import stop

if TYPE_CHECKING:
    from engine.compiler.affected import Change

_FILE_MODES: Final = ("100644", "100755")
_OF_HOOKS: Final = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})
"""What git tells its hooks about the folder that they start in; ours may be another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One file that differs: its path, and the object that it was, when it was a file before."""

    path: str
    former: str | None


def change_since(ref: str, folder: Path) -> "Change":
    """How the content folder differs from the commit `ref`; new files that git does not ignore count.

    The command ends when that cannot be said: no git, no repository, no such commit.
    """
    from engine.compiler.affected import Change, is_content

    entries = _entries(_commit(ref, folder), folder)
    wanted = {entry.path: entry.former for entry in entries if entry.former is not None}
    contents = _contents([name for path, name in sorted(wanted.items()) if is_content(path)], folder)
    added = {entry.path for entry in entries if entry.former is None} | _untracked(folder)
    return Change(
        added=frozenset(added), former={path: contents.get(name, b"") for path, name in wanted.items()}
    )


def file_changed_since(ref: str, file: Path) -> bool:
    """Whether one file differs from the commit `ref`, or git does not know it."""
    folder = file.resolve().parent
    name = f":(literal){file.name}"
    differs = _git(["diff", "--name-only", "--no-ext-diff", _commit(ref, folder), "--", name], folder)
    return bool(differs or _git(["ls-files", "--others", "--", name], folder))


def _commit(ref: str, folder: Path) -> str:
    """The full name of a commit, so that nothing else is ever taken for one."""
    if not ref:
        stop("--changed-from names no commit. Write one after it, such as `--changed-from origin/main`.")
    inside = _run(["rev-parse", "--is-inside-work-tree"], folder)
    if inside.returncode or inside.stdout.strip() != b"true":
        said = inside.stderr.decode("utf-8", "replace")
        if "dubious ownership" in said:
            stop(f"git does not trust {folder}: {said.strip().splitlines()[0].removeprefix('fatal: ')}.")
        stop(f"{folder} is not in a git repository, so there is nothing to compare it with.")
    found = _run(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"], folder)
    if found.returncode:
        stop(
            f"git knows no commit `{ref}` here. Look at its name; in CI, fetch it first "
            "(with actions/checkout: fetch-depth: 0)."
        )
    return found.stdout.decode().strip()


def _entries(commit: str, folder: Path) -> list[_Entry]:
    """What differs between a commit and the files as they are, below the folder."""
    options = ["--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative"]
    parts = _git(["diff", *options, commit, "--", "."], folder).split(b"\0")[:-1]
    entries = []
    for about, path in zip(parts[::2], parts[1::2], strict=True):
        mode, _, former, *_ = about.decode().removeprefix(":").split()
        was_file = mode in _FILE_MODES and former.strip("0") != ""
        entries.append(_Entry(path=os.fsdecode(path), former=former if was_file else None))
    return entries


def _untracked(folder: Path) -> set[str]:
    listed = _git(["ls-files", "--others", "--exclude-standard", "-z", "--", "."], folder)
    return {os.fsdecode(path) for path in listed.split(b"\0") if path}


def _contents(names: list[str], folder: Path) -> dict[str, bytes]:
    """The bytes of objects by name."""
    if not names:
        return {}
    answer = _git(["cat-file", "--batch"], folder, given="".join(f"{name}\n" for name in names).encode())
    contents = {}
    at = 0
    for name in names:
        head, _, _ = answer[at:].partition(b"\n")
        words = head.split()
        at += len(head) + 1
        if len(words) != 3:
            stop(f"git has lost what a file was before ({name[:12]}). A shallow clone may lack it; fetch it.")
        size = int(words[2])
        contents[name] = answer[at : at + size]
        at += size + 1
    return contents


def _git(arguments: list[str], folder: Path, given: bytes = b"") -> bytes:
    done = _run(arguments, folder, given)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it gave no reason"]
        stop(f"git could not say what has changed: {said[0].removeprefix('fatal: ')}.")
    return done.stdout


def _run(arguments: list[str], folder: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # No lock is taken, no helper program of the repository runs, and the answers are in English.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - no shell; a word from outside stands behind --end-of-options
            command, cwd=folder, input=given, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError:
        stop("git is not installed here, so nobody knows what has changed.")


def lately_changed(folder: Path, environment: Mapping[str, str]) -> frozenset[str]:
    """The files of a content folder in which something is new, as far as that is plain; nothing stops for it.

    In a workflow of GitHub, as `environment` says, that is what its pull request or push changed; elsewhere
    what the last commit did. What is not committed yet is new as well.
    """
    if shutil.which("git") is None:
        return frozenset()
    for since in _before(folder, environment):
        options = ["--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative"]
        differing = _run(["diff", *options, since, "--", "."], folder)
        others = _run(["ls-files", "--others", "--exclude-standard", "-z", "--", "."], folder)
        if not (differing.returncode or others.returncode):
            listed = differing.stdout + others.stdout
            return frozenset(os.fsdecode(path) for path in listed.split(b"\0") if path)
    return frozenset()


def _before(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Commits that were there before what is looked at, the best first; a shallow clone may lack some."""
    event, head = environment.get("GITHUB_EVENT_NAME", ""), _known("HEAD", folder)
    parent = _known("HEAD^1", folder)
    if event.startswith("pull_request"):
        # GitHub itself checks out a merge of the request into its base.
        if parent and _known("HEAD^2", folder) and environment.get("GITHUB_SHA", head) == head:
            yield parent
        base = _known(f"refs/remotes/origin/{environment.get('GITHUB_BASE_REF', '')}", folder)
        if base and head:
            yield from _run(["merge-base", base, head], folder).stdout.decode().split()
    if event == "push" and (before := _known(_pushed_onto(environment), folder)):
        yield before
    if parent:
        yield parent


def _known(ref: str, folder: Path) -> str:
    """The full name of a commit, empty when git knows none."""
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"]
    return _run(asked, folder).stdout.decode().strip()


def _pushed_onto(environment: Mapping[str, str]) -> str:
    """The commit that a branch stood at before a push, as GitHub's note on the event says it."""
    try:
        note = json.loads(Path(environment.get("GITHUB_EVENT_PATH", "")).read_bytes())
    except (OSError, ValueError):
        return ""
    before = note.get("before") if isinstance(note, dict) else None
    return before if isinstance(before, str) else ""
