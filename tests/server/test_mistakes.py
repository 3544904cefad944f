"""When the server itself, or content that feeds itself, goes wrong: one command fails, the world goes on."""

import json
import re
from pathlib import Path

from engine.compiler.compile import compile_files
from engine.model.catalog import Catalog
from engine.server.answers import ENDLESS
from tests.playing import WORLDS
from tests.server.client import live, play

TRAP = {"denizenId": "miller", "questId": "trap"}


def _with_a_fuse() -> Catalog:
    """The mill, with bread after which, a second later, effects set each other off without end."""
    text = (WORLDS / "mill" / "mill.yaml").read_text()
    fuse = (
        "effects:\n  fuse: {name: Fuse, description: Short., category: fuse, stacking: ignore, "
        "on_end: [{apply_effect: {effect: endless, duration: 1s}}]}\n"
    )
    lit = text.replace("effects:\n", fuse, 1).replace(
        "{effect: fed, duration: 5s}", "{effect: fuse, duration: 1s}"
    )
    compiled = compile_files({"mill.yaml": lit.encode()})
    assert compiled.catalog is not None, compiled.report
    return compiled.catalog


def test_a_command_that_fails_changes_nothing_and_is_not_tried_for_ever(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            who = world.server.running.loop.world.state.characters[player.character]
            # A state that no command leads to, as a mistake of ours would leave it.
            here, who.location = who.location, "nowhere"
            going = {"destination": "quarry"}
            answers = [await player.ask("CHARACTER_LOCATION_UPDATE", going) for _ in range(5)]
            who.location = here

            assert [answer["payload"]["code"] for answer in answers] == ["internal"] * 5
            assert world.server.running.loop.world.counts["mistakes"] == 3
            bread = {"denizenId": "miller", "buy": [{"itemId": "bread", "quantity": 1}]}
            assert (await player.ask("CHARACTER_TRADE_DENIZEN", bread))["type"] == "ACK"
            logged = [json.loads(line) for line in world.log.getvalue().splitlines() if "mistake" in line]
            assert {line["command"] for line in logged} == {"ChangeLocation"}
            assert "Traceback" in logged[0]["exception"]

    play(test)


def test_a_command_with_effects_without_end_is_undone_each_time_and_blocks_no_other(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await world.newcomer()
            refused = [
                (await player.ask("CHARACTER_ACCEPT_DENIZEN_QUEST", TRAP))["payload"] for _ in range(4)
            ]
            other = {"denizenId": "miller", "questId": "daily-bread"}

            assert [(one["code"], one["message"]) for one in refused] == [("internal", ENDLESS)] * 4
            assert world.server.running.loop.world.state.characters[player.character].quests == {}
            assert (await player.ask("CHARACTER_ACCEPT_DENIZEN_QUEST", other))["type"] == "ACK"
            logged = [json.loads(line) for line in world.log.getvalue().splitlines() if "without end" in line]
            assert len(logged) == 4
            assert re.fullmatch(r"quests/trap on_accept \(mill\.yaml:\d+\)", logged[0]["began"])

    play(test)


def test_effects_without_end_that_time_brings_are_undone_alone(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, catalog=_with_a_fuse()) as world:
            one = await world.newcomer()
            assert (await one.ask("CHARACTER_USE_ITEM", {"itemId": "bread"}))["type"] == "ACK"
            await world.advance(40)

            assert world.server.running.loop.world.state.tick == 40
            assert (await one.ask("CHARACTER_SAY", {"text": "Well."}))["type"] == "ACK"
            logged = [json.loads(line) for line in world.log.getvalue().splitlines() if "without end" in line]
            assert [line["began"].split(" (")[0] for line in logged] == ["effects/fuse on_end"]

    play(test)


def test_who_makes_time_fail_is_taken_out_and_all_others_go_on(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            one, other = await world.newcomer(), await world.newcomer()
            assert (await one.ask("CHARACTER_ACTION_UPDATE", {"action": "train"}))["type"] == "ACK"
            state = world.server.running.loop.world.state
            # A state that no command leads to, as a mistake of ours would leave it.
            state.characters[one.character].location = "nowhere"
            await world.advance(40)

            assert list(state.characters) == [other.character]
            assert state.tick > 30
            assert await one.closed() == 1012
            assert (await other.ask("CHARACTER_SAY", {"text": "Where did she go?"}))["type"] == "ACK"

    play(test)
