"""The shipped story, played from first talk to last reward by a client, with the clock driven fast."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.compiler.compile import compile_world
from engine.game.commands import Tick
from engine.game.state import GameState
from engine.game.step import step
from engine.server.app import start_server
from engine.server.logs import open_log
from engine.server.settings import Settings
from engine.server.start import keep_content
from engine.shipped import shipped
from engine.store.journal import journal_files
from engine.store.journal_reader import read_journal
from tests.playing import shipped_catalog
from tests.server.client import play

ROOT = Path(__file__).parents[2]


def _walkthrough() -> ModuleType:
    spec = importlib.util.spec_from_file_location("walkthrough", ROOT / "tools" / "walkthrough.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["walkthrough"] = module
    spec.loader.exec_module(module)
    return module


def _replayed(data: Path, hash_seed: str) -> dict[str, Any]:
    """What `gamectl replay` says of a data folder."""
    run = subprocess.run(
        [sys.executable, "-m", "cli.main", "replay", str(data), "--json"],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout + run.stderr
    said: dict[str, Any] = json.loads(run.stdout)
    return said


def test_the_story_can_be_played_and_its_journal_plays_it_again(tmp_path: Path) -> None:
    told: list[str] = []
    finished: list[str] = []
    states: list[GameState] = []

    async def test() -> None:
        settings = Settings(port=0, data=tmp_path, drain=1, close_timeout=0.5, speed=40)
        log = open_log(sys.stderr, form="json", level="error")
        content = compile_world(shipped("content")).canonical
        assert content is not None
        keep_content(settings, shipped_catalog(), content)
        server = await start_server(shipped_catalog(), settings, log=log, pictures={}, seed=5)
        try:
            player = await _walkthrough().play(server.url, tell=told.append, patience=60)
            finished.extend(quest["id"] for quest in player.me["quests"]["finished"])
        finally:
            await server.stop()
        states.append(server.running.loop.world.state)

    play(test)

    assert sorted(finished) == sorted(shipped_catalog().quests)
    assert told[-1] == "All 13 commands were used and all 17 updates seen."
    header, commands = read_journal(journal_files(tmp_path)[-1])
    assert header.content == shipped_catalog().digest
    for command in commands:
        for one in [Tick()] * command.count if isinstance(command, Tick) else [command]:
            step(header.state, shipped_catalog(), one)
    assert header.state == states[0]
    # As a host would, with nothing but the data folder, in processes that order sets in other ways.
    replayed = [_replayed(tmp_path, hash_seed) for hash_seed in ("0", "4242")]
    assert replayed[0] == replayed[1]
    assert replayed[0]["same"] is True
    (journal,) = replayed[0]["journals"]
    assert (journal["to"], journal["noted"]) == (states[0].tick, True)
    assert journal["facts"] > journal["ticks"] > 1_000
