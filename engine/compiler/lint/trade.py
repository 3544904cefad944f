"""Cross-checks of trade: nothing turns coins into more coins, over and over.

A cycle begins with coins, goes by way of wares, things that are used and quests that are handed in, and comes
back to coins. Judged where prices hang on `price` alone; what is left to chance counts for nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.units import coins_text
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.nodes import Node, plain
from engine.model.clause import Formula
from engine.rules.formulas import compile_formula

_ROUNDS: Final = 64
"""So many things may be made of each other in a row before a chain is taken to be endless."""


class _NoDice:
    """Stands where prices would ask for dice; they never do."""

    def roll(self, count: int, sides: int) -> int:
        raise AssertionError("a price asked for dice; it should have been refused")

    def uniform(self, low: float, high: float) -> float:
        raise AssertionError("a price asked for dice; it should have been refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gain:
    """What one of an item brings in coins, how, and where that is written. `free`: nothing hinders it."""

    coins: int
    how: str
    place: Node
    free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """An item for sale. `free`: as often as one likes, to everybody."""

    denizen: str
    place: int
    named: Node
    coins: int
    free: bool


def no_coin_pumps(look: Look) -> Iterator[Diagnostic]:
    """Nothing that can be bought brings in more than it costs."""
    rules = look.world.sound("rules").get("")
    if rules is None:
        return
    pay, get = (_price_rule(rules, key) for key in ("price_to_buy", "price_to_sell"))
    if pay is None or get is None:
        return
    offers = list(_offers(look, pay))
    gains = _gains(look, get)
    for offer in offers:
        gain = gains.get(offer.named.value)
        if gain is not None and gain.coins > offer.coins:
            yield _tell(offer, gain, gain.coins, offer.free and gain.free)
    yield from _quests(look, offers, gains)


def _price(formula: Formula, item: Node) -> int:
    return max(0, formula.whole({"price": float(item.mapping()["price"].value)}, _NoDice()))


def _price_rule(rules: Node, key: str) -> Formula | None:
    formula = compile_formula(rules.mapping()[key].value)
    return formula if formula.names <= {"price"} and not formula.uses_dice else None


def _offers(look: Look, pay: Formula) -> Iterator[_Offer]:
    items = look.world.sound("items")
    for entity, denizen in sorted(look.world.sound("denizens").items()):
        sold = denizen.get("sells")
        for place, ware in enumerate(sold.items() if sold is not None else ()):
            named = ware.mapping()["item"]
            if named.value in items:
                yield _Offer(
                    denizen=entity,
                    place=place,
                    named=named,
                    coins=_price(pay, items[named.value]),
                    free="stock" not in ware.mapping() and not _asks(denizen),
                )


def _asks(body: Node) -> bool:
    asked = body.get("requires")
    return asked is not None and bool(asked.items())


def _gains(look: Look, get: Formula) -> dict[str, _Gain]:
    """What one of each item brings at most: by selling it, or by using it and selling what comes of that."""
    items = look.world.sound("items")
    gains: dict[str, _Gain] = {}
    for _, denizen in sorted(look.world.sound("denizens").items()):
        bought = denizen.get("buys")
        for named in bought.items() if bought is not None else ():
            item = items.get(named.value)
            if item is None or item.mapping()["bound"].value:
                continue
            gain = _Gain(coins=_price(get, item), how="sold", place=named, free=not _asks(denizen))
            known = gains.get(named.value)
            if known is None or (gain.free and not known.free):
                gains[named.value] = gain
    uses = {
        entity: item
        for entity, item in sorted(items.items())
        if item.text("type") == "consumable" and item.get("on_use") is not None
    }
    given = {entity: found for entity, item in uses.items() if any(found := _given(plain(item)["on_use"]))}
    for _ in range(_ROUNDS):
        better = {}
        for entity, found in given.items():
            coins, free = _worth(found, gains)
            if coins > (gains[entity].coins if entity in gains else 0):
                use = uses[entity].mapping()["on_use"]
                better[entity] = _Gain(
                    coins=coins, how="used", place=use, free=free and not _asks(uses[entity])
                )
        if not better:
            break
        gains |= better
    return gains


def _given(effects: list[dict[str, Any]]) -> tuple[int, Mapping[str, int]]:
    """Coins and items that effects give for certain, less what they take."""
    coins, items = 0, dict[str, int]()
    for effect in effects:
        for kind, args in effect.items():
            sign = -1 if kind.startswith("take_") else 1
            if kind in ("give_coins", "take_coins"):
                # What a formula gives is not counted, and what it takes may be everything.
                if isinstance(args, int):
                    coins += sign * args
                elif sign < 0:
                    return 0, {}
            elif kind in ("give_item", "take_item"):
                if isinstance(args["amount"], int):
                    items[args["item"]] = items.get(args["item"], 0) + sign * args["amount"]
                elif sign < 0:
                    return 0, {}
            elif kind in ("if", "random", "each_member") and _takes(args):
                return 0, {}
    return coins, {item: amount for item, amount in items.items() if amount}


def _takes(value: Any) -> bool:
    if isinstance(value, dict):
        return any(key in ("take_coins", "take_item") or _takes(child) for key, child in value.items())
    return isinstance(value, list) and any(_takes(child) for child in value)


def _worth(given: tuple[int, Mapping[str, int]], gains: Mapping[str, _Gain]) -> tuple[int, bool]:
    """What coins and items bring together, and whether nothing stands in the way."""
    coins, free = given[0], True
    for item, amount in given[1].items():
        if amount < 0:
            return 0, False
        if item in gains:
            coins += amount * gains[item].coins
            free = free and gains[item].free
    return coins, free


def _quests(look: Look, offers: list[_Offer], gains: Mapping[str, _Gain]) -> Iterator[Diagnostic]:
    """Quests that may be taken again at once and pay more than what they ask for costs."""
    denizens = look.world.sound("denizens")
    cheapest: dict[str, _Offer] = {}
    for offer in sorted(offers, key=lambda offer: (offer.coins, not offer.free)):
        cheapest.setdefault(offer.named.value, offer)
    for entity, quest in sorted(look.world.sound("quests").items()):
        repeat = quest.get("repeat")
        if repeat is None or repeat.mapping()["after"].value:
            continue
        people = [
            denizens[name]
            for key in ("giver", "returns_to")
            if (name := quest.text(key)) is not None and name in denizens
        ]
        collects = [plain(objective).get("collect") for objective in quest.mapping()["objectives"].items()]
        wanted = [collect for collect in collects if collect is not None]
        if len(wanted) != len(collects) or any(one["item"] not in cheapest for one in wanted):
            continue
        bought = [cheapest[one["item"]] for one in wanted]
        cost = sum(one["amount"] * offer.coins for one, offer in zip(wanted, bought, strict=True))
        happens = [*plain(quest).get("rewards", []), *plain(quest).get("on_finish", [])]
        coins, free = _worth(_given(happens), gains)
        if coins > cost:
            asks = any(_asks(one) for one in (quest, *people))
            certain = free and not asks and all(offer.free for offer in bought)
            yield tell(
                "E6002" if certain else "W6001",
                f"what this asks for costs {coins_text(cost)}, it pays {coins_text(coins)}, "
                "and it can be taken again at once",
                repeat.place,
                kind="quests",
                entity=entity,
                path=("repeat",),
                help="pay less than that, or let time pass with `after:`",
                notes=(Note(message="it is bought here", span=bought[0].named.span),),
                likely=not certain,
            )


def _tell(offer: _Offer, gain: _Gain, coins: int, certain: bool) -> Diagnostic:
    price, brought = coins_text(offer.coins), coins_text(coins)
    used = gain.how == "used"
    return tell(
        "E6002" if certain else "W6001",
        f"`{offer.named.value}` costs {price} here and "
        + (f"brings {brought} when it is used" if used else f"is bought for {brought}"),
        offer.named.span,
        kind="denizens",
        entity=offer.denizen,
        path=("sells", offer.place),
        help="let it cost more, or let it bring less"
        if used
        else "see that `price_to_sell` stays below `price_to_buy` in the rules",
        notes=(Note(message="it is used here" if used else "it is bought here", span=gain.place.place),),
        likely=not certain,
    )


CHECKS: Final[tuple[Check, ...]] = (no_coin_pumps,)
