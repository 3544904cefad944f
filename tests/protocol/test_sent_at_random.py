"""Whatever anyone asks: a part is sent exactly when it has changed, as an answer, or in its time."""

import json
from collections import Counter
from typing import Any

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.outcome import Accepted, ChainCut, Refused
from engine.game.state import Character
from engine.protocol.envelope import encode_part
from engine.protocol.fights import combat_of
from engine.protocol.fragments import Fragments
from engine.protocol.frames import Frame
from engine.protocol.look import PART_EVENTS, Look
from engine.protocol.projection import ACTION_EVERY, HERE_EVERY, SPELLS_EVERY, Projector
from engine.protocol.tables import ANSWERS, LOCATION
from tests.playing import Game, catalog_of, shipped_catalog
from tests.random_play import Player

EVENTS = {**{part: event for part, (event, _) in PART_EVENTS.items()}, LOCATION: "LOCATION_UPDATE"}
WIRE_KEYS = {"combat_attributes": "combatAttributes"}
CHARACTERS = 3


def _without_counters(part: str, value: Any, tick: int) -> Any:
    """A part with the moment of each beginning in place of the counter that runs on from it."""
    if part == "action" and value["id"] != "idle" and value["duration"]:
        value["counter"] -= tick
    elif part == "effects":
        for effect in value:
            effect["counter"] -= tick
    elif part == "quests":
        for quest in value["proceeding"]:
            if "counter" in quest:
                quest["counter"] -= tick
    elif part == "spells":
        for spell in (one for kind in value.values() for one in kind):
            if spell["count"] < spell["cooldown"]:
                spell["count"] -= tick
    return value


