"""Tickets: what a browser shows instead of its token to open a socket. Single use, short-lived, in memory."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

MAX_TICKETS: Final = 100_000
MAX_PER_TOKEN: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Whoever holds it may play this character of this account, as long as the token behind it counts."""

    user: int
    character: int
    token: bytes


class Tickets:
    """The tickets that were given out and not used yet, by their hash."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._open: dict[bytes, tuple[float, Pass]] = {}

    def issue(self, may: Pass, now: float) -> str:
        """A new ticket. The oldest of the same token goes when there are too many."""
        self._drop_old(now)
        own = [key for key, (_, other) in self._open.items() if other.token == may.token]
        if len(own) >= MAX_PER_TOKEN:
            del self._open[own[0]]
        ticket = secrets.token_urlsafe(32)
        self._open[token_hash(ticket)] = (now + self._seconds, may)
        return ticket

    def use(self, ticket: str, now: float) -> Pass | None:
        """What a ticket allows, once; None when it is unknown, used or too old."""
        found = self._open.pop(token_hash(ticket), None)
        return found[1] if found is not None and now < found[0] else None

    def revoke(self, token: bytes) -> None:
        """Let no ticket of this token count any more."""
        for key in [key for key, (_, may) in self._open.items() if may.token == token]:
            del self._open[key]

    def _drop_old(self, now: float) -> None:
        # They were put in by time, so the old ones stand in front.
        for key, (until, _) in list(self._open.items()):
            if until > now and len(self._open) < MAX_TICKETS:
                return
            del self._open[key]


def new_token() -> str:
    """A token of 256 random bits, as text for a header or an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is kept of a token or a ticket. They are random already, so a plain digest is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
