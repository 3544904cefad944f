"""`--changed-from REF` tells what a change since a commit can affect, and nothing else."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from cli import exits
from cli.main import run
from engine.compiler.affected import Change, affected
from engine.compiler.compile import compile_files
from engine.compiler.load import Folder, read_folder
from tests.small_world import WorldFolder
from tools.worldgen import generate

Told = Callable[..., list[str]]


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
    return done.stdout


def commit(world: WorldFolder) -> None:
    git(world.path.parent, "add", "--all")
    git(world.path.parent, "commit", "--quiet", "--message", "more", "--allow-empty")


@pytest.fixture
def kept(world: WorldFolder) -> WorldFolder:
    """A world with an old finding in each of three files, kept in git: about `bread`, `gem` and `lamp`."""
    world.write(
        {
            "gem.yaml": "items:\n  gem: {based_on: ore, icon: gem.svg}\n",
            "bread.yaml": "items:\n  roll: {based_on: ore, icon: roll.svg, on_use: [{apply_effect: "
            "{effect: fed, duration: 1s}}], type: consumable}\n",
            "lonely.yaml": "flags:\n  alone: {type: bool, default: false}\n",
            "stall.yaml": "denizens:\n  oda: {based_on: mara, name: Oda, sells: [gem, roll]}\n",
        }
    )
    git(world.path.parent, "init", "--quiet")
    commit(world)
    return world


@pytest.fixture
def told(kept: WorldFolder, capsys: pytest.CaptureFixture[str]) -> Told:
    """Code and path of every finding that is told since a commit."""

    def since(ref: str = "HEAD", *arguments: str) -> list[str]:
        capsys.readouterr()
        run(["validate", str(kept.path), "--changed-from", ref, "--format", "json", *arguments])
        found = json.loads(capsys.readouterr().out)["findings"]
        return [f"{one['code']} {one['path']}" for one in found]

    return since


def test_there_are_old_findings_to_leave_out(kept: WorldFolder) -> None:
    assert kept.codes() == ["W7001", "W7001", "W8001"]


def test_without_a_change_nothing_is_told(kept: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["validate", str(kept.path), "--changed-from", "HEAD", "--fail-on", "info"])

    assert (code, capsys.readouterr().out) == (
        exits.CLEAN,
        "no findings in 14 files with 21 things; 3 not selected\n",
    )


def test_an_old_finding_in_a_changed_file_is_told(kept: WorldFolder, told: Told) -> None:
    kept.write({"lonely.yaml": "# hello\nflags:\n  alone: {type: bool, default: false}\n"})

    assert told() == ["W8001 lonely.yaml"]


def test_new_files_count_whether_git_knows_them_or_not(kept: WorldFolder, told: Told) -> None:
    kept.write({"new.yaml": "denizens:\n  slag: {based_on: mara, name: Slag, icon: slag.svg}\n"})
    unknown = told()
    git(kept.path, "add", "new.yaml")

    assert (unknown, told()) == (["W7001 new.yaml"], ["W7001 new.yaml"])


def test_what_is_committed_since_counts_too(kept: WorldFolder, told: Told) -> None:
    kept.write({"new.yaml": "denizens:\n  slag: {based_on: mara, name: Slag, icon: slag.svg}\n"})
    commit(kept)

    assert (told("HEAD"), told("HEAD~1")) == ([], ["W7001 new.yaml"])


def test_a_target_that_was_removed_is_told_where_it_is_used(kept: WorldFolder, told: Told) -> None:
    (kept.path / "effects.yaml").unlink()

    assert told() == ["W7001 bread.yaml", "E2103 bread.yaml"]


def test_a_target_that_was_renamed_is_told_where_it_is_used(kept: WorldFolder, told: Told) -> None:
    text = (kept.path / "creatures.yaml").read_text("utf-8")
    kept.write({"creatures.yaml": text.replace("  crab:", "  crayfish:")})

    assert told() == ["E2106 harbor.yaml"]


def test_a_place_that_joins_others_that_name_nothing_is_told(kept: WorldFolder, told: Told) -> None:
    kept.write({"a.yaml": "items:\n  gem-dust: {based_on: ore, requires: [{item: emerald}]}\n"})
    commit(kept)
    kept.write({"z.yaml": "items:\n  gem-ring: {based_on: ore, requires: [{item: emerald}]}\n"})

    assert told() == ["E2104 a.yaml"]


def test_a_part_that_was_removed_is_told_where_it_is_used(kept: WorldFolder, told: Told) -> None:
    text = (kept.path / "harbor.yaml").read_text("utf-8")
    kept.write({"harbor.yaml": text.replace("      chapel:", "      shed:")})

    assert told() == ["E2113 mara.yaml"]


def test_things_that_a_changed_thing_uses_are_told_of(kept: WorldFolder, told: Told) -> None:
    kept.write({"creatures.yaml": (kept.path / "creatures.yaml").read_text("utf-8").replace("ore,", "gem,")})

    assert told() == ["W7001 gem.yaml"]


def test_things_that_use_a_changed_thing_are_told_of(kept: WorldFolder, told: Told) -> None:
    text = (kept.path / "effects.yaml").read_text("utf-8")
    kept.write({"effects.yaml": text.replace("Full.", "Quite full.")})

    assert told() == ["W7001 bread.yaml"]


def test_things_that_are_based_on_a_changed_thing_are_told_of(kept: WorldFolder, told: Told) -> None:
    kept.write({"items.yaml": (kept.path / "items.yaml").read_text("utf-8").replace("Short.", "Sharp.")})

    assert told() == ["W7001 bread.yaml", "W7001 gem.yaml"]


def test_an_old_finding_that_points_at_a_changed_file_is_told(kept: WorldFolder, told: Told) -> None:
    kept.write({"a.yaml": "rules: {}\n", "b.yaml": "rules: {}\n"})
    commit(kept)
    kept.write({"a.yaml": "# these are the rules\nrules: {}\n"})

    assert told() == ["E9002 b.yaml"]


def test_what_loses_its_last_use_is_told_of(kept: WorldFolder, told: Told) -> None:
    text = (kept.path / "quests.yaml").read_text("utf-8")
    kept.write({"quests.yaml": text.replace(", {set_flag: {id: lit, to: true}}", "")})

    assert told() == ["W8002 flags.yaml"]


def test_a_picture_that_was_removed_is_missed_where_it_is_named(kept: WorldFolder, told: Told) -> None:
    kept.write({"images/gem.svg": "<svg/>", "images/roll.svg": "<svg/>"})
    commit(kept)
    (kept.path / "images/gem.svg").unlink()

    assert told() == ["W7001 gem.yaml"]


def test_a_comment_elsewhere_that_silences_nothing_any_more_is_told_of(kept: WorldFolder, told: Told) -> None:
    kept.write(
        {"gem.yaml": "items:\n  # gamectl: ignore[W7001] it comes\n  gem: {based_on: ore, icon: gem.svg}\n"}
    )
    commit(kept)
    kept.write({"images/gem.svg": "<svg/>"})

    assert told() == ["W8010 gem.yaml"]


def test_a_world_that_was_removed_is_missed(kept: WorldFolder, told: Told) -> None:
    (kept.path / "world.yaml").unlink()

    assert "E9001 ." in told()


def test_a_name_that_is_another_ones_twin_is_told_of(kept: WorldFolder, told: Told) -> None:
    kept.write({"GEM.yaml": "skills: {}\n"})

    assert told() == ["W9006 gem.yaml", "W7001 gem.yaml"]


def test_a_file_whose_name_is_not_read_is_told_of_when_it_is_new(kept: WorldFolder, told: Told) -> None:
    kept.write({"more.yaml.txt": "flags: {}\n"})

    assert told() == ["W9008 more.yaml.txt"]

    commit(kept)

    assert told() == []
    assert told("HEAD~") == ["W9008 more.yaml.txt"]


def test_content_that_goes_on_under_a_name_git_does_not_look_at_is_told_of(
    kept: WorldFolder, told: Told
) -> None:
    kept.write({".gitignore": "*.txt\n"})
    commit(kept)

    (kept.path / "lonely.yaml").rename(kept.path / "lonely.yaml.txt")

    assert told() == ["W9008 lonely.yaml.txt"]


def test_other_settings_may_affect_everything(kept: WorldFolder, told: Told) -> None:
    everything = ["W7001 bread.yaml", "W7001 gem.yaml", "W8001 lonely.yaml"]
    kept.write({"gamectl.toml": "[validate]\n"})
    new = told()
    commit(kept)
    same = told()
    kept.write({"gamectl.toml": '[validate]\nfail_on = "error"\n'})

    assert (new, same, told()) == (everything, [], everything)


def test_it_goes_together_with_other_selectors(kept: WorldFolder, told: Told) -> None:
    (kept.path / "effects.yaml").unlink()

    assert told("HEAD", "--select", "code:E", "--select", "path:bread.yaml") == ["E2103 bread.yaml"]


def test_what_is_told_decides_the_exit_code(kept: WorldFolder) -> None:
    kept.write({"broken.yaml": "items:\n  slag: {based_on: oer}\n"})
    commit(kept)
    kept.write({"lonely.yaml": "flags: {}\n"})

    whole, change = (
        run(["validate", str(kept.path), *arguments]) for arguments in ([], ["--changed-from", "HEAD"])
    )

    assert (whole, change) == (exits.FINDINGS, exits.CLEAN)


def test_the_annotations_of_changed_files_come_first(
    kept: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept.path / "effects.yaml").unlink()
    kept.write({"zinc.yaml": "items:\n  zinc: {based_on: oer}\n"})

    run(["validate", str(kept.path), "--changed-from", "HEAD", "--format", "github"])

    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::error")]
    assert [line.split("file=")[1].split(",")[0] for line in lines] == [
        "content/zinc.yaml",
        "content/bread.yaml",
    ]


def test_it_is_the_same_from_everywhere_and_with_strange_names(
    kept: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.write(
        {"ä b\nc.yaml": "skills: {}\n", "-n 'ü.yaml": "items:\n  slag: {based_on: ore, icon: s.svg}\n"}
    )
    heard = []
    for folder, path in ((kept.path.parent, "content"), (kept.path, "."), (Path("/"), str(kept.path))):
        monkeypatch.chdir(folder)
        run(["validate", path, "--changed-from", "HEAD", "--format", "json"])
        heard.append(capsys.readouterr().out)

    assert heard[0] == heard[1] == heard[2]
    assert [one["path"] for one in json.loads(heard[0])["findings"]] == ["-n 'ü.yaml", r"ä b\u000ac.yaml"]


def test_git_is_left_as_it_was(kept: WorldFolder, told: Told) -> None:
    kept.write({"lonely.yaml": "flags: {}\n", "new.yaml": "flags: {}\n"})
    before = git(kept.path, "status", "--porcelain")

    told()

    assert before == " M content/lonely.yaml\n?? content/new.yaml\n"
    assert git(kept.path, "status", "--porcelain") == before


def test_it_works_within_a_hook_of_git(
    kept: WorldFolder, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    kept.write({"lonely.yaml": "# hello\nflags:\n  alone: {type: bool, default: false}\n"})

    assert told() == ["W8001 lonely.yaml"]


def test_the_content_may_be_the_whole_repository(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    git(world.path, "init", "--quiet")
    git(world.path, "add", "--all")
    git(world.path, "commit", "--quiet", "--message", "first")
    world.write({"deep/peat.yaml": "items:\n  peat: {based_on: oer}\n"})

    run(["validate", str(world.path), "--changed-from", "HEAD", "--format", "github"])

    assert capsys.readouterr().out.startswith("::error file=deep/peat.yaml,line=2,")


@pytest.mark.parametrize("ref", ["nowhere", "--output=stolen", "HEAD:content", "HEAD --"])
def test_a_commit_that_is_not_there_is_missed(
    ref: str, kept: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(kept.path), f"--changed-from={ref}"])

    shown = capsys.readouterr()
    assert (code, shown.out) == (exits.NOT_RUN, "")
    assert shown.err == (
        f"gamectl: git knows no commit `{ref}` here. Look at its name; in CI, fetch it first "
        "(with actions/checkout: fetch-depth: 0).\n"
    )
    assert not (kept.path / "stolen").exists()


def test_an_empty_name_of_a_commit_is_asked_for(
    kept: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(kept.path), "--changed-from="])

    assert code == exits.NOT_RUN
    assert "--changed-from names no commit. Write one after it" in capsys.readouterr().err


def test_a_folder_without_a_repository_cannot_be_compared(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(world.path.parent.parent))

    code = run(["validate", str(world.path), "--changed-from", "HEAD"])

    shown = capsys.readouterr()
    assert (code, shown.out) == (exits.NOT_RUN, "")
    assert "is not in a git repository, so there is nothing to compare it with." in shown.err


def test_without_git_it_says_so(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(world.path))

    code = run(["validate", str(world.path), "--changed-from", "HEAD"])

    assert (code, capsys.readouterr().err) == (
        exits.NOT_RUN,
        "gamectl: git is not installed here, so nobody knows what has changed.\n",
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_quick_way_and_the_one_that_explains_find_the_same_affected(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    generate(tmp_path / "made", entities=60, seed=seed, per_file=12)
    old = read_folder(tmp_path / "made")
    files = dict(old.files)
    # Findings everywhere, and then some files change: ids are misspelt, lines fall out.
    for number, path in enumerate(sorted(files)):
        files[path] = files[path].replace(b".svg", b".png", 3)
        files[f"more-{number}.yaml"] = f"flags:\n  lone-{number}: {{type: bool, default: false}}\n".encode()
    former = {path: files[path] for path in random.sample(sorted(old.files), 2)}
    for path, data in former.items():
        lines = data.splitlines(keepends=True)
        del lines[random.randrange(len(lines))]
        files[path] = b"".join(lines).replace(b"item: ", b"item: x", random.randrange(2))
    now = Folder(files=files, pictures=old.pictures)
    change = Change(former=former)

    told = []
    for straight in (True, False):
        compiled = compile_files(files, old.pictures, straight=straight)
        concerned = affected(now, change, compiled, compiled.report)
        told.append([found for found in compiled.report.diagnostics if concerned(found)])

    assert told[0] == told[1]
    assert len(told[0]) > 0
