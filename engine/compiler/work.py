"""The facts of all files of a world: from what was kept, and else made, by several processes when it pays."""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from engine.compiler.decode import Limits
from engine.compiler.facts import Filed, Packed, unpacked
from engine.compiler.keep import Kept

_PAYS_FROM: Final = 1_500_000
"""So many bytes make it worth while to start other processes."""


class CacheDiffers(Exception):  # noqa: N818 - said as it is
    """Kept facts are not those that the file gives: a mistake of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How facts are come by: in how many processes (None: one for each core), and what is kept.

    `progress` is told after each file how many bytes are done, and of how many: when all other processes have
    been started. It is told of none when nothing is to be done.
    """

    jobs: int | None = 1
    kept: Kept | None = None
    verify: bool = False
    progress: Callable[[int, int], None] | None = None


ALONE: Final = Work()
"""One process, nothing kept."""


def all_facts(files: Mapping[str, bytes], limits: Limits, work: Work) -> dict[str, Filed]:
    """The facts of every file, in the order of their paths. Raises CacheDiffers when asked to verify."""
    filed: dict[str, Filed] = {}
    names: dict[str, str] = {}
    if work.kept is not None:
        for path, data in sorted(files.items()):
            names[path] = work.kept.name(data)
            found = work.kept.get(names[path], partial(_made_anew, path, data, limits))
            if found is not None:
                filed[path] = found
    wanted = {path: data for path, data in sorted(files.items()) if work.verify or path not in filed}
    of_all, done = sum(map(len, wanted.values())), 0
    if work.progress is not None and not wanted:
        work.progress(0, 0)
    # What is made to be compared must not take the place of what it is compared with.
    to_keep = {path: name for path, name in names.items() if path not in filed}
    for path, made in _made(wanted, limits, work, to_keep):
        done += len(wanted[path])
        if work.progress is not None:
            work.progress(done, of_all)
        known = filed.get(path)
        if known is not None and known.packed() != made.packed():
            raise CacheDiffers(path)
        filed[path] = made
    if work.kept is not None:
        work.kept.forget_all_but(set(names.values()))
    return {path: filed[path] for path in sorted(files)}


def _made_anew(path: str, data: bytes, limits: Limits) -> Filed:
    # Here and not above, as below: when all is kept, nobody needs to know how files are read.
    from engine.compiler.filing import file_facts

    return file_facts(path, data, limits)


def _made(
    files: Mapping[str, bytes], limits: Limits, work: Work, to_keep: Mapping[str, str]
) -> Iterator[tuple[str, Filed]]:
    jobs = min(work.jobs or os.cpu_count() or 1, len(files))
    large = sum(len(data) for data in files.values()) >= _PAYS_FROM
    # Only a process with a single thread can be doubled as it is; others would have to begin anew.
    alone = threading.active_count() == 1 and hasattr(os, "fork")
    tasks = [_Task(path, data, limits, work.kept, to_keep.get(path)) for path, data in files.items()]
    if jobs < 2 or not large or not alone:
        for task in tasks:
            made, _ = _kept(task)
            yield task.path, made
        return
    # Here and not above: small worlds do without, and reading these takes as long as checking one.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from engine.compiler.straight import straight
    from engine.compiler.validate import all_at_once

    # Made before the doubling, so that every process has them already.
    straight()
    all_at_once()
    with ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("fork"), initializer=gc.disable
    ) as pool:
        for task, sent in zip(tasks, pool.map(_sent, tasks), strict=True):
            yield task.path, _received(task, sent)


@dataclass(frozen=True, slots=True)
class _Task:
    """A file whose facts are wanted, and the name to keep them under, if they are to be kept."""

    path: str
    data: bytes
    limits: Limits
    kept: Kept | None
    name: str | None


def _kept(task: _Task) -> tuple[Filed, bool]:
    """The facts of a file, and whether they are kept now."""
    made = _made_anew(task.path, task.data, task.limits)
    return made, task.kept is not None and task.name is not None and task.kept.put(task.name, made)


def _sent(task: _Task) -> tuple[bytes, Packed] | None:
    """The facts of a file on their way to the process that asked; None when they are kept for it to fetch."""
    made, kept = _kept(task)
    if kept:
        return None
    facts, *things = made.packed()
    return facts, (things[0], things[1])


def _received(task: _Task, sent: tuple[bytes, Packed] | None) -> Filed:
    if sent is not None:
        facts, things = sent
        return unpacked(facts, partial(_as_they_are, things))
    anew = partial(_made_anew, task.path, task.data, task.limits)
    # Somebody may have emptied the cache in between.
    found = task.kept.get(task.name, anew) if task.kept is not None and task.name is not None else None
    return found or anew()


def _as_they_are(things: Packed) -> Packed:
    return things
