"""Writing to the state so that it can be taken back exactly, order included.

Every write notes what was there. Taking back runs the notes from last to first. Only `engine.game.apply`
and the turn use this.
"""

from bisect import bisect_left, insort
from typing import Any, Final

from engine.game.state import Timer

_MISSING: Final = object()


class Writes:
    """The notes of one turn."""

    __slots__ = ("_notes",)

    def __init__(self) -> None:
        self._notes: list[tuple[int, Any, Any, Any]] = []

    def set(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute."""
        self._notes.append((0, target, name, getattr(target, name)))
        setattr(target, name, value)

    def put(self, mapping: dict[Any, Any], key: Any, value: Any) -> None:
        """Set an entry of a mapping."""
        self._notes.append((1, mapping, key, mapping.get(key, _MISSING)))
        mapping[key] = value

    def drop(self, mapping: dict[Any, Any], key: Any) -> None:
        """Remove an entry of a mapping. The note keeps the whole order: putting an entry back would move it
        to the end."""
        self._notes.append((2, mapping, key, list(mapping.items())))
        del mapping[key]

    def append(self, sequence: list[Any], value: Any) -> None:
        """Append to a list."""
        self._notes.append((3, sequence, None, None))
        sequence.append(value)

    def insert(self, timers: list[Timer], timer: Timer) -> None:
        """Add a timer to a sorted list. A heap would be as fast here, but taking back would leave it laid out
        in another way than before."""
        self._notes.append((4, timers, timer, None))
        insort(timers, timer)

    def pop(self, timers: list[Timer]) -> Timer:
        """Take the earliest timer."""
        timer = timers.pop(0)
        self._notes.append((5, timers, timer, None))
        return timer

    def take_back(self) -> None:
        """Undo everything, last first."""
        for kind, target, key, old in reversed(self._notes):
            if kind == 0:
                setattr(target, key, old)
            elif kind == 1:
                if old is _MISSING:
                    del target[key]
                else:
                    target[key] = old
            elif kind == 2:
                target.clear()
                target.update(old)
            elif kind == 3:
                target.pop()
            elif kind == 4:
                del target[bisect_left(target, key)]
            else:
                target.insert(0, key)
        self._notes.clear()
