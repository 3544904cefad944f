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


def test_lines_that_stay_as_they_are_are_named_with_the_reason(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "flags:\n  lit: {type: bool,\n    default}\n  out: {type: bool,\n    default: false}\n"
    world.write({"flags.yaml": text})

    code = run(["fmt", str(world.path)])

    said = capsys.readouterr()
    assert code == exits.CLEAN
    assert said.err == (
        f"left as written: {world.path}/flags.yaml line 2 (a key has no value, or a value no key)\n"
    )
    assert f"laid out: {world.path}/flags.yaml\n" in said.out


def test_of_many_lines_that_stay_the_first_are_named(
    world: WorldFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(
        {"flags.yaml": "flags:\n" + "".join(f"  f{n}: {{type: bool,\n    default}}\n" for n in range(9))}
    )

    run(["fmt", str(world.path), "--check"])

    why = "(a key has no value, or a value no key)"
    assert f"flags.yaml lines 2, 4, 6, 8, 10 {why}, and 4 more\n" in capsys.readouterr().err
