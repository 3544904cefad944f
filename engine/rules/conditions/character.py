"""Conditions on what a character is: level, skills, vitals, effects, spells."""

from typing import Final

import msgspec

from engine.model.magic import LastingEffect, Spell
from engine.rules.reasons import NOBODY
from engine.rules.registry import Reach, question
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


def _shown(amount: float) -> str:
    return f"{amount:.15g}"


def _lasting(subject: Subject, effect: str) -> LastingEffect:
    return subject.catalog.effects[effect]


def _spell(subject: Subject, spell: str) -> Spell:
    return subject.catalog.spells[spell]


ENTRIES: Final = (
    question(
        kind="skill",
        args=SkillArgs,
        summary="A skill is trained to a level or above. Bonuses of items do not count.",
        example="skill: {id: MINING, level: 3}",
        reach=Reach(needs=("skill",)),
        holds=lambda args, subject: subject.skill(args.id) >= args.level,
        needs=lambda args, subject: (
            f"You need {_skill_name(subject, args.id)} {args.level}",
            f"you have {subject.skill(args.id)}",
        ),
        avoids=lambda args, subject: (
            (
                f"Your {_skill_name(subject, args.id)} must be below {args.level}",
                f"it is {subject.skill(args.id)}",
            )
            if args.level > 0
            else NOBODY
        ),
    ),
    question(
        kind="level",
        args=int,
        summary="The character has this level or more.",
        example="level: 2",
        reach=Reach(needs=("level",)),
        holds=lambda args, subject: subject.level() >= args,
        needs=lambda args, subject: (f"You need level {args}", f"you have {subject.level()}"),
        avoids=lambda args, subject: (
            (f"You must be below level {args}", f"you have {subject.level()}") if args > 0 else NOBODY
        ),
    ),
    question(
        kind="vital",
        args=VitalArgs,
        summary="So much of a vital is left.",
        example="vital: {vital: stamina, at_least: 5}",
        reach=Reach(needs=("vital",)),
        holds=lambda args, subject: subject.vital(args.vital) >= args.at_least,
        needs=lambda args, subject: (
            f"You need {_shown(args.at_least)} {args.vital}",
            f"you have {int(subject.vital(args.vital))}",
        ),
        avoids=lambda args, subject: (
            (
                f"You must have less than {_shown(args.at_least)} {args.vital}",
                f"you have {int(subject.vital(args.vital))}",
            )
            if args.at_least > 0
            else NOBODY
        ),
        resource=lambda args: args.vital,
    ),
    question(
        kind="effect",
        args=str,
        summary="A lasting effect is at work.",
        example="effect: fed",
        reach=Reach(needs=("effects",)),
        holds=lambda args, subject: subject.under(args),
        needs=lambda args, subject: (f"You must be under the effect “{_lasting(subject, args).name}”", ""),
        avoids=lambda args, subject: (
            f"You must not be under the effect “{_lasting(subject, args).name}”",
            "",
        ),
    ),
    question(
        kind="spell",
        args=str,
        summary="A spell is known.",
        example="spell: mend",
        reach=Reach(needs=("spells",)),
        holds=lambda args, subject: subject.knows(args),
        needs=lambda args, subject: (f"You must know {_spell(subject, args).name}", ""),
        avoids=lambda args, subject: (f"You must not know {_spell(subject, args).name}", ""),
    ),
)
