"""Combat rooms: opening, joining, leaving, swings, waves, and what the dead leave behind."""

from collections.abc import Mapping

from engine.base.units import TICKS_PER_SECOND, coins_words
from engine.game import demands
from engine.game.commands import CreateRoom, EnterRoom, LeaveRoom
from engine.game.derived import combat_of, creature_combat, sums_of
from engine.game.events import (
    CreatureDied,
    CreatureSwung,
    MemberJoined,
    MemberSwung,
    Noticed,
    RoomOpened,
    WaveBegan,
    WaveDue,
)
from engine.game.index import index_of
from engine.game.outcome import Refusal
from engine.game.state import Character, CreatureState, Room, Timer
from engine.game.turn import Turn
from engine.game.verbs import growth, loot, rooms, vitals
from engine.model.location import Place


def create(turn: Turn, command: CreateRoom) -> None:
    """Open a combat room where creatures live, and join it."""
    who = turn.character(command.character)
    _where_creatures_live(turn, who)
    _fighting(who)
    room = Room(id=turn.state.next_room, location=who.location, structure=who.structure)
    turn.emit(RoomOpened(room=room.id, state=room))
    _join(turn, who, turn.state.rooms[room.id])
    _next_wave(turn, turn.state.rooms[room.id])


def enter(turn: Turn, command: EnterRoom) -> None:
    """Join a combat room of this spot."""
    who = turn.character(command.character)
    _where_creatures_live(turn, who)
    room = turn.state.rooms.get(command.room)
    if room is None:
        raise Refusal("unknown_target", "There is no such combat room; it may be over.")
    if (room.location, room.structure) != (who.location, who.structure):
        raise Refusal("not_here", "That combat room is somewhere else.")
    _fighting(who)
    if len(room.members) >= turn.catalog.locations[room.location].room_size:
        raise Refusal("full", "That combat room is full; open one of your own.")
    _join(turn, who, room)


def leave(turn: Turn, command: LeaveRoom) -> None:
    """Leave the combat room; the action stays what it is."""
    who = turn.character(command.character)
    if rooms.room_of(turn, who) is None:
        raise Refusal("not_in_combat", "You are in no combat room.")
    rooms.leave(turn, who)


def _where_creatures_live(turn: Turn, who: Character) -> None:
    demands.out_of_combat(turn, who)
    if not demands.view(turn, who).creatures_here():
        raise Refusal("not_here", "Nothing lives here that could be fought.")


def _fighting(who: Character) -> None:
    if who.action.id != "combat":
        reason = "Begin to fight here first."
        raise Refusal("requirements_not_met", reason, unmet=[{"kind": "action", "message": reason}])


def _join(turn: Turn, who: Character, room: Room) -> None:
    ticks = rooms.swing_ticks(turn, combat_of(turn.catalog, who).attack_speed)
    turn.emit(MemberJoined(room=room.id, character=who.id, started=turn.now, strikes=turn.now + ticks))
    turn.at(turn.now + ticks, "member", room.id, str(who.id))


def _next_wave(turn: Turn, room: Room) -> None:
    turn.emit(WaveBegan(room=room.id, wave=room.wave + 1))
    place = Place(location=room.location, structure=room.structure)
    for line in index_of(turn.catalog).creatures_at.get(place, ()):
        amount = turn.dice.between(line.min, line.max)
        rooms.spawn(turn, room, line.creature, amount)
    if not room.creatures:
        # A wave of nobody is no victory; look again a second later.
        _rest(turn, room, TICKS_PER_SECOND)


def _rest(turn: Turn, room: Room, ticks: int) -> None:
    tick = turn.now + ticks
    turn.emit(WaveDue(room=room.id, tick=tick))
    turn.at(tick, "wave", room.id)


def wave(turn: Turn, timer: Timer) -> None:
    """The next wave comes."""
    room = turn.state.rooms.get(timer.who)
    if room is not None and room.wave_at == turn.now:
        _next_wave(turn, room)


def member_strikes(turn: Turn, timer: Timer) -> None:
    """A member's swing lands on the first living creature, if there is one and stamina for it."""
    now = turn.now
    room = turn.state.rooms.get(timer.who)
    who = turn.state.characters.get(int(timer.what))
    if room is None or who is None:
        return
    member = room.members.get(who.id)
    if member is None or member.strikes != now:
        return
    sums = sums_of(turn.catalog, who)
    values = sums.combat
    lands = now + rooms.swing_ticks(turn, values.attack_speed)
    turn.emit(MemberSwung(room=room.id, character=who.id, started=now, strikes=lands))
    turn.at(lands, "member", room.id, timer.what)
    foe = rooms.first_foe(room)
    if foe is None:
        return
    skill = sums.weapon
    target = creature_combat(turn.catalog, foe)
    names = {
        "self.attack": values.attack,
        "self.attack_speed": values.attack_speed,
        "self.skill": float(sums.skill(who, skill)),
        "target.defense": target.defense,
        "target.evasion": target.evasion,
    }
    stamina = max(0.0, turn.formula(turn.rules.attack_stamina, names, who))
    if who.vitals["stamina"] < stamina:
        return
    vitals.change(turn, who, "stamina", -stamina)
    _strike(turn, room, who, foe, skill, names)


