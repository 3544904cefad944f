"""Conditions on what a character has: items, equipment, coins."""

from typing import Final

import msgspec

from engine.base.units import coins_text
from engine.rules.registry import ConditionEntry, Reach
from engine.rules.scope import Subject


class ItemArgs(msgspec.Struct, frozen=True):
    """So many of an item, carried."""

    id: str
    amount: int = 1


class EquippedArgs(msgspec.Struct, frozen=True):
    """A slot that is filled, or an item that is worn."""

    slot: str | None = None
    item: str | None = None


def _item_unmet(args: ItemArgs, subject: Subject) -> str:
    have = subject.amount_of(args.id)
    if have >= args.amount:
        return ""
    return f"You need {args.amount} × {subject.catalog.items[args.id].name}; you have {have}."


def _equipped_holds(args: EquippedArgs, subject: Subject) -> bool:
    if args.slot is not None and subject.worn(args.slot) is None:
        return False
    return args.item is None or subject.wears(args.item)


def _equipped_unmet(args: EquippedArgs, subject: Subject) -> str:
    if _equipped_holds(args, subject):
        return ""
    if args.item is not None:
        return f"You must have {subject.catalog.items[args.item].name} equipped."
    return f"You must have something equipped as {args.slot}."


ENTRIES: Final = (
    ConditionEntry(
        kind="item",
        args=ItemArgs,
        summary="So many of an item are carried. What is worn does not count.",
        example="item: {id: amber, amount: 2}",
        reach=Reach(needs=("items",)),
        holds=lambda args, subject: subject.amount_of(args.id) >= args.amount,
        unmet=_item_unmet,
    ),
    ConditionEntry(
        kind="equipped",
        args=EquippedArgs,
        summary="A slot is filled, or a certain item is worn.",
        example="equipped: {slot: pickaxe}",
        reach=Reach(needs=("slots", "items")),
        holds=_equipped_holds,
        unmet=_equipped_unmet,
    ),
    ConditionEntry(
        kind="coins",
        args=int,
        summary="So much money is in the wallet.",
        example="coins: 250c",
        reach=Reach(needs=("coins",)),
        holds=lambda args, subject: subject.coins() >= args,
        unmet=lambda args, subject: (
            ""
            if subject.coins() >= args
            else f"You need {coins_text(args)}; you have {coins_text(subject.coins())}."
        ),
    ),
)
