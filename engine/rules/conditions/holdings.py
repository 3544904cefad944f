"""Conditions on what a character has: items, equipment, coins."""

from typing import Final

import msgspec

from engine.base.units import coins_text
from engine.rules.registry import Reach, question
from engine.rules.scope import Subject


class ItemArgs(msgspec.Struct, frozen=True):
    """So many of an item, carried."""

    id: str
    amount: int = 1


class EquippedArgs(msgspec.Struct, frozen=True):
    """A slot that is filled, or an item that is worn."""

    slot: str | None = None
    item: str | None = None


def _item_name(subject: Subject, item: str) -> str:
    return subject.catalog.items[item].name


def _equipped_holds(args: EquippedArgs, subject: Subject) -> bool:
    if args.slot is not None and subject.worn(args.slot) is None:
        return False
    return args.item is None or subject.wears(args.item)


def _equipped_needs(args: EquippedArgs, subject: Subject) -> str:
    if args.item is not None:
        return f"You must have {_item_name(subject, args.item)} equipped."
    return f"You must have something equipped as {args.slot}."


def _equipped_avoids(args: EquippedArgs, subject: Subject) -> str:
    if args.item is not None:
        return f"You must not have {_item_name(subject, args.item)} equipped."
    return f"You must have nothing equipped as {args.slot}."


ENTRIES: Final = (
    question(
        kind="item",
        args=ItemArgs,
        summary="So many of an item are carried. What is worn does not count.",
        example="item: {id: amber, amount: 2}",
        reach=Reach(needs=("items",)),
        holds=lambda args, subject: subject.amount_of(args.id) >= args.amount,
        needs=lambda args, subject: (
            f"You need {args.amount} × {_item_name(subject, args.id)}; you have {subject.amount_of(args.id)}."
        ),
        avoids=lambda args, subject: (
            f"You must carry fewer than {args.amount} × {_item_name(subject, args.id)}; "
            f"you have {subject.amount_of(args.id)}."
            if args.amount > 1
            else f"You must not carry {_item_name(subject, args.id)}."
        ),
    ),
    question(
        kind="equipped",
        args=EquippedArgs,
        summary="A slot is filled, or a certain item is worn.",
        example="equipped: {slot: pickaxe}",
        reach=Reach(needs=("slots", "items")),
        holds=_equipped_holds,
        needs=_equipped_needs,
        avoids=_equipped_avoids,
    ),
    question(
        kind="coins",
        args=int,
        summary="So much money is in the wallet.",
        example="coins: 250c",
        reach=Reach(needs=("coins",)),
        holds=lambda args, subject: subject.coins() >= args,
        needs=lambda args, subject: f"You need {coins_text(args)}; you have {coins_text(subject.coins())}.",
        avoids=lambda args, subject: (
            f"You must have less than {coins_text(args)}; you have {coins_text(subject.coins())}."
        ),
        resource=lambda args: "coins",
    ),
)
