"""Effects on what a character has: items, carried and worn, and coins."""

from typing import Final

import msgspec

from engine.model.clause import Formula
from engine.rules.registry import EffectEntry, Reach
from engine.rules.scope import Stage


class ItemArgs(msgspec.Struct, frozen=True):
    """Some of an item; one when nothing is said."""

    item: str
    amount: Formula | None = None


class TakeOffArgs(msgspec.Struct, frozen=True):
    """What is in a slot, or a certain item, wherever it is worn."""

    slot: str | None = None
    item: str | None = None


def _amount(args: ItemArgs, stage: Stage) -> int:
    return 1 if args.amount is None else max(0, int(stage.number(args.amount) // 1))


def _coins(args: Formula, stage: Stage) -> int:
    return max(0, int(stage.number(args) // 1))


ENTRIES: Final = (
    EffectEntry(
        kind="give_item",
        args=ItemArgs,
        summary="Puts an item into the inventory.",
        example="give_item: {item: lantern, amount: 2}",
        reach=Reach(gives=("items",)),
        run=lambda args, stage: stage.give_item(args.item, _amount(args, stage)),
    ),
    EffectEntry(
        kind="take_item",
        args=ItemArgs,
        summary="Takes an item out of the inventory, as many as are there up to the amount.",
        example="take_item: {item: lantern, amount: 2}",
        reach=Reach(needs=("items",)),
        run=lambda args, stage: stage.take_item(args.item, _amount(args, stage)),
    ),
    EffectEntry(
        kind="give_coins",
        args=Formula,
        summary="Puts coins into the wallet. A plain number or a formula counts copper.",
        example="give_coins: 250c",
        reach=Reach(gives=("coins",)),
        run=lambda args, stage: stage.give_coins(_coins(args, stage)),
    ),
    EffectEntry(
        kind="take_coins",
        args=Formula,
        summary="Takes coins out of the wallet, as many as are there up to the amount.",
        example="take_coins: 10c",
        reach=Reach(needs=("coins",)),
        run=lambda args, stage: stage.take_coins(_coins(args, stage)),
    ),
    EffectEntry(
        kind="take_off",
        args=TakeOffArgs,
        summary="Takes off what the character wears, even if it is cursed.",
        example="take_off: {slot: pickaxe}",
        reach=Reach(gives=("items",)),
        run=lambda args, stage: stage.take_off(args.slot, args.item),
    ),
)
