"""What commands keep for their next run changes nothing but the time; a bar is for those who watch."""

import os
import pty
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from cli import exits
from cli.main import run
from engine.compiler.facts import Facts, Filed
from engine.compiler.keep import Kept, default_folder, kept_for
from tests.small_world import WorldFolder
from tools.worldgen import generate

ONE_ERROR = {"peat.yaml": "items:\n  peat: {based_on: oer}\n"}
WATCHED = """
import sys
from pathlib import Path
from cli.working import working
from engine.compiler.compile import compile_world

folder = Path(sys.argv[1])
with working(folder, cache="--no-cache" not in sys.argv, patience=float(sys.argv[2])) as work:
    report = compile_world(folder, work=work).report
print(report.entities)
"""
"""A command that waits as long as it is told before it shows a bar."""


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def kept(top: Path) -> list[Path]:
    """The files that are kept."""
    return [path for path in top.rglob("*") if path.is_file()]


def tell_lies(world: WorldFolder, file: str) -> Kept:
    """Keep facts of a file that are not those it gives: that there is nothing in it."""
    lies = kept_for(world.path)
    assert lies is not None
    lies.put(lies.name((world.path / file).read_bytes()), Filed(Facts(clear=True)))
    return lies


@pytest.mark.parametrize("command", ["validate", "compile"])
def test_facts_are_kept_in_the_cache_of_the_user_and_never_among_the_content(
    world: WorldFolder, top: Path, tmp_path: Path, command: str
) -> None:
    before = sorted(world.path.rglob("*"))
    output = ["-o", str(tmp_path / "world.db")] if command == "compile" else []

    run([command, str(world.path), *output])

    assert len(kept(top)) == len(list(world.path.glob("*.yaml")))
    assert sorted(world.path.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments",
    [["show", "items:bread", "-w"], ["graph", "map", "-o", "map.svg", "-w"]],
    ids=["show", "graph"],
)
def test_writers_tools_use_what_validate_kept(
    world: WorldFolder, tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tell_lies(world, "items.yaml")

    code = run([*arguments, str(world.path)])

    # A world without items cannot be in order.
    assert code == exits.FINDINGS


def test_without_a_cache_nothing_is_kept(world: WorldFolder, top: Path) -> None:
    code = run(["validate", str(world.path), "--no-cache"])

    assert code == exits.CLEAN
    assert not top.exists()


def test_without_a_cache_nothing_kept_is_used(world: WorldFolder) -> None:
    tell_lies(world, "items.yaml")

    with_it = run(["validate", str(world.path)])
    without = run(["validate", str(world.path), "--no-cache"])

    assert (with_it, without) == (exits.FINDINGS, exits.CLEAN)


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "concise"])
def test_findings_are_the_same_whatever_is_kept_and_however_many_work(
    world: WorldFolder, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write(ONE_ERROR)
    said = []
    for more in ([], [], ["--no-cache"], ["--verify-cache"], ["--jobs", "2"], ["--no-cache", "--jobs", "1"]):
        assert run(["validate", str(world.path), "--format", format_, *more]) == exits.FINDINGS
        said.append(capsys.readouterr())

    assert set(said) == {said[0]}
    assert said[0].err == ""


def test_kept_facts_that_are_right_pass_the_comparison(world: WorldFolder) -> None:
    run(["validate", str(world.path)])

    assert run(["validate", str(world.path), "--verify-cache"]) == exits.CLEAN


@pytest.mark.parametrize("command", ["validate", "compile"])
def test_kept_facts_that_are_wrong_are_a_mistake_of_ours_and_dropped(
    world: WorldFolder, top: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "world.db"
    more = ["-o", str(output)] if command == "compile" else []
    tell_lies(world, "items.yaml")

    code = run([command, str(world.path), "--verify-cache", *more])

    shown = capsys.readouterr()
    assert (code, shown.out) == (exits.BUG, "")
    assert shown.err == (
        "gamectl: what was kept about items.yaml is not what the file says. That is a mistake of gamectl, "
        "not yours: please report it. What was kept is gone now, so run the command again; --no-cache does "
        "without.\n"
    )
    assert (kept(top), output.exists()) == ([], False)
    assert run([command, str(world.path), *more]) == exits.CLEAN


@pytest.mark.parametrize(
    "where", ["a file/below", "a file", "/dev/null/below", "/proc/nowhere", "not absolute"]
)
def test_a_cache_that_cannot_be_had_disturbs_nobody(
    world: WorldFolder,
    tmp_path: Path,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a file").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", where if where == "not absolute" else str(tmp_path / where))
    before = sorted(tmp_path.rglob("*"))

    code = run(["validate", str(world.path)])

    assert (code, capsys.readouterr()) == (exits.CLEAN, ("no findings in 10 files with 17 things\n", ""))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("home", ["/dev/null", ""])
def test_a_home_that_is_none_disturbs_nobody(
    world: WorldFolder, home: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", home)

    code = run(["validate", str(world.path)])

    assert (code, capsys.readouterr()) == (exits.CLEAN, ("no findings in 10 files with 17 things\n", ""))


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_jobs_that_is_none_is_refused(
    world: WorldFolder, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["validate", str(world.path), f"--jobs={jobs}"])

    assert code == exits.NOT_RUN
    assert "--jobs" in capsys.readouterr().err


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of several files, so large that several processes read it."""
    folder = tmp_path_factory.mktemp("large") / "world"
    generate(folder, entities=4000, seed=1, per_file=500)
    return folder


def on_terminal(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run Python with a terminal as standard error: exit code, standard output, what the terminal got."""
    above, below = pty.openpty()
    watched = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=below,
        env={**os.environ, "TERM": "xterm", **environment},
        cwd=Path(__file__).parents[2],
        text=True,
    )
    os.close(below)
    got = b""
    # A terminal that nobody writes to any more ends with an error, not with an end.
    with suppress(OSError):
        while part := os.read(above, 65536):
            got += part
    os.close(above)
    printed, _ = watched.communicate()
    return watched.returncode, printed, got.decode()


def test_a_bar_moves_while_files_are_read_and_leaves_nothing_behind(large: Path) -> None:
    code, printed, shown = on_terminal("-c", WATCHED, str(large), "0", "--no-cache")

    assert (code, printed) == (exits.CLEAN, "4010\n")
    assert "reading 0 of 2 MB" in shown
    assert shown.index("reading") < shown.index("checking the whole")
    # Its only line is taken away at the end, and the cursor is there again.
    assert shown.count("\n") == 1
    assert shown.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_a_bar_is_there_as_well_when_all_was_kept(large: Path) -> None:
    on_terminal("-c", WATCHED, str(large), "0")

    _, printed, shown = on_terminal("-c", WATCHED, str(large), "0")

    assert printed == "4010\n"
    assert "reading" not in shown
    assert "checking the whole" in shown
    assert shown.endswith("\x1b[?25h\r\x1b[1A\x1b[2K")


def test_a_bar_comes_by_itself_when_nothing_is_told_any_more(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom cli.working import working\n"
        "with working(Path(sys.argv[1]), patience=0.5) as work:\n"
        "    work.progress(0, 0)\n    sys.stdin.read()\n"
    )
    above, below = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stderr=below,
        env={**os.environ, "TERM": "xterm"},
        cwd=Path(__file__).parents[2],
    ) as waiting:
        os.close(below)
        got = b""
        # It ends only when its standard input does, which is after the bar was seen.
        while b"checking the whole" not in got and select.select([above], [], [], 60)[0]:
            got += os.read(above, 65536)
    os.close(above)

    assert b"checking the whole" in got
    assert waiting.returncode == 0


def test_a_terminal_shows_nothing_to_those_who_need_not_wait(large: Path) -> None:
    assert on_terminal("-c", WATCHED, str(large), "1000") == (exits.CLEAN, "4010\n", "")


def test_a_terminal_that_cannot_move_its_cursor_gets_no_bar(large: Path) -> None:
    assert on_terminal("-c", WATCHED, str(large), "0", TERM="dumb") == (exits.CLEAN, "4010\n", "")


def test_a_pipe_gets_no_bar_however_long_it_takes(large: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(large), "0"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (exits.CLEAN, "4010\n", "")


def test_what_is_said_of_wrong_facts_is_not_taken_away_with_the_bar(large: Path) -> None:
    program = WATCHED.replace("patience=", "verify=True, patience=")
    on_terminal("-c", program, str(large), "0")
    lies = kept_for(large)
    assert lies is not None
    lies.put(lies.name((large / "region-0004.yaml").read_bytes()), Filed(Facts(clear=True)))

    _, _, shown = on_terminal("-c", program, str(large), "0")

    assert "\x1b[2Kgamectl: what was kept about region-0004.yaml is not what the file says." in shown


def test_an_empty_home_is_none_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "")

    assert default_folder(tmp_path) is None
