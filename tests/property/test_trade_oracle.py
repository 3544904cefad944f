"""Trades against an oracle that reads the world's YAML itself and knows nothing of the engine."""

import math
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
import yaml

from engine.game import commands as c
from engine.game.outcome import Accepted
from tests.playing import WORLDS, Game, catalog_of

TRADES = 5_000
SEEDS = range(1, 5)
MOST = 2**53 - 1
PLAIN: dict[str, Any] = yaml.safe_load((WORLDS / "mill/mill.yaml").read_text())
PRICES = {"bread": 4, "knife": 10, "board": 20, "pick": 30, "iron-ring": 8, "ring-of-regret": 9}
PRICES |= {"master-cap": 10, "keepsake": 5, "flour": 6, "stone": 2}
"""What items cost, by the file; one sells for half of it, without the rest."""
BUYS = PLAIN["denizens"]["miller"]["buys"]
SELLS = [ware if isinstance(ware, str) else ware["item"] for ware in PLAIN["denizens"]["miller"]["sells"]]
CAPS, CAP_EVERY = 2, 200
"""The miller has two master's caps; one more comes ten seconds after the first was bought."""


@dataclass
class Oracle:
    """A purse, a bag, and what the miller has left."""

    coins: int
    bag: dict[str, int]
    caps: int = CAPS
    cap_comes: int | None = None
    now: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def wait(self, ticks: int) -> None:
        """Let time pass."""
        for _ in range(ticks):
            self.now += 1
            if self.cap_comes == self.now:
                self.caps += 1
                self.cap_comes = self.now + CAP_EVERY if self.caps < CAPS else None

    def trade(self, sell: list[tuple[str, int]], buy: list[tuple[str, int]]) -> bool:
        """Do a trade if it can be done, whole or not at all."""
        bag, coins = dict(self.bag), self.coins
        caps = sum(amount for item, amount in buy if item == "master-cap")
        for item, amount in sell:
            bag[item] = bag.get(item, 0) - amount
            coins += math.floor(PRICES.get(item, 0) / 2) * amount
            if amount and (item not in BUYS or item == "keepsake" or bag[item] < 0):
                return False
        for item, amount in buy:
            bag[item] = bag.get(item, 0) + amount
            coins -= PRICES.get(item, 0) * amount
            if amount and item not in SELLS:
                return False
        if caps > self.caps or not 0 <= coins <= MOST or any(amount > MOST for amount in bag.values()):
            return False
        self.bag, self.coins = {item: amount for item, amount in bag.items() if amount}, coins
        if caps:
            self.caps -= caps
            self.cap_comes = self.cap_comes or self.now + CAP_EVERY
        return True


def test_the_oracle_knows_the_prices_of_the_file() -> None:
    written = {item: body["price"] for item, body in PLAIN["items"].items() if "price" in body}

    assert {item: f"{price}c" for item, price in PRICES.items()} == written
    assert PLAIN["rules"]["price_to_sell"] == "floor(price * 0.5)"


@pytest.mark.parametrize("seed", SEEDS)
def test_purse_bag_and_stock_are_what_the_oracle_says(seed: int) -> None:
    chance, game = Random(seed), Game(catalog_of("mill"), seed=seed)
    who = game.who()
    oracle = Oracle(coins=who.wallet, bag=dict(who.items))
    things = [*PRICES, *SELLS, *BUYS, "no-such-item"]
    done = 0

    for _ in range(TRADES):
        ticks = chance.choice([0, 0, 1, 30])
        if ticks:
            game.tick(ticks)
            oracle.wait(ticks)
        if chance.random() < 0.02:
            # Now and then somebody is given something, so that nobody runs out of things to trade.
            item, amount = chance.choice(BUYS), chance.choice([1, 5, 9_999, MOST])
            oracle.bag[item] = who.items[item] = min(MOST, who.items.get(item, 0) + amount)
            oracle.coins = who.wallet = chance.choice([who.wallet, 0, 10, 5_000, MOST - 3])
        sell, buy = (
            [
                (chance.choice(things), chance.choice([0, 1, 1, 1, 2, 7, 9_999]))
                for _ in range(chance.choice([0, 1, 1, 2, 3]))
            ]
            for _ in range(2)
        )
        outcome = game.do(
            c.TradeDenizen(
                character=1,
                denizen="miller",
                sell=tuple(c.TradeLine(item=item, quantity=amount) for item, amount in sell),
                buy=tuple(c.TradeLine(item=item, quantity=amount) for item, amount in buy),
            )
        )
        accepted = oracle.trade(sell, buy)
        done += accepted
        assert isinstance(outcome, Accepted) == accepted, (sell, buy, outcome)
        assert (who.wallet, who.items) == (oracle.coins, oracle.bag)
        left = game.state.stock.get("miller/master-cap")
        assert (left.amount if left else CAPS) == oracle.caps

    assert TRADES / 10 < done < TRADES * 0.9
