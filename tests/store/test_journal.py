"""The journal: what was commanded, in order, and never a burden to the game."""

import threading
from pathlib import Path

import pytest

from engine.game.commands import (
    AnyCommand,
    CastSpell,
    ChangeAction,
    Join,
    Leave,
    RestoreRoom,
    Say,
    Tick,
    TradeDenizen,
    TradeLine,
)
from engine.game.state import GameState, StockState, Timer
from engine.store.errors import JournalUnreadable
from engine.store.journal import Journal, JournalHeader, journal_files
from engine.store.journal_reader import is_ended, read_journal
from tests.store.examples import DIGEST, a_character, a_room
from tests.store.faults import files_no_longer_than

STATE = GameState(
    dice=2**64 - 1,
    tick=7,
    sequence=2,
    next_room=3,
    characters={4: a_character(id=4)},
    rooms={2: a_room(2)},
    stock={"keeper/rope": StockState(amount=2)},
    timers=[Timer(9, 1, "regenerate", 4), Timer(9, 2, "wave", 2, "x")],
)
COMMANDS: list[AnyCommand] = [
    Join(character=a_character(id=4), linked=False),
    ChangeAction(character=4, action="fish"),
    CastSpell(character=4, spell="spark", type="attack", creature=2),
    TradeDenizen(character=4, denizen="keeper", sell=(TradeLine("rope", 1),), buy=(TradeLine("bread", 2),)),
    Say(character=4, text="“Łódź”\n\u2028"),
    RestoreRoom(room=a_room(3)),
    Leave(character=4),
]


@pytest.fixture
def failures() -> list[str]:
    return []


def a_journal(folder: Path, failures: list[str], **options: int) -> Journal:
    return Journal(folder, state=STATE, engine="0.1.0", content=DIGEST, on_failure=failures.append, **options)


def commands_in(path: Path) -> list[AnyCommand]:
    return list(read_journal(path)[1])


def test_a_journal_gives_back_the_state_and_every_command(tmp_path: Path, failures: list[str]) -> None:
    journal = a_journal(tmp_path, failures)
    for command in COMMANDS:
        journal.record(command, STATE)
    journal.close()

    header, commands = read_journal(tmp_path / "journal-1.jsonl")

    assert header == JournalHeader(format=2, engine="0.1.0", content=DIGEST, state=STATE)
    assert list(commands) == COMMANDS
    assert failures == []


def test_ticks_that_follow_each_other_are_folded(tmp_path: Path, failures: list[str]) -> None:
    journal = a_journal(tmp_path, failures)
    say = Say(character=4, text="hm")
    for command in (Tick(), Tick(), Tick(count=3), say, Tick(), say, say, Tick(), Tick()):
        journal.record(command, STATE)
    journal.close()

    assert commands_in(tmp_path / "journal-1.jsonl") == [Tick(5), say, Tick(1), say, say, Tick(2)]


def test_nothing_is_written_before_it_is_asked_for(tmp_path: Path, failures: list[str]) -> None:
    journal = a_journal(tmp_path, failures)
    journal.record(Tick(), STATE)
    before = journal_files(tmp_path)

    journal.flush()

    assert before == []
    assert commands_in(tmp_path / "journal-1.jsonl") == [Tick()]
    journal.close()


def test_a_torn_last_line_is_left_out(tmp_path: Path, failures: list[str]) -> None:
    path = tmp_path / "journal-1.jsonl"
    journal = a_journal(tmp_path, failures)
    for command in COMMANDS:
        journal.record(command, STATE)
    journal.close()
    *lines, _ = path.read_bytes().splitlines(keepends=True)
    whole, last = b"".join(lines), len(lines[-1])

    found = []
    for cut in range(1, last + 1):
        path.write_bytes(whole[:-cut])
        found.append(commands_in(path))

    assert found == [COMMANDS[:-1]] * last


