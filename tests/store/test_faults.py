"""A disk that fails and a database that is locked, for real: nothing changes, and it goes on after."""

import os
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from engine.game.state import Character
from engine.store.errors import StoreUnavailable
from engine.store.player_db import PlayerDb
from tests.store.examples import Opener, a_batch, a_character, a_room, add_account, add_character, coins
from tests.store.faults import files_no_longer_than, locked_by_another, this_python

MANY_FLAGS = {f"flag-{n}": n for n in range(20_000)}


@pytest.fixture
def quick_db(open_db: Opener) -> PlayerDb:
    """A database that does not wait long for a lock."""
    return open_db(busy_timeout_ms=20)


def in_world(db: PlayerDb) -> Character:
    add_account(db)
    mara = add_character(db, a_character(wallet=10))
    db.commit(a_batch(1, characters=[mara]))
    return mara


def richer(character: Character, by: int) -> Character:
    return msgspec.structs.replace(character, wallet=character.wallet + by)


def test_a_database_that_another_holds_locked_is_unavailable_and_then_goes_on(
    quick_db: PlayerDb, db_path: Path
) -> None:
    mara = in_world(quick_db)
    batch = a_batch(2, characters=[richer(mara, 5)], rooms={1: a_room(1)}, ledger=[coins(mara.id, 5)])

    with (
        locked_by_another(db_path),
        pytest.raises(StoreUnavailable, match="another program holds it locked"),
    ):
        quick_db.commit(batch)
    during = (quick_db.load(mara.id), quick_db.clock(), quick_db.rooms())
    quick_db.commit(batch)

    assert during == (mara, (1, 1), [])
    assert quick_db.load(mara.id) == richer(mara, 5)
    assert quick_db.rooms() == [a_room(1)]
    quick_db.verify()


def test_a_locked_database_takes_no_account_either(quick_db: PlayerDb, db_path: Path) -> None:
    with locked_by_another(db_path), pytest.raises(StoreUnavailable):
        add_account(quick_db)

    assert quick_db.account_by_name("ann") is None
    assert add_account(quick_db) == 1


def test_a_full_database_is_unavailable_and_goes_on_when_there_is_room(db: PlayerDb) -> None:
    mara = in_world(db)
    grown = msgspec.structs.replace(richer(mara, 5), flags=MANY_FLAGS)
    batch = a_batch(2, characters=[grown], rooms={1: a_room(1)}, ledger=[coins(mara.id, 5)])
    # SQLite's own limit on the size of a file, of the connection that the store writes through.
    conn = db._handle.conn
    conn.execute("PRAGMA max_page_count = 60")

    refusals = 0
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match="the disk is full"):
            db.commit(batch)
        refusals += 1
        assert db.load(mara.id) == mara
    small = db.commit(a_batch(2, characters=[richer(mara, 1)], ledger=[coins(mara.id, 1)]))
    conn.execute("PRAGMA max_page_count = 100000")
    db.commit(a_batch(3, characters=[msgspec.structs.replace(grown, wallet=12)], ledger=[coins(mara.id, 1)]))

    assert (refusals, small) == (3, None)
    assert db.in_world() == [msgspec.structs.replace(grown, wallet=12)]
    db.verify()


def test_a_log_that_cannot_grow_is_unavailable_at_any_point_of_a_commit_and_then_goes_on(
    db: PlayerDb, db_path: Path
) -> None:
    mara = in_world(db)
    refused = 0
    stored = 0

    for step in range(40):
        wanted = richer(mara, 1)
        wanted.flags = {f"{step}-{n}": n for n in range(300)}
        batch = a_batch(2 + step, characters=[wanted], ledger=[coins(mara.id, 1)])
        with files_no_longer_than(db.log_bytes() + step * 1000):
            try:
                db.commit(batch)
            except StoreUnavailable:
                refused += 1
            else:
                stored += 1
                mara = wanted
            assert db.load(mara.id) == mara
        assert db.ledger_check(mara.id) == []

    assert refused > 5
    assert stored > 5
    assert not db.broken
    db.verify()


def test_what_could_not_be_stored_is_not_there_after_starting_again(
    db: PlayerDb, db_path: Path, open_db: Opener
) -> None:
    mara = in_world(db)
    grown = msgspec.structs.replace(richer(mara, 5), flags=MANY_FLAGS)

    with files_no_longer_than(db.log_bytes() + 100_000), pytest.raises(StoreUnavailable):
        db.commit(a_batch(2, characters=[grown], ledger=[coins(mara.id, 5)]))
    db.close()
    again = open_db()

    assert again.in_world() == [mara]
    assert again.clock() == (1, 1)


@pytest.mark.system
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_sync_that_fails_breaks_the_handle_for_good(db: PlayerDb, db_path: Path, tmp_path: Path) -> None:
    add_account(db)
    add_character(db, a_character(wallet=0, items={}, equipment={}, quests={}))
    db.close()
    inject = ["-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=12"]
    trace = tmp_path / "trace"

    ran = subprocess.run(
        ["strace", "-f", "-o", str(trace), *inject, *this_python("write_past_errors.py", db_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    again = PlayerDb.open(db_path, content_digest="d" * 64, now=2000)
    stored, mara = again.clock()[0], again.load(1)
    again.verify()
    again.close()

    said = ran.stdout.split()
    assert "EIO" in trace.read_text()
    assert said[-3:] == ["StoreBroken", "StoreBroken", "StoreBroken"]
    assert len(said) > 3
    assert stored in (len(said) - 3, len(said) - 2)
    assert mara is not None
    assert mara.wallet == stored
