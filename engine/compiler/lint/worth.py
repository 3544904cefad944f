"""What things cost and bring, in coins: the prices of wares, and the worth of what effects give.

A market is looked at as one may surely count on it, and as it is on average; see `amounts`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.base.units import coins_text
from engine.compiler.lint.amounts import (
    AT_MOST,
    COINS,
    SURELY,
    Counting,
    Effects,
    given,
    grows,
    is_settled,
    on_average,
)
from engine.compiler.lint.look import Look, holding, spotted
from engine.compiler.nodes import plain
from engine.model.clause import Formula
from engine.rules.formulas import compile_formula

_ROUNDS: Final = 64
"""So many things may be made of each other in a row before a chain is taken to be endless."""
_LEVELS: Final = (1.0, 10.0, 25.0, 50.0, 100.0)
_MOST: Final = 64
_FEW: Final = 10_000
"""Of more coins than these, parts of one are not worth a word."""
_TRADING: Final = ("items", "denizens", "dialogues", "locations", "quests")
_MOVING: Final = frozenset({"give_coins", "take_coins", "give_item", "take_item"})
_MARKS: Final = (b'"give_coins":', b'"take_coins":', b'"give_item":', b'"take_item":')
"""Effects by which coins and things come and go, and how they stand in plain content."""

Place = tuple[str, str, tuple[str | int, ...]]
"""Kind, id and path."""


class _NoDice:
    """Stands where prices would ask for dice; they never do."""

    def roll(self, count: int, sides: int) -> int:
        raise AssertionError("a price asked for dice; it should have been refused")

    def uniform(self, low: float, high: float) -> float:
        raise AssertionError("a price asked for dice; it should have been refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one of an item brings in coins, and where. `free`: nothing hinders it. `settled`: always that."""

    coins: float
    used: bool
    place: Place
    free: bool
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An item for sale. `free`: as often as one likes, to everybody."""

    item: str
    place: Place
    coins: int
    free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """All that is for sale and all that items bring, at the prices of one situation.

    `when` says in words which one, and is empty for that of a new character. `how` amounts are counted that
    are not settled.
    """

    when: str
    how: Counting
    offers: list[Offer]
    cheapest: dict[str, Offer] = field(default_factory=dict)
    gains: dict[str, Gain] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        """Whether everybody may count on it, as long as prices are those of a new character."""
        return self.how is SURELY

    def worth(self, effects: Effects) -> tuple[float, bool]:
        """What effects bring, less what they take, and whether nothing stands in the way."""
        coins, free = 0.0, True
        for item, amount in given(effects, self.how).items():
            if item == COINS:
                coins += amount
            elif amount < 0 and item in self.cheapest:
                coins += amount * self.cheapest[item].coins
                free = free and self.cheapest[item].free
            elif amount < 0:
                return 0, False
            elif item in self.gains:
                coins += amount * self.gains[item].coins
                free = free and self.gains[item].free
        return coins, free

    def is_settled(self, effects: Effects) -> bool:
        """Whether effects always bring just so much."""
        return is_settled(effects, self.how) and all(
            self.gains[item].settled for item in given(effects, AT_MOST) if item in self.gains
        )

    def told(self, coins: float, *, settled: bool) -> str:
        """So many coins in words."""
        whole = coins_text(int(coins)) if coins >= _FEW or coins % 1 == 0 else f"{coins:.4g}c"
        if settled:
            return whole
        return f"at least {whole}" if self.sure else f"{whole} on average"


def asks(body: Mapping[str, Any]) -> bool:
    """Whether something is not for everybody."""
    return bool(body.get("requires"))


def may_bring(effects: Effects) -> bool:
    """Whether effects might give anything."""
    return any(amount > 0 for amount in given(effects, AT_MOST).values())


def takes(effects: Effects) -> list[str]:
    """The items that effects take, however deep among them."""
    return [args["item"] for _, args, _ in spotted({"": effects}, frozenset({"take_item"}))]


def markets(look: Look) -> Iterator[Market]:
    """The market of a new character, as anybody may count on it and as it is on average, and those of others
    for whom prices or amounts are different."""
    rules = look.world.sound("rules").get("")
    if rules is None:
        return
    pay, get = (compile_formula(plain(rules)[key]) for key in ("price_to_buy", "price_to_sell"))
    if pay.uses_dice or get.uses_dice:
        return
    names = (pay.names | get.names | _growing(look)) - {"price"}
    for number, (when, values) in enumerate(situations(look, names)):
        if not number:
            yield _market(look, when, SURELY, values, pay, get)
        yield _market(look, when, on_average(values), values, pay, get)


def _growing(look: Look) -> set[str]:
    """Levels and skills on which it hangs how many coins and things somebody gets or gives."""
    found: set[str] = set()
    for _, _, body in holding(look, _TRADING, *_MARKS):
        for _, args, _ in spotted(plain(body), _MOVING):
            amount = args["amount"] if isinstance(args, dict) else args
            if isinstance(amount, str):
                found.update(name for name in compile_formula(amount).names if grows(name))
    return found


def situations(look: Look, names: frozenset[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Values for the names in prices: as they begin, then each of them otherwise, then all at their most."""
    flags = look.world.sound("flags")
    begin: dict[str, float] = {}
    others: dict[str, tuple[float, ...]] = {}
    for name in sorted(names):
        family, _, rest = name.partition(".")
        flag = plain(flags[rest]) if family == "flag" and rest in flags else None
        if flag is None:
            least = 1.0 if name in ("level", "self.level") else 0.0
            begin[name] = least
            others[name] = tuple(one for one in _LEVELS if one != least) if family != "flag" else ()
            continue
        begin[name] = float(flag["default"])
        ends = (0, 1) if flag["type"] == "bool" else (flag.get("min"), flag.get("max"))
        others[name] = tuple(float(end) for end in ends if end is not None and end != flag["default"])
    yield "", begin
    single = [(name, value) for name in begin for value in others[name]]
    for name, value in single[:_MOST]:
        yield f" when `{name}` is {value:g}", {**begin, name: value}
    if len(begin) > 1:
        most = {name: max((value, *others[name])) for name, value in begin.items()}
        yield f" when {', '.join(f'`{name}` is {value:g}' for name, value in most.items())}", most


