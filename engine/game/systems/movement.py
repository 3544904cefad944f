"""Going into structures and to other locations; joining and leaving the world."""

from msgspec.structs import replace

from engine.base.ids import OUTDOORS
from engine.game import demands
from engine.game.apply import copy_of
from engine.game.commands import (
    ChangeLocation,
    ChangeStructure,
    Join,
    Leave,
    LoseLink,
    RegainLink,
    RestoreRoom,
)
from engine.game.events import CharacterJoined, CharacterLeft, LinkLost, LinkRegained, RoomOpened
from engine.game.outcome import Refusal
from engine.game.state import ActionState, Character, EffectState, Room, Timer
from engine.game.turn import Turn
from engine.game.verbs import creatures, lasting, rooms, travel
from engine.model.location import Place


def change_structure(turn: Turn, command: ChangeStructure) -> None:
    """Go into a structure of this location, or outdoors."""
    who = turn.character(command.character)
    location = turn.catalog.locations[who.location]
    demands.out_of_combat(turn, who)
    if command.structure == who.structure:
        raise Refusal("already_done", "You are there already.")
    if command.structure != OUTDOORS:
        structure = location.structures.get(command.structure)
        if structure is None:
            elsewhere = any(
                command.structure in other.structures for other in turn.catalog.locations.values()
            )
            if elsewhere:
                raise Refusal("not_here", "That is in another location; go there first.")
            demands.unknown("structure", command.structure)
        demands.require(turn, who, structure.requires)
    travel.move(turn, who, who.location, command.structure)


def change_location(turn: Turn, command: ChangeLocation) -> None:
    """Take a connection from this spot."""
    who = turn.character(command.character)
    demands.out_of_combat(turn, who)
    if command.destination not in turn.catalog.locations:
        demands.unknown("location", command.destination)
    view = demands.view(turn, who)
    ways = [way for way in view.connections_here() if way.to == command.destination]
    if not ways:
        raise Refusal("not_here", "No way leads there from where you stand.")
    if not any(view.person.holds(way.requires) for way in ways):
        demands.require(turn, who, ways[0].requires)
    travel.move(turn, who, command.destination, OUTDOORS)


def join(turn: Turn, command: Join) -> None:
    """Bring a saved character in. What time did while it was away has not touched its lasting effects."""
    old = turn.state.characters.get(command.character.id)
    if old is not None:
        if not command.again:
            raise Refusal("already_done", "This character is in the world already.")
        rooms.leave(turn, old)
    who = copy_of(command.character)
    place = _standing(turn, who)
    who.location, who.structure = place.location, place.structure
    who.linked = command.linked
    who.leaves_at = None
    away = turn.now - who.saved_at if who.saved_at is not None else 0
    who.saved_at = None
    if away:
        who.effects = {effect: _later(state, away) for effect, state in who.effects.items()}
    if command.linked:
        who.room = None
    if who.action.id not in {action for action, _ in demands.view(turn, who).actions_here()}:
        who.action = ActionState()
    who.regenerates_at = None
    new, who.new = who.new, False
    turn.emit(CharacterJoined(character=who.id, state=who))
    if new:
        _put_on(turn, turn.character(who.id))


def _put_on(turn: Turn, who: Character) -> None:
    """Let happen what putting on the things does that are worn from the start."""
    # What is there already is taken up first, so that nothing is taken up twice.
    turn.settle()
    for _, worn in sorted(who.equipment.items()):
        if worn in turn.catalog.items:
            turn.perform(turn.catalog.items[worn].on_equip, who, f"items/{worn} on_equip")


def _later(state: EffectState, away: int) -> EffectState:
    return replace(
        state,
        started=state.started + away,
        ends=state.ends + away,
        pulse=None if state.pulse is None else state.pulse + away,
    )


def _standing(turn: Turn, who: Character) -> Place:
    """Where a saved character stands: its own place, or the start when content no longer knows that."""
    location = turn.catalog.locations.get(who.location)
    if location is None:
        return turn.catalog.world.start
    if who.structure not in location.structures:
        return Place(location=location.id)
    return Place(location=location.id, structure=who.structure)


def leave(turn: Turn, command: Leave) -> None:
    """Take a character out of the world."""
    who = turn.state.characters.get(command.character)
    if who is not None:
        _go(turn, who)


def _go(turn: Turn, who: Character) -> None:
    rooms.leave(turn, who)
    travel.end_talk(turn, who)
    travel.stop(turn, who)
    for effect in sorted(who.effects):
        lasting_effect = turn.catalog.effects.get(effect)
        if lasting_effect is not None and not lasting_effect.saved:
            lasting.end(turn, who, effect)
    # What an effect's end does is over before the character is gone, death included.
    turn.settle()
    saved = copy_of(who)
    saved.saved_at = turn.now
    saved.leaves_at = None
    turn.emit(CharacterLeft(character=who.id, state=saved))


def lose_link(turn: Turn, command: LoseLink) -> None:
    """The client is gone: out of combat the character goes idle, and after the time of grace it leaves."""
    who = turn.state.characters.get(command.character)
    if who is None:
        return
    if who.room is None:
        travel.stop(turn, who)
    leaves_at = turn.now + max(1, command.grace)
    turn.emit(LinkLost(character=who.id, leaves_at=leaves_at))
    turn.at(leaves_at, "grace", who.id)


def regain_link(turn: Turn, command: RegainLink) -> None:
    """A client has the character again."""
    who = turn.state.characters.get(command.character)
    if who is not None and not who.linked:
        turn.emit(LinkRegained(character=who.id))


def grace_over(turn: Turn, timer: Timer) -> None:
    """Nobody came back in time."""
    who = turn.state.characters.get(timer.who)
    if who is not None and who.leaves_at is not None and who.leaves_at <= turn.now:
        _go(turn, who)


def restore_room(turn: Turn, command: RestoreRoom) -> None:
    """Bring a combat room back with those members who are here; without any it stays gone."""
    saved = copy_of(command.room)
    saved.members = {
        member: state
        for member, state in saved.members.items()
        if member in turn.state.characters and turn.state.characters[member].room == saved.id
    }
    if not saved.members or saved.id in turn.state.rooms:
        return
    turn.emit(RoomOpened(room=saved.id, state=saved))
    _wake(turn, saved)


def _wake(turn: Turn, room: Room) -> None:
    for member, state in sorted(room.members.items()):
        turn.at(state.strikes, "member", room.id, str(member))
    for creature, foe in sorted(room.creatures.items()):
        turn.at(foe.strikes, "creature", room.id, str(creature))
        for effect in sorted(foe.effects):
            creatures.watch_effect(turn, room, foe, effect)
    if room.wave_at is not None:
        turn.at(room.wave_at, "wave", room.id)
