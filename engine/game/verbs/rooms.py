"""Combat rooms: who is in them, and what happens to creatures."""

from typing import Final

from engine.base.units import TICKS_PER_SECOND
from engine.game.events import (
    CreatureDied,
    CreatureHurt,
    CreatureSpawned,
    Fought,
    MemberLeft,
    RoomClosed,
    ThresholdPassed,
)
from engine.game.state import Character, CreatureState, LogLine, Room
from engine.game.turn import Turn


def room_of(turn: Turn, who: Character) -> Room | None:
    """The combat room a character is in."""
    return None if who.room is None else turn.state.rooms.get(who.room)


def character_key(character: int) -> str:
    """How a character stands in the combat log."""
    return f"character:{character}"


def creature_key(creature: int) -> str:
    """How a creature stands in the combat log."""
    return f"creature:{creature}"


def is_in(room: Room, key: str) -> bool:
    """Whether whom the combat log calls so is in the room, dead creatures of this wave among them."""
    kind, _, number = key.partition(":")
    return bool(number) and int(number) in (room.members if kind == "character" else room.creatures)


def log(
    turn: Turn, room: Room, kind: str, actor: str, target: str, amount: float = 0, text: str = ""
) -> None:
    """Add a line to the combat log."""
    line = LogLine(tick=turn.now, actor=actor, target=target, kind=kind, amount=amount, text=text)
    turn.emit(Fought(room=room.id, line=line))


def living(turn: Turn, room: Room) -> list[Character]:
    """The members who are in the world and alive, by id."""
    characters = turn.state.characters
    return [
        who
        for member in sorted(room.members)
        if (who := characters.get(member)) is not None and who.vitals["health"] > 0
    ]


def first_foe(room: Room) -> CreatureState | None:
    """The living creature that has been there longest."""
    for number in sorted(room.creatures):
        if room.creatures[number].alive:
            return room.creatures[number]
    return None


def leave(turn: Turn, who: Character) -> None:
    """Take a character out of its combat room, if it is in one; an empty room is closed."""
    room = room_of(turn, who)
    if room is None:
        return
    turn.emit(MemberLeft(room=room.id, character=who.id, location=room.location, structure=room.structure))
    if not room.members:
        turn.emit(RoomClosed(room=room.id, location=room.location, structure=room.structure))


def swing_ticks(turn: Turn, attack_speed: float) -> int:
    """Ticks of one swing at so many attacks a second, at least 1."""
    seconds = turn.formula(turn.rules.attack_period, {"self.attack_speed": attack_speed})
    return max(1, int(seconds * TICKS_PER_SECOND))


MOST_CREATURES: Final = 256
"""A guard against formulas that spawn without measure: a wave never holds more, dead ones counted."""


def spawn(turn: Turn, room: Room, kind: str, amount: int) -> None:
    """Bring creatures into a room, as many as its wave may still hold."""
    definition = turn.catalog.creatures[kind]
    for _ in range(min(amount, MOST_CREATURES - len(room.creatures))):
        ticks = swing_ticks(turn, definition.combat.attack_speed)
        creature = room.next_creature
        turn.emit(
            CreatureSpawned(
                room=room.id,
                creature=creature,
                kind=kind,
                vitals={
                    "health": definition.vitals.health,
                    "mana": definition.vitals.mana,
                    "stamina": definition.vitals.stamina,
                },
                started=turn.now,
                strikes=turn.now + ticks,
            )
        )
        turn.at(turn.now + ticks, "creature", room.id, str(creature))
        log(turn, room, "arrive", creature_key(creature), "", text=f"{definition.name} appears.")
        present = living(turn, room)
        if present:
            turn.perform(
                definition.on_spawn,
                present[0],
                f"creatures/{kind} on_spawn",
                room=room,
                creature=creature,
                acts="creature",
            )


def hurt(turn: Turn, room: Room, creature: CreatureState, amount: float, by: Character) -> float:
    """Take health from a creature; it may die of it. Says how much it lost."""
    old = creature.vitals["health"]
    new = max(0.0, old - amount)
    if new == old or room.id not in turn.state.rooms:
        return 0
    turn.emit(CreatureHurt(room=room.id, creature=creature.id, health=new))
    definition = turn.catalog.creatures[creature.creature]
    for number, line in enumerate(definition.at_health):
        threshold = line.below * definition.vitals.health
        below, was_below = new < threshold, old < threshold
        # What is dead does not turn: the last blow sets off its death only.
        if new <= 0 or not below or was_below or number in creature.fired:
            continue
        if line.once:
            turn.emit(ThresholdPassed(room=room.id, creature=creature.id, line=number))
        turn.perform(
            line.then,
            by,
            f"creatures/{creature.creature} at_health",
            room=room,
            creature=creature.id,
            acts="creature",
        )
    # What happens at a share of its health may have taken the last member away, and the room with it.
    if new <= 0 and room.id in turn.state.rooms:
        log(turn, room, "die", character_key(by.id), creature_key(creature.id))
        credit = tuple(who.id for who in living(turn, room))
        turn.emit(CreatureDied(room=room.id, creature=creature.id, kind=creature.creature, credit=credit))
        turn.perform(
            definition.on_death,
            by,
            f"creatures/{creature.creature} on_death",
            room=room,
            creature=creature.id,
            acts="creature",
        )
    return old - new
