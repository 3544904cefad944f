"""What things cost and bring, in coins: the prices of wares, and the worth of what effects give.

Counts only what is sure: what is left to chance, hangs on a condition or is worked out by a formula is
nothing, and whoever takes by such a way may take everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.compiler.lint.look import Look
from engine.compiler.nodes import plain
from engine.model.clause import Formula
from engine.rules.formulas import compile_formula

_ROUNDS: Final = 64
"""So many things may be made of each other in a row before a chain is taken to be endless."""
_LEVELS: Final = (1.0, 10.0, 25.0, 50.0, 100.0)
_MOST: Final = 64

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
    """What one of an item brings in coins, and where. `free`: nothing hinders it."""

    coins: int
    used: bool
    place: Place
    free: bool


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

    `when` says in words which one, and is empty for that of a new character.
    """

    when: str
    offers: list[Offer]
    cheapest: dict[str, Offer] = field(default_factory=dict)
    gains: dict[str, Gain] = field(default_factory=dict)

    def worth(self, effects: list[dict[str, Any]]) -> tuple[int, bool]:
        """What effects bring, less what they take, and whether nothing stands in the way."""
        coins, items = given(effects)
        free = True
        for item, amount in items.items():
            if amount < 0 and item in self.cheapest:
                coins += amount * self.cheapest[item].coins
                free = free and self.cheapest[item].free
            elif amount < 0:
                return 0, False
            elif item in self.gains:
                coins += amount * self.gains[item].coins
                free = free and self.gains[item].free
        return coins, free


def asks(body: Mapping[str, Any]) -> bool:
    """Whether something is not for everybody."""
    return bool(body.get("requires"))


def given(effects: list[dict[str, Any]]) -> tuple[int, Mapping[str, int]]:
    """Coins and items that effects give for certain, less what they take."""
    coins, items = 0, dict[str, int]()
    for effect in effects:
        for kind, args in effect.items():
            sign = -1 if kind.startswith("take_") else 1
            if kind in ("give_coins", "take_coins"):
                if isinstance(args, int):
                    coins += sign * args
                elif sign < 0:
                    return 0, {}
            elif kind in ("give_item", "take_item"):
                if isinstance(args["amount"], int):
                    items[args["item"]] = items.get(args["item"], 0) + sign * args["amount"]
                elif sign < 0:
                    return 0, {}
            elif kind in ("if", "random", "each_member") and takes(args):
                return 0, {}
    return coins, {item: amount for item, amount in items.items() if amount}


def takes(value: Any) -> bool:
    """Whether coins or items are taken anywhere in these effects."""
    if isinstance(value, dict):
        return any(key in ("take_coins", "take_item") or takes(child) for key, child in value.items())
    return isinstance(value, list) and any(takes(child) for child in value)


def markets(look: Look) -> Iterator[Market]:
    """The market of a new character, and those of others for whom prices are different."""
    rules = look.world.sound("rules").get("")
    if rules is None:
        return
    pay, get = (compile_formula(plain(rules)[key]) for key in ("price_to_buy", "price_to_sell"))
    if pay.uses_dice or get.uses_dice:
        return
    for when, names in situations(look, (pay.names | get.names) - {"price"}):
        yield _market(look, when, names, pay, get)


def situations(look: Look, names: frozenset[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Values for the names in prices: as they begin, then each of them otherwise, then all at their most."""
    flags = look.world.sound("flags")
    begin: dict[str, float] = {}
    others: dict[str, tuple[float, ...]] = {}
    for name in sorted(names):
        family, _, rest = name.partition(".")
        flag = plain(flags[rest]) if family == "flag" and rest in flags else None
        if flag is None:
            begin[name], others[name] = 0.0, _LEVELS if family != "flag" else ()
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


def _market(look: Look, when: str, names: Mapping[str, float], pay: Formula, get: Formula) -> Market:
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
    market = Market(when=when, offers=offers)
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
        if item["type"] == "consumable" and any(given(item.get("on_use", [])))
    }
    for _ in range(_ROUNDS):
        better = {}
        for entity, item in uses.items():
            coins, free = market.worth(item["on_use"])
            if coins > (market.gains[entity].coins if entity in market.gains else 0):
                place: Place = ("items", entity, ("on_use",))
                gain = Gain(coins=coins, used=True, place=place, free=free)
                better[entity] = replace(gain, free=free and not asks(item))
        if not better:
            return
        market.gains.update(better)
