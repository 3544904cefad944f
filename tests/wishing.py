"""A handle on the world of wishes for tests: who wears, fights, casts, says and takes what."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from engine.compiler.compile import compile_files
from engine.game import commands as c
from engine.game import events as e
from engine.game.state import CreatureState, Room
from engine.model.catalog import Catalog
from tests.playing import WORLDS, Game, catalog_of

SECOND = 20
MINUTE_OF_DAY = SECOND
"""A world day lasts 24 minutes, so an hour of it is a minute of ours and a minute of it a second."""


def game_of(characters: int = 1) -> Game:
    return Game(catalog_of("wishes"), characters=characters)


@lru_cache
def wishes_and(more: str) -> Catalog:
    """The world of wishes with another file beside it."""
    wishes = (WORLDS / "wishes" / "wishes.yaml").read_bytes()
    compiled = compile_files({"wishes.yaml": wishes, "more.yaml": more.encode()})
    assert compiled.catalog is not None, compiled.report.diagnostics
    return compiled.catalog


def wield(game: Game, item: str, slot: str = "weapon", character: int = 1) -> None:
    game.who(character).items[item] = 1
    game.ok(c.EquipItem(character=character, item=item, slot=slot))


def fight(game: Game, *path: str, characters: Iterable[int] = (1,)) -> Room:
    """All of them in one combat room, in which no creature strikes by itself before a test lets it."""
    first, *others = characters
    for character in (first, *others):
        game.go(*path, character=character)
        game.ok(c.ChangeAction(character=character, action="combat"))
    game.ok(c.CreateRoom(character=first))
    room = game.state.rooms[max(game.state.rooms)]
    for other in others:
        game.ok(c.EnterRoom(character=other, room=room.id))
    return room


def still(room: Room) -> None:
    """Nobody in the room strikes by itself any more."""
    for someone in (*room.members.values(), *room.creatures.values()):
        someone.strikes = -1


def cast(game: Game, spell: str, character: int = 1, **aim: Any) -> tuple[e.Fact, ...]:
    kind = game.catalog.spells[spell].type
    return game.ok(c.CastSpell(character=character, spell=spell, type=kind, **aim))


def health(creature: CreatureState) -> float:
    return creature.vitals["health"]


def do(game: Game, action: str, times: int = 1) -> None:
    game.ok(c.ChangeAction(character=1, action=action))
    game.tick(times * SECOND)
    if game.who().action.id != "idle":
        game.ok(c.ChangeAction(character=1, action="idle"))


def said(facts: Iterable[e.Fact], character: int = 1) -> list[str]:
    return [
        f.text for f in facts if isinstance(f, e.Noticed) and f.kind == "say" and f.character == character
    ]


def messages(game: Game, command: c.Command) -> list[str]:
    """What a refusal for lack of something names, one by one."""
    outcome: Any = game.do(command)
    return [one["message"] for one in outcome.details["unmet"]]


def accept(game: Game, quest: str) -> None:
    game.ok(c.AcceptQuest(character=1, denizen="wat", quest=quest))
