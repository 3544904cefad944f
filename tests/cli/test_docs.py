"""`gamectl docs -o DIR` writes the site of a world."""

from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder


def test_the_site_is_written_and_its_door_named(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["docs", str(world.path), "-o", str(tmp_path / "site")])

    assert code == exits.CLEAN
    assert f"open {tmp_path / 'site' / 'index.html'}" in capsys.readouterr().out
    assert "<h1>Small</h1>" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_a_folder_in_use_is_refused(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["docs", str(world.path), "-o", str(tmp_path)])

    assert code == exits.NOT_RUN
    assert "holds something else" in capsys.readouterr().err
