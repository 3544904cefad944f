"""Setting up says what is missing in plain words, and never harms a folder that is not its own."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT

OLD = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.10 && exit 0\nexit 1\n'
WITHOUT_VENV = "#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; esac\nexit 0\n"
"""Stand-ins for interpreters: the script asks each whether it is new enough, then whether it has `venv`."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What setting up reads, alone in a folder with a space in its name."""
    root = tmp_path / "my games"
    (root / "tools").mkdir(parents=True)
    for name in ("pyproject.toml", "requirements.txt", "requirements-dev.txt", "tools/set_up.sh"):
        shutil.copy(ROOT / name, root / name)
    return root


def set_up(checkout: Path, *arguments: str, python: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script where `python3` is what `python` says, and no other Python is to be found."""
    for name in ("sh", "cat", "cksum", "dirname", "rm"):
        (folder / name).symlink_to(str(shutil.which(name)))
    if python:
        (folder / "python3").write_text(python, encoding="utf-8")
        (folder / "python3").chmod(0o755)
    command = [str(folder / "sh"), str(checkout / "tools/set_up.sh"), *arguments]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old_is_named_with_what_to_do(checkout: Path, tmp_path: Path) -> None:
    result = set_up(checkout, ".venv", "play", python=OLD, folder=tmp_path)

    assert result.returncode == 1
    assert "needs Python 3.11 or newer; found here: Python 3.8.10." in result.stderr
    assert "make PYTHON=/path/to/python3" in result.stderr


def test_a_machine_without_any_python_is_told_so(checkout: Path, tmp_path: Path) -> None:
    result = set_up(checkout, ".venv", "play", python="", folder=tmp_path)

    assert result.returncode == 1
    assert "found here: none." in result.stderr


def test_a_python_without_venv_is_told_which_package_mends_it(checkout: Path, tmp_path: Path) -> None:
    result = set_up(checkout, ".venv", "play", python=WITHOUT_VENV, folder=tmp_path)

    assert result.returncode == 1
    assert "sudo apt install python3-venv" in result.stderr


def test_a_folder_that_is_no_environment_is_left_alone(checkout: Path, tmp_path: Path) -> None:
    diary = checkout / ".venv" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("dear me", encoding="utf-8")

    result = set_up(checkout, ".venv", "play", python=WITHOUT_VENV, folder=tmp_path)

    assert result.returncode == 1
    assert "is no virtual environment" in result.stderr
    assert diary.read_text(encoding="utf-8") == "dear me"


def test_an_environment_that_stands_is_taken_as_it_is(checkout: Path) -> None:
    environment = checkout / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    (environment / "place.mark").write_text(f"{checkout.resolve()}\n", encoding="utf-8")
    made_from = subprocess.run(
        "cat pyproject.toml requirements.txt | cksum",
        shell=True,
        cwd=checkout,
        capture_output=True,
        check=True,
    ).stdout
    (environment / "play.mark").write_bytes(made_from)

    result = subprocess.run(
        ["sh", "tools/set_up.sh", ".venv", "play"], cwd=checkout, capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_make_help_names_every_command_and_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    steps = {"root", "play", "work"}

    # Run by `make test`, this make is the child of another, and would speak of that.
    command = ["make", "--no-print-directory", "help"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    said = dict(line.split(maxsplit=2)[1:] for line in result.stdout.splitlines())
    assert set(said) == set(phony.split()) - steps
    assert all(said.values())
