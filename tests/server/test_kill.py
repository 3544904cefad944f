"""A real server is killed again and again while players use it: nothing that anyone was shown may be lost.

Each player has at most one command under way. So after a kill its character is exactly as it was last
shown, or that with the one command done; what happens by itself has at least come as far as was shown.
"""

import asyncio
import contextlib
import copy
import itertools
import json
import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from engine.compiler.compile import compile_world
from engine.store.player_db import PlayerDb
from engine.store.world_db import write_world
from tests.playing import WORLDS

TRADERS = 6
SEED = 20_240_611


def _world(folder: Path) -> Path:
    """The mill, with rich players and a miller who takes bread back, as a compiled world."""
    source = folder / "content"
    source.mkdir()
    text = (WORLDS / "mill" / "mill.yaml").read_text()
    rich = text.replace("wallet: 50c", "wallet: 9g").replace("buys: [flour,", "buys: [bread, flour,")
    assert rich.count("wallet: 9g") == rich.count("buys: [bread, flour,") == 1
    (source / "mill.yaml").write_text(rich)
    compiled = compile_world(source)
    assert compiled.canonical is not None
    write_world(folder / "world.db", compiled.canonical)
    return folder / "world.db"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Process:
    """The server as its own process, started anew after each kill over the same saves."""

    world: Path
    folder: Path
    port: int = field(default_factory=_free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        generous = {
            "registrations_address": 1_000,
            "sockets_per_address": 100,
            "command_rate": 1_000,
            "command_burst": 1_000,
            "speed": 5,
            "min_free_disk": 0,
        }
        pairs = [text for name, value in generous.items() for text in ("--set", f"{name}={value}")]
        with (self.folder / "server.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "cli.main", "serve", str(self.world), "--port", str(self.port)),
                *("--data", str(self.folder / "data"), *pairs),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=WORLDS.parent.parent,
            )
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), 30)
        assert b"is open at" in line, (line, (self.folder / "server.log").read_text()[-2_000:])

    async def kill(self) -> None:
        """Kill it without warning."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        assert await self.process.wait() == -signal.SIGKILL

    async def stop(self) -> int:
        """End it in order; gives the exit code."""
        assert self.process is not None
        self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 20)

    def check_books(self, number: int) -> None:
        """Open a copy of the saves as the kill left them: every row whole, every book balanced."""
        place = self.folder / f"copy-{number}"
        place.mkdir()
        for file in (self.folder / "data").glob("player.db*"):
            if not file.name.endswith(("-shm", ".lock")):
                shutil.copy(file, place)
        db = PlayerDb.open(place / "player.db", content_digest="x", now=0)
        try:
            db.verify()
            wrong = {who: found for who in db.character_ids() if (found := db.ledger_check(who))}
            assert wrong == {}
        finally:
            db.close()
        shutil.rmtree(place)

    def check_journals(self) -> None:
        """Play the journals again as a host would: also those that a kill tore."""
        run = subprocess.run(
            [sys.executable, "-m", "cli.main", "replay", str(self.folder / "data"), "--json"],
            check=False,
            capture_output=True,
            text=True,
            cwd=WORLDS.parent.parent,
        )
        assert run.returncode == 0, run.stdout[-2_000:] + run.stderr
        said = json.loads(run.stdout)
        assert sum(one["facts"] for one in said["journals"]) > 1_000


PARTS = {
    "CHARACTER_WALLET_UPDATE": "wallet",
    "CHARACTER_INVENTORY_UPDATE": "inventory",
    "CHARACTER_EQUIPMENT_UPDATE": "equipment",
    "CHARACTER_QUESTS_UPDATE": "quests",
    "CHARACTER_SKILLS_UPDATE": "skills",
    "CHARACTER_SPELLS_UPDATE": "spells",
    "CHARACTER_PROGRESSION_UPDATE": "progression",
    "CHARACTER_CURRENT_COORDINATES_UPDATE": "coordinates",
}


def _value(part: str, shown: Any) -> Any:
    """What of a part must survive, in a form that is easy to reckon with."""
    if part == "wallet":
        return shown["copper"] + 1_000 * shown["silver"] + 1_000_000 * shown["gold"]
    if part == "inventory":
        return {item["id"]: item["amount"] for item in shown["items"]}
    if part == "equipment":
        return {slot: item["id"] if item else None for slot, item in shown.items()}
    if part == "quests":
        return {state: sorted(quest["id"] for quest in shown[state]) for state in ("proceeding", "finished")}
    if part == "skills":
        return {one["id"]: (one["level"], one["experience"]) for one in shown}
    if part == "spells":
        return sorted(spell["id"] for spells in shown.values() for spell in spells)
    return shown


@dataclass
class Bot:
    """A player: what it was shown, and the command it waits for."""

    http: aiohttp.ClientSession
    url: str
    token: str
    character: int
    dice: random.Random
    shown: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    """What was shown when the command under way was sent."""
    under_way: tuple[str, dict[str, Any]] | None = None
    done: int = 0
    ids: Iterator[int] = field(default_factory=itertools.count)
    ws: aiohttp.ClientWebSocketResponse | None = None

    async def connect(self) -> dict[str, Any]:
        """Open a socket; gives the values of the entry frames."""
        headers = {"Authorization": f"Bearer {self.token}"}
        self.ws = await self.http.ws_connect(f"{self.url}/ws?character={self.character}", headers=headers)
        first = await self.ws.receive_json(timeout=10)
        assert first["type"] == "CHARACTER_UPDATE"
        return {part: _value(part, first["payload"][part]) for part in PARTS.values()}

    async def play(self) -> None:
        """Send commands one after another until the line goes dead, and note all that is shown."""
        with contextlib.suppress(ConnectionError):
            while True:
                kind, payload = self.choose()
                self.before = copy.deepcopy(self.shown)
                number = next(self.ids)
                self.under_way = (kind, payload)
                assert self.ws is not None
                await self.ws.send_str(json.dumps({"type": kind, "payload": payload, "id": number}))
                if not await self._answered(number):
                    break
                self.under_way = None
                self.before = copy.deepcopy(self.shown)
                self.done += 1
        # What the system still holds for us was shown, too.
        await self._answered(-1)

    async def _answered(self, number: int) -> bool:
        assert self.ws is not None
        while True:
            message = await self.ws.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                return False
            frame = json.loads(message.data)
            self._note(frame)
            if frame["type"] in ("ACK", "ERROR") and frame["payload"]["id"] == number:
                assert frame["type"] == "ACK", frame
                return True

    def _note(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "CHARACTER_UPDATE":
            self.shown = {part: _value(part, frame["payload"][part]) for part in PARTS.values()}
        elif frame["type"] in PARTS:
            part = PARTS[frame["type"]]
            self.shown[part] = _value(part, frame["payload"][part])

    def choose(self) -> tuple[str, dict[str, Any]]:
        """The next command."""
        raise NotImplementedError

    def check(self, entry: dict[str, Any]) -> str:
        """Compare the entry frames with what was shown; gives `same` or `further`."""
        raise NotImplementedError


def _trade(**lines: int) -> tuple[str, dict[str, Any]]:
    payload: dict[str, Any] = {"denizenId": "miller"}
    payload |= {way: [{"itemId": "bread", "quantity": amount}] for way, amount in lines.items()}
    return "CHARACTER_TRADE_DENIZEN", payload


class Trader(Bot):
    """Changes only by its own commands, and knows what each of them does."""

    def choose(self) -> tuple[str, dict[str, Any]]:
        """Any command that is possible now."""
        bread = self.shown["inventory"].get("bread", 0)
        if self.shown["coordinates"]["structure"]:
            return "CHARACTER_STRUCTURE_UPDATE", {"structure": ""}
        choices = [_trade(buy=self.dice.randint(1, 9)), ("CHARACTER_STRUCTURE_UPDATE", {"structure": "loft"})]
        if bread:
            choices.append(_trade(sell=self.dice.randint(1, min(bread, 9)), buy=self.dice.randint(0, 3)))
            choices.append(("CHARACTER_DISCARD_ITEM", {"itemId": "bread", "quantity": 1}))
        ring = "" if self.shown["equipment"]["ring"] else "iron-ring"
        choices.append(("CHARACTER_EQUIP_ITEM", {"itemId": ring, "slot": "ring"}))
        if "first-errand" in self.shown["quests"]["proceeding"]:
            choices.append(("CHARACTER_ABANDON_QUEST", {"questId": "first-errand"}))
        else:
            choices.append(
                ("CHARACTER_ACCEPT_DENIZEN_QUEST", {"denizenId": "miller", "questId": "first-errand"})
            )
        return self.dice.choice(choices)

    def check(self, entry: dict[str, Any]) -> str:
        """It is as it was before the one command under way, or that and the command, whole. A kill may come
        between two frames of one answer: then a part was shown as it is afterwards, and so must all be."""
        if entry == self.before:
            assert self.shown == self.before, (self.shown, entry)
            return "same"
        assert self.under_way is not None, (self.shown, entry)
        after = self._after(*self.under_way)
        assert entry == after, (self.before, self.under_way, entry)
        assert all(self.shown[part] in (self.before[part], after[part]) for part in after), self.shown
        return "further"

    def _after(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        after = copy.deepcopy(self.before)
        items, equipment = after["inventory"], after["equipment"]

        def give(item: str, amount: int) -> None:
            items[item] = items.get(item, 0) + amount
            if not items[item]:
                del items[item]

        if kind == "CHARACTER_TRADE_DENIZEN":
            for way, sign, price in (("sell", -1, 2), ("buy", 1, 4)):
                for line in payload.get(way, []):
                    give("bread", sign * line["quantity"])
                    after["wallet"] -= sign * price * line["quantity"]
        elif kind == "CHARACTER_DISCARD_ITEM":
            give("bread", -1)
        elif kind == "CHARACTER_EQUIP_ITEM":
            before, equipment["ring"] = equipment["ring"], payload["itemId"] or None
            give(before or payload["itemId"], 1 if before else -1)
        elif kind == "CHARACTER_STRUCTURE_UPDATE":
            after["coordinates"]["structure"] = payload["structure"]
        elif kind == "CHARACTER_ACCEPT_DENIZEN_QUEST":
            after["quests"]["proceeding"] = ["first-errand"]
        else:
            after["quests"]["proceeding"] = []
        return after


class Digger(Bot):
    """Buys a pick, goes to the quarry and digs: changes by itself, and only ever gains."""

    def choose(self) -> tuple[str, dict[str, Any]]:
        """The next step to the quarry, and then talk, so that there is always a command under way."""
        if self.shown["equipment"]["pickaxe"] is None:
            if "pick" in self.shown["inventory"]:
                return "CHARACTER_EQUIP_ITEM", {"itemId": "pick", "slot": "pickaxe"}
            kind, payload = _trade(buy=1)
            payload["buy"][0]["itemId"] = "pick"
            return kind, payload
        if self.shown["coordinates"]["location"] != "quarry":
            return "CHARACTER_LOCATION_UPDATE", {"destination": "quarry"}
        if self.done % 200 == 0 or not self.digs:
            self.digs = True
            return "CHARACTER_ACTION_UPDATE", {"action": "dig"}
        return "CHARACTER_SAY", {"text": "Dig, dig."}

    digs = False

    async def connect(self) -> dict[str, Any]:
        """Without a client it has stopped."""
        self.digs = False
        return await super().connect()

    def check(self, entry: dict[str, Any]) -> str:
        """Nothing it had is less."""
        for item, amount in self.shown["inventory"].items():
            worn = entry["equipment"]["pickaxe"] == item
            assert entry["inventory"].get(item, 0) + worn >= amount, (item, self.shown, entry)
        for skill, reached in self.shown["skills"].items():
            assert entry["skills"][skill] >= reached, (skill, self.shown, entry)
        return "same" if entry == self.shown else "further"


async def _newcomer(http: aiohttp.ClientSession, url: str, number: int, seed: int) -> Bot:
    letter = "abcdefghijklmnopqrstuvwxyz"[number]
    credentials = {"username": f"bot-{letter}", "password": "correct horse"}
    async with http.post(f"{url}/api/accounts", json=credentials) as response:
        assert response.status == 201, await response.text()
    async with http.post(f"{url}/api/sessions", json=credentials) as response:
        token = (await response.json())["token"]
    headers = {"Authorization": f"Bearer {token}"}
    async with http.post(
        f"{url}/api/characters", json={"name": f"Bot {letter}"}, headers=headers
    ) as response:
        character = (await response.json())["idCharacter"]
    kind = Trader if number < TRADERS else Digger
    return kind(http=http, url=url, token=token, character=character, dice=random.Random(seed + number))


async def _kill_again_and_again(folder: Path, kills: int) -> None:
    print(f"seed {SEED}")
    server = Process(world=_world(folder), folder=folder)
    await server.start()
    try:
        await _under_load(server, kills)
    finally:
        if server.process is not None and server.process.returncode is None:
            server.process.kill()


async def _under_load(server: Process, kills: int) -> None:
    dice = random.Random(SEED)
    under_load = further = done = 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as http:
        bots = [await _newcomer(http, server.url, number, SEED) for number in range(TRADERS + 2)]
        for number in range(kills):
            for bot in bots:
                entry = await bot.connect()
                if bot.shown:
                    further += bot.check(entry) == "further"
                bot.shown, bot.before, bot.under_way = entry, copy.deepcopy(entry), None
            playing = [asyncio.create_task(bot.play()) for bot in bots]
            await asyncio.sleep(dice.uniform(0.2, 0.6))
            assert not any(task.done() for task in playing), [t for t in playing if t.done()]
            waiting = sum(bot.under_way is not None for bot in bots)
            await server.kill()
            await asyncio.gather(*playing)
            under_load += waiting > 0
            server.check_books(number)
            await server.start()
        for bot in bots:
            further += bot.check(await bot.connect()) == "further"
            done += bot.done
        assert await server.stop() == 0
    server.check_books(kills)
    server.check_journals()
    log = (server.folder / "server.log").read_text()
    print(
        f"{kills} kills, {under_load} under load, {done} commands done, {further} commands done but not told"
    )

    assert "Traceback" not in log and "mistake" not in log, log[-3_000:]
    # A kill between two commands of everybody proves nothing.
    assert under_load >= kills * 3 // 4
    assert done > kills * 20


def test_nothing_shown_is_lost_in_twenty_kills(tmp_path: Path) -> None:
    asyncio.run(_kill_again_and_again(tmp_path, 20))


@pytest.mark.long
def test_nothing_shown_is_lost_in_five_hundred_kills(tmp_path: Path) -> None:
    asyncio.run(_kill_again_and_again(tmp_path, 500))
