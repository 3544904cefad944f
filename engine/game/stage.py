"""Where effects happen: the core's side of `rules.scope.Stage`. Every verb ends in facts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from engine.base.units import WIRE_MAX
from engine.game.derived import creature_combat, most_of
from engine.game.events import FlagSet, Noticed, SpellLearned
from engine.game.state import VITALS, Character, CreatureState, Room
from engine.game.subject import Person
from engine.game.turn import Turn
from engine.game.verbs import creatures, growth, holdings, lasting, quests, rooms, travel, vitals
from engine.model.clause import Conditions, Effects, Formula
from engine.rules.scope import To

Acts = Literal["character", "creature", "bearer"]
"""Whose doing it is: a character's, a creature's to a character, a lasting effect's on a creature."""


class Scene:
    """One acting character, and what is around it: the creature it struck or was struck by, the combat room,
    the character aimed at, extra names for formulas, and what brought all this about. `actor` is who does it,
    as the combat log calls them."""

    __slots__ = (
        "actor",
        "acts",
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
        acts: Acts = "character",
        actor: str = "",
    ) -> None:
        """Without `actor` it is the creature when it `acts`, else `who`."""
        self.turn = turn
        self.who = who
        self.subject: Person = turn.person(who)
        self.origin = origin
        self.room = room if room is not None else rooms.room_of(turn, who)
        self.creature = creature
        self.target = target
        self.extra = extra or {}
        self.cause = cause
        self.acts = acts
        self.actor = actor or (
            rooms.creature_key(creature)
            if acts == "creature" and creature is not None
            else rooms.character_key(who.id)
        )

    def number(self, formula: Formula) -> float:
        """A formula's value here, with dice."""
        names = self.extra if formula.names <= self.extra.keys() else self._names()
        return self.turn.formula(formula, names, self.who)

    def chance(self, probability: float) -> bool:
        """Draw chance."""
        return self.turn.dice.chance(probability)

    def pick(self, weights: Sequence[float]) -> int:
        """The index of one of these weights."""
        return self.turn.dice.pick(weights)

    def holds(self, conditions: Conditions) -> bool:
        """Whether all of them hold for the acting character."""
        person = Person(self.turn.state, self.turn.catalog, self.who, self._names())
        return person.holds(conditions)

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
            acts=self.acts,
            actor=self.actor,
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
                # What is done to all members is done to them, though a creature bears what does it.
                acts="creature" if self.acts == "bearer" else self.acts,
                actor=self.actor,
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

    def take_off(self, slot: str | None, item: str | None) -> None:
        """Take off what is in a slot, or an item, cursed or not."""
        for place, worn in sorted(self.who.equipment.items()):
            if place == slot or worn == item:
                holdings.take_off(self.turn, self.who, place)

    def give_experience(self, skill: str | None, amount: int) -> None:
        """Give experience."""
        growth.grant(self.turn, self.who, skill, amount)

    def learn_spell(self, spell: str) -> None:
        """Teach a spell."""
        if spell not in self.who.spells:
            self.turn.emit(SpellLearned(character=self.who.id, spell=spell))

    def change_health(self, amount: float, to: To | None) -> None:
        """Give health (or take it, when negative)."""
        body = self._body(to)
        if isinstance(body, Character):
            changed = vitals.change(self.turn, body, "health", amount)
            self._tell(rooms.character_key(body.id), changed)
            return
        room, creature = body
        key = rooms.creature_key(creature.id)
        if amount < 0:
            # Told before it happens: it may be the death of the creature, which is told then.
            self._tell(key, max(amount, -creature.vitals["health"]))
            rooms.hurt(self.turn, room, creature, -amount, self.who)
        else:
            self._tell(key, creatures.restore(self.turn, room, creature, "health", amount))

    def restore(self, vital: str, amount: float, to: To) -> None:
        """Give some of a vital, or take it."""
        if vital == "health":
            self.change_health(amount, to)
            return
        body = self._body(to)
        if isinstance(body, Character):
            vitals.change(self.turn, body, vital, amount)
        else:
            creatures.restore(self.turn, *body, vital, amount)

    def raise_vital(self, vital: str, amount: int) -> None:
        """Raise the most of a vital for good."""
        vitals.raise_most(self.turn, self.who, vital, amount)

    def apply_effect(self, effect: str, ticks: int, to: To) -> None:
        """Begin a lasting effect."""
        body, source = self._body(to), self.origin.split(" ")[0].partition("/")[2]
        if isinstance(body, Character):
            lasting.begin(self.turn, body, effect, ticks, source, self._source_name(), self.actor)
        else:
            creatures.begin_effect(
                self.turn, *body, effect, ticks, source, self._source_name(), self.who, self.actor
            )

    def remove_effect(self, effect: str, to: To) -> None:
        """End a lasting effect."""
        body = self._body(to)
        if isinstance(body, Character):
            lasting.end(self.turn, body, effect)
        else:
            creatures.end_effect(self.turn, *body, effect)

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
        """Give a quest, unless it is under way, may not be repeated or not yet, or would fail at once."""
        if self.subject.quest_is_free(quest) and not self.subject.quest_is_lost(quest):
            quests.accept(self.turn, self.who, quest)

    def advance_quest(self, quest: str, objective: str, amount: int) -> None:
        """Bring an objective further."""
        numbers = [o.id for o in self.turn.catalog.quests[quest].objectives]
        quests.progress(self.turn, self.who, quest, numbers.index(objective), amount)

    def fail_quest(self, quest: str) -> None:
        """Fail a quest under way."""
        quests.fail(self.turn, self.who, quest)

    def move_to(self, location: str, structure: str) -> None:
        """Put the character somewhere else, unless it has no health left: it wakes where the dead wake."""
        if self.who.vitals["health"] <= 0:
            return
        rooms.leave(self.turn, self.who)
        travel.move(self.turn, self.who, location, structure)

    def spawn(self, creature: str, amount: int) -> None:
        """Bring creatures into the combat room."""
        if self.room is not None and self.room.id in self.turn.state.rooms:
            rooms.spawn(self.turn, self.room, creature, amount)

    def say(self, text: str) -> None:
        """Tell the player something."""
        self.turn.emit(Noticed(character=self.who.id, kind="say", text=text))

    def _body(self, to: To | None) -> Character | tuple[Room, CreatureState]:
        """Whom `self` and `target` mean here; without either, whom an item or a spell strikes, or `self`."""
        creature = self._creature()
        if creature is None or self.room is None:
            if to == "self" or self.target is None:
                return self.who
            return self.target
        return (self.room, creature) if (to or _STRUCK[self.acts]) == _CREATURE[self.acts] else self.who

    def _names(self) -> Mapping[str, float]:
        """The names for formulas that are not of the acting character."""
        creature = self._creature()
        own = _creature_names(self.turn, creature) if self.acts == "bearer" and creature else {}
        return {**self._target_names(), **own, **self.extra}

    def _target_names(self) -> Mapping[str, float]:
        """The `target.*` names: what whoever is meant by `target` has left, and can have at most."""
        body = self._body("target")
        if isinstance(body, Character):
            has, most = body.vitals, {v: most_of(self.turn.catalog, body, v) for v in VITALS}
        else:
            has = body[1].vitals
            vitals_of = self.turn.catalog.creatures[body[1].creature].vitals
            most = {v: getattr(vitals_of, v) for v in VITALS}
        return {
            **{f"target.{vital}": has[vital] for vital in VITALS},
            **{f"target.max_{vital}": float(most[vital]) for vital in VITALS},
        }

    def _tell(self, key: str, changed: float) -> None:
        """Write into the combat log what an effect gave or took."""
        if changed and self.room is not None and self.room.id in self.turn.state.rooms:
            kind = "heal" if changed > 0 else "hurt"
            amount = round(abs(changed), 2)
            rooms.log(self.turn, self.room, kind, self.actor, key, amount, self._source_name())

    def _creature(self) -> CreatureState | None:
        if self.room is None or self.creature is None:
            return None
        return self.room.creatures.get(self.creature)

    def _source_name(self) -> str:
        kind, _, entity = self.origin.split(" ")[0].partition("/")
        named = getattr(self.turn.catalog, kind, {}).get(entity)
        return str(getattr(named, "name", None) or getattr(named, "title", entity))


_CREATURE: Final[Mapping[str, To]] = {"character": "target", "creature": "target", "bearer": "self"}
"""By whose doing it is: the word that means the creature, while there is one."""
_STRUCK: Final[Mapping[str, To]] = {"character": "target", "creature": "self", "bearer": "self"}
"""By whose doing it is: whom a blow strikes when the writer does not say."""


def _creature_names(turn: Turn, creature: CreatureState) -> Mapping[str, float]:
    """The `self.*` names that are a creature's while an effect on it is at work."""
    most = turn.catalog.creatures[creature.creature].vitals
    combat = creature_combat(turn.catalog, creature)
    return {
        **{f"self.{vital}": creature.vitals[vital] for vital in VITALS},
        **{f"self.max_{vital}": float(getattr(most, vital)) for vital in VITALS},
        "self.attack": combat.attack,
        "self.attack_speed": combat.attack_speed,
        "self.defense": combat.defense,
    }


def perform(turn: Turn, effects: Effects, who: Character, origin: str, scene: Mapping[str, Any]) -> None:
    """Let effects happen one after another on one stage; `scene` is what `Scene` takes besides."""
    stage = Scene(turn, who, origin=origin, **scene)
    for effect in effects:
        effect.run(stage)
