"""Killing a writer at any moment: what it said it had stored is stored, and nothing is half stored."""

import random
import signal
import subprocess
from pathlib import Path

import pytest

from engine.store.errors import StoreDamaged, StoreError
from engine.store.player_db import PlayerDb
from tests.store.examples import Opener, a_character, add_account, add_character
from tests.store.faults import this_python

KILLS = 12
SEED = 5


def killed_while_writing(path: Path, commits: int) -> list[int]:
    """Let a process commit, kill it once it said so many ticks; gives every tick that it said."""
    with subprocess.Popen(this_python("write.py", path), stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(commits)]
        writer.kill()
        # What it said before it died but we had not read yet was acknowledged as well.
        rest = writer.stdout.read()
    whole = rest[: rest.rfind("\n") + 1]
    assert writer.returncode == -signal.SIGKILL
    return said + [int(line) for line in whole.split()]


def check_exactly_at(db: PlayerDb, tick: int) -> None:
    """Everything in the database is as the writer leaves it at one and the same tick."""
    mara = db.load(1)
    assert mara is not None
    assert mara.wallet == tick
    assert mara.items == ({"rope": 1} if tick % 2 else {})
    assert sum(quest.turns for quest in mara.quests.values()) == tick // 50
    assert [db.command_result(1, f"key {n}") is not None for n in (tick, tick + 1)] == [True, False]
    assert db.ledger_check(1) == []
    db.verify()


def test_no_acknowledged_commit_is_lost_however_often_the_writer_is_killed(
    db_path: Path, open_db: Opener
) -> None:
    first = open_db()
    add_account(first)
    add_character(first, a_character(wallet=0, items={}, equipment={}, quests={}))
    first.close()
    chance = random.Random(SEED)
    acknowledged = 0
    hits = 0

    for _ in range(KILLS):
        said = killed_while_writing(db_path, chance.randrange(1, 120))
        assert said == list(range(acknowledged + 1, acknowledged + 1 + len(said)))
        db = open_db()
        stored = db.clock()[0]
        assert stored in (said[-1], said[-1] + 1)
        assert not db.clean
        check_exactly_at(db, stored)
        db.close()
        acknowledged = stored
        hits += 1

    assert hits == KILLS
    assert acknowledged > KILLS


def test_a_log_damaged_after_a_kill_gives_an_earlier_moment_whole_or_is_refused(
    db_path: Path, open_db: Opener
) -> None:
    first = open_db()
    add_account(first)
    add_character(first, a_character(wallet=0, items={}, equipment={}, quests={}))
    first.close()
    said = killed_while_writing(db_path, 60)
    log_path = db_path.with_name("players.db-wal")
    whole, log = db_path.read_bytes(), log_path.read_bytes()
    chance = random.Random(SEED)
    found: set[int] = set()

    for _ in range(60):
        damaged = bytearray(log)
        damaged[chance.randrange(len(log))] ^= chance.randrange(1, 256)
        for beside in db_path.parent.iterdir():
            beside.unlink()
        db_path.write_bytes(whole)
        log_path.write_bytes(damaged)
        try:
            db = open_db()
        except StoreError:
            continue
        tick = db.clock()[0]
        if tick:
            check_exactly_at(db, tick)
        else:
            db.verify()
        found.add(tick)
        db.close()

    assert len(found) > 5
    assert max(found) <= said[-1] + 1


def test_the_log_of_another_database_is_never_mixed_in(
    db_path: Path, tmp_path: Path, open_db: Opener
) -> None:
    other_path = tmp_path / "other.db"
    for path, name in ((db_path, "Mara"), (other_path, "Otto")):
        db = open_db(path)
        add_account(db)
        add_character(db, a_character(name=name, wallet=0, items={}, equipment={}, quests={}))
        db.close()
    mine = db_path.read_bytes()
    killed_while_writing(other_path, 3)
    log = other_path.with_name("other.db-wal").read_bytes()
    db_path.with_name("players.db-wal").write_bytes(log)

    with pytest.raises(StoreDamaged):
        open_db()

    assert len(log) > 4096
    assert db_path.read_bytes() == mine
