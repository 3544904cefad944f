"""The only writer of the game state: one function for each fact, in one table.

Applying a fact decides nothing. It must not read rules, roll dice or look at the catalog.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import msgspec

from engine.game import events as e
from engine.game.state import (
    ActionState,
    Character,
    CreatureState,
    GameState,
    Member,
    Progress,
    QuestStage,
    QuestState,
    StockState,
    Talk,
    ware_key,
)
from engine.game.writes import Writes

_T = TypeVar("_T", bound=msgspec.Struct)


def _who(state: GameState, fact: e.Personal) -> Character:
    return state.characters[fact.character]


def _tick_passed(state: GameState, fact: e.TickPassed, w: Writes) -> None:
    w.set(state, "tick", fact.tick)


def _nothing(state: GameState, fact: e.Fact, w: Writes) -> None:
    """News that leaves no trace in the state."""


def _stock_changed(state: GameState, fact: e.StockChanged, w: Writes) -> None:
    w.put(
        state.stock,
        ware_key(fact.denizen, fact.item),
        StockState(amount=fact.amount, restocks_at=fact.restocks_at),
    )


def _character_joined(state: GameState, fact: e.CharacterJoined, w: Writes) -> None:
    # The fact keeps its own copy: facts never change afterwards, characters do.
    w.put(state.characters, fact.character, copy_of(fact.state))


def _character_left(state: GameState, fact: e.CharacterLeft, w: Writes) -> None:
    w.drop(state.characters, fact.character)


def _link_lost(state: GameState, fact: e.LinkLost, w: Writes) -> None:
    who = _who(state, fact)
    w.set(who, "linked", False)
    w.set(who, "leaves_at", fact.leaves_at)


def _link_regained(state: GameState, fact: e.LinkRegained, w: Writes) -> None:
    who = _who(state, fact)
    w.set(who, "linked", True)
    w.set(who, "leaves_at", None)


def _character_moved(state: GameState, fact: e.CharacterMoved, w: Writes) -> None:
    who = _who(state, fact)
    w.set(who, "location", fact.location)
    w.set(who, "structure", fact.structure)


def _action_changed(state: GameState, fact: e.ActionChanged, w: Writes) -> None:
    action = ActionState(id=fact.action, started=fact.started, duration=fact.duration)
    w.set(_who(state, fact), "action", action)


def _item_gained(state: GameState, fact: e.ItemGained, w: Writes) -> None:
    _add_item(_who(state, fact), fact.item, fact.amount, w)


def _item_lost(state: GameState, fact: e.ItemLost, w: Writes) -> None:
    _add_item(_who(state, fact), fact.item, -fact.amount, w)


def _add_item(who: Character, item: str, amount: int, w: Writes) -> None:
    left = who.items.get(item, 0) + amount
    if left < 0:
        raise AssertionError(f"{who.id} would hold {left} of {item}")
    if left:
        w.put(who.items, item, left)
    else:
        w.drop(who.items, item)


def _coins_gained(state: GameState, fact: e.CoinsGained, w: Writes) -> None:
    who = _who(state, fact)
    w.set(who, "wallet", who.wallet + fact.amount)


def _coins_lost(state: GameState, fact: e.CoinsLost, w: Writes) -> None:
    who = _who(state, fact)
    if who.wallet < fact.amount:
        raise AssertionError(f"{who.id} would owe {fact.amount - who.wallet} copper")
    w.set(who, "wallet", who.wallet - fact.amount)


def _item_equipped(state: GameState, fact: e.ItemEquipped, w: Writes) -> None:
    who = _who(state, fact)
    _add_item(who, fact.item, -1, w)
    w.put(who.equipment, fact.slot, fact.item)


def _item_unequipped(state: GameState, fact: e.ItemUnequipped, w: Writes) -> None:
    who = _who(state, fact)
    w.drop(who.equipment, fact.slot)
    _add_item(who, fact.item, 1, w)


def _experience_changed(state: GameState, fact: e.ExperienceChanged, w: Writes) -> None:
    who = _who(state, fact)
    if fact.skill is None:
        w.set(who, "level", fact.level)
        w.set(who, "experience", fact.experience)
    else:
        w.put(who.skills, fact.skill, Progress(level=fact.level, experience=fact.experience))


def _vital_changed(state: GameState, fact: e.VitalChanged, w: Writes) -> None:
    # Never an integer: a state that was written out and read back must be the same.
    w.put(_who(state, fact).vitals, fact.vital, float(fact.value))


def _maximum_raised(state: GameState, fact: e.MaximumRaised, w: Writes) -> None:
    who = _who(state, fact)
    w.put(who.raised, fact.vital, who.raised.get(fact.vital, 0) + fact.amount)


def _regeneration_set(state: GameState, fact: e.RegenerationSet, w: Writes) -> None:
    w.set(_who(state, fact), "regenerates_at", fact.tick)


def _spell_learned(state: GameState, fact: e.SpellLearned, w: Writes) -> None:
    w.put(_who(state, fact).spells, fact.spell, None)


def _spell_cast(state: GameState, fact: e.SpellCast, w: Writes) -> None:
    w.put(_who(state, fact).spells, fact.spell, fact.tick)


def _spell_ready(state: GameState, fact: e.SpellReady, w: Writes) -> None:
    w.put(_who(state, fact).spells, fact.spell, None)


def _effect_changed(state: GameState, fact: e.EffectChanged, w: Writes) -> None:
    w.put(_who(state, fact).effects, fact.effect, fact.state)


def _effect_pulsed(state: GameState, fact: e.EffectPulsed, w: Writes) -> None:
    effects = _who(state, fact).effects
    w.put(effects, fact.effect, msgspec.structs.replace(effects[fact.effect], pulse=fact.pulse))


def _effect_ended(state: GameState, fact: e.EffectEnded, w: Writes) -> None:
    w.drop(_who(state, fact).effects, fact.effect)


def _flag_set(state: GameState, fact: e.FlagSet, w: Writes) -> None:
    w.put(_who(state, fact).flags, fact.flag, fact.value)


def _quest_accepted(state: GameState, fact: e.QuestAccepted, w: Writes) -> None:
    quests = _who(state, fact).quests
    old = quests.get(fact.quest)
    turns = old.turns if old is not None else 0
    ended = None if old is None else old.ended if old.stage == "proceeding" else old.since
    w.put(quests, fact.quest, QuestState(stage="proceeding", since=fact.tick, turns=turns, ended=ended))


def _quest_progressed(state: GameState, fact: e.QuestProgressed, w: Writes) -> None:
    w.put(_who(state, fact).quests[fact.quest].counts, fact.objective, fact.count)


def _quest_finished(state: GameState, fact: e.QuestFinished, w: Writes) -> None:
    quests = _who(state, fact).quests
    w.put(quests, fact.quest, QuestState(stage="finished", since=fact.tick, turns=fact.turn))


def _quest_failed(state: GameState, fact: e.QuestFailed, w: Writes) -> None:
    quests = _who(state, fact).quests
    turns = quests[fact.quest].turns
    w.put(quests, fact.quest, QuestState(stage="failed", since=fact.tick, turns=turns))


def _quest_abandoned(state: GameState, fact: e.QuestAbandoned, w: Writes) -> None:
    quests = _who(state, fact).quests
    old = quests[fact.quest]
    if old.ended is None and not old.turns:
        w.drop(quests, fact.quest)
        return
    # As it was before it was taken again. One taken before `ended` was kept does not say when that was.
    since = old.since if old.ended is None else old.ended
    stage: QuestStage = "finished" if old.turns else "failed"
    w.put(quests, fact.quest, QuestState(stage=stage, since=since, turns=old.turns))


def _dialogue_moved(state: GameState, fact: e.DialogueMoved, w: Writes) -> None:
    talk = None if fact.node is None else Talk(denizen=fact.denizen, node=fact.node)
    w.set(_who(state, fact), "talk", talk)


def _room_opened(state: GameState, fact: e.RoomOpened, w: Writes) -> None:
    w.put(state.rooms, fact.room, copy_of(fact.state))
    w.set(state, "next_room", max(state.next_room, fact.room + 1))


def _room_closed(state: GameState, fact: e.RoomClosed, w: Writes) -> None:
    w.drop(state.rooms, fact.room)


def _member_joined(state: GameState, fact: e.MemberJoined, w: Writes) -> None:
    member = Member(started=fact.started, strikes=fact.strikes)
    w.put(state.rooms[fact.room].members, fact.character, member)
    w.set(state.characters[fact.character], "room", fact.room)


def _member_left(state: GameState, fact: e.MemberLeft, w: Writes) -> None:
    w.drop(state.rooms[fact.room].members, fact.character)
    w.set(state.characters[fact.character], "room", None)


def _member_swung(state: GameState, fact: e.MemberSwung, w: Writes) -> None:
    member = state.rooms[fact.room].members[fact.character]
    w.set(member, "started", fact.started)
    w.set(member, "strikes", fact.strikes)


def _creature_swung(state: GameState, fact: e.CreatureSwung, w: Writes) -> None:
    creature = state.rooms[fact.room].creatures[fact.creature]
    w.set(creature, "started", fact.started)
    w.set(creature, "strikes", fact.strikes)


def _wave_due(state: GameState, fact: e.WaveDue, w: Writes) -> None:
    w.set(state.rooms[fact.room], "wave_at", fact.tick)


def _wave_began(state: GameState, fact: e.WaveBegan, w: Writes) -> None:
    room = state.rooms[fact.room]
    w.set(room, "wave", fact.wave)
    w.set(room, "wave_at", None)
    w.set(room, "creatures", {})


def _creature_spawned(state: GameState, fact: e.CreatureSpawned, w: Writes) -> None:
    room = state.rooms[fact.room]
    creature = CreatureState(
        id=fact.creature,
        creature=fact.kind,
        vitals={vital: float(value) for vital, value in fact.vitals.items()},
        started=fact.started,
        strikes=fact.strikes,
    )
    w.put(room.creatures, fact.creature, creature)
    w.set(room, "next_creature", fact.creature + 1)


def _creature_hurt(state: GameState, fact: e.CreatureHurt, w: Writes) -> None:
    w.put(state.rooms[fact.room].creatures[fact.creature].vitals, "health", float(fact.health))


def _creature_restored(state: GameState, fact: e.CreatureRestored, w: Writes) -> None:
    w.put(state.rooms[fact.room].creatures[fact.creature].vitals, fact.vital, fact.value)


def _creature_effect_changed(state: GameState, fact: e.CreatureEffectChanged, w: Writes) -> None:
    w.put(state.rooms[fact.room].creatures[fact.creature].effects, fact.effect, fact.state)


def _creature_effect_pulsed(state: GameState, fact: e.CreatureEffectPulsed, w: Writes) -> None:
    effects = state.rooms[fact.room].creatures[fact.creature].effects
    w.put(effects, fact.effect, msgspec.structs.replace(effects[fact.effect], pulse=fact.pulse))


def _creature_effect_ended(state: GameState, fact: e.CreatureEffectEnded, w: Writes) -> None:
    w.drop(state.rooms[fact.room].creatures[fact.creature].effects, fact.effect)


def _creature_died(state: GameState, fact: e.CreatureDied, w: Writes) -> None:
    creature = state.rooms[fact.room].creatures[fact.creature]
    if creature.effects:
        w.set(creature, "effects", {})


def _threshold_passed(state: GameState, fact: e.ThresholdPassed, w: Writes) -> None:
    w.append(state.rooms[fact.room].creatures[fact.creature].fired, fact.line)


APPLY: Final[Mapping[type[e.Fact], Callable[[GameState, Any, Writes], None]]] = {
    e.TickPassed: _tick_passed,
    e.HourStruck: _nothing,
    e.ChainStopped: _nothing,
    e.StockChanged: _stock_changed,
    e.CharacterJoined: _character_joined,
    e.CharacterLeft: _character_left,
    e.LinkLost: _link_lost,
    e.LinkRegained: _link_regained,
    e.CharacterMoved: _character_moved,
    e.ActionChanged: _action_changed,
    e.ActionCompleted: _nothing,
    e.ItemGained: _item_gained,
    e.ItemLost: _item_lost,
    e.CoinsGained: _coins_gained,
    e.CoinsLost: _coins_lost,
    e.ItemEquipped: _item_equipped,
    e.ItemUnequipped: _item_unequipped,
    e.ExperienceChanged: _experience_changed,
    e.LevelReached: _nothing,
    e.VitalChanged: _vital_changed,
    e.MaximumRaised: _maximum_raised,
    e.RegenerationSet: _regeneration_set,
    e.SpellLearned: _spell_learned,
    e.SpellCast: _spell_cast,
    e.SpellReady: _spell_ready,
    e.EffectChanged: _effect_changed,
    e.EffectPulsed: _effect_pulsed,
    e.EffectEnded: _effect_ended,
    e.FlagSet: _flag_set,
    e.QuestAccepted: _quest_accepted,
    e.QuestProgressed: _quest_progressed,
    e.QuestFinished: _quest_finished,
    e.QuestFailed: _quest_failed,
    e.QuestAbandoned: _quest_abandoned,
    e.QuestReopened: _nothing,
    e.DenizenMet: _nothing,
    e.DialogueMoved: _dialogue_moved,
    e.Noticed: _nothing,
    e.Died: _nothing,
    e.RoomOpened: _room_opened,
    e.RoomClosed: _room_closed,
    e.MemberJoined: _member_joined,
    e.MemberLeft: _member_left,
    e.MemberSwung: _member_swung,
    e.CreatureSwung: _creature_swung,
    e.WaveDue: _wave_due,
    e.WaveBegan: _wave_began,
    e.CreatureSpawned: _creature_spawned,
    e.CreatureHurt: _creature_hurt,
    e.CreatureRestored: _creature_restored,
    e.CreatureEffectChanged: _creature_effect_changed,
    e.CreatureEffectPulsed: _creature_effect_pulsed,
    e.CreatureEffectEnded: _creature_effect_ended,
    e.CreatureDied: _creature_died,
    e.ThresholdPassed: _threshold_passed,
    e.Fought: _nothing,
}
"""What each fact writes. A test holds that every fact stands here."""


def copy_of(struct: _T) -> _T:
    """A copy of a piece of state that shares nothing with it."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(struct), type=type(struct))
