"""The shape of the players' database and how it came about: steps by name, each in one transaction."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.base.units import WIRE_MAX
from engine.store.errors import MigrationFailed, TooNew
from engine.store.seal import seal

APPLICATION_ID: Final = 0x676D6370
"""The mark of a players' database in the head of its file."""

_WHOLE: Final = f"BETWEEN -{WIRE_MAX} AND {WIRE_MAX}"
_NATURAL: Final = f"BETWEEN 0 AND {WIRE_MAX}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step. `run` changes the schema or the rows on a connection that is in a transaction, and must not
    end it. A step that has been released never changes; the next change is a new step, and it seals anew
    whatever rows it touches. Foreign keys are not enforced while it runs, and are checked after it.
    """

    name: str
    run: Callable[[sqlite3.Connection], None]


def _script(*statements: str) -> Callable[[sqlite3.Connection], None]:
    def run(conn: sqlite3.Connection) -> None:
        for statement in statements:
            conn.execute(statement)

    return run


def _first_rows(conn: sqlite3.Connection) -> None:
    conn.execute("INSERT INTO owner (id, epoch, process, clean) VALUES (1, 0, '', 1)")
    conn.execute("INSERT INTO world (id, tick, next_room, seal) VALUES (1, 0, 1, ?)", (seal(0, 1, None),))


_ACCOUNTS: Final = (
    """CREATE TABLE accounts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        username TEXT NOT NULL CHECK (username <> ''),
        folded TEXT NOT NULL UNIQUE CHECK (folded <> ''),
        password_hash TEXT NOT NULL CHECK (password_hash <> ''),
        created_at INTEGER NOT NULL,
        seal BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE sessions (
        token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
        user INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL CHECK (expires_at <= absolute_expiry),
        absolute_expiry INTEGER NOT NULL,
        seal BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sessions_by_user ON sessions (user)",
)

