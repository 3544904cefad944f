"""Short digests beside stored rows, so that a flipped byte is noticed. Not a guard against forgers."""

from hashlib import blake2b
from typing import Any

import msgspec

from engine.store.errors import StoreDamaged


def seal(*values: Any) -> bytes:
    """Eight bytes that depend on every value, its type and its place."""
    return blake2b(msgspec.json.encode(values), digest_size=8).digest()


def check_seal(stored: object, *values: Any, what: str) -> None:
    """Raise `StoreDamaged`, naming `what`, unless `stored` is the seal of the values."""
    try:
        intact = stored == seal(*values)
    except (UnicodeEncodeError, TypeError, OverflowError):
        intact = False
    if not intact:
        raise StoreDamaged(f"The stored data of {what} is damaged. Restore the database from a backup.")
