"""Effects on what a character is: experience, spells, vitals, lasting effects."""

from typing import Final

import msgspec

from engine.model.clause import Formula
from engine.rules.registry import EffectEntry, Reach
from engine.rules.scope import Stage, To


class ExperienceArgs(msgspec.Struct, frozen=True):
    """Experience in a skill, or in general."""

    amount: Formula
    skill: str | None = None


class HealthArgs(msgspec.Struct, frozen=True):
    """So much health, of the acting character or its target."""

    amount: Formula
    to: To | None = None


class VitalArgs(msgspec.Struct, frozen=True):
    """So much of a vital, of the acting character or its target."""

    vital: str
    amount: Formula
    to: To = "self"


class RaiseArgs(msgspec.Struct, frozen=True):
    """So much more of a vital at most."""

    vital: str
    amount: Formula


class RemoveArgs(msgspec.Struct, frozen=True):
    """A lasting effect, and who is rid of it."""

    effect: str
    to: To = "self"


class LastingArgs(msgspec.Struct, frozen=True):
    """A lasting effect for so many ticks."""

    effect: str
    duration: int
    to: To = "self"


def _positive(amount: Formula, stage: Stage) -> float:
    return max(0.0, stage.number(amount))


ENTRIES: Final = (
    EffectEntry(
        kind="give_experience",
        args=ExperienceArgs,
        summary="Gives experience: general, or in one skill.",
        example="give_experience: {skill: MINING, amount: 20}",
        reach=Reach(gives=("level", "skill")),
        run=lambda args, stage: stage.give_experience(args.skill, int(_positive(args.amount, stage))),
    ),
    EffectEntry(
        kind="learn_spell",
        args=str,
        summary="Teaches a spell; nothing happens when it is known already.",
        example="learn_spell: mend",
        reach=Reach(gives=("spells",)),
        run=lambda args, stage: stage.learn_spell(args),
    ),
    EffectEntry(
        kind="heal",
        args=HealthArgs,
        summary="Gives health back, to the acting character unless `to: target`.",
        example="heal: 2d4",
        reach=Reach(),
        run=lambda args, stage: stage.change_health(_positive(args.amount, stage), args.to or "self"),
    ),
    EffectEntry(
        kind="damage",
        args=HealthArgs,
        summary="Takes health from whom an item or a spell strikes, and everywhere else from `self`.",
        example="damage: {amount: 3, to: target}",
        reach=Reach(),
        run=lambda args, stage: stage.change_health(-_positive(args.amount, stage), args.to),
    ),
    EffectEntry(
        kind="restore",
        args=VitalArgs,
        summary="Gives some of a vital back; a negative amount takes it.",
        example="restore: {vital: mana, amount: 5}",
        reach=Reach(),
        run=lambda args, stage: stage.restore(args.vital, stage.number(args.amount), args.to),
    ),
    EffectEntry(
        kind="raise_vital",
        args=RaiseArgs,
        summary="Raises the most that a character can have of a vital, for good.",
        example="raise_vital: {vital: health, amount: 10}",
        reach=Reach(gives=("vital",)),
        run=lambda args, stage: stage.raise_vital(args.vital, int(_positive(args.amount, stage))),
    ),
    EffectEntry(
        kind="apply_effect",
        args=LastingArgs,
        summary="Begins a lasting effect, on a character or a creature.",
        example="apply_effect: {effect: fed, duration: 20s}",
        reach=Reach(gives=("effects",)),
        run=lambda args, stage: stage.apply_effect(args.effect, args.duration, args.to),
    ),
    EffectEntry(
        kind="remove_effect",
        args=RemoveArgs,
        summary="Ends a lasting effect at once, of a character or a creature.",
        example="remove_effect: {effect: poisoned, to: target}",
        reach=Reach(),
        run=lambda args, stage: stage.remove_effect(args.effect, args.to),
    ),
)
