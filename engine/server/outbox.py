"""What waits to be sent to one client: bounded, in order, and newest state first to go out when it is slow.

A client that does not read is given up, never waited for by anyone else.
"""

from collections import deque
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class _Entry:
    type: str
    data: bytes | None


class Outbox:
    """A queue of frames, at most `frames` of them and at most `size` bytes.

    An update of a part that a newer one follows need not be sent. But an answer comes after the updates
    that its command caused, so nothing is dropped across an answer.
    """

    __slots__ = ("_bytes", "_count", "_frames", "_latest", "_queue", "_size")

    def __init__(self, *, frames: int, size: int) -> None:
        self._frames = frames
        self._size = size
        self._queue: deque[_Entry] = deque()
        self._latest: dict[str, _Entry] = {}
        self._count = 0
        self._bytes = 0

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Bytes that wait."""
        return self._bytes

    def put(self, kind: str, data: bytes, *, supersedes: bool) -> bool:
        """Queue a frame; False when that is more than the client is allowed to lag behind."""
        entry = _Entry(kind, data)
        if supersedes:
            older = self._latest.get(kind)
            if older is not None and older.data is not None:
                self._count -= 1
                self._bytes -= len(older.data)
                older.data = None
            self._latest[kind] = entry
        else:
            self._latest.clear()
        self._queue.append(entry)
        self._count += 1
        self._bytes += len(data)
        return self._count <= self._frames and self._bytes <= self._size

    def take(self) -> bytes | None:
        """The next frame to send, or None when there is none."""
        while self._queue:
            entry = self._queue.popleft()
            data, entry.data = entry.data, None
            if data is not None:
                self._count -= 1
                self._bytes -= len(data)
                return data
        return None

    def clear(self) -> None:
        """Drop all that waits."""
        self._queue.clear()
        self._latest.clear()
        self._count = self._bytes = 0
