"""How commands are answered: what is remembered under a key, and the refusals that are the shell's own."""

from collections import OrderedDict
from typing import Any, Final

import msgspec

from engine.game.outcome import Accepted, Refused
from engine.protocol.envelope import CommandFrame, WireError, encode_ack, encode_error
from engine.protocol.errors import ErrorCode
from engine.store.records import CommandResult

REMEMBERED: Final = 256
"""Results of each character kept at hand; the store has the older ones."""

BUSY: Final = "The server has too much to do right now, so nothing was changed. Try again in a moment."
ENDLESS: Final = (
    "That sets itself off again and again, so it was undone and nothing changed. That is a mistake in this "
    "world; it was noted."
)
KEY_REUSED: Final = "Another command was sent under this key before. Take a new key for a new command."
MISTAKE: Final = "The server made a mistake with this command, and nothing was changed. It was noted."
STOPPING: Final = "The server is about to restart, so nothing was changed. Connect again in a moment."
UNAVAILABLE: Final = "Your progress cannot be saved right now, so nothing was changed. Try again in a moment."


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a command was answered, but for the `id`, which may differ next time. No `code`: it was done."""

    type: str
    tick: int
    code: str | None = None
    message: str = ""
    details: dict[str, Any] = {}


def answer_of(frame: CommandFrame, outcome: Accepted | Refused, *, tick: int) -> Answer:
    """The answer that an outcome means."""
    if isinstance(outcome, Accepted):
        return Answer(type=frame.type, tick=tick)
    return Answer(
        type=frame.type, tick=tick, code=outcome.code, message=outcome.message, details=outcome.details
    )


def frame_of(answer: Answer, request: str | int | None) -> tuple[str, bytes] | None:
    """Type and bytes of the frame that tells an answer; None for an ACK that nobody asked for."""
    if answer.code is not None:
        error = WireError(
            code=ErrorCode(answer.code),
            message=answer.message,
            type=answer.type,
            id=request,
            details=answer.details,
        )
        return "ERROR", encode_error(error)
    return None if request is None else ("ACK", encode_ack(request, answer.type, answer.tick))


def refusal(frame: CommandFrame, code: ErrorCode, message: str) -> WireError:
    """A refusal of the shell's own."""
    return WireError(code=code, message=message, type=frame.type, id=frame.id)


def result_of(character: int, frame: CommandFrame, answer: Answer, *, at: int) -> CommandResult | None:
    """What is stored under the key of a command; None when it has none. `at` is Unix seconds."""
    if frame.key is None or frame.digest is None:
        return None
    return CommandResult(
        character=character,
        key=frame.key,
        request=frame.digest,
        answer=msgspec.json.encode(answer),
        tick=answer.tick,
        at=at,
    )


def earlier_answer(frame: CommandFrame, earlier: CommandResult) -> Answer | None:
    """The answer that the same command got before; None when it was another command."""
    return msgspec.json.decode(earlier.answer, type=Answer) if earlier.request == frame.digest else None


class Results:
    """The latest results of the characters in the world, those that are not on the disk yet among them."""

    def __init__(self) -> None:
        self._of: dict[int, OrderedDict[str, CommandResult]] = {}

    def find(self, character: int, key: str) -> CommandResult | None:
        """What a character's command with that key got."""
        results = self._of.get(character)
        return results.get(key) if results is not None else None

    def keep(self, result: CommandResult) -> None:
        """Remember one more, in place of the oldest when there are too many."""
        results = self._of.setdefault(result.character, OrderedDict())
        results[result.key] = result
        if len(results) > REMEMBERED:
            results.popitem(last=False)

    def forget(self, character: int) -> None:
        """Leave the results of a character to the store."""
        self._of.pop(character, None)
