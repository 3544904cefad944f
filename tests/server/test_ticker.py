"""The beat of the world, with a clock that is moved by hand."""

import asyncio
import io
import json
from collections import Counter

from engine.server.logs import open_log
from engine.server.loop import Stopped
from engine.server.ticker import run_ticker


class _World:
    """Notes when ticks come. The first one takes `first` seconds, all others none."""

    def __init__(self, *, ticks: int, first: float) -> None:
        self.now = 100.0
        self.at: list[float] = []
        self._ticks = ticks
        self._first = first

    def tick(self) -> "asyncio.Future[None]":
        """Take a tick."""
        if len(self.at) == self._ticks:
            raise Stopped
        self.at.append(round(self.now - 100, 3))
        if len(self.at) == 1:
            self.now += self._first
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        future.set_result(None)
        return future

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        # A whole nanosecond at least, so that rounding never lets time stand still.
        self.now += max(seconds, 1e-9)


def _beat(*, ticks: int, first: float) -> tuple[list[float], list[dict[str, object]]]:
    world = _World(ticks=ticks, first=first)
    stream = io.StringIO()
    beat = run_ticker(
        world,
        clock=lambda: world.now,
        log=open_log(stream, form="json"),
        speed=1.0,
        catch_up=5,
        sleep=world.sleep,
    )
    asyncio.run(beat)
    return world.at, [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_tick_comes_every_fifty_milliseconds() -> None:
    assert _beat(ticks=4, first=0.0) == ([0.05, 0.1, 0.15, 0.2], [])


def test_late_ticks_are_made_up_for() -> None:
    at, log = _beat(ticks=6, first=0.16)

    assert (at, log) == ([0.05, 0.21, 0.21, 0.21, 0.25, 0.3], [])


def test_after_a_long_pause_there_is_no_burst() -> None:
    at, log = _beat(ticks=12, first=600.02)

    assert Counter(at).most_common(1) == [(600.07, 6)]
    assert [line["event"] for line in log] == ["the world ran slow"]
    assert log[0]["lost_ticks"] == 11_994