class Audience:
    """Clients that watch every character of a game, and what each knows, may be told and was told when."""

    def __init__(self, world: str, seed: int) -> None:
        catalog = shipped_catalog() if world == "shipped" else catalog_of(world)
        self.game = Game(catalog, seed=seed, characters=CHARACTERS)
        self.projector = Projector(catalog)
        self.fragments = Fragments(catalog)
        self.sent_at: dict[tuple[int, str], int] = {}
        self.rooms: dict[int, Any] = {}
        self.seen: Counter[str] = Counter()
        self.known = {}
        for character in self.game.state.characters:
            self.enter(character)

    @property
    def tick(self) -> int:
        return self.game.state.tick

    def enter(self, character: int) -> None:
        """A client comes."""
        self.projector.entry(self.game.state, character)
        self.sent_at[character, "action"] = self.sent_at[character, "spells"] = self.tick
        self.sent_at.pop((character, "here"), None)
        self.known[character] = self.picture(character)

    def look(self, character: int) -> Look:
        who = self.game.state.characters[character]
        return Look(self.game.state, self.game.catalog, self.fragments, who)

    def picture(self, character: int) -> dict[str, Any]:
        """What a fresh client of this character would be shown."""
        look = self.look(character)
        return {
            part: _without_counters(part, json.loads(encode_part(getattr(look, part)())), self.tick)
            for part in EVENTS
        }

    def do(self, command: c.Command) -> None:
        """Do a command and hold what is sent against what has changed."""
        try:
            outcome = self.game.do(command)
        except ChainCut:
            return
        state = self.game.state
        if isinstance(outcome, Refused):
            frames = self.projector.refused(state, command, outcome)
            assert {frame.type for frame in frames} <= {"COMBAT_ROOMS_UPDATE"}
            assert not frames or isinstance(command, c.LeaveRoom)
            return
        frames = self.projector.answer(state, command, outcome.facts)
        self.seen.update(frame.type for frame in frames)
        for fact in outcome.facts:
            if isinstance(fact, e.CharacterLeft):
                self.projector.forget(fact.character)
                self.game.ok(c.Join(character=fact.state))
                self.enter(fact.character)
                frames = [frame for frame in frames if frame.character != fact.character]
        for character in list(state.characters):
            self.check(character, command, outcome, [one for one in frames if one.character == character])

    def check(self, character: int, command: c.Command, outcome: Accepted, frames: list[Frame]) -> None:
        """Hold what one client is sent against what has changed for it."""
        counted = Counter(frame.type for frame in frames)
        news = {"NOTICE", "DENIZEN_DIALOGUE"}
        assert all(count == 1 for kind, count in counted.items() if kind not in news), counted
        before, after = self.known[character], self.picture(character)
        self.known[character] = after
        entered = counted["CHARACTER_UPDATE"]
        if entered:
            self.sent_at[character, "action"] = self.sent_at[character, "spells"] = self.tick
        mine = isinstance(command, c.Ask) and command.character == character
        did = bool(outcome.facts) or isinstance(command, c.ChangeAction)
        answers = ANSWERS.get(type(command), ()) if mine and did else ()
        for part, event in EVENTS.items():
            if entered:
                expected = part in (LOCATION, "combat_attributes", "skills")
            else:
                expected = (
                    before[part] != after[part] or part in answers or self.in_time(character, part, command)
                )
            # A spell that is ready again may have been shown as ready before, to one who has just come.
            told_late = part == "spells" and any(isinstance(fact, e.SpellReady) for fact in outcome.facts)
            assert counted[event] == expected or (told_late and not expected), (part, command, outcome.facts)
            if counted[event]:
                self.sent_at[character, part] = self.tick
        self.check_what_is_told(character, frames)
        self.check_fights(character, command, frames, counted)

    def check_what_is_told(self, character: int, frames: list[Frame]) -> None:
        """What stands in the frames is what a fresh client would be shown."""
        fresh = self.known[character]
        for frame in frames:
            payload = json.loads(frame.data)["payload"]
            told = {part: payload for part, event in EVENTS.items() if event == frame.type}
            if frame.type == "CHARACTER_UPDATE":
                told = dict.fromkeys(set(EVENTS) - {LOCATION}, payload)
            for part, whole in told.items():
                value = whole if part == LOCATION else whole[WIRE_KEYS.get(part, part)]
                assert _without_counters(part, value, self.tick) == fresh[part]
            if frame.type == "COMBAT_UPDATE":
                room = self.game.state.rooms[self.game.state.characters[character].room or 0]
                now = encode_part(combat_of(self.game.state, self.game.catalog, room, []))
                assert {**payload["combat"], "log": []} == json.loads(now)["combat"]

    def in_time(self, character: int, part: str, command: c.Command) -> bool:
        """Whether a part is due because it was sent long enough ago."""
        who = self.game.state.characters[character]
        if not isinstance(command, c.Tick):
            return False
        since = self.sent_at.get((character, part), 0)
        if part == "action":
            runs = who.action.duration > 0
            return runs and self.tick - max(since, who.action.started) >= ACTION_EVERY
        cooling = any(cast_at is not None for cast_at in who.spells.values())
        return part == "spells" and cooling and self.tick - since >= SPELLS_EVERY

    def check_fights(
        self, character: int, command: c.Command, frames: list[Frame], counted: Counter[str]
    ) -> None:
        """Rooms and fights are shown to whom they are for, and to nobody else."""
        who: Character = self.game.state.characters[character]
        for frame in frames:
            if frame.type == "COMBAT_ROOMS_UPDATE":
                self.rooms[character] = json.loads(frame.data)["payload"]
        if who.action.id == "combat" and who.room is None:
            assert self.rooms[character] == json.loads(encode_part(self.look(character).rooms()))
        assert not counted["COMBAT_UPDATE"] or who.room is not None
        if counted["LOCATION_CHARACTERS_UPDATE"]:
            assert self.tick - self.sent_at.get((character, "here"), -HERE_EVERY) >= HERE_EVERY
            self.sent_at[character, "here"] = self.tick


WORLDS = ("fair", "mill", "yard", "shipped")


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", range(1, 4))
def test_a_part_is_sent_exactly_when_it_changed_or_is_due(seed: int, world: str) -> None:
    audience = Audience(world, seed)
    player = Player(audience.game.catalog, seed, characters=CHARACTERS, state=audience.game.state)

    for _ in range(700 if world == "fair" else 300):
        command = player.command()
        # One tick at a time: what comes from time to time is due at a tick, not at a command.
        for one in [c.Tick()] * command.count if isinstance(command, c.Tick) else [command]:
            audience.do(one)

    assert set(audience.seen) >= {*PART_EVENTS_SEEN, "LOCATION_UPDATE", "CHARACTER_UPDATE", "NOTICE"}


