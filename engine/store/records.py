"""What goes into the players' database and comes out of it, as values. Times are Unix seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.game.state import Character, Room, StockState

LedgerKind = Literal["coins", "item", "quest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A player's account. `password_hash` is the text that the hasher made."""

    id: int
    username: str
    password_hash: str
    created_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A login that is good until `expires_at`, which may be moved on as far as `absolute_expiry`."""

    user: int
    created_at: int
    expires_at: int
    absolute_expiry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One change of what a character holds. `thing` is the item's or quest's id, `""` for coins; `delta` is
    in pieces, copper, or hand-ins. `cause` is the source or sink. `turn` counts the hand-ins of a quest."""

    character: int
    tick: int
    kind: LedgerKind
    thing: str
    delta: int
    cause: str
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResult:
    """What a keyed command got: `request` is the digest of its bytes, `answer` the bytes to send again."""

    character: int
    key: str
    request: bytes
    answer: bytes
    tick: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imbalance:
    """A character holds `held` of a thing, but its ledger says `booked`."""

    character: int
    kind: LedgerKind
    thing: str
    held: int
    booked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All that one transaction stores.

    `characters` are whole copies, of those in the world and of those in `left`, who are out of it after this
    commit. A room or a ware that is None is gone. The ledger must account for every change of coins and
    items that `characters` show; `at` dates the results, in Unix seconds.
    """

    tick: int
    next_room: int
    at: int
    characters: Sequence[Character] = ()
    left: frozenset[int] = frozenset()
    rooms: Mapping[int, Room | None] = field(default_factory=dict)
    stock: Mapping[str, StockState | None] = field(default_factory=dict)
    ledger: Sequence[LedgerRow] = ()
    results: Sequence[CommandResult] = ()
