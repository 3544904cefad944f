"""Hashing passwords away from the loop, in few threads and with a bounded queue."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import argon2

T = TypeVar("T")

MEMORY_KIB: Final = 19 * 1024
ROUNDS: Final = 2


class TooBusy(Exception):  # noqa: N818 - it says what is the case
    """So many passwords wait already that another one would wait too long."""


class Passwords:
    """argon2id with 19 MiB, two rounds, one lane: about 30 ms each."""

    def __init__(self, *, workers: int, queue: int) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=1)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="passwords")
        self._room = workers + queue
        self._waiting = 0
        # Unknown users are checked against this, so that they cost the same time as known ones.
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """The text to store for a password. Raises TooBusy."""
        return await self._run(lambda: self._hasher.hash(password))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Say whether this is the password behind `stored`; None never is, after the same time."""
        return await self._run(lambda: self._verify(stored, password))

    def is_outdated(self, stored: str) -> bool:
        """Say whether a stored text was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Let the threads end; what waits is dropped."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _verify(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._nobody, password)
        except argon2.exceptions.VerifyMismatchError:
            return False
        return stored is not None

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= self._room:
            raise TooBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
