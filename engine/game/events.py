"""Facts: what has happened. Past tense, complete, and the only thing that `engine.game.apply` takes.

A fact carries the outcome (the new level, the health that is left), so applying it needs no rule and no
dice. Those about the world stand here; this module is also the door to all others.
"""

from engine.game.character_events import *  # noqa: F403 - this is the door to all facts
from engine.game.character_events import CharacterFact
from engine.game.facts import Fact as Fact
from engine.game.facts import InRoom as InRoom
from engine.game.facts import Personal as Personal
from engine.game.fight_events import *  # noqa: F403 - this is the door to all facts
from engine.game.fight_events import FightFact


class TickPassed(Fact, frozen=True):
    """The world is now at this tick."""

    tick: int


class HourStruck(Fact, frozen=True):
    """The world clock passed a minute of the day that some condition asks about."""

    minute: int


class ChainStopped(Fact, frozen=True):
    """While time passed, effects that began here set each other off without end; what they did was undone."""

    origin: str


class StockChanged(Fact, frozen=True, kw_only=True):
    """A limited ware has this amount left."""

    denizen: str
    item: str
    amount: int
    restocks_at: int | None


AnyFact = TickPassed | HourStruck | ChainStopped | StockChanged | CharacterFact | FightFact
"""Every fact."""
