"""One connected client: who it plays, what waits to be sent to it, and how it ends.

All sending goes through one queue and one task, so frames never overtake each other and a client that does
not read holds up nobody.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from aiohttp.http_websocket import WSMsgType

from engine.protocol.errors import CloseCode
from engine.server.outbox import Outbox
from engine.server.settings import Settings

MAX_REASON: Final = 123
"""Bytes of a reason in a close frame (RFC 6455: 125 with the code)."""
_BATCH: Final = 16
_TOO_SLOW: Final = "You read too slowly. Connect again; the first frames hold everything."


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Why we end a connection."""

    code: int
    reason: str


class Session:
    """A live socket that plays one character. `epoch` is greater than that of every earlier one."""

    __slots__ = (
        "_limit",
        "_outbox",
        "_settings",
        "_wake",
        "address",
        "character",
        "closing",
        "epoch",
        "last_command",
        "queued",
        "sent",
        "token",
        "user",
    )

    def __init__(
        self,
        *,
        user: int,
        character: int,
        token: bytes,
        address: str,
        epoch: int,
        now: float,
        settings: Settings,
    ) -> None:
        self.user = user
        self.character = character
        self.token = token
        self.address = address
        self.epoch = epoch
        self.last_command = now
        self.queued = 0
        """Commands of this session that wait for the world."""
        self.sent = 0
        self.closing: Closing | None = None
        self._settings = settings
        self._outbox = Outbox(frames=settings.out_frames, size=settings.out_bytes)
        self._wake = asyncio.Event()
        self._limit: asyncio.Timeout | None = None

    def send(self, kind: str, data: bytes, *, supersedes: bool = False) -> None:
        """Queue a frame. A client that lags too far behind is closed; a closed one gets nothing more."""
        if self.closing is not None:
            return
        if not self._outbox.put(kind, data, supersedes=supersedes):
            self._outbox.clear()
            self.close(CloseCode.TOO_SLOW, _TOO_SLOW)
            if self._limit is not None:
                # A write is stuck right now: there is no use in waiting for it.
                self._limit.reschedule(asyncio.get_running_loop().time())
        self._wake.set()

    def close(self, code: int, reason: str) -> None:
        """End the connection after what is queued was sent. Only the first call counts."""
        if self.closing is None:
            self.closing = Closing(code=code, reason=reason)
            self._wake.set()

    async def deliver(self, ws: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        """Send what is queued until the session is closed, then close the socket. Only this writes frames."""
        try:
            try:
                await self._send_until_closed(ws)
            except TimeoutError:
                self.close(CloseCode.TOO_SLOW, _TOO_SLOW)
            await self._close_socket(ws)
        except ConnectionError:
            # The client is gone; whoever reads from it notices too and cleans up.
            self.close(CloseCode.ABUSE, "")
        finally:
            # To one that does not read, or is gone, nothing more is said. aiohttp would wait, since it ends a
            # connection only when all was sent.
            if not ws.closed or transport.get_write_buffer_size():
                transport.abort()

    async def _send_until_closed(self, ws: web.WebSocketResponse) -> None:
        while self.closing is None or len(self._outbox):
            await self._wake.wait()
            self._wake.clear()
            async with asyncio.timeout(self._settings.write_deadline) as self._limit:
                await self._send_waiting(ws)
            self._limit = None

    async def _send_waiting(self, ws: web.WebSocketResponse) -> None:
        sent = 0
        while (data := self._outbox.take()) is not None:
            await ws.send_frame(data, WSMsgType.TEXT)
            self.sent += 1
            sent += 1
            if sent % _BATCH == 0:
                # A long queue must not keep everyone else from the loop.
                await asyncio.sleep(0)

    async def _close_socket(self, ws: web.WebSocketResponse) -> None:
        closing = self.closing
        if closing is None or ws.closed:
            return
        message = closing.reason.encode()[:MAX_REASON].decode("utf-8", "ignore").encode()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._settings.close_timeout):
                # Not drained: after a drain that was given up, aiohttp's next one is cancelled at once.
                await ws.close(code=closing.code, message=message, drain=False)