def _strike(
    turn: Turn,
    room: Room,
    who: Character,
    foe: CreatureState,
    skill: str | None,
    names: Mapping[str, float],
) -> None:
    actor, target = rooms.character_key(who.id), rooms.creature_key(foe.id)
    if not turn.dice.chance(turn.formula(turn.rules.hit_chance, names, who)):
        rooms.log(turn, room, "miss", actor, target)
        return
    damage = max(0.0, turn.formula(turn.rules.damage, names, who))
    rooms.log(turn, room, "hit", actor, target, round(damage, 2))
    lost = rooms.hurt(turn, room, foe, damage, who)
    if skill is not None:
        experience = turn.formula(turn.rules.hit_experience, {"damage": damage}, who)
        growth.grant(turn, who, skill, int(experience))
    for slot in sorted(who.equipment):
        worn = turn.catalog.items.get(who.equipment[slot])
        if worn is not None and worn.on_hit:
            turn.perform(
                worn.on_hit,
                who,
                f"items/{worn.id} on_hit",
                room=room,
                creature=foe.id,
                extra={"damage": lost},
            )


def creature_strikes(turn: Turn, timer: Timer) -> None:
    """A creature's swing lands on a living member, drawn by lot."""
    now = turn.now
    room = turn.state.rooms.get(timer.who)
    foe = room.creatures.get(int(timer.what)) if room is not None else None
    if room is None or foe is None or foe.strikes != now or not foe.alive:
        return
    definition = turn.catalog.creatures[foe.creature]
    values = creature_combat(turn.catalog, foe)
    lands = now + rooms.swing_ticks(turn, values.attack_speed)
    turn.emit(CreatureSwung(room=room.id, creature=foe.id, started=now, strikes=lands))
    turn.at(lands, "creature", room.id, timer.what)
    present = rooms.living(turn, room)
    if not present:
        return
    who = present[turn.dice.between(0, len(present) - 1)]
    actor, target = rooms.creature_key(foe.id), rooms.character_key(who.id)
    sums = sums_of(turn.catalog, who)
    block = sums.shield
    names = {
        "self.attack": values.attack,
        "self.accuracy": values.accuracy,
        "target.defense": sums.combat.defense,
        "target.skill": float(sums.skill(who, block)),
    }
    if turn.dice.chance(turn.formula(turn.rules.evade_chance, names, who)):
        rooms.log(turn, room, "evade", actor, target)
        return
    damage = max(0.0, turn.formula(turn.rules.creature_damage, names, who))
    kind = "hit"
    if block is not None and turn.dice.chance(turn.formula(turn.rules.block_chance, names, who)):
        share = min(max(turn.formula(turn.rules.block_share, names, who), 0.0), 1.0)
        growth.grant(
            turn,
            who,
            block,
            int(turn.formula(turn.rules.hit_experience, {"damage": damage * share}, who)),
        )
        damage *= 1 - share
        kind = "block"
    rooms.log(turn, room, kind, actor, target, round(damage, 2))
    lost = -vitals.change(turn, who, "health", -damage)
    if definition.on_hit:
        turn.perform(
            definition.on_hit,
            who,
            f"creatures/{definition.id} on_hit",
            room=room,
            creature=foe.id,
            acts="creature",
            extra={"damage": lost},
        )


def on_creature_died(turn: Turn, fact: CreatureDied) -> None:
    """When the last of a wave falls: loot and experience for those who live; the next wave follows."""
    room = turn.state.rooms.get(fact.room)
    if room is None or room.wave_at is not None or any(foe.alive for foe in room.creatures.values()):
        return
    present = rooms.living(turn, room)
    if present:
        fallen = [turn.catalog.creatures[foe.creature] for _, foe in sorted(room.creatures.items())]
        total = sum(creature.experience for creature in fallen)
        names = {"total": float(total), "members": float(len(present))}
        for who in present:
            growth.grant(turn, who, None, int(turn.formula(turn.rules.experience_share, names, who)))
        for creature in fallen:
            for line in creature.loot:
                who = present[turn.dice.between(0, len(present) - 1)]
                if turn.dice.chance(line.chance.base):
                    before = (dict(who.items), who.wallet)
                    loot.give(turn, who, line, 0, "loot")
                    _tell(turn, who, before)
    _rest(turn, room, 1)


def _tell(turn: Turn, who: Character, before: tuple[dict[str, int], int]) -> None:
    """Tell a player what fell to its character."""
    items, wallet = before
    found = [
        f"{amount - items.get(item, 0)} × {turn.catalog.items[item].name}"
        for item, amount in who.items.items()
        if amount > items.get(item, 0)
    ]
    if who.wallet > wallet:
        found.append(coins_words(who.wallet - wallet))
    if found:
        turn.emit(Noticed(character=who.id, kind="loot", text=f"You find {', '.join(found)}."))
