"""What commands keep for the next time, and what they show meanwhile."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from cli.working import working
from engine.compiler.compile import compile_world
from engine.compiler.facts import Facts, Filed
from engine.compiler.keep import kept_for
from tests.small_world import WorldFolder
from tools.worldgen import generate


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of what is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_validate_keeps_the_facts_of_each_file_outside_of_the_content(
    world: WorldFolder, cache: Path
) -> None:
    before = sorted(world.path.rglob("*"))

    assert run(["validate", str(world.path)]) == exits.CLEAN

    assert len(kept(cache)) == len(list(world.path.rglob("*.yaml")))
    assert sorted(world.path.rglob("*")) == before


@pytest.mark.parametrize("command", ["validate", "compile"])
def test_without_a_cache_nothing_is_kept(
    world: WorldFolder, cache: Path, tmp_path: Path, command: str
) -> None:
    more = ["-o", str(tmp_path / "world.db")] if command == "compile" else []

    assert run([command, str(world.path), "--no-cache", *more]) == exits.CLEAN

    assert kept(cache) == []


def test_a_second_run_says_the_same(
    world: WorldFolder, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write({"more.yaml": "flags:\n  lonely: {type: bool, default: false}\n"})
    run(["validate", str(world.path)])
    first = capsys.readouterr()

    run(["validate", str(world.path), "--jobs", "2"])

    assert capsys.readouterr() == first


def test_kept_facts_that_are_wrong_are_told_dropped_and_are_a_mistake_of_ours(
    world: WorldFolder, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["validate", str(world.path)])
    file = sorted(world.path.rglob("*.yaml"))[0]
    there = kept_for(world.path)
    assert there is not None
    there.put(there.name(file.read_bytes()), Filed(Facts(clear=True), {}))
    capsys.readouterr()

    assert run(["validate", str(world.path), "--verify-cache"]) == exits.BUG

    told = capsys.readouterr().err
    assert file.name in told
    assert "mistake of gamectl" in told
    assert kept(cache) == []
    assert run(["validate", str(world.path), "--verify-cache"]) == exits.CLEAN


@pytest.mark.parametrize("cache_home", ["/proc/nowhere", "not/absolute", "/dev/null/x"])
def test_a_cache_that_cannot_be_kept_disturbs_nobody(
    world: WorldFolder, monkeypatch: pytest.MonkeyPatch, cache_home: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", cache_home)

    assert run(["validate", str(world.path)]) == exits.CLEAN


def seen_on_a_terminal(folder: Path) -> str:
    """What a terminal shows while a folder is read by somebody who has no patience."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom cli.working import working\n"
        "from engine.compiler.compile import compile_world\n"
        "folder = Path(sys.argv[1])\n"
        "with working(folder, cache=False, patience=0) as work:\n    compile_world(folder, work=work)\n"
    )
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=follower,
        stdout=subprocess.DEVNULL,
        stderr=follower,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        assert process.wait() == 0
    os.close(leader)
    return shown.decode()


def test_a_bar_is_shown_on_a_terminal_to_those_who_wait(tmp_path: Path) -> None:
    generate(tmp_path / "world", entities=120, seed=1, per_file=30)

    shown = seen_on_a_terminal(tmp_path / "world")

    assert "reading" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)


def test_nothing_is_shown_on_a_pipe(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    generate(tmp_path / "world", entities=120, seed=1, per_file=30)

    with working(tmp_path / "world", cache=False, patience=0) as work:
        compile_world(tmp_path / "world", work=work)

    assert capfd.readouterr() == ("", "")


HEAVY = ("jsonschema", "jsonschema_rs", "rich", "rapidfuzz", "aiohttp", "sqlite_utils", "yaml")


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], (*HEAVY, "msgspec")),
        (["validate", "CONTENT"], ("jsonschema", "rich", "aiohttp", "sqlite_utils")),
    ],
)
def test_what_is_heavy_is_only_loaded_where_it_is_needed(
    world: WorldFolder, words: list[str], unwanted: tuple[str, ...]
) -> None:
    program = (
        "import sys\nfrom cli.main import run\nended = run(sys.argv[1:])\n"
        "print('loaded:', *sorted(sys.modules))\nsys.exit(ended)\n"
    )
    given = [str(world.path) if word == "CONTENT" else word for word in words]

    ran = subprocess.run([sys.executable, "-c", program, *given], capture_output=True, text=True, check=True)

    loaded = ran.stdout.rpartition("loaded:")[2].split()
    assert [name for name in unwanted if name in loaded] == []
