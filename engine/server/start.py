"""From settings to a server that runs until it is told to stop: checks first, signals, and the exit code."""

import asyncio
import contextlib
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import http_parser

from engine.model.catalog import Catalog
from engine.model.kinds import Canonical
from engine.server.app import DATABASE, SPARE_DESCRIPTORS, Server, make_private, start_server
from engine.server.logs import Log, bridge_libraries, open_log
from engine.server.pictures import load_pictures
from engine.server.settings import Settings
from engine.store.connection import wal_reset_risk
from engine.store.errors import StoreError, WorldNotWritten
from engine.store.kept import keep_world

AIOHTTP_FLOOR: Final = (3, 14, 4)
"""Older ones can be made to take frames of any size, and requests that proxies read in another way."""

STOPPED: Final = 0
NOT_STARTED: Final = 2
BROKEN: Final = 4
"""The store broke while the server ran: whoever started it should start it again."""


class CannotStart(Exception):  # noqa: N818 - it says what is the case
    """The server does not start. The message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the checks look at, so that tests can hand in other values."""

    aiohttp_version: str
    compiled_parser: bool
    descriptors: int
    free_disk: Callable[[Path], int]


def surroundings() -> Surroundings:
    """This machine, with as many descriptors as it allows us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
    return Surroundings(
        aiohttp_version=aiohttp.__version__,
        compiled_parser=http_parser.HttpRequestParser.__module__ != http_parser.__name__,
        descriptors=1_000_000 if soft == resource.RLIM_INFINITY else soft,
        free_disk=lambda folder: shutil.disk_usage(folder).free,
    )


def check(settings: Settings, around: Surroundings) -> list[str]:
    """Look at the surroundings before anything is opened; gives sentences of warning.

    Raises CannotStart when the server would not be safe, or could not save.
    """
    version = tuple(int(part) for part in around.aiohttp_version.split(".")[:3] if part.isdigit())
    if version < AIOHTTP_FLOOR:
        floor = ".".join(map(str, AIOHTTP_FLOOR))
        raise CannotStart(
            f"aiohttp {around.aiohttp_version} has known holes. Install {floor} or later: "
            f"pip install 'aiohttp>={floor}'."
        )
    if not around.compiled_parser and not settings.pure_python_http:
        raise CannotStart(
            "aiohttp runs without its compiled parser, which is slower and has had holes of its own. Install "
            "a wheel of aiohttp, unset AIOHTTP_NO_EXTENSIONS, or say --set pure_python_http=true if you must."
        )
    try:
        make_private(settings.data)
    except OSError as problem:
        raise CannotStart(
            f"The data folder {settings.data} cannot be used ({problem.strerror}). Choose another: --data."
        ) from None
    free = around.free_disk(settings.data)
    if free < settings.min_free_disk:
        raise CannotStart(
            f"Only {free // 2**20} MiB are free where {settings.data} lies, and "
            f"{settings.min_free_disk // 2**20} are wanted. Make room, choose another --data, or lower it "
            "with --set min_free_disk=0."
        )
    warnings = []
    if around.descriptors < SPARE_DESCRIPTORS * 2:
        warnings.append(
            f"This process may open only {around.descriptors} files, so few players fit. Raise it: ulimit -n."
        )
    if settings.data.stat().st_mode & 0o077:
        warnings.append(
            f"Others on this machine can look into {settings.data}. Run: chmod 700 {settings.data}"
        )
    risk = wal_reset_risk()
    if risk is not None:
        warnings.append(risk)
    if settings.insecure_public:
        warnings.append("Passwords travel in the open: --insecure-public is set.")
    return warnings


def keep_content(settings: Settings, catalog: Catalog, content: Canonical) -> str | None:
    """Keep the world beside the journal that will be written of it, so that this can be played again.

    Apart from `serve`, so that nobody holds on to the text while the server runs. Gives a sentence of
    warning when it cannot be kept.
    """
    if not settings.journal:
        return None
    try:
        make_private(settings.data)
        keep_world(settings.data, content, catalog)
    except (WorldNotWritten, OSError) as problem:
        return (
            f"The content cannot be kept beside the journal, so a replay must be told where it is: {problem}"
        )
    return None


def serve(
    catalog: Catalog,
    settings: Settings,
    *,
    images: Path | None,
    started: Callable[[Server], None],
) -> int:
    """Serve a world until a signal ends it; gives the exit code. `started` is told when it listens.

    `images` is the folder of its pictures. Raises CannotStart.
    """
    os.umask(0o077)
    around = surroundings()
    warnings = check(settings, around)
    log = open_log(sys.stderr, form=settings.log_format, level=settings.log_level)
    for warning in warnings:
        log.warning(warning)
    restore = bridge_libraries(log)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(_run(catalog, settings, around, log, images=images, started=started))
    finally:
        restore()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's loops where it is installed, Python's own elsewhere."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _run(
    catalog: Catalog,
    settings: Settings,
    around: Surroundings,
    log: Log,
    *,
    images: Path | None,
    started: Callable[[Server], None],
) -> int:
    asked = asyncio.Event()
    hurry = asyncio.Event()

    def on_signal() -> None:
        if asked.is_set():
            hurry.set()
        asked.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, on_signal)
    pictures = await asyncio.to_thread(load_pictures, images)
    try:
        server = await start_server(
            catalog, settings, log=log, pictures=pictures, descriptors=around.descriptors
        )
    except StoreError as problem:
        raise CannotStart(str(problem)) from None
    except OSError as problem:
        raise CannotStart(
            f"{settings.host}:{settings.port} cannot be listened on ({problem.strerror}). Another server may "
            "run there already: stop it, or choose another --port."
        ) from None
    started(server)
    log.info("listening", url=server.url, world=catalog.world.title, content=catalog.digest[:12])
    broken = server.running.loop.broken
    waiting = asyncio.ensure_future(asked.wait())
    ends: set[asyncio.Future[Any]] = {waiting, broken}
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    log.info("stopping", players=server.running.loop.world.players)
    await server.stop(hurry=hurry)
    if broken.done():
        log.error("stopped because it could not go on", reason=broken.result())
        return BROKEN
    log.info("stopped")
    return STOPPED


def saves(settings: Settings) -> Path:
    """Where the players' characters are kept."""
    return settings.data / DATABASE
