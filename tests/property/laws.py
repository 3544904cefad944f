"""What always holds in a world, whatever was asked of it: books of what facts said, and laws of the state."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from engine.base.dice import Dice
from engine.base.ids import IDLE
from engine.base.units import WIRE_MAX
from engine.game import commands as c
from engine.game import derived
from engine.game import events as e
from engine.game.state import VITALS, Character, GameState, Room
from engine.game.subject import Person
from engine.game.view import View
from engine.model.catalog import Catalog
from engine.model.item import Bonus

ANY: frozenset[type[c.Command]] = frozenset({c.Command})

SOURCES: Mapping[str, frozenset[type[c.Command]]] = {
    "trade": frozenset({c.TradeDenizen}),
    "quest": frozenset({c.FinishQuest, c.AbandonQuest}),
    "gather": frozenset({c.Tick}),
    "action": frozenset({c.Tick}),
    "use": frozenset({c.UseItem}),
    # What falls when the last creature of a wave does, and what effects give: both may come of many things.
    "loot": ANY,
    "effect": ANY,
}
"""From where coins and items may come, and what has to be asked for it."""

SINKS: Mapping[str, frozenset[type[c.Command]]] = {
    "trade": frozenset({c.TradeDenizen}),
    "quest": frozenset({c.FinishQuest, c.AbandonQuest}),
    "use": frozenset({c.UseItem}),
    "discard": frozenset({c.DiscardItem}),
    "action": frozenset({c.Tick}),
    "death": ANY,
    "effect": ANY,
}
"""To where coins and items may go."""


def holdings(who: Character) -> Counter[str]:
    """Everything that a character has, worn or carried; each piece is counted where it is."""
    return Counter(who.items) + Counter(who.equipment.values()) + Counter({"": who.wallet})


class Books:
    """What characters must have, by what facts said; and that every piece came and went by a name."""

    def __init__(self, catalog: Catalog, state: GameState) -> None:
        self.catalog = catalog
        self.held = {who.id: holdings(who) for who in state.characters.values()}
        self.raised = {who.id: Counter(who.raised) for who in state.characters.values()}
        self.turns = Counter(
            {
                (who.id, quest): known.turns
                for who in state.characters.values()
                for quest, known in who.quests.items()
            }
        )
        self.levels = {
            (who.id, skill): (progress.level, progress.experience)
            for who in state.characters.values()
            for skill, progress in who.skills.items()
        }
        for who in state.characters.values():
            self.levels[who.id, ""] = (who.level, who.experience)

    def follow(self, state: GameState, command: c.Command, facts: Iterable[e.Fact]) -> None:
        """Take facts in."""
        for fact in facts:
            match fact:
                case e.ItemGained(character=who, item=item, amount=amount, cause=cause):
                    self._move(command, who, item, amount, cause, SOURCES)
                case e.ItemLost(character=who, item=item, amount=amount, cause=cause):
                    self._move(command, who, item, -amount, cause, SINKS)
                case e.CoinsGained(character=who, amount=amount, cause=cause):
                    self._move(command, who, "", amount, cause, SOURCES)
                case e.CoinsLost(character=who, amount=amount, cause=cause):
                    self._move(command, who, "", -amount, cause, SINKS)
                case e.MaximumRaised(character=who, vital=vital, amount=amount):
                    self.raised[who][vital] += amount
                case e.QuestFinished(character=who, quest=quest, turn=turn):
                    self.turns[who, quest] += 1
                    assert turn == self.turns[who, quest]
                case e.ExperienceChanged():
                    self._grow(state, fact)

    def _move(
        self,
        command: c.Command,
        who: int,
        thing: str,
        amount: int,
        cause: str,
        named: Mapping[str, frozenset[type[c.Command]]],
    ) -> None:
        assert amount
        assert isinstance(command, tuple(named[cause])), (command, cause)
        self.held[who][thing] += amount

    def _grow(self, state: GameState, fact: e.ExperienceChanged) -> None:
        """Experience goes into levels by the rules' formula, and nothing is lost or made on the way."""
        key = (fact.character, fact.skill or "")
        level, before = self.levels.get(key, (0, 0))
        rules = self.catalog.rules
        formula = rules.experience_to_next if fact.skill is None else rules.skill_experience_to_next
        assert fact.level >= level
        passed = sum(
            max(1, int(formula.value({"level": float(one)}, Dice(0)))) for one in range(level, fact.level)
        )
        kept = passed + fact.experience - before
        # Rules under which levels cost next to nothing may give a thousand levels at once, and no more.
        assert kept == fact.amount or (fact.level == level + 1_000 and 0 < kept < fact.amount)
        self.levels[key] = (fact.level, fact.experience)

    def check(self, state: GameState) -> None:
        """Hold the state against the books."""
        for who in state.characters.values():
            assert holdings(who) == +self.held[who.id]
            assert Counter(who.raised) == self.raised[who.id]
            assert (who.level, who.experience) == self.levels[who.id, ""]
            for skill, progress in who.skills.items():
                assert (progress.level, progress.experience) == self.levels[who.id, skill]
            for quest, known in who.quests.items():
                assert known.turns == self.turns[who.id, quest]


