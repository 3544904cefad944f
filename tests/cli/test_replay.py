"""`gamectl replay`: for a host with nothing but the data folder, and for other programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import run
from engine.compiler.compile import compile_world
from engine.game import commands as c
from engine.rules.build import build_catalog, canonical
from engine.store.journal import journal_files
from engine.store.kept import forget_worlds, keep_world, kept_path
from tests.journals import Recorded
from tests.playing import WORLDS, trade

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as a server leaves it: one journal, and the world it was written under."""
    compiled = compile_world(WORLDS / "mill")
    assert compiled.canonical is not None and compiled.catalog is not None
    folder = tmp_path / "data"
    folder.mkdir()
    keep_world(folder, compiled.canonical, compiled.catalog)
    recorded(folder)
    return folder


def recorded(folder: Path) -> None:
    """Another journal in that folder: two joins, a trade, and some time."""
    play = Recorded(folder)
    play.do(trade(1, buy={"bread": 2}))
    for _ in range(40):
        play.do(c.Tick())
    play.do(c.Say(character=2, text="Good \x1b[31mday."))
    play.journal.close()


@pytest.fixture
def dear(tmp_path: Path) -> Path:
    """A content folder in which bread costs a copper more."""
    folder = tmp_path / "dear"
    folder.mkdir()
    text = (WORLDS / "mill" / "mill.yaml").read_text()
    (folder / "mill.yaml").write_text(text.replace("price: 4c", "price: 5c"))
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: object, code: int) -> str:
    """What `gamectl replay` prints, when it ends with this code."""
    ended = run(["replay", *map(str, arguments)])
    out, err = capsys.readouterr()
    assert ended == code, out + err
    return err if code == 2 else out


def test_a_data_folder_plays_again_by_itself(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, data, code=0)

    assert text == (
        f"{data}/journal-1.jsonl: the same from tick 0 to 40: 4 commands, 48 facts\n"
        "Everything plays again to the same facts, byte for byte.\n"
    )


def test_every_journal_of_a_folder_is_played_or_the_one_that_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(data)

    both = said(capsys, data, code=0)
    one = said(capsys, data / "journal-2.jsonl", code=0)

    assert [line.partition(":")[0] for line in both.splitlines()[:-1]] == [
        f"{data}/journal-1.jsonl",
        f"{data}/journal-2.jsonl",
    ]
    assert one.startswith(f"{data}/journal-2.jsonl: the same")
    assert "journal-1" not in one


def test_another_content_is_told_apart_in_words(
    data: Path, dear: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, data, "--against", dear, code=1)

    assert text.splitlines()[-5:] == [
        f"{data}/journal-1.jsonl: goes another way with {dear} at tick 0 (0 s in), line 6",
        "  when  Ada1 (character 1): trade denizen (denizen miller, sell [], buy [{item bread, quantity 2}])",
        "  then  Ada1 (character 1): coins lost (amount 8, cause trade)",
        "  now   Ada1 (character 1): coins lost (amount 10, cause trade)",
        "        amount: 8 then, 10 now",
    ]


def test_a_content_that_changes_nothing_here_is_told_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, data, "--against", WORLDS / "mill", code=0)

    assert text.endswith(f"Nothing goes another way with {WORLDS / 'mill'}.\n")


