"""Playing a world at random, lawfully: what a test does with it after each command is up to the test."""

from collections import Counter
from random import Random

import msgspec

from engine.game import commands as c
from engine.game import events as e
from engine.game import stage
from engine.game.apply import copy_of
from engine.game.outcome import Accepted, ChainCut, Refusal
from engine.game.state import Character, GameState
from engine.game.step import HANDLERS, REACTIONS, TIMERS, new_state, step
from engine.game.turn import Turn
from engine.model.catalog import Catalog
from tests.playing import new_characters
from tests.property import laws
from tests.random_play import Player


def image(state: GameState) -> bytes:
    """The whole state as bytes, with the order of everything in it."""
    return msgspec.msgpack.encode(state)


class Lawful:
    """A world under all laws: each command is done as it is, and the laws are looked at after it."""

    def __init__(self, catalog: Catalog, seed: int, *, characters: int = 3) -> None:
        self.catalog = catalog
        self.state = new_state(seed)
        for who in new_characters(catalog, characters):
            step(self.state, catalog, c.Join(character=who))
        self.books = laws.Books(catalog, self.state)
        self.away: dict[int, Character] = {}
        self.seen: Counter[str] = Counter()
        self.bytes = image(self.state)

    def do(self, command: c.Command, *, look: bool = True) -> bool:
        """Do a command and look at the laws, unless more is to come first; True when it was accepted."""
        try:
            outcome = step(self.state, self.catalog, command)
        except ChainCut:
            self.seen["ChainCut"] += 1
            assert image(self.state) == self.bytes
            return False
        self.seen[type(command).__name__] += 1
        if not isinstance(outcome, Accepted):
            self.seen[outcome.code] += 1
            assert image(self.state) == self.bytes
            return False
        for fact in outcome.facts:
            self.seen[type(fact).__name__] += 1
            if isinstance(fact, e.CharacterLeft):
                self.away[fact.character] = fact.state
        self.bytes = image(self.state)
        self.books.follow(self.state, command, outcome.facts)
        if look:
            self.books.check(self.state)
            laws.check(self.catalog, self.state)
        return True

    def come_back(self) -> None:
        """Those who are away come into the world again."""
        for who in self.away.values():
            self.do(c.Join(character=who))
        self.away.clear()

    def restart(self) -> None:
        """Begin a new world with what is saved of this one, as a server does that starts again."""
        old = self.state
        here = [copy_of(who) for who in old.characters.values()]
        self.state = new_state(old.dice, tick=old.tick, next_room=old.next_room, stock=old.stock)
        self.bytes = image(self.state)
        for who in here:
            assert self.do(c.Join(character=who, linked=False), look=False)
        for room in old.rooms.values():
            assert self.do(c.RestoreRoom(room=copy_of(room)), look=False)
        for who in here:
            assert self.do(c.LoseLink(character=who.id, grace=40), look=who is here[-1])

    def try_and_take_back(self, command: c.Command) -> bool:
        """Do a command and take it back: it has never been. True when anything had happened."""
        asked = isinstance(command, c.Ask)
        turn = Turn(self.state, self.catalog, reactions=REACTIONS, perform=stage.perform, asked=asked)
        try:
            if isinstance(command, c.Tick):
                turn.emit(e.TickPassed(tick=turn.now + 1))
                while (timer := turn.next_timer()) is not None:
                    TIMERS[timer.kind](turn, timer)
                    turn.settle()
            else:
                HANDLERS[type(command)](turn, command)
                turn.settle()
        except (Refusal, ChainCut):
            pass
        happened = bool(turn.facts)
        turn.take_back()
        assert image(self.state) == self.bytes
        return happened


def play(catalog: Catalog, seed: int, steps: int) -> Counter[str]:
    """Play so many steps; gives what was asked, answered and happened, by name."""
    world = Lawful(catalog, seed)
    player = Player(catalog, seed, characters=len(world.state.characters), state=world.state)
    chance = Random(seed)
    for _ in range(steps):
        draw = chance.random()
        if world.away and draw < 0.1:
            world.come_back()
        if draw > 0.995:
            world.restart()
            player.state = world.state
        command = player.command()
        if isinstance(command, c.Ask) and command.character not in world.state.characters:
            continue
        if draw > 0.9:
            world.seen["taken back"] += world.try_and_take_back(command)
        world.do(command)
    return world.seen
