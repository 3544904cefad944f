"""Effects on the story: flags, quests, places, creatures, words."""

from typing import Final

import msgspec

from engine.base.ids import OUTDOORS
from engine.model.clause import Formula
from engine.rules.registry import EffectEntry, Reach
from engine.rules.scope import Stage


class FlagArgs(msgspec.Struct, frozen=True):
    """A flag and its new value, or what is added to it."""

    id: str
    to: bool | int | None = None
    add: int = 0


class AdvanceArgs(msgspec.Struct, frozen=True):
    """An objective of a quest that comes so much further."""

    quest: str
    objective: str
    amount: int = 1


class PlaceArgs(msgspec.Struct, frozen=True):
    """A place."""

    location: str
    structure: str = OUTDOORS


class SpawnArgs(msgspec.Struct, frozen=True):
    """Some creatures; one when nothing is said."""

    creature: str
    amount: Formula | None = None


def _spawn(args: SpawnArgs, stage: Stage) -> None:
    amount = 1 if args.amount is None else max(0, int(stage.number(args.amount) // 1))
    stage.spawn(args.creature, amount)


ENTRIES: Final = (
    EffectEntry(
        kind="set_flag",
        args=FlagArgs,
        summary="Sets a flag, or adds to it; a number stays within its bounds.",
        example="set_flag: {id: saw-lamp, to: true}",
        reach=Reach(gives=("flags",)),
        run=lambda args, stage: stage.set_flag(args.id, args.to, args.add),
    ),
    EffectEntry(
        kind="start_quest",
        args=str,
        summary="Gives a quest to the character, whoever its giver is and whatever it requires; nothing "
        "happens while it is under way or rests, or when it was taken and has no `repeat`.",
        example="start_quest: lamp-for-the-dark",
        reach=Reach(gives=("quests",)),
        run=lambda args, stage: stage.start_quest(args),
    ),
    EffectEntry(
        kind="advance_quest",
        args=AdvanceArgs,
        summary="Brings an objective of a quest under way further.",
        example="advance_quest: {quest: lamp-for-the-dark, objective: ask}",
        reach=Reach(gives=("quests",)),
        run=lambda args, stage: stage.advance_quest(args.quest, args.objective, args.amount),
    ),
    EffectEntry(
        kind="fail_quest",
        args=str,
        summary="Fails a quest that is under way.",
        example="fail_quest: lamp-for-the-dark",
        reach=Reach(),
        run=lambda args, stage: stage.fail_quest(args),
    ),
    EffectEntry(
        kind="move_to",
        args=PlaceArgs,
        summary="Puts the character somewhere else, out of any fight.",
        example="move_to: {location: harbor, structure: chapel}",
        reach=Reach(gives=("locations",)),
        run=lambda args, stage: stage.move_to(args.location, args.structure),
    ),
    EffectEntry(
        kind="spawn",
        args=SpawnArgs,
        summary="Brings creatures into the combat room; nothing happens outside one.",
        example="spawn: {creature: tide-crab, amount: 2}",
        reach=Reach(gives=("creatures",)),
        run=_spawn,
    ),
    EffectEntry(
        kind="say",
        args=str,
        summary="Tells the character's player something.",
        example='say: "The knife creaks."',
        reach=Reach(),
        run=lambda args, stage: stage.say(args),
    ),
)
