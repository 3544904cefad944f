"""A handle on a running world for tests of the core: commands in, outcomes out, time only by `Tick`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from engine.base.diagnostic import Severity
from engine.compiler.compile import compile_world
from engine.game import commands as c
from engine.game import events as e
from engine.game.characters import new_character
from engine.game.outcome import Accepted, Refused
from engine.game.state import Character, GameState
from engine.game.step import new_state, step
from engine.model.catalog import Catalog
from engine.shipped import shipped

WORLDS = Path(__file__).parent / "worlds"


@lru_cache
def catalog_of(world: str) -> Catalog:
    """The catalog of one of the test worlds."""
    compiled = compile_world(WORLDS / world)
    errors = [one for one in compiled.report.diagnostics if one.severity is Severity.ERROR]
    assert compiled.catalog is not None, errors
    return compiled.catalog


def new_characters(catalog: Catalog, count: int) -> list[Character]:
    """So many new characters, of as many users."""
    return [new_character(catalog, id=one, user=one, name=f"Ada{one}") for one in range(1, count + 1)]


class Game:
    """A world with some characters in it."""

    def __init__(self, catalog: Catalog, *, seed: int = 7, characters: int = 1) -> None:
        self.catalog = catalog
        self.state: GameState = new_state(seed)
        self.commands: list[c.Command] = []
        self.facts: list[e.Fact] = []
        for who in new_characters(catalog, characters):
            self.do(c.Join(character=who))

    def do(self, command: c.Command) -> Accepted | Refused:
        """Do a command."""
        self.commands.append(command)
        outcome = step(self.state, self.catalog, command)
        if isinstance(outcome, Accepted):
            self.facts += outcome.facts
        return outcome

    def ok(self, command: c.Command) -> tuple[e.Fact, ...]:
        """Do a command that must be accepted, and give its facts."""
        outcome = self.do(command)
        assert isinstance(outcome, Accepted), outcome
        return outcome.facts

    def no(self, command: c.Command) -> str:
        """Do a command that must be refused and change nothing, and give the code."""
        before = self.snapshot()
        outcome = self.do(command)
        assert isinstance(outcome, Refused), outcome
        assert self.snapshot() == before
        assert outcome.message.strip()
        return outcome.code

    def tick(self, count: int = 1) -> tuple[e.Fact, ...]:
        """Let time pass."""
        return self.ok(c.Tick(count=count))

    def who(self, character: int = 1) -> Character:
        """A character."""
        return self.state.characters[character]

    def snapshot(self) -> bytes:
        """The whole state, as bytes."""
        return msgspec.json.encode(self.state)

    def go(self, *places: str, character: int = 1) -> None:
        """Walk: `/loft` goes into a structure, `/` outdoors, anything else is a location."""
        for place in places:
            if place.startswith("/"):
                self.ok(c.ChangeStructure(character=character, structure=place[1:]))
            else:
                self.ok(c.ChangeLocation(character=character, destination=place))

    def finish_first_errand(self) -> None:
        """Do everything that the first quest of the mill asks for, and hand it in."""
        self.ok(c.AcceptQuest(character=1, denizen="miller", quest="first-errand"))
        self.ok(c.InteractDenizen(character=1, denizen="miller"))
        self.ok(trade(1, buy={"pick": 1}))
        self.ok(c.EquipItem(character=1, item="pick", slot="pickaxe"))
        self.go("quarry")
        self.ok(c.ChangeAction(character=1, action="dig"))
        self.tick(45)
        self.go("mill", "/cellar")
        self.ok(c.ChangeAction(character=1, action="combat"))
        self.ok(c.CreateRoom(character=1))
        while self.who().items.get("flour", 0) < 2:
            self.tick()
        self.ok(c.LeaveRoom(character=1))
        self.go("/")
        self.ok(c.FinishQuest(character=1, denizen="miller", quest="first-errand"))


def trade(
    character: int, *, sell: dict[str, int] | None = None, buy: dict[str, int] | None = None, **more: Any
) -> c.Command:
    """A trade with the miller."""
    return c.TradeDenizen(
        character=character,
        denizen=more.get("denizen", "miller"),
        sell=tuple(c.TradeLine(item=item, quantity=amount) for item, amount in (sell or {}).items()),
        buy=tuple(c.TradeLine(item=item, quantity=amount) for item, amount in (buy or {}).items()),
    )


@lru_cache
def shipped_catalog() -> Catalog:
    """The catalog of the world that ships."""
    compiled = compile_world(shipped("content"))
    assert compiled.catalog is not None
    return compiled.catalog
