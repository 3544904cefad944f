"""What is stored beside characters: combat rooms, limited wares, the clock, the content version."""

import sqlite3
from collections.abc import Mapping
from typing import Final

import msgspec

from engine.game.state import Room, StockState
from engine.store.errors import CommitRefused, StoreDamaged
from engine.store.seal import check_seal, seal

_room_codec: Final = (msgspec.json.Encoder(), msgspec.json.Decoder(Room))


def rooms(conn: sqlite3.Connection) -> dict[int, str]:
    """The stored text of every room, by id. Raises `StoreDamaged`."""
    found: dict[int, str] = {}
    for room, body, stored in conn.execute("SELECT id, body, seal FROM rooms ORDER BY id"):
        check_seal(stored, room, body, what=f"combat room {room}")
        found[room] = body
    return found


def room_of(body: str) -> Room:
    """The room that a stored text means."""
    try:
        return _room_codec[1].decode(body)
    except msgspec.MsgspecError as error:
        raise StoreDamaged(
            f"A stored combat room cannot be read ({error}). Restore the database from a backup."
        ) from error


def body_of(room: Room) -> str:
    """The text that stands for a room. Raises `CommitRefused` when it could not be read back."""
    try:
        body = _room_codec[0].encode(room)
        _room_codec[1].decode(body)
        return body.decode()
    except (msgspec.MsgspecError, UnicodeError, TypeError, OverflowError) as error:
        raise CommitRefused(f"Combat room {room.id} cannot be stored: {error}.") from error


def write_rooms(conn: sqlite3.Connection, bodies: Mapping[int, str | None]) -> None:
    """Store rooms, and drop those that are None."""
    for room, body in bodies.items():
        if body is None:
            conn.execute("DELETE FROM rooms WHERE id = ?", (room,))
        else:
            conn.execute(
                "INSERT INTO rooms (id, body, seal) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET body = excluded.body, seal = excluded.seal",
                (room, body, seal(room, body)),
            )


def stock(conn: sqlite3.Connection) -> dict[str, StockState]:
    """What is left of each limited ware. Raises `StoreDamaged`."""
    found: dict[str, StockState] = {}
    for ware, amount, restocks_at, stored in conn.execute(
        "SELECT ware, amount, restocks_at, seal FROM stock ORDER BY ware"
    ):
        check_seal(stored, ware, amount, restocks_at, what=f"the stock of {ware}")
        found[ware] = StockState(amount=amount, restocks_at=restocks_at)
    return found


def write_stock(conn: sqlite3.Connection, changes: Mapping[str, StockState | None]) -> None:
    """Store wares, and drop those that are None. Raises `CommitRefused`."""
    for ware, state in changes.items():
        if state is None:
            conn.execute("DELETE FROM stock WHERE ware = ?", (ware,))
            continue
        if type(state.amount) is not int or type(state.restocks_at) not in (int, type(None)):
            raise CommitRefused(f"The stock of {ware} cannot be stored: {state} is not in whole numbers.")
        conn.execute(
            "INSERT INTO stock (ware, amount, restocks_at, seal) VALUES (?, ?, ?, ?) ON CONFLICT (ware) DO "
            "UPDATE SET amount = excluded.amount, restocks_at = excluded.restocks_at, seal = excluded.seal",
            (ware, state.amount, state.restocks_at, seal(ware, state.amount, state.restocks_at)),
        )


def clock(conn: sqlite3.Connection) -> tuple[int, int]:
    """The tick of the last commit, and the id of the next room. Raises `StoreDamaged`."""
    row = conn.execute("SELECT tick, next_room, content, seal FROM world").fetchone()
    if row is None:
        raise StoreDamaged("The stored clock of the world is gone. Restore the database from a backup.")
    check_seal(row[3], *row[:3], what="the clock of the world")
    return row[0], row[1]


def write_clock(conn: sqlite3.Connection, tick: int, next_room: int, *, content: int) -> None:
    """Store the tick, the id of the next room, and the content version of this commit."""
    conn.execute(
        "UPDATE world SET tick = ?, next_room = ?, content = ?, seal = ?",
        (tick, next_room, content, seal(tick, next_room, content)),
    )


def stored_content(conn: sqlite3.Connection) -> str | None:
    """The digest of the content that the last commit was made under; None before the first one."""
    row = conn.execute(
        "SELECT contents.id, digest, contents.seal FROM contents JOIN world ON world.content = contents.id"
    ).fetchone()
    if row is None:
        return None
    check_seal(row[2], *row[:2], what="the content version")
    return str(row[1])


def content_id(conn: sqlite3.Connection, digest: str) -> int:
    """The number that stands for a content version in the ledger; a new one when it was never seen."""
    row = conn.execute("SELECT id FROM contents WHERE digest = ?", (digest,)).fetchone()
    if row:
        return int(row[0])
    number = int(conn.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM contents").fetchone()[0])
    conn.execute(
        "INSERT INTO contents (id, digest, seal) VALUES (?, ?, ?)", (number, digest, seal(number, digest))
    )
    return number
