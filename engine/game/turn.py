"""One turn: where handlers emit facts, and from where everything can be taken back.

A turn holds the notes of all writes, the dice, and the bounds on chains of effects. No `await`, no I/O.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.base.dice import Dice
from engine.game.apply import APPLY
from engine.game.events import ChainStopped, Fact
from engine.game.index import Index, index_of
from engine.game.outcome import ChainCut
from engine.game.state import Character, GameState, Timer
from engine.game.subject import Person
from engine.game.writes import Writes
from engine.model.catalog import Catalog
from engine.model.clause import Effects, Formula

MAX_CHAIN_DEPTH: Final = 16
MAX_CHAIN_COUNT: Final = 256
"""The bounds of one chain of effects, from the content contract."""

_MAX_REACTIONS: Final = 100_000
"""A bound on one turn as a whole: far above what any content within the chain bounds can cause."""


class Chain:
    """One chain of effects: what began it, how deep it is here, and how many have happened in all of it."""

    __slots__ = ("count", "depth", "origin", "sources")

    def __init__(self, origin: str, sources: Mapping[str, str], depth: int, count: list[int]) -> None:
        self.origin = origin
        self.sources = sources
        self.depth = depth
        self.count = count

    def deeper(self) -> "Chain":
        """The same chain, one step further in. Raises `ChainCut` past its bounds."""
        self.count[0] += 1
        if self.depth >= MAX_CHAIN_DEPTH or self.count[0] > MAX_CHAIN_COUNT:
            raise ChainCut(f"{self.origin} ({self.sources.get(self.origin.split(' ')[0], 'unknown place')})")
        return Chain(self.origin, self.sources, self.depth + 1, self.count)


Reaction = Callable[["Turn", Any], None]
Perform = Callable[..., None]


class Turn:
    """The hands of one command: it reads the state, emits facts, and sets timers."""

    __slots__ = (
        "_perform",
        "_reactions",
        "_settled",
        "_trails",
        "_writes",
        "asked",
        "bare",
        "catalog",
        "chain",
        "dice",
        "facts",
        "index",
        "rules",
        "state",
    )

    def __init__(
        self,
        state: GameState,
        catalog: Catalog,
        *,
        reactions: Mapping[type[Fact], tuple[Reaction, ...]],
        perform: Perform,
        asked: bool,
    ) -> None:
        """`asked` is True when a player asked for this turn and can be refused; time cannot."""
        self.state = state
        self.catalog = catalog
        self.rules = catalog.rules
        self.index: Index = index_of(catalog)
        self.dice = Dice(state.dice)
        self.facts: list[Fact] = []
        self.chain: Chain | None = None
        self._trails: list[Chain | None] = []
        self._settled = 0
        self._writes = Writes()
        self._reactions = reactions
        self._perform = perform
        self.asked = asked
        self.bare = False
        """True while what is asked for happens without the effects that writers tied to it."""

    @property
    def now(self) -> int:
        """The tick it is."""
        return self.state.tick

    @property
    def unsettled(self) -> bool:
        """Whether there are facts that nobody has reacted to yet."""
        return self._settled < len(self.facts)

    def emit(self, fact: Fact) -> None:
        """Let a fact be so. Reactions to it follow when the present handler is done."""
        APPLY[type(fact)](self.state, fact, self._writes)
        self.facts.append(fact)
        self._trails.append(self.chain)

    def settle(self) -> None:
        """Run the reactions to all facts that have none yet, until nothing new happens."""
        facts, reactions = self.facts, self._reactions
        while (place := self._settled) < len(facts):
            fact = facts[place]
            self._settled = place + 1
            if place >= _MAX_REACTIONS:
                raise ChainCut("a turn with more facts than any may have")
            if (reacting := reactions.get(type(fact))) is not None:
                self.chain = self._trails[place]
                for react in reacting:
                    react(self, fact)
        self.chain = None

    def character(self, character: int) -> Character:
        """A character in the world."""
        return self.state.characters[character]

    def person(self, who: Character) -> Person:
        """A character as conditions and formulas see it."""
        return Person(self.state, self.catalog, who)

    def perform(self, effects: Effects, who: Character, origin: str, **scene: Any) -> None:
        """Let effects happen to a character. `origin` names where they are written: `items/bread on_use`.
        `scene` may hold `target`, `creature`, `room` and `names` for formulas."""
        if not effects or self.bare:
            return
        outer = self.chain
        self.chain = outer.deeper() if outer is not None else Chain(origin, self.catalog.sources, 1, [1])
        try:
            self._perform(self, effects, who, origin, scene)
        finally:
            self.chain = outer

    def at(self, tick: int, kind: str, who: int = 0, what: str = "") -> None:
        """Set a timer: at this tick (the next one at the earliest), look at that thing."""
        state = self.state
        sequence = state.sequence
        timer = Timer(max(tick, state.tick + 1), sequence, kind, who, what)
        self._writes.set(state, "sequence", sequence + 1)
        self._writes.insert(state.timers, timer)

    def next_timer(self) -> Timer | None:
        """Take the next timer that is due, in order of tick and sequence."""
        timers = self.state.timers
        if timers and timers[0].tick <= self.state.tick:
            return self._writes.pop(timers)
        return None

    def formula(self, formula: Formula, names: Mapping[str, float], who: Character | None = None) -> float:
        """A rule's value. Names that the place does not give are those of the character `who`."""
        if who is not None and formula.names and not formula.names <= names.keys():
            names = {**self.person(who).names(formula), **names}
        return formula.value(names, self.dice)

    def attempt(self, work: Callable[..., None], *given: Any) -> bool:
        """Do a part of the turn (`work`, with the turn and what is given) whole or not at all, and say
        whether it was done.

        One thing whose effects never end must not stop time for all others. Players' commands have no such
        parts; they fail as a whole.
        """
        notes, facts, settled, dice = self._writes.mark(), len(self.facts), self._settled, self.dice.state
        try:
            work(self, *given)
        except ChainCut as cut:
            self._writes.take_back(notes)
            del self.facts[facts:], self._trails[facts:]
            self._settled, self.dice.state, self.chain = settled, dice, None
            self.emit(ChainStopped(origin=cut.origin))
            return False
        return True

    def without_effects(self, work: Callable[..., None], *given: Any) -> None:
        """Do what `attempt` had to undo, but for all effects that writers tied to it. Still an attempt."""
        self.bare = True
        try:
            self.attempt(work, *given)
        finally:
            self.bare = False

    def close(self) -> tuple[Fact, ...]:
        """End the turn well: chance moves on, and the facts stand."""
        self.state.dice = self.dice.state
        return tuple(self.facts)

    def take_back(self) -> None:
        """End the turn as if it had never been."""
        self._writes.take_back()
