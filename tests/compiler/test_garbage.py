"""Random and damaged files, read in other processes: no exception, no crash, no hang, no hoard of memory."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from tests.compiler.garbage import SECONDS, garbage

QUICK = 20_000
LONG = 1_000_000
PER_PROCESS = 10_000
PATIENCE = 600
"""Seconds for a process; long past what one needs, for a machine that is busy with other things."""


def read(seed: int, first: int, count: int) -> str:
    """What went wrong with these files, in another process; nothing when nothing did."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.compiler.garbage"]
    try:
        ended = subprocess.run(
            [*command, str(seed), str(first), str(count)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return f"still reading after {PATIENCE} s: {(late.stdout or b'')[-20:]!r}"
    last = ended.stdout.split()[-1:]
    if ended.returncode == 0 and last == [str(first + count - 1)]:
        return ""
    number = int(last[0]) if last else first
    return f"file {number} ended with {ended.returncode}: {garbage(seed, number)!r}\n{ended.stderr[-2000:]}"


def read_all(seed: int, count: int) -> list[str]:
    parts = range(0, count, PER_PROCESS)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return [wrong for wrong in pool.map(lambda first: read(seed, first, PER_PROCESS), parts) if wrong]


def test_twenty_thousand_files_of_garbage_are_read_to_the_end() -> None:
    assert read_all(seed=1, count=QUICK) == []


@pytest.mark.long
def test_a_million_files_of_garbage_are_read_to_the_end() -> None:
    seed = Random().randrange(2**32)

    assert read_all(seed, LONG) == [], f"seed {seed}"


@pytest.mark.parametrize(
    ("work", "ending"),
    [
        ("while True: pass", -27),
        ("import ctypes; ctypes.string_at(0)", -11),
        ("raise RecursionError", 1),
    ],
)
def test_a_process_that_hangs_or_crashes_is_seen(work: str, ending: int) -> None:
    script = (
        "import signal, sys; from tests.compiler import garbage\n"
        f"def bad(data):\n    {work}\n"
        "garbage.read_both_ways = bad; garbage.main(1, 0, 1)"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=PATIENCE)

    assert SECONDS > 0
    assert ended.returncode == ending
