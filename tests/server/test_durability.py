"""Every fact is in one class of durability, and what is to be saved follows from the facts alone."""

from typing import get_args

from engine.game import commands as c
from engine.game import events as e
from engine.protocol.commands import COMMAND_OF
from engine.server import durability
from engine.server.durability import APART, HARMLESS, IN_ROOM, TRACELESS, VALUE, VOLATILE, Pending
from engine.store.ledger import ledger_rows
from tests.playing import Game, catalog_of, trade


def test_every_fact_has_its_class() -> None:
    facts = set(get_args(e.AnyFact))

    assert facts == VALUE | VOLATILE | IN_ROOM | APART | TRACELESS
    assert facts - TRACELESS - APART == VALUE | VOLATILE | IN_ROOM
    assert not VALUE & (VOLATILE | IN_ROOM | APART | TRACELESS)
    assert not TRACELESS & (VOLATILE | IN_ROOM | APART)


def test_whatever_the_ledger_books_is_value() -> None:
    game = Game(catalog_of("mill"))
    game.finish_first_errand()
    booked = {type(fact) for fact in game.facts if ledger_rows([fact], tick=1)}

    assert booked
    assert booked <= VALUE


def test_what_value_commands_may_change_is_everything_but_the_harmless() -> None:
    game = Game(catalog_of("mill"))
    for command in [c.Say(character=1, text="x"), c.ChangeAction(character=1, action="idle")]:
        assert type(command) in HARMLESS
        assert not {type(fact) for fact in game.ok(command)} & VALUE
    assert len(COMMAND_OF) == len(HARMLESS) + 11


def test_facts_mark_what_the_next_commit_holds() -> None:
    game = Game(catalog_of("mill"), characters=2)
    pending = Pending()
    changed = pending.note(game.ok(trade(1, buy={"bread": 2, "master-cap": 0})), tick=3)
    pending.note(game.ok(c.LoseLink(character=2, grace=5)), tick=3)
    batch = pending.batch(game.state, at=9)

    assert changed == {1}
    assert (pending.value, pending.volatile) == ({1}, {2})
    assert [who.id for who in batch.characters] == [1, 2]
    assert sorted((row.thing, row.delta) for row in batch.ledger) == [("", -8), ("bread", 2)]
    assert batch.characters[0] == game.who(1)
    assert batch.characters[0] is not game.who(1)


def test_a_character_that_left_is_saved_as_it_left() -> None:
    game = Game(catalog_of("mill"))
    pending = Pending()
    pending.note(game.ok(c.Leave(character=1)), tick=0)
    batch = pending.batch(game.state, at=0)

    assert batch.left == {1}
    assert [who.saved_at for who in batch.characters] == [0]
    assert pending.is_due()


def test_what_was_not_saved_comes_before_what_came_later() -> None:
    game = Game(catalog_of("mill"))
    first, second = Pending(), Pending()
    first.note(game.ok(trade(1, buy={"bread": 1})), tick=0)
    second.note(game.ok(trade(1, buy={"bread": 2})), tick=0)

    both = first.before(second)

    assert [row.delta for row in both.ledger if row.kind == "item"] == [1, 2]
    assert not durability.Pending().is_due()
