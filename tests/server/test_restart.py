"""To a player a restart looks like a short loss of the line."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from engine.game.commands import Tick
from engine.game.step import step
from engine.store.journal import journal_files
from engine.store.journal_reader import read_journal
from tests.playing import WORLDS, catalog_of
from tests.server.client import Player, live, play

BREAD = {"denizenId": "miller", "buy": [{"itemId": "bread", "quantity": 1}]}


def _value(entry: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "wallet",
        "inventory",
        "equipment",
        "quests",
        "skills",
        "spells",
        "progression",
        "coordinates",
        "effects",
    )
    return {name: entry[name] for name in kept}


async def _again(player: Player, world: Any) -> dict[str, Any]:
    entry: dict[str, Any] = (await world.join(player.token, player.character)).last("CHARACTER_UPDATE")
    return entry


def test_everything_is_as_it_was_after_a_restart(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_TRADE_DENIZEN", BREAD)
            await player.ask("CHARACTER_USE_ITEM", {"itemId": "bread"})
            await player.ask(
                "CHARACTER_ACCEPT_DENIZEN_QUEST", {"denizenId": "miller", "questId": "first-errand"}
            )
            await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "loft"})
            await world.advance(10)
            before = await _again(player, world)
        async with live(tmp_path) as world:
            after = await _again(player, world)

            assert _value(after) == _value(before)
            assert world.server.running.loop.world.state.tick == 10

    play(test)


def test_who_was_in_the_world_is_in_it_again_and_leaves_after_the_grace(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, grace=2) as world:
            player = await world.newcomer()
            goodbye = asyncio.create_task(player.closed())
        assert await goodbye == 1012
        async with live(tmp_path, grace=2) as world:
            here = world.server.running.loop.world
            assert here.holds(player.character)
            assert here.players == 0
            await world.advance(39)
            assert here.holds(player.character)
            await world.advance(1)
            assert not here.holds(player.character)
            assert await world.server.store.run(lambda db: db.in_world()) == []

    play(test)


def test_a_fight_goes_on_after_a_restart(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "cellar"})
            await player.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            await player.ask("COMBAT_ROOM_CREATE")
            await world.advance(5)
            room = world.server.running.loop.world.state.characters[player.character].room
        async with live(tmp_path) as world:
            state = world.server.running.loop.world.state
            assert state.characters[player.character].room == room
            assert list(state.rooms[room].members) == [player.character]
            back = await world.join(player.token, player.character)
            await back.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            await world.advance(6)
            combat = (await back.until("COMBAT_UPDATE"))["combat"]

            assert [one["idCharacter"] for one in combat["characters"]] == [player.character]

    play(test)


def test_poison_goes_on_after_a_restart_in_whoever_has_it(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, catalog=catalog_of("wishes")) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            await player.ask("COMBAT_ROOM_CREATE")
            aim = {"id": "venom", "type": "attack", "target": {"creature": 2}}
            await player.ask("CHARACTER_CAST_SPELL", aim)
            await world.advance(30)
            state = world.server.running.loop.world.state
            before = state.rooms[1].creatures[2]
        async with live(tmp_path, catalog=catalog_of("wishes")) as world:
            state = world.server.running.loop.world.state
            after = state.rooms[1].creatures[2]
            assert after == before
            assert after.effects["poison"].ends == 80
            await world.advance(10)

            # It pulses at the second after the one in which the server stopped, as it would have.
            assert after.vitals["health"] == before.vitals["health"] - 2

    play(test)


def test_a_character_left_alone_goes_after_the_grace_and_comes_back_as_it_was(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, grace=1) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_TRADE_DENIZEN", BREAD)
            before = await _again(player, world)
            for session in world.server.running.sockets:
                session.close(1000, "")
            await player.closed()
            while world.server.running.loop.world.players:
                await world.advance(1)
            await world.advance(25)
            assert not world.server.running.loop.world.holds(player.character)

            assert _value(await _again(player, world)) == _value(before)

    play(test)


def test_stopping_saves_what_was_asked_and_says_goodbye(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            for number in range(20):
                await player.send("CHARACTER_TRADE_DENIZEN", payload=BREAD, id=number)
            goodbye = asyncio.create_task(player.closed())
        code = await goodbye
        done = sum(1 for frame in player.frames if frame["type"] == "ACK")
        async with live(tmp_path) as world:
            entry = await _again(player, world)

            assert code == 1012
            # What was shown is there; what was sent too late was not read, and nobody was told otherwise.
            bread = {item["id"]: item["amount"] for item in entry["inventory"]["items"]}["bread"]
            assert bread >= 3 + done
            assert entry["wallet"]["copper"] == 50 - 4 * (bread - 3)

    play(test)


def test_while_stopping_value_commands_are_refused_and_nobody_new_comes_in(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            running = world.server.running
            running.stopping = running.loop.world.stopping = True

            refused = await player.ask("CHARACTER_TRADE_DENIZEN", BREAD)
            spoken = await player.ask("CHARACTER_SAY", {"text": "Goodbye."})
            assert refused["payload"]["code"] == "unavailable"
            assert spoken["payload"]["code"] == "unavailable"
            assert (await world.call("GET", "/api/characters", token=player.token))[0] == 503
            assert (await world.call("GET", "/readyz"))[0] == 503
            assert (await world.call("GET", "/healthz"))[0] == 200

    play(test)


def test_journals_of_a_server_that_is_restarted_in_order_miss_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def test() -> None:
        player = None
        for ticks in (1, 40, 7):
            async with live(tmp_path, journal=True) as world:
                if player is None:
                    player = await world.newcomer()
                else:
                    await _again(player, world)
                await world.advance(ticks)

    play(test)

    code = run(["replay", str(tmp_path), "-w", str(WORLDS / "mill"), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (code, said["same"], said["notes"]) == (0, True, [])
    assert [(one["from"], one["to"]) for one in said["journals"]] == [(0, 1), (1, 41), (41, 48)]


def test_a_journal_plays_again_to_the_same_state(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, journal=True) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_TRADE_DENIZEN", BREAD)
            await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "cellar"})
            await player.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            await player.ask("COMBAT_ROOM_CREATE")
            await world.advance(100)
            state = world.server.running.loop.world.state
        header, commands = read_journal(journal_files(tmp_path)[-1])
        for command in commands:
            for one in [Tick()] * command.count if isinstance(command, Tick) else [command]:
                step(header.state, world.catalog, one)

        assert header.state.tick == state.tick == 100
        assert header.state.characters[1].wallet == state.characters[1].wallet
        assert header.state.characters[1].vitals == state.characters[1].vitals
        assert header.state.dice == state.dice

    play(test)


def test_the_world_runs_by_itself_when_it_ticks(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, ticking=True, speed=1_000) as world:
            player = await world.newcomer()
            await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "loft"})
            await player.ask("CHARACTER_ACTION_UPDATE", {"action": "rest"})
            seen = [(await player.until("CHARACTER_CURRENT_ACTION_UPDATE"))["action"] for _ in range(4)]

            assert {action["id"] for action in seen} == {"rest"}
            assert world.server.running.loop.world.state.tick > 20

    play(test)


def test_many_ticks_at_once_let_everyone_else_come_to_the_loop(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, ticking=True, speed=1_000) as world:
            statuses = await asyncio.gather(*(world.call("GET", "/healthz") for _ in range(20)))

            assert json.dumps(statuses) == json.dumps([[200, {"status": "ok"}]] * 20)

    play(test)
