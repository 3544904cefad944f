"""Fights on the wire: what the members of a combat room are shown, how often, and what has happened since."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Final

from msgspec import UNSET

from engine.game import events as e
from engine.game.state import CreatureState, GameState, LogLine, Room
from engine.model.catalog import Catalog
from engine.protocol import fight_parts, parts
from engine.protocol import server_events as server
from engine.protocol.envelope import encode
from engine.protocol.frames import Frame, frame_of
from engine.protocol.look import active_effects, shown_vital, vitals_of

COMBAT_EVERY: Final = 5
"""Ticks after which a fight is shown again even when nothing happened, from the protocol."""

_COMBAT: Final = "COMBAT_UPDATE"


@dataclass(slots=True)
class _Fight:
    """What the members of one combat room were last sent, and what has happened since."""

    sent_at: int = 0
    dirty: bool = True
    lines: list[LogLine] = field(default_factory=list)


class Fights:
    """All fights of a running world, and what their members are owed."""

    __slots__ = ("_catalog", "_fights")

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._fights: dict[int, _Fight] = {}

    def changed(self, room: int) -> None:
        """Something that its members see has changed."""
        self._fight(room).dirty = True

    def note(self, fact: e.InRoom, tick: int) -> None:
        """Take a fact about a room in."""
        if isinstance(fact, e.RoomClosed):
            self._fights.pop(fact.room, None)
            return
        fight = self._fight(fact.room)
        fight.dirty = True
        if isinstance(fact, e.Fought):
            fight.lines.append(fact.line)
        elif isinstance(fact, e.MemberJoined):
            # One who joins is shown the fight from the next tick on.
            fight.sent_at = tick

    def frames(self, state: GameState, watched: Container[int]) -> list[Frame]:
        """The frames that are due now: one for each fight in which something happened, at most one in a tick,
        encoded once for all its watched members."""
        frames: list[Frame] = []
        for number in sorted(self._fights):
            fight = self._fights[number]
            room = state.rooms.get(number)
            if room is None:
                del self._fights[number]
                continue
            quiet = state.tick - fight.sent_at
            if quiet < 1 or (not fight.dirty and quiet < COMBAT_EVERY):
                continue
            data = encode(_COMBAT, combat_of(state, self._catalog, room, fight.lines))
            fight.sent_at, fight.dirty, fight.lines = state.tick, False, []
            frames += [
                Frame(character=member, type=_COMBAT, data=data, supersedes=False)
                for member in room.members
                if member in watched
            ]
        return frames

    def again(self, state: GameState, character: int) -> list[Frame]:
        """The fight of a character as it is, for its client alone; nothing when it is in none."""
        room = state.rooms.get(state.characters[character].room or 0)
        if room is None:
            return []
        return [frame_of(character, _COMBAT, combat_of(state, self._catalog, room, []), supersedes=False)]

    def _fight(self, room: int) -> _Fight:
        return self._fights.setdefault(room, _Fight())


def combat_of(state: GameState, catalog: Catalog, room: Room, lines: list[LogLine]) -> server.CombatUpdate:
    """A fight as every member sees it; `lines` are what is to stand in its log."""
    members = [
        (state.characters[member], swing)
        for member, swing in room.members.items()
        if member in state.characters
    ]
    return server.CombatUpdate(
        combat=fight_parts.Combat(
            characters=tuple(
                fight_parts.CombatCharacter(
                    id_character=who.id,
                    name=who.name,
                    vitals=vitals_of(catalog, who),
                    combat_action=_swing(state.tick, swing.started, swing.strikes),
                )
                for who, swing in members
            ),
            creatures=tuple(
                _creature(state, catalog, creature)
                for creature in room.creatures.values()
                if creature.creature in catalog.creatures
            ),
            log=tuple(
                fight_parts.CombatLogLine(
                    tick=line.tick,
                    actor=line.actor,
                    target=line.target,
                    kind=line.kind,
                    amount=line.amount,
                    text=line.text or UNSET,
                )
                for line in lines
            ),
        )
    )


def _creature(state: GameState, catalog: Catalog, creature: CreatureState) -> fight_parts.CombatCreature:
    kind = catalog.creatures[creature.creature]
    return fight_parts.CombatCreature(
        id=creature.id,
        name=kind.name,
        icon=kind.icon,
        vitals=parts.Vitals(
            health=shown_vital(creature.vitals["health"]),
            max_health=kind.vitals.health,
            mana=shown_vital(creature.vitals["mana"]),
            max_mana=kind.vitals.mana,
            stamina=shown_vital(creature.vitals["stamina"]),
            max_stamina=kind.vitals.stamina,
        ),
        combat_action=_swing(state.tick, creature.started, creature.strikes),
        effects=active_effects(catalog, state.tick, creature.effects),
    )


def _swing(tick: int, started: int, strikes: int) -> fight_parts.CombatAction:
    duration = max(1, strikes - started)
    return fight_parts.CombatAction(duration=duration, counter=min(max(0, tick - started), duration))
