"""`make bench-validate` measures whole runs side by side, and judges nothing by its exit status."""

import subprocess
import sys
from pathlib import Path

ROWS = [
    "PyYAML",
    "cold compile",
    "cold validate",
    "nothing changed",
    "one file changed",
    "a mistake",
    "shipped world",
    "--help",
    "python -c pass",
    "most memory:",
]


def test_every_measure_has_a_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_validate", "--entities", "300", "--jobs", "1", "--turns", "1"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()[3:]
    assert [row for row, line in zip(ROWS, lines, strict=True) if line.startswith(row)] == ROWS
