"""Trading with denizens: sells first, then buys, the whole or nothing."""

from collections.abc import Iterable
from typing import NoReturn

from engine.base.units import WIRE_MAX, coins_words
from engine.game import demands
from engine.game.commands import TradeDenizen, TradeLine
from engine.game.events import StockChanged
from engine.game.outcome import Refusal
from engine.game.state import Character, Timer, ware_key
from engine.game.turn import Turn
from engine.game.verbs import holdings
from engine.model.denizen import Denizen, Ware
from engine.model.item import Item


def trade(turn: Turn, command: TradeDenizen) -> None:
    """Sell to a denizen and buy from it. Any line that cannot be done refuses all of them."""
    who = turn.character(command.character)
    denizen = demands.denizen(turn, who, command.denizen)
    view = demands.view(turn, who)
    selling, buying = _summed(command.sell), _summed(command.buy)

    income = 0
    for wanted, quantity in selling.items():
        item = demands.item(turn, wanted)
        if wanted not in denizen.buys:
            _not_traded(who, denizen, item, "does not buy")
        if item.bound:
            raise Refusal("not_usable", f"{item.name} cannot be sold.", item=item.id)
        demands.owned(who, item, quantity)
        income += view.price_to_sell(item) * quantity
    wares = {ware.item: ware for ware in denizen.sells}
    cost = 0
    for wanted, quantity in buying.items():
        item = demands.item(turn, wanted)
        ware = wares.get(wanted)
        if ware is None:
            _not_traded(who, denizen, item, "does not sell")
        left = view.stock(denizen.id, ware)
        if left is not None and left < quantity:
            raise Refusal(
                "not_owned",
                f"{denizen.name} has {f'only {left} ×' if left else 'no'} {item.name} left.",
                item=item.id,
                have=left,
                need=quantity,
            )
        cost += view.price_to_buy(item) * quantity
    if cost > who.wallet + income:
        raise Refusal(
            "not_enough_coins",
            f"That costs {coins_words(cost)}; you have {coins_words(who.wallet)}"
            + (f", and what you sell brings {coins_words(income)}." if income else "."),
            have=who.wallet + income,
            need=cost,
        )

    for wanted, quantity in selling.items():
        holdings.take_item(turn, who, wanted, quantity, "trade")
    # What is bought makes room for what is sold: only what is there at the end must fit into the wallet.
    ahead = min(cost, who.wallet) if who.wallet + income > WIRE_MAX else 0
    holdings.take_coins(turn, who, ahead, "trade")
    holdings.give_coins(turn, who, income, "trade")
    holdings.take_coins(turn, who, cost - ahead, "trade")
    for wanted, quantity in buying.items():
        holdings.give_item(turn, who, wanted, quantity, "trade")
        _take_from_stock(turn, denizen, wares[wanted], quantity)


def _summed(lines: Iterable[TradeLine]) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for line in lines:
        if line.quantity:
            amounts[line.item] = amounts.get(line.item, 0) + line.quantity
    return amounts


def _not_traded(who: Character, denizen: Denizen, item: Item, does_not: str) -> NoReturn:
    known = item.id in who.items or item.id in who.equipment.values()
    what = item.name if known else "that"
    raise Refusal("unknown_target", f"{denizen.name} {does_not} {what}.", denizen=denizen.id)


def _take_from_stock(turn: Turn, denizen: Denizen, ware: Ware, quantity: int) -> None:
    if ware.stock is None:
        return
    state = turn.state.stock.get(ware_key(denizen.id, ware.item))
    left = (ware.stock if state is None else state.amount) - quantity
    restocks_at = state.restocks_at if state else None
    if restocks_at is None and ware.restock is not None:
        restocks_at = turn.now + ware.restock
        turn.at(restocks_at, "stock", what=ware_key(denizen.id, ware.item))
    turn.emit(StockChanged(denizen=denizen.id, item=ware.item, amount=left, restocks_at=restocks_at))


def restock(turn: Turn, timer: Timer) -> None:
    """One more of a limited ware comes in."""
    state = turn.state.stock.get(timer.what)
    denizen_id, _, item = timer.what.partition("/")
    denizen = turn.catalog.denizens.get(denizen_id)
    ware = next((ware for ware in denizen.sells if ware.item == item), None) if denizen else None
    if state is None or ware is None or ware.stock is None or state.restocks_at != turn.now:
        return
    amount = min(ware.stock, state.amount + 1)
    again = turn.now + ware.restock if amount < ware.stock and ware.restock is not None else None
    turn.emit(StockChanged(denizen=denizen_id, item=item, amount=amount, restocks_at=again))
    if again is not None:
        turn.at(again, "stock", what=timer.what)
