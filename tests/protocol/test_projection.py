"""What clients are sent: nothing is forgotten, nothing is sent twice, and every frame is of its shape."""

import json
from collections import Counter
from typing import Any

import msgspec
import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.outcome import Accepted, ChainCut, Refused
from engine.protocol.fragments import wire_item
from engine.protocol.frames import Frame
from engine.protocol.look import PART_EVENTS
from engine.protocol.projection import Projector
from engine.protocol.server_registry import SERVER_EVENTS
from engine.protocol.tables import ANSWERS, PARTS
from tests.playing import Game, catalog_of, shipped_catalog, trade
from tests.random_play import Player
from tests.wishing import wishes_and

PAYLOADS = {event.name: event.payload for event in SERVER_EVENTS}
EVENT_PARTS = {
    event: "combatAttributes" if part == "combat_attributes" else part
    for part, (event, _) in PART_EVENTS.items()
}


class Client:
    """What one client knows, built from frames only."""

    def __init__(self) -> None:
        self.parts: dict[str, Any] = {}
        self.place: Any = None
        self.combat: Any = None
        self.rooms: Any = None

    def take(self, frame: Frame) -> None:
        """Take a frame in, which must be of its event's shape."""
        message = json.loads(frame.data)
        assert message["type"] == frame.type
        msgspec.convert(message["payload"], PAYLOADS[frame.type])
        payload = message["payload"]
        if frame.type == "CHARACTER_UPDATE":
            self.parts = payload
        elif frame.type in EVENT_PARTS:
            self.parts[EVENT_PARTS[frame.type]] = payload[EVENT_PARTS[frame.type]]
        elif frame.type == "LOCATION_UPDATE":
            self.place = payload
        elif frame.type == "COMBAT_UPDATE":
            self.combat = payload
        elif frame.type == "COMBAT_ROOMS_UPDATE":
            self.rooms = payload


def _still(parts: dict[str, Any]) -> dict[str, Any]:
    """A character without what runs by itself between frames."""
    copy = json.loads(json.dumps(parts))
    copy["action"].pop("counter")
    for effect in copy["effects"]:
        effect.pop("counter")
    for quest in copy["quests"]["proceeding"]:
        quest.pop("counter", None)
    for spells in copy["spells"].values():
        for spell in spells:
            spell.pop("count")
    return copy


class Show:
    """A game, its projector, and one client for each character."""

    def __init__(self, *, characters: int = 1, seed: int = 7, world: str = "mill") -> None:
        self.game = Game(catalog_of(world), characters=characters, seed=seed)
        self.projector = Projector(self.game.catalog)
        self.clients: dict[int, Client] = {}
        for character in range(1, characters + 1):
            self.clients[character] = Client()
            self.take(self.projector.entry(self.game.state, character))

    def take(self, frames: list[Frame]) -> list[Frame]:
        """Hand frames to the clients."""
        for frame in frames:
            self.clients[frame.character].take(frame)
        return frames

    def do(self, command: c.Command) -> list[Frame]:
        """Do a command and give the frames it caused."""
        outcome = self.game.do(command)
        if isinstance(outcome, Refused):
            return self.take(self.projector.refused(self.game.state, command, outcome))
        return self.take(self.projector.answer(self.game.state, command, outcome.facts))

    def types(self, command: c.Command, character: int = 1) -> list[str]:
        """The types of the frames that a command causes for a character."""
        return [frame.type for frame in self.do(command) if frame.character == character]


