"""Conditions on the story so far: quests, flags, place and time."""

from typing import Final, Literal

import msgspec

from engine.base.ids import OUTDOORS
from engine.base.units import clock_text
from engine.rules.registry import Reach, Words, question
from engine.rules.scope import Subject

QuestCondition = Literal["offered", "proceeding", "met", "finished", "failed"]

_QUEST_WORDS: Final = {
    "offered": "must be open to you",
    "proceeding": "must be under way",
    "met": "must be ready to hand in",
    "finished": "must be finished",
    "failed": "must have failed",
}
_QUEST_NOT_WORDS: Final = {
    "offered": "must not be open to you",
    "proceeding": "must not be under way",
    "met": "must not be ready to hand in",
    "finished": "must not be finished",
    "failed": "must not have failed",
}

# A flag is a writer's private mark: its name or value would tell a player what is still hidden.
SOMETHING_FIRST: Final = ("Something has to happen first", "")
SOMETHING_ELSE: Final = ("Something that has happened stands in the way", "")


class QuestArgs(msgspec.Struct, frozen=True):
    """A quest in a state. One that is `met` is also `proceeding`; one handed in before stays `finished`."""

    id: str
    state: QuestCondition


class AtArgs(msgspec.Struct, frozen=True):
    """A location; with a structure, just there (`""` is outdoors)."""

    location: str
    structure: str | None = None


class FlagArgs(msgspec.Struct, frozen=True):
    """A flag that is just this, or at least, or at most this."""

    id: str
    is_: bool | int | None = msgspec.field(default=None, name="is")
    at_least: int | None = None
    at_most: int | None = None


class TimeArgs(msgspec.Struct, frozen=True):
    """A part of the day, in minutes after midnight; `to` may come before `from`, over midnight."""

    from_: int = msgspec.field(name="from")
    to: int


def _quest(subject: Subject, quest: str) -> str:
    return f"The quest “{subject.catalog.quests[quest].title}”"


def _at_holds(args: AtArgs, subject: Subject) -> bool:
    location, structure = subject.place()
    return location == args.location and (args.structure is None or structure == args.structure)


def _place(args: AtArgs, subject: Subject) -> str:
    location = subject.catalog.locations[args.location]
    inside = args.structure and location.structures[args.structure].label
    outside = ", outdoors" if args.structure == OUTDOORS else ""
    return f"{location.name}{f', {inside}' if inside else outside}"


def _is(args: FlagArgs, value: bool | int) -> bool:
    return (
        (args.is_ is None or value == args.is_)
        and (args.at_least is None or value >= args.at_least)
        and (args.at_most is None or value <= args.at_most)
    )


def _flag_holds(args: FlagArgs, subject: Subject) -> bool:
    return _is(args, subject.flag(args.id))


def _flag_needs(args: FlagArgs, subject: Subject) -> Words:
    """It held before anything happened, or what happened set the flag higher than it may be."""
    value, before = subject.flag(args.id), subject.catalog.flags[args.id].default
    passed = any(most is not None and before < most < value for most in (args.is_, args.at_most))
    return SOMETHING_ELSE if _is(args, before) or passed else SOMETHING_FIRST


def _flag_avoids(args: FlagArgs, subject: Subject) -> Words:
    """Where it holds before anything happens, its opposite waits for something."""
    return SOMETHING_FIRST if _is(args, subject.catalog.flags[args.id].default) else SOMETHING_ELSE


def _time_holds(args: TimeArgs, subject: Subject) -> bool:
    minute = subject.minute()
    if args.from_ <= args.to:
        return args.from_ <= minute < args.to
    return minute >= args.from_ or minute < args.to


def _between(start: int, end: int, subject: Subject) -> Words:
    now = clock_text(subject.minute())
    return f"Come back between {clock_text(start)} and {clock_text(end)}", f"it is {now}"


ENTRIES: Final = (
    question(
        kind="quest",
        args=QuestArgs,
        summary="A quest is offered, proceeding, met (ready to hand in), finished or failed.",
        example="quest: {id: lamp-for-the-dark, state: finished}",
        reach=Reach(needs=("quests",)),
        holds=lambda args, subject: subject.quest(args.id, args.state),
        needs=lambda args, subject: (f"{_quest(subject, args.id)} {_QUEST_WORDS[args.state]}", ""),
        avoids=lambda args, subject: (f"{_quest(subject, args.id)} {_QUEST_NOT_WORDS[args.state]}", ""),
    ),
    question(
        kind="at",
        args=AtArgs,
        summary="The character is at a location, or in one of its structures.",
        example="at: {location: harbor, structure: chapel}",
        reach=Reach(needs=("locations",)),
        holds=_at_holds,
        needs=lambda args, subject: (f"You must be at {_place(args, subject)}", ""),
        avoids=lambda args, subject: (f"You must not be at {_place(args, subject)}", ""),
    ),
    question(
        kind="flag",
        args=FlagArgs,
        summary="A flag is a value, or at least or at most a number.",
        example="flag: {id: saw-lamp, is: true}",
        reach=Reach(needs=("flags",)),
        holds=_flag_holds,
        needs=_flag_needs,
        avoids=_flag_avoids,
    ),
    question(
        kind="time",
        args=TimeArgs,
        summary="The world clock stands between two times of day; over midnight is fine.",
        example='time: {from: "20:00", to: "06:00"}',
        reach=Reach(needs=("time",)),
        holds=_time_holds,
        needs=lambda args, subject: _between(args.from_, args.to, subject),
        avoids=lambda args, subject: _between(args.to, args.from_, subject),
    ),
)
