"""Budgets: token buckets for what a socket may send, windows for what an address or account may try.

Every clock is handed in, in seconds that never jump. Every table is bounded, so that no one can fill our
memory by trying from many addresses.
"""

import ipaddress
import math
from collections import OrderedDict, deque
from typing import Final

MAX_KEYS: Final = 100_000
"""How many addresses or accounts one window remembers; the longest unseen is forgotten first."""


class Bucket:
    """A token bucket that may go into debt: taking always succeeds, and says how long to wait for it."""

    __slots__ = ("_burst", "_level", "_rate", "_since")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._since = now

    def take(self, amount: float, now: float) -> float:
        """Take `amount` and answer the seconds until that much is there: 0 within the budget."""
        self._level = min(self._burst, self._level + (now - self._since) * self._rate) - amount
        self._since = now
        return 0.0 if self._level >= 0 else -self._level / self._rate

    def try_take(self, amount: float, now: float) -> bool:
        """Take `amount` if that much is there, and say whether it was."""
        self._level = min(self._burst, self._level + (now - self._since) * self._rate)
        self._since = now
        if self._level < amount:
            return False
        self._level -= amount
        return True

    @property
    def debt(self) -> float:
        """How much was taken beyond the budget, at the last taking."""
        return max(0.0, -self._level)


class Window:
    """Counts events per key over a sliding time."""

    def __init__(self, *, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds until `key` may try again; 0 when it may now. Counts nothing."""
        times = self._times.get(key)
        if times is None:
            return 0.0
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if not times:
            del self._times[key]
            return 0.0
        return 0.0 if len(times) < self._limit else times[-self._limit] + self._seconds - now

    def add(self, key: str, now: float) -> None:
        """Count one event."""
        times = self._times.setdefault(key, deque(maxlen=self._limit))
        times.append(now)
        self._times.move_to_end(key)
        if len(self._times) > MAX_KEYS:
            self._times.popitem(last=False)

    def take_back(self, key: str) -> None:
        """Forget the latest event of `key`, which turned out not to count."""
        times = self._times.get(key)
        if times:
            times.pop()

    def forget(self, key: str) -> None:
        """Forget all events of `key`."""
        self._times.pop(key, None)


class Lockouts:
    """Wrong passwords per account: too many within the window lock the account, each time for longer."""

    SHORTEST: Final = 60.0
    LONGEST: Final = 900.0

    def __init__(self, *, limit: int, seconds: float) -> None:
        self._window = Window(limit=limit, seconds=seconds)
        self._locks: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Seconds until `key` may try again; 0 when it may now."""
        until, _ = self._locks.get(key, (0.0, 0))
        return max(0.0, until - now)

    def failed(self, key: str, now: float) -> None:
        """Count a wrong password; the last one allowed locks the account for 1, 2, 4, 8 or 15 minutes."""
        self._window.add(key, now)
        if not self._window.wait(key, now):
            return
        _, times = self._locks.get(key, (0.0, 0))
        seconds = min(self.LONGEST, self.SHORTEST * 2**times)
        self._window.forget(key)
        self._locks[key] = (now + seconds, min(times + 1, 10))
        self._locks.move_to_end(key)
        if len(self._locks) > MAX_KEYS:
            self._locks.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """A right password ends the counting."""
        self._window.forget(key)
        self._locks.pop(key, None)


class Seats:
    """Counts what is in use at once, per key."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def taken(self, key: str) -> int:
        """How many `key` has now."""
        return self._taken.get(key, 0)

    def take(self, key: str) -> None:
        """One more."""
        self._taken[key] = self._taken.get(key, 0) + 1

    def leave(self, key: str) -> None:
        """One fewer."""
        left = self._taken[key] - 1
        if left:
            self._taken[key] = left
        else:
            del self._taken[key]


def address_key(address: str) -> str:
    """What counts as one address: IPv4 as it is, IPv6 by its /64, since a household has that many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def retry_after(seconds: float) -> str:
    """The value of a Retry-After header: whole seconds, at least 1."""
    return str(max(1, math.ceil(seconds)))
