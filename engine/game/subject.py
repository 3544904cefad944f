"""A character as rules see it: the core's side of `rules.scope.Subject`. Reads, never writes, never rolls."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.base.units import MINUTES_PER_DAY
from engine.game import derived
from engine.game.state import Character, GameState
from engine.model.catalog import Catalog
from engine.model.clause import Conditions, Formula, Reason


def minute_of(catalog: Catalog, tick: int) -> int:
    """Minutes after midnight on the world clock at a tick. Tick 0 is midnight."""
    day = catalog.world.day
    return tick % day * MINUTES_PER_DAY // day


class Person:
    """One character, asked about."""

    __slots__ = ("_asking", "catalog", "more", "state", "who")

    def __init__(
        self, state: GameState, catalog: Catalog, who: Character, more: Mapping[str, float] | None = None
    ) -> None:
        """`more` are names for formulas that the place gives, such as `damage`; they go before its own."""
        self.state = state
        self.catalog = catalog
        self.who = who
        self.more = more or {}
        # Quests may require each other to be offered; one that is being asked about counts as not offered.
        self._asking: tuple[str, ...] = ()

    def holds(self, conditions: Conditions) -> bool:
        """Whether all of them hold."""
        for condition in conditions:  # noqa: SIM110 - `all` of a generator takes twice as long, and this is asked most
            if not condition.holds(self):
                return False
        return True

    def lacking(self, conditions: Conditions) -> list[Reason]:
        """Each thing that stands in the way of all of them, in words for the player."""
        reasons = (reason for one in conditions for reason in one.reasons(self, True))
        return list(dict.fromkeys(reasons))

    def level(self) -> int:
        """The character's level."""
        return self.who.level

    def skill(self, skill: str) -> int:
        """The trained level of a skill."""
        progress = self.who.skills.get(skill)
        return progress.level if progress else 0

    def vital(self, vital: str) -> float:
        """What is left of a vital."""
        return self.who.vitals[vital]

    def amount_of(self, item: str) -> int:
        """How many are carried."""
        return self.who.items.get(item, 0)

    def worn(self, slot: str) -> str | None:
        """The item in a slot."""
        return self.who.equipment.get(slot)

    def wears(self, item: str) -> bool:
        """Whether it is worn."""
        return item in self.who.equipment.values()

    def coins(self) -> int:
        """All coins, in copper."""
        return self.who.wallet

    def under(self, effect: str) -> bool:
        """Whether a lasting effect is at work."""
        return effect in self.who.effects

    def knows(self, spell: str) -> bool:
        """Whether a spell is known."""
        return spell in self.who.spells

    def place(self) -> tuple[str, str]:
        """Location and structure."""
        return self.who.location, self.who.structure

    def flag(self, flag: str) -> bool | int:
        """The value of a flag, or its default."""
        return self.who.flags.get(flag, self.catalog.flags[flag].default)

    def minute(self) -> int:
        """Minutes after midnight."""
        return minute_of(self.catalog, self.state.tick)

    def quest(self, quest: str, state: str) -> bool:
        """Whether a quest is in a state, as conditions name them."""
        return _QUEST_STATES[state](self, quest)

    def quest_offered(self, quest: str) -> bool:
        """Whether it may be accepted now, wherever its giver is."""
        if quest in self._asking:
            return False
        if not self.quest_is_free(quest):
            return False
        outer = self._asking
        self._asking = (*outer, quest)
        try:
            return self.holds(self.catalog.quests[quest].requires) and not self.quest_is_lost(quest)
        finally:
            self._asking = outer

    def quest_is_free(self, quest: str) -> bool:
        """Whether it was never taken, or is over, may be repeated, and has rested as long as it says."""
        known = self.who.quests.get(quest)
        if known is None:
            return True
        repeat = self.catalog.quests[quest].repeat
        if known.stage == "proceeding" or repeat is None:
            return False
        return self.state.tick >= known.since + repeat.after

    def quest_is_lost(self, quest: str) -> bool:
        """Whether it would fail at once if it were taken now."""
        fails_when = self.catalog.quests[quest].fails_when
        return bool(fails_when) and self.holds(fails_when)

    def quest_proceeding(self, quest: str) -> bool:
        """Whether it has been accepted and not ended."""
        known = self.who.quests.get(quest)
        return known is not None and known.stage == "proceeding"

    def quest_met(self, quest: str) -> bool:
        """Whether it is proceeding and everything it asks for is done now."""
        if not self.quest_proceeding(quest):
            return False
        return all(
            self.objective_count(quest, number) >= objective.amount
            for number, objective in enumerate(self.catalog.quests[quest].objectives)
        )

    def objective_count(self, quest: str, number: int) -> int:
        """How far an objective is, at most its amount. What is collected is counted in the inventory, now,
        each piece for one objective only: those that stand first come first."""
        objectives = self.catalog.quests[quest].objectives
        objective = objectives[number]
        if objective.collect is not None:
            item = objective.collect.item
            spoken_for = sum(o.amount for o in objectives[:number] if o.collect and o.collect.item == item)
            return min(objective.amount, max(0, self.amount_of(item) - spoken_for))
        known = self.who.quests.get(quest)
        return min(objective.amount, known.counts.get(objective.id, 0)) if known else 0

    def objective_open(self, quest: str, number: int) -> bool:
        """Whether an objective may be worked on: in an ordered quest, once the earlier ones are done."""
        if not self.catalog.quests[quest].ordered:
            return True
        return all(
            self.objective_count(quest, earlier) >= self.catalog.quests[quest].objectives[earlier].amount
            for earlier in range(number)
        )

    def names(self, formula: Formula) -> Mapping[str, float]:
        """The names that a formula reads, as far as they are of a character."""
        return {name: self.name(name) for name in formula.names}

    def name(self, name: str) -> float:
        """One name of the formula language; 0 for what is not of a character."""
        if name in self.more:
            return self.more[name]
        if name == "level":
            return self.who.level
        family, _, rest = name.partition(".")
        read = _FAMILIES.get(family)
        return float(read(self, rest)) if read and rest else 0.0

    def _own(self, name: str) -> float:
        return float(_OWN[name](self)) if name in _OWN else 0.0

    def _flag(self, flag: str) -> float:
        return self.flag(flag) if flag in self.catalog.flags else 0

    def _skill(self, skill: str) -> float:
        return derived.effective_skill(self.catalog, self.who, skill)


