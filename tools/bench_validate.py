"""Measures the compiler against PyYAML on a made-up world, all in one run on one machine.

    python -m tools.bench_validate --entities 100000 --jobs 2

The baseline is the time that PyYAML's C loader, in one process with the garbage collector off, needs merely
to parse the same bytes. Every measure runs in a process of its own; memory is the largest of its processes.
"""

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tools.worldgen import generate

_AIMS: Final = {"cold validate": 0.5, "cold compile": 0.6}
_AIMS_OF_COLD: Final = {"nothing changed": 0.1, "one file changed": 0.2}


def _parse(world: Path) -> None:
    import gc

    import yaml

    texts = [path.read_bytes() for path in sorted(world.glob("*.yaml"))]
    gc.disable()
    begun = time.perf_counter()
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    _tell(begun)


def _validate(world: Path, kept: Path, jobs: int) -> None:
    begun = time.perf_counter()
    from engine.compiler.compile import compile_world
    from engine.compiler.decode import Limits
    from engine.compiler.keep import Kept
    from engine.compiler.work import Work

    compiled = compile_world(world, work=Work(jobs=jobs, kept=Kept(kept, Limits())))
    assert compiled.report.diagnostics == (), compiled.report.diagnostics[:3]
    _tell(begun)


def _compile(world: Path, kept: Path, jobs: int) -> None:
    begun = time.perf_counter()
    from engine.compiler.compile import compile_world
    from engine.compiler.decode import Limits
    from engine.compiler.keep import Kept
    from engine.compiler.work import Work
    from engine.store.world_db import write_world

    compiled = compile_world(world, work=Work(jobs=jobs, kept=Kept(kept, Limits())))
    assert compiled.plain is not None
    title = compiled.plain["world"]
    write_world(
        kept.with_suffix(".db"),
        compiled.plain,
        digest=compiled.digest or "",
        sources=compiled.sources,
        title=title["title"],
        version=title["version"],
    )
    _tell(begun)


def _tell(begun: float) -> None:
    took = time.perf_counter() - begun
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(took, most / 1024)


def _run(*arguments: str) -> tuple[float, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.bench_validate", *arguments], check=True, capture_output=True, text=True
    )
    took, most = ran.stdout.split()
    return float(took), float(most)


def _measure(entities: int, jobs: int, folder: Path) -> None:
    world, kept = folder / "world", folder / "kept"
    made = generate(world, entities=entities, seed=1)
    size = sum(path.stat().st_size for path in world.glob("*.yaml")) / 1e6
    print(f"{made} entities, {size:.0f} MB; {platform.machine()}, {os.cpu_count()} cores, {jobs} used")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.release()}")
    place = (str(world), str(kept), str(jobs))
    base, _ = _run("parse", str(world))
    print(f"{'PyYAML parses':18}{base:8.2f} s")
    cold = _line("cold validate", _run("validate", *place), base, base)
    _line("nothing changed", _run("validate", *place), base, cold)
    changed = world / "region-0000.yaml"
    changed.write_text(changed.read_text("utf-8") + "# changed\n", "utf-8")
    _line("one file changed", _run("validate", *place), base, cold)
    shutil.rmtree(kept)
    _line("cold compile", _run("compile", *place), base, base)


def _line(name: str, measured: tuple[float, float], base: float, cold: float) -> float:
    took, most = measured
    aim, against = (_AIMS_OF_COLD[name], cold) if name in _AIMS_OF_COLD else (_AIMS[name], base)
    word = "cold" if name in _AIMS_OF_COLD else "PyYAML"
    verdict = "met" if took <= aim * against else "missed"
    print(
        f"{name:18}{took:8.2f} s {took / base:6.2f} of PyYAML; {took / against:5.2f} of {word}, "
        f"aim {aim}: {verdict}; {most:5.0f} MB"
    )
    return took


def main() -> None:
    """The command line; with a first word, one measure."""
    match sys.argv[1:]:
        case ["parse", world]:
            return _parse(Path(world))
        case ["validate", world, kept, jobs]:
            return _validate(Path(world), Path(kept), int(jobs))
        case ["compile", world, kept, jobs]:
            return _compile(Path(world), Path(kept), int(jobs))
    parser = argparse.ArgumentParser(description="Measure the compiler against PyYAML on a made-up world.")
    parser.add_argument("--entities", type=int, default=100_000, metavar="N")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(given.entities, given.jobs, Path(folder))
    return None


if __name__ == "__main__":
    main()
