"""The same seed, commands and content give the same facts, byte for byte, in every process."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from engine.game import commands as c
from engine.game.outcome import Accepted, ChainCut
from engine.game.step import new_state, step
from tests.playing import Game, catalog_of
from tests.random_play import Player

ROOT = Path(__file__).parents[2]


def _play(seed: int) -> Game:
    game = Game(catalog_of("mill"), seed=seed, characters=2)
    player = Player(game.catalog, seed, characters=2, state=game.state)
    for _ in range(600):
        command = player.command()
        if isinstance(command, c.Ask) and command.character not in game.state.characters:
            continue
        try:
            game.do(command)
        except ChainCut:
            continue
    return game


def facts_of(journal: bytes, seed: int) -> bytes:
    """The facts that a journal of commands gives, one in a line."""
    catalog = catalog_of("mill")
    state = new_state(seed)
    lines = []
    for line in journal.splitlines():
        command = msgspec.json.decode(line, type=c.AnyCommand)
        try:
            outcome = step(state, catalog, command)
        except ChainCut:
            continue
        if isinstance(outcome, Accepted):
            lines += [msgspec.json.encode(fact) for fact in outcome.facts]
    return b"\n".join(lines)


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_a_journal_replays_to_the_same_facts_under_any_hash_seed(hash_seed: str, tmp_path: Path) -> None:
    game = _play(seed=11)
    journal = tmp_path / "journal"
    journal.write_bytes(b"\n".join(msgspec.json.encode(command) for command in game.commands))
    expected = b"\n".join(msgspec.json.encode(fact) for fact in game.facts)

    program = (
        "import sys; from pathlib import Path; from tests.replay.test_replay import facts_of;"
        f"sys.stdout.buffer.write(facts_of(Path({str(journal)!r}).read_bytes(), 11))"
    )
    replayed = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    ).stdout

    assert len(expected) > 10_000
    assert replayed == expected