def price_of(formula: Formula, price: int, names: Mapping[str, float]) -> int:
    """What a price rule makes of the price of an item, with values for its other names."""
    return max(0, formula.whole({**names, "price": float(price)}, _NoDice()))


def _market(
    look: Look, when: str, how: Counting, names: Mapping[str, float], pay: Formula, get: Formula
) -> Market:
    items = {entity: plain(body) for entity, body in look.world.sound("items").items()}

    def price(formula: Formula, item: str) -> int:
        return price_of(formula, items[item]["price"], names)

    people = {entity: plain(body) for entity, body in sorted(look.world.sound("denizens").items())}
    offers = [
        Offer(
            item=ware["item"],
            place=("denizens", entity, ("sells", place, "item")),
            coins=price(pay, ware["item"]),
            free="stock" not in ware and not asks(body),
        )
        for entity, body in people.items()
        for place, ware in enumerate(body.get("sells", ()))
        if ware["item"] in items
    ]
    market = Market(when=when, how=how, offers=offers)
    for offer in sorted(offers, key=lambda offer: (offer.coins, not offer.free)):
        market.cheapest.setdefault(offer.item, offer)
    for entity, body in people.items():
        for place, item in enumerate(body.get("buys", ())):
            if item not in items or items[item].get("bound"):
                continue
            known = market.gains.get(item)
            gain = Gain(
                coins=price(get, item),
                used=False,
                place=("denizens", entity, ("buys", place)),
                free=not asks(body),
            )
            if known is None or (gain.free and not known.free):
                market.gains[item] = gain
    _use_up(market, items)
    return market


def _use_up(market: Market, items: Mapping[str, dict[str, Any]]) -> None:
    """Add what comes of using things, and of selling or using what comes of that."""
    uses = {
        entity: item
        for entity, item in sorted(items.items())
        if item["type"] == "consumable" and may_bring(item.get("on_use", []))
    }
    for _ in range(_ROUNDS):
        better = {}
        for entity, item in uses.items():
            coins, free = market.worth(item["on_use"])
            if coins > (market.gains[entity].coins if entity in market.gains else 0):
                place: Place = ("items", entity, ("on_use",))
                better[entity] = Gain(
                    coins=coins,
                    used=True,
                    place=place,
                    free=free and not asks(item),
                    settled=market.is_settled(item["on_use"]),
                )
        if not better:
            return
        market.gains.update(better)
