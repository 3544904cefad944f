"""The beat of the world: a tick every 50 ms by the monotonic clock, late ones made up for, never a burst."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from engine.base.units import TICKS_PER_SECOND
from engine.server.logs import Log
from engine.server.loop import Stopped


class Ticks(Protocol):
    """What takes ticks: `WorldLoop`."""

    def tick(self) -> "asyncio.Future[None]":
        """Queue one tick; done when it has passed. Raises Stopped."""


async def run_ticker(
    loop: Ticks,
    *,
    clock: Callable[[], float],
    log: Log,
    speed: float,
    catch_up: int,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Post ticks until cancelled or the loop has ended.

    At most `catch_up` late ticks follow each other at once; what is later than that never happens, so the
    world runs slower for a while instead of leaping. `speed` multiplies the rate.
    """
    period = 1.0 / (TICKS_PER_SECOND * speed)
    due = clock() + period
    lost = 0
    while True:
        late = clock() - due
        if late < 0:
            if lost:
                log.warning("the world ran slow", lost_ticks=lost)
                lost = 0
            await sleep(-late)
            continue
        behind = int(late / period)
        if behind > catch_up:
            due += (behind - catch_up) * period
            lost += behind - catch_up
        try:
            await loop.tick()
        except Stopped:
            return
        due += period
        if speed > 1:
            # At high speed there is always a late tick: everyone else must come to the loop too.
            await sleep(0)
