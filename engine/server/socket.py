"""The socket: its handshake, its budgets, and the loop that reads it.

Reading never waits for the world, only for the client's own budget, so a close is answered at once.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from aiohttp import WSMsgType, web

from engine.protocol.envelope import CommandFrame, decode
from engine.protocol.errors import CloseCode, ErrorCode
from engine.server.accounts import Denied
from engine.server.answers import UNAVAILABLE, refusal
from engine.server.http_api import bearer, client_address, failure
from engine.server.limits import Bucket, address_key
from engine.server.loop import Stopped
from engine.server.origins import origin_allowed
from engine.server.running import RUNNING, Running
from engine.server.session import Session
from engine.server.settings import Settings
from engine.server.tickets import Pass
from engine.store.errors import StoreError

OVER_BUDGET_PAUSE: Final = 0.005
"""Seconds that reading rests for each frame over the budget: long enough that everyone else has a turn."""

WRITE_LIMIT: Final = 16_384
"""Bytes in the connection's own buffer after which writing waits for the client."""

_BAD_TICKET: Final = "This ticket or session does not count (any more). Sign in and fetch a new ticket."


def socket_routes() -> list[web.RouteDef]:
    """The address of the socket."""
    return [web.get("/ws", open_socket)]


async def open_socket(request: web.Request) -> web.StreamResponse:
    """GET /ws: a WebSocket that plays one character."""
    running = request.app[RUNNING]
    refusal = _handshake_refusal(request, running)
    if refusal is not None:
        # What follows on this connection could be read in two ways: it ends.
        refusal.force_close()
        return refusal
    may = await _pass(request, running)
    address = address_key(client_address(request))
    settings = running.settings
    if may is not None:
        # From here to the seats taken there is no await, so nobody slips in between.
        crowded = _no_seat(running, may, address)
        if crowded is not None:
            return crowded
        running.by_address.take(address)
        running.by_account.take(str(may.user))
    try:
        ws = web.WebSocketResponse(
            timeout=settings.close_timeout,
            autoping=False,
            heartbeat=settings.heartbeat,
            compress=False,
            # aiohttp refuses what is as long as its limit.
            max_msg_size=settings.max_message_bytes + 1,
            writer_limit=WRITE_LIMIT,
        )
        await ws.prepare(request)
        if may is None:
            # Browsers cannot read a 401 here, but they can read why a socket was closed.
            await ws.close(code=CloseCode.NOT_ALLOWED, message=_BAD_TICKET.encode())
            return ws
        await _play(request, running, ws, may, address)
        return ws
    finally:
        if may is not None:
            running.by_address.leave(address)
            running.by_account.leave(str(may.user))


def _handshake_refusal(request: web.Request, running: Running) -> web.Response | None:
    """What is wrong with a request for a socket, before anything is looked up."""
    headers = request.headers
    if running.stopping:
        return failure(503, "restarting", "The server is about to restart. Try again in a moment.", wait=5)
    origins = headers.getall("Origin", [])
    if len(origins) > 1 or not origin_allowed(origins[0] if origins else None, running.origins):
        return failure(403, "origin_not_allowed", "Pages of this origin may not use this server.")
    if headers.get("Upgrade", "").lower() != "websocket" or len(headers.getall("Upgrade", [])) != 1:
        return failure(426, "upgrade_required", "This address is a WebSocket; open it as one.")
    if headers.getall("Sec-WebSocket-Version", []) != ["13"]:
        response = failure(426, "websocket_version", "Only version 13 of the WebSocket protocol is spoken.")
        response.headers["Sec-WebSocket-Version"] = "13"
        return response
    if "Transfer-Encoding" in headers or headers.get("Content-Length", "0").strip() != "0":
        return failure(400, "bad_request", "A request for a socket has no body.")
    if len(headers.getall("Host", [])) != 1:
        return failure(400, "bad_request", "The request has no single Host header.")
    return None


async def _pass(request: web.Request, running: Running) -> Pass | None:
    """What the ticket or token of a request allows, None when it is no good."""
    tickets = request.query.getall("ticket", [])
    if tickets:
        may = (
            running.accounts.tickets.use(tickets[0], running.clocks.monotonic())
            if len(tickets) == 1
            else None
        )
        # The token behind it may have been revoked or have run out since.
        return may if may is not None and await running.accounts.login(may.token) is not None else None
    token, character = bearer(request), request.query.get("character", "")
    if token is None or not character.isascii() or not character.isdigit() or len(character) > 18:
        return None
    try:
        caller = await running.accounts.caller(token)
    except Denied as denied:
        if denied.status == 401:
            return None
        raise
    return Pass(user=caller.user, character=int(character), token=caller.token)


