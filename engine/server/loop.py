"""The single writer: one queue into the world, one task that works it off, and commits without pause.

Nothing else changes the world. Every job is synchronous, so no other can come between its looking and its
doing.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TypeVar

from engine.protocol.envelope import CommandFrame, WireError
from engine.protocol.errors import ErrorCode
from engine.server.answers import BUSY, refusal
from engine.server.logs import Log
from engine.server.session import Session
from engine.server.settings import Settings
from engine.server.world import Clocks, World
from engine.server.writer import Writer
from engine.store.errors import CommitRefused, StoreBroken, StoreError
from engine.store.journal import Journal
from engine.store.player_db import PlayerDb
from engine.store.records import Batch, CommandResult

T = TypeVar("T")

SLICE: Final = 0.01
"""Seconds of work after which everyone else may use the loop."""

LONG_JOB: Final = 0.025
"""Seconds after which a single job is noted in the log."""

IDLE_COMMIT: Final = 200
"""Ticks after which the clock of an empty world is saved."""


class Stopped(Exception):  # noqa: N818 - it says what is the case
    """The loop takes nothing more."""


class WorldLoop:
    """Works off what is asked of the world, and brings what has happened to the disk."""

    def __init__(
        self,
        world: World,
        writer: Writer,
        *,
        settings: Settings,
        clocks: Clocks,
        log: Log,
        journal: Journal | None = None,
    ) -> None:
        self.world = world
        self.broken: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Done, with the reason, when the server cannot go on and must be started anew."""
        self.commits = 0
        self.commit_seconds = 0.0
        self._writer = writer
        self._clocks = clocks
        self._log = log
        self._journal = journal
        self._limit = settings.command_queue
        self._share = max(1, settings.command_queue // 8)
        self._slow = settings.slow_commit
        self._retry = settings.commit_retry
        self._jobs: deque[tuple[Callable[[], None], asyncio.Future[Any] | None]] = deque()
        self._commands = 0
        self._work = asyncio.Event()
        self._due = asyncio.Event()
        self._saved: set[asyncio.Future[None]] = set()
        self._doors: dict[int, asyncio.Lock] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._committing_since: float | None = None
        self._last_commit_tick = world.state.tick
        self._ended = False

    def start(self) -> None:
        """Begin to work."""
        self._tasks = [
            asyncio.create_task(self._work_off(), name="world"),
            asyncio.create_task(self._commit_on(), name="commits"),
        ]
        for task in self._tasks:
            task.add_done_callback(self._task_ended)

    # What comes in

    @property
    def waiting(self) -> int:
        """Commands of players that wait."""
        return self._commands

    def command(
        self, session: Session, frame: CommandFrame | WireError, known: CommandResult | None = None
    ) -> None:
        """Queue what a client sent; `busy` when there is too much already, in all or of this one."""
        if isinstance(frame, CommandFrame) and (
            self._commands >= self._limit or session.queued >= self._share
        ):
            error = refusal(frame, ErrorCode.BUSY, BUSY)
            self._post(lambda: self.world.refuse(session, error))
            return
        self._commands += 1
        session.queued += 1

        def job() -> None:
            self._commands -= 1
            session.queued -= 1
            if isinstance(frame, WireError):
                self.world.refuse(session, frame)
            else:
                self.world.slow = self._commit_is_slow()
                self.world.command(session, frame, known)

        self._post(job)

    def call(self, work: Callable[[], T]) -> "asyncio.Future[T]":
        """Queue work of our own. The future has its result. Raises Stopped when the loop has ended."""
        if self._ended:
            raise Stopped
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def job() -> None:
            try:
                result = work()
            except Exception as problem:  # noqa: BLE001 - handed on to whoever asked
                if not future.done():
                    future.set_exception(problem)
            else:
                if not future.done():
                    future.set_result(result)

        self._post(job, future)
        return future

    def tick(self) -> "asyncio.Future[None]":
        """Queue one tick."""
        return self.call(self._tick)

    async def enter(self, session: Session) -> bool:
        """Give a session its character, from the store when it is not in the world; False when there is none.

        One at a time for each character. What the store holds is read only when nothing about the character
        waits to be saved; else an older copy could come back. Raises StoreError when the store cannot be
        read.
        """
        async with self.door(session.character):
            stored = None
            while not await self.call(lambda: self.world.holds(session.character)):
                if await self.call(lambda: self.world.gate.is_saved(session.character)):
                    stored = await self._writer.run(lambda db: db.load(session.character))
                    break
                await self.saved()
            return await self.call(lambda: session.closing is None and self.world.attach(session, stored))

    def leave(self, session: Session) -> None:
        """A client is gone."""
        if not self._ended:
            self._post(lambda: self.world.detach(session))

    def door(self, character: int) -> asyncio.Lock:
        """The lock under which a character comes into the world, or is deleted."""
        if len(self._doors) > 4_096:
            self._doors = {who: lock for who, lock in self._doors.items() if lock.locked()}
        return self._doors.setdefault(character, asyncio.Lock())

    async def earlier(self, character: int, key: str) -> CommandResult | None:
        """What the store has under the key of a command. Raises StoreError, or Stopped."""
        if self._ended:
            raise Stopped
        return await self._writer.run(lambda db: db.command_result(character, key))

    async def saved(self) -> None:
        """Wait until the next try to commit has ended. Raises Stopped when there will be none."""
        if self.broken.done():
            raise Stopped
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._saved.add(future)
        self._due.set()
        await future

    async def settle(self) -> None:
        """Wait until everything asked so far is done and, unless the store refuses, on the disk."""
        await self.call(lambda: None)
        while await self.call(self.world.gate.commit_useful) or self._committing_since is not None:
            await self.saved()
            if self.world.refusing:
                return

    # How it ends

    async def stop(self, *, patience: float, hurry: asyncio.Event | None = None) -> None:
        """Refuse what would change something, finish what is queued, and commit.

        `patience` bounds the finishing in seconds, and `hurry` ends it; nothing but the disk bounds the
        commit.
        """
        self.world.stopping = True
        waits: set[asyncio.Future[Any]] = {self.call(lambda: None)}
        if hurry is not None:
            waits.add(asyncio.ensure_future(hurry.wait()))
        _, unfinished = await asyncio.wait(waits, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for future in unfinished:
            future.cancel()
        self._ended = True
        work, commits = self._tasks
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        for _, asked in self._jobs:
            if asked is not None:
                asked.cancel()
        with suppress(Stopped):
            await self._last_commit()
        commits.cancel()
        with suppress(asyncio.CancelledError):
            await commits
        for waiting in self._saved:
            waiting.cancel()

    async def _last_commit(self) -> None:
        """Whatever is left to save, saved. What the store refuses now, nobody was told of."""
        while self._committing_since is not None:
            await self.saved()
        await self.saved()

    # The work

    def _post(self, job: Callable[[], None], future: asyncio.Future[Any] | None = None) -> None:
        self._jobs.append((job, future))
        self._work.set()

    def _task_ended(self, task: asyncio.Task[None]) -> None:
        """Without its two tasks the server would stand still in silence: it must end."""
        if task.cancelled() or self.broken.done():
            return
        problem = task.exception()
        if problem is not None:
            self._log.error("a task of the world ended", task=task.get_name(), exc_info=problem)
            self.broken.set_result(f"the task {task.get_name()} ended by mistake")

    async def _work_off(self) -> None:
        now = self._clocks.monotonic
        while True:
            await self._work.wait()
            self._work.clear()
            until = now() + SLICE
            while self._jobs:
                job, _ = self._jobs.popleft()
                began = now()
                try:
                    job()
                except Exception as mistake:  # noqa: BLE001 - the loop's edge: one job fails, the next one comes
                    self._log.error("a job failed because of a mistake in the server", exc_info=mistake)
                ended = now()
                if ended - began > LONG_JOB:
                    self._log.warning("a job took long", milliseconds=round((ended - began) * 1000))
                if self.world.gate.commit_due():
                    self._due.set()
                if ended > until:
                    await asyncio.sleep(0)
                    until = now() + SLICE

    def _tick(self) -> None:
        self.world.tick()
        since = self.world.state.tick - self._last_commit_tick
        running = bool(self.world.state.characters) and (
            self.world.gate.commit_useful() or bool(self.world.state.timers)
        )
        if running or since >= IDLE_COMMIT or self.world.gate.commit_due():
            self._due.set()

    # The commits

    def _commit_is_slow(self) -> bool:
        since = self._committing_since
        return since is not None and self._clocks.monotonic() - since > self._slow

    async def _commit_on(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            waiting, self._saved = self._saved, set()
            try:
                ok = await self._commit_once()
            except StoreBroken as problem:
                self._log.error("the store cannot be used any more", problem=str(problem))
                if not self.broken.done():
                    self.broken.set_result(str(problem))
                return
            finally:
                for future in waiting:
                    if not future.done():
                        future.set_result(None)
            if not ok:
                await asyncio.sleep(self._retry)
                # Even when nobody asks: only a commit that succeeds shows that the store takes them again.
                self._due.set()

    async def _commit_once(self) -> bool:
        self._committing_since = began = self._clocks.monotonic()
        self.world.gate.begin_commit()
        try:
            batch = self.world.batch()
            await self._writer.run(lambda db: self._save(db, batch))
        except StoreBroken:
            raise
        except CommitRefused as problem:
            self._log.error("the store refused a commit", problem=str(problem), character=problem.character)
            alone = problem.character
            await self._restore(
                self.world.gate.all_touched() if alone is None else self.world.gate.touched(alone)
            )
            return False
        except StoreError as problem:
            self._log.error("the store takes no commits", problem=str(problem))
            await self._restore(self.world.gate.touched())
            return False
        except Exception as mistake:  # noqa: BLE001 - the loop's edge: what cannot be saved must not stop the rest
            self._log.error("a commit failed because of a mistake in the server", exc_info=mistake)
            await self._restore(self.world.gate.all_touched())
            return False
        finally:
            self._committing_since = None
        self.commits += 1
        self.commit_seconds += self._clocks.monotonic() - began
        self._last_commit_tick = batch.tick
        if self.world.refusing:
            self._log.info("the store takes commits again")
        self.world.committed()
        return True

    def _save(self, db: PlayerDb, batch: Batch) -> None:
        db.commit(batch)
        if self._journal is not None:
            self._journal.flush()

    async def _restore(self, characters: frozenset[int]) -> None:
        """Put characters back to what the store holds; keeps trying to read them until it can."""
        # From now on, not only from when they are read: what is asked meanwhile would be lost again.
        self.world.refusing = True
        while True:
            try:
                stored = await self._writer.run(lambda db: {who: db.load(who) for who in sorted(characters)})
            except StoreBroken:
                raise
            except StoreError as problem:
                self._log.error("the store cannot be read", problem=str(problem))
                await asyncio.sleep(self._retry)
            else:
                self.world.restore(stored)
                return


def figures(loop: WorldLoop) -> dict[str, Any]:
    """What there is to know about the loop and its world, for those who watch the server."""
    mean = loop.commit_seconds / loop.commits if loop.commits else math.nan
    return {
        "players": loop.world.players,
        "characters": len(loop.world.state.characters),
        "rooms": len(loop.world.state.rooms),
        "tick": loop.world.state.tick,
        "waiting": loop.waiting,
        "commits": loop.commits,
        "commit_seconds_mean": mean,
        "formula_errors_total": loop.world.catalog.errors.total,
        **{f"{name}_total": count for name, count in sorted(loop.world.counts.items())},
    }