PART_EVENTS_SEEN = {event for part, (event, _) in PART_EVENTS.items() if part != "coordinates"} - {
    "CHARACTER_EQUIPMENT_UPDATE",
    "CHARACTER_EFFECTS_UPDATE",
    "CHARACTER_WALLET_UPDATE",
    "CHARACTER_PROGRESSION_UPDATE",
}


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_in_which_nobody_does_anything_sends_nothing_for_a_thousand_ticks(world: str) -> None:
    audience = Audience(world, 1)
    for _ in range(HERE_EVERY + 1):
        audience.do(c.Tick())
    audience.seen.clear()

    hours = 0
    for _ in range(1_000):
        audience.do(c.Tick())
        hours += isinstance(audience.game.facts[-1], e.HourStruck)

    # What hangs on the time of day comes and goes with it, and is no chatter.
    assert set(audience.seen) <= ({"LOCATION_UPDATE"} if hours else set())
    assert audience.seen["LOCATION_UPDATE"] <= hours * CHARACTERS


def test_what_goes_on_for_a_thousand_ticks_sends_the_periodic_frames_and_no_other() -> None:
    audience = Audience("yard", 1)
    sweeping = c.ChangeAction(character=1, action="sweep")
    for command in (sweeping, *[c.Tick()] * (HERE_EVERY + 1), sweeping):
        audience.do(command)
    audience.seen.clear()

    for _ in range(1_000):
        audience.do(c.Tick())

    # Its cycle is a second: it begins anew every 20 ticks, and is shown every 10.
    assert audience.seen == {"CHARACTER_CURRENT_ACTION_UPDATE": 100}


def test_a_long_cooldown_sends_one_frame_a_second_and_no_other() -> None:
    audience = Audience("edge", 1)
    for _ in range(HERE_EVERY + 1):
        audience.do(c.Tick())
    audience.do(c.CastSpell(character=1, spell="long-song", type="other"))
    audience.seen.clear()

    for _ in range(1_000):
        audience.do(c.Tick())

    assert audience.seen == {"CHARACTER_SPELLS_UPDATE": 50}


def test_the_time_of_a_quest_is_told_when_it_is_taken_and_not_as_it_runs() -> None:
    audience = Audience("fair", 1)
    show = c.AcceptQuest(character=1, denizen="crier", quest="show")
    place = audience.game.catalog.denizens["crier"].at
    who = audience.game.who()
    who.location, who.structure = place.location, place.structure
    audience.enter(1)
    for command in (*[c.Tick()] * (HERE_EVERY + 1), show):
        audience.do(command)
    audience.seen.clear()

    for _ in range(100):
        audience.do(c.Tick())
    later = audience.look(1).quests().proceeding[0]
    who.items["bun"] = 1
    audience.do(c.DiscardItem(character=1, item="bun", quantity=1))

    assert (later.duration, later.counter) == (20 * 20, 100)
    assert audience.seen == {"CHARACTER_INVENTORY_UPDATE": 1}


def test_a_fight_is_sent_in_each_tick_in_which_something_happened_and_after_five_quiet_ones() -> None:
    audience = Audience("yard", 1)
    for command in (
        *[c.Tick()] * (HERE_EVERY + 1),
        c.ChangeAction(character=1, action="combat"),
        c.CreateRoom(character=1),
        c.Tick(),
    ):
        audience.do(command)
    audience.seen.clear()
    last, expected = audience.tick, 0

    for _ in range(1_000):
        facts = len(audience.game.facts)
        audience.do(c.Tick())
        fresh = audience.game.facts[facts:]
        happened = any(isinstance(fact, e.InRoom | e.VitalChanged) for fact in fresh)
        if happened or audience.tick - last >= 5:
            expected += 1
            last = audience.tick

    assert audience.seen["COMBAT_UPDATE"] == expected
    assert 200 <= expected < 1_000
