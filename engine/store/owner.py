"""One process owns a players' database: a lock on a file beside it, which ends with the process."""

import fcntl
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.store.errors import InUse, NotWritable

_TOLD_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLock:
    """A lock that is held. The operating system gives it back when the process ends, however it ends."""

    fd: int

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two owners lock two files of one name."""
        os.close(self.fd)


def this_process(now: int) -> str:
    """How this process is named to others, since `now` in Unix seconds."""
    return f"process {os.getpid()} on {platform.node() or 'this machine'}, since {now}"


def lock_path(path: Path) -> Path:
    """The file whose lock stands for the database at `path`."""
    return path.with_name(f"{path.name}.lock")


def acquire(path: Path, *, now: int) -> OwnerLock:
    """Become the owner of the database at `path`, a path without symbolic links.

    Raises `InUse` when another process is, and `NotWritable` when there can be no lock file.
    """
    beside = lock_path(path)
    try:
        fd = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise NotWritable(
            f"{beside} cannot be written ({error.strerror}). Let the server write to {path.parent}, "
            "or choose another data folder."
        ) from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(fd, _TOLD_AT_MOST).decode("utf-8", "replace").strip() or "another process"
        os.close(fd)
        raise InUse(
            f"{path} is in use by {holder}. Stop that server first, or give this one another data folder."
        ) from error
    except OSError as error:
        os.close(fd)
        raise NotWritable(
            f"{beside} cannot be locked ({error.strerror}). Put the data folder on a local disk."
        ) from error
    try:
        os.ftruncate(fd, 0)
        os.pwrite(fd, this_process(now).encode(), 0)
    except OSError:
        # A full disk: the lock holds all the same, it only cannot say whose it is.
        pass
    return OwnerLock(fd=fd)
