"""What a running server holds together, and where its requests find it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from engine.model.catalog import Catalog
from engine.protocol.errors import CloseCode
from engine.server.accounts import Accounts
from engine.server.connection import Gatehouse
from engine.server.limits import Seats
from engine.server.logs import Log
from engine.server.loop import WorldLoop
from engine.server.origins import Proxies
from engine.server.pictures import Picture
from engine.server.session import Session
from engine.server.settings import Settings
from engine.server.world import Clocks


@dataclass(slots=True, kw_only=True, eq=False)
class Running:
    """The parts of a running server.

    `origins` are those of pages that may use it; `sockets` all that are open, also those that do not play
    yet; `epochs` counts every session there was.
    """

    version: str
    settings: Settings
    catalog: Catalog
    clocks: Clocks
    log: Log
    loop: WorldLoop
    accounts: Accounts
    pictures: Mapping[str, Picture]
    proxies: Proxies
    gatehouse: Gatehouse
    origins: frozenset[str] = frozenset()
    stopping: bool = False
    sockets: set[Session] = field(default_factory=set)
    by_address: Seats = field(default_factory=Seats)
    by_account: Seats = field(default_factory=Seats)
    epochs: int = 0
    empty: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever a socket has ended and none is left."""

    def gone(self, session: Session) -> None:
        """A socket has ended."""
        self.sockets.discard(session)
        if not self.sockets:
            self.empty.set()

    def close_sockets_of(self, token: bytes) -> None:
        """End every socket that was opened with this token."""
        for session in self.sockets:
            if session.token == token:
                session.close(CloseCode.NOT_ALLOWED, "Your session has ended. Sign in again.")


RUNNING = web.AppKey("running", Running)
"""Where an application keeps it."""
