"""`gamectl validate`, `compile` and `explain` as a writer meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import exits
from cli.main import COMMANDS, run
from engine.store.world_db import read_world
from tests.small_world import WorldFolder

ONE_ERROR = {"peat.yaml": "items:\n  peat: {based_on: oer}\n"}
ONE_WARNING = {"peat.yaml": "items:\n  peat: {based_on: ore, icon: peat.svg}\n"}


def test_a_clean_world_ends_with_nought(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["validate", str(world.path)])

    assert (code, capsys.readouterr().out) == (exits.CLEAN, "no findings in 10 files with 17 things\n")


def test_an_error_ends_with_one(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write(ONE_ERROR)

    code = run(["validate", str(world.path)])

    assert code == exits.FINDINGS
    assert (
        capsys.readouterr().out
        == f"""\
error[E2120]: no item is called `oer`
 --> {world.path}/peat.yaml:2:20
  |
2 |   peat: {{based_on: oer}}
  |                    ^^^ based_on of item `peat`
  = help: did you mean `ore`?  ({world.path}/items.yaml:21)
  = more: gamectl explain E2120

1 error in 11 files with 18 things; more is looked at once the errors are mended
"""
    )


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_warnings_fail_when_asked(world: WorldFolder, fail_on: str, code: int) -> None:
    world.write(ONE_WARNING)

    assert run(["validate", str(world.path), "--fail-on", fail_on]) == code


def test_the_folder_content_is_taken_when_none_is_named(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(world.path.parent)
    world.write(ONE_ERROR)

    run(["validate"])

    assert " --> content/peat.yaml:2:20" in capsys.readouterr().out


def test_json_says_the_same_from_everywhere(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(ONE_ERROR)
    said = []
    for folder, path in ((world.path.parent, "content"), (world.path, "."), (Path("/"), str(world.path))):
        monkeypatch.chdir(folder)
        assert run(["validate", path, "--format", "json"]) == exits.FINDINGS
        said.append(capsys.readouterr().out)

    assert said[0] == said[1] == said[2]
    assert json.loads(said[0]) == {
        "version": 1,
        "ok": False,
        "digest": None,
        "summary": {
            "errors": 1,
            "warnings": 0,
            "infos": 0,
            "hidden": 0,
            "unshown": 0,
            "unselected": 0,
            "unselected_errors": 0,
            "whole": False,
            "files": 11,
            "things": 18,
        },
        "findings": [
            {
                "code": "E2120",
                "severity": "error",
                "confidence": "certain",
                "message": "no item is called `oer`",
                "label": "based_on of item `peat`",
                "help": "did you mean `ore`?",
                "suggestion": "ore",
                "entity": "items:peat",
                "fingerprint": "7b451091839d21335f8d0d47eee0fe5a",
                "path": "peat.yaml",
                "line": 2,
                "column": 20,
                "length": 3,
                "notes": [{"message": "", "path": "items.yaml", "line": 21, "column": 3, "length": 3}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["validate", "nowhere"], "there is no folder nowhere."),
        (["validate"], "there is no folder `content` here."),
        (["validate", "a-file"], "a-file is a file."),
        (["compile", "nowhere"], "there is no folder nowhere."),
        (["explain", "E9999"], "there is no code E9999."),
        (["explain", "E21O4"], "Did you mean E2104?"),
    ],
)
def test_what_cannot_run_ends_with_two_and_says_why(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").touch()

    code = run(arguments)

    shown = capsys.readouterr()
    assert (code, shown.out) == (exits.NOT_RUN, "")
    assert says in shown.err
    assert "Traceback" not in shown.err


def test_compile_writes_a_world_that_can_be_read(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "small.db"

    code = run(["compile", str(world.path), "-o", str(output)])

    compiled = world.compile()
    assert code == exits.CLEAN
    assert compiled.catalog is not None
    stored = read_world(output)
    assert (stored.digest, stored.plain) == (compiled.catalog.digest, compiled.plain)
    assert capsys.readouterr().out.endswith(f"wrote {output}: Small 1.0.0, {compiled.catalog.digest[:12]}\n")


def test_compile_writes_nothing_when_there_are_errors(world: WorldFolder, tmp_path: Path) -> None:
    world.write(ONE_ERROR)

    code = run(["compile", str(world.path), "-o", str(tmp_path / "small.db")])

    assert code == exits.FINDINGS
    assert not (tmp_path / "small.db").exists()


def test_compile_says_when_it_cannot_write(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.db").mkdir()

    code = run(["compile", str(world.path), "-o", str(tmp_path / "folder.db")])

    assert code == exits.NOT_RUN
    assert "folder.db is a folder. Give the name of a file, such as " in capsys.readouterr().err


def test_explain_shows_both_examples(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["explain", "e2104"])

    said = capsys.readouterr().out
    assert code == exits.CLEAN
    assert said.startswith("E2104: no item has this id\n")
    assert "item: bred" in said
    assert "item: bread" in said


def test_explain_without_a_code_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    from engine.compiler.pages import PAGES

    run(["explain"])

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [page.code for page in PAGES]


def test_the_longest_page_fits_a_few_screens(capsys: pytest.CaptureFixture[str]) -> None:
    for code in ("E0004", "E0007"):
        run(["explain", code])

        assert len(capsys.readouterr().out) < 3000


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([name, "--help"])

    said = capsys.readouterr().out
    assert code == exits.CLEAN
    assert f"gamectl {name}" in said


def test_a_mistake_of_ours_ends_with_three_and_an_apology(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Not a part of ours: the screen itself fails.
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the screen is on fire")

    monkeypatch.setattr("typer.echo", broken)

    quiet, plainly = run(["--version"]), capsys.readouterr()
    loud, debugged = run(["--debug", "--version"]), capsys.readouterr()

    assert (quiet, loud) == (exits.BUG, exits.BUG)
    assert plainly.err.startswith("gamectl made a mistake of its own")
    assert "Traceback" not in plainly.err
    assert "the screen is on fire" in debugged.err


def test_an_interrupt_ends_with_130(world: WorldFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.scandir", interrupted)

    assert run(["validate", str(world.path)]) == exits.INTERRUPTED


def gamectl(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cli.main", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[2],
        check=False,
    )


def imported(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The modules that a run imported, as its standard error tells."""
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


