"""A step that no release has, to see what happens when a database is changed."""

import os
import signal
import sqlite3

from engine.store.migrations import MIGRATIONS, Migration

STATEMENTS = (
    """CREATE TABLE letters (
        id INTEGER PRIMARY KEY,
        character INTEGER NOT NULL REFERENCES characters (id),
        text TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO letters (character, text) SELECT id, 'Welcome, ' || name FROM characters",
    "CREATE INDEX letters_by_character ON letters (character)",
    "INSERT INTO letters (character, text) SELECT id, 'Be well, ' || name FROM characters",
)
POINTS = len(STATEMENTS) + 1


def migrations(killed_at: int = -1) -> tuple[Migration, ...]:
    """All steps and one more. `killed_at` is the number of the statement before which the process dies."""

    def run(conn: sqlite3.Connection) -> None:
        for number, statement in enumerate((*STATEMENTS, "SELECT 1")):
            if number == killed_at:
                os.kill(os.getpid(), signal.SIGKILL)
            conn.execute(statement)

    return (*MIGRATIONS, Migration(name="0002_letters", run=run))


def failing() -> tuple[Migration, ...]:
    """All steps and one that cannot be taken."""

    def run(conn: sqlite3.Connection) -> None:
        conn.execute(STATEMENTS[0])
        conn.execute("INSERT INTO letters (character, text) VALUES (1, NULL)")

    return (*MIGRATIONS, Migration(name="0002_letters", run=run))


def straying() -> tuple[Migration, ...]:
    """All steps and one that leaves a row which belongs to nothing."""

    def run(conn: sqlite3.Connection) -> None:
        conn.execute(STATEMENTS[0])
        conn.execute("INSERT INTO letters (character, text) VALUES (99, 'to nobody')")

    return (*MIGRATIONS, Migration(name="0002_letters", run=run))
