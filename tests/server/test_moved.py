"""A server starts with content whose ids have moved: its players find all they had, under other names."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.game.commands import Tick
from engine.game.step import step
from engine.store.journal import journal_files
from engine.store.journal_reader import read_journal
from tests.other_mill import other_mill
from tests.server.client import Live, Player, live, play

IDS = ("bread", "knife", "MINING", "mend", "mill", "miller", "first-errand", "fed")
MOVED = other_mill(
    IDS,
    without="keepsake",
    moved="{items: {bread: new-bread, knife: new-knife, keepsake: {refund: true}}, "
    "skills: {MINING: new-MINING}, spells: {mend: new-mend}, effects: {fed: new-fed}, "
    "locations: {mill: new-mill}, denizens: {miller: new-miller}, quests: {first-errand: new-first-errand}}",
)
WORDLESS = other_mill(IDS)


async def _has_lived(world: Live) -> Player:
    """A player who has bought, taken on and eaten something, and stands at the miller's."""
    player = await world.newcomer()
    buys = {"denizenId": "miller", "buy": [{"itemId": "bread", "quantity": 2}]}
    for command, payload in (
        ("CHARACTER_TRADE_DENIZEN", buys),
        ("CHARACTER_USE_ITEM", {"itemId": "bread"}),
        ("CHARACTER_ACCEPT_DENIZEN_QUEST", {"denizenId": "miller", "questId": "first-errand"}),
        ("CHARACTER_INTERACT_DENIZEM", {"denizenId": "miller"}),
    ):
        assert (await player.ask(command, payload))["type"] == "ACK"
    await world.advance(3)
    return player


async def _entry(world: Live, player: Player) -> dict[str, Any]:
    entry: dict[str, Any] = (await world.join(player.token, player.character)).last("CHARACTER_UPDATE")
    return entry


def _told(world: Live, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in world.log.getvalue().splitlines()]
    return [line for line in lines if str(line["event"]).startswith(event)]


def test_what_was_owned_and_begun_goes_on_under_the_new_ids(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await _has_lived(world)
            before = await _entry(world, player)
        async with live(tmp_path, catalog=MOVED) as world:
            entry = await _entry(world, player)
            items = {item["id"]: item["amount"] for item in entry["inventory"]["items"]}
            assert items == {"iron-ring": 1, "new-bread": 4, "ring-of-regret": 1}
            assert entry["equipment"]["weapon"]["id"] == "new-knife"
            assert entry["wallet"]["copper"] == before["wallet"]["copper"] + 5
            assert entry["coordinates"] == {"location": "new-mill", "structure": ""}
            (quest,) = entry["quests"]["proceeding"]
            assert quest["id"] == "new-first-errand"
            assert quest["currentAmount"] == 1
            assert [spell["id"] for spell in entry["spells"]["healing"]] == ["new-mend"]
            assert [effect["counter"] for effect in entry["effects"]] == [3]
            answer = await (await world.join(player.token, player.character)).ask(
                "CHARACTER_TRADE_DENIZEN",
                {"denizenId": "new-miller", "sell": [{"itemId": "new-knife", "quantity": 0}]},
            )
            assert answer["type"] == "ACK"

            assert await world.server.store.run(lambda db: db.ledger_check(player.character)) == []

    play(test)


def test_the_host_is_told_once_and_in_one_line(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            await _has_lived(world)
            assert _told(world, "the saves follow") == []
        async with live(tmp_path, catalog=MOVED) as world:
            (line,) = _told(world, "the saves follow")
            counts = {name: line[name] for name in ("characters", "renamed", "dropped", "refunded", "copper")}
            assert counts == {"characters": 1, "renamed": 7, "dropped": 0, "refunded": 1, "copper": 5}
            assert _told(world, "saves hold what") == []
        async with live(tmp_path, catalog=MOVED) as world:
            assert _told(world, "the saves follow") == []

    play(test)


def test_what_is_gone_without_a_word_is_kept_named_to_the_host_and_there_again(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await _has_lived(world)
            before = await _entry(world, player)
        async with live(tmp_path, catalog=WORDLESS) as world:
            (line,) = _told(world, "saves hold what")
            assert line["level"] == "warning"
            assert line["things"].startswith(
                "effects/fed (held by 1), items/bread (held by 1), items/knife (held by 1)"
            )
            entry = await _entry(world, player)
            assert "bread" not in {item["id"] for item in entry["inventory"]["items"]}
            assert entry["coordinates"] == {"location": "new-mill", "structure": ""}
        async with live(tmp_path) as world:
            after = await _entry(world, player)
            for part in ("inventory", "equipment", "quests", "skills", "spells", "wallet"):
                assert after[part] == before[part]

    play(test)


@pytest.mark.parametrize("catalog", [MOVED, WORDLESS])
def test_the_journal_begins_after_it_and_plays_to_the_same_state(tmp_path: Path, catalog: Any) -> None:
    async def test() -> None:
        async with live(tmp_path) as world:
            player = await _has_lived(world)
        async with live(tmp_path, catalog=catalog, journal=True) as world:
            back = await world.join(player.token, player.character)
            await back.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": "cellar"})
            await back.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            await back.ask("COMBAT_ROOM_CREATE")
            await world.advance(50)
            state = world.server.running.loop.world.state
        header, commands = read_journal(journal_files(tmp_path)[-1])
        assert header.content == catalog.digest
        for command in commands:
            for one in [Tick()] * command.count if isinstance(command, Tick) else [command]:
                step(header.state, catalog, one)

        assert state.tick > 50
        assert header.state.characters[1].items == state.characters[1].items
        assert header.state.dice == state.dice

    play(test)
