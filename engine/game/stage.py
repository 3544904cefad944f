"""Where effects happen: the core's side of `rules.scope.Stage`. Every verb ends in facts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.base.units import WIRE_MAX
from engine.game.events import FlagSet, Noticed, SpellLearned
from engine.game.state import Character, CreatureState, Room
from engine.game.subject import Person
from engine.game.turn import Turn
from engine.game.verbs import growth, holdings, lasting, quests, rooms, travel, vitals
from engine.model.clause import Conditions, Effects, Formula


class Scene:
    """One acting character, and what is around it: the creature it struck or was struck by, the combat room,
    the character aimed at, extra names for formulas, and what brought all this about."""

    __slots__ = (
        "cause",
        "creature",
        "extra",
        "origin",
        "room",
        "subject",
        "target",
        "turn",
        "who",
    )

    def __init__(
        self,
        turn: Turn,
        who: Character,
        *,
        origin: str,
        room: Room | None = None,
        creature: int | None = None,
        target: Character | None = None,
        extra: Mapping[str, float] | None = None,
        cause: str = "effect",
    ) -> None:
        self.turn = turn
        self.who = who
        self.subject: Person = turn.person(who)
        self.origin = origin
        self.room = room if room is not None else rooms.room_of(turn, who)
        self.creature = creature
        self.target = target
        self.extra = extra or {}
        self.cause = cause

    def number(self, formula: Formula) -> float:
        """A formula's value here, with dice."""
        return self.turn.formula(formula, self.extra, self.who)

    def chance(self, probability: float) -> bool:
        """Draw chance."""
        return self.turn.dice.chance(probability)

    def pick(self, weights: Sequence[float]) -> int:
        """The index of one of these weights."""
        return self.turn.dice.pick(weights)

    def holds(self, conditions: Conditions) -> bool:
        """Whether all of them hold for the acting character."""
        return self.subject.holds(conditions)

    def perform(self, effects: Effects) -> None:
        """Let these happen here."""
        self.turn.perform(
            effects,
            self.who,
            self.origin,
            room=self.room,
            creature=self.creature,
            target=self.target,
            extra=self.extra,
            cause=self.cause,
        )

    def members(self) -> Iterator["Scene"]:
        """A stage for each living member of the room, or just this one."""
        if self.room is None:
            yield self
            return
        for who in rooms.living(self.turn, self.room):
            yield Scene(
                self.turn,
                who,
                origin=self.origin,
                room=self.room,
                creature=self.creature,
                extra=self.extra,
                cause=self.cause,
            )

    def give_item(self, item: str, amount: int) -> None:
        """Put items into the inventory."""
        holdings.give_item(self.turn, self.who, item, amount, self.cause)

    def take_item(self, item: str, amount: int) -> None:
        """Take items, as many as are there."""
        holdings.take_item(self.turn, self.who, item, amount, self.cause)

    def give_coins(self, copper: int) -> None:
        """Put coins into the wallet."""
        holdings.give_coins(self.turn, self.who, copper, self.cause)

    def take_coins(self, copper: int) -> None:
        """Take coins, as many as are there."""
        holdings.take_coins(self.turn, self.who, copper, self.cause)

    def give_experience(self, skill: str | None, amount: int) -> None:
        """Give experience."""
        growth.grant(self.turn, self.who, skill, amount)

    def learn_spell(self, spell: str) -> None:
        """Teach a spell."""
        if spell not in self.who.spells:
            self.turn.emit(SpellLearned(character=self.who.id, spell=spell))

    def change_health(self, amount: float, to: str) -> None:
        """Give health (or take it, when negative) to the acting character or the target."""
        if to == "target":
            creature = self._creature()
            if creature is not None and self.room is not None:
                if amount < 0:
                    rooms.hurt(self.turn, self.room, creature, -amount, self.who)
                return
            if self.target is not None:
                vitals.change(self.turn, self.target, "health", amount)
                return
        vitals.change(self.turn, self.who, "health", amount)

    def restore(self, vital: str, amount: float) -> None:
        """Give some of a vital."""
        vitals.change(self.turn, self.who, vital, amount)

    def raise_vital(self, vital: str, amount: int) -> None:
        """Raise the most of a vital for good."""
        vitals.raise_most(self.turn, self.who, vital, amount)

    def apply_effect(self, effect: str, ticks: int, to: str) -> None:
        """Begin a lasting effect, on the character aimed at when there is one and it is asked for."""
        who = self.target if to == "target" and self.target is not None else self.who
        source = self.origin.split(" ")[0].partition("/")[2]
        lasting.begin(self.turn, who, effect, ticks, source, self._source_name())

    def remove_effect(self, effect: str) -> None:
        """End a lasting effect."""
        lasting.end(self.turn, self.who, effect)

    def set_flag(self, flag: str, to: bool | int | None, add: int) -> None:
        """Set a flag or add to it, within its bounds."""
        definition = self.turn.catalog.flags[flag]
        value: bool | int = self.subject.flag(flag) + add if to is None else to
        if definition.type == "bool":
            value = bool(value)
        else:
            value = max(-WIRE_MAX if definition.min is None else definition.min, value)
            value = min(WIRE_MAX if definition.max is None else definition.max, value)
        if value != self.subject.flag(flag):
            self.turn.emit(FlagSet(character=self.who.id, flag=flag, value=value))

    def start_quest(self, quest: str) -> None:
        """Give a quest, unless it is or was under way and may not be repeated."""
        known = self.who.quests.get(quest)
        repeatable = self.turn.catalog.quests[quest].repeat is not None
        if known is None or (known.stage != "proceeding" and repeatable):
            quests.accept(self.turn, self.who, quest)

    def advance_quest(self, quest: str, objective: str, amount: int) -> None:
        """Bring an objective further."""
        numbers = [o.id for o in self.turn.catalog.quests[quest].objectives]
        quests.progress(self.turn, self.who, quest, numbers.index(objective), amount)

    def fail_quest(self, quest: str) -> None:
        """Fail a quest under way."""
        quests.fail(self.turn, self.who, quest)

    def move_to(self, location: str, structure: str) -> None:
        """Put the character somewhere else."""
        rooms.leave(self.turn, self.who)
        travel.move(self.turn, self.who, location, structure)

    def spawn(self, creature: str, amount: int) -> None:
        """Bring creatures into the combat room."""
        if self.room is not None and self.room.id in self.turn.state.rooms:
            rooms.spawn(self.turn, self.room, creature, amount)

    def say(self, text: str) -> None:
        """Tell the player something."""
        self.turn.emit(Noticed(character=self.who.id, kind="say", text=text))

    def _creature(self) -> CreatureState | None:
        if self.room is None or self.creature is None:
            return None
        return self.room.creatures.get(self.creature)

    def _source_name(self) -> str:
        kind, _, entity = self.origin.split(" ")[0].partition("/")
        named = getattr(self.turn.catalog, kind, {}).get(entity)
        return str(getattr(named, "name", None) or getattr(named, "title", entity))


def perform(turn: Turn, effects: Effects, who: Character, origin: str, scene: Mapping[str, Any]) -> None:
    """Let effects happen one after another on one stage; `scene` is what `Scene` takes besides."""
    stage = Scene(turn, who, origin=origin, **scene)
    for effect in effects:
        effect.run(stage)
