"""`gamectl new world DIR` begins a world that works, and overwrites nothing."""

import json
import re
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from engine.authoring.editor_schema import SCHEMA, editor_schema
from engine.compiler.compile import compile_world
from engine.compiler.entities import ALL_KINDS


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A world that was begun just now."""
    assert run(["new", "world", str(tmp_path / "mine")]) == exits.CLEAN
    return tmp_path / "mine"


def test_a_new_world_has_no_findings_at_all(mine: Path) -> None:
    compiled = compile_world(mine)

    assert compiled.report.diagnostics == ()
    assert compiled.catalog is not None


def test_a_new_world_holds_a_beginning_of_everything_that_makes_a_game(mine: Path) -> None:
    catalog = compile_world(mine).catalog

    assert catalog is not None
    kinds = ("locations", "denizens", "quests", "creatures", "items", "skills", "dialogues", "flags")
    assert [kind for kind in kinds if not getattr(catalog, kind)] == []


def test_the_editor_gets_a_schema_that_is_really_there_and_ours(mine: Path) -> None:
    settings = json.loads((mine / ".vscode/settings.json").read_text(encoding="utf-8"))
    (path,) = settings["yaml.schemas"]

    assert (mine / path).read_bytes() == editor_schema()


def test_every_file_names_the_schema_for_editors_that_read_no_settings(mine: Path) -> None:
    first = {path.read_text(encoding="utf-8").partition("\n")[0] for path in mine.glob("*.yaml")}

    assert first == {f"# yaml-language-server: $schema={SCHEMA}"}


def test_what_the_server_writes_is_kept_out_of_git(mine: Path) -> None:
    assert {"/data/", "/world.db"} <= set((mine / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_two_new_worlds_are_the_same(mine: Path, tmp_path: Path) -> None:
    run(["new", "world", str(tmp_path / "again")])

    assert everything(tmp_path / "again") == everything(mine)


def test_the_next_steps_are_printed_so_that_they_can_be_pasted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    run(["new", "world", "my worlds/first one"])

    said = capsys.readouterr().out
    assert "gamectl validate 'my worlds/first one'" in said
    assert "gamectl serve 'my worlds/first one'" in said


def test_a_folder_with_something_in_it_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "world.yaml").write_text("# years of work\n", encoding="utf-8")

    code = run(["new", "world", str(tmp_path)])

    assert code == exits.NOT_RUN
    assert "is not empty: world.yaml is there already" in capsys.readouterr().err
    assert everything(tmp_path) == {"world.yaml": b"# years of work\n"}


def test_a_repository_without_files_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert run(["new", "world", str(tmp_path)]) == exits.CLEAN
    assert (tmp_path / "world.yaml").is_file()


def test_a_file_is_no_place_for_a_world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("", encoding="utf-8")

    code = run(["new", "world", str(tmp_path / "mine")])

    assert code == exits.NOT_RUN
    assert "is a file. Choose the name of a folder" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    code = run(["new", "world", str(tmp_path / "file" / "below")])

    assert code == exits.NOT_RUN
    assert "cannot be written: not a directory. Choose another folder." in capsys.readouterr().err


def test_the_first_file_names_every_kind(mine: Path) -> None:
    said = (mine / "world.yaml").read_text(encoding="utf-8").partition("\n\n")[0]

    assert [kind for kind in ALL_KINDS if not re.search(rf"\b{kind}\b", said)] == []
