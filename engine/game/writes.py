"""Writing to the state so that it can be taken back exactly, order included.

Every write notes how to undo itself. Taking back runs the notes from last to first. Only
`engine.game.apply` and the turn use this.
"""

from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Any, Final

from engine.game.state import Timer

_MISSING: Final = object()


def _put_back(mapping: dict[Any, Any], key: Any, old: Any) -> None:
    if old is _MISSING:
        del mapping[key]
    else:
        mapping[key] = old


def _refill(mapping: dict[Any, Any], _: Any, old: list[tuple[Any, Any]]) -> None:
    mapping.clear()
    mapping.update(old)


def _shorten(sequence: list[Any], _: Any, __: Any) -> None:
    sequence.pop()


def _take_out(timers: list[Timer], timer: Timer, _: Any) -> None:
    del timers[bisect_left(timers, timer)]


def _put_first(timers: list[Timer], timer: Timer, _: Any) -> None:
    timers.insert(0, timer)


class Writes:
    """The notes of one turn."""

    __slots__ = ("_notes",)

    def __init__(self) -> None:
        self._notes: list[tuple[Callable[[Any, Any, Any], None], Any, Any, Any]] = []

    def set(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute."""
        self._notes.append((setattr, target, name, getattr(target, name)))
        setattr(target, name, value)

    def put(self, mapping: dict[Any, Any], key: Any, value: Any) -> None:
        """Set an entry of a mapping."""
        self._notes.append((_put_back, mapping, key, mapping.get(key, _MISSING)))
        mapping[key] = value

    def drop(self, mapping: dict[Any, Any], key: Any) -> None:
        """Remove an entry of a mapping. The note keeps the whole order: putting an entry back would move it
        to the end."""
        self._notes.append((_refill, mapping, None, list(mapping.items())))
        del mapping[key]

    def append(self, sequence: list[Any], value: Any) -> None:
        """Append to a list."""
        self._notes.append((_shorten, sequence, None, None))
        sequence.append(value)

    def insert(self, timers: list[Timer], timer: Timer) -> None:
        """Add a timer to a sorted list. A heap would be as fast here, but taking back would leave it laid out
        in another way than before."""
        self._notes.append((_take_out, timers, timer, None))
        insort(timers, timer)

    def pop(self, timers: list[Timer]) -> Timer:
        """Take the earliest timer."""
        timer = timers.pop(0)
        self._notes.append((_put_first, timers, timer, None))
        return timer

    def mark(self) -> int:
        """A point to take back to."""
        return len(self._notes)

    def take_back(self, mark: int = 0) -> None:
        """Undo everything since a mark, last first."""
        for undo, target, key, old in reversed(self._notes[mark:]):
            undo(target, key, old)
        del self._notes[mark:]
