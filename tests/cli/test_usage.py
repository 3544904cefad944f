"""A command line that cannot be understood is answered in one sentence: what is possible, what was meant."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import exits
from cli.main import COMMANDS, run
from tests.small_world import WorldFolder

GRAPH = "Write it like `gamectl graph WHAT --output FILE`."


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("validte", "there is no command validte. Did you mean validate?"),
        ("frobnicate", f"there is no command frobnicate. The commands are {', '.join(dict(COMMANDS))}."),
        ("--debug validte", "there is no command validte. Did you mean validate?"),
        ("--versio", "`gamectl` has no option --versio. Did you mean --version?"),
        ("validate --formt xml", "`gamectl validate` has no option --formt. Did you mean --format?"),
        ("fmt -x", "`gamectl fmt` has no option -x. It has --check, --diff, --help."),
        ("validate --jobs 0", "--jobs cannot be `0`. Write a whole number from 1 on."),
        ("validate --jobs=-4", "--jobs cannot be `-4`. Write a whole number from 1 on."),
        ("compile --jobs many", "--jobs cannot be `many`. Write a whole number from 1 on."),
        ("graph map -o x.svg --depth 99", "--depth cannot be `99`. Write a whole number from 1 to 20."),
        ("serve --port abc", "--port cannot be `abc`. Write a whole number."),
        ("validate --format xml", "--format cannot be `xml`. Write text, concise, json, sarif or github."),
        ("validate -f jsn", "--format cannot be `jsn`. Did you mean json?"),
        ("validate --fail-on warnings", "--fail-on cannot be `warnings`. Did you mean warning?"),
        ("validate --report sarf=x.sarif", "there is no format sarf. Did you mean sarif?"),
        ("validate --select", "--select needs a value behind it. `gamectl validate --help` says which."),
        ("graph mpa -o x.svg", "WHAT cannot be `mpa`. Did you mean map?"),
        ("graph", f"`gamectl graph` needs WHAT (map, quests or uses). {GRAPH}"),
        (
            "rename items:a",
            "`gamectl rename` needs NEW (Its new id). Write it like `gamectl rename KIND:OLD NEW`.",
        ),
        ("fmt a b", "`gamectl fmt` takes no more than PATH; b is too much."),
        ("rules all", "`gamectl rules` takes nothing but options; all is too much."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_what_is_possible(
    arguments: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(arguments.split())

    assert (code, *capsys.readouterr()) == (exits.NOT_RUN, "", f"gamectl: {says}\n")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_without_a_command_the_help_is_shown(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(arguments)

    assert code == exits.CLEAN
    assert "gamectl new world harbor" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["compile", "content", "-o", "no/such/world.db"],
        ["graph", "map", "-w", "content", "-o", "no/such/map.svg"],
        ["docs", "content", "-o", "no/such/site"],
        ["validate", "content", "--report", "sarif=no/such/world.sarif"],
    ],
)
def test_nothing_is_written_into_a_folder_that_is_not_there(
    arguments: list[str],
    world: WorldFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(world.path.parent)
    name = Path(arguments[-1]).name

    code = run(arguments)

    assert code == exits.NOT_RUN
    assert capsys.readouterr().err == (
        f"gamectl: there is no folder no/such to put {name} into. Make it first, or name another.\n"
    )
    assert not Path("no").exists()


def test_a_reader_that_goes_away_is_no_mistake_of_ours(world: WorldFolder) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    ended = subprocess.run(
        [sys.executable, "-m", "cli.main", "rules"], stdout=writing, stderr=subprocess.PIPE, text=True
    )

    os.close(writing)
    assert (ended.returncode, ended.stderr) == (exits.FINDINGS, "")