def check(catalog: Catalog, state: GameState) -> None:
    """Every law of the state."""
    waiting = {(timer.kind, timer.who, timer.what, timer.tick) for timer in state.timers}
    assert state.timers == sorted(state.timers)
    assert not state.timers or state.timers[0].tick > state.tick
    for who in state.characters.values():
        _bounds(catalog, state, who)
        _place(catalog, state, who)
        _derived(catalog, who)
        assert _awaited(catalog, state, who) <= waiting
    for room in state.rooms.values():
        _room(catalog, state, room)
        assert _awaited_by(room) <= waiting
    for ware, left in state.stock.items():
        denizen, _, item = ware.partition("/")
        stock = next(one.stock for one in catalog.denizens[denizen].sells if one.item == item)
        assert stock is not None
        assert 0 <= left.amount <= stock
        assert left.restocks_at is None or ("stock", 0, ware, left.restocks_at) in waiting


def _bounds(catalog: Catalog, state: GameState, who: Character) -> None:
    assert 0 <= who.wallet <= WIRE_MAX
    assert all(0 < amount <= WIRE_MAX for amount in who.items.values())
    assert all(0 < amount <= WIRE_MAX for amount in who.raised.values())
    assert 0 <= who.level <= WIRE_MAX
    assert 0 <= who.experience <= WIRE_MAX
    for progress in who.skills.values():
        assert 0 <= progress.level <= WIRE_MAX
        assert 0 <= progress.experience <= WIRE_MAX
    for vital in VITALS:
        assert math.isfinite(who.vitals[vital])
        assert 0 <= who.vitals[vital] <= derived.most_of(catalog, who, vital)
    assert who.vitals["health"] > 0
    for flag, value in who.flags.items():
        definition = catalog.flags[flag]
        assert type(value) is (bool if definition.type == "bool" else int)
        assert (-WIRE_MAX if definition.min is None else definition.min) <= value
        assert value <= (WIRE_MAX if definition.max is None else definition.max)
    assert all(cast_at is None or cast_at <= state.tick for cast_at in who.spells.values())
    for effect, at_work in who.effects.items():
        definition_of = catalog.effects[effect]
        assert at_work.started <= min(state.tick, at_work.ends)
        assert 1 <= at_work.stacks <= max(1, definition_of.max_stacks)
    for quest, known in who.quests.items():
        amounts = {one.id: one.amount for one in catalog.quests[quest].objectives}
        assert all(0 < count <= amounts[one] for one, count in known.counts.items())
        assert known.since <= state.tick
        assert known.stage != "finished" or known.turns > 0
        assert known.ended is None or (known.stage == "proceeding" and known.ended <= known.since)


def _place(catalog: Catalog, state: GameState, who: Character) -> None:
    location = catalog.locations[who.location]
    assert who.structure == "" or who.structure in location.structures
    assert set(who.equipment) <= set(catalog.world.slots)
    assert all(catalog.items[item].slot == slot for slot, item in who.equipment.items())
    view = View(state, catalog, who)
    if who.action.id != IDLE:
        action = view.action(who.action.id)
        assert action is not None
        assert view.person.holds(action.requires)
    if who.room is not None:
        assert who.id in state.rooms[who.room].members
        assert who.action.id == "combat"
    if who.talk is not None:
        at = catalog.denizens[who.talk.denizen].at
        assert (at.location, at.structure) == (who.location, who.structure)
    person = Person(state, catalog, who)
    for quest, known in who.quests.items():
        fails_when = catalog.quests[quest].fails_when
        assert known.stage != "proceeding" or not fails_when or not person.holds(fails_when)


