"""A real server on a real socket, and players who talk to it. Time passes only by `Live.advance`."""

import asyncio
import io
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp

from engine.model.catalog import Catalog
from engine.server.app import Server, start_server
from engine.server.logs import open_log
from engine.server.settings import Settings
from engine.server.world import Clocks
from tests.playing import catalog_of

PASSWORD = "correct horse"
ENTRY = ["CHARACTER_UPDATE", "LOCATION_UPDATE", "CHARACTER_ATTRIBUTES_UPDATE", "CHARACTER_SKILLS_UPDATE"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Clock:
    """Clocks that stand still until they are moved."""

    monotonic: float = 1_000.0
    wall: float = 1_700_000_000.0

    def pass_(self, seconds: float) -> None:
        """Move both on."""
        self.monotonic += seconds
        self.wall += seconds

    def clocks(self) -> Clocks:
        """These clocks as the server takes them."""
        return Clocks(monotonic=lambda: self.monotonic, wall=lambda: self.wall)


@dataclass
class Player:
    """A client with one open socket. `frames` is all it was sent."""

    ws: aiohttp.ClientWebSocketResponse
    character: int
    token: str
    frames: list[dict[str, Any]] = field(default_factory=list)
    ids: Any = field(default_factory=lambda: itertools.count(1))

    async def receive(self) -> dict[str, Any]:
        """The next frame."""
        message = await self.ws.receive(timeout=10)
        assert message.type is aiohttp.WSMsgType.TEXT, (message, self.ws.close_code)
        frame: dict[str, Any] = json.loads(message.data)
        self.frames.append(frame)
        return frame

    async def until(self, kind: str) -> dict[str, Any]:
        """The payload of the next frame of this type; the others go by."""
        while True:
            frame = await self.receive()
            if frame["type"] == kind:
                payload: dict[str, Any] = frame["payload"]
                return payload

    async def send(self, kind: str, **frame: Any) -> None:
        """Send a command: `payload`, and `id` or `key`."""
        await self.ws.send_str(json.dumps({"type": kind, "payload": {}, **frame}))

    async def ask(self, kind: str, payload: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Send a command and wait for its ACK or ERROR, which is given back whole."""
        number = next(self.ids)
        await self.send(kind, payload=payload or {}, id=number, **more)
        while True:
            frame = await self.receive()
            if frame["type"] in ("ACK", "ERROR") and frame["payload"].get("id") == number:
                return frame

    async def closed(self) -> int | None:
        """Read on until the socket is closed; gives the code."""
        while True:
            message = await self.ws.receive(timeout=10)
            if message.type is aiohttp.WSMsgType.TEXT:
                self.frames.append(json.loads(message.data))
            elif message.type is aiohttp.WSMsgType.CLOSE:
                # Not the socket's own code: that is another one when our answer came too late.
                return int(message.data)
            elif message.type is aiohttp.WSMsgType.CLOSED:
                return self.ws.close_code
            else:
                assert message.type is aiohttp.WSMsgType.CLOSING, message

    def last(self, kind: str) -> dict[str, Any]:
        """The payload of the last frame of this type."""
        payload: dict[str, Any] = next(f["payload"] for f in reversed(self.frames) if f["type"] == kind)
        return payload


@dataclass
class Live:
    """A running server and what a test needs of it."""

    server: Server
    http: aiohttp.ClientSession
    log: io.StringIO
    settings: Settings
    catalog: Catalog
    clock: Clock | None
    names: Any = field(default_factory=lambda: itertools.count())

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.server.url

    async def advance(self, ticks: int = 1) -> None:
        """Let ticks pass."""
        await self.server.advance(ticks)

    async def call(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> tuple[int, Any]:
        """A call of the API: the status, and the JSON of the answer."""
        headers = dict(headers or {})
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        async with self.http.request(method, self.url + path, headers=headers, **more) as response:
            body = await response.read()
            return response.status, json.loads(body) if body else None

    async def account(self, username: str) -> str:
        """A token of a new account."""
        credentials = {"username": username, "password": PASSWORD}
        status, _ = await self.call("POST", "/api/accounts", json=credentials)
        assert status == 201, status
        status, body = await self.call("POST", "/api/sessions", json=credentials)
        assert status == 201, body
        return str(body["token"])

    async def character(self, token: str, name: str) -> int:
        """The id of a new character."""
        status, body = await self.call("POST", "/api/characters", token=token, json={"name": name})
        assert status == 201, body
        return int(body["idCharacter"])

    async def ticket(self, token: str, character: int) -> str:
        """A ticket for a character."""
        status, body = await self.call("POST", f"/api/characters/{character}/ticket", token=token)
        assert status == 201, body
        return str(body["ticket"])

    async def connect(self, token: str, character: int, **more: Any) -> Player:
        """A socket for a character, before anything was read from it."""
        ticket = await self.ticket(token, character)
        ws = await self.http.ws_connect(f"{self.url}/ws?ticket={ticket}", **more)
        return Player(ws=ws, character=character, token=token)

    async def join(self, token: str, character: int) -> Player:
        """A player in the world, with its entry frames read."""
        player = await self.connect(token, character)
        for expected in ENTRY:
            frame = await player.receive()
            assert frame["type"] == expected, frame
        return player

    async def newcomer(self) -> Player:
        """A new account with a new character, in the world."""
        number = next(self.names)
        word = "".join(LETTERS[int(digit)] for digit in str(number))
        token = await self.account(f"user-{word}")
        return await self.join(token, await self.character(token, f"Ilse {word}"))


@asynccontextmanager
async def live(
    data: Path,
    *,
    catalog: Catalog | None = None,
    clock: Clock | None = None,
    ticking: bool = False,
    **settings: Any,
) -> AsyncIterator[Live]:
    """A server over the saves in `data`, with generous limits, that is stopped in order at the end."""
    chosen = replace(
        Settings(
            port=0,
            data=data,
            command_rate=10_000,
            command_burst=10_000,
            registrations_address=10_000,
            connections_per_address=1_000,
            sockets_per_address=1_000,
            commit_retry=0.02,
            drain=1,
            close_timeout=0.5,
        ),
        **settings,
    )
    stream = io.StringIO()
    catalog = catalog or catalog_of("mill")
    server = await start_server(
        catalog,
        chosen,
        log=open_log(stream, form="json", level="debug"),
        pictures={},
        clocks=clock.clocks() if clock else None,
        ticking=ticking,
        seed=7,
    )
    async with aiohttp.ClientSession() as http:
        try:
            yield Live(server=server, http=http, log=stream, settings=chosen, catalog=catalog, clock=clock)
        finally:
            await server.stop()


def play(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test's coroutine on a loop of its own."""
    asyncio.run(asyncio.wait_for(test(), 60))