@pytest.mark.parametrize("world", ["mill", "wishes", "study"])
@pytest.mark.parametrize("seed", range(1, 7))
def test_a_client_that_follows_the_frames_knows_what_a_fresh_one_is_shown(seed: int, world: str) -> None:
    show = Show(characters=3, seed=seed, world=world)
    player = Player(show.game.catalog, seed, characters=3, state=show.game.state)
    seen: Counter[str] = Counter()

    for _ in range(700):
        command = player.command()
        try:
            frames = show.do(command)
        except ChainCut:
            continue
        seen.update(frame.type for frame in frames)
        for gone in set(show.clients) - set(show.game.state.characters):
            left = next(
                f for f in reversed(show.game.facts) if isinstance(f, e.CharacterLeft) and f.character == gone
            )
            show.projector.forget(gone)
            show.game.ok(c.Join(character=left.state))
            show.take(show.projector.entry(show.game.state, gone))
        for character, client in show.clients.items():
            fresh = Client()
            for frame in Projector(show.game.catalog).entry(show.game.state, character):
                fresh.take(frame)
            assert _still(client.parts) == _still(fresh.parts)
            assert client.place == fresh.place

    assert seen.total() > 200


@pytest.mark.parametrize("world", ["mill", "wishes"])
@pytest.mark.parametrize("seed", range(1, 4))
def test_a_part_that_did_not_change_is_sent_only_as_an_answer(seed: int, world: str) -> None:
    show = Show(characters=2, seed=seed, world=world)
    player = Player(show.game.catalog, seed, characters=2, state=show.game.state)
    last: dict[tuple[int, str], bytes] = {}
    checked = 0

    for _ in range(700):
        command = player.command()
        try:
            outcome = show.game.do(command)
        except ChainCut:
            continue
        if not isinstance(outcome, Accepted):
            continue
        for fact in outcome.facts:
            if isinstance(fact, e.CharacterLeft):
                show.game.ok(c.Join(character=fact.state))
                show.projector.entry(show.game.state, fact.character)
                last = {key: data for key, data in last.items() if key[0] != fact.character}
        frames = show.projector.answer(show.game.state, command, outcome.facts)
        answers = {
            PART_EVENTS[part][0] if part in PART_EVENTS else "LOCATION_UPDATE"
            for part in ANSWERS.get(type(command), ())
            if part != "rooms"
        }
        entered = {frame.character for frame in frames if frame.type == "CHARACTER_UPDATE"}
        # Who enters is shown everything anew, in one frame.
        last = {key: data for key, data in last.items() if key[0] not in entered}
        counted = Counter((frame.character, frame.type) for frame in frames)
        for frame in frames:
            key = (frame.character, frame.type)
            if frame.type in ("NOTICE", "DENIZEN_DIALOGUE", "COMBAT_ROOMS_UPDATE"):
                continue
            assert counted[key] == 1, key
            if frame.type in ("COMBAT_UPDATE", "CHARACTER_CURRENT_ACTION_UPDATE"):
                # Sent from time to time, and two fights or two cycles may look the same.
                continue
            mine = isinstance(command, c.Ask) and frame.character == command.character
            if not (mine and frame.type in answers) and frame.character not in entered:
                checked += 1
                assert last.get(key) != frame.data, key
            last[key] = frame.data

    assert checked > 30


def test_every_personal_fact_says_which_parts_it_makes_dirty() -> None:
    personal = {fact for fact in e.AnyFact.__args__ if issubclass(fact, e.Personal)}

    assert set(PARTS) == personal


def test_nothing_is_sent_while_nothing_happens() -> None:
    show = Show()
    show.do(c.Tick(count=100))

    assert [show.do(c.Tick()) for _ in range(200)] == [[]] * 200


def test_entering_sends_four_frames_in_their_order() -> None:
    show = Show()

    frames = show.projector.entry(show.game.state, 1)

    assert [frame.type for frame in frames] == [
        "CHARACTER_UPDATE",
        "LOCATION_UPDATE",
        "CHARACTER_ATTRIBUTES_UPDATE",
        "CHARACTER_SKILLS_UPDATE",
    ]


def test_a_new_location_is_entered_like_the_world() -> None:
    show = Show()

    assert show.types(c.ChangeLocation(character=1, destination="quarry")) == [
        "CHARACTER_UPDATE",
        "LOCATION_UPDATE",
        "CHARACTER_ATTRIBUTES_UPDATE",
        "CHARACTER_SKILLS_UPDATE",
    ]


