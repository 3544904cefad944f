"""Casting spells."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.base.units import duration_words
from engine.game import demands
from engine.game.commands import CastSpell
from engine.game.derived import creature_combat, effective_skill
from engine.game.events import CharacterJoined, Noticed, SpellCast, SpellLearned, SpellReady
from engine.game.outcome import Refusal
from engine.game.state import Character, CreatureState, Room, Timer
from engine.game.turn import Turn
from engine.game.verbs import growth, rooms, vitals
from engine.model.magic import Spell

Targets = tuple[list[Character], list[CreatureState]]


def cast(turn: Turn, command: CastSpell) -> None:
    """Cast a known spell at its target, for mana, once it has cooled down."""
    who = turn.character(command.character)
    spell = turn.catalog.spells.get(command.spell)
    if spell is None or spell.type != command.type:
        demands.unknown(f"{command.type} spell", command.spell)
    if spell.id not in who.spells:
        raise Refusal("not_owned", "You do not know that spell.", spell=spell.id)
    room = rooms.room_of(turn, who)
    if spell.type == "attack" and room is None:
        raise Refusal("not_in_combat", f"{spell.name} needs an enemy; join a combat room first.")
    characters, creatures = _AIM[spell.target](turn, who, room, command)
    demands.require(turn, who, spell.requires)
    cast_at = who.spells[spell.id]
    if cast_at is not None and turn.now < cast_at + spell.cooldown:
        left = cast_at + spell.cooldown - turn.now
        ready = f"{spell.name} is ready again in {duration_words(left)}."
        raise Refusal("on_cooldown", ready, spell=spell.id, ticks=left)
    if who.vitals["mana"] < spell.mana:
        raise Refusal(
            "not_enough_mana",
            f"{spell.name} takes {spell.mana} mana; you have {int(who.vitals['mana'])}.",
            have=int(who.vitals["mana"]),
            need=spell.mana,
        )

    vitals.change(turn, who, "mana", -spell.mana)
    turn.emit(SpellCast(character=who.id, spell=spell.id, tick=turn.now))
    turn.at(turn.now + spell.cooldown, "cooldown", who.id, spell.id)
    turn.perform(spell.on_cast, who, f"spells/{spell.id} on_cast")
    for target in characters:
        _heal(turn, who, spell, target, room)
    for foe in creatures:
        # What struck the one before may have killed this one too.
        if room is not None and foe.alive:
            _strike(turn, who, spell, foe, room)
    experience = turn.formula(turn.rules.spell_experience, {"mana": float(spell.mana)}, who)
    growth.grant(turn, who, spell.school, int(experience))


def _heal(turn: Turn, who: Character, spell: Spell, target: Character, room: Room | None) -> None:
    if spell.type == "healing":
        names = {"value": _value(turn, who, spell), "skill": _skill(turn, who, spell)}
        amount = turn.formula(turn.rules.spell_heal, names, who)
        healed = vitals.change(turn, target, "health", max(0.0, amount))
        _tell(turn, room, who, rooms.character_key(target.id), "heal", healed)
    else:
        _tell(turn, room, who, rooms.character_key(target.id), "spell", 0, spell.name)
    turn.perform(spell.on_hit, who, f"spells/{spell.id} on_hit", target=target, room=room)


def _strike(turn: Turn, who: Character, spell: Spell, foe: CreatureState, room: Room) -> None:
    if spell.type == "other":
        _tell(turn, room, who, rooms.creature_key(foe.id), "spell", 0, spell.name)
        turn.perform(spell.on_hit, who, f"spells/{spell.id} on_hit", room=room, creature=foe.id)
        return
    values = creature_combat(turn.catalog, foe)
    against = {
        "self.skill": _skill(turn, who, spell),
        "target.evasion": values.evasion,
        "target.defense": values.defense,
    }
    key = rooms.creature_key(foe.id)
    if not turn.dice.chance(turn.formula(turn.rules.spell_hit_chance, against, who)):
        _tell(turn, room, who, key, "miss", 0)
        return
    names = {**against, "value": _value(turn, who, spell)}
    damage = max(0.0, turn.formula(turn.rules.spell_damage, names, who))
    _tell(turn, room, who, key, "spell", damage)
    lost = rooms.hurt(turn, room, foe, damage, who)
    turn.perform(
        spell.on_hit,
        who,
        f"spells/{spell.id} on_hit",
        room=room,
        creature=foe.id,
        extra={"damage": lost},
    )


def _value(turn: Turn, who: Character, spell: Spell) -> float:
    return turn.formula(spell.value, {"skill": _skill(turn, who, spell)}, who)


def _skill(turn: Turn, who: Character, spell: Spell) -> float:
    return float(effective_skill(turn.catalog, who, spell.school))


def _tell(
    turn: Turn, room: Room | None, who: Character, target: str, kind: str, amount: float, text: str = ""
) -> None:
    # What struck one before may have emptied the room.
    if room is not None and room.id in turn.state.rooms:
        rooms.log(turn, room, kind, rooms.character_key(who.id), target, round(amount, 2), text)


def _at_self(turn: Turn, who: Character, room: Room | None, command: CastSpell) -> Targets:
    if command.creature is not None or command.ally not in (None, who.id):
        raise Refusal("unknown_target", "This spell only works on yourself.")
    return [who], []


def _at_ally(turn: Turn, who: Character, room: Room | None, command: CastSpell) -> Targets:
    if command.creature is not None:
        raise Refusal("unknown_target", "This spell works on characters, not on creatures.")
    if command.ally is None:
        return [who], []
    ally = _character(turn, command.ally)
    if (ally.location, ally.structure) != (who.location, who.structure):
        raise Refusal("not_here", "That character is not with you.")
    if ally.room != who.room:
        where = "They are not in your fight." if room else "They are in a fight, and you are not in it."
        raise Refusal("not_here", where)
    return [ally], []


def _at_allies(turn: Turn, who: Character, room: Room | None, command: CastSpell) -> Targets:
    if command.creature is not None:
        raise Refusal("unknown_target", "This spell works on characters, not on creatures.")
    reached = [who] if room is None else rooms.living(turn, room)
    if command.ally is not None and all(one.id != command.ally for one in reached):
        _character(turn, command.ally)
        raise Refusal("not_here", "This spell does not reach them, only those in your own fight.")
    return reached, []


def _character(turn: Turn, aimed: int) -> Character:
    found = turn.state.characters.get(aimed)
    if found is None:
        raise Refusal("unknown_target", "There is no such character in the world.")
    return found


def _at_creature(turn: Turn, who: Character, room: Room | None, command: CastSpell) -> Targets:
    if room is None:
        raise Refusal("not_in_combat", "This spell needs an enemy; join a combat room first.")
    if command.ally is not None:
        raise Refusal("unknown_target", "This spell works on creatures, not on characters.")
    if command.creature is None:
        foe = rooms.first_foe(room)
        if foe is None:
            raise Refusal("dead", "Nothing here is alive; wait for the next wave.")
        return [], [foe]
    return [], [_living(room, command.creature)]


def _living(room: Room, creature: int) -> CreatureState:
    found = room.creatures.get(creature)
    if found is None:
        raise Refusal("unknown_target", "There is no such creature in this fight.")
    if not found.alive:
        raise Refusal("dead", "That creature is dead already; aim at a living one.")
    return found


def _at_creatures(turn: Turn, who: Character, room: Room | None, command: CastSpell) -> Targets:
    if room is None:
        raise Refusal("not_in_combat", "This spell needs enemies; join a combat room first.")
    if command.ally is not None:
        raise Refusal("unknown_target", "This spell works on creatures, not on characters.")
    if command.creature is not None:
        _living(room, command.creature)
    foes = [foe for _, foe in sorted(room.creatures.items()) if foe.alive]
    if not foes:
        raise Refusal("dead", "Nothing here is alive; wait for the next wave.")
    return [], foes


_AIM: Final[Mapping[str, Callable[[Turn, Character, Room | None, CastSpell], Targets]]] = {
    "self": _at_self,
    "ally": _at_ally,
    "all_allies": _at_allies,
    "creature": _at_creature,
    "all_creatures": _at_creatures,
}


def cooled_down(turn: Turn, timer: Timer) -> None:
    """A spell may be cast again."""
    who = turn.state.characters.get(timer.who)
    spell = turn.catalog.spells.get(timer.what)
    cast_at = who.spells.get(timer.what) if who is not None else None
    if who is None or cast_at is None:
        return
    if spell is None or cast_at + spell.cooldown <= turn.now:
        turn.emit(SpellReady(character=who.id, spell=timer.what))


def resume(turn: Turn, fact: CharacterJoined) -> None:
    """Set the timers of spells that still cool down. A cooldown goes on while its caster is away."""
    who = turn.character(fact.character)
    for known, cast_at in who.spells.items():
        if cast_at is not None:
            spell = turn.catalog.spells.get(known)
            turn.at(cast_at + (spell.cooldown if spell else 0), "cooldown", who.id, known)


def on_learned(turn: Turn, fact: SpellLearned) -> None:
    """Tell the player."""
    spell = turn.catalog.spells[fact.spell]
    turn.emit(Noticed(character=fact.character, kind="level", text=f"You have learned {spell.name}."))
