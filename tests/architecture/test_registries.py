"""Every list of the engine is in use, says what its entries are for, and agrees with the pages about it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cli.main import COMMANDS
from engine.compiler.compile import compile_world
from engine.compiler.pages import PAGES
from engine.model.clause import Condition, Effect
from engine.protocol.client_registry import CLIENT_EVENTS
from engine.protocol.errors import CloseCode, ErrorCode
from engine.protocol.server_registry import SERVER_EVENTS
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.rules.formulas.functions import FUNCTIONS

ROOT = Path(__file__).resolve().parents[2]
WORLDS = [ROOT / "content", *sorted(path for path in (ROOT / "tests/worlds").iterdir() if path.is_dir())]
EVENTS = (*CLIENT_EVENTS, *SERVER_EVENTS)
BANDS = {"00", "10", "21", "30", "40", "50", "60", "70", "80", "90"}


def clauses(value: Any) -> Iterator[Condition | Effect]:
    """All conditions and effects anywhere in a definition, those within others too."""
    if isinstance(value, Condition | Effect):
        yield value
        yield from clauses(value.args)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from clauses(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from clauses(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from clauses(getattr(value, field.name))
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from clauses(getattr(value, name))


@pytest.fixture(scope="module")
def used() -> dict[type, set[str]]:
    """The kinds of conditions and effects that the shipped world and the worlds of the tests use."""
    found: dict[type, set[str]] = {Condition: set(), Effect: set()}
    for world in WORLDS:
        for clause in clauses(compile_world(world).catalog):
            found[type(clause)].add(clause.kind)
    return found


def test_every_condition_is_used_by_a_world(used: dict[type, set[str]]) -> None:
    assert {entry.kind for entry in CONDITIONS} - used[Condition] == set()


def test_every_effect_is_used_by_a_world(used: dict[type, set[str]]) -> None:
    assert {entry.kind for entry in EFFECTS} - used[Effect] == set()


def test_every_formula_function_says_what_it_is_for_and_shows_itself() -> None:
    silent = [
        function.name
        for function in FUNCTIONS
        if not (function.summary and function.name in function.example)
    ]

    assert silent == []


def test_every_event_says_what_it_is_for_and_stands_on_the_page_about_the_wire() -> None:
    page = (ROOT / "engine/protocol/README.md").read_text(encoding="utf-8")
    missing = [event.name for event in EVENTS if not (event.summary and event.when and event.name in page)]

    assert missing == []


def test_every_error_and_close_code_says_what_it_means_on_the_page_about_the_wire() -> None:
    page = (ROOT / "engine/protocol/README.md").read_text(encoding="utf-8")
    missing = [code for code in (*ErrorCode, *CloseCode) if not code.meaning or code.meaning not in page]

    assert missing == []


def test_every_code_of_a_finding_lies_in_a_known_band_and_is_explained() -> None:
    wrong = [page.code for page in PAGES if page.code[1:3] not in BANDS or not (page.title and page.text)]

    assert wrong == []


def test_every_command_says_what_it_does_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name, command in COMMANDS if not command.__doc__ or f"gamectl {name}" not in readme]

    assert missing == []


@pytest.mark.parametrize(
    "registry",
    [
        [function.name for function in FUNCTIONS],
        [name for event in EVENTS for name in (event.name, *getattr(event, "aliases", ()))],
        [page.code for page in PAGES],
        [name for name, _ in COMMANDS],
    ],
    ids=["functions", "events", "codes", "commands"],
)
def test_no_entry_of_a_registry_stands_twice(registry: list[str]) -> None:
    assert sorted(set(registry)) == sorted(registry)
