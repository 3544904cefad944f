"""What waits for the disk, what does not, and what happens when the disk says no."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.base.units import wallet_of
from engine.protocol.envelope import decode
from engine.server.session import Session
from tests.server.client import Live, Player, live, play

BREAD = {"denizenId": "miller", "buy": [{"itemId": "bread", "quantity": 1}]}
KEY = "a-key-that-is-long-enough"


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Another program holds the saves: nothing can be written, everything can be read."""
    other = sqlite3.connect(data / "player.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def _quiet(player: Player) -> bool:
    """Say whether nothing comes for a moment."""
    try:
        await player.ws.receive(timeout=0.1)
    except TimeoutError:
        return True
    return False


def _wallet(copper: int) -> dict[str, int]:
    return dict(zip(("copper", "silver", "gold"), wallet_of(copper), strict=True))


async def _until_refusing(world: Live, *, refusing: bool) -> None:
    async with asyncio.timeout(5):
        while world.server.running.loop.world.refusing is not refusing:
            await world.server.running.loop.saved()


def test_an_update_is_shown_only_when_it_is_on_the_disk(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=30) as world:
            buyer, other = await world.newcomer(), await world.newcomer()
            await world.server.running.loop.settle()
            with locked(tmp_path):
                await buyer.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=1)
                await other.ask("CHARACTER_SAY", {"text": "Does anything move?"})
                assert await _quiet(buyer)
            await buyer.until("ACK")
            kinds = [frame["type"] for frame in buyer.frames[4:]]

            assert kinds.index("CHARACTER_WALLET_UPDATE") < kinds.index("ACK")
            assert buyer.last("CHARACTER_WALLET_UPDATE")["wallet"] == _wallet(46)

    play(test)


def test_nothing_overtakes_an_update_that_waits(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=30) as world:
            buyer = await world.newcomer()
            await world.server.running.loop.settle()
            with locked(tmp_path):
                await buyer.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=1)
                await buyer.send("CHARACTER_SAY", payload={"text": "Mine."}, id=2)
                await buyer.send("CHARACTER_USE_ITEM", payload={"itemId": "nothing"}, id=3)
                await buyer.ws.send_str("{")
                assert await _quiet(buyer)
            answers = []
            while len(answers) < 4:
                frame = await buyer.receive()
                if frame["type"] in ("ACK", "ERROR"):
                    answers.append((frame["type"], frame["payload"].get("id")))

            assert answers == [("ACK", 1), ("ACK", 2), ("ERROR", 3), ("ERROR", None)]

    play(test)


def test_what_follows_no_change_of_value_goes_at_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=30) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "loft"})
            await world.server.running.loop.settle()
            with locked(tmp_path):
                assert (await player.ask("CHARACTER_ACTION_UPDATE", {"action": "rest"}))["type"] == "ACK"
                assert (await player.ask("CHARACTER_SAY", {"text": "Ah."}))["type"] == "ACK"

    play(test)


def test_who_left_comes_back_only_when_all_of_it_is_on_the_disk(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=30, slow_commit=30, grace=1) as world:
            loop = world.server.running.loop
            player = await world.newcomer()
            await loop.settle()
            with locked(tmp_path):
                # One purchase is being committed, the next one and the leaving wait behind it.
                for number in (1, 2):
                    await player.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=number)
                    await _bought(world, player, number)
                await player.ws.close()
                while loop.world.players:
                    await loop.tick()
                for _ in range(21):
                    await loop.tick()
                assert not loop.world.holds(player.character)
                newer = Session(
                    user=1,
                    character=player.character,
                    token=b"",
                    address="",
                    epoch=99,
                    now=0.0,
                    settings=world.settings,
                )
                entering = asyncio.create_task(loop.enter(newer))
                await loop.call(lambda: None)
                await loop.call(lambda: None)

            assert await entering
            assert loop.world.state.characters[player.character].wallet == 42
            assert await _imbalances(world) == {}

    play(test)


async def _bought(world: Live, player: Player, pieces: int) -> None:
    """Wait until a purchase is done in memory."""
    who = world.server.running.loop.world.state.characters[player.character]
    async with asyncio.timeout(5):
        while who.items["bread"] < 3 + pieces:
            await world.server.running.loop.tick()