def test_a_structure_is_answered_with_action_coordinates_and_location() -> None:
    show = Show()

    assert show.types(c.ChangeStructure(character=1, structure="loft")) == [
        "CHARACTER_CURRENT_ACTION_UPDATE",
        "CHARACTER_CURRENT_COORDINATES_UPDATE",
        "LOCATION_UPDATE",
    ]


def test_equipping_is_answered_in_full_and_shows_what_became_possible() -> None:
    show = Show()
    show.do(trade(1, buy={"pick": 1}))
    show.do(c.ChangeLocation(character=1, destination="quarry"))

    types = show.types(c.EquipItem(character=1, item="pick", slot="pickaxe"))

    assert types == [
        "CHARACTER_ATTRIBUTES_UPDATE",
        "CHARACTER_SKILLS_UPDATE",
        "CHARACTER_INVENTORY_UPDATE",
        "CHARACTER_EQUIPMENT_UPDATE",
        "LOCATION_UPDATE",
    ]
    assert {"id": "dig", "label": "Dig"} in show.clients[1].place["actions"]


def test_an_empty_trade_is_accepted_and_sends_nothing() -> None:
    show = Show()

    assert show.types(trade(1, buy={"bread": 0})) == []


def test_a_quest_that_is_met_is_shown_as_one_to_hand_in_without_asking() -> None:
    show = Show()
    show.do(c.AcceptQuest(character=1, denizen="miller", quest="daily-bread"))

    offered = [quest["id"] for quest in show.clients[1].place["denizens"][0]["quests"]]

    assert "daily-bread" in offered


def test_death_is_told_once_and_followed_by_the_entry_frames() -> None:
    show = Show()
    show.do(c.ChangeLocation(character=1, destination="quarry"))
    show.do(c.ChangeAction(character=1, action="combat"))
    show.do(c.CreateRoom(character=1))

    types: list[str] = []
    for _ in range(100):
        types += [frame.type for frame in show.do(c.Tick())]

    start = types.index("CHARACTER_DEAD")
    assert types.count("CHARACTER_DEAD") == 1
    assert types[start : start + 5] == [
        "CHARACTER_DEAD",
        "CHARACTER_UPDATE",
        "LOCATION_UPDATE",
        "CHARACTER_ATTRIBUTES_UPDATE",
        "CHARACTER_SKILLS_UPDATE",
    ]
    assert "COMBAT_UPDATE" not in types[start:]
    assert show.clients[1].parts["action"]["id"] == "idle"
    assert show.clients[1].parts["coordinates"] == {"location": "mill", "structure": "loft"}


def _fight(show: Show, *characters: int) -> None:
    for character in characters:
        show.do(c.ChangeStructure(character=character, structure="cellar"))
        show.do(c.ChangeAction(character=character, action="combat"))


def test_whoever_may_join_is_shown_rooms_as_they_come_change_and_go() -> None:
    show = Show(characters=2)
    _fight(show, 1, 2)

    created = show.types(c.CreateRoom(character=1), character=2)
    heads = [room["characters"] for room in show.clients[2].rooms["combatInstances"]]
    left = show.types(c.LeaveRoom(character=1), character=1)

    assert created == ["COMBAT_ROOMS_UPDATE"]
    assert heads == [1]
    assert left == ["COMBAT_ROOMS_UPDATE"]
    assert show.clients[2].rooms["combatInstances"] == []


