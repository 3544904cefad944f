"""Whoever stands in the folder of a world needs not name it; whoever stands nowhere is told how to."""

from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["validate"], "no findings in "),
        (["fmt", "--diff"], " in order already"),
        (["show", "bread"], "item `bread`  items.yaml:2"),
        (["rename", "items:bread", "loaf", "-n"], "+  loaf:"),
        (["graph", "map", "-o", "../map.svg"], "wrote ../map.svg"),
        (["docs", "-o", "../site"], "to ../site"),
        (["compile", "-o", "../world.db"], "wrote ../world.db"),
        (["new", "flag", "wet"], "A flag was begun: flags:wet  flags.yaml:"),
    ],
)
def test_the_world_one_stands_in_is_meant(
    arguments: list[str],
    says: str,
    world: WorldFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(world.path)

    code = run(arguments)

    said = capsys.readouterr()
    assert (code, said.err) == (exits.CLEAN, "")
    assert says in said.out


def test_a_folder_content_goes_before_the_world_one_stands_in(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"content/items.yaml": "items: {}\n"})
    monkeypatch.chdir(world.path)

    code = run(["validate", "--format", "concise"])

    assert code == exits.FINDINGS
    assert "E9001" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "how"),
    [
        (["validate"], "validate PATH"),
        (["fmt", "--check"], "fmt PATH"),
        (["show", "herring"], "show herring -w PATH"),
        (["graph", "map", "-o", "map.svg"], "graph map -o map.svg -w PATH"),
        (["rename", "items:a", "b"], "rename items:a b -w PATH"),
        (["new", "item", "lamp"], "new item lamp -w PATH"),
        (["serve"], "serve PATH"),
    ],
)
def test_where_no_world_is_the_command_at_hand_is_named(
    arguments: list[str],
    how: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "other.yaml").write_text("services:\n  world: {}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    code = run(arguments)

    said = capsys.readouterr().err
    assert code == exits.NOT_RUN
    assert "there is no folder `content` here. " in said
    assert f"gamectl {how}" in said


def test_a_content_folder_named_in_words_is_not_taken_for_another(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(world.path)

    code = run(["validate", "content"])

    assert code == exits.NOT_RUN
    assert "there is no folder `content` here. " in capsys.readouterr().err


def test_no_world_is_begun_within_another(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(world.path)

    code = run(["new", "world", "more/inner"])

    said = capsys.readouterr().err
    assert code == exits.NOT_RUN
    assert f"more/inner would lie within another world ({world.path})" in said
    assert not (world.path / "more").exists()