def _no_seat(running: Running, may: Pass, address: str) -> web.Response | None:
    settings = running.settings
    taken_over = any(s.character == may.character and s.closing is None for s in running.sockets)
    if running.by_account.taken(str(may.user)) - taken_over >= settings.sockets_per_account:
        return failure(429, "too_many_sockets", "This account plays in too many windows at once.", wait=5)
    if running.by_address.taken(address) - taken_over >= settings.sockets_per_address:
        return failure(429, "too_many_sockets", "Too many players come from this address.", wait=5)
    return None


async def _play(
    request: web.Request, running: Running, ws: web.WebSocketResponse, may: Pass, address: str
) -> None:
    transport = request.transport
    if transport is None:
        return
    transport.set_write_buffer_limits(high=WRITE_LIMIT)
    running.epochs += 1
    session = Session(
        user=may.user,
        character=may.character,
        token=may.token,
        address=address,
        epoch=running.epochs,
        now=running.clocks.monotonic(),
        settings=running.settings,
    )
    running.sockets.add(session)
    running.empty.clear()
    running.log.debug("a client came", character=session.character, epoch=session.epoch, address=address)
    delivery = asyncio.create_task(session.deliver(ws, transport), name=f"to character {session.character}")
    try:
        if running.stopping:
            session.close(CloseCode.RESTARTING, "The server restarts. Connect again in a moment.")
        await _enter(running, session)
        await _read(running, ws, session)
    finally:
        running.loop.leave(session)
        reason = session.closing
        running.log.debug(
            "a client went",
            character=session.character,
            epoch=session.epoch,
            code=reason.code if reason is not None else ws.close_code,
            frames=session.sent,
        )
        # Whatever ended it, the client has gone or is being told to; nothing more is sent to it.
        session.close(CloseCode.ABUSE, "")
        await asyncio.gather(delivery, return_exceptions=True)
        running.gone(session)


async def _enter(running: Running, session: Session) -> None:
    try:
        if not await running.loop.enter(session):
            session.close(CloseCode.NOT_ALLOWED, _BAD_TICKET)
    except (Stopped, asyncio.CancelledError) as problem:
        session.close(CloseCode.RESTARTING, "The server restarts. Connect again in a moment.")
        if isinstance(problem, asyncio.CancelledError):
            raise
    except StoreError as problem:
        running.log.error("a character could not be read", character=session.character, problem=str(problem))
        session.close(
            CloseCode.RESTARTING, "Your character cannot be read right now. Connect again in a moment."
        )


class _Budget:
    """The budgets of one socket, and what happens beyond them."""

    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        now = clock()
        self._clock = clock
        self._flood = settings.flood_frames
        self._messages = Bucket(settings.command_rate, settings.command_burst, now)
        self._controls = Bucket(settings.control_rate, settings.control_burst, now)

    async def take(self, *, control: bool) -> bool:
        """Take one frame from its budget. Over it, reading rests; False when the client goes on flooding."""
        bucket = self._controls if control else self._messages
        if bucket.take(1, self._clock()):
            await asyncio.sleep(OVER_BUDGET_PAUSE)
        return bucket.debt <= self._flood


async def _read(running: Running, ws: web.WebSocketResponse, session: Session) -> None:
    """Read frames until the socket ends. Messages go to the world; pings are answered; the rest ends it."""
    budget = _Budget(running.settings, running.clocks.monotonic)
    while True:
        message = await ws.receive()
        kind = message.type
        if kind is WSMsgType.TEXT:
            if not await budget.take(control=False):
                session.close(
                    CloseCode.ABUSE, "You send too much. Send less, and wait before you connect again."
                )
            elif session.closing is None:
                session.last_command = running.clocks.monotonic()
                await _command(running, session, message.data)
        elif kind is WSMsgType.PING or kind is WSMsgType.PONG:
            if not await budget.take(control=True):
                session.close(
                    CloseCode.ABUSE, "You ping too much. Send less, and wait before you connect again."
                )
            elif kind is WSMsgType.PING and not ws.closed:
                try:
                    async with asyncio.timeout(running.settings.write_deadline):
                        await ws.pong(message.data)
                except (TimeoutError, ConnectionError):
                    session.close(CloseCode.TOO_SLOW, "You read too slowly. Connect again.")
        elif kind is WSMsgType.BINARY:
            session.close(CloseCode.BINARY_FRAME, "Only text frames are spoken here.")
        else:
            return


async def _command(running: Running, session: Session, text: str) -> None:
    frame = decode(text)
    known = None
    if isinstance(frame, CommandFrame) and frame.key is not None:
        try:
            known = await running.loop.earlier(session.character, frame.key)
        except Stopped:
            return
        except StoreError:
            # Nobody can say whether it was done before, so it is not done now.
            frame = refusal(frame, ErrorCode.UNAVAILABLE, UNAVAILABLE)
    running.loop.command(session, frame, known)
