"""A stranger's first minute: a copy of the project, the system's own Python, a user without any rights."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT
from tests.packaging.served import served
from tools.lint_project import project_files

pytestmark = pytest.mark.system

NOBODY = 65534
INSTALLER = ("PIP_", "SSL_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
"""What an environment may say about the way to a package index; all else is left behind."""


@pytest.fixture
def clone() -> Iterator[Path]:
    """What git would clone, owned by a user without rights, in a place which that user can reach."""
    with tempfile.TemporaryDirectory(prefix="a stranger's ") as name:
        folder = Path(name)
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        for path in project_files(ROOT):
            copy = home / "gamectl" / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, copy)
        for path in (home, *home.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        yield home / "gamectl"


def stranger(clone: Path) -> tuple[list[str], dict[str, str]]:
    """What runs a command as that user, and the whole environment it gets."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(INSTALLER)}
    environ = {**kept, "HOME": str(clone.parent), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"], environ


def test_make_serve_is_enough_for_a_user_without_rights(clone: Path, tmp_path: Path) -> None:
    prefix, environ = stranger(clone)
    command = [*prefix, "make", "serve", "PORT=0"]

    with served(command, cwd=clone, env=environ, log=tmp_path / "first") as server:
        title = server.status()["content"]["title"]
        server.stop()
    with served(command, cwd=clone, env=environ, log=tmp_path / "second") as again:
        again.stop()

    assert title == "The Dry Stair"
    assert "Making .venv" in (tmp_path / "first").read_text(encoding="utf-8")
    assert "Making .venv" not in (tmp_path / "second").read_text(encoding="utf-8")
    assert (clone / "data" / "player.db").is_file()


def test_make_lint_is_content_with_a_clone(clone: Path) -> None:
    prefix, environ = stranger(clone)
    for command in (["git", "init", "--quiet"], ["git", "add", "."]):
        subprocess.run([*prefix, *command], cwd=clone, env=environ, check=True)

    result = subprocess.run(
        [*prefix, "make", "lint"], cwd=clone, env=environ, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout + result.stderr
