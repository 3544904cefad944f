"""Puts a server together, starts it, and stops it in order."""

import asyncio
import os
import secrets
import time
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from aiohttp import web

from engine.base.units import TICKS_PER_SECOND
from engine.game import commands as c
from engine.game.state import Character, Room
from engine.game.step import new_state
from engine.model.catalog import Catalog
from engine.protocol.errors import CloseCode
from engine.server.accounts import Accounts
from engine.server.connection import Gatehouse, PacedRunner
from engine.server.http_api import edge, routes
from engine.server.logs import Log
from engine.server.loop import WorldLoop, figures
from engine.server.metrics import metrics_app
from engine.server.origins import own_origins
from engine.server.passwords import Passwords
from engine.server.pictures import Picture
from engine.server.running import RUNNING, Running
from engine.server.settings import Settings
from engine.server.socket import socket_routes
from engine.server.ticker import run_ticker
from engine.server.watch import watch_sockets
from engine.server.world import Clocks, World
from engine.server.writer import Writer
from engine.store.following import Following
from engine.store.journal import Journal
from engine.store.kept import forget_worlds
from engine.store.player_db import PlayerDb

DATABASE: Final = "player.db"
SPARE_DESCRIPTORS: Final = 200
"""Descriptors kept for everything that is no connection."""

UNKNOWN_NAMED: Final = 5
"""So many things that the content does not know are named in the log."""

_FAREWELL: Final = "The server restarts. Connect again in a moment."


class Server:
    """A running server. Made by `start_server`, ended by `stop`."""

    def __init__(self, running: Running, writer: Writer, closing: AsyncExitStack, *, port: int) -> None:
        self.running = running
        self.port = port
        """The port that is listened on."""
        self.store = writer
        """The thread that owns the saves, for those who look after them."""
        self._closing = closing

    @property
    def url(self) -> str:
        """Where the server is, for people on this machine."""
        host = self.running.settings.host
        # The address that means "everywhere" is read here, not listened on.
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
        return f"http://{shown}:{self.port}"

    async def advance(self, ticks: int) -> None:
        """Let ticks pass by hand, and wait until all they caused is saved. For a server without a ticker."""
        for _ in range(ticks):
            await self.running.loop.tick()
        await self.running.loop.settle()

    async def stop(self, *, hurry: asyncio.Event | None = None) -> None:
        """Take nothing new, finish, commit, say goodbye, close. `hurry` skips all but the commit."""
        running = self.running
        running.stopping = True
        await running.loop.stop(patience=running.settings.drain, hurry=hurry)
        for session in tuple(running.sockets):
            session.close(CloseCode.RESTARTING, _FAREWELL)
        if running.sockets:
            waits = {asyncio.ensure_future(running.empty.wait())}
            if hurry is not None:
                waits.add(asyncio.ensure_future(hurry.wait()))
            left = max(0.1, running.settings.drain_hard - running.settings.drain)
            _, unfinished = await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            for future in unfinished:
                future.cancel()
        await self._closing.aclose()


async def start_server(
    catalog: Catalog,
    settings: Settings,
    *,
    log: Log,
    pictures: Mapping[str, Picture],
    clocks: Clocks | None = None,
    ticking: bool = True,
    seed: int | None = None,
    descriptors: int = 1_024,
) -> Server:
    """Open the saves, bring everyone back who was in the world, and listen.

    Without `ticking` time stands still until `Server.advance`. `seed` is the state of the world's dice,
    from the system when not given. Raises a `CannotOpen` or `StoreDamaged` of the store, and OSError when
    the address cannot be listened on.
    """
    clocks = clocks or Clocks(monotonic=time.monotonic, wall=time.time)
    async with AsyncExitStack() as stack:
        make_private(settings.data)
        writer = Writer()
        stack.push_async_callback(writer.close)
        path = settings.data / DATABASE
        await writer.open(
            lambda: PlayerDb.open(
                path,
                content_digest=catalog.digest,
                now=int(clocks.wall()),
                busy_timeout_ms=round(settings.store_patience * 1000),
            )
        )
        _tell(log, catalog, await writer.run(lambda db: db.follow(catalog)))
        world, journal = await _wake_world(catalog, settings, writer, log=log, clocks=clocks, seed=seed)
        if journal is not None:
            stack.callback(journal.close)
            forget_worlds(settings.data, but=catalog.digest)
        loop = WorldLoop(world, writer, settings=settings, clocks=clocks, log=log, journal=journal)
        loop.start()
        gatehouse = Gatehouse.build(
            settings,
            most=settings.connections or max(16, descriptors - SPARE_DESCRIPTORS),
            clock=clocks.monotonic,
            log=log,
        )
        passwords = Passwords(workers=settings.password_workers, queue=settings.password_queue)
        stack.callback(passwords.close)
        running = Running(
            version=version("gamectl"),
            settings=settings,
            catalog=catalog,
            clocks=clocks,
            log=log,
            loop=loop,
            accounts=Accounts(writer, loop, catalog, passwords, settings=settings, clocks=clocks),
            pictures=pictures,
            proxies=gatehouse.proxies,
            gatehouse=gatehouse,
        )
        port = await _listen(create_app(running), running, stack)
        running.origins = frozenset(settings.allowed_origins) | own_origins(settings.host, port)
        if settings.metrics_port:
            await _listen_for_metrics(running, stack)
        _in_background(stack, watch_sockets(running), log)
        if ticking:
            beat = run_ticker(
                loop, clock=clocks.monotonic, log=log, speed=settings.speed, catch_up=settings.catch_up
            )
            _in_background(stack, beat, log)
        return Server(running, writer, stack.pop_all(), port=port)


