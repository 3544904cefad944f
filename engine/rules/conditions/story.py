"""Conditions on the story so far: quests, flags, place and time."""

from typing import Final, Literal

import msgspec

from engine.base.ids import OUTDOORS
from engine.base.units import clock_text
from engine.rules.registry import ConditionEntry, Reach
from engine.rules.scope import Subject

QuestCondition = Literal["offered", "proceeding", "met", "finished", "failed"]

_QUEST_WORDS: Final = {
    "offered": "must be open to you",
    "proceeding": "must be under way",
    "met": "must be ready to hand in",
    "finished": "must be finished",
    "failed": "must have failed",
}


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


def _quest_unmet(args: QuestArgs, subject: Subject) -> str:
    if subject.quest(args.id, args.state):
        return ""
    return f"The quest “{subject.catalog.quests[args.id].title}” {_QUEST_WORDS[args.state]}."


def _at_holds(args: AtArgs, subject: Subject) -> bool:
    location, structure = subject.place()
    return location == args.location and (args.structure is None or structure == args.structure)


def _at_unmet(args: AtArgs, subject: Subject) -> str:
    if _at_holds(args, subject):
        return ""
    location = subject.catalog.locations[args.location]
    inside = args.structure and location.structures[args.structure].label
    outside = ", outdoors" if args.structure == OUTDOORS else ""
    return f"You must be at {location.name}{f', {inside}' if inside else outside}."


def _flag_holds(args: FlagArgs, subject: Subject) -> bool:
    value = subject.flag(args.id)
    return (
        (args.is_ is None or value == args.is_)
        and (args.at_least is None or value >= args.at_least)
        and (args.at_most is None or value <= args.at_most)
    )


def _time_holds(args: TimeArgs, subject: Subject) -> bool:
    minute = subject.minute()
    if args.from_ <= args.to:
        return args.from_ <= minute < args.to
    return minute >= args.from_ or minute < args.to


ENTRIES: Final = (
    ConditionEntry(
        kind="quest",
        args=QuestArgs,
        summary="A quest is offered, proceeding, met (ready to hand in), finished or failed.",
        example="quest: {id: lamp-for-the-dark, state: finished}",
        reach=Reach(needs=("quests",)),
        holds=lambda args, subject: subject.quest(args.id, args.state),
        unmet=_quest_unmet,
    ),
    ConditionEntry(
        kind="at",
        args=AtArgs,
        summary="The character is at a location, or in one of its structures.",
        example="at: {location: harbor, structure: chapel}",
        reach=Reach(needs=("locations",)),
        holds=_at_holds,
        unmet=_at_unmet,
    ),
    ConditionEntry(
        kind="flag",
        args=FlagArgs,
        summary="A flag is a value, or at least or at most a number.",
        example="flag: {id: saw-lamp, is: true}",
        reach=Reach(needs=("flags",)),
        holds=_flag_holds,
        # A flag is a writer's private mark: its name would tell a player what is still hidden.
        unmet=lambda args, subject: "" if _flag_holds(args, subject) else "Something has to happen first.",
    ),
    ConditionEntry(
        kind="time",
        args=TimeArgs,
        summary="The world clock stands between two times of day; over midnight is fine.",
        example='time: {from: "20:00", to: "06:00"}',
        reach=Reach(needs=("time",)),
        holds=_time_holds,
        unmet=lambda args, subject: (
            ""
            if _time_holds(args, subject)
            else f"Come back between {clock_text(args.from_)} and {clock_text(args.to)}; "
            f"it is {clock_text(subject.minute())}."
        ),
    ),
)
