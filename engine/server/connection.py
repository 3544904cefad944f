"""Connections below HTTP: how many there may be, and how fast each may be read.

aiohttp hands a socket's bytes to a request handler. Ours reads a WebSocket no faster than its budget, so a
flood of frames that never become messages (empty fragments, for one) cannot keep everyone else from the
loop. This subclasses a part of aiohttp that is not public: it is kept small, and tests hold each of its
promises.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from engine.server.limits import Bucket, Seats, address_key
from engine.server.logs import Log
from engine.server.origins import Proxies
from engine.server.settings import Settings

_TURNED_AWAY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)


@dataclass(slots=True, eq=False)
class Gatehouse:
    """Counts connections, and turns away those that are too many."""

    settings: Settings
    proxies: Proxies
    most: int
    clock: Callable[[], float]
    log: Log
    seats: Seats
    accepts: Bucket
    open: int = 0
    held: int = 0
    """Sockets that are not read right now, because they sent more than their budget."""
    taken_in: int = 0
    """Bytes that sockets were read."""
    turned_away: int = 0

    @classmethod
    def build(cls, settings: Settings, *, most: int, clock: Callable[[], float], log: Log) -> "Gatehouse":
        """One for a server; `most` is how many connections the descriptors allow."""
        return cls(
            settings=settings,
            proxies=Proxies(settings.behind_proxy),
            most=most,
            clock=clock,
            log=log,
            seats=Seats(),
            accepts=Bucket(settings.accepts_per_second, settings.accepts_per_second, clock()),
        )

    def admit(self, address: str) -> str | None:
        """The seat that a new connection takes, or None when there is none for it.

        Proxies of ours stand for many people, so they have no limit of their own.
        """
        proxy = self.proxies.trusts(address)
        key = "" if proxy else address_key(address)
        if (
            self.open >= self.most
            or (not proxy and self.seats.taken(key) >= self.settings.connections_per_address)
            or not self.accepts.try_take(1, self.clock())
        ):
            self.turned_away += 1
            self.log.warning("a connection was turned away", address=address, open=self.open)
            return None
        self.open += 1
        self.seats.take(key)
        return key

    def leave(self, key: str) -> None:
        """A connection that was admitted is gone."""
        self.open -= 1
        self.seats.leave(key)


class PacedHandler(RequestHandler):
    """aiohttp's handler of one connection, with a budget of bytes once it is a WebSocket."""

    __slots__ = ("_bytes", "_gatehouse", "_held", "_release", "_seat")

    def __init__(self, manager: web.Server, *, gatehouse: Gatehouse, **kwargs: Any) -> None:
        super().__init__(manager, **kwargs)
        settings = gatehouse.settings
        self._gatehouse = gatehouse
        self._seat: str | None = None
        self._held = False
        self._release: asyncio.TimerHandle | None = None
        self._bytes = Bucket(settings.byte_rate, settings.byte_burst, gatehouse.clock())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit a connection, or turn it away before anything of it is read."""
        peer = transport.get_extra_info("peername")
        self._seat = self._gatehouse.admit(peer[0] if peer else "")
        super().connection_made(transport)
        if self._seat is None and self.transport is not None:
            self.transport.write(_TURNED_AWAY)
            self.force_close()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give the seat back."""
        if self._release is not None:
            self._release.cancel()
            self._gatehouse.held -= 1
        if self._seat is not None:
            self._gatehouse.leave(self._seat)
            self._seat = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in; once over the budget of a WebSocket, read no more until it is paid off."""
        super().data_received(data)
        if data and self._upgraded:
            self._gatehouse.taken_in += len(data)
            wait = self._bytes.take(len(data), self._gatehouse.clock())
            if wait and not self._held:
                self._held = True
                self._gatehouse.held += 1
                self._pause_transport_reading()
                self._release = self._loop.call_later(wait, self._let_go)

    def _let_go(self) -> None:
        self._held = False
        self._release = None
        self._gatehouse.held -= 1
        if not self._reading_paused and not self._buffer_paused:
            self._resume_transport_reading()

    def _resume_transport_reading(self) -> None:
        # aiohttp resumes when its own buffers have room; our hold outlasts that.
        if not self._held:
            super()._resume_transport_reading()


class PacedServer(web.Server):
    """aiohttp's server, making our handlers."""

    def __init__(self, *args: Any, gatehouse: Gatehouse, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gatehouse = gatehouse

    def __call__(self) -> RequestHandler:
        """A handler for a new connection."""
        return PacedHandler(self, loop=self._loop, gatehouse=self._gatehouse, **self._kwargs)


class PacedRunner(web.AppRunner):
    """aiohttp's runner, with our server."""

    __slots__ = ("_gatehouse",)

    def __init__(self, app: web.Application, *, gatehouse: Gatehouse, **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self._gatehouse = gatehouse

    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        return PacedServer(
            plain.request_handler,
            request_factory=plain.request_factory,
            gatehouse=self._gatehouse,
            **plain._kwargs,
        )