_CHARACTERS: Final = (
    f"""CREATE TABLE characters (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user INTEGER NOT NULL REFERENCES accounts (id),
        name TEXT NOT NULL CHECK (name <> ''),
        name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
        in_world INTEGER NOT NULL CHECK (in_world IN (0, 1)),
        location TEXT NOT NULL CHECK (location <> ''),
        structure TEXT NOT NULL,
        level INTEGER NOT NULL CHECK (level {_NATURAL}),
        experience INTEGER NOT NULL CHECK (experience {_NATURAL}),
        wallet INTEGER NOT NULL CHECK (wallet {_NATURAL}),
        raised_health INTEGER CHECK (raised_health {_NATURAL}),
        raised_mana INTEGER CHECK (raised_mana {_NATURAL}),
        raised_stamina INTEGER CHECK (raised_stamina {_NATURAL}),
        seal BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX characters_by_user ON characters (user)",
    "CREATE INDEX characters_in_world ON characters (id) WHERE in_world = 1",
    f"""CREATE TABLE character_items (
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        item TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount {_NATURAL}),
        PRIMARY KEY (character, item)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE character_equipment (
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        slot TEXT NOT NULL,
        item TEXT NOT NULL,
        PRIMARY KEY (character, slot)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE character_skills (
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        skill TEXT NOT NULL,
        level INTEGER NOT NULL CHECK (level {_NATURAL}),
        experience INTEGER NOT NULL CHECK (experience {_NATURAL}),
        PRIMARY KEY (character, skill)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE character_spells (
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        spell TEXT NOT NULL,
        PRIMARY KEY (character, spell)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE character_quests (
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        quest TEXT NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('proceeding', 'finished', 'failed')),
        since INTEGER NOT NULL CHECK (since {_NATURAL}),
        turns INTEGER NOT NULL CHECK (turns {_NATURAL}),
        counts TEXT NOT NULL CHECK (counts <> ''),
        PRIMARY KEY (character, quest)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE character_flags (
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        flag TEXT NOT NULL,
        type TEXT NOT NULL CHECK (type = 'int' OR (type = 'bool' AND value IN (0, 1))),
        value INTEGER NOT NULL CHECK (value {_WHOLE}),
        PRIMARY KEY (character, flag)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE character_volatile (
        character INTEGER PRIMARY KEY REFERENCES characters (id) ON DELETE CASCADE,
        body TEXT NOT NULL CHECK (body <> ''),
        seal BLOB NOT NULL
    ) STRICT""",
)

_SURROUNDINGS: Final = (
    """CREATE TABLE contents (
        id INTEGER PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE CHECK (digest <> ''),
        seal BLOB NOT NULL
    ) STRICT""",
    f"""CREATE TABLE world (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        tick INTEGER NOT NULL CHECK (tick {_NATURAL}),
        next_room INTEGER NOT NULL CHECK (next_room BETWEEN 1 AND {WIRE_MAX}),
        content INTEGER REFERENCES contents (id),
        seal BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE owner (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        epoch INTEGER NOT NULL CHECK (epoch >= 0),
        process TEXT NOT NULL,
        clean INTEGER NOT NULL CHECK (clean IN (0, 1))
    ) STRICT""",
    """CREATE TABLE rooms (
        id INTEGER PRIMARY KEY CHECK (id >= 1),
        body TEXT NOT NULL CHECK (body <> ''),
        seal BLOB NOT NULL
    ) STRICT""",
    f"""CREATE TABLE stock (
        ware TEXT PRIMARY KEY,
        amount INTEGER NOT NULL CHECK (amount {_NATURAL}),
        restocks_at INTEGER CHECK (restocks_at {_NATURAL}),
        seal BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

_BOOKS: Final = (
    # The character is no foreign key: the books of one that was deleted stay, and close at zero.
    f"""CREATE TABLE ledger (
        id INTEGER PRIMARY KEY,
        character INTEGER NOT NULL,
        tick INTEGER NOT NULL CHECK (tick {_NATURAL}),
        kind TEXT NOT NULL CHECK (kind IN ('coins', 'item', 'quest')),
        thing TEXT NOT NULL CHECK ((thing = '') = (kind = 'coins')),
        delta INTEGER NOT NULL CHECK (delta {_WHOLE}),
        cause TEXT NOT NULL CHECK (cause <> ''),
        content INTEGER NOT NULL REFERENCES contents (id),
        seal BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX ledger_sums ON ledger (character, kind, thing, delta)",
    """CREATE TABLE quest_turns (
        character INTEGER NOT NULL,
        quest TEXT NOT NULL,
        turn INTEGER NOT NULL CHECK (turn >= 1),
        tick INTEGER NOT NULL,
        PRIMARY KEY (character, quest, turn)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE command_results (
        id INTEGER PRIMARY KEY,
        character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        request BLOB NOT NULL,
        answer BLOB NOT NULL,
        tick INTEGER NOT NULL,
        at INTEGER NOT NULL,
        seal BLOB NOT NULL,
        UNIQUE (character, key)
    ) STRICT""",
    "CREATE INDEX command_results_by_age ON command_results (character, id)",
)


def _begin(conn: sqlite3.Connection) -> None:
    _script(*_SURROUNDINGS, *_ACCOUNTS, *_CHARACTERS, *_BOOKS)(conn)
    _first_rows(conn)


_FOLLOWING: Final = (
    f"""CREATE TABLE prices (
        item TEXT PRIMARY KEY,
        price INTEGER NOT NULL CHECK (price {_NATURAL}),
        seal BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE followed (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        content INTEGER NOT NULL REFERENCES contents (id),
        seal BLOB NOT NULL
    ) STRICT""",
)

# Nothing in it seals as no column does, so no row is touched.
_QUEST_ENDS: Final = f"ALTER TABLE character_quests ADD COLUMN ended INTEGER CHECK (ended {_NATURAL})"

MIGRATIONS: Final = (
    Migration(name="0001_beginning", run=_begin),
    Migration(name="0002_following", run=_script(*_FOLLOWING)),
    Migration(name="0003_quest_ends", run=_script(_QUEST_ENDS)),
)
"""Every step, oldest first."""


def applied(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the steps that the database has been through, in order; none for an empty one."""
    if not conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone():
        return ()
    return tuple(name for (name,) in conn.execute("SELECT name FROM migrations ORDER BY id"))


def pending(conn: sqlite3.Connection, migrations: Sequence[Migration]) -> Sequence[Migration]:
    """The steps still to be taken.

    Raises `TooNew` when the database has been through steps that are not among `migrations`.
    """
    done = applied(conn)
    known = tuple(step.name for step in migrations)
    if done != known[: len(done)]:
        strange = next(name for i, name in enumerate(done) if i >= len(known) or name != known[i])
        raise TooNew(
            f"The players' database was changed by a newer gamectl (step {strange}). "
            "Use that version, or restore the backup that it made before the change."
        )
    return migrations[len(done) :]


def migrate(conn: sqlite3.Connection, steps: Sequence[Migration], *, now: int) -> None:
    """Take the steps, each in one transaction with the row that says so. `now` is in Unix seconds."""
    for step in steps:
        conn.execute("BEGIN IMMEDIATE")
        try:
            conn.execute(
                "CREATE TABLE IF NOT EXISTS migrations "
                "(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT"
            )
            step.run(conn)
            stray = conn.execute("PRAGMA foreign_key_check").fetchone()
            if stray:
                raise MigrationFailed(_failed(step, f"a row of {stray[0]} would belong to nothing"))
            conn.execute("INSERT INTO migrations (name, at) VALUES (?, ?)", (step.name, now))
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if isinstance(error, sqlite3.IntegrityError):
                raise MigrationFailed(_failed(step, str(error))) from error
            raise


def _failed(step: Migration, why: str) -> str:
    return (
        f"The players' database could not be changed for this version (step {step.name}: {why}). "
        "It is as it was: go on with the version that you used before, and report this."
    )


Schema = frozenset[tuple[str, str, str, str | None]]


def schema_of(conn: sqlite3.Connection) -> Schema:
    """Every table, index, view and trigger with the text that made it."""
    return frozenset(
        conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    )


def expected_schema(steps: Sequence[Migration]) -> Schema:
    """What `schema_of` gives for a database that went through exactly these steps."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(conn, steps, now=0)
        return schema_of(conn)
    finally:
        conn.close()
