"""The players' database: accounts, characters and all that must survive a crash.

Used from the one thread that opened it. Reads no clock: times come in as Unix seconds. Every call that writes
is one transaction, on the disk when the call returns. Any call may raise `StoreUnavailable` (nothing changed,
try again later) and `StoreBroken` (only starting anew helps), besides those it names.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from engine.game.state import Character, Room, StockState
from engine.model.catalog import Catalog
from engine.store import accounts, characters, following, ledger, results, surroundings
from engine.store.characters import Saved
from engine.store.connection import BUSY_TIMEOUT_MS, Handle
from engine.store.errors import (
    CommitRefused,
    InWorld,
    NameTaken,
    NotFound,
    StoreError,
    TooManyCharacters,
)
from engine.store.following import Following
from engine.store.migrations import MIGRATIONS, Migration
from engine.store.opening import Opened, back_up, check_rows, open_store
from engine.store.records import Account, Batch, CommandResult, Imbalance, LedgerRow, Session


class PlayerDb:
    """An open players' database, owned by this process. Make one with `open`.

    `stored_content` is the digest of the content that the last commit before this opening was made under, or
    None. `clean` says that it was closed properly last time. `backup` is the copy that was made before the
    schema was changed, or None.
    """

    def __init__(self, opened: Opened, *, content_digest: str) -> None:
        self._handle = Handle(opened.conn, opened.path)
        self._release: Callable[[], None] | None = opened.lock.release
        self._epoch = opened.epoch
        self.path = opened.path
        self.clean = opened.clean
        self.backup = opened.backup
        # What the last commit left, so that the next one writes only what differs.
        self._saved: dict[int, Saved] = {}
        with self._handle.reading() as conn:
            self._clock = surroundings.clock(conn)
            self._rooms = surroundings.rooms(conn)
            self._stock = surroundings.stock(conn)
            self.stored_content = surroundings.stored_content(conn)
        self._content = 0
        self.use_content(content_digest)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        content_digest: str,
        now: int,
        migrations: Sequence[Migration] = MIGRATIONS,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    ) -> "PlayerDb":
        """Open the database at `path`, or make it. Everything stored is checked before anything is written.

        Raises a `CannotOpen` (`InUse`, `NotAStore`, `NotWritable`, `TooNew`, `MigrationFailed`),
        `StoreDamaged`, or `StoreUnavailable`; each names the path and what to do.
        """
        opened = open_store(path, now=now, migrations=migrations, busy_timeout_ms=busy_timeout_ms)
        try:
            return cls(opened, content_digest=content_digest)
        except BaseException:
            opened.conn.close()
            opened.lock.release()
            raise

    def close(self) -> None:
        """Bring everything into the one file and give it up. Never raises; closing twice does nothing."""
        if self._release is None:
            return
        # Whatever fails here, all commits are on the disk already: the next opening finds them in the log.
        with contextlib.suppress(StoreError, sqlite3.Error):
            with self._handle.writing() as conn:
                self._still_ours(conn)
                conn.execute("UPDATE owner SET clean = 1")
            with self._handle.reading() as conn:
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._handle.fail("The players' database is closed.")
        self._handle.conn.close()
        self._release()
        self._release = None

    @property
    def broken(self) -> bool:
        """True when every further call would raise `StoreBroken`."""
        return self._handle.broken

    def log_bytes(self) -> int:
        """The size of the log that is not yet brought into the database, for gauges."""
        try:
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size
        except OSError:
            return 0

    def use_content(self, digest: str) -> None:
        """Stamp what is committed from now on with another content version."""
        with self._handle.writing() as conn:
            self._still_ours(conn)
            number = surroundings.content_id(conn, digest)
        self._content = number

    def follow(self, catalog: Catalog) -> Following | None:
        """Let everything stored follow the content that `use_content` named last, whole or not at all.

        Does nothing, and gives None, when it follows that content already. To be called before anything is
        loaded. Raises `StoreDamaged`.
        """
        with self._handle.reading() as conn:
            if following.was_followed(conn) == self._content:
                return None
        with self._handle.writing() as conn:
            self._still_ours(conn)
            tick, next_room = self._clock
            told = following.follow_content(conn, catalog, tick=tick, content=self._content)
            surroundings.write_clock(conn, tick, next_room, content=self._content)
        with self._handle.reading() as conn:
            self._rooms = surroundings.rooms(conn)
            self._stock = surroundings.stock(conn)
        self._saved.clear()
        return told

    def back_up(self, target: Path) -> None:
        """Copy the database as it is now into one file. Raises `NotWritable`."""
        with self._handle.reading() as conn:
            back_up(conn, target)

    def verify(self) -> None:
        """Check every stored row, those of the ledger too. Raises `StoreDamaged`."""
        with self._handle.reading() as conn:
            check_rows(conn)
            ledger.check(conn)

    # Accounts and logins

    def create_account(self, username: str, password_hash: str, now: int, *, folded: str) -> int:
        """Store an account; gives its id. `folded` is the name as it is compared. Raises `UsernameTaken`."""
        with self._handle.writing() as conn:
            return accounts.create(conn, username, folded, password_hash, now=now)

    def account_by_name(self, folded: str) -> Account | None:
        """The account with that folded name."""
        with self._handle.reading() as conn:
            return accounts.by_name(conn, folded)

    def update_password_hash(self, account: int, password_hash: str) -> None:
        """Put another hash in place of an account's. Raises `NotFound`."""
        with self._handle.writing() as conn:
            accounts.update_password_hash(conn, account, password_hash)

    def create_session(
        self, token_hash: bytes, user: int, now: int, expires_at: int, absolute_expiry: int
    ) -> None:
        """Store a login under the 32 bytes of its token's hash. Raises `NotFound`."""
        session = Session(user=user, created_at=now, expires_at=expires_at, absolute_expiry=absolute_expiry)
        with self._handle.writing() as conn:
            accounts.create_session(conn, token_hash, session)

    def session(self, token_hash: bytes, now: int) -> Session | None:
        """The login of a token, or None when there is none or it is over."""
        with self._handle.reading() as conn:
            return accounts.session(conn, token_hash, now=now)

    def extend_session(self, token_hash: bytes, now: int, expires_at: int) -> Session | None:
        """Move the end of a login on, not past its absolute expiry; gives it as it is now, None when over."""
        with self._handle.writing() as conn:
            return accounts.extend_session(conn, token_hash, now=now, expires_at=expires_at)

    def delete_session(self, token_hash: bytes) -> bool:
        """End a login; says whether there was one."""
        with self._handle.writing() as conn:
            return accounts.delete_session(conn, token_hash)

    def delete_sessions_of(self, user: int) -> int:
        """End all logins of an account; says how many there were."""
        with self._handle.writing() as conn:
            return accounts.delete_sessions_of(conn, user)

    # Characters and what surrounds them

    def create_character(self, character: Character, name_key: str, now: int, limit: int) -> int:
        """Store a new character of `character.user`; gives its id (the one it came with does not matter).

        `name_key` is the name as names are compared. What it holds is booked as `start`. `limit` is how many
        characters an account may have. Raises `NotFound`, `NameTaken`, `TooManyCharacters`, `CommitRefused`.
        """
        saved = characters.saved_of(character, name_key=name_key, in_world=False)
        with self._handle.writing() as conn:
            if not conn.execute("SELECT 1 FROM accounts WHERE id = ?", (saved.user,)).fetchone():
                raise NotFound(f"There is no account {saved.user}.")
            if conn.execute("SELECT 1 FROM characters WHERE name_key = ?", (name_key,)).fetchone():
                raise NameTaken(f"The name {saved.name} is taken. Choose another one.")
            has = conn.execute("SELECT COUNT(*) FROM characters WHERE user = ?", (saved.user,)).fetchone()[0]
            if has >= limit:
                raise TooManyCharacters(f"You have {has} characters already. Delete one first.")
            new = characters.insert(conn, saved)
            rows = ledger.opening_rows(new, saved.holdings(), tick=self._clock[0], cause=ledger.START)
            ledger.insert(conn, rows, content=self._content)
        return new

    def characters_of(self, user: int) -> list[Character]:
        """The characters of an account, by id."""
        return self._read("user = ?", user)

    def load(self, character: int) -> Character | None:
        """A character as it was last committed. Its mappings are in the order of their ids."""
        found = self._read("id = ?", character)
        return found[0] if found else None

    def in_world(self) -> list[Character]:
        """Those who were in the world at the last commit, by id: after a restart they still are."""
        return self._read("in_world = 1")

    def character_ids(self) -> list[int]:
        """The ids of all characters, for work that touches every one of them."""
        with self._handle.reading() as conn:
            return [row[0] for row in conn.execute("SELECT id FROM characters ORDER BY id")]

    def delete_character(self, character: int, user: int) -> None:
        """Delete a character; its books stay and are closed. Raises `NotFound` (also when it is not the
        user's) and `InWorld`."""
        with self._handle.writing() as conn:
            found = dict(characters.read(conn, "id = ? AND user = ?", character, user))
            if character not in found:
                raise NotFound("There is no such character.")
            saved = found[character]
            if saved.in_world:
                raise InWorld(f"{saved.name} is in the world. Leave the world first, then try again.")
            rows = ledger.opening_rows(
                character, saved.holdings(), tick=self._clock[0], cause=ledger.DELETED, sign=-1
            )
            ledger.insert(conn, rows, content=self._content)
            conn.execute("DELETE FROM characters WHERE id = ?", (character,))

    def rooms(self) -> list[Room]:
        """The combat rooms of the last commit, by id."""
        return [surroundings.room_of(body) for _, body in sorted(self._rooms.items())]

    def stock(self) -> dict[str, StockState]:
        """What was left of each limited ware at the last commit."""
        return {ware: msgspec.structs.replace(state) for ware, state in self._stock.items()}

    def clock(self) -> tuple[int, int]:
        """The tick of the last commit and the id of the next combat room."""
        return self._clock

    # What happened

    def commit(self, batch: Batch) -> None:
        """Store a batch, whole or not at all; on the disk when this returns.

        Raises `CommitRefused` when the batch breaks a rule of the database: a value out of range, a character
        that is not stored, a turn or key that was used before, or holdings that the ledger does not explain.
        """
        changes = self._changes(batch)
        rooms = {number: surroundings.body_of(room) if room else None for number, room in batch.rooms.items()}
        rooms = {number: body for number, body in rooms.items() if body != self._rooms.get(number)}
        stock = {ware: state for ware, state in batch.stock.items() if state != self._stock.get(ware)}
        with self._handle.writing() as conn:
            self._still_ours(conn)
            for character, (old, new) in changes.items():
                characters.update(conn, character, old, new)
            surroundings.write_rooms(conn, rooms)
            surroundings.write_stock(conn, stock)
            surroundings.write_clock(conn, batch.tick, batch.next_room, content=self._content)
            ledger.insert(conn, batch.ledger, content=self._content)
            results.insert(conn, batch.results, now=batch.at)
        self._remember(batch, changes, rooms, stock)

    def command_result(self, character: int, key: str) -> CommandResult | None:
        """What a character's command with that key was answered."""
        with self._handle.reading() as conn:
            return results.of_key(conn, character, key)

    def results_since(self, at: int) -> list[CommandResult]:
        """All answers to keyed commands from that moment on, oldest first."""
        with self._handle.reading() as conn:
            return results.since(conn, at)

    def ledger_of(self, character: int) -> list[LedgerRow]:
        """The books of a character, oldest row first; also of one that was deleted."""
        with self._handle.reading() as conn:
            return ledger.read(conn, character)

    def ledger_check(self, character: int) -> list[Imbalance]:
        """Where what a character holds and what its books say differ; empty when all is well."""
        with self._handle.reading() as conn:
            found = dict(characters.read(conn, "id = ?", character))
            held = found[character].holdings() if character in found else {}
            said = ledger.sums(conn, character, character).get(character, {})
            return ledger.imbalances(character, held, said)

    def fold_ledger(self, before: int) -> int:
        """Put sums in place of the rows of the ledger from before a tick; gives how many rows those were."""
        with self._handle.writing() as conn:
            self._still_ours(conn)
            return ledger.fold(conn, before=before, content=self._content)

    def _read(self, where: str, *arguments: int) -> list[Character]:
        with self._handle.reading() as conn:
            return [
                characters.character_of(character, saved)
                for character, saved in characters.read(conn, where, *arguments)
            ]

    def _still_ours(self, conn: sqlite3.Connection) -> None:
        """The lock may be lost without our noticing (a copied folder, a network disk): whoever opened the
        database after us owns it, and we must not write over what it wrote."""
        row = conn.execute("SELECT epoch, process FROM owner").fetchone()
        if row is None or row[0] != self._epoch:
            raise self._handle.fail(
                f"{self.path} was taken over by {row[1] if row else 'nobody'}. "
                "See to it that one server only uses it, then start again."
            )

    def _last(self, ids: Sequence[int]) -> dict[int, Saved]:
        """The rows of these characters as they were last committed."""
        missing = [character for character in ids if character not in self._saved]
        if not missing:
            return {character: self._saved[character] for character in ids}
        marks = ", ".join("?" * len(missing))
        with self._handle.reading() as conn:
            found = dict(characters.read(conn, f"id IN ({marks})", *missing))
        return {c: self._saved.get(c) or found[c] for c in ids if c in self._saved or c in found}

    def _changes(self, batch: Batch) -> Mapping[int, tuple[Saved, Saved]]:
        """Old and new rows of each character of a batch; the ledger must explain the difference."""
        copies = {character.id: character for character in batch.characters}
        last = self._last(sorted(copies.keys() | batch.left))
        changes: dict[int, tuple[Saved, Saved]] = {}
        for character in sorted(copies.keys() | batch.left):
            old = last.get(character)
            if old is None:
                raise CommitRefused(f"Character {character} is not stored.", character=character)
            within = character not in batch.left
            copy = copies.get(character)
            if copy is None:
                new = replace(old, in_world=within)
            else:
                new = characters.saved_of(copy, name_key=old.name_key, in_world=within)
            if (new.user, new.name) != (old.user, old.name):
                raise CommitRefused(f"Character {character} is another one's.", character=character)
            changes[character] = (old, new)
        self._explained(batch, changes)
        return changes

    @staticmethod
    def _explained(batch: Batch, changes: Mapping[int, tuple[Saved, Saved]]) -> None:
        booked = ledger.booked(batch.ledger)
        for character in sorted(changes.keys() | booked.keys()):
            old, new = changes.get(character, (None, None))
            change = characters.holdings_change(old, new) if old and new else {}
            rows = booked.get(character, {})
            for thing in sorted(change.keys() | rows.keys()):
                if change.get(thing, 0) != rows.get(thing, 0):
                    raise CommitRefused(
                        f"Character {character} holds {change.get(thing, 0):+} of {thing[1] or 'copper'}, "
                        f"but the ledger says {rows.get(thing, 0):+}.",
                        character=character,
                    )

    def _remember(
        self,
        batch: Batch,
        changes: Mapping[int, tuple[Saved, Saved]],
        rooms: Mapping[int, str | None],
        stock: Mapping[str, StockState | None],
    ) -> None:
        self._clock = (batch.tick, batch.next_room)
        for character, (_, new) in changes.items():
            if new.in_world:
                self._saved[character] = new
            else:
                self._saved.pop(character, None)
        for number, body in rooms.items():
            if body is None:
                self._rooms.pop(number, None)
            else:
                self._rooms[number] = body
        for ware, state in stock.items():
            if state is None:
                self._stock.pop(ware, None)
            else:
                self._stock[ware] = msgspec.structs.replace(state)
