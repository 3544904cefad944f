"""What the tests with editors' own programs need: Node, and the packages of the lock file beside this."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, just as locked; none of their scripts was run."""
    missing = [program for program in ("node", "npm") if shutil.which(program) is None]
    if missing:
        pytest.fail(f"{' and '.join(missing)} must be there for these tests: apt-get install nodejs npm")
    folder = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "node_modules"


@pytest.fixture(scope="session")
def server_command(node_modules: Path) -> tuple[str, ...]:
    """Starts the YAML language server, cut off from any network."""
    program = node_modules / "yaml-language-server/bin/yaml-language-server"
    return ("node", "--require", str(HERE / "no_network.cjs"), str(program), "--stdio")
