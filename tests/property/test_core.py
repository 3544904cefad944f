"""What always holds in the core, whatever is asked of it."""

from collections import Counter
from random import Random

import pytest

from engine.base.units import WIRE_MAX
from engine.game import commands as c
from engine.game import events as e
from engine.game import stage
from engine.game.derived import most_of, sums_of
from engine.game.index import index_of
from engine.game.outcome import Accepted, ChainCut, Refusal, Refused
from engine.game.state import VITALS
from engine.game.step import HANDLERS, REACTIONS, step
from engine.game.turn import Turn
from tests.playing import Game, catalog_of, shipped_catalog
from tests.random_play import Player

STEPS = 1_500
SEEDS = range(1, 9)
WORLDS = ("mill", "wishes")


def _holdings(game: Game, character: int) -> Counter[str]:
    who = game.state.characters[character]
    return Counter(who.items) + Counter(who.equipment.values()) + Counter({"coins": who.wallet})


def _count(ledger: dict[int, Counter[str]], facts: tuple[e.Fact, ...]) -> None:
    for fact in facts:
        if isinstance(fact, e.ItemGained):
            ledger[fact.character][fact.item] += fact.amount
        elif isinstance(fact, e.ItemLost):
            ledger[fact.character][fact.item] -= fact.amount
        elif isinstance(fact, e.CoinsGained):
            ledger[fact.character]["coins"] += fact.amount
        elif isinstance(fact, e.CoinsLost):
            ledger[fact.character]["coins"] -= fact.amount


def _check_bounds(game: Game) -> None:
    for who in game.state.characters.values():
        assert 0 <= who.wallet <= WIRE_MAX
        assert all(0 < amount <= WIRE_MAX for amount in who.items.values())
        for vital in VITALS:
            assert 0 <= who.vitals[vital] <= most_of(game.catalog, who, vital)
        assert who.vitals["health"] > 0
        assert (who.room is None) or who.id in game.state.rooms[who.room].members
        assert all(slot in game.catalog.world.slots for slot in who.equipment)
        location = game.catalog.locations[who.location]
        assert who.structure == "" or who.structure in location.structures
    for room in game.state.rooms.values():
        for creature in room.creatures.values():
            most = game.catalog.creatures[creature.creature].vitals
            assert all(0 <= creature.vitals[vital] <= getattr(most, vital) for vital in VITALS)
            assert creature.alive or not creature.effects
        assert 0 < len(room.members) <= game.catalog.locations[room.location].room_size
        assert all(game.state.characters[member].room == room.id for member in room.members)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_coins_and_items_come_from_sources_and_go_to_sinks(seed: int, world: str) -> None:
    game = Game(catalog_of(world), seed=seed, characters=3)
    player = Player(game.catalog, seed, characters=3, state=game.state)
    ledger = {character: _holdings(game, character) for character in game.state.characters}
    accepted = refused = 0

    for _ in range(STEPS):
        command = player.command()
        before = game.snapshot()
        try:
            outcome = game.do(command)
        except ChainCut:
            assert game.snapshot() == before
            continue
        if isinstance(outcome, Refused):
            refused += 1
            assert game.snapshot() == before
            continue
        accepted += 1
        _count(ledger, outcome.facts)
        for fact in outcome.facts:
            if isinstance(fact, e.CharacterLeft):
                game.ok(c.Join(character=fact.state))
        _check_bounds(game)
        for character in game.state.characters:
            assert _holdings(game, character) == +ledger[character]

    assert accepted > STEPS / 4
    assert refused > STEPS / 4
    seen = {type(command) for command in game.commands}
    assert seen >= set(HANDLERS) - {c.Leave, c.RestoreRoom}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_taken_back_has_never_been(seed: int, world: str) -> None:
    game = Game(catalog_of(world), seed=seed, characters=2)
    player = Player(game.catalog, seed, characters=2, state=game.state)
    taken_back = 0

    for _ in range(STEPS // 3):
        command = player.command()
        before = game.snapshot()
        if isinstance(command, c.Ask) and command.character in game.state.characters:
            turn = Turn(game.state, game.catalog, reactions=REACTIONS, perform=stage.perform, asked=True)
            try:
                HANDLERS[type(command)](turn, command)
                turn.settle()
            except (Refusal, ChainCut):
                pass
            taken_back += bool(turn.facts)
            turn.take_back()
            assert game.snapshot() == before
        try:
            outcome = game.do(command)
        except ChainCut:
            continue
        if isinstance(outcome, Accepted):
            for fact in outcome.facts:
                if isinstance(fact, e.CharacterLeft):
                    game.ok(c.Join(character=fact.state))

    assert taken_back > 20


@pytest.mark.parametrize("seed", SEEDS)
def test_many_ticks_at_once_are_the_same_as_one_by_one(seed: int) -> None:
    game, other = (Game(catalog_of("mill"), seed=seed) for _ in range(2))
    for one in (game, other):
        one.go("/cellar")
        one.ok(c.ChangeAction(character=1, action="combat"))
        one.ok(c.CreateRoom(character=1))

    whole = game.tick(200)
    pieces = tuple(fact for _ in range(200) for fact in other.tick())

    assert whole == pieces
    assert game.snapshot() == other.snapshot()


def test_an_effect_that_feeds_itself_is_cut_and_undone() -> None:
    game = Game(catalog_of("mill"))
    before = game.snapshot()

    with pytest.raises(ChainCut, match=r"quests/trap on_accept \(mill\.yaml:\d+"):
        game.do(c.AcceptQuest(character=1, denizen="miller", quest="trap"))

    assert game.snapshot() == before


def test_step_answers_every_command() -> None:
    named = set(HANDLERS) | {c.Tick}

    assert named == set(c.AnyCommand.__args__)


def test_the_same_seed_gives_the_same_world() -> None:
    def play() -> tuple[bytes, list[e.Fact]]:
        game = Game(catalog_of("mill"), seed=3)
        game.finish_first_errand()
        return game.snapshot(), game.facts

    assert play() == play()


def test_a_step_is_accepted_or_refused_and_nothing_else() -> None:
    game = Game(catalog_of("mill"))

    outcome = step(game.state, game.catalog, c.Tick())

    assert outcome == Accepted(facts=(e.TickPassed(tick=1),))


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_remembered_of_bonuses_is_what_they_come_to_now(seed: int) -> None:
    game = Game(shipped_catalog(), seed=seed)
    game.who().wallet = 1_000_000
    game.who().items = dict.fromkeys(game.catalog.items, 50)
    random = Random(seed)
    worn = [item for item in game.catalog.items.values() if item.slot is not None]
    rum = c.UseItem(character=1, item="navigation-rum")
    seen = set()

    for _ in range(400):
        item = random.choice(worn)
        put_on = c.EquipItem(character=1, item=random.choice([item.id, ""]), slot=item.slot or "")
        game.do(random.choice([put_on, put_on, rum, c.Tick(count=400)]))
        remembered = sums_of(game.catalog, game.who())
        index_of(game.catalog).sums.clear()
        assert sums_of(game.catalog, game.who()) == remembered
        seen.add(remembered.combat)

    assert len(seen) > 30