def create_app(running: Running) -> web.Application:
    """The aiohttp application of a running server."""
    app = web.Application(middlewares=[edge], client_max_size=running.settings.max_body_bytes)
    app[RUNNING] = running
    app.on_response_prepare.append(name_no_versions)
    app.add_routes(routes() + socket_routes())
    return app


async def name_no_versions(request: web.Request, response: web.StreamResponse) -> None:
    """Say who answers, but not in which version of what: also on the answer that opens a socket."""
    response.headers["Server"] = "gamectl"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner can look into, unless it is there. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)


def _tell(log: Log, catalog: Catalog, told: Following | None) -> None:
    """Say what became of the saves when the content is another than before: one line, and one more for what
    nobody knows any more."""
    if told is None:
        return
    if told.characters:
        log.info(
            "the saves follow the content",
            content=catalog.digest[:12],
            characters=told.characters,
            renamed=told.renamed,
            dropped=told.dropped,
            refunded=told.refunded,
            copper=told.copper,
        )
    if told.unknown:
        named = sorted(told.unknown)[:UNKNOWN_NAMED]
        log.warning(
            "saves hold what the content does not know: it stays, unseen; `moved` can say what became of it",
            content=catalog.digest[:12],
            things=", ".join(f"{thing} (held by {told.unknown[thing]})" for thing in named),
            more=len(told.unknown) - len(named),
        )


async def _wake_world(
    catalog: Catalog, settings: Settings, writer: Writer, *, log: Log, clocks: Clocks, seed: int | None
) -> tuple[World, Journal | None]:
    """The world as it was last saved. To its players a restart looks like a short loss of the line."""
    (tick, next_room), stock, rooms, here, same = await writer.run(
        lambda db: (
            db.clock(),
            db.stock(),
            db.rooms(),
            db.in_world(),
            db.stored_content in (None, catalog.digest),
        )
    )
    state = new_state(
        secrets.randbits(64) if seed is None else seed, tick=tick, next_room=next_room, stock=stock
    )
    journal = None
    if settings.journal:
        journal = Journal(
            settings.data,
            state=state,
            engine=version("gamectl"),
            content=catalog.digest,
            on_failure=lambda why: log.error("the journal stopped", why=why),
        )
    world = World(
        state,
        catalog,
        clocks=clocks,
        log=log,
        grace=settings.grace,
        journal=journal,
    )
    _bring_back(world, here, rooms if same else [], grace=settings.grace)
    if here:
        log.info("the world goes on", tick=tick, characters=len(here), rooms=len(world.state.rooms))
    return world, journal


def _bring_back(world: World, here: list[Character], rooms: list[Room], *, grace: float) -> None:
    known = {room.id for room in rooms}
    for who in here:
        if who.room not in known:
            who.room = None
        world.system(c.Join(character=who, linked=False))
    for room in rooms:
        world.system(c.RestoreRoom(room=room))
    for who in here:
        world.system(c.LoseLink(character=who.id, grace=max(1, round(grace * TICKS_PER_SECOND))))


async def _listen(app: web.Application, running: Running, stack: AsyncExitStack) -> int:
    settings = running.settings
    runner = PacedRunner(
        app,
        gatehouse=running.gatehouse,
        access_log=None,
        keepalive_timeout=settings.handshake_timeout,
        shutdown_timeout=1.0,
    )
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port, backlog=settings.backlog)
    await site.start()
    stack.push_async_callback(site.stop)
    return site.port


def _figures(gatehouse: Gatehouse) -> dict[str, int]:
    return {
        "connections": gatehouse.open,
        "connections_held": gatehouse.held,
        "connections_turned_away_total": gatehouse.turned_away,
        "socket_bytes_read_total": gatehouse.taken_in,
    }


async def _listen_for_metrics(running: Running, stack: AsyncExitStack) -> None:
    runner = web.AppRunner(
        metrics_app(lambda: {**figures(running.loop), **_figures(running.gatehouse)}), access_log=None
    )
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", running.settings.metrics_port).start()


def _in_background(stack: AsyncExitStack, work: Coroutine[object, object, None], log: Log) -> None:
    """Run something until the server stops; that it ends by itself is a mistake, and noted."""
    task = asyncio.create_task(work)

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            log.error("a task ended because of a mistake in the server", exc_info=task.exception())

    task.add_done_callback(ended)

    async def end() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(end)
