"""What is done to creatures beside blows: giving vitals back, and lasting effects."""

from engine.game.events import CreatureEffectChanged, CreatureEffectEnded, CreatureRestored
from engine.game.state import Character, CreatureState, EffectState, Room
from engine.game.turn import Turn
from engine.game.verbs import lasting, rooms
from engine.model.clause import Effects


def restore(turn: Turn, room: Room, creature: CreatureState, vital: str, by: float) -> float:
    """Add to a vital of a living creature (or take, when `by` is negative), within 0 and the most. Says what
    changed. Health is taken by `rooms.hurt`."""
    if not creature.alive or room.id not in turn.state.rooms:
        return 0
    old = creature.vitals[vital]
    most = float(getattr(turn.catalog.creatures[creature.creature].vitals, vital))
    new = min(max(old + by, 0.0), max(old, most))
    if new != old:
        turn.emit(CreatureRestored(room=room.id, creature=creature.id, vital=vital, value=new))
    return new - old


def begin_effect(
    turn: Turn,
    room: Room,
    creature: CreatureState,
    effect: str,
    ticks: int,
    source: str,
    source_name: str,
    by: Character,
    actor: str,
) -> None:
    """Begin a lasting effect on a living creature, or let it stack with itself as it says.

    `by` acts for it, `actor` is who brought it, as the combat log calls them: it may be the creature itself.
    """
    if ticks <= 0 or not creature.alive or room.id not in turn.state.rooms:
        return
    definition = turn.catalog.effects[effect]
    old = creature.effects.get(effect)
    state = lasting.grown(turn, definition, old, ticks, source, source_name, by.id, actor, room.id)
    if state == old:
        return
    turn.emit(
        CreatureEffectChanged(
            room=room.id, creature=creature.id, effect=effect, state=state, began=old is None
        )
    )
    if old is None or state.stacks > old.stacks:
        # One that only lasts longer has not grown, and nothing more is to be told of it.
        rooms.log(turn, room, "effect", actor, rooms.creature_key(creature.id), state.stacks, definition.name)
    watch_effect(turn, room, creature, effect)
    if old is None:
        _perform(turn, room, creature, effect, definition.on_start, by, "on_start", actor)


def watch_effect(turn: Turn, room: Room, creature: CreatureState, effect: str) -> None:
    """Set the timers of a lasting effect: for its end, and for its next pulse."""
    state = creature.effects[effect]
    what = f"{creature.id}/{effect}"
    turn.at(state.ends, "creature_effect", room.id, what)
    if state.pulse is not None:
        turn.at(state.pulse, "creature_effect", room.id, what)


def end_effect(turn: Turn, room: Room, creature: CreatureState, effect: str) -> None:
    """End a lasting effect of a creature now, if it is there."""
    state = creature.effects.get(effect)
    if state is None or room.id not in turn.state.rooms:
        return
    turn.emit(CreatureEffectEnded(room=room.id, creature=creature.id, effect=effect))
    definition = turn.catalog.effects.get(effect)
    if definition is not None:
        by, actor = answerable(turn, room, state.by), bringer(room, creature, state)
        _perform(turn, room, creature, effect, definition.on_end, by, "on_end", actor)


def answerable(turn: Turn, room: Room, by: int) -> Character | None:
    """Who acts for a lasting effect: the character who brought it while it lives in this room, else the
    first who does."""
    present = rooms.living(turn, room)
    return next((who for who in present if who.id == by), present[0] if present else None)


def bringer(room: Room, creature: CreatureState, state: EffectState) -> str:
    """Who brought a lasting effect on a creature, as the combat log calls them, while still in the room; else
    the creature itself."""
    return state.actor if rooms.is_in(room, state.actor) else rooms.creature_key(creature.id)


def pulse(turn: Turn, room: Room, creature: CreatureState, effect: str) -> None:
    """Let a lasting effect do what it does every so often, once for each stack."""
    definition, state = turn.catalog.effects[effect], creature.effects[effect]
    for _ in range(state.stacks):
        by, actor = answerable(turn, room, state.by), bringer(room, creature, state)
        _perform(turn, room, creature, effect, definition.each, by, "each", actor)


def _perform(
    turn: Turn,
    room: Room,
    creature: CreatureState,
    effect: str,
    effects: Effects,
    by: Character | None,
    trigger: str,
    actor: str,
) -> None:
    if by is not None:
        turn.perform(
            effects,
            by,
            f"effects/{effect} {trigger}",
            room=room,
            creature=creature.id,
            acts="bearer",
            actor=actor,
        )
