"""Accounts and logins. Only what passwords and tokens become is stored; making it is the server's."""

import sqlite3
from typing import Any, Final

from engine.store.errors import NotFound, UsernameTaken
from engine.store.records import Account, Session
from engine.store.seal import check_seal, seal

_ACCOUNT: Final = "SELECT id, username, folded, password_hash, created_at, seal FROM accounts"
_SESSION: Final = (
    "SELECT user, created_at, expires_at, absolute_expiry, seal FROM sessions WHERE token_hash = ?"
)


def create(conn: sqlite3.Connection, username: str, folded: str, password_hash: str, *, now: int) -> int:
    """Store a new account; gives its id. Raises `UsernameTaken`."""
    if conn.execute("SELECT 1 FROM accounts WHERE folded = ?", (folded,)).fetchone():
        raise UsernameTaken(f"The name {username} is taken. Choose another one.")
    account = conn.execute(
        "INSERT INTO accounts (username, folded, password_hash, created_at, seal) VALUES (?, ?, ?, ?, x'')",
        (username, folded, password_hash, now),
    ).lastrowid
    assert account is not None
    _reseal(conn, account, username, folded, password_hash, now)
    return account


def _reseal(conn: sqlite3.Connection, account: int, *values: Any) -> None:
    conn.execute("UPDATE accounts SET seal = ? WHERE id = ?", (seal(account, *values), account))


def _account(row: tuple[Any, ...]) -> Account:
    account, username, folded, password_hash, created_at, stored = row
    values = (account, username, folded, password_hash, created_at)
    check_seal(stored, *values, what=f"account {account}")
    return Account(id=account, username=username, password_hash=password_hash, created_at=created_at)


def by_name(conn: sqlite3.Connection, folded: str) -> Account | None:
    """The account of that folded name."""
    row = conn.execute(f"{_ACCOUNT} WHERE folded = ?", (folded,)).fetchone()
    return _account(row) if row else None


def every(conn: sqlite3.Connection) -> list[Account]:
    """All accounts, by id."""
    return [_account(row) for row in conn.execute(f"{_ACCOUNT} ORDER BY id")]


def update_password_hash(conn: sqlite3.Connection, account: int, password_hash: str) -> None:
    """Put another hash in place of an account's. Raises `NotFound`."""
    row = conn.execute(f"{_ACCOUNT} WHERE id = ?", (account,)).fetchone()
    if not row:
        raise NotFound(f"There is no account {account}.")
    _account(row)
    _, username, folded, _, created_at, _ = row
    conn.execute("UPDATE accounts SET password_hash = ? WHERE id = ?", (password_hash, account))
    _reseal(conn, account, username, folded, password_hash, created_at)


def create_session(conn: sqlite3.Connection, token_hash: bytes, session: Session) -> None:
    """Store a login, and drop all that are over. Raises `NotFound` when there is no such account."""
    conn.execute("DELETE FROM sessions WHERE expires_at <= ?", (session.created_at,))
    if not conn.execute("SELECT 1 FROM accounts WHERE id = ?", (session.user,)).fetchone():
        raise NotFound(f"There is no account {session.user}.")
    values = (session.user, session.created_at, session.expires_at, session.absolute_expiry)
    conn.execute(
        "INSERT INTO sessions (token_hash, user, created_at, expires_at, absolute_expiry, seal) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (token_hash, *values, seal(token_hash, *values)),
    )


def session(conn: sqlite3.Connection, token_hash: bytes, *, now: int) -> Session | None:
    """The login of that token, or None when there is none or it is over."""
    row = conn.execute(_SESSION, (token_hash,)).fetchone()
    if not row:
        return None
    user, created_at, expires_at, absolute_expiry, stored = row
    values = (user, created_at, expires_at, absolute_expiry)
    check_seal(stored, token_hash, *values, what=f"a login of account {user}")
    if now >= expires_at:
        return None
    return Session(user=user, created_at=created_at, expires_at=expires_at, absolute_expiry=absolute_expiry)


def extend_session(
    conn: sqlite3.Connection, token_hash: bytes, *, now: int, expires_at: int
) -> Session | None:
    """Let a login be good until `expires_at`, never past its absolute expiry, never shorter than it was.

    Gives the login as it is now, or None when there is none or it is over.
    """
    found = session(conn, token_hash, now=now)
    if found is None:
        return None
    until = max(found.expires_at, min(expires_at, found.absolute_expiry))
    sealed = seal(token_hash, found.user, found.created_at, until, found.absolute_expiry)
    conn.execute(
        "UPDATE sessions SET expires_at = ?, seal = ? WHERE token_hash = ?", (until, sealed, token_hash)
    )
    return Session(
        user=found.user,
        created_at=found.created_at,
        expires_at=until,
        absolute_expiry=found.absolute_expiry,
    )


def delete_session(conn: sqlite3.Connection, token_hash: bytes) -> bool:
    """End a login; says whether there was one."""
    return conn.execute("DELETE FROM sessions WHERE token_hash = ?", (token_hash,)).rowcount > 0


def delete_sessions_of(conn: sqlite3.Connection, account: int) -> int:
    """End all logins of an account; says how many there were."""
    return conn.execute("DELETE FROM sessions WHERE user = ?", (account,)).rowcount