def test_a_journal_says_that_it_was_ended_in_order_and_behind_how_many_lines(
    tmp_path: Path, failures: list[str]
) -> None:
    journal = a_journal(tmp_path, failures)
    journal.record(Tick(), STATE)
    journal.begin(STATE)
    journal.flush()
    first, second = journal_files(tmp_path)
    before = is_ended(first), is_ended(second)
    journal.close()

    assert before == (True, False)
    assert is_ended(second)
    assert first.read_bytes().splitlines()[-1] == b'{"ended":2}'
    assert commands_in(first) == [Tick()]


@pytest.mark.parametrize("cut", range(1, 1 + len(b'{"ended":8}\n')))
def test_a_journal_whose_last_lines_were_cut_is_not_ended(
    cut: int, tmp_path: Path, failures: list[str]
) -> None:
    path = tmp_path / "journal-1.jsonl"
    journal = a_journal(tmp_path, failures)
    for command in COMMANDS:
        journal.record(command, STATE)
    journal.close()
    whole = path.read_bytes()

    path.write_bytes(whole[:-cut])

    assert not is_ended(path)
    assert commands_in(path) == COMMANDS


@pytest.mark.parametrize(
    ("lines", "said"), [((0, 2, 3), "but there are 2"), ((0, 1, 2, 3, 1), "but more follow")]
)
def test_a_journal_from_which_a_line_was_taken_or_to_which_one_was_added_is_damaged(
    lines: tuple[int, ...], said: str, tmp_path: Path, failures: list[str]
) -> None:
    path = tmp_path / "journal-1.jsonl"
    journal = a_journal(tmp_path, failures)
    for command in COMMANDS[:2]:
        journal.record(command, STATE)
    journal.close()
    written = path.read_bytes().splitlines(keepends=True)

    path.write_bytes(b"".join(written[line] for line in lines))

    with pytest.raises(JournalUnreadable, match=f"ended behind 3 lines, {said}"):
        commands_in(path)


def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path, failures: list[str]) -> None:
    path = tmp_path / "journal-1.jsonl"
    journal = a_journal(tmp_path, failures)
    for command in COMMANDS:
        journal.record(command, STATE)
    journal.close()
    lines = path.read_bytes().splitlines(keepends=True)
    lines[3] = b'{"type":"Fly"}\n'
    path.write_bytes(b"".join(lines))

    _, commands = read_journal(path)

    with pytest.raises(JournalUnreadable, match=r"Line 4 of .*journal-1\.jsonl is damaged"):
        list(commands)


def test_a_line_that_is_nested_without_end_is_damaged(tmp_path: Path, failures: list[str]) -> None:
    path = tmp_path / "journal-1.jsonl"
    a_journal(tmp_path, failures).close()
    path.write_bytes(
        path.read_bytes().splitlines(keepends=True)[0] + b'{"x":' + b"[" * 100_000 + b'\n{"command":"Tick"}\n'
    )

    _, commands = read_journal(path)

    with pytest.raises(JournalUnreadable, match=r"Line 2 of .* is damaged"):
        list(commands)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not a journal"),
        (b"hello\n", "not a journal"),
        (b'{"format":2}\n', "not a journal"),
        (b'{"format":1,"engine":"0.0"}\n', r"an older gamectl \(0\.0\)"),
        (b'{"format":99,"engine":"9.9"}\n', r"a newer gamectl \(9\.9\)"),
        (b"\xff\xfe\n", "not a journal"),
        (b'{"x":' + b"[" * 100_000 + b"\n", "not a journal"),
    ],
)
def test_what_is_no_journal_is_refused(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "journal-1.jsonl"
    path.write_bytes(text)

    with pytest.raises(JournalUnreadable, match=said):
        read_journal(path)


def test_a_journal_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JournalUnreadable, match="cannot be read"):
        read_journal(tmp_path / "journal-1.jsonl")


def test_a_full_file_is_followed_by_one_that_begins_with_the_state_of_that_moment(
    tmp_path: Path, failures: list[str]
) -> None:
    later = GameState(dice=5, tick=90)
    journal = a_journal(tmp_path, failures, max_bytes=4000)
    say = Say(character=4, text="x" * 100)
    for _ in range(60):
        journal.record(say, later)
        journal.flush()
    journal.close()

    files = journal_files(tmp_path)
    found = [commands_in(path) for path in files]
    states = [read_journal(path)[0].state for path in files]

    assert len(files) > 1
    assert [command for commands in found for command in commands] == [say] * 60
    assert states == [STATE] + [later] * (len(files) - 1)


