"""The wheel, built from this checkout, and an environment that holds it and its locked packages, no more."""

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(
    *command: str | Path, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed; when it does not, the test shows what it said."""
    result = subprocess.run(
        list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, f"{' '.join(map(str, command))}\n{result.stdout}\n{result.stderr}"
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment outside the checkout in which the wheel is installed."""

    folder: Path

    @property
    def gamectl(self) -> Path:
        """The command."""
        return self.folder / "bin" / "gamectl"

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self.folder / "bin" / "python"

    def environ(self) -> dict[str, str]:
        """What a shell would have in which this environment is active: nothing of ours, no Python path."""
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
        return {**kept, "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.defpath}"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def names(wheel: Path) -> list[str]:
    """All files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A fresh environment with what requirements.txt locks, and the wheel."""
    folder = tmp_path_factory.mktemp("fresh") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    environment = Installed(folder=folder)
    pip = (sys.executable, "-m", "pip", "--python", environment.python, "install", "--quiet", "--no-input")
    run(*pip, "--require-hashes", "--requirement", ROOT / "requirements.txt", cwd=folder.parent)
    run(*pip, "--no-deps", wheel, cwd=folder.parent)
    return environment