def test_what_was_noted_and_what_comes_now_are_told_with_what_to_do(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (journal,) = journal_files(data)
    lines = journal.read_text().splitlines()
    assert lines[6].startswith('{"noted":"facts"')
    lines[6] = '{"noted":"refused","what":"not_enough_coins"}'
    journal.write_text("\n".join(lines) + "\n")

    text = said(capsys, data, code=1)

    assert text.splitlines()[-3:] == [
        "  then  it was refused: not_enough_coins",
        "  now   Ada1 (character 1): coins lost (amount 8, cause trade)",
        (
            "The content and the program are the same, so either the journal was changed or damaged, or "
            "gamectl made a mistake. If nobody touched the journal, report it."
        ),
    ]


def test_a_journal_of_another_version_of_the_program_is_told_so(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (journal,) = journal_files(data)
    lines = journal.read_text().splitlines()
    lines[0] = lines[0].replace('"engine":"0.1.0"', '"engine":"0.0.9"')
    lines[6] = '{"noted":"refused","what":"not_enough_coins"}'
    journal.write_text("\n".join(lines) + "\n")

    assert "It was written by gamectl 0.0.9, and this is" in said(capsys, data, code=1)


def test_a_tick_is_where_it_stops(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "from tick 0 to 7: 3 commands" in said(capsys, data, "--until", 7, code=0)


def test_other_programs_get_json(data: Path, dear: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = json.loads(said(capsys, data, "--json", code=0))
    assert run(["replay", str(data), "--against", str(dear), "--json"]) == 1
    other = json.loads(capsys.readouterr().out)

    (journal,) = same["journals"]
    assert (same["version"], same["same"], same["left_out"], same["difference"]) == (1, True, [], None)
    assert same["notes"] == []
    assert {name: journal[name] for name in ("from", "to", "commands", "ticks", "facts", "noted")} == {
        "from": 0,
        "to": 40,
        "commands": 4,
        "ticks": 40,
        "facts": 48,
        "noted": True,
    }
    assert len(journal["sha256"]) == len(journal["content"]) == 64
    assert other["same"] is False
    difference = other["difference"]
    assert (difference["line"], difference["tick"], difference["same_facts"]) == (6, 0, 0)
    assert difference["command"]["command"] == "TradeDenizen"
    assert difference["fields"] == [{"field": "amount", "then": "8", "now": "10"}]


def test_nothing_in_the_data_folder_is_touched(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def look() -> dict[str, tuple[bytes, int]]:
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in data.iterdir()}

    before = look()
    said(capsys, data, code=0)

    assert look() == before


def test_the_server_may_still_be_writing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play = Recorded(data)
    play.do(trade(1, buy={"bread": 1}))
    for _ in range(3):
        play.do(c.Tick())
    play.journal.flush()
    path = journal_files(data)[-1]
    with path.open("ab") as file:
        file.write(b'{"command":"Sa')

    text = said(capsys, path, code=0)
    play.journal.close()

    assert "from tick 0 to 3: 3 commands" in text
    assert text.splitlines()[-2:] == [
        (
            f"note: {path} ends in the middle of a line, which is left out: it was cut off, or the server is "
            "still writing."
        ),
        "What is there plays again to the same facts, byte for byte.",
    ]


@pytest.mark.parametrize("cut", [1, 3, 9])
def test_a_journal_that_was_cut_off_is_told(cut: int, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (journal,) = journal_files(data)
    journal.write_bytes(journal.read_bytes()[:-cut])

    (note,) = json.loads(said(capsys, data, "--json", code=0))["notes"]

    assert note.startswith(f"{journal} ends in the middle of a line")


def test_a_journal_that_was_cut_off_between_two_lines_is_told(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (journal,) = journal_files(data)
    lines = journal.read_bytes().splitlines(keepends=True)
    notes = []
    for kept in range(1, len(lines)):
        journal.write_bytes(b"".join(lines[:kept]))
        notes.append(json.loads(said(capsys, data, "--json", code=0))["notes"])

    assert [len(told) for told in notes] == [1] * (len(lines) - 1)
    assert {told[0].partition(", ")[0] for told in notes} == {f"{journal} has no end"}


def test_ticks_that_are_missing_between_two_journals_are_told(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(data)
    first, second = journal_files(data)
    lines = second.read_text().splitlines()
    head = json.loads(lines[0])
    head["state"]["tick"] = 500
    second.write_text(json.dumps(head) + "\n")
    gap = f"note: {first} ends at tick 40, and journal-2.jsonl begins only at tick 500: what was between is"

    whole = said(capsys, data, code=0)
    alone = said(capsys, first, code=0)
    before = said(capsys, data, "--until", 40, code=0)

    assert gap in whole
    assert gap in alone
    assert "Everything" not in whole + alone
    assert before.endswith("Everything plays again to the same facts, byte for byte.\n")


def test_a_tick_that_is_not_reached_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, data, "--until", 99_999_999, code=0)

    assert text.splitlines()[-2:] == [
        "note: Tick 99999999 is not reached: what is there ends at tick 40.",
        "What is there plays again to the same facts, byte for byte.",
    ]


def test_the_world_is_taken_from_elsewhere_when_none_is_kept(
    data: Path, dear: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kept in data.glob("content-*.db"):
        kept.unlink()

    without = said(capsys, data, code=2)
    wrong = said(capsys, data, "-w", dear, code=2)
    right = said(capsys, data, "-w", WORLDS / "mill", code=0)
    against = said(capsys, data, "--against", dear, code=1)

    assert "which is not kept beside it. Name it with -w CONTENT" in without
    assert f"Name the right one, or see where this one differs: --against {dear}." in wrong
    assert right.endswith("byte for byte.\n")
    # With its own content nowhere, the notes are what the other one is compared with.
    assert "something else (the journal holds only a digest of it; 2 facts in all)" in against
    assert "coins lost (amount 10, cause trade)" in against


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["nowhere"], "there is no nowhere."),
        ([], "there is no folder `data` here. Name the server's data folder: gamectl replay DATA."),
        (["empty"], "empty holds no journal."),
        (["mine/notes.txt"], "mine/notes.txt is not a journal, or its first line is damaged."),
        (["mine/new.jsonl"], "mine/new.jsonl was written by a newer gamectl (9.0). Read it with that one."),
        (["mine/old.jsonl"], "mine/old.jsonl was written by an older gamectl (0.0.1), in a form that this"),
        (["mine/journal-1.jsonl"], "mine/journal-1.jsonl is not a journal, or its first line is damaged."),
    ],
)
def test_what_cannot_be_played_is_refused_in_plain_words(
    arguments: list[str],
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("buy milk\n")
    (mine / "new.jsonl").write_text('{"format":99,"engine":"9.0"}\n')
    (mine / "old.jsonl").write_text('{"format":1,"engine":"0.0.1"}\n')
    (mine / "journal-1.jsonl").write_bytes(b"\xff\n")

    assert text in said(capsys, *arguments, code=2)


def test_a_content_with_errors_is_no_difference(
    data: Path, dear: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (dear / "more.yaml").write_text("quests: {x: {giver: nobody}}\n")

    assert run(["replay", str(data), "--against", str(dear)]) == 2
    assert "error[" in capsys.readouterr().out


def test_a_damaged_line_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (journal,) = journal_files(data)
    lines = journal.read_text().splitlines()
    lines[4] = lines[4][:9]
    journal.write_text("\n".join(lines) + "\n")

    assert f"Line 5 of {journal} is damaged" in said(capsys, data, code=2)


def test_a_damaged_world_beside_it_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept,) = data.glob("content-*.db")
    kept.write_bytes(kept.read_bytes()[:5_000])

    assert f"{kept} is damaged" in said(capsys, data, code=2)


def test_journals_of_an_older_form_are_left_out_and_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "journal-0.jsonl").write_text('{"format":1,"engine":"0.0.1"}\n')

    text = said(capsys, data, code=0)

    assert text.startswith(f"left out: {data}/journal-0.jsonl was written by an older gamectl (0.0.1)")
    assert text.endswith("byte for byte.\n")


def test_a_tick_before_the_journal_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (journal,) = journal_files(data)
    lines = journal.read_text().splitlines()
    head = json.loads(lines[0])
    head["state"]["tick"] = 500
    journal.write_text("\n".join([json.dumps(head), *lines[1:]]) + "\n")

    assert "the journal begins only at tick 500: name a later one with --until." in said(
        capsys, data, "--until", 499, code=2
    )


def test_no_player_can_write_into_the_terminal(
    data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (journal,) = journal_files(data)
    lines = journal.read_text().splitlines()
    lines[-1] = '{"noted":"refused","what":"busy"}'
    journal.write_text("\n".join(lines) + "\n")

    text = said(capsys, data, code=1)

    assert "Good  [31mday." in text
    assert "\x1b" not in text


def test_the_same_comes_of_it_under_any_hash_seed(data: Path) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-m", "cli.main", "replay", str(data), "--json"],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "4242")
    ]

    assert runs[0] == runs[1]
    assert json.loads(runs[0])["same"] is True


def test_worlds_are_kept_as_long_as_a_journal_needs_them(tmp_path: Path) -> None:
    first = compile_world(WORLDS / "mill")
    assert first.plain is not None and first.catalog is not None
    changed = {**first.plain, "world": {**first.plain["world"], "title": "Another"}}
    second = build_catalog(changed)
    keep_world(tmp_path, canonical(first.plain), first.catalog)
    recorded(tmp_path)
    keep_world(tmp_path, canonical(changed), second)
    (tmp_path / "content-mine.db").write_text("mine")
    forget_worlds(tmp_path, but=second.digest)
    both = sorted(path.name for path in tmp_path.glob("content-*.db"))
    (journal,) = journal_files(tmp_path)
    journal.unlink()

    forget_worlds(tmp_path, but=second.digest)

    names = [kept_path(tmp_path, catalog.digest).name for catalog in (first.catalog, second)]
    assert both == sorted([*names, "content-mine.db"])
    assert sorted(path.name for path in tmp_path.glob("content-*.db")) == sorted(
        [names[1], "content-mine.db"]
    )
