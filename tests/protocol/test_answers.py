"""What each command is answered: the table against the core; `server/test_authority.py` asks a server."""

import ast
import traceback
from pathlib import Path
from typing import Any

import pytest

import engine.game
from engine.game import commands as c
from engine.game import stage
from engine.game.outcome import Refusal
from engine.game.step import HANDLERS, REACTIONS
from engine.game.turn import Turn
from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.errors import ErrorCode
from tests.answers import cells, command_from, do, table
from tests.playing import Game, catalog_of
from tests.property import laws

COMMANDS = [event.name for event in CLIENT_EVENTS]
STATES = table()["states"]
OF_THE_SERVER = ("back", "replaced", "drain", "read_only")
"""States that a core without a server does not know."""
CHECKS = ["own", "state", "reach", "requirements", "resources"]


def _game(begin: Any) -> Game:
    game = Game(catalog_of("yard"), characters=4)
    do(game, begin)
    return game


def _rows(section: str) -> list[Any]:
    return [
        pytest.param(command, row, id=f"{command}-{number}-{row.get('code', section)}")
        for command, rows in table()[section].items()
        for number, row in enumerate(rows)
    ]


CELLS = [
    pytest.param(cell, id=f"{cell.state}-{cell.row}-{cell.command}")
    for state in STATES
    if state not in OF_THE_SERVER
    for cell in cells(state)
]


@pytest.mark.parametrize("cell", CELLS)
def test_the_core_answers_in_each_state_as_the_table_says(cell: Any) -> None:
    # Another character fights at the spot, so that there is a room to join.
    room = [
        {"other": {"CHARACTER_ACTION_UPDATE": {"action": "combat"}}},
        {"other": {"COMBAT_ROOM_CREATE": {}}},
    ]
    game = _game([*room, *cell.begin])
    command = command_from(cell.command, cell.payload, 1)

    if cell.code == "accepted":
        game.ok(command)
    else:
        assert game.no(command) == cell.code


@pytest.mark.parametrize(("command", "row"), _rows("refusals"))
def test_each_reason_to_refuse_has_its_code_changes_nothing_and_costs_nothing(command: str, row: Any) -> None:
    game = _game(row.get("do", ()))

    # `no` holds the bytes of the whole state before against those after.
    assert game.no(command_from(command, row["payload"], 1)) == row["code"]


@pytest.mark.parametrize(("command", "row"), _rows("accepted"))
def test_each_case_in_which_a_command_is_accepted_is_and_leaves_all_lawful(command: str, row: Any) -> None:
    game = _game(row.get("do", ()))
    books = laws.Books(game.catalog, game.state)
    asked = command_from(command, row["payload"], 1)

    books.follow(game.state, asked, game.ok(asked))
    books.check(game.state)


@pytest.mark.parametrize(("command", "row"), _rows("order"))
def test_of_two_things_that_are_wrong_the_earlier_check_is_told(command: str, row: Any) -> None:
    game = _game(row.get("do", ()))
    first, second = row["checks"]

    assert CHECKS.index(first) < CHECKS.index(second)
    assert game.no(command_from(command, row["payload"], 1)) == row["code"]


def test_the_table_holds_every_command_in_every_state() -> None:
    assert {row["command"] for row in table()["authority"]} == set(COMMANDS)
    assert [set(row["answers"]) for row in table()["authority"]] == [set(STATES)] * len(table()["authority"])
    assert list(table()["refusals"]) == list(table()["accepted"]) == COMMANDS
    assert all(table()["accepted"].values())
    written = {cell.code for state in STATES for cell in cells(state)}
    assert written - {code.value for code in ErrorCode} == {"accepted", "ignored"}


def _places_that_refuse() -> set[tuple[str, int]]:
    """Every line of the core that raises a Refusal."""
    found = set()
    root = Path(engine.game.__path__[0])
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = node.exc.func
                if isinstance(name, ast.Name) and name.id == "Refusal":
                    found.add((path.relative_to(root).as_posix(), node.lineno))
    return found


def _place_of(command: c.Ask, game: Game) -> tuple[str, int] | None:
    """Where the core refuses a command."""
    turn = Turn(game.state, game.catalog, reactions=REACTIONS, perform=stage.perform, asked=True)
    try:
        HANDLERS[type(command)](turn, command)
    except Refusal as refusal:
        last = traceback.extract_tb(refusal.__traceback__)[-1]
        root = Path(engine.game.__path__[0])
        return Path(last.filename).relative_to(root).as_posix(), last.lineno or 0
    finally:
        turn.take_back()
    return None


def test_every_place_in_the_core_that_refuses_stands_in_the_table() -> None:
    reached = {
        _place_of(command_from(command, row["payload"], 1), _game(row.get("do", ())))
        for command, rows in table()["refusals"].items()
        for row in rows
    }

    # Only the server lets characters join.
    beside = {(file, line) for file, line in _places_that_refuse() - reached if file == "systems/movement.py"}
    assert len(beside) == 1
    assert sorted(_places_that_refuse() - reached - beside) == []
