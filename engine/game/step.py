"""The one door to the core: a command in, facts or a refusal out.

`step` changes `state` in place when it answers `Accepted`, and leaves it exactly as it was otherwise. A bug
or content that feeds itself raises; the state is as it was then too.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from engine.game import commands as c
from engine.game import events as e
from engine.game import stage
from engine.game.outcome import Accepted, Refusal, Refused
from engine.game.state import GameState, StockState, Timer
from engine.game.subject import minute_of
from engine.game.systems import (
    actions,
    combat,
    death,
    dialogue,
    equipment,
    inventory,
    lasting,
    movement,
    progression,
    quests,
    regeneration,
    spells,
    trade,
)
from engine.game.turn import Reaction, Turn
from engine.model.catalog import Catalog

HANDLERS: Final[Mapping[type[c.Command], Callable[[Turn, Any], None]]] = {
    c.ChangeAction: actions.change_action,
    c.EquipItem: equipment.equip_item,
    c.UseItem: inventory.use_item,
    c.CastSpell: spells.cast,
    c.InteractDenizen: dialogue.interact,
    c.TradeDenizen: trade.trade,
    c.AcceptQuest: quests.accept_quest,
    c.FinishQuest: quests.finish_quest,
    c.ChangeStructure: movement.change_structure,
    c.ChangeLocation: movement.change_location,
    c.CreateRoom: combat.create,
    c.EnterRoom: combat.enter,
    c.LeaveRoom: combat.leave,
    c.AbandonQuest: quests.abandon_quest,
    c.DiscardItem: inventory.discard_item,
    c.Say: dialogue.say,
    c.Join: movement.join,
    c.Leave: movement.leave,
    c.LoseLink: movement.lose_link,
    c.RegainLink: movement.regain_link,
    c.RestoreRoom: movement.restore_room,
}
"""Who answers which command. `Tick` is answered here."""

TIMERS: Final[Mapping[str, Callable[[Turn, Timer], None]]] = {
    "action": actions.cycle_over,
    "regeneration": regeneration.regenerate,
    "effect": lasting.on_timer,
    "creature_effect": lasting.on_creature_timer,
    "cooldown": spells.cooled_down,
    "quest": quests.out_of_time,
    "quest_again": quests.reopen,
    "stock": trade.restock,
    "grace": movement.grace_over,
    "member": combat.member_strikes,
    "creature": combat.creature_strikes,
    "wave": combat.wave,
}
"""Who looks when a timer rings."""

CUT_SHORT: Final[Mapping[str, Callable[[Turn, Timer], None]]] = {**TIMERS, "action": actions.cut_short}
"""Who looks once more, without effects, when those of a timer never end. What lasts goes on or ends in its
time; an action stops, since its loot may have a price among the effects that were left out."""

_OF_ROOMS: Final = frozenset({"creature_effect", "member", "creature", "wave"})
"""Timers whose `who` is a combat room."""

STOPPED: Final = (
    "What just happened set itself off again and again, so it was stopped. That is a mistake in this world; "
    "it was noted."
)
"""What players are told when effects without end were undone."""

REACTIONS: Final[Mapping[type[e.Fact], tuple[Reaction, ...]]] = {
    e.CharacterJoined: (actions.resume, lasting.resume, spells.resume, quests.resume, regeneration.begin),
    e.CharacterMoved: (quests.on_moved,),
    e.ActionCompleted: (quests.on_completed,),
    e.ItemGained: (quests.on_gained,),
    e.LevelReached: (progression.on_level,),
    e.VitalChanged: (death.on_vital, regeneration.begin),
    e.MaximumRaised: (regeneration.begin,),
    e.MemberLeft: (regeneration.begin,),
    e.SpellLearned: (spells.on_learned,),
    e.QuestAccepted: (quests.on_accepted,),
    e.QuestProgressed: (quests.on_progressed,),
    e.QuestFinished: (quests.on_over,),
    e.QuestFailed: (quests.on_over,),
    e.QuestAbandoned: (quests.on_over,),
    e.DenizenMet: (quests.on_met,),
    e.CreatureDied: (quests.on_killed, combat.on_creature_died),
}
"""Through which facts the systems meet, in the order in which they look."""

_REVIEWED: Final = frozenset(
    {
        e.ItemLost,
        e.ItemGained,
        e.CoinsLost,
        e.CoinsGained,
        e.ItemUnequipped,
        e.ItemEquipped,
        e.EffectEnded,
        e.EffectChanged,
        e.FlagSet,
        e.QuestAccepted,
        e.QuestProgressed,
        e.QuestFinished,
        e.QuestFailed,
        e.QuestAbandoned,
        e.QuestReopened,
        e.LevelReached,
        e.SpellLearned,
        e.MaximumRaised,
        e.CharacterJoined,
        e.CharacterMoved,
        e.VitalChanged,
    }
)
"""Facts after which something that a character does or has taken on may have become impossible."""


def new_state(
    seed: int, *, tick: int = 0, next_room: int = 1, stock: Mapping[str, StockState] | None = None
) -> GameState:
    """A world with nobody in it. `seed` is the state of its dice, 0 … 2^64-1; the rest is as saved."""
    state = GameState(dice=seed, tick=tick, next_room=next_room, stock=dict(stock or {}))
    for ware, left in sorted(state.stock.items()):
        if left.restocks_at is not None:
            timer = Timer(
                tick=max(left.restocks_at, tick + 1), sequence=state.sequence, kind="stock", what=ware
            )
            state.sequence += 1
            state.timers.append(timer)
    state.timers.sort()
    return state


def step(state: GameState, catalog: Catalog, command: c.Command) -> Accepted | Refused:
    """Do one command, whole or not at all.

    Raises what a bug raises, and `ChainCut` when a player's command sets off effects without end. While time
    passes, and when the shell itself commands, such effects are undone alone, told by a `ChainStopped`, and
    what they hung on happens without them.
    """
    asked = isinstance(command, c.Ask)
    turn = Turn(state, catalog, reactions=REACTIONS, perform=stage.perform, asked=asked)
    try:
        if isinstance(command, c.Tick):
            for _ in range(command.count):
                _pass_tick(turn)
        elif asked:
            _obey(turn, command)
            _review(turn, 0)
        else:
            # Nobody asked who could be refused, and coming and going must always work.
            if not turn.attempt(_obey, command):
                turn.without_effects(_obey, command)
            _review(turn, 0)
    except Refusal as refusal:
        turn.take_back()
        return refusal.refused
    except BaseException:
        turn.take_back()
        raise
    return Accepted(facts=turn.close())


def _pass_tick(turn: Turn) -> None:
    start = len(turn.facts)
    turn.emit(e.TickPassed(tick=turn.now + 1))
    if turn.index.clock_minutes:
        minute = minute_of(turn.catalog, turn.now)
        if minute in turn.index.clock_minutes and minute != minute_of(turn.catalog, turn.now - 1):
            turn.emit(e.HourStruck(minute=minute))
    while (timer := turn.next_timer()) is not None:
        if not turn.attempt(_ring, TIMERS, timer):
            _tell_stopped(turn, _concerned(turn, timer))
            turn.without_effects(_ring, CUT_SHORT, timer)
    if turn.unsettled:
        turn.attempt(Turn.settle)
    _review(turn, start)


def _obey(turn: Turn, command: c.Command) -> None:
    HANDLERS[type(command)](turn, command)
    turn.settle()


def _ring(turn: Turn, table: Mapping[str, Callable[[Turn, Timer], None]], timer: Timer) -> None:
    table[timer.kind](turn, timer)
    if turn.unsettled:
        turn.settle()


def _concerned(turn: Turn, timer: Timer) -> list[int]:
    """The characters in whose eyes a timer rings."""
    if timer.kind in _OF_ROOMS:
        room = turn.state.rooms.get(timer.who)
        return sorted(room.members) if room is not None else []
    return [timer.who] if timer.who in turn.state.characters else []


def _tell_stopped(turn: Turn, characters: Iterable[int]) -> None:
    for character in characters:
        turn.emit(e.Noticed(character=character, kind="system", text=STOPPED))


def _review(turn: Turn, start: int) -> None:
    """Look once at everyone to whom something happened: what they do, and what they have taken on."""
    while start < len(turn.facts):
        touched: set[int] = set()
        for fact in turn.facts[start:]:
            if type(fact) in _REVIEWED and isinstance(fact, e.Personal):
                touched.add(fact.character)
            elif type(fact) is e.HourStruck:
                touched.update(turn.state.characters)
        start = len(turn.facts)
        for character in sorted(touched):
            if turn.asked:
                _review_one(turn, character)
            elif not turn.attempt(_review_one, character):
                _tell_stopped(turn, [character])
                turn.without_effects(_review_one, character)


def _review_one(turn: Turn, character: int) -> None:
    who = turn.state.characters.get(character)
    if who is not None:
        actions.review(turn, who)
        quests.review(turn, who)
        turn.settle()
