"""Effects made of effects: choices, chance, and everybody in the fight."""

from typing import Final

import msgspec

from engine.model.clause import Conditions, Effects
from engine.rules.registry import EffectEntry, Reach
from engine.rules.scope import Stage


class IfArgs(msgspec.Struct, frozen=True):
    """What happens when all conditions hold, and what when they do not."""

    when: Conditions
    then: Effects = ()
    else_: Effects = msgspec.field(default=(), name="else")


class Branch(msgspec.Struct, frozen=True):
    """One of several things that may happen, as likely as it is heavy."""

    then: Effects
    weight: float = 1


class RandomArgs(msgspec.Struct, frozen=True):
    """One of these happens, if anything does."""

    of: tuple[Branch, ...]
    chance: float = 1


def _if(args: IfArgs, stage: Stage) -> None:
    stage.perform(args.then if stage.holds(args.when) else args.else_)


def _random(args: RandomArgs, stage: Stage) -> None:
    if stage.chance(args.chance):
        stage.perform(args.of[stage.pick([branch.weight for branch in args.of])].then)


def _each_member(args: Effects, stage: Stage) -> None:
    for member in stage.members():
        member.perform(args)


ENTRIES: Final = (
    EffectEntry(
        kind="if",
        args=IfArgs,
        summary="Does one thing when all conditions hold, another when they do not.",
        example='if: {when: [{level: 2}], then: [{say: "Well met."}], else: [{say: "Grow first."}]}',
        reach=Reach(needs=("all",), gives=("all",)),
        run=_if,
    ),
    EffectEntry(
        kind="random",
        args=RandomArgs,
        summary="Draws one of several branches by weight; with `chance`, perhaps none.",
        example='random: [{weight: 3, then: [{give_coins: 1c}]}, {weight: 1, then: [{say: "Nothing."}]}]',
        reach=Reach(gives=("all",)),
        run=_random,
    ),
    EffectEntry(
        kind="each_member",
        args=Effects,
        summary="Does this for every living member of the combat room, or just here outside one.",
        example="each_member: [{heal: 5}]",
        reach=Reach(gives=("all",)),
        run=_each_member,
    ),
)
