"""Conditions on what a character has: items, equipment, coins."""

from typing import Final

import msgspec

from engine.base.units import coins_words
from engine.rules.reasons import NOBODY
from engine.rules.registry import Reach, Words, question
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


def _item_needs(args: ItemArgs, subject: Subject) -> Words:
    if args.amount == 1:
        return f"You must carry {_item_name(subject, args.id)}", ""
    have = subject.amount_of(args.id)
    return f"You need {args.amount} × {_item_name(subject, args.id)}", f"you have {have or 'none'}"


def _item_avoids(args: ItemArgs, subject: Subject) -> Words:
    if args.amount == 1:
        return f"You must not carry {_item_name(subject, args.id)}", ""
    have = subject.amount_of(args.id)
    return f"You must carry fewer than {args.amount} × {_item_name(subject, args.id)}", f"you have {have}"


def _equipped_needs(args: EquippedArgs, subject: Subject) -> Words:
    if args.item is not None:
        return f"You must have {_item_name(subject, args.item)} equipped", ""
    return f"You must have something in your {args.slot} slot", ""


def _equipped_avoids(args: EquippedArgs, subject: Subject) -> Words:
    if args.item is not None:
        return f"You must not have {_item_name(subject, args.item)} equipped", ""
    return f"You must have nothing in your {args.slot} slot", ""


def _coins_avoids(args: int, subject: Subject) -> Words:
    if args <= 0:
        return NOBODY
    least = f"less than {coins_words(args)}" if args > 1 else "no coins"
    return f"You must have {least}", f"you have {coins_words(subject.coins())}"


ENTRIES: Final = (
    question(
        kind="item",
        args=ItemArgs,
        summary="So many of an item are carried. What is worn does not count.",
        example="item: {id: amber, amount: 2}",
        reach=Reach(needs=("items",)),
        holds=lambda args, subject: subject.amount_of(args.id) >= args.amount,
        needs=_item_needs,
        avoids=_item_avoids,
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
        needs=lambda args, subject: (
            f"You need {coins_words(args)}",
            f"you have {coins_words(subject.coins())}",
        ),
        avoids=_coins_avoids,
        resource=lambda args: "coins",
    ),
)
