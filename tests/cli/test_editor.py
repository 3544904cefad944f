"""`gamectl editor` gives a content folder what editors need, and leaves the writer's own settings alone."""

import json
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from engine.authoring.editor_schema import SCHEMA, editor_schema
from tests.small_world import WorldFolder

OLD = b'{"title": "of another day"}\n'


@pytest.fixture
def folder(world: WorldFolder) -> Path:
    """A content folder that no editor knows of yet."""
    return world.path


def test_a_folder_gets_schema_and_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["editor", str(folder)])

    settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
    assert code == exits.CLEAN
    assert (folder / SCHEMA).read_bytes() == editor_schema()
    assert list(settings["yaml.schemas"]) == [f"./{SCHEMA}"]
    assert f"written: {folder / SCHEMA}" in capsys.readouterr().out


def test_what_editors_read_is_no_content(folder: Path) -> None:
    run(["editor", str(folder)])

    assert run(["validate", str(folder), "--fail-on", "info"]) == exits.CLEAN


def test_an_old_schema_is_brought_up_to_date(folder: Path) -> None:
    run(["editor", str(folder)])
    (folder / SCHEMA).write_bytes(OLD)

    code = run(["editor", str(folder)])

    assert code == exits.CLEAN
    assert (folder / SCHEMA).read_bytes() == editor_schema()


def test_a_second_time_there_is_nothing_to_write(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["editor", str(folder)])
    capsys.readouterr()

    run(["editor", str(folder)])

    said = capsys.readouterr().out
    assert "written" not in said
    assert f"{folder / SCHEMA} is up to date." in said


def test_settings_of_the_writer_stay_and_what_they_lack_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = '{\n  // big letters, for the train\n  "editor.fontSize": 22\n}\n'
    (folder / ".vscode").mkdir()
    (folder / ".vscode/settings.json").write_text(mine, "utf-8")

    run(["editor", str(folder)])

    assert (folder / ".vscode/settings.json").read_text("utf-8") == mine
    assert f'"yaml.schemas": {{"./{SCHEMA}":' in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".vscode").write_text("", "utf-8")

    code = run(["editor", str(folder)])

    assert code == exits.NOT_RUN
    assert f"{folder / '.vscode'} cannot be written" in capsys.readouterr().err


def test_validate_tells_of_an_old_schema_and_how_to_refresh_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["editor", str(folder)])
    (folder / SCHEMA).write_bytes(OLD)
    capsys.readouterr()

    code = run(["validate", str(folder)])

    assert code == exits.CLEAN
    assert f"gamectl editor {folder}" in capsys.readouterr().err
    assert (folder / SCHEMA).read_bytes() == OLD


@pytest.mark.parametrize("schema", [None, editor_schema()], ids=["none", "up to date"])
def test_validate_is_quiet_about_the_schema_otherwise(
    folder: Path, schema: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if schema is not None:
        (folder / ".vscode").mkdir()
        (folder / SCHEMA).write_bytes(schema)

    run(["validate", str(folder)])

    assert capsys.readouterr().err == ""


def test_machines_are_not_told_of_an_old_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".vscode").mkdir()
    (folder / SCHEMA).write_bytes(OLD)

    run(["validate", str(folder), "--format", "json"])

    assert capsys.readouterr().err == ""
