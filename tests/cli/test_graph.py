"""`gamectl graph` writes a picture in the form that the file's name says."""

from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder


@pytest.mark.parametrize(
    ("name", "begins"),
    [("map.svg", "<svg "), ("map.html", "<!doctype html>"), ("map.dot", "digraph world {")],
)
def test_the_end_of_the_name_says_the_form(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, begins: str
) -> None:
    code = run(["graph", "map", "-o", str(tmp_path / name), "-w", str(world.path)])

    assert code == exits.CLEAN
    assert capsys.readouterr().out == f"wrote {tmp_path / name}: 2 boxes, 1 arrow\n2 locations.\n"
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["map", "-o", "map.png"], "map.png should end in .svg, .html or .dot"),
        (["uses", "-o", "uses.svg"], "this picture needs something in its middle"),
        (["map", "--focus", "harbr", "-o", "map.svg"], "Did you mean locations:harbor?"),
        (["map", "-o", "folder.svg"], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(
    world: WorldFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    (tmp_path / "folder.svg").mkdir()
    *rest, name = arguments
    name = str(tmp_path / name)

    code = run(["graph", *rest, name, "-w", str(world.path)])

    assert code == exits.NOT_RUN
    assert why in capsys.readouterr().err
