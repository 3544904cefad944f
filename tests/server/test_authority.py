"""Who may do what, and when: the table of `protocol/answers.yaml`, asked of a running server."""

import asyncio
import itertools
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.envelope import CommandFrame, decode
from engine.server.session import Session
from tests.answers import Cell, cells, put, steps, table
from tests.playing import catalog_of
from tests.server.client import Live, Player, live, play

KEY = "a-key-that-is-long-enough"
SETTINGS = {"characters_per_account": 100, "sockets_per_account": 1_000, "store_patience": 0}


@asynccontextmanager
async def _yard(data: Path) -> AsyncIterator[tuple[Live, "Party"]]:
    async with live(data, catalog=catalog_of("yard"), **SETTINGS) as world:
        yield world, Party(world, await world.account("everyone"))


class Party:
    """Characters of one account, as many as a test needs."""

    def __init__(self, world: Live, token: str) -> None:
        self.world = world
        self.token = token
        # Letters that nobody takes for each other: names that look alike are taken.
        self.names = (f"Ada {one}{two}" for one, two in itertools.product("abdefghkmpst", repeat=2))

    async def one(self, begin: Iterable[Any] = ()) -> Player:
        """A new character, brought into a state."""
        player = await self.world.join(self.token, await self.world.character(self.token, next(self.names)))
        for step in steps(begin):
            await self.do(player, step)
        return player

    async def do(self, player: Player, step: Any) -> None:
        """One step of the table."""
        ((what, how),) = step.items()
        if what == "ticks":
            await self.world.advance(how)
        elif what == "state":
            put(_world(self.world).state.characters[player.character], how)
        else:
            answer = await player.ask(what, how)
            assert answer["type"] == "ACK", answer

    async def room(self) -> Player:
        """A fight at the spot, which is room 1."""
        return await self.one([{"CHARACTER_ACTION_UPDATE": {"action": "combat"}}, {"COMBAT_ROOM_CREATE": {}}])


def _world(world: Live) -> Any:
    return world.server.running.loop.world


def _bytes(world: Live) -> bytes:
    return msgspec.json.encode(_world(world).state)


async def _code(player: Player, cell: Cell) -> str:
    answer = await player.ask(cell.command, cell.payload)
    return "accepted" if answer["type"] == "ACK" else str(answer["payload"]["code"])


async def _ask_all(world: Live, asked: list[tuple[Player, Cell]]) -> None:
    """Ask each of one whom it concerns: the answer is the table's, and a refusal changed nothing."""
    for player, cell in asked:
        before = _bytes(world)
        assert (await _code(player, cell), cell) == (cell.code, cell)
        if cell.code != "accepted":
            assert _bytes(world) == before, cell


@asynccontextmanager
async def _as_it_is(world: Live, data: Path, party: Party) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def _stopping(world: Live, data: Path, party: Party) -> AsyncIterator[None]:
    _world(world).stopping = True
    yield
    _world(world).stopping = False


