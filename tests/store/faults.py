"""Real faults of a machine, made on purpose: nothing of ours is replaced."""

import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The operating system refuses to let any file of this process grow past `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, was)


@contextmanager
def locked_by_another(path: Path) -> Iterator[None]:
    """Another connection holds the right to write."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


def said_as_nobody(act: Callable[[], object]) -> str:
    """What `act` says when a process without rights does it: the class and text of its error, or `""`."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = ""
        try:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            act()
        except BaseException as error:  # noqa: BLE001 - the child says it and ends
            said = f"{type(error).__name__}: {error}"
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as file:
        said = file.read().decode()
    os.waitpid(child, 0)
    return said


def this_python(script: str, *arguments: object) -> list[str]:
    """The command line that runs one of the programs of these tests."""
    return [sys.executable, str(Path(__file__).parent / "programs" / script), *map(str, arguments)]
