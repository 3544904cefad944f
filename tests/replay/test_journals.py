"""Journals played again: the same facts byte for byte, or the first moment at which they are others."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from engine.game import commands as c
from engine.game.outcome import Accepted, Refused
from engine.play.replay import replay
from engine.store.errors import JournalUnreadable
from engine.store.journal import Note, journal_files
from tests.journals import Recorded
from tests.playing import catalog_of, trade

MILL = catalog_of("mill")
DEAR = replace(MILL, items={**MILL.items, "bread": replace(MILL.items["bread"], price=5)})
"""The mill in which bread costs a copper more."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the journal of a long random run."""
    folder = tmp_path_factory.mktemp("data")
    Recorded(folder).play(1_500)
    return folder


def a_run(folder: Path) -> Recorded:
    """A short run: two joins, a trade, time, and a refusal."""
    run = Recorded(folder)
    run.do(trade(1, buy={"bread": 2}))
    for _ in range(5):
        run.do(c.Tick())
    run.do(c.ChangeStructure(character=2, structure="attic"))
    run.do(c.ChangeAction(character=2, action="train"))
    for _ in range(30):
        run.do(c.Tick())
    run.journal.close()
    return run


def lines_of(folder: Path) -> list[str]:
    """The lines of the one journal in a folder."""
    (path,) = journal_files(folder)
    return path.read_text().splitlines()


def write_lines(folder: Path, lines: list[str]) -> Path:
    """Put lines in place of those of the one journal in a folder."""
    (path,) = journal_files(folder)
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_run_plays_again_to_the_same_facts_byte_for_byte(tmp_path: Path) -> None:
    run = Recorded(tmp_path)
    run.play(1_500)
    (path,) = journal_files(tmp_path)

    played = replay(path, MILL)

    assert played.difference is None
    assert played.facts == len(run.facts) > 2_000
    assert played.digest == sha256(b"".join(fact + b"\n" for fact in run.facts)).hexdigest()
    assert (played.first, played.last, played.noted) == (0, run.state.tick, True)
    # Also through commands that a mistake ended and the server got over.
    assert run.mistakes > 0


def test_every_file_of_a_run_plays_again_by_itself_wherever_it_begins(tmp_path: Path) -> None:
    run = Recorded(tmp_path, max_bytes=60_000)
    run.play(1_500)

    played = [replay(path, MILL) for path in journal_files(tmp_path)]

    assert len(played) > 3
    assert [one.difference for one in played] == [None] * len(played)
    assert [one.first for one in played[1:]] == [one.last for one in played[:-1]]
    assert played[-1].last == run.state.tick


def test_the_first_fact_that_was_another_is_found_wherever_it_is(folder: Path, tmp_path: Path) -> None:
    lines = lines_of(folder)
    noted = [
        number
        for number, line in enumerate(lines)
        if line.startswith('{"noted":"facts","what":"') and line[25] != '"'
    ]
    found, expected = [], []

    for number in noted[:: len(noted) // 12]:
        digests = json.loads(lines[number])["what"]
        last = len(digests) // 8 - 1
        other = [*lines]
        other[number] = f'{{"noted":"facts","what":"{digests[:-8]}00000000"}}'
        path = tmp_path / "journal-1.jsonl"
        path.write_text("\n".join(other) + "\n")
        difference = replay(path, MILL).difference
        assert difference is not None and isinstance(difference.now, Accepted)
        assert len(difference.now.facts) == last + 1
        # The note stands in the line after its command; lines are counted from 1.
        found.append((difference.line, difference.same))
        expected.append((number, last))

    assert found == expected
    assert len(found) >= 12


def test_a_refusal_that_was_none_is_a_difference(tmp_path: Path) -> None:
    a_run(tmp_path)
    lines = [line.replace("unknown_target", "not_here") for line in lines_of(tmp_path)]

    difference = replay(write_lines(tmp_path, lines), MILL).difference

    assert difference is not None
    assert difference.command == c.ChangeStructure(character=2, structure="attic")
    assert (difference.tick, difference.then) == (5, Note("refused", "not_here"))
    assert isinstance(difference.now, Refused)
    assert difference.names == {1: "Ada1", 2: "Ada2"}


def test_something_that_happens_in_a_tick_in_which_nothing_did_is_a_difference(tmp_path: Path) -> None:
    a_run(tmp_path)
    lines = lines_of(tmp_path)
    tick = next(n for n, line in enumerate(lines) if '"Tick"' in line and '"noted"' in lines[n + 1] and n > 9)
    count = json.loads(lines[tick])["count"] if "count" in lines[tick] else 1
    del lines[tick + 1]

    difference = replay(write_lines(tmp_path, lines), MILL).difference

    assert difference is not None
    # The first fact is that a tick has passed, as it did then.
    assert (difference.line, difference.then, difference.same) == (tick + 1, None, 1)
    assert difference.tick == 5 + count - 1


def test_what_the_server_did_not_come_to_note_is_no_difference(tmp_path: Path) -> None:
    run = Recorded(tmp_path)
    run.do(trade(1, buy={"bread": 2}))
    run.journal.close()
    lines = lines_of(tmp_path)

    played = replay(write_lines(tmp_path, lines[:-2]), MILL)

    assert played.difference is None
    assert not played.noted
    assert played.commands == 3


def test_another_content_is_compared_fact_by_fact(tmp_path: Path) -> None:
    a_run(tmp_path)
    (path,) = journal_files(tmp_path)

    played = replay(path, MILL, against=DEAR)

    difference = played.difference
    assert difference is not None
    assert difference.command == trade(1, buy={"bread": 2})
    assert isinstance(difference.then, Accepted) and isinstance(difference.now, Accepted)
    assert difference.same == 0
    assert [difference.then.facts[0].amount, difference.now.facts[0].amount] == [8, 10]  # type: ignore[attr-defined] - both are coins
    assert (played.commands, played.last) == (2, 0)


def test_another_content_that_changes_nothing_here_is_no_difference(tmp_path: Path) -> None:
    a_run(tmp_path)
    (path,) = journal_files(tmp_path)
    cap = replace(MILL.items["master-cap"], price=5_000)

    played = replay(path, MILL, against=replace(MILL, items={**MILL.items, "master-cap": cap}))

    assert played.difference is None
    assert played.commands == 5


def test_a_content_under_which_the_program_fails_is_a_difference(tmp_path: Path) -> None:
    a_run(tmp_path)
    (path,) = journal_files(tmp_path)
    empty = replace(MILL, quests={}, skills={}, denizens={})

    difference = replay(path, MILL, against=empty).difference

    assert difference is not None
    assert difference.command == trade(1, buy={"bread": 2})
    assert isinstance(difference.now, Refused | Exception)


def test_it_goes_to_the_end_of_the_tick_that_is_named(tmp_path: Path) -> None:
    a_run(tmp_path)
    (path,) = journal_files(tmp_path)

    stopped = {until: replay(path, MILL, until=until) for until in (0, 3, 5, 30)}

    assert {until: (one.last, one.commands) for until, one in stopped.items()} == {
        0: (0, 3),
        3: (3, 3),
        5: (5, 5),
        30: (30, 5),
    }


def test_a_damaged_line_is_named_and_nothing_is_made_of_it(tmp_path: Path) -> None:
    a_run(tmp_path)
    lines = lines_of(tmp_path)
    lines[4] = lines[4][:10]

    with pytest.raises(JournalUnreadable, match=r"Line 5 of .*journal-1\.jsonl is damaged"):
        replay(write_lines(tmp_path, lines), MILL)
