"""A formula that has no result for some numbers stops nothing: another value stands in, and it is counted."""

from engine.compiler.compile import compile_world
from engine.compiler.schema import default_rules
from engine.game import commands as c
from engine.game.state import Progress
from engine.model.catalog import Catalog
from engine.rules.build import build_catalog
from tests.playing import WORLDS, Game, trade


def mill(rules: dict[str, object], *, bread: str = "2") -> Catalog:
    """The mill with other rules, and bread that heals otherwise."""
    plain = compile_world(WORLDS / "mill").plain
    assert plain is not None
    items = plain["items"]
    items["bread"] = {**items["bread"], "on_use": [{"heal": {"amount": bread, "to": "self"}}]}
    return build_catalog(
        {**plain, "rules": {**plain["rules"], **rules}, "items": items}, default_rules=default_rules()
    )


def test_a_rule_gives_what_the_default_rule_gives() -> None:
    catalog = mill({"price_to_buy": "price / level"})
    game = Game(catalog)

    game.ok(trade(1, buy={"pick": 1}))

    assert game.who().wallet == 50 - 30
    assert catalog.errors.times == {"price / level": 1}


def test_the_default_rule_is_given_all_the_names_that_it_reads() -> None:
    regeneration = dict.fromkeys(("health", "mana", "stamina"), "1 / level")
    game = Game(mill({"regeneration": regeneration}))
    game.who().vitals["health"] = 3.0
    game.who().skills["VITALITY"] = Progress(level=8)
    game.ok(c.Join(character=game.who(), again=True))

    game.tick(20)

    # 1 + 0.25 * skills.VITALITY, as a world has it that says nothing about it.
    assert game.who().vitals["health"] == 3.0 + 3.0


def test_a_rule_that_has_a_result_asks_nobody_else() -> None:
    catalog = mill({"price_to_buy": "price / (level + 2)"})
    game = Game(catalog)

    game.ok(trade(1, buy={"pick": 1}))

    assert game.who().wallet == 50 - 15
    assert catalog.errors.total == 0


def test_an_amount_without_a_result_is_nothing() -> None:
    catalog = mill({}, bread="10 / level")
    game = Game(catalog)
    game.who().vitals["health"] = 3.0

    game.ok(c.UseItem(character=1, item="bread"))

    assert game.who().vitals["health"] == 3.0
    assert game.who().items["bread"] == 2
    assert catalog.errors.times == {"10 / level": 1}


def test_without_default_rules_nothing_stands_in() -> None:
    plain = compile_world(WORLDS / "mill").plain
    assert plain is not None
    catalog = build_catalog({**plain, "rules": {**plain["rules"], "price_to_buy": "price / level"}})
    game = Game(catalog)

    game.ok(trade(1, buy={"pick": 1}))

    assert game.who().wallet == 50
    assert catalog.errors.total == 1
