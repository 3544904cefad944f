"""Imports go downward only: the contracts of pyproject.toml hold, name every room, and can be broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = [
    ("a lower room imports a higher one", "engine/base/breach.py", "import engine.game.step\n"),
    (
        "rooms of one level know each other",
        "engine/store/breach.py",
        "import engine.protocol.schema\n",
    ),
    ("the engine knows the command line", "engine/server/breach.py", "import cli.main\n"),
    ("the core looks at the clock", "engine/game/breach.py", "import time\n"),
    ("the core throws dice of its own", "engine/rules/breach.py", "import random\n"),
    ("the core opens files", "engine/model/breach.py", "from pathlib import Path\n"),
    ("a system imports a system", "engine/game/systems/breach.py", "import engine.game.systems.trade\n"),
]


def contracts() -> list[dict[str, Any]]:
    """The contracts as they stand in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return found


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts for the packages below `root`."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and the contracts, in a place where they may be broken."""
    root = tmp_path_factory.mktemp("house")
    for name in ("engine", "cli"):
        shutil.copytree(
            ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "first_world", "web")
        )
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_all_imports_keep_the_contracts() -> None:
    result = check(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("what", "path", "text"), BREACHES, ids=[what for what, _, _ in BREACHES])
def test_an_import_against_the_arrows_is_found(copy: Path, what: str, path: str, text: str) -> None:
    breach = copy / path
    breach.write_text(text, encoding="utf-8")

    result = check(copy)
    breach.unlink()

    assert result.returncode == 1
    assert "engine." in result.stdout
    assert "breach" in result.stdout


def test_every_room_stands_in_the_layers() -> None:
    rooms = {
        f"engine.{folder.name}"
        for folder in (ROOT / "engine").iterdir()
        if (folder / "__init__.py").is_file()
    }
    (layers,) = [contract["layers"] for contract in contracts() if contract["type"] == "layers"]
    named = {room.strip(" ()") for layer in layers for room in layer.split("|")}

    assert rooms - named == set()


def test_the_core_may_touch_nothing_that_is_forbidden_to_it() -> None:
    (forbidden,) = [contract for contract in contracts() if contract["type"] == "forbidden"]

    assert set(forbidden["source_modules"]) == {"engine.base", "engine.model", "engine.rules", "engine.game"}
    assert set(forbidden["forbidden_modules"]) >= {
        *("aiohttp", "asyncio", "sqlite3", "yaml", "jsonschema", "typer"),
        *("time", "datetime", "random", "uuid", "os", "pathlib", "threading"),
    }
