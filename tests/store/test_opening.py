"""Opening the players' database: what is refused, what is said, and that a refusal writes nothing."""

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from engine.game.state import QuestState
from engine.store.connection import wal_reset_risk
from engine.store.errors import (
    CannotOpen,
    InUse,
    MigrationFailed,
    NotAStore,
    NotWritable,
    StoreBroken,
    StoreDamaged,
    StoreUnavailable,
    TooNew,
)
from engine.store.migrations import MIGRATIONS, migrate
from engine.store.player_db import PlayerDb
from tests.store.examples import DIGEST, Opener, a_batch, a_character, add_account, add_character
from tests.store.faults import said_as_nobody, this_python
from tests.store.steps import POINTS, failing, migrations, straying


@pytest.fixture
def filled(open_db: Opener) -> PlayerDb:
    """A closed database with one character in the world."""
    db = open_db()
    add_account(db)
    db.commit(a_batch(5, characters=[add_character(db)]))
    db.close()
    return db


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith(".lock")}


def letters_in(path: Path) -> list[str]:
    conn = sqlite3.connect(path)
    try:
        return [text for (text,) in conn.execute("SELECT text FROM letters ORDER BY id")]
    finally:
        conn.close()


def test_a_second_process_is_refused_and_told_who_has_it(db_path: Path) -> None:
    with subprocess.Popen(
        this_python("hold.py", db_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        held = first.stdout.readline()
        second = subprocess.run(
            this_python("hold.py", db_path), stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        holder = first.pid

    assert held == "open\n"
    assert second.returncode == 1
    assert second.stdout.startswith(f"InUse: {db_path} is in use by process {holder} on ")
    assert "Stop that server first" in second.stdout
    assert first.returncode == 0


def test_a_database_whose_owner_was_killed_can_be_opened_again(db_path: Path, open_db: Opener) -> None:
    with subprocess.Popen(
        this_python("hold.py", db_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()

    again = open_db()

    assert not again.clean


def test_the_same_process_cannot_open_it_twice(db: PlayerDb, open_db: Opener) -> None:
    with pytest.raises(InUse, match=f"in use by process {os.getpid()} on"):
        open_db()

    assert db.clock() == (0, 1)


def test_a_link_to_the_database_is_the_same_database(db: PlayerDb, db_path: Path, open_db: Opener) -> None:
    link = db_path.with_name("link.db")
    link.symlink_to(db_path)

    with pytest.raises(InUse):
        open_db(link)


def test_whoever_lost_the_database_to_another_never_writes_again(db: PlayerDb, db_path: Path) -> None:
    add_account(db)
    mara = add_character(db)
    # Without its lock, as on a disk that does not keep locks, a second server can get in.
    db_path.with_name("players.db.lock").unlink()
    other = PlayerDb.open(db_path, content_digest=DIGEST, now=2000)
    other.commit(a_batch(50, characters=[mara]))

    with pytest.raises(StoreBroken, match="was taken over by process"):
        db.commit(a_batch(2))
    with pytest.raises(StoreBroken):
        db.load(mara.id)

    assert db.broken
    assert other.clock() == (50, 1)
    assert other.in_world() == [mara]
    other.close()


def test_a_refused_opening_gives_the_lock_back(db_path: Path, open_db: Opener) -> None:
    db_path.write_bytes(b"")
    with pytest.raises(NotAStore):
        open_db()
    db_path.unlink()

    assert open_db().clock() == (0, 1)


def test_closing_leaves_one_file_and_may_be_done_twice(db: PlayerDb, db_path: Path) -> None:
    db.close()
    db.close()

    assert sorted(path.name for path in db_path.parent.iterdir()) == ["players.db", "players.db.lock"]
    with pytest.raises(StoreBroken, match="closed"):
        db.load(1)


def test_the_files_are_for_their_owner_only(db: PlayerDb, db_path: Path) -> None:
    add_account(db)

    modes = {path.name: path.stat().st_mode & 0o777 for path in db_path.parent.iterdir()}

    assert modes == dict.fromkeys(
        ("players.db", "players.db-wal", "players.db-shm", "players.db.lock"), 0o600
    )


def test_a_file_that_others_may_read_is_closed_to_them(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    db_path.chmod(0o644)

    open_db()

    assert db_path.stat().st_mode & 0o777 == 0o600


FOREIGN = {
    "nothing": (b"", "is empty"),
    "text": (b"these are my notes\n" * 20, "is not a players' database"),
    "half a head": (b"SQLite format 3\x00", "is not a players' database"),
    "zeros": (bytes(8192), "is not a players' database"),
}


@pytest.mark.parametrize(("content", "said"), FOREIGN.values(), ids=FOREIGN.keys())
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    db_path: Path, open_db: Opener, content: bytes, said: str
) -> None:
    db_path.write_bytes(content)

    with pytest.raises(NotAStore, match=said) as refused:
        open_db()

    assert str(db_path) in str(refused.value)
    assert bytes_of(db_path.parent) == {"players.db": content}


def test_the_database_of_another_program_is_refused_and_left_alone(db_path: Path, open_db: Opener) -> None:
    conn = sqlite3.connect(db_path)
    conn.execute("CREATE TABLE accounts (id INTEGER PRIMARY KEY)")
    conn.commit()
    conn.close()
    before = bytes_of(db_path.parent)

    with pytest.raises(NotAStore, match="database of another program"):
        open_db()

    assert bytes_of(db_path.parent) == before


def test_a_database_with_a_table_too_many_is_refused(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    conn = sqlite3.connect(db_path)
    conn.execute("CREATE TRIGGER gift AFTER UPDATE ON world BEGIN UPDATE characters SET wallet = 9; END")
    conn.commit()
    conn.close()

    with pytest.raises(StoreDamaged, match="does not have the tables that it should have"):
        open_db()


def test_a_folder_is_refused(tmp_path: Path, open_db: Opener) -> None:
    with pytest.raises(NotAStore, match=r"is a folder\. Give the name of a file"):
        open_db(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, open_db: Opener) -> None:
    with pytest.raises(NotWritable, match=r"The folder .*/nowhere does not exist\. Make it"):
        open_db(tmp_path / "nowhere" / "players.db")


def test_a_device_is_refused(tmp_path: Path, open_db: Opener) -> None:
    pipe = tmp_path / "players.db"
    os.mkfifo(pipe)

    with pytest.raises(NotAStore, match="is not a plain file"):
        open_db(pipe)


def test_a_file_that_may_not_be_written_to_is_refused(open_to_all: Path) -> None:
    path = open_to_all / "players.db"
    PlayerDb.open(path, content_digest=DIGEST, now=1).close()
    path.chmod(0o444)
    open_to_all.chmod(0o777)
    (open_to_all / "players.db.lock").chmod(0o666)
    before = bytes_of(open_to_all)

    said = said_as_nobody(lambda: PlayerDb.open(path, content_digest=DIGEST, now=1))

    assert said.startswith(f"NotWritable: {path} may not be written to. Let the server write")
    assert bytes_of(open_to_all) == before


def test_a_folder_that_may_not_be_written_to_is_refused(open_to_all: Path) -> None:
    open_to_all.chmod(0o555)
    path = open_to_all / "players.db"

    said = said_as_nobody(lambda: PlayerDb.open(path, content_digest=DIGEST, now=1))

    assert said.startswith(f"NotWritable: {path}.lock cannot be written (Permission denied)")
    assert list(open_to_all.iterdir()) == []


def test_a_log_without_its_database_is_not_mixed_into_a_new_one(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    db_path.rename(db_path.with_name("moved.db"))
    db_path.with_name("players.db-wal").write_bytes(b"the log of the moved one")

    with pytest.raises(NotAStore, match=r"players\.db-wal is there, but players\.db is not"):
        open_db()

    assert not db_path.exists()


def test_an_empty_log_does_not_stop_anybody_from_beginning_anew(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    db_path.unlink()
    db_path.with_name("players.db-wal").write_bytes(b"")
    db_path.with_name("players.db-shm").write_bytes(b"an index of nothing")

    db = open_db()

    assert db.clock() == (0, 1)


def test_a_beginning_that_was_interrupted_is_begun_anew(db_path: Path, open_db: Opener) -> None:
    db_path.with_name("players.db.new").write_bytes(b"half of it")
    db_path.with_name("players.db.new-wal").write_bytes(b"half of that")

    db = open_db()

    assert db.clock() == (0, 1)
    assert not db_path.with_name("players.db.new").exists()


def test_a_lock_held_by_another_program_is_no_damage(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    other = sqlite3.connect(db_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreUnavailable, match="another program holds it locked"):
        open_db(busy_timeout_ms=20)
    other.close()

    assert open_db().clock() == (5, 1)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    open_db(migrations=migrations()).close()
    before = db_path.read_bytes()

    with pytest.raises(TooNew, match=r"changed by a newer gamectl \(step 0002_letters\)"):
        open_db()

    assert db_path.read_bytes() == before


def test_a_step_is_taken_once_and_a_copy_is_kept_from_before(
    filled: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    first = open_db(migrations=migrations())
    stored = first.in_world()
    first.close()
    second = open_db(migrations=migrations())
    second.close()
    backup = db_path.with_name("players.db.before-0002_letters")

    copy = open_db(backup)

    assert (first.backup, second.backup) == (backup, None)
    assert letters_in(db_path) == ["Welcome, Mara", "Be well, Mara"]
    assert copy.in_world() == stored
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_new_database_needs_no_copy(db_path: Path, open_db: Opener) -> None:
    db = open_db(migrations=migrations())

    assert db.backup is None


@pytest.mark.parametrize("steps", [failing(), straying()], ids=["fails", "leaves a stray row"])
def test_a_step_that_goes_wrong_leaves_the_database_as_it_was(
    filled: PlayerDb, db_path: Path, open_db: Opener, steps: tuple[object, ...]
) -> None:
    with pytest.raises(MigrationFailed, match=r"players\.db: .*step 0002_letters: .*It is as it was"):
        open_db(migrations=steps)

    again = open_db()

    assert [who.name for who in again.in_world()] == ["Mara"]
    assert again.clock() == (5, 1)


def test_what_was_stored_before_the_ends_of_quests_were_is_read_and_goes_on(
    db_path: Path, open_db: Opener
) -> None:
    conn = sqlite3.connect(db_path, isolation_level=None)
    migrate(conn, MIGRATIONS[:2], now=1000)
    conn.executescript((Path(__file__).parent / "saves/after-0002.sql").read_text(encoding="utf-8"))
    conn.close()

    db = open_db()
    (mara,) = db.in_world()
    again = QuestState(stage="proceeding", since=60, ended=30, turns=2)
    db.commit(a_batch(60, characters=[replace(mara, quests={"bread": again})]))

    assert mara.quests == {
        "bread": QuestState(stage="proceeding", since=30, turns=2, counts={"oil": 1}),
        "lamp": QuestState(stage="failed", since=4),
    }
    assert db.load(mara.id).quests == {"bread": again}
    assert db.backup == db_path.with_name("players.db.before-0003_quest_ends")


@pytest.mark.parametrize("point", range(POINTS))
def test_a_step_killed_at_any_point_is_taken_whole_the_next_time(
    filled: PlayerDb, db_path: Path, open_db: Opener, point: int
) -> None:
    killed = subprocess.run(this_python("migrate.py", db_path, point), env=finding_tests())

    old = open_db()
    stored = old.in_world()
    old.close()
    new = open_db(migrations=migrations())
    migrated = new.in_world()
    new.close()

    assert killed.returncode == -9
    assert [who.name for who in stored] == ["Mara"]
    assert migrated == stored
    assert letters_in(db_path) == ["Welcome, Mara", "Be well, Mara"]


def finding_tests() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_a_backup_holds_what_was_committed_and_opens_by_itself(
    db: PlayerDb, tmp_path: Path, open_db: Opener
) -> None:
    add_account(db)
    mara = add_character(db, a_character(wallet=99))
    db.commit(a_batch(3, characters=[mara]))
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older copy")

    db.back_up(target)
    db.commit(a_batch(4, left=frozenset({mara.id})))
    copy = open_db(target)

    assert copy.clock() == (3, 1)
    assert copy.in_world() == [mara]
    copy.verify()


def test_every_refusal_to_open_is_of_one_family() -> None:
    assert all(
        issubclass(kind, CannotOpen) for kind in (InUse, MigrationFailed, NotAStore, NotWritable, TooNew)
    )


@pytest.mark.parametrize(
    ("version", "at_risk"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_that_lose_commits_are_known(version: tuple[int, int, int], at_risk: bool) -> None:
    said = wal_reset_risk(version)

    assert (said is not None) is at_risk
    if said:
        assert ".".join(map(str, version)) in said
        assert "update to SQLite 3.51.3" in said
