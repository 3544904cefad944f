"""The table of `protocol/answers.yaml`, and a hand that plays its steps on the core."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from engine.game import commands as c
from engine.protocol.commands import command_of
from engine.protocol.envelope import CommandFrame, decode
from tests.playing import Game

Step = Mapping[str, Any]

OTHERS = {"other": 2, "second": 3, "third": 4}
"""Who else does something in a step."""


@lru_cache
def table() -> dict[str, Any]:
    """The whole table, as it is written."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "protocol/answers.yaml").read_text())
    return loaded


def steps(written: Iterable[Any]) -> Iterator[Step]:
    """Steps one after another, however deep they are nested."""
    for one in written:
        if isinstance(one, list):
            yield from steps(one)
        else:
            yield one


def command_from(event: str, payload: Any, character: int) -> c.Ask:
    """What a frame asks of the core, by way of its text."""
    frame = decode(json.dumps({"type": event, "payload": payload}))
    assert isinstance(frame, CommandFrame), frame
    return command_of(frame.payload, character)


def do(game: Game, written: Iterable[Any], character: int = 1) -> None:
    """Bring a character into a state."""
    for step in steps(written):
        ((what, how),) = step.items()
        if what == "ticks":
            game.tick(how)
        elif what == "state":
            put(game.who(character), how)
        elif what in OTHERS:
            do(game, [how], OTHERS[what])
        else:
            game.ok(command_from(what, how, character))


def put(who: Any, values: Mapping[str, Any]) -> None:
    """Set what no command leads to so soon: vitals, the wallet, items, known spells, the level."""
    for name, value in values.items():
        if name in who.vitals:
            who.vitals[name] = float(value)
        elif isinstance(value, dict):
            getattr(who, name).update(value)
        else:
            setattr(who, name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one command is answered in one state."""

    row: int
    state: str
    command: str
    payload: Any
    code: str
    begin: tuple[Step, ...]


def cells(state: str) -> list[Cell]:
    """The cells of one column, without those where a command knows nothing of the kind."""
    states, found = table()["states"], []
    for number, row in enumerate(table()["authority"]):
        written = row["answers"][state]
        cell = {"code": written} if isinstance(written, str) else written
        if cell["code"] != "none":
            found.append(
                Cell(
                    row=number,
                    state=state,
                    command=row["command"],
                    payload=cell.get("payload", row["payload"]),
                    code=cell["code"],
                    begin=tuple(steps(states[cell.get("from", state)]["do"])),
                )
            )
    return found