def _finished(person: Person, quest: str) -> bool:
    known = person.who.quests.get(quest)
    return known is not None and known.turns > 0


def _failed(person: Person, quest: str) -> bool:
    known = person.who.quests.get(quest)
    return known is not None and known.stage == "failed"


_QUEST_STATES: Final[Mapping[str, Callable[[Person, str], bool]]] = {
    "offered": Person.quest_offered,
    "proceeding": Person.quest_proceeding,
    "met": Person.quest_met,
    "finished": _finished,
    "failed": _failed,
}

_OWN: Final[Mapping[str, Callable[[Person], float]]] = {
    "level": lambda p: p.who.level,
    "health": lambda p: p.who.vitals["health"],
    "mana": lambda p: p.who.vitals["mana"],
    "stamina": lambda p: p.who.vitals["stamina"],
    "max_health": lambda p: derived.most_of(p.catalog, p.who, "health"),
    "max_mana": lambda p: derived.most_of(p.catalog, p.who, "mana"),
    "max_stamina": lambda p: derived.most_of(p.catalog, p.who, "stamina"),
    "attack": lambda p: derived.combat_of(p.catalog, p.who).attack,
    "attack_speed": lambda p: derived.combat_of(p.catalog, p.who).attack_speed,
    "defense": lambda p: derived.combat_of(p.catalog, p.who).defense,
    "coins": lambda p: p.who.wallet,
}
"""The names under `self.` of a character."""

_FAMILIES: Final[Mapping[str, Callable[[Person, str], float]]] = {
    "self": Person._own,
    "skills": Person._skill,
    "flag": Person._flag,
    "item": Person.amount_of,
}
