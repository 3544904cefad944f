"""The one thread that owns the players' database. Everyone else asks it and waits."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from engine.store.player_db import PlayerDb

T = TypeVar("T")


class Writer:
    """Runs work on the database, one piece after the other, in the order it was asked for."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._db: PlayerDb | None = None
        self.waiting = 0
        """Pieces of work asked for and not finished."""

    async def open(self, opening: Callable[[], PlayerDb]) -> None:
        """Open the database on the thread that will own it. Raises what the store raises."""
        self._db = await self._run(opening)

    async def run(self, work: Callable[[PlayerDb], T]) -> T:
        """Let the thread do `work` with the database. Raises what the work raises."""
        db = self._db
        if db is None:
            raise RuntimeError("the players' database is not open")
        return await self._run(lambda: work(db))

    async def close(self) -> None:
        """Close the database after all work in hand, and end the thread."""
        db, self._db = self._db, None
        if db is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._run(db.close)
        self._thread.shutdown(wait=True)

    async def _run(self, work: Callable[[], T]) -> T:
        self.waiting += 1
        try:
            # Shielded: whoever waited may go away, but what is being written is written.
            return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, work))
        finally:
            self.waiting -= 1
