"""All 30 founding events in their accepted case, and every error code at least once, over a real socket."""

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import jsonschema_rs

from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.envelope import decode
from engine.protocol.errors import ErrorCode
from engine.protocol.server_registry import SERVER_EVENTS
from engine.shipped import shipped
from tests.server.client import Live, Player, live, play

FOUNDING_COMMANDS = {event.name for event in CLIENT_EVENTS if event.founding}
FOUNDING_UPDATES = {event.name for event in SERVER_EVENTS if event.founding}
SCHEMAS = {
    event.name: jsonschema_rs.validator_for(
        json.loads((shipped("schemas") / "protocol" / f"{event.name}.json").read_text())
    )
    for event in SERVER_EVENTS
}


class Checked:
    """A player whose every frame is held against its published schema, and who notes what it used."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.used: set[str] = set()

    async def ok(self, kind: str, **payload: Any) -> None:
        """A command that must be accepted."""
        answer = await self.player.ask(kind, payload)
        assert answer["type"] == "ACK", answer
        self.used.add(kind)

    async def no(self, kind: str, **payload: Any) -> str:
        """A command that must be refused; gives the code."""
        answer = await self.player.ask(kind, payload)
        assert answer["type"] == "ERROR", answer
        return str(answer["payload"]["code"])

    def check(self) -> set[str]:
        """Hold all frames against their schemas; gives their types."""
        for frame in self.player.frames:
            SCHEMAS[frame["type"]].validate(frame)
        return {frame["type"] for frame in self.player.frames}


def test_all_thirty_events_are_accepted_and_sent_in_their_shape(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            one, other = Checked(await world.newcomer()), Checked(await world.newcomer())
            await one.ok("CHARACTER_ACCEPT_DENIZEN_QUEST", denizenId="miller", questId="first-errand")
            await one.ok("CHARACTER_INTERACT_DENIZEM", denizenId="miller")
            await one.ok("CHARACTER_INTERACT_DENIZEN", denizenId="miller", choice="door")
            await one.ok(
                "CHARACTER_TRADE_DENIZEN", denizenId="miller", buy=[{"itemId": "pick", "quantity": 1}]
            )
            await one.ok("CHARACTER_EQUIP_ITEM", itemId="pick", slot="pickaxe")
            await one.ok("CHARACTER_USE_ITEM", itemId="bread")
            await one.ok("CHARACTER_SAY", text="Off to the quarry.")
            await one.ok("CHARACTER_LOCATION_UPDATE", destination="quarry")
            await one.ok("CHARACTER_ACTION_UPDATE", action="dig")
            await world.advance(45)
            await one.ok("CHARACTER_LOCATION_UPDATE", destination="mill")
            for player in (one, other):
                await player.ok("CHARACTER_STRUCTURE_UPDATE", structure="cellar")
                await player.ok("CHARACTER_ACTION_UPDATE", action="combat")
            await other.ok("COMBAT_ROOM_CREATE")
            rooms = await one.player.until("COMBAT_ROOMS_UPDATE")
            await one.ok("COMBAT_ROOM_ENTER", id=rooms["combatInstances"][0]["id"])
            await one.ok("CHARACTER_CAST_SPELL", id="spark", type="attack")
            await world.advance(200)
            await one.ok("COMBAT_ROOM_EXIT")
            await other.ok("COMBAT_ROOM_EXIT")
            await one.ok("COMBAT_ROOM_CREATE")
            while _amount(one.player, "flour") < 2:
                await world.advance(20)
                await one.ok("CHARACTER_SAY", text="Come on.")
            await one.ok("COMBAT_ROOM_EXIT")
            await one.ok("CHARACTER_STRUCTURE_UPDATE", structure="")
            await one.ok("CHARACTER_FINISH_DENIZEN_QUEST", denizenId="miller", questId="first-errand")
            await one.ok("CHARACTER_DISCARD_ITEM", itemId="bread", quantity=1)
            await one.ok("CHARACTER_ACCEPT_DENIZEN_QUEST", denizenId="miller", questId="in-order")
            await one.ok("CHARACTER_ABANDON_QUEST", questId="in-order")
            await one.ok("CHARACTER_LOCATION_UPDATE", destination="quarry")
            await one.ok("CHARACTER_ACTION_UPDATE", action="combat")
            await one.ok("COMBAT_ROOM_CREATE")
            await world.advance(60)
            await one.ok("CHARACTER_SAY", text="Ouch.")

            seen = one.check() | other.check()
            assert one.used | other.used >= FOUNDING_COMMANDS | {"CHARACTER_INTERACT_DENIZEN"}
            assert seen >= FOUNDING_UPDATES
            assert seen >= {"ACK", "NOTICE", "DENIZEN_DIALOGUE", "LOCATION_CHARACTERS_UPDATE"}

    play(test)


def _amount(player: Player, item: str) -> int:
    carried = player.last("CHARACTER_INVENTORY_UPDATE")["inventory"]["items"]
    return next((one["amount"] for one in carried if one["id"] == item), 0)


async def _of_rules(world: Live, codes: set[str]) -> None:
    """The codes that rules give."""
    one, other = Checked(await world.newcomer()), Checked(await world.newcomer())
    no, ok = one.no, one.ok
    buy = {"denizenId": "miller", "sell": []}
    codes |= {
        await no("CHARACTER_INTERACT_DENIZEM", denizenId="hermit"),
        await no("CHARACTER_ACTION_UPDATE", action="juggle"),
        await no("CHARACTER_STRUCTURE_UPDATE", structure="vault"),
        await no("CHARACTER_EQUIP_ITEM", itemId="board", slot="offhand"),
        await no("CHARACTER_TRADE_DENIZEN", **buy, buy=[{"itemId": "board", "quantity": 9}]),
        await no("CHARACTER_EQUIP_ITEM", itemId="iron-ring", slot="helmet"),
        await no("CHARACTER_USE_ITEM", itemId="keepsake"),
        await no("CHARACTER_STRUCTURE_UPDATE", structure=""),
        await no("CHARACTER_FINISH_DENIZEN_QUEST", denizenId="miller", questId="first-errand"),
        await no("CHARACTER_CAST_SPELL", id="spark", type="attack"),
        await no("CHARACTER_ACCEPT_DENIZEN_QUEST", denizenId="miller", questId="trap"),
    }
    await ok("CHARACTER_ACCEPT_DENIZEN_QUEST", denizenId="miller", questId="first-errand")
    codes.add(await no("CHARACTER_FINISH_DENIZEN_QUEST", denizenId="miller", questId="first-errand"))
    for player in (one, other):
        await player.ok("CHARACTER_STRUCTURE_UPDATE", structure="cellar")
        await player.ok("CHARACTER_ACTION_UPDATE", action="combat")
    await ok("COMBAT_ROOM_CREATE")
    await other.ok("COMBAT_ROOM_ENTER", id="1")
    third = Checked(await world.newcomer())
    await third.ok("CHARACTER_STRUCTURE_UPDATE", structure="cellar")
    await third.ok("CHARACTER_ACTION_UPDATE", action="combat")
    codes |= {
        await no("CHARACTER_STRUCTURE_UPDATE", structure=""),
        await third.no("COMBAT_ROOM_ENTER", id="1"),
    }
    await ok("CHARACTER_CAST_SPELL", id="blaze", type="attack")
    codes.add(await no("CHARACTER_CAST_SPELL", id="blaze", type="attack"))
    await other.ok("CHARACTER_CAST_SPELL", id="blaze", type="attack")
    await other.ok("CHARACTER_CAST_SPELL", id="spark", type="attack")
    codes.add(await other.no("CHARACTER_CAST_SPELL", id="mend", type="healing"))
    await world.advance(40)
    codes |= {
        await no("CHARACTER_CAST_SPELL", id="blaze", type="attack"),
        await no("CHARACTER_CAST_SPELL", id="spark", type="attack", target={"creature": 1}),
    }
    for _ in range(6):
        await third.ok("CHARACTER_ACTION_UPDATE", action="idle")
        await third.ok("CHARACTER_STRUCTURE_UPDATE", structure="")
        answer = await third.player.ask("CHARACTER_ACTION_UPDATE", {"action": "push"})
        if answer["type"] == "ERROR":
            codes.add(answer["payload"]["code"])
            break
        await world.advance(20)
        await third.ok("CHARACTER_STRUCTURE_UPDATE", structure="loft")
    else:
        raise AssertionError("pushing never tired anyone")
    for player in (one, other, third):
        player.check()


async def _of_frames(world: Live, codes: set[str]) -> None:
    """The codes that the wire itself gives."""
    player = await world.newcomer()
    await player.ws.send_str("{")
    codes.add((await player.until("ERROR"))["code"])
    for kind, payload in (("CHARACTER_FLY", {}), ("CHARACTER_SAY", {"text": 1})):
        await player.send(kind, payload=payload, id=1)
        codes.add((await player.until("ERROR"))["code"])
    key = "the-key-of-this-test"
    await player.ask("CHARACTER_SAY", {"text": "One."}, key=key)
    codes.add((await player.ask("CHARACTER_SAY", {"text": "Two."}, key=key))["payload"]["code"])
    session = next(one for one in world.server.running.sockets if one.character == player.character)
    for number in range(20, 40):
        frame = decode(json.dumps({"type": "CHARACTER_SAY", "payload": {"text": "x"}, "id": number}))
        world.server.running.loop.command(session, frame)
    codes.add((await player.until("ERROR"))["code"])
    Checked(player).check()


async def _of_the_disk(world: Live, data: Path, codes: set[str]) -> None:
    """The code of a store that refuses."""
    player = await world.newcomer()
    await world.server.running.loop.settle()
    other = sqlite3.connect(data / "player.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        codes.add(
            (await player.ask("CHARACTER_LOCATION_UPDATE", {"destination": "quarry"}))["payload"]["code"]
        )
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_every_error_code_comes_over_the_wire(tmp_path: Path) -> None:
    async def test() -> None:
        codes: set[str] = set()
        async with live(tmp_path, command_queue=64, store_patience=0) as world:
            await _of_rules(world, codes)
            await _of_frames(world, codes)
            await _of_the_disk(world, tmp_path, codes)
            await asyncio.sleep(0)

        assert {code.value for code in ErrorCode} - codes == set()

    play(test)
