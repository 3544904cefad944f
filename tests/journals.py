"""Journals as a server writes them, of random play in the mill."""

from pathlib import Path

import msgspec

from engine.game import commands as c
from engine.game import events as e
from engine.game.characters import new_character
from engine.game.outcome import Accepted, ChainCut
from engine.game.state import GameState
from engine.game.step import new_state, step
from engine.model.catalog import Catalog
from engine.store.journal import Journal
from tests.playing import catalog_of
from tests.random_play import Player

SEED = 3


class Recorded:
    """A run whose commands and outcomes are written down, as the server's world does it."""

    def __init__(self, folder: Path, *, catalog: Catalog | None = None, max_bytes: int = 10**9) -> None:
        self.catalog = catalog or catalog_of("mill")
        self.state: GameState = new_state(SEED)
        self.facts: list[bytes] = []
        self.mistakes = 0
        self.journal = Journal(
            folder,
            state=self.state,
            engine="0.1.0",
            content=self.catalog.digest,
            on_failure=self._failed,
            max_bytes=max_bytes,
        )
        for number in (1, 2):
            name = f"Ada{number}"
            self.do(c.Join(character=new_character(self.catalog, id=number, user=number, name=name)))

    @staticmethod
    def _failed(why: str) -> None:
        raise AssertionError(why)

    def do(self, command: c.Command) -> tuple[e.Fact, ...]:
        """Do a command, written down; gives its facts."""
        self.journal.record(command, self.state)
        try:
            outcome = step(self.state, self.catalog, command)
        except (ChainCut, KeyError) as mistake:
            self.mistakes += 1
            self.journal.note(mistake)
            return ()
        self.journal.note(outcome)
        if not isinstance(outcome, Accepted):
            return ()
        self.facts += [msgspec.json.encode(fact) for fact in outcome.facts]
        return outcome.facts

    def play(self, commands: int) -> None:
        """Let two players do what they like. A client that lost its character comes back now and then."""
        player = Player(self.catalog, SEED, characters=2, state=self.state)
        for _ in range(commands):
            command = player.command()
            for fact in [f for one in _ticks(command) for f in self.do(one)]:
                if isinstance(fact, e.CharacterLeft):
                    self.do(c.Join(character=fact.state))
            self.journal.flush()
        self.journal.close()


def _ticks(command: c.Command) -> list[c.Command]:
    """Ticks come one by one to a server."""
    return [c.Tick()] * command.count if isinstance(command, c.Tick) else [command]
