"""Measures the compiler against PyYAML on a made-up world, all in one run on one machine.

    python -m tools.bench_validate --entities 100000 --jobs 2

The baseline is the time that PyYAML's C loader, in one process with the garbage collector off, needs merely
to parse the same bytes. Everything else is a whole run of the command, from start to end. Each is done
several times in turn; ratios are those of the medians. Memory is that of all processes of a run together,
looked at now and then, or the most that one of them ever had, when that is more. The exit status judges
nothing.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.worldgen import generate

_PARSE: Final = """
import gc, sys, time, yaml
from pathlib import Path
texts = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.yaml"))]
gc.disable()
begun = time.perf_counter()
for text in texts:
    yaml.load(text, Loader=yaml.CSafeLoader)
print(time.perf_counter() - begun)
"""
_AIMS: Final = {
    "cold validate": (0.5, "PyYAML"),
    "cold compile": (0.6, "PyYAML"),
    "nothing changed": (0.1, "cold validate"),
    "one file changed": (0.2, "cold validate"),
}
_MOST_MEMORY: Final = 1024.0
_HELP: Final = 0.3
_BARE: Final = "python -c pass"
_CONTENT: Final = Path(__file__).parents[1] / "content"


def _memory(pid: int) -> float:
    """The memory of a process and all that it started, in MB; what they share is counted once."""
    total = 0.0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            tasks = Path(f"/proc/{one}/task/{one}/children").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
        waiting.extend(int(child) for child in tasks.split())
    return total


class _Bench:
    def __init__(self, folder: Path, jobs: int) -> None:
        self.folder, self.jobs = folder, jobs
        self.world = folder / "world"
        self.took: dict[str, list[float]] = {}
        self.most: dict[str, float] = {}

    def command(self, name: str, *words: str, expected: int = 0, says: str = "") -> None:
        """One whole run of gamectl; the measuring ends when it does not say what it should."""
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "kept")}
        with (self.folder / "printed").open("w+b") as printed:
            begun = time.perf_counter()
            run = subprocess.Popen(
                [sys.executable, "-m", "cli.main", *words],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                env=environment,
            )
            ended = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(name, run.pid, ended))
            watcher.start()
            _, status, usage = os.wait4(run.pid, 0)
            took = time.perf_counter() - begun
            run.returncode = os.waitstatus_to_exitcode(status)
            ended.set()
            watcher.join()
            printed.seek(0)
            said = printed.read().decode()
        self.took.setdefault(name, []).append(took)
        # What the largest of its processes had at any moment, should nobody have looked at that one.
        self.most[name] = max(self.most[name], usage.ru_maxrss / 1024)
        if run.returncode != expected or says not in said:
            raise SystemExit(f"{name}: ended with {run.returncode}\n{said}")

    def _watch(self, name: str, pid: int, ended: threading.Event) -> None:
        while not ended.is_set():
            self.most[name] = max(self.most.get(name, 0.0), _memory(pid))
            ended.wait(0.4)  # looking costs the one that is looked at time

    def parse(self) -> None:
        """The baseline."""
        ran = subprocess.run(
            [sys.executable, "-c", _PARSE, str(self.world)], check=True, capture_output=True, text=True
        )
        self.took.setdefault("PyYAML", []).append(float(ran.stdout))

    def bare(self) -> None:
        """Python alone."""
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        self.took.setdefault(_BARE, []).append(time.perf_counter() - begun)

    def forget(self) -> None:
        """Nothing is kept any more."""
        for path in sorted((self.folder / "kept").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    def with_file(self, change: Callable[[str], str], do: Callable[[], None]) -> None:
        """Do something while one file is different."""
        file = self.world / "region-0000.yaml"
        text = file.read_text("utf-8")
        file.write_text(change(text), "utf-8")
        do()
        file.write_text(text, "utf-8")

    def turn(self, number: int) -> None:
        """Everything once."""
        jobs = ("--jobs", str(self.jobs))
        world = str(self.world)
        self.parse()
        self.forget()
        self.command("cold compile", "compile", world, "-o", str(self.folder / "world.db"), *jobs)
        self.forget()
        self.command("cold validate", "validate", world, *jobs)
        self.command("nothing changed", "validate", world, *jobs)
        self.with_file(
            lambda text: f"{text}# changed {number}\n",
            lambda: self.command("one file changed", "validate", world, *jobs),
        )
        self.with_file(
            lambda text: text.replace("{item: ", "{item: mistyped-", 1),
            lambda: self.command("a mistake", "validate", world, *jobs, expected=1, says="\n1 error in "),
        )
        self.command("shipped world", "validate", str(_CONTENT))
        self.command("--help", "--help")
        self.bare()

    def print(self) -> None:
        """A line for each measure."""
        middle = {name: statistics.median(found) for name, found in self.took.items()}
        for name, found in self.took.items():
            line = f"{name:18}{min(found):8.2f} {middle[name]:7.2f} {max(found):7.2f} s"
            if name not in ("PyYAML", _BARE):
                line += f"   {middle[name] / middle['PyYAML']:5.2f} of PyYAML"
            if name in _AIMS:
                aim, of = _AIMS[name]
                line += f", {middle[name] / middle[of]:.2f} of {of}" if of != "PyYAML" else ""
                line += f", aim {aim}"
                line += ": met" if middle[name] <= aim * middle[of] else ": missed"
            if name == "--help":
                line += f", aim {_HELP} s: {'met' if middle[name] <= _HELP else 'missed'}"
            if name in self.most:
                line += f"   {self.most[name]:5.0f} MB"
            print(line)
        most = max(self.most.values())
        verdict = "met" if most <= _MOST_MEMORY else "missed"
        print(f"most memory: {most:.0f} MB, aim {_MOST_MEMORY:.0f}: {verdict}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure the compiler against PyYAML on a made-up world.")
    parser.add_argument("--entities", type=int, default=100_000, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--turns", type=int, default=3, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder), given.jobs)
        made = generate(bench.world, entities=given.entities, seed=1)
        size = sum(path.stat().st_size for path in bench.world.glob("*.yaml")) / 1e6
        print(
            f"{made} entities, {size:.0f} MB; {platform.machine()}, {os.cpu_count()} cores, {given.jobs} used"
        )
        print(f"Python {platform.python_version()}, {platform.system()} {platform.release()}")
        print(f"{given.turns} turns: least, median, most")
        for number in range(given.turns):
            bench.turn(number)
        bench.print()


if __name__ == "__main__":
    main()
