"""What rules may ask of a character, and what they may do to the world. The game implements both."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

from engine.model.catalog import Catalog
from engine.model.clause import Conditions, Effects, Formula

To = Literal["self", "target"]
"""Whom an effect is for. `self` is whoever acts or bears a lasting effect, `target` whom they strike."""


class Subject(Protocol):
    """A character as conditions and formulas see it. Asking never changes anything and never rolls dice."""

    catalog: Catalog

    def level(self) -> int:
        """The character's level."""

    def skill(self, skill: str) -> int:
        """The trained level of a skill, without bonuses; 0 for one that is not there."""

    def vital(self, vital: str) -> float:
        """How much of a vital is left."""

    def amount_of(self, item: str) -> int:
        """How many of an item are carried; what is worn does not count."""

    def worn(self, slot: str) -> str | None:
        """The item in a slot."""

    def wears(self, item: str) -> bool:
        """Whether an item is in any slot."""

    def coins(self) -> int:
        """All coins, in copper."""

    def quest(self, quest: str, state: str) -> bool:
        """Whether a quest is `offered`, `proceeding`, `met`, `finished` or `failed` for this character."""

    def under(self, effect: str) -> bool:
        """Whether a lasting effect is at work."""

    def knows(self, spell: str) -> bool:
        """Whether a spell is known."""

    def place(self) -> tuple[str, str]:
        """Location and structure."""

    def flag(self, flag: str) -> bool | int:
        """The value of a flag."""

    def minute(self) -> int:
        """Minutes after midnight on the world clock, 0 … 1439."""

    def names(self, formula: Formula) -> Mapping[str, float]:
        """The names that a formula reads, with their values now."""


class Stage(Protocol):
    """Where effects happen: one acting character, perhaps a target, and the world around them."""

    subject: Subject

    def number(self, formula: Formula) -> float:
        """A formula's value here, with dice."""

    def chance(self, probability: float) -> bool:
        """Draw chance."""

    def pick(self, weights: Sequence[float]) -> int:
        """The index of one of these weights, each as likely as it is heavy."""

    def holds(self, conditions: Conditions) -> bool:
        """Whether all of them hold for the acting character."""

    def perform(self, effects: Effects) -> None:
        """Let these happen here, one chain with what is happening."""

    def members(self) -> Iterable["Stage"]:
        """A stage for each living member of the combat room, or just this one outside a room."""

    def give_item(self, item: str, amount: int) -> None: ...
    def take_item(self, item: str, amount: int) -> None: ...
    def give_coins(self, copper: int) -> None: ...
    def take_coins(self, copper: int) -> None: ...
    def take_off(self, slot: str | None, item: str | None) -> None: ...
    def give_experience(self, skill: str | None, amount: int) -> None: ...
    def learn_spell(self, spell: str) -> None: ...
    def change_health(self, amount: float, to: To | None) -> None: ...
    def restore(self, vital: str, amount: float, to: To) -> None: ...
    def raise_vital(self, vital: str, amount: int) -> None: ...
    def apply_effect(self, effect: str, ticks: int, to: To) -> None: ...
    def remove_effect(self, effect: str, to: To) -> None: ...
    def set_flag(self, flag: str, to: bool | int | None, add: int) -> None: ...
    def start_quest(self, quest: str) -> None: ...
    def advance_quest(self, quest: str, objective: str, amount: int) -> None: ...
    def fail_quest(self, quest: str) -> None: ...
    def move_to(self, location: str, structure: str) -> None: ...
    def spawn(self, creature: str, amount: int) -> None: ...
    def say(self, text: str) -> None: ...