HEAVY = ["aiohttp", "asyncio", "concurrent.futures", "engine.authoring.site", "engine.game", "engine.server"]
HEAVY += ["engine.store", "jsonschema", "multiprocessing", "rapidfuzz", "referencing", "rich", "sqlite3"]
HEAVY += ["sqlite_utils", "structlog", "uvloop"]
"""What no check of a small world in order needs."""


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["--version"]])
def test_help_imports_neither_the_engine_nor_what_is_heavy(arguments: list[str]) -> None:
    done = gamectl(*arguments)

    assert done.returncode == exits.CLEAN
    assert "typer" in imported(done)
    needless = {*HEAVY, "yaml", "yaml_rs", "jsonschema_rs", "msgspec"}
    assert not needless & imported(done)
    assert not {name for name in imported(done) if name.startswith("engine.")}


def test_a_clean_world_is_checked_without_what_is_heavy(world: WorldFolder) -> None:
    first, again = (gamectl("validate", str(world.path)) for _ in range(2))

    assert (first.returncode, again.returncode) == (exits.CLEAN, exits.CLEAN)
    assert "engine.compiler.compile" in imported(again)
    assert not set(HEAVY) & imported(first)
    assert not set(HEAVY) & imported(again)


def test_a_pipe_gets_no_colours_and_any_encoding_works(world: WorldFolder) -> None:
    world.write({"peat.yaml": "items:\n  peat: {based_on: ore, nmae: Tørv}\n"})

    done = gamectl("validate", str(world.path), PYTHONIOENCODING="ascii")

    assert done.returncode == exits.FINDINGS
    assert "\x1b" not in done.stdout
    assert "T?rv" in done.stdout


def test_the_seed_of_hashes_changes_nothing(world: WorldFolder) -> None:
    world.write(
        {
            "items.yaml": "items:\n  brad: {based_on: ore}\n",
            "rules.yaml": "rules: {damage: self.atack + kuh}\n",
        }
    )

    said = {gamectl("validate", str(world.path), PYTHONHASHSEED=str(seed)).stdout for seed in (0, 1, 2)}

    assert len(said) == 1


def test_findings_that_cannot_be_printed_end_with_two_and_a_reason(world: WorldFolder) -> None:
    command = [sys.executable, "-m", "cli.main", "validate", str(world.path)]

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == exits.NOT_RUN
    assert done.stderr == "gamectl: the findings could not be printed: no space left on device.\n"


def test_old_ids_are_no_things(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write({"moved.yaml": "moved:\n  items: {loaf: bread}\n"})

    run(["validate", str(world.path)])

    assert capsys.readouterr().out == "no findings in 11 files with 17 things\n"
