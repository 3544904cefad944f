"""The wheel holds all that a user needs, and works in an environment that has never seen this checkout."""

import sys
import zipfile
from pathlib import Path

from engine.authoring.editor_schema import SCHEMA, editor_schema
from engine.shipped import shipped
from tests.packaging.conftest import ROOT, Installed, run
from tests.packaging.served import served


def files(folder: Path) -> set[str]:
    """The files that git would keep of a folder, relative to it."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def below(names: list[str], prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


def test_the_wheel_holds_the_shipped_world_and_the_schemas_whole(names: list[str]) -> None:
    assert below(names, "engine/_data/content/") == files(ROOT / "content")
    assert below(names, "engine/_data/schemas/") == files(ROOT / "schemas")


def test_the_wheel_holds_the_template_of_a_new_world_whole(names: list[str]) -> None:
    template = "engine/authoring/first_world/"

    assert below(names, template) == files(ROOT / template)


def test_the_wheel_holds_its_types_and_licence_and_nothing_of_the_workshop(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    (metadata,) = [top for top in tops if top.endswith(".dist-info")]

    assert tops == {"engine", "cli", metadata}
    assert "engine/py.typed" in names
    assert f"{metadata}/licenses/LICENSE" in names
    assert [name for name in names if name.endswith((".pyc", ".db")) or "__pycache__" in name] == []


def test_the_source_archive_builds_the_same_wheel(wheel: Path, names: list[str], tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (archive,) = tmp_path.glob("*.tar.gz")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")

    run(*pip, "--wheel-dir", tmp_path, archive, cwd=tmp_path)

    with zipfile.ZipFile(tmp_path / wheel.name) as again:
        assert sorted(again.namelist()) == sorted(names)


def test_the_command_knows_its_version(installed: Installed, tmp_path: Path) -> None:
    result = run(installed.gamectl, "--version", cwd=tmp_path, env=installed.environ())

    assert result.stdout == "gamectl 0.1.0\n"


def test_nothing_of_the_checkout_is_used(installed: Installed, tmp_path: Path) -> None:
    program = "import engine, cli; print(engine.__file__, cli.__file__, sep='\\n')"
    result = run(installed.python, "-c", program, cwd=tmp_path, env=installed.environ())

    assert [line for line in result.stdout.splitlines() if not line.startswith(str(installed.folder))] == []


def test_a_new_world_is_begun_checked_compiled_and_served(installed: Installed, tmp_path: Path) -> None:
    env = installed.environ()
    begun = run(installed.gamectl, "new", "world", "mine", cwd=tmp_path, env=env)
    run(installed.gamectl, "validate", "mine", "--fail-on", "info", cwd=tmp_path, env=env)
    run(installed.gamectl, "compile", "mine", "-o", "world.db", cwd=tmp_path, env=env)

    assert "gamectl serve mine" in begun.stdout
    assert (tmp_path / "mine" / SCHEMA).read_bytes() == editor_schema()
    for world in ("mine", "world.db"):
        command = [installed.gamectl, "serve", world, "--port", "0", "--data", f"data-of-{world}"]
        with served(command, cwd=tmp_path, env=env, log=tmp_path / f"{world}.log") as server:
            assert server.status()["content"]["title"] == "Lantern Hill"
            assert server.stop() == 0, server.said()


def test_the_shipped_world_is_served_from_within_the_wheel(installed: Installed, tmp_path: Path) -> None:
    env = installed.environ()
    program = "from engine.shipped import shipped; print(shipped('content'))"
    content = run(installed.python, "-c", program, cwd=tmp_path, env=env).stdout.strip()
    command = [installed.gamectl, "serve", content, "--port", "0", "--data", "data"]

    with served(command, cwd=tmp_path, env=env, log=tmp_path / "log") as server:
        status = server.status()
        picture = server.get("/images/willow-bark.svg")
        stopped = server.stop()

    assert content.startswith(str(installed.folder))
    assert status["content"]["title"] == "The Dry Stair"
    assert picture == (shipped("content") / "images/willow-bark.svg").read_bytes()
    assert stopped == 0
