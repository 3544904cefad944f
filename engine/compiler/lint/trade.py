"""Cross-checks of trade: nothing can be bought and sold again at a gain, over and over."""

from collections.abc import Iterator
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.units import coins_text
from engine.compiler.lint.look import Check, Look, tell
from engine.compiler.nodes import Node
from engine.model.clause import Formula
from engine.rules.formulas import compile_formula


class _NoDice:
    """Stands where prices would ask for dice; they never do."""

    def roll(self, count: int, sides: int) -> int:
        raise AssertionError("a price asked for dice; it should have been refused")

    def uniform(self, low: float, high: float) -> float:
        raise AssertionError("a price asked for dice; it should have been refused")


def no_coin_pumps(look: Look) -> Iterator[Diagnostic]:
    """No item that one denizen sells is bought by any for more. Judged where prices hang on `price` alone."""
    rules = look.world.sound("rules").get("")
    if rules is None:
        return
    pay, get = (_price_rule(rules, key) for key in ("price_to_buy", "price_to_sell"))
    if pay is None or get is None:
        return
    items = look.world.sound("items")
    buyers: dict[str, Node] = {}
    for _, denizen in sorted(look.world.sound("denizens").items()):
        bought = denizen.get("buys")
        for named in bought.items() if bought else ():
            buyers.setdefault(named.value, named)
    for entity, denizen in sorted(look.world.sound("denizens").items()):
        sold = denizen.get("sells")
        for place, ware in enumerate(sold.items() if sold else ()):
            named = ware.mapping()["item"]
            item = items.get(named.value)
            if item is None or named.value not in buyers or item.mapping()["bound"].value:
                continue
            price = {"price": float(item.mapping()["price"].value)}
            cost, gain = (max(0, formula.whole(price, _NoDice())) for formula in (pay, get))
            if gain > cost:
                yield tell(
                    "W6001",
                    f"`{named.value}` costs {coins_text(cost)} here and is bought for {coins_text(gain)}",
                    named.span,
                    kind="denizens",
                    entity=entity,
                    path=("sells", place),
                    help="see that `price_to_sell` stays below `price_to_buy` in the rules",
                    notes=(Note(message="it is bought here", span=buyers[named.value].span),),
                )


def _price_rule(rules: Node, key: str) -> Formula | None:
    formula = compile_formula(rules.mapping()[key].value)
    return formula if formula.names <= {"price"} and not formula.uses_dice else None


CHECKS: Final[tuple[Check, ...]] = (no_coin_pumps,)
