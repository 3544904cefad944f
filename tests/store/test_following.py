"""Saves that follow content whose ids have moved: whole or not at all, and once."""

import signal
import subprocess
from collections import Counter
from pathlib import Path

from engine.game.state import Character, Progress, QuestState, StockState, Talk
from engine.store.player_db import PlayerDb
from engine.store.records import LedgerRow
from tests.other_mill import other_mill
from tests.store.examples import Opener, a_batch, a_room, add_account, add_character
from tests.store.faults import this_python
from tests.store.moving import AFTER, BEFORE, fill, someone


def books(db: PlayerDb, character: int = 1) -> list[tuple[str, str, int, str]]:
    """The rows of a character's ledger without their ticks."""
    return [(row.kind, row.thing, row.delta, row.cause) for row in db.ledger_of(character)]


def test_everything_that_moved_is_under_its_new_id(open_db: Opener) -> None:
    old = open_db(content_digest=BEFORE.digest)
    fill(old)
    before = old.load(1)
    assert before is not None
    old.close()
    db = open_db(content_digest=AFTER.digest)

    told = db.follow(AFTER)

    who = db.load(1)
    assert who is not None and told is not None
    assert (who.location, who.structure) == ("new-mill", "")
    assert who.items == {"iron-ring": 1, "new-bread": 3, "ring-of-regret": 1}
    assert who.equipment == {"weapon": "new-knife"}
    assert who.skills["new-MINING"] == Progress(level=3, experience=7)
    assert "MINING" not in who.skills
    assert who.spells == {"blaze": None, "new-mend": 55, "spark": None}
    assert who.flags == {"new-favor": 2}
    assert who.quests == {"new-daily-bread": QuestState(stage="finished", since=40, turns=2)}
    assert who.talk == Talk(denizen="new-miller", node="door")
    assert who.wallet == before.wallet + 5
    assert db.stock() == {"new-miller/master-cap": StockState(amount=1, restocks_at=260)}
    assert db.rooms() == []
    assert (told.characters, told.renamed, told.dropped, told.refunded, told.copper) == (1, 7, 0, 1, 5)
    assert not told.unknown


def test_the_books_name_where_it_went_and_where_it_came_from(open_db: Opener) -> None:
    old = open_db(content_digest=BEFORE.digest)
    fill(old)
    known = len(books(old))
    old.close()
    db = open_db(content_digest=AFTER.digest)

    db.follow(AFTER)

    assert books(db)[known:] == [
        ("item", "bread", -3, "renamed"),
        ("item", "new-bread", 3, "renamed"),
        ("item", "keepsake", -1, "refunded"),
        ("coins", "", 5, "refunded"),
        ("item", "knife", -1, "renamed"),
        ("item", "new-knife", 1, "renamed"),
        ("quest", "daily-bread", -2, "renamed"),
        ("quest", "new-daily-bread", 2, "renamed"),
    ]
    assert db.ledger_check(1) == []
    db.verify()


def test_a_quest_that_moved_can_be_handed_in_once_more_and_no_turn_twice(open_db: Opener) -> None:
    old = open_db(content_digest=BEFORE.digest)
    fill(old)
    old.close()
    db = open_db(content_digest=AFTER.digest)
    db.follow(AFTER)
    who = db.load(1)
    assert who is not None
    who.quests["new-daily-bread"] = QuestState(stage="finished", since=90, turns=3)

    row = LedgerRow(
        character=1, tick=90, kind="quest", thing="new-daily-bread", delta=1, cause="hand_in", turn=3
    )
    db.commit(a_batch(90, characters=[who], ledger=[row]))

    assert db.load(1) == who
    db.verify()


def test_following_again_does_nothing_also_after_another_opening(open_db: Opener) -> None:
    old = open_db(content_digest=BEFORE.digest)
    fill(old)
    old.close()
    db = open_db(content_digest=AFTER.digest)
    db.follow(AFTER)
    who, rows = db.load(1), books(db)

    assert db.follow(AFTER) is None
    db.close()
    again = open_db(content_digest=AFTER.digest)
    assert again.follow(AFTER) is None
    assert again.load(1) == who
    assert books(again) == rows


def test_what_is_gone_without_a_word_stays_and_is_told(open_db: Opener) -> None:
    old = open_db(content_digest=BEFORE.digest)
    fill(old, characters=2)
    before, rows = old.load(1), books(old)
    old.close()
    wordless = other_mill(("bread", "knife", "MINING", "favor", "mill"))
    db = open_db(content_digest=wordless.digest)

    told = db.follow(wordless)

    assert told is not None
    assert told.characters == 0
    assert told.unknown == Counter(
        {"items/bread": 2, "items/knife": 2, "skills/MINING": 2, "flags/favor": 2, "locations/mill": 2}
    )
    assert db.load(1) == before
    assert books(db) == rows
    db.close()
    # The writer sees the mistake and puts the ids back: all is as it was.
    back = open_db(content_digest=BEFORE.digest)
    told = back.follow(BEFORE)
    assert told is not None and not told.unknown
    assert back.load(1) == before


def test_an_item_whose_price_nobody_knows_is_not_taken_for_nothing(open_db: Opener) -> None:
    # Saves of before prices were remembered: nothing that follows content has seen them under the old one.
    strange = open_db(content_digest="another")
    add_account(strange)
    add_character(strange, someone())

    told = strange.follow(AFTER)

    who = strange.load(1)
    assert who is not None and told is not None
    assert who.items["keepsake"] == 1
    assert told.unknown["items/keepsake"] == 1
    strange.verify()


def test_fights_go_on_when_the_content_is_the_same_as_before(open_db: Opener) -> None:
    db = open_db(content_digest=BEFORE.digest)
    db.commit(a_batch(5, rooms={1: a_room(1)}))

    # The first time that saves of an older version of the program are opened by this one.
    db.follow(BEFORE)

    assert db.rooms() == [a_room(1)]


def _state(db: PlayerDb) -> tuple[list[Character], list[object], object]:
    who = [db.load(character) for character in db.character_ids()]
    return [one for one in who if one], [books(db, one.id) for one in who if one], db.stock()


def test_a_kill_at_any_moment_leaves_all_of_it_or_nothing(tmp_path: Path, open_db: Opener) -> None:
    def fresh(name: str) -> Path:
        path = tmp_path / name
        db = open_db(path, content_digest=BEFORE.digest)
        fill(db, characters=3)
        db.close()
        return path

    whole = fresh("whole.db")
    run = subprocess.run(this_python("follow.py", whole, "-1"), check=True, capture_output=True, text=True)
    statements = int(run.stdout)
    done = _state(open_db(whole, content_digest=AFTER.digest))
    begun = _state(open_db(fresh("begun.db"), content_digest=BEFORE.digest))
    assert statements > 50

    for number, at in enumerate([*range(0, statements, statements // 10), statements - 1]):
        path = fresh(f"killed-{number}.db")
        killed = subprocess.run(this_python("follow.py", path, str(at)), check=False, capture_output=True)
        assert killed.returncode == -signal.SIGKILL
        left = open_db(path, content_digest="to look at it")
        left.verify()
        assert _state(left) in (begun, done), at
        left.close()
        # Started again, it comes to the same end.
        again = open_db(path, content_digest=AFTER.digest)
        again.follow(AFTER)
        assert _state(again) == done
        again.verify()
        again.close()
