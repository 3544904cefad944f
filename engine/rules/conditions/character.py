"""Conditions on what a character is: level, skills, vitals, effects, spells."""

from typing import Final

import msgspec

from engine.model.magic import LastingEffect, Spell
from engine.rules.registry import ConditionEntry, Reach
from engine.rules.scope import Subject


class SkillArgs(msgspec.Struct, frozen=True):
    """A skill at a level or above."""

    id: str
    level: int


class VitalArgs(msgspec.Struct, frozen=True):
    """A vital at a value or above."""

    vital: str
    at_least: float


def _skill_name(subject: Subject, skill: str) -> str:
    return subject.catalog.skills[skill].name


def _lasting(subject: Subject, effect: str) -> LastingEffect:
    return subject.catalog.effects[effect]


def _spell(subject: Subject, spell: str) -> Spell:
    return subject.catalog.spells[spell]


def _skill_unmet(args: SkillArgs, subject: Subject) -> str:
    have = subject.skill(args.id)
    return (
        ""
        if have >= args.level
        else f"You need {_skill_name(subject, args.id)} {args.level}; you have {have}."
    )


def _level_unmet(args: int, subject: Subject) -> str:
    have = subject.level()
    return "" if have >= args else f"You need level {args}; you have {have}."


def _vital_unmet(args: VitalArgs, subject: Subject) -> str:
    have = subject.vital(args.vital)
    return "" if have >= args.at_least else f"You need {args.at_least:g} {args.vital}; you have {int(have)}."


ENTRIES: Final = (
    ConditionEntry(
        kind="skill",
        args=SkillArgs,
        summary="A skill is trained to a level or above. Bonuses of items do not count.",
        example="skill: {id: MINING, level: 3}",
        reach=Reach(needs=("skill",)),
        holds=lambda args, subject: subject.skill(args.id) >= args.level,
        unmet=_skill_unmet,
    ),
    ConditionEntry(
        kind="level",
        args=int,
        summary="The character has this level or more.",
        example="level: 2",
        reach=Reach(needs=("level",)),
        holds=lambda args, subject: subject.level() >= args,
        unmet=_level_unmet,
    ),
    ConditionEntry(
        kind="vital",
        args=VitalArgs,
        summary="So much of a vital is left.",
        example="vital: {vital: stamina, at_least: 5}",
        reach=Reach(needs=("vital",)),
        holds=lambda args, subject: subject.vital(args.vital) >= args.at_least,
        unmet=_vital_unmet,
    ),
    ConditionEntry(
        kind="effect",
        args=str,
        summary="A lasting effect is at work.",
        example="effect: fed",
        reach=Reach(needs=("effects",)),
        holds=lambda args, subject: subject.under(args),
        unmet=lambda args, subject: (
            "" if subject.under(args) else f"You must be under “{_lasting(subject, args).name}”."
        ),
    ),
    ConditionEntry(
        kind="spell",
        args=str,
        summary="A spell is known.",
        example="spell: mend",
        reach=Reach(needs=("spells",)),
        holds=lambda args, subject: subject.knows(args),
        unmet=lambda args, subject: (
            "" if subject.knows(args) else f"You must know {_spell(subject, args).name}."
        ),
    ),
)