def test_lasting_effects_on_creatures_are_shown_to_whoever_fights_them() -> None:
    show = Show(world="wishes")
    show.do(c.ChangeAction(character=1, action="combat"))
    show.do(c.CreateRoom(character=1))
    show.do(c.CastSpell(character=1, spell="venom", type="attack", creature=2))
    show.do(c.Tick(count=3))

    shown = show.clients[1].combat["combat"]["creatures"]

    assert [creature["effects"] for creature in shown] == [
        [],
        [
            {
                "source": "venom",
                "sourceName": "Venom",
                "type": "vital",
                "category": "harm",
                "value": -2,
                "duration": 80,
                "counter": 3,
                "stacks": 1,
            }
        ],
    ]


def test_no_fight_is_shown_to_one_who_left_it() -> None:
    show = Show(characters=2)
    _fight(show, 1, 2)
    show.do(c.CreateRoom(character=1))
    show.do(c.EnterRoom(character=2, room=1))
    show.do(c.Tick(count=3))
    show.do(c.LeaveRoom(character=2))

    after = [frame for _ in range(30) for frame in show.do(c.Tick()) if frame.type == "COMBAT_UPDATE"]

    assert {frame.character for frame in after} == {1}


def test_a_fight_is_shown_at_most_once_a_tick_and_at_least_every_five() -> None:
    show = Show()
    _fight(show, 1)
    show.do(c.CreateRoom(character=1))
    gaps, since = [], 0

    for _ in range(60):
        since += 1
        shown = [frame for frame in show.do(c.Tick()) if frame.type == "COMBAT_UPDATE"]
        assert len(shown) <= 1
        if shown:
            gaps.append(since)
            since = 0

    assert max(gaps) <= 5


def test_taking_up_the_fight_again_shows_it() -> None:
    show = Show()
    _fight(show, 1)
    show.do(c.CreateRoom(character=1))
    show.do(c.Tick())

    types = show.types(c.ChangeAction(character=1, action="combat"))

    assert types == ["CHARACTER_CURRENT_ACTION_UPDATE", "COMBAT_UPDATE"]


def test_leaving_no_room_shows_the_rooms_that_there_are() -> None:
    show = Show()
    _fight(show, 1)

    assert show.types(c.LeaveRoom(character=1)) == ["COMBAT_ROOMS_UPDATE"]


def test_a_spell_that_cools_down_is_shown_once_a_second_and_when_ready() -> None:
    show = Show()
    show.do(c.CastSpell(character=1, spell="mend", type="healing"))
    shown = []

    for _ in range(80):
        for frame in show.do(c.Tick()):
            if frame.type == "CHARACTER_SPELLS_UPDATE":
                spells = json.loads(frame.data)["payload"]["spells"]["healing"]
                shown.append((show.game.state.tick, spells[0]["count"]))

    assert shown == [(20, 20), (40, 40), (60, 60)]


def test_an_action_is_shown_every_ten_ticks_and_when_it_begins_anew() -> None:
    show = Show()
    show.do(c.ChangeAction(character=1, action="train"))
    shown = []

    for _ in range(40):
        shown += [
            (show.game.state.tick, json.loads(frame.data)["payload"]["action"]["counter"])
            for frame in show.do(c.Tick())
            if frame.type == "CHARACTER_CURRENT_ACTION_UPDATE"
        ]

    assert shown == [(10, 10), (20, 0), (30, 10), (40, 0)]


def test_a_word_is_heard_by_those_who_stand_there_and_by_nobody_else() -> None:
    show = Show(characters=3)
    show.do(c.ChangeStructure(character=3, structure="loft"))

    frames = show.do(c.Say(character=1, text="Well met."))

    assert [(frame.character, json.loads(frame.data)["payload"]) for frame in frames] == [
        (1, {"kind": "say", "text": "Well met.", "from": "Ada1"}),
        (2, {"kind": "say", "text": "Well met.", "from": "Ada1"}),
    ]


def test_a_dialogue_ends_with_a_frame_without_choices() -> None:
    show = Show()
    show.do(c.InteractDenizen(character=1, denizen="miller"))

    frames = show.do(c.InteractDenizen(character=1, denizen="miller", choice="bye"))

    assert [json.loads(frame.data)["payload"] for frame in frames] == [
        {"denizenId": "miller", "node": "end", "text": "", "choices": []}
    ]


