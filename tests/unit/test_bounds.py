"""The edge of every number of a character, and what comes of going past it."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from engine.base.units import WIRE_MAX
from engine.game import commands as c
from engine.game.derived import MIN_ATTACK_SPEED, combat_of, effective_skill, most_of
from engine.game.state import Character
from engine.game.verbs.lasting import MAX_TICKS
from engine.protocol.projection import Projector
from engine.shipped import shipped
from tests.answers import put
from tests.playing import Game, catalog_of
from tests.property import laws

Steps = tuple[c.Command, ...]
ME = {"character": 1}


def _use(item: str, times: int = 1) -> Steps:
    return (c.UseItem(**ME, item=item),) * times


def _trade(**lines: tuple[str, int]) -> Steps:
    told: Any = {side: (c.TradeLine(item=item, quantity=amount),) for side, (item, amount) in lines.items()}
    return (c.TradeDenizen(**ME, denizen="echo", **told),)


PONDER = (c.ChangeAction(**ME, action="dream"), c.Tick(count=20))
FULL, PAST = WIRE_MAX, WIRE_MAX - 1

TABLE: list[tuple[str, dict[str, Any], Steps, str, Callable[[Game, Character], Any], Any]] = [
    # What is asked for and does not fit is refused whole.
    ("wallet: a gift", {"wallet": 1}, _use("gold"), "full", lambda g, w: w.wallet, 1),
    ("wallet: up to the edge", {"wallet": 0}, _use("gold"), "", lambda g, w: w.wallet, FULL),
    (
        "wallet: a sale",
        {"wallet": PAST, "items": {"gold": 9}},
        _trade(sell=("gold", 2)),
        "full",
        lambda g, w: (w.wallet, w.items["gold"]),
        (PAST, 9),
    ),
    (
        "wallet: a sale up to the edge",
        {"wallet": PAST},
        _trade(sell=("gold", 1)),
        "",
        lambda g, w: w.wallet,
        FULL,
    ),
    (
        "wallet: a sale past the edge that buys itself back below it",
        {"wallet": PAST, "items": {"gold": 2}},
        _trade(sell=("gold", 2), buy=("crumb", 1)),
        "",
        lambda g, w: (w.wallet, w.items["crumb"]),
        (PAST + 2 - 9_000_000, 1),
    ),
    (
        "wallet: one too dear",
        {"wallet": 8_999_999},
        _trade(buy=("crumb", 1)),
        "not_enough_coins",
        lambda g, w: w.wallet,
        8_999_999,
    ),
    (
        "wallet: down to nothing",
        {"wallet": 9_000_000},
        _trade(buy=("crumb", 1)),
        "",
        lambda g, w: (w.wallet, w.items["crumb"]),
        (0, 1),
    ),
    ("wallet: taken past nothing", {"wallet": 5, "level": 1}, _use("ruin"), "", lambda g, w: w.wallet, 0),
    ("items: a gift", {"items": {"crumb": 1}}, _use("hoard"), "full", lambda g, w: w.items["crumb"], 1),
    ("items: up to the edge", {}, _use("hoard"), "", lambda g, w: w.items["crumb"], FULL),
    (
        "items: a purchase",
        {"wallet": FULL, "items": {"crumb": FULL}},
        _trade(buy=("crumb", 1)),
        "full",
        lambda g, w: (w.wallet, w.items["crumb"]),
        (FULL, FULL),
    ),
    (
        "items: taken off",
        {"items": {"feather": FULL}, "equipment": {"weapon": "feather"}},
        (c.EquipItem(**ME, item="", slot="weapon"),),
        "full",
        lambda g, w: w.equipment,
        {"weapon": "feather"},
    ),
    (
        "items: taken past nothing",
        {"items": {"crumb": 3}},
        _use("ruin"),
        "",
        lambda g, w: w.items.get("crumb"),
        None,
    ),
    # While time passes there is nobody to refuse: what does not fit is not made.
    ("wallet: while time passes", {"wallet": 7}, PONDER, "", lambda g, w: w.wallet, FULL),
    ("items: while time passes", {"items": {"crumb": 7}}, PONDER, "", lambda g, w: w.items["crumb"], FULL),
    # What grows, grows up to its edge.
    ("most of a vital", {}, _use("growth", 3), "", lambda g, w: most_of(g.catalog, w, "health"), FULL),
    ("a flag, upwards", {"flags": {"fame": PAST}}, _use("fame"), "", lambda g, w: w.flags["fame"], FULL),
    (
        "a flag, downwards",
        {"flags": {"shame": -PAST}},
        _use("shame"),
        "",
        lambda g, w: w.flags["shame"],
        -FULL,
    ),
    ("level", {}, _use("wisdom"), "", lambda g, w: (w.level, w.experience), (1_000, 0)),
    (
        "a skill",
        {},
        _use("practice"),
        "",
        lambda g, w: (w.skills["FALLING"].level, w.skills["FALLING"].experience),
        (1_000, 0),
    ),
    ("a vital, upwards", {"mana": 0}, _use("nectar"), "", lambda g, w: w.vitals["mana"], 1_000_000_000.0),
    ("a vital, downwards", {}, _use("nectar"), "", lambda g, w: w.vitals["stamina"], 0.0),
    ("the time of an effect", {}, _use("slumber", 9), "", lambda g, w: w.effects["asleep"].ends, MAX_TICKS),
    (
        "the stacks of an effect",
        {"items": {"venom": 200}},
        _use("venom", 150),
        "",
        lambda g, w: w.effects["poisoned"].stacks,
        99,
    ),
    (
        "attack speed, upwards",
        {},
        (c.EquipItem(**ME, item="feather", slot="weapon"),),
        "",
        lambda g, w: combat_of(g.catalog, w).attack_speed,
        21.0,
    ),
    (
        "attack speed, downwards",
        {},
        (c.EquipItem(**ME, item="lead", slot="ring"),),
        "",
        lambda g, w: combat_of(g.catalog, w).attack_speed,
        MIN_ATTACK_SPEED,
    ),
    (
        "a skill with a bonus below nothing",
        {},
        (c.EquipItem(**ME, item="lead", slot="ring"),),
        "",
        lambda g, w: effective_skill(g.catalog, w, "FALLING"),
        0,
    ),
    (
        "a cooldown",
        {},
        (c.CastSpell(**ME, spell="long-song", type="other"),) * 2,
        "on_cooldown",
        lambda g, w: w.spells["long-song"],
        0,
    ),
]


@pytest.mark.parametrize(
    ("begin", "steps", "code", "number", "expected"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_no_number_leaves_its_bounds(
    begin: dict[str, Any],
    steps: Steps,
    code: str,
    number: Callable[[Game, Character], Any],
    expected: Any,
) -> None:
    game = Game(catalog_of("edge"))
    put(game.who(), begin)

    for command in steps[:-1]:
        game.ok(command)
    if code:
        assert game.no(steps[-1]) == code
    else:
        game.ok(steps[-1])
    assert number(game, game.who()) == expected
    laws.check(game.catalog, game.state)


def test_the_largest_trade_that_fits_a_frame_is_reckoned_exactly() -> None:
    game = Game(catalog_of("edge"))
    lines = tuple(c.TradeLine(item="crumb", quantity=9_999) for _ in range(64))
    put(game.who(), {"items": {"crumb": 64 * 9_999}, "wallet": 0})

    refused = game.do(c.TradeDenizen(**ME, denizen="echo", buy=lines))
    game.ok(c.TradeDenizen(**ME, denizen="echo", sell=lines))

    # 9 gold are 9 000 000 copper; the sum is far past 32 bits.
    assert (refused.code, refused.details["need"]) == ("not_enough_coins", 64 * 9_999 * 9_000_000)
    assert (game.who().wallet, "crumb" in game.who().items) == (64 * 9_999 * 9_000_000, False)


def test_a_character_at_every_edge_is_shown_in_frames_of_their_shape() -> None:
    game = Game(catalog_of("edge"))
    put(game.who(), {"wallet": 0, "items": {"venom": 200}, "flags": {"fame": PAST, "shame": -PAST}})
    for item in ("gold", "hoard", "growth", "growth", "wisdom", "practice", "fame", "shame", "nectar"):
        game.ok(c.UseItem(**ME, item=item))
    for _ in range(9):
        game.ok(c.UseItem(**ME, item="slumber"))
    game.ok(c.EquipItem(**ME, item="lead", slot="ring"))
    game.ok(c.CastSpell(**ME, spell="long-song", type="other"))

    frames = Projector(game.catalog).entry(game.state, 1)

    for frame in frames:
        message = json.loads(frame.data)
        schema = json.loads((shipped("schemas") / "protocol" / f"{frame.type}.json").read_text())
        jsonschema_rs.validator_for(schema).validate(message)
        assert all(abs(number) <= WIRE_MAX for number in _numbers(message))


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for child in value.values() for number in _numbers(child)]
    if isinstance(value, list):
        return [number for child in value for number in _numbers(child)]
    return [value] if isinstance(value, int | float) else []
