"""Facts → frames: which parts a fact makes dirty, and each dirty part sent once to whoever may see it.

No system sends anything. A fact marks parts; a part is worked out afresh and sent when it differs from what
that client was last shown, or when the command's answer always holds it. So no change is forgotten and
nothing is sent twice. Knows no sockets; a client that watches a character is only a name here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

import msgspec

from engine.base.ids import IDLE
from engine.game import commands as c
from engine.game import events as e
from engine.game.outcome import Refused
from engine.game.state import Character, GameState
from engine.model.catalog import Catalog
from engine.protocol import parts
from engine.protocol import server_events as server
from engine.protocol.envelope import encode_part
from engine.protocol.fights import Fights
from engine.protocol.fragments import Fragments
from engine.protocol.frames import Frame, frame_of, ready_frame
from engine.protocol.look import CHARACTER_PARTS, PART_EVENTS, Look
from engine.protocol.tables import ANSWERS, LOCATION, PARTS, ROOMS

ACTION_EVERY: Final = 10
SPELLS_EVERY: Final = 20
HERE_EVERY: Final = 20
"""Ticks between periodic frames, and at the least between two frames of who is here; from the protocol."""

_ENTRY_ONLY: Final = frozenset(CHARACTER_PARTS)


@dataclass(slots=True)
class _Watch:
    """What one client was last shown, and when."""

    shown: dict[str, bytes] = field(default_factory=dict)
    begun: dict[str, tuple[int, ...]] = field(default_factory=dict)
    action_at: int = 0
    spells_at: int = 0
    here_at: int = -HERE_EVERY
    here_due: bool = True


@dataclass(slots=True)
class _Due:
    """What one client is owed because of the present facts."""

    dirty: set[str] = field(default_factory=set)
    always: set[str] = field(default_factory=set)
    enters: bool = False
    died: e.Died | None = None
    news: list[e.Noticed | e.DialogueMoved] = field(default_factory=list)


_SPOT_FACTS: Final = (e.RoomOpened, e.RoomClosed, e.MemberJoined, e.MemberLeft)


class Projector:
    """What the clients of one running world are sent."""

    __slots__ = ("_catalog", "_fights", "_fragments", "_watches")

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._fragments = Fragments(catalog)
        self._watches: dict[int, _Watch] = {}
        self._fights = Fights(catalog)

    def forget(self, character: int) -> None:
        """No client watches this character any more."""
        self._watches.pop(character, None)

    def entry(self, state: GameState, character: int) -> list[Frame]:
        """A client watches this character from now on: the four frames that hold all it may have missed."""
        self._watches[character] = _Watch()
        return self._enter(state, character)

    def refused(self, state: GameState, command: c.Command, refused: Refused) -> list[Frame]:
        """What follows a refusal: one who would leave a room it is not in is shown the rooms there are."""
        if not isinstance(command, c.LeaveRoom) or refused.code != "not_in_combat":
            return []
        who = state.characters[command.character]
        if who.action.id != "combat" or command.character not in self._watches:
            return []
        return [self._rooms(state, command.character)]

    def answer(self, state: GameState, command: c.Command, facts: Iterable[e.Fact]) -> list[Frame]:
        """All frames that are due because a command was accepted with these facts, in order.

        After `Tick` that includes what is sent from time to time.
        """
        facts = tuple(facts)
        due: dict[int, _Due] = {}
        for fact in facts:
            self._note(state, fact, due)
        if isinstance(command, c.Ask):
            self._note_answer(state, command, due, bool(facts))
        frames: list[Frame] = []
        for character in sorted(due):
            if character in self._watches and character in state.characters:
                frames += self._pay(state, character, due[character])
        frames += self._fight_frames(state, command)
        if isinstance(command, c.Tick):
            frames += self._periodic(state, due)
        return frames

    # What facts make due.

    def _note(self, state: GameState, fact: e.Fact, due: dict[int, _Due]) -> None:
        if isinstance(fact, e.Personal):
            self._note_personal(state, fact, due)
        elif isinstance(fact, e.InRoom):
            self._note_room(state, fact, due)
        elif isinstance(fact, e.StockChanged):
            place = self._catalog.denizens[fact.denizen].at
            for character in self._watches:
                who = state.characters.get(character)
                if who and (who.location, who.structure) == (place.location, place.structure):
                    _of(due, character).dirty.add(LOCATION)
        elif isinstance(fact, e.HourStruck):
            for character in self._watches:
                _of(due, character).dirty.add(LOCATION)

    def _note_personal(self, state: GameState, fact: e.Personal, due: dict[int, _Due]) -> None:
        owed = _of(due, fact.character)
        owed.dirty.update(PARTS[type(fact)])
        if isinstance(fact, e.VitalChanged | e.MaximumRaised):
            who = state.characters.get(fact.character)
            if who is not None and who.room is not None:
                self._fights.changed(who.room)
            if self._catalog.asks_vitals:
                owed.dirty.add(LOCATION)
        elif isinstance(fact, e.Noticed | e.DialogueMoved):
            owed.news.append(fact)
        elif isinstance(fact, e.Died):
            owed.died = fact
        elif isinstance(fact, e.CharacterMoved):
            owed.enters = owed.enters or fact.entered
            self._crowd_changed()
        elif isinstance(fact, e.CharacterJoined):
            owed.enters = True
            self._crowd_changed()
        elif isinstance(fact, e.CharacterLeft):
            self._crowd_changed()

    def _crowd_changed(self) -> None:
        for watch in self._watches.values():
            watch.here_due = True

    def _note_room(self, state: GameState, fact: e.InRoom, due: dict[int, _Due]) -> None:
        self._fights.note(fact, state.tick)
        if isinstance(fact, _SPOT_FACTS):
            if isinstance(fact, e.MemberLeft):
                _of(due, fact.character).always.add(ROOMS)
            spot = _spot(state, fact)
            for character in self._watches:
                who = state.characters.get(character)
                if (
                    who is not None
                    and who.room is None
                    and who.action.id == "combat"
                    and (who.location, who.structure) == spot
                ):
                    _of(due, character).always.add(ROOMS)

    def _note_answer(self, state: GameState, command: c.Ask, due: dict[int, _Due], happened: bool) -> None:
        owed = _of(due, command.character)
        if _takes_up_fight(command):
            if state.characters[command.character].room is None:
                owed.always.add(ROOMS)
        elif not happened and not isinstance(command, c.ChangeAction):
            return
        owed.always.update(ANSWERS.get(type(command), ()))

    # Paying what is due.

    def _pay(self, state: GameState, character: int, owed: _Due) -> list[Frame]:
        frames: list[Frame] = []
        if owed.died is not None:
            dead = server.CharacterDead(location=owed.died.location, structure=owed.died.structure)
            frames.append(frame_of(character, "CHARACTER_DEAD", dead, supersedes=False))
        if owed.enters:
            frames += self._enter(state, character)
            owed.dirty -= _ENTRY_ONLY | {LOCATION}
            owed.always -= _ENTRY_ONLY | {LOCATION}
        seen = self._look(state, character)
        for part in (*PART_EVENTS, LOCATION):
            if part in owed.always or part in owed.dirty:
                frames += self._part(character, part, seen, always=part in owed.always)
        if ROOMS in owed.always:
            frames.append(self._rooms(state, character))
        for news in owed.news:
            frames += self._news(state, news)
        return frames

    def _part(self, character: int, part: str, seen: Look, *, always: bool) -> list[Frame]:
        watch = self._watches[character]
        value = getattr(seen, part)()
        encoded = encode_part(value)
        still = _still(part, value)
        kept = encoded if still is value else encode_part(still)
        begun = _begun(part, seen.who)
        if not always and watch.shown.get(part) == kept and watch.begun.get(part, ()) == begun:
            return []
        watch.shown[part], watch.begun[part] = kept, begun
        if part == "action":
            watch.action_at = seen.state.tick
        elif part == "spells":
            watch.spells_at = seen.state.tick
        if part == LOCATION:
            return [ready_frame(character, "LOCATION_UPDATE", encoded)]
        event, _ = PART_EVENTS[part]
        key = _WIRE_KEYS[part]
        return [ready_frame(character, event, b'{"%b":%b}' % (key, encoded))]

    def _enter(self, state: GameState, character: int) -> list[Frame]:
        """The four frames on entering, in their order."""
        watch = self._watches[character]
        seen = self._look(state, character)
        whole = seen.character()
        for part in CHARACTER_PARTS:
            watch.shown[part] = encode_part(_still(part, getattr(whole, part)))
            watch.begun[part] = _begun(part, seen.who)
        watch.action_at = watch.spells_at = state.tick
        watch.here_due = True
        watch.shown.pop(ROOMS, None)
        return [
            frame_of(character, "CHARACTER_UPDATE", whole),
            *self._part(character, LOCATION, seen, always=True),
            *self._part(character, "combat_attributes", seen, always=True),
            *self._part(character, "skills", seen, always=True),
        ]

    def _look(self, state: GameState, character: int) -> Look:
        return Look(state, self._catalog, self._fragments, state.characters[character])

    def _rooms(self, state: GameState, character: int) -> Frame:
        return frame_of(character, "COMBAT_ROOMS_UPDATE", self._look(state, character).rooms())

    def _news(self, state: GameState, news: e.Noticed | e.DialogueMoved) -> list[Frame]:
        if isinstance(news, e.Noticed):
            notice = server.Notice(
                kind=news.kind,
                text=news.text,
                from_=msgspec.UNSET if news.sender is None else news.sender,
            )
            return [frame_of(news.character, "NOTICE", notice, supersedes=False)]
        if not news.shown:
            return []
        return [frame_of(news.character, "DENIZEN_DIALOGUE", self._said(state, news), supersedes=False)]

    def _said(self, state: GameState, news: e.DialogueMoved) -> server.DenizenDialogue:
        denizen = self._catalog.denizens[news.denizen]
        if news.node is None or denizen.dialogue is None:
            return server.DenizenDialogue(denizen_id=news.denizen, node=END_NODE, text="", choices=())
        node = self._catalog.dialogues[denizen.dialogue].nodes[news.node]
        person = self._look(state, news.character).person
        return server.DenizenDialogue(
            denizen_id=news.denizen,
            node=news.node,
            text=node.text,
            choices=tuple(
                parts.DialogueChoice(id=choice.id, text=choice.text)
                for choice in node.choices
                if person.holds(choice.requires)
            ),
        )

    # Fights, and what is sent from time to time.

    def _fight_frames(self, state: GameState, command: c.Command) -> list[Frame]:
        """What fights owe their members; one who takes up the fight again, as a client does that comes back,
        is shown it at once."""
        again = command.character if _takes_up_fight(command) else None
        if again is not None and (fighting := state.characters[again].room) is not None:
            self._fights.changed(fighting)
        frames = self._fights.frames(state, self._watches)
        if again in self._watches and not any(frame.character == again for frame in frames):
            frames += self._fights.again(state, again)
        return frames

    def _periodic(self, state: GameState, due: dict[int, _Due]) -> list[Frame]:
        frames: list[Frame] = []
        for character, watch in self._watches.items():
            who = state.characters.get(character)
            if who is None:
                continue
            doing = who.action
            if (
                doing.id != IDLE
                and doing.duration > 0
                and state.tick - max(watch.action_at, doing.started) >= ACTION_EVERY
            ):
                frames += self._part(character, "action", self._look(state, character), always=True)
            if state.tick - watch.spells_at >= SPELLS_EVERY and any(
                cast_at is not None for cast_at in who.spells.values()
            ):
                frames += self._part(character, "spells", self._look(state, character), always=True)
            if watch.here_due and state.tick - watch.here_at >= HERE_EVERY:
                watch.here_due = False
                here = self._look(state, character).here()
                encoded = encode_part(here)
                if watch.shown.get("here") != encoded:
                    watch.shown["here"] = encoded
                    watch.here_at = state.tick
                    frames.append(frame_of(character, "LOCATION_CHARACTERS_UPDATE", here))
        return frames


END_NODE: Final = "end"
"""The node that a finished dialogue is at, in the frame that ends it."""

_WIRE_KEYS: Final[Mapping[str, bytes]] = {
    part: part.encode() if part != "combat_attributes" else b"combatAttributes" for part in PART_EVENTS
}


def _begun(part: str, who: Character) -> tuple[int, ...]:
    """When that began which runs on by itself in a part: begun anew, it looks as it did at first."""
    if part == "action":
        return (who.action.started,) if who.action.duration else ()
    if part == "effects":
        return tuple(who.effects[effect].started for effect in sorted(who.effects))
    if part == "quests":
        return tuple(at.since for _, at in sorted(who.quests.items()) if at.stage == "proceeding")
    return ()


def _still(part: str, value: Any) -> Any:
    """A part without what runs on by itself, when it is looked at for other reasons: any item that comes or
    goes may be for a quest, and the time of a quest alone is no news."""
    if part != "quests" or all(quest.counter is msgspec.UNSET for quest in value.proceeding):
        return value
    stopped = (msgspec.structs.replace(quest, counter=msgspec.UNSET) for quest in value.proceeding)
    return msgspec.structs.replace(value, proceeding=tuple(stopped))


def _of(due: dict[int, _Due], character: int) -> _Due:
    return due.setdefault(character, _Due())


def _takes_up_fight(command: c.Command) -> TypeGuard[c.ChangeAction]:
    return isinstance(command, c.ChangeAction) and command.action == "combat"


def _spot(state: GameState, fact: e.InRoom) -> tuple[str, str]:
    if isinstance(fact, e.RoomClosed | e.MemberLeft):
        return fact.location, fact.structure
    room = state.rooms.get(fact.room)
    return (room.location, room.structure) if room else ("", "")