def test_a_failed_commit_gives_back_what_the_store_holds(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=0) as world:
            buyer, other = await world.newcomer(), await world.newcomer()
            await world.server.running.loop.settle()
            with locked(tmp_path):
                await buyer.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=1)
                error = await buyer.until("ERROR")
                assert (error["code"], error["id"]) == ("unavailable", 1)
                entry = await buyer.until("CHARACTER_UPDATE")
                assert entry["wallet"] == _wallet(50)
                assert {i["id"]: i["amount"] for i in entry["inventory"]["items"]}["bread"] == 3
                await buyer.until("CHARACTER_SKILLS_UPDATE")

                refused = await buyer.ask("CHARACTER_TRADE_DENIZEN", BREAD)
                assert refused["payload"]["code"] == "unavailable"
                assert (await other.ask("CHARACTER_SAY", {"text": "Well."}))["type"] == "ACK"
                # Refused at once, not tried and given back again.
                assert (await buyer.ask("CHARACTER_SAY", {"text": "Oh."}))["type"] == "ACK"
                assert [f["type"] for f in buyer.frames].count("CHARACTER_UPDATE") == 2
                moved = await other.ask("CHARACTER_LOCATION_UPDATE", {"destination": "quarry"})
                assert moved["payload"]["code"] == "unavailable"
                assert (await world.call("GET", "/readyz"))[0] == 503
            await _until_refusing(world, refusing=False)

            assert (await buyer.ask("CHARACTER_TRADE_DENIZEN", BREAD))["type"] == "ACK"
            assert buyer.last("CHARACTER_WALLET_UPDATE")["wallet"] == _wallet(46)
            again = await world.join(buyer.token, buyer.character)
            assert again.last("CHARACTER_UPDATE")["wallet"] == _wallet(46)
            assert await _imbalances(world) == {}

    play(test)


async def _imbalances(world: Live) -> dict[int, Any]:
    """Where the books and the holdings differ."""
    await world.server.running.loop.settle()
    found: dict[int, Any] = await world.server.store.run(
        lambda db: {who: wrong for who in db.character_ids() if (wrong := db.ledger_check(who))}
    )
    return found


def test_many_commands_before_a_failed_commit_are_all_answered(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=0) as world:
            buyer = await world.newcomer()
            await world.server.running.loop.settle()
            with locked(tmp_path):
                for number in range(1, 6):
                    key = f"{KEY}-{number}" if number % 2 else None
                    await buyer.send(
                        "CHARACTER_TRADE_DENIZEN", payload=BREAD, id=number, **({"key": key} if key else {})
                    )
                codes = {}
                while len(codes) < 5:
                    error = await buyer.until("ERROR")
                    codes[error["id"]] = error["code"]
            await _until_refusing(world, refusing=False)

            assert codes == dict.fromkeys(range(1, 6), "unavailable")
            answer = await buyer.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=f"{KEY}-1")
            assert answer["type"] == "ACK"
            assert buyer.last("CHARACTER_WALLET_UPDATE")["wallet"] == _wallet(46)

    play(test)


def test_a_failed_commit_takes_its_member_out_of_the_fight_and_leaves_the_others_in(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=0) as world:
            one, two = await world.newcomer(), await world.newcomer()
            for player in (one, two):
                await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "cellar"})
                await player.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            assert (await one.ask("COMBAT_ROOM_CREATE"))["type"] == "ACK"
            rooms = (await two.until("COMBAT_ROOMS_UPDATE"))["combatInstances"]
            rooms = rooms or (await two.until("COMBAT_ROOMS_UPDATE"))["combatInstances"]
            assert (await two.ask("COMBAT_ROOM_ENTER", {"id": rooms[0]["id"]}))["type"] == "ACK"
            await world.server.running.loop.settle()
            with locked(tmp_path):
                await one.send("CHARACTER_USE_ITEM", payload={"itemId": "bread"}, id=99)
                assert (await one.until("ERROR"))["code"] == "unavailable"
                await one.until("CHARACTER_SKILLS_UPDATE")
            await _until_refusing(world, refusing=False)

            state = world.server.running.loop.world.state
            assert state.characters[one.character].room is None
            assert list(state.rooms[int(rooms[0]["id"])].members) == [two.character]

    play(test)


