"""`gamectl fmt` lays files out, or with `--check` only says which it would."""

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder

UNTIDY = "flags:\n    lit: {type: 'bool', default: false}   \n"
TIDY = "flags:\n  lit: {type: bool, default: false}\n"


def test_files_are_laid_out_once(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write({"flags.yaml": UNTIDY})

    codes = [run(["fmt", str(world.path)]), run(["fmt", str(world.path), "--check"])]

    said = capsys.readouterr().out
    assert codes == [exits.CLEAN, exits.CLEAN]
    assert f"laid out: {world.path}/flags.yaml\n" in said
    assert "10 of 10 files in order already" in said
    assert (world.path / "flags.yaml").read_text(encoding="utf-8") == TIDY


def test_a_check_fails_and_writes_nothing(world: WorldFolder, capsys: pytest.CaptureFixture[str]) -> None:
    world.write({"flags.yaml": UNTIDY})

    code = run(["fmt", str(world.path), "--check"])

    assert code == exits.FINDINGS
    assert f"would change: {world.path}/flags.yaml\n" in capsys.readouterr().out
    assert (world.path / "flags.yaml").read_text(encoding="utf-8") == UNTIDY


def test_a_difference_is_shown_and_nothing_written(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"flags.yaml": UNTIDY})

    code = run(["fmt", str(world.path), "--diff"])

    said = capsys.readouterr().out
    assert code == exits.CLEAN
    assert "-    lit: {type: 'bool', default: false}   \n+  lit: {type: bool, default: false}\n" in said
    assert (world.path / "flags.yaml").read_text(encoding="utf-8") == UNTIDY


def test_a_file_that_cannot_be_read_is_left_alone_and_its_place_named(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"flags.yaml": "flags: [\n"})

    code = run(["fmt", str(world.path)])

    assert code == exits.FINDINGS
    assert f"left alone: {world.path}/flags.yaml:1:8: " in capsys.readouterr().out
    assert (world.path / "flags.yaml").read_text(encoding="utf-8") == "flags: [\n"
