"""Content that no longer knows what saves hold: the game goes on, and nothing of it is lost."""

import pytest

from engine.game import commands as c
from engine.game import events as e
from engine.game.moved import unknown_in
from engine.game.outcome import Accepted, ChainCut
from engine.game.state import Character, GameState
from engine.game.step import new_state, step
from engine.model.catalog import Catalog
from engine.protocol.projection import Projector
from tests.other_mill import other_mill
from tests.playing import Game, catalog_of
from tests.random_play import Player


def _play(state: GameState, catalog: Catalog, seed: int, steps: int, projector: Projector) -> int:
    """Let three players do what they like, shown to their clients; gives how much of it was accepted."""
    player = Player(catalog, seed, characters=3, state=state)
    accepted = 0
    for _ in range(steps):
        command = player.command()
        try:
            outcome = step(state, catalog, command)
        except ChainCut:
            continue
        if not isinstance(outcome, Accepted):
            continue
        accepted += 1
        projector.answer(state, command, outcome.facts)
        for fact in outcome.facts:
            if isinstance(fact, e.CharacterLeft):
                step(state, catalog, c.Join(character=fact.state))
                projector.entry(state, fact.character)
    return accepted


def _unknown(catalog: Catalog, who: Character) -> dict[str, object]:
    """All that the content does not know of a character, except a lasting effect and a place: those pass."""
    kept: dict[str, object] = {}
    for name in unknown_in(catalog, who):
        kind, _, thing = name.partition("/")
        if kind == "items":
            kept[name] = who.items.get(thing, 0) + sum(worn == thing for worn in who.equipment.values())
        elif kind not in ("effects", "locations"):
            kept[name] = repr(getattr(who, kind)[thing]) if kind != "spells" else True
    return kept


@pytest.mark.parametrize("seed", range(1, 7))
def test_what_the_content_no_longer_knows_harms_nobody_and_stays(seed: int) -> None:
    old = Game(catalog_of("mill"), seed=seed, characters=3)
    _play(old.state, old.catalog, seed, 600, Projector(old.catalog))
    catalog = other_mill()
    state = new_state(seed, tick=old.state.tick, next_room=old.state.next_room, stock=old.state.stock)
    projector = Projector(catalog)
    # As a kill leaves them: with what they do where they stand, in a talk, under effects.
    for _, who in sorted(old.state.characters.items()):
        who.room = None
        assert isinstance(step(state, catalog, c.Join(character=who)), Accepted)
        projector.entry(state, who.id)
    held = {who: _unknown(catalog, known) for who, known in state.characters.items()}

    accepted = _play(state, catalog, seed, 600, projector)

    assert accepted > 60
    assert sum(len(kept) for kept in held.values()) > 20
    for who in state.characters.values():
        assert {**held[who.id], **_unknown(catalog, who)} == _unknown(catalog, who)
