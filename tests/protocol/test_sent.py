"""What is sent when, and what is not: every row of `sent.yaml`, in the core."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.game import commands as c
from engine.game.outcome import Refused
from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.frames import Frame
from engine.protocol.look import PART_EVENTS
from engine.protocol.projection import Projector
from engine.protocol.server_registry import SERVER_EVENTS
from engine.protocol.tables import ANSWERS
from tests.answers import OTHERS, command_from, put, steps
from tests.playing import Game, catalog_of

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sent.yaml").read_text())


class Watched:
    """A game whose characters are all watched by clients, with what each was sent."""

    def __init__(self, world: str = "yard", *, characters: int = 4) -> None:
        self.game = Game(catalog_of(world), characters=characters)
        self.projector = Projector(self.game.catalog)
        self.sent: list[Frame] = []
        for character in self.game.state.characters:
            self.projector.entry(self.game.state, character)

    def do(self, command: c.Command) -> None:
        """Do a command, and note what is sent."""
        outcome = self.game.do(command)
        state = self.game.state
        if isinstance(outcome, Refused):
            self.sent += self.projector.refused(state, command, outcome)
        else:
            self.sent += self.projector.answer(state, command, outcome.facts)

    def step(self, step: Any, character: int = 1) -> None:
        """One step of the table."""
        ((what, how),) = step.items()
        if what in ("ticks", "quiet"):
            for _ in range(how):
                self.do(c.Tick())
        elif what == "enter":
            self.sent += self.projector.entry(self.game.state, how)
        elif what == "state":
            put(self.game.who(character), how)
        elif what in OTHERS:
            self.step(how, OTHERS[what])
        else:
            self.do(command_from(what, how, character))

    def types(self, character: int = 1) -> list[str]:
        """The types of what was sent to a character since this was asked last."""
        types = [frame.type for frame in self.sent if frame.character == character]
        self.sent = []
        return types


def _rows() -> list[Any]:
    return [
        pytest.param(event, kind, row, id=f"{event}-{kind}-{number}")
        for event, kinds in TABLE.items()
        for kind, rows in kinds.items()
        if kind != "none"
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize(("event", "kind", "row"), _rows())
def test_what_happens_sends_exactly_the_frames_of_the_table(event: str, kind: str, row: Any) -> None:
    world = Watched()
    world.step({"ticks": 1})
    begun = list(steps(row.get("do", ())))
    for step in begun:
        world.step(step)
    if not any("quiet" in step for step in begun):
        world.step({"ticks": 20})
    if "around" in row:
        world.step(row["around"])
    world.types()

    world.step(row["then"])
    sent = world.types()

    assert sent == list(_flat(row["frames"]))
    assert sent.count(event) == (1 if kind == "sent" else 0)


def test_what_always_follows_a_command_is_said_of_it() -> None:
    missing = [
        (event.name, part)
        for event in CLIENT_EVENTS
        for kind, answers in ANSWERS.items()
        if isinstance(command_from(event.name, event.example, 1), kind)
        for part in answers
        if {**{part: name for part, (name, _) in PART_EVENTS.items()}, **OTHER_PARTS}[part] not in event.then
    ]

    assert missing == []


OTHER_PARTS = {"location": "LOCATION_UPDATE", "rooms": "COMBAT_ROOMS_UPDATE"}


def _flat(frames: list[Any]) -> Any:
    for one in frames:
        if isinstance(one, list):
            yield from one
        else:
            yield one


def test_the_table_holds_every_frame_of_the_server_in_both_ways() -> None:
    assert set(TABLE) == {event.name for event in SERVER_EVENTS}
    for event in SERVER_EVENTS:
        if event.founding:
            assert TABLE[event.name]["sent"] and TABLE[event.name]["not_sent"]