def _derived(catalog: Catalog, who: Character) -> None:
    """Bonuses, added up afresh and in another way than the engine does."""
    bonuses = list(_bonuses(catalog, who))
    base = catalog.world.character.combat
    combat = derived.combat_of(catalog, who)
    assert math.isclose(combat.attack, max(0, base.attack + math.fsum(one.attack for one in bonuses)))
    assert math.isclose(
        combat.defense, base.defense + math.fsum(one.defense for one in bonuses), abs_tol=1e-9
    )
    speed = base.attack_speed + math.fsum(one.attack_speed for one in bonuses)
    assert math.isclose(combat.attack_speed, max(derived.MIN_ATTACK_SPEED, speed))
    levels: Counter[str] = Counter()
    for one in bonuses:
        if one.skill is not None:
            levels[one.skill.id] += one.skill.levels
    assert derived.skill_bonuses(catalog, who) == {skill: extra for skill, extra in levels.items() if extra}
    for skill in catalog.skills:
        trained = who.skills[skill].level if skill in who.skills else 0
        assert derived.effective_skill(catalog, who, skill) == max(0, trained + levels[skill])
    for vital in VITALS:
        most = getattr(catalog.world.character.vitals, vital) + who.raised.get(vital, 0)
        assert derived.most_of(catalog, who, vital) == most


def _bonuses(catalog: Catalog, who: Character) -> Iterator[Bonus]:
    worn = [catalog.items[item] for item in who.equipment.values()]
    for item in worn:
        yield from item.bonuses
    for name, whole in catalog.item_sets.items():
        pieces = sum(item.set == name for item in worn)
        for line in whole.bonuses:
            if pieces >= line.pieces:
                yield from line.bonuses
    for effect, at_work in who.effects.items():
        for _ in range(at_work.stacks):
            yield from catalog.effects[effect].bonuses


def _room(catalog: Catalog, state: GameState, room: Room) -> None:
    assert 0 < len(room.members) <= catalog.locations[room.location].room_size
    for member in room.members:
        who = state.characters[member]
        assert (who.room, who.location, who.structure) == (room.id, room.location, room.structure)
    for number, creature in room.creatures.items():
        assert number == creature.id < room.next_creature
        most = catalog.creatures[creature.creature].vitals
        assert all(0 <= creature.vitals[vital] <= getattr(most, vital) for vital in VITALS)
        assert creature.alive or not creature.effects
        for effect, at_work in creature.effects.items():
            assert at_work.started <= state.tick < at_work.ends
            assert 1 <= at_work.stacks <= max(1, catalog.effects[effect].max_stacks)
    assert (room.wave_at is None) == any(creature.alive for creature in room.creatures.values())


def _awaited(catalog: Catalog, state: GameState, who: Character) -> set[tuple[str, int, str, int]]:
    """What time must bring to a character."""
    found = set()
    if who.action.duration:
        found.add(("action", who.id, "", who.action.started + who.action.duration))
    for effect, at_work in who.effects.items():
        found.add(("effect", who.id, effect, at_work.ends))
        if at_work.pulse is not None and at_work.pulse <= at_work.ends:
            found.add(("effect", who.id, effect, at_work.pulse))
    for spell, cast_at in who.spells.items():
        if cast_at is not None:
            ready = max(cast_at + catalog.spells[spell].cooldown, cast_at + 1)
            found.add(("cooldown", who.id, spell, ready))
    for quest, known in who.quests.items():
        definition = catalog.quests[quest]
        if known.stage == "proceeding" and definition.fails_after is not None:
            found.add(("quest", who.id, quest, known.since + definition.fails_after))
        elif known.stage != "proceeding" and definition.repeat is not None:
            ready = known.since + definition.repeat.after
            if ready > state.tick:
                found.add(("quest_again", who.id, quest, ready))
    lacks = any(who.vitals[vital] < derived.most_of(catalog, who, vital) for vital in VITALS)
    if who.room is None and lacks:
        assert who.regenerates_at is not None
    if who.regenerates_at is not None:
        found.add(("regeneration", who.id, "", who.regenerates_at))
    assert who.linked == (who.leaves_at is None)
    if who.leaves_at is not None:
        found.add(("grace", who.id, "", who.leaves_at))
    # What became due while a character was away comes in the tick after it has come back.
    return {(kind, one, what, max(tick, state.tick + 1)) for kind, one, what, tick in found}


def _awaited_by(room: Room) -> set[tuple[str, int, str, int]]:
    """What time must bring to a fight."""
    found = {("member", room.id, str(who), swing.strikes) for who, swing in room.members.items()}
    found |= {
        ("creature", room.id, str(number), creature.strikes)
        for number, creature in room.creatures.items()
        if creature.alive
    }
    for number, creature in room.creatures.items():
        for effect, at_work in creature.effects.items():
            what = f"{number}/{effect}"
            found.add(("creature_effect", room.id, what, at_work.ends))
            if at_work.pulse is not None and at_work.pulse <= at_work.ends:
                found.add(("creature_effect", room.id, what, at_work.pulse))
    if room.wave_at is not None:
        found.add(("wave", room.id, "", room.wave_at))
    return found