def test_what_a_denizen_tells_shows_only_open_choices() -> None:
    show = Show()

    frames = show.do(c.InteractDenizen(character=1, denizen="miller"))

    (dialogue,) = [json.loads(f.data)["payload"] for f in frames if f.type == "DENIZEN_DIALOGUE"]
    assert [choice["id"] for choice in dialogue["choices"]] == ["door", "bye"]


def test_stock_that_runs_out_is_no_longer_listed_for_anyone_there() -> None:
    show = Show(characters=2)

    show.do(trade(1, buy={"master-cap": 2}))

    for client in show.clients.values():
        sold = [item["id"] for item in client.place["denizens"][0]["trade"]["sell"]]
        assert "master-cap" not in sold


def test_a_door_that_opens_is_shown_to_the_one_it_opened_for() -> None:
    show = Show(characters=2)
    show.do(c.InteractDenizen(character=1, denizen="miller"))

    show.do(c.InteractDenizen(character=1, denizen="miller", choice="door"))

    seen = {
        n: [s["id"] for s in client.place["location"]["structures"]] for n, client in show.clients.items()
    }
    assert seen == {1: ["cellar", "loft", "vault"], 2: ["cellar", "loft"]}


def test_a_denizen_of_the_night_comes_and_goes_with_the_clock() -> None:
    show = Show()
    show.do(c.ChangeStructure(character=1, structure="loft"))
    at_midnight = [denizen["id"] for denizen in show.clients[1].place["denizens"]]

    # A day is 24 minutes, so 06:00 is 6 minutes in.
    show.do(c.Tick(count=6 * 60 * 20))

    assert (at_midnight, show.clients[1].place["denizens"]) == (["ghost"], [])


def test_an_item_shows_each_lasting_effect_of_its_use_as_one_on_a_vital() -> None:
    catalog = shipped_catalog()

    shown = {item.id: wire_item(catalog, item).effects for item in catalog.items.values()}

    assert [(one.type, one.category, one.value) for one in shown["navigation-rum"]] == [
        ("vital", "health", 0)
    ]
    assert {one.category for effects in shown.values() for one in effects} <= {"health", "mana", "stamina"}


BREW = """\
effects:
  brewed: {{name: Brewed, description: Warm., category: {category}, every: 2s, each: [{each}]}}
items:
  brew: {{based_on: toadstool, name: Brew, on_use: [{{apply_effect: {{effect: brewed, duration: 4s}}}}]}}
"""


@pytest.mark.parametrize(
    ("each", "value"),
    [
        ("{heal: 3}", ("health", 1.5)),
        ("{heal: 2d6}", ("health", 3.5)),
        ("{damage: 1d4}, {heal: 1}", ("health", -0.75)),
        ("{restore: {vital: mana, amount: 1d6 - 3}}", ("mana", 0.25)),
        # Less than nothing is not healed: of -2 to 3 only 1, 2 and 3 are.
        ("{heal: 1d6 - 3}", ("health", 0.5)),
        ("{heal: 50d6 + 1}", ("health", 88)),
        ('{heal: "uniform(1, 3)"}', ("health", 1)),
        ("{heal: self.max_health / 10}", ("health", 0)),
        ("{heal: 1d6 + level}", ("health", 0)),
        ("{damage: 4}, {restore: {vital: mana, amount: 6}}", ("mana", 3)),
        ("{say: Warm.}", ("stamina", 0)),
    ],
)
def test_dice_of_a_lasting_effect_are_shown_by_their_mean(each: str, value: tuple[str, float]) -> None:
    catalog = wishes_and(BREW.format(category="stamina", each=each))

    (shown,) = wire_item(catalog, catalog.items["brew"]).effects

    assert (shown.category, shown.value) == value
