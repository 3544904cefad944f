"""What we rely on in aiohttp's request handler, which is not public, over a transport of our own."""

import asyncio
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from engine.server.connection import Gatehouse, PacedHandler
from engine.server.logs import open_log
from engine.server.settings import Settings


class _Line(asyncio.Transport):
    """A transport that notes whether it is read."""

    def __init__(self, peer: str) -> None:
        super().__init__({"peername": (peer, 1)})
        self.reading = True
        self.closed = False
        self.written = b""

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True


@dataclass
class _House:
    """A gatehouse with a clock that is moved by hand."""

    now: float = 100.0
    settings: dict[str, Any] = field(default_factory=dict)
    most: int = 100

    def __post_init__(self) -> None:
        settings = Settings(data=Path("unused"), **self.settings)
        log = open_log(io.StringIO(), form="json")
        self.gates = Gatehouse.build(settings, most=self.most, clock=lambda: self.now, log=log)

    def connect(self, peer: str = "192.0.2.1") -> tuple[PacedHandler, _Line]:
        """A new connection."""

        async def nothing(request: web.BaseRequest) -> web.StreamResponse:
            await asyncio.Event().wait()
            return web.Response()

        line = _Line(peer)
        handler = PacedHandler(web.Server(nothing), gatehouse=self.gates, loop=asyncio.get_running_loop())
        handler.connection_made(line)
        return handler, line


async def _upgraded(house: _House) -> tuple[PacedHandler, _Line]:
    handler, line = house.connect()
    handler.data_received(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert handler._upgraded
    return handler, line


def test_a_socket_over_its_budget_is_not_read_until_it_is_paid_off() -> None:
    async def test() -> None:
        house = _House(settings={"byte_rate": 1_000_000, "byte_burst": 16_384})
        handler, line = await _upgraded(house)
        handler.data_received(b"x" * 16_000)
        assert (line.reading, house.gates.held) == (True, 0)
        handler.data_received(b"x" * 10_000)
        assert (line.reading, house.gates.held) == (False, 1)
        await asyncio.sleep(0.03)
        assert (line.reading, house.gates.held) == (True, 0)
        handler.connection_lost(None)

    asyncio.run(test())


def test_aiohttp_does_not_go_on_reading_while_we_hold() -> None:
    async def test() -> None:
        house = _House(settings={"byte_rate": 4_096, "byte_burst": 16_384})
        handler, line = await _upgraded(house)
        handler.data_received(b"x" * 20_000)
        handler.pause_reading()
        handler.resume_reading()
        assert not line.reading
        handler._pause_reading_for_buffer()
        handler._resume_reading_for_buffer()
        assert not line.reading
        handler.connection_lost(None)
        assert house.gates.held == 0

    asyncio.run(test())


def test_we_do_not_go_on_reading_while_aiohttp_holds() -> None:
    async def test() -> None:
        house = _House(settings={"byte_rate": 1_000_000, "byte_burst": 16_384})
        handler, line = await _upgraded(house)
        handler.data_received(b"x" * 20_000)
        handler.pause_reading()
        await asyncio.sleep(0.03)
        assert (line.reading, house.gates.held) == (False, 0)
        handler.resume_reading()
        assert line.reading
        handler.connection_lost(None)

    asyncio.run(test())


def test_plain_requests_have_no_budget_of_bytes() -> None:
    async def test() -> None:
        house = _House(settings={"byte_rate": 4_096, "byte_burst": 16_384})
        handler, line = house.connect()
        handler.data_received(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + b"x" * 20_000)
        assert (line.reading, house.gates.taken_in) == (True, 0)
        handler.connection_lost(None)

    asyncio.run(test())


def test_connections_are_turned_away_by_number_address_and_rate() -> None:
    async def test() -> None:
        house = _House(settings={"connections_per_address": 2, "accepts_per_second": 5}, most=4)
        kept = [house.connect() for _ in range(2)]
        third = house.connect()
        others = [house.connect(f"192.0.2.{n}") for n in (2, 3)]
        fifth = house.connect("192.0.2.4")

        assert [line.closed for _, line in [*kept, *others]] == [False] * 4
        assert [line.written.startswith(b"HTTP/1.1 503") for _, line in (third, fifth)] == [True, True]
        for handler, _ in [*kept, third, *others, fifth]:
            handler.connection_lost(None)
        assert (house.gates.open, house.gates.turned_away) == (0, 2)
        one, two = house.connect("192.0.2.8"), house.connect("192.0.2.9")
        assert [one[1].closed, two[1].closed] == [False, True]
        house.now += 1
        again = house.connect("192.0.2.9")
        assert not again[1].closed
        for handler, _ in (one, two, again):
            handler.connection_lost(None)

    asyncio.run(test())


def test_a_proxy_of_ours_stands_for_many() -> None:
    async def test() -> None:
        house = _House(settings={"connections_per_address": 1, "behind_proxy": ("192.0.2.0/24",)})
        connections = [house.connect() for _ in range(5)]

        assert not any(line.closed for _, line in connections)
        for handler, _ in connections:
            handler.connection_lost(None)

    asyncio.run(test())
