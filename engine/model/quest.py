"""Quests, and the flags that stories leave behind."""

from dataclasses import dataclass
from typing import Literal

from engine.model.clause import Conditions, Effects
from engine.model.location import Place

ObjectiveKind = Literal["talk", "kill", "collect", "visit", "do"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Talk to a denizen."""

    denizen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Be a living member of the room when so many of these die."""

    creature: str
    amount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Own so many of these when the quest is handed in; they are taken then."""

    item: str
    amount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Complete an action of a location so many times."""

    location: str
    action: str
    amount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One thing to be done. Exactly one of the five is set."""

    id: str
    talk: Talk | None = None
    kill: Kill | None = None
    collect: Collect | None = None
    visit: Place | None = None
    do: Do | None = None

    @property
    def kind(self) -> ObjectiveKind:
        """Which of the five it is."""
        if self.talk:
            return "talk"
        if self.kill:
            return "kill"
        if self.collect:
            return "collect"
        return "visit" if self.visit else "do"

    @property
    def amount(self) -> int:
        """How often, or how many; 1 for talks and visits."""
        counted = self.kill or self.collect or self.do
        return counted.amount if counted else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The quest may be taken again, `after` ticks from its end."""

    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quest:
    """Something a denizen asks for. `fails_after` is in ticks from its being accepted."""

    id: str
    title: str
    description: str
    giver: str
    objectives: tuple[Objective, ...]
    returns_to: str | None = None
    requires: Conditions = ()
    ordered: bool = False
    rewards: Effects = ()
    repeat: Repeat | None = None
    fails_after: int | None = None
    fails_when: Conditions = ()
    abandon: bool = True
    on_accept: Effects = ()
    on_progress: Effects = ()
    on_finish: Effects = ()
    on_fail: Effects = ()

    @property
    def taker(self) -> str:
        """The denizen it is handed in to."""
        return self.returns_to or self.giver

    @property
    def can_fail(self) -> bool:
        """Whether it says how it fails or what failing does; then giving it up is failing it."""
        return self.fails_after is not None or bool(self.fails_when or self.on_fail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A typed fact about one character."""

    id: str
    type: Literal["bool", "int"]
    default: bool | int
    min: int | None = None
    max: int | None = None