@asynccontextmanager
async def _refusing(world: Live, data: Path, party: Party) -> AsyncIterator[None]:
    """Another program holds the saves; the first who wants to save something found that out."""
    unlucky = await party.one()
    await world.server.running.loop.settle()
    other = sqlite3.connect(data / "player.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = await unlucky.ask("CHARACTER_USE_ITEM", {"itemId": "apple"})
        assert answer["payload"]["code"] == "unavailable"
        await unlucky.until("CHARACTER_SKILLS_UPDATE")
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


AROUND: dict[str, Callable[[Live, Path, Party], AbstractAsyncContextManager[None]]] = {
    "drain": _stopping,
    "read_only": _refusing,
}


@pytest.mark.parametrize("state", [s for s in table()["states"] if s not in ("back", "replaced")])
def test_a_server_answers_as_the_table_says_and_a_refusal_changes_nothing(state: str, tmp_path: Path) -> None:
    async def test() -> None:
        async with _yard(tmp_path) as (world, party):
            await party.room()
            asked = [(await party.one(cell.begin), cell) for cell in cells(state)]
            async with AROUND.get(state, _as_it_is)(world, tmp_path, party):
                await _ask_all(world, asked)

    play(test)


def test_one_who_comes_back_in_time_is_answered_as_the_table_says(tmp_path: Path) -> None:
    async def test() -> None:
        async with _yard(tmp_path) as (world, party):
            await party.room()
            asked = []
            for cell in cells("back"):
                player = await party.one(cell.begin)
                await player.ws.close()
                while _world(world).state.characters[player.character].linked:
                    await world.advance()
                asked.append((await world.join(party.token, player.character), cell))
            await _ask_all(world, asked)

    play(test)


def _session(world: Live, player: Player) -> Session:
    return next(one for one in world.server.running.sockets if one.character == player.character)


def test_what_a_replaced_socket_had_under_way_is_ignored_whatever_it_asks(tmp_path: Path) -> None:
    async def test() -> None:
        async with _yard(tmp_path) as (world, party):
            await party.room()
            for cell in cells("replaced"):
                old = await party.one(cell.begin)
                session = _session(world, old)
                new = await world.join(party.token, old.character)
                assert await old.closed() == 4001
                before, seen = _bytes(world), len(new.frames)
                # It was read before the socket was replaced, and waited for its turn since.
                frame = decode(json.dumps({"type": cell.command, "payload": cell.payload, "id": 1}))
                world.server.running.loop.command(session, frame)
                await world.server.running.loop.call(lambda: None)

                assert _bytes(world) == before, cell
                assert (await new.ask("CHARACTER_SAY", {"text": "Still me."}))["type"] == "ACK"
                assert [f["type"] for f in new.frames[seen:]] == ["NOTICE", "ACK"], cell

    play(test)


# The order of checks before the rules are asked: frame, type, payload, key, then the state.

REFUSED = {command: rows[0] for command, rows in table()["refusals"].items() if rows}
"""For each command one payload that the rules refuse."""


def _text(event: str, payload: str, *, key: str = "") -> str:
    used = f', "key": "{key}"' if key else ""
    return f'{{"type": "{event}", "payload": {payload}, "id": 7{used}}}'


async def _told(player: Player, text: str) -> str:
    await player.ws.send_str(text)
    return str((await player.until("ERROR"))["code"])


@pytest.mark.parametrize("event", [event.name for event in CLIENT_EVENTS])
def test_what_is_wrong_first_is_told_whatever_else_is_wrong(event: str, tmp_path: Path) -> None:
    async def test() -> None:
        async with _yard(tmp_path) as (world, party):
            row = REFUSED.get(event, {"payload": {"text": "Well."}, "do": []})
            player = await party.one([step for step in steps(row.get("do", ())) if "other" not in step])
            used = await player.ask("CHARACTER_SAY", {"text": "Mine."}, key=KEY)
            assert used["type"] == "ACK"
            await world.server.running.loop.settle()
            before = _bytes(world)
            bad = '{"no-such-key": 1}'
            payload = json.dumps(row["payload"])

            assert {
                "frame before type": await _told(player, '{"type": "CHARACTER_FLY", "type": 1}'),
                "frame before payload": await _told(player, _text(event, '{"a": 1, "a": 2}')),
                "frame before key": await _told(player, _text(event, payload, key=KEY)[:-1]),
                "type before payload": await _told(player, _text("CHARACTER_FLY", "[]")),
                "type before key": await _told(player, _text("CHARACTER_FLY", "{}", key=KEY)),
                "payload before key": await _told(player, _text(event, bad, key=KEY)),
                "payload before the rules": await _told(player, _text(event, bad)),
                "key before the rules": await _told(player, _text(event, payload, key=KEY)),
            } == {
                "frame before type": "malformed_frame",
                "frame before payload": "malformed_frame",
                "frame before key": "malformed_frame",
                "type before payload": "unknown_event",
                "type before key": "unknown_event",
                "payload before key": "invalid_payload",
                "payload before the rules": "invalid_payload",
                "key before the rules": "key_reused",
            }
            assert _bytes(world) == before

    play(test)


def test_a_key_is_looked_up_before_the_server_says_that_it_stops_or_cannot_save(tmp_path: Path) -> None:
    async def test() -> None:
        async with _yard(tmp_path) as (world, party):
            player = await party.one()
            first = await player.ask("CHARACTER_USE_ITEM", {"itemId": "apple"}, key=KEY)
            for around in (_stopping, _refusing):
                async with around(world, tmp_path, party):
                    again = await player.ask("CHARACTER_USE_ITEM", {"itemId": "apple"}, key=KEY)
                    other = await player.ask("CHARACTER_SAY", {"text": "Oh."}, key=KEY)

                    assert {**again["payload"], "id": 0} == {**first["payload"], "id": 0}
                    assert other["payload"]["code"] == "key_reused"

    play(test)


def test_a_frame_over_the_budget_is_late_and_not_refused(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, catalog=catalog_of("yard"), command_rate=50, command_burst=2) as world:
            player = await world.newcomer()
            await asyncio.gather(
                *(player.send("CHARACTER_SAY", payload={}, id=number) for number in range(6))
            )
            codes = [await player.until("ERROR") for _ in range(6)]

            assert [error["code"] for error in codes] == ["invalid_payload"] * 6
            assert sorted(error["id"] for error in codes) == list(range(6))

    play(test)


def test_every_frame_of_the_table_is_one_that_the_decoder_takes() -> None:
    frames = [(cell.command, cell.payload) for state in table()["states"] for cell in cells(state)]
    frames += [
        (c, row["payload"])
        for part in ("refusals", "order")
        for c in table()[part]
        for row in table()[part][c]
    ]

    assert {type(decode(json.dumps({"type": c, "payload": p}))) for c, p in frames} == {CommandFrame}