def test_only_the_newest_files_are_kept(tmp_path: Path, failures: list[str]) -> None:
    (tmp_path / "journal-notes.txt").write_text("mine")
    for _ in range(12):
        a_journal(tmp_path, failures, keep=3).close()

    assert [path.name for path in journal_files(tmp_path)] == [
        "journal-10.jsonl",
        "journal-11.jsonl",
        "journal-12.jsonl",
    ]
    assert (tmp_path / "journal-notes.txt").read_text() == "mine"


def test_a_change_of_content_begins_a_new_file(tmp_path: Path, failures: list[str]) -> None:
    journal = a_journal(tmp_path, failures)
    journal.record(Tick(), STATE)
    journal.begin(GameState(dice=1, tick=8), content="e" * 64)
    journal.record(Tick(), STATE)
    journal.close()

    second = read_journal(tmp_path / "journal-2.jsonl")[0]

    assert (second.content, second.state) == ("e" * 64, GameState(dice=1, tick=8))
    assert commands_in(tmp_path / "journal-1.jsonl") == [Tick()]


def test_one_thread_records_while_another_flushes(tmp_path: Path, failures: list[str]) -> None:
    journal = a_journal(tmp_path, failures)
    commands = [ChangeAction(character=n, action="fish") for n in range(20_000)]
    done = threading.Event()

    def flush_without_rest() -> None:
        while not done.is_set():
            journal.flush()

    flusher = threading.Thread(target=flush_without_rest)
    flusher.start()
    for command in commands:
        journal.record(command, STATE)
    done.set()
    flusher.join()
    journal.close()

    assert commands_in(tmp_path / "journal-1.jsonl") == commands
    assert failures == []


def test_the_file_is_for_its_owner_only(tmp_path: Path, failures: list[str]) -> None:
    a_journal(tmp_path, failures).close()

    assert (tmp_path / "journal-1.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_stops_the_journal_and_not_the_game(
    tmp_path: Path, failures: list[str]
) -> None:
    journal = a_journal(tmp_path / "nowhere", failures)

    for _ in range(3):
        journal.record(Tick(), STATE)
        journal.flush()
    journal.close()

    assert journal.disabled
    assert len(failures) == 1
    assert "The game goes on without it" in failures[0]


def test_a_command_that_cannot_be_written_down_stops_the_journal(tmp_path: Path, failures: list[str]) -> None:
    journal = a_journal(tmp_path, failures)
    journal.flush()

    journal.record(Say(character=4, text="\ud800"), STATE)
    journal.record(Tick(), STATE)
    journal.close()

    assert len(failures) == 1
    assert "cannot be written down" in failures[0]
    assert commands_in(tmp_path / "journal-1.jsonl") == []


def test_a_journal_that_nobody_flushes_gives_up_before_it_fills_the_memory(
    tmp_path: Path, failures: list[str]
) -> None:
    journal = a_journal(tmp_path, failures, max_waiting=10_000)

    for _ in range(200):
        journal.record(Say(character=4, text="x" * 100), STATE)

    assert journal.disabled
    assert len(failures) == 1
    assert "not written as fast as commands come" in failures[0]


def test_a_disk_that_takes_no_more_stops_the_journal_and_is_told_once(
    tmp_path: Path, failures: list[str]
) -> None:
    journal = a_journal(tmp_path, failures)
    say = Say(character=4, text="x" * 1000)
    journal.record(say, STATE)
    journal.flush()
    path = tmp_path / "journal-1.jsonl"

    with files_no_longer_than(path.stat().st_size + 1500):
        for _ in range(5):
            journal.record(say, STATE)
            journal.flush()
    journal.record(say, STATE)
    journal.close()

    assert len(failures) == 1
    assert commands_in(path) == [say, say]
