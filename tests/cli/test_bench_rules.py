"""`make bench-rules` and `make bench-formulas` measure side by side; their exit status judges nothing."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def printed(tool: str, *words: str) -> list[str]:
    """The lines of a whole run."""
    done = subprocess.run(
        [sys.executable, "-m", f"tools.{tool}", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_the_core_is_measured_with_what_was_done() -> None:
    size = ["--characters", "2", "--days", "2", "--rooms", "3", "--ticks", "200", "--turns", "2"]

    lines = printed("bench_rules", *size)

    assert lines[1].startswith("2 turns of 212 commands and ")
    assert lines[2].split() == ["least", "median", "most"]
    assert any(line.startswith("commands ") and "a second, floor 50,000: " in line for line in lines)
    assert any(line.startswith("fight rounds ") and "a second, floor 20,000: " in line for line in lines)
    assert "of the commands: 144 accepted, 68 refused" in lines
    assert lines[-1].startswith("facts of the fights: ")
    assert " MemberSwung" in lines[-1]
    assert " CreatureDied" in lines[-1]


def test_formulas_are_measured_beside_python() -> None:
    lines = printed("bench_formulas", "--turns", "3", "--calls", "2000")

    rows = [line.split("  ")[0] for line in lines]
    assert rows[2:7] == ["hit chance", "gather chance", "damage", "difference", "experience"]
    assert rows.index("to check") < rows.index("500 brackets") < rows.index("to check and build")
    assert rows[-1] == "hit chance, anew"
