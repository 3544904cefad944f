"""The hook that other repositories take from this one runs, and for the files that can break a world."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli import exits
from cli.main import run
from tests.small_world import WorldFolder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hook() -> dict[str, Any]:
    """The one hook that is published."""
    (one,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert isinstance(one, dict)
    return one


def test_the_hook_checks_the_folder_content(
    hook: dict[str, Any], world: WorldFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.path.parent)
    program, *arguments = shlex.split(hook["entry"])

    good = run(arguments)
    world.write({"peat.yaml": "items:\n  peat: {based_on: oer}\n"})

    assert (program, good, run(arguments)) == ("gamectl", exits.CLEAN, exits.FINDINGS)


def test_the_hook_takes_another_folder_and_never_single_files(
    hook: dict[str, Any], world: WorldFolder
) -> None:
    arguments = [*shlex.split(hook["entry"])[1:], str(world.path), "--fail-on", "warning"]

    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("gamectl-validate", "python", False)
    assert run(arguments) == exits.CLEAN


@pytest.mark.parametrize(
    ("path", "wakes"),
    [
        ("content/items.yaml", True),
        ("mine.yml", True),
        ("content/images/a.svg", True),
        ("gamectl.toml", True),
        ("world/gamectl.toml", True),
        ("README.md", False),
        ("notgamectl.toml", False),
        ("a.yaml.txt", False),
    ],
)
def test_the_hook_wakes_for_what_a_world_is_made_of(hook: dict[str, Any], path: str, wakes: bool) -> None:
    assert (re.search(hook["files"], path) is not None) is wakes
