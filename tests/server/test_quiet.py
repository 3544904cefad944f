"""What a server sends while nobody asks for anything: the frames that come by themselves, counted."""

from collections import Counter
from pathlib import Path

from tests.playing import catalog_of
from tests.server.client import Player, live, play

TICKS = 1_000


async def _heard(player: Player) -> Counter[str]:
    """What came since the last look, by type; the words that mark the end are left out."""
    start = len(player.frames)
    await player.ask("CHARACTER_SAY", {"text": "Quiet here."})
    heard = Counter(frame["type"] for frame in player.frames[start:])
    return heard - Counter({"ACK": 1, "NOTICE": 1})


def test_a_thousand_ticks_send_each_client_what_runs_for_it_and_nothing_else(tmp_path: Path) -> None:
    async def test() -> None:
        async with live(tmp_path, catalog=catalog_of("yard"), out_frames=10_000) as world:
            idle, sweeping, casting, waiting = [await world.newcomer() for _ in range(4)]
            # Each at a spot of its own, so that nobody hears the others.
            await sweeping.ask("CHARACTER_ACTION_UPDATE", {"action": "sweep"})
            for player in (waiting, casting):
                await player.ask("CHARACTER_LOCATION_UPDATE", {"destination": "field"})
            for player, structure in ((idle, "shed"), (casting, "barn")):
                await player.ask("CHARACTER_STRUCTURE_UPDATE", {"structure": structure})
            await waiting.ask("CHARACTER_ACTION_UPDATE", {"action": "combat"})
            await world.advance(21)
            await casting.ask("CHARACTER_CAST_SPELL", {"id": "hum", "type": "other"})
            for player in (idle, sweeping, casting, waiting):
                await _heard(player)

            await world.advance(TICKS)

            assert await _heard(sweeping) == {"CHARACTER_CURRENT_ACTION_UPDATE": TICKS // 10}
            assert await _heard(waiting) == {}
            assert await _heard(idle) == {}
            # It cools down for two seconds and is shown once in each, the second time as ready.
            assert await _heard(casting) == {"CHARACTER_SPELLS_UPDATE": 2}

    play(test)
