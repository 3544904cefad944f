"""What `step` answers: facts, or a refusal. A refusal changes nothing and costs nothing."""

from dataclasses import dataclass, field
from typing import Any

from engine.game.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """It happened: the facts in order."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A rule says no. `code` is an error code of the wire, `message` one plain sentence for the player."""

    code: str
    message: str
    details: dict[str, Any] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818 - it is not an error: a rule says no
    """Carries a `Refused` from wherever a rule is asked up to `step`, which alone catches it."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.refused = Refused(code=code, message=message, details=details)


class ChainCut(RuntimeError):  # noqa: N818 - says what happened
    """Effects set each other off without end. A mistake in content: what they did is undone. `origin` says
    where it is written."""

    def __init__(self, origin: str) -> None:
        super().__init__(f"effects that began at {origin} set each other off without end")
        self.origin = origin