def test_a_store_that_was_taken_over_ends_the_server_and_harms_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            await world.server.running.loop.settle()
            other = sqlite3.connect(tmp_path / "player.db", isolation_level=None)
            other.execute("UPDATE owner SET epoch = epoch + 1")
            other.close()
            await player.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=1)
            reason = await asyncio.wait_for(asyncio.shield(world.server.running.loop.broken), 5)

            assert "taken over" in reason
            assert (await world.call("GET", "/healthz"))[0] == 503
            assert [frame["type"] for frame in player.frames if frame["type"] == "ACK"] == []

    play(test)


def test_while_a_commit_takes_too_long_value_commands_are_refused(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, store_patience=30, slow_commit=0.06) as world:
            buyer, other = await world.newcomer(), await world.newcomer()
            await world.server.running.loop.settle()
            with locked(tmp_path):
                await buyer.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=1)
                assert await _quiet(buyer)
                refused = await other.ask("CHARACTER_TRADE_DENIZEN", BREAD)
                assert refused["payload"]["code"] == "unavailable"
            await buyer.until("ACK")
            assert (await other.ask("CHARACTER_TRADE_DENIZEN", BREAD))["type"] == "ACK"

    play(test)


def test_a_key_is_applied_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            first = await player.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=KEY)
            again = await player.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=KEY)
            other = await player.ask("CHARACTER_USE_ITEM", {"itemId": "bread"}, key=KEY)
            missing = [
                await player.ask("CHARACTER_USE_ITEM", {"itemId": "x"}, key=KEY + "2") for _ in range(2)
            ]

            assert {**again["payload"], "id": first["payload"]["id"]} == first["payload"]
            assert other["payload"]["code"] == "key_reused"
            assert missing[0]["payload"]["code"] == missing[1]["payload"]["code"] == "unknown_target"
            wallets = [f["payload"] for f in player.frames if f["type"] == "CHARACTER_WALLET_UPDATE"]
            assert wallets == [{"wallet": _wallet(46)}]

    play(test)


def test_a_key_counts_after_leaving_the_world_and_after_a_restart(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, grace=1) as world:
            player = await world.newcomer()
            first = await player.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=KEY)
            await player.ws.close()
            await world.advance(30)
            assert not world.server.running.loop.world.holds(player.character)
            back = await world.join(player.token, player.character)
            again = await back.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=KEY)
        async with live(tmp_path) as world:
            later = await world.join(player.token, player.character)
            once_more = await later.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=KEY)

            expected = {"type": "CHARACTER_TRADE_DENIZEN", "tick": first["payload"]["tick"]}
            assert {**again["payload"], "id": 0} == {**once_more["payload"], "id": 0} == {**expected, "id": 0}
            assert later.last("CHARACTER_UPDATE")["wallet"] == _wallet(46)

    play(test)


def test_keyed_commands_sent_many_times_over_reconnects_happen_once_each(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            for number in range(10):
                for copy in range(3):
                    await player.send(
                        "CHARACTER_TRADE_DENIZEN", payload=BREAD, id=number * 10 + copy, key=f"{KEY}-{number}"
                    )
                # Nobody waits for the answers: some are lost with the socket, and all are sent again.
                player = await world.join(player.token, player.character)
                again = await player.ask("CHARACTER_TRADE_DENIZEN", BREAD, key=f"{KEY}-{number}")
                assert again["type"] == "ACK"
            entry = (await world.join(player.token, player.character)).last("CHARACTER_UPDATE")

            assert entry["wallet"] == _wallet(10)
            assert {i["id"]: i["amount"] for i in entry["inventory"]["items"]}["bread"] == 13
            assert await _imbalances(world) == {}

    play(test)


def test_a_session_may_only_fill_its_share_of_the_queue(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, command_queue=16) as world:
            player = await world.newcomer()
            text = '{"type": "CHARACTER_SAY", "payload": {"text": "x"}, "id": %d}'
            session = next(iter(world.server.running.sockets))
            for number in range(5):
                world.server.running.loop.command(session, decode(text % number))
            codes = []
            while len(codes) < 5:
                frame = await player.receive()
                if frame["type"] in ("ACK", "ERROR"):
                    codes.append(frame["payload"].get("code"))

            assert codes == [None, None, "busy", "busy", "busy"]

    play(test)
