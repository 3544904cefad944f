"""GitHub shows ten notes of a level: those in files that a request, a push or a writer changed come first."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder

Notes = Callable[..., list[str]]
OLD = "items:\n" + "".join(f"  x{n}: {{based_on: bread, price: dear-{n}}}\n" for n in range(30))
SLIP = "flags:\n  wet: {type: bool, default: false}\n  wet: {type: bool, default: false}\n"
OF_ACTIONS = ("EVENT_NAME", "EVENT_PATH", "BASE_REF", "SHA", "ACTIONS")


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, without anybody's settings."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(world: WorldFolder, files: dict[str, str | bytes] | None = None) -> str:
    """Commit all there is, with these files, and say which commit that is."""
    world.write(files or {})
    git(world.path, "add", "--all")
    git(world.path, "commit", "--quiet", "--message", "more", "--allow-empty")
    return git(world.path, "rev-parse", "HEAD")


@pytest.fixture
def kept(world: WorldFolder) -> WorldFolder:
    """A world with thirty old errors in a file, all of which come before those of `zzz.yaml`."""
    git(world.path, "init", "--quiet", "--initial-branch", "main")
    commit(world, {"bulk.yaml": OLD})
    return world


@pytest.fixture
def notes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Notes:
    """The files of the errors that GitHub is told, in order, in a workflow with these variables."""
    for name in OF_ACTIONS:
        monkeypatch.delenv(f"GITHUB_{name}", raising=False)

    def told(folder: Path, *arguments: str, **variables: str) -> list[str]:
        for name, value in variables.items():
            monkeypatch.setenv(f"GITHUB_{name}", value)
        capsys.readouterr()
        code = run(["validate", str(folder), "--format", "github", *arguments])
        lines = capsys.readouterr().out.splitlines()
        assert code == exits.FINDINGS
        assert any("more not shown here" in line for line in lines)
        return [
            Path(line.partition("file=")[2].partition(",")[0]).name
            for line in lines
            if line.startswith("::error")
        ]

    return told


def cloned(world: WorldFolder, ref: str, into: Path, depth: str = "2") -> Path:
    """A commit of a world as actions/checkout lays it out with `fetch-depth: 2`."""
    git(into, "init", "--quiet")
    git(into, "remote", "add", "origin", world.path.as_uri())
    git(into, "fetch", "--quiet", "--depth", depth, "origin", ref)
    git(into, "checkout", "--quiet", "--force", "FETCH_HEAD")
    return into


@pytest.fixture
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clone")


def request(world: WorldFolder) -> tuple[str, str]:
    """A request of two commits that make a slip in `zzz.yaml`, and GitHub's merge of it into `main`."""
    git(world.path, "checkout", "--quiet", "-b", "request")
    head = commit(world, {"zzz.yaml": SLIP})
    head = commit(world, {"images/more.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    git(world.path, "checkout", "--quiet", "main")
    commit(world, {"other.yaml": "flags: {}\n"})
    git(world.path, "checkout", "--quiet", "--detach")
    git(world.path, "merge", "--quiet", "--no-ff", "--no-edit", head)
    merge = git(world.path, "rev-parse", "HEAD")
    git(world.path, "update-ref", "refs/pull/1/merge", merge)
    return head, merge


def test_without_git_the_first_by_path_are_told(world: WorldFolder, notes: Notes) -> None:
    world.write({"bulk.yaml": OLD, "zzz.yaml": SLIP})

    assert notes(world.path) == ["bulk.yaml"] * 10


def test_what_a_request_changed_comes_first_when_its_merge_is_checked_out(
    kept: WorldFolder, notes: Notes, clone: Path
) -> None:
    _, merge = request(kept)
    cloned(kept, "refs/pull/1/merge", clone)

    told = notes(clone, ACTIONS="true", EVENT_NAME="pull_request", BASE_REF="main", SHA=merge)

    assert told == ["zzz.yaml"] + ["bulk.yaml"] * 9


def test_what_a_request_changed_comes_first_when_its_branch_is_checked_out(
    kept: WorldFolder, notes: Notes, clone: Path
) -> None:
    _, merge = request(kept)
    git(clone, "clone", "--quiet", "--branch", "request", kept.path.as_uri(), ".")

    told = notes(clone, ACTIONS="true", EVENT_NAME="pull_request", BASE_REF="main", SHA=merge)

    assert told == ["zzz.yaml"] + ["bulk.yaml"] * 9


@pytest.mark.parametrize("note", ['{"before": "%s"}', "{}", '{"before": null}', "no note"])
def test_what_a_push_changed_comes_first(
    note: str, kept: WorldFolder, notes: Notes, clone: Path, tmp_path: Path
) -> None:
    before = git(kept.path, "rev-parse", "HEAD")
    commit(kept, {"zzz.yaml": SLIP})
    cloned(kept, "main", clone)
    event = tmp_path / "event.json"
    event.write_text(note.replace("%s", before))

    told = notes(clone, ACTIONS="true", EVENT_NAME="push", EVENT_PATH=str(event))

    assert told == ["zzz.yaml"] + ["bulk.yaml"] * 9


def test_all_commits_of_a_push_count_that_were_fetched(
    kept: WorldFolder, notes: Notes, clone: Path, tmp_path: Path
) -> None:
    before = git(kept.path, "rev-parse", "HEAD")
    commit(kept, {"zzz.yaml": SLIP})
    commit(kept)
    cloned(kept, "main", clone, depth="3")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"before": before}))

    told = notes(clone, ACTIONS="true", EVENT_NAME="push", EVENT_PATH=str(event))

    assert told == ["zzz.yaml"] + ["bulk.yaml"] * 9


def test_what_is_not_committed_yet_comes_first(kept: WorldFolder, notes: Notes) -> None:
    commit(kept)
    kept.write({"zzz.yaml": SLIP})

    assert notes(kept.path) == ["zzz.yaml"] + ["bulk.yaml"] * 9


def test_a_shallow_clone_of_one_commit_is_no_trouble(kept: WorldFolder, notes: Notes, clone: Path) -> None:
    commit(kept, {"zzz.yaml": SLIP})
    cloned(kept, "main", clone, depth="1")

    assert notes(clone, EVENT_NAME="push") == ["bulk.yaml"] * 10


def test_a_report_for_github_beside_another_format_has_them_first_as_well(
    kept: WorldFolder, tmp_path: Path, notes: Notes
) -> None:
    commit(kept, {"zzz.yaml": SLIP})
    file = tmp_path / "notes.txt"

    notes(kept.path, "--report", f"github={file}")

    assert "zzz.yaml" in file.read_text().splitlines()[0]
