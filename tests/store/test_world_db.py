"""The compiled world: the same bytes for the same content, put in place whole, read back whole or refused."""

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rules.build import canonical, content_digest
from engine.store.errors import WorldNotWritten, WorldUnreadable
from engine.store.world_db import StoredWorld, read_world, write_world
from tests.store.examples import PLAIN, SOURCES
from tests.store.faults import files_no_longer_than, said_as_nobody


def write(path: Path, plain: dict[str, Any] = PLAIN, **options: Any) -> None:
    options = {"sources": SOURCES, "title": "Lantern Bay", "version": "3", **options}
    write_world(path, canonical(plain), **options)


@pytest.fixture
def world_path(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def turned_over(value: Any) -> Any:
    """The same content with every mapping filled in the opposite order."""
    if isinstance(value, dict):
        return {key: turned_over(inner) for key, inner in reversed(value.items())}
    return [turned_over(inner) for inner in value] if isinstance(value, list) else value


def test_a_world_comes_back_as_it_was_written(world_path: Path) -> None:
    write(world_path)

    assert read_world(world_path) == StoredWorld(
        plain=PLAIN,
        digest=content_digest(canonical(PLAIN)),
        sources=SOURCES,
        title="Lantern Bay",
        version="3",
    )


_bodies = st.dictionaries(
    st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_-]{0,9}\Z"),
    st.dictionaries(
        st.text(max_size=6),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(2**53), 2**53)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(max_size=9),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
            ),
            max_leaves=6,
        ),
        max_size=4,
    ),
    max_size=4,
)


def _with_ids(bodies: dict[str, Any]) -> dict[str, Any]:
    return {entity: {**body, "id": entity} for entity, body in bodies.items()}


@settings(deadline=None, max_examples=40)
@given(items=_bodies, quests=_bodies)
def test_any_content_comes_back_and_has_the_same_bytes_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, items: dict[str, Any], quests: dict[str, Any]
) -> None:
    plain = {**PLAIN, "items": _with_ids(items), "quests": _with_ids(quests)}
    folder = tmp_path_factory.mktemp("world")

    write(folder / "one.db", plain)
    write(folder / "two.db", turned_over(plain), sources=turned_over(SOURCES))

    assert read_world(folder / "one.db").plain == plain
    assert (folder / "one.db").read_bytes() == (folder / "two.db").read_bytes()


def test_other_content_has_other_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one.db")
    write(tmp_path / "two.db", {**PLAIN, "flags": {}})

    assert (tmp_path / "one.db").read_bytes() != (tmp_path / "two.db").read_bytes()


def test_people_find_names_and_prices_beside_the_bodies(world_path: Path) -> None:
    write(world_path)

    conn = sqlite3.connect(world_path)
    rows = conn.execute("SELECT id, name, price, body FROM items").fetchall()
    conn.close()

    assert rows == [
        ("bread", "Bread", 5, '{"name":"Bread","on_use":[{"heal":4.5}],"price":5,"type":"consumable"}'),
        ("knife", "Knife “Zé”", 120, '{"bonuses":[],"name":"Knife “Zé”","price":120,"type":"weapon"}'),
    ]


def test_writing_again_replaces_the_world_and_leaves_nothing_beside_it(world_path: Path) -> None:
    write(world_path)
    other = {**PLAIN, "quests": {}}

    write(world_path, other)

    assert read_world(world_path).plain == other
    assert list(world_path.parent.iterdir()) == [world_path]


def test_others_may_read_a_world_and_rights_that_were_given_stay(world_path: Path) -> None:
    write(world_path)
    first = world_path.stat().st_mode & 0o777
    world_path.chmod(0o640)
    write(world_path)

    assert (first, world_path.stat().st_mode & 0o777) == (0o644, 0o640)


def test_a_kind_that_there_is_not_is_a_mistake_of_the_caller(world_path: Path) -> None:
    with pytest.raises(ValueError, match="kind"):
        write(world_path, {**PLAIN, "dragons": {}})

    assert not world_path.exists()


def test_a_disk_that_takes_no_more_leaves_the_old_world(world_path: Path) -> None:
    write(world_path)
    before = world_path.read_bytes()
    big = {**PLAIN, "items": {f"item-{n}": {"name": "x" * 200} for n in range(2000)}}
    refused = 0

    for size in (0, 1000, 8192, 100_000, 400_000):
        with files_no_longer_than(size), pytest.raises(WorldNotWritten, match="what was there is untouched"):
            write(world_path, big)
        refused += 1

    assert refused == 5
    assert world_path.read_bytes() == before
    assert list(world_path.parent.iterdir()) == [world_path]


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorldNotWritten, match="is a folder"):
        write(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorldNotWritten, match=r"nowhere/world\.db could not be written"):
        write(tmp_path / "nowhere" / "world.db")


def test_a_folder_that_may_not_be_written_to_is_refused(open_to_all: Path) -> None:
    open_to_all.chmod(0o555)
    path = open_to_all / "world.db"

    said = said_as_nobody(lambda: write(path))

    assert said.startswith(f"WorldNotWritten: {path} could not be written (Permission denied)")


def test_a_world_that_is_not_there_says_how_to_make_it(world_path: Path) -> None:
    with pytest.raises(
        WorldUnreadable, match=r"does not exist\. Compile the world first with `gamectl compile`"
    ):
        read_world(world_path)


@pytest.mark.parametrize("content", [b"", b"notes", bytes(4096), b"SQLite format 3\x00" + bytes(200)])
def test_a_file_that_is_no_world_is_refused(world_path: Path, content: bytes) -> None:
    world_path.write_bytes(content)

    with pytest.raises(WorldUnreadable, match="is not a compiled world"):
        read_world(world_path)


def test_a_folder_is_no_world(tmp_path: Path) -> None:
    with pytest.raises(WorldUnreadable, match="is not a file"):
        read_world(tmp_path)


def test_a_world_of_another_format_says_to_compile_again(world_path: Path) -> None:
    write(world_path)
    conn = sqlite3.connect(world_path, isolation_level=None)
    conn.execute("PRAGMA user_version = 99")
    conn.close()

    with pytest.raises(WorldUnreadable, match=r"format 99, not 3\)\. Compile the world again"):
        read_world(world_path)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE items SET body = replace(body, '4.5', '9.5')",
        "UPDATE items SET body = 'nonsense'",
        "UPDATE sources SET place = 'elsewhere.yaml:1'",
        "UPDATE meta SET value = 'Other' WHERE id = 'title'",
        "UPDATE meta SET value = 'x' WHERE id = 'digest'",
        "DELETE FROM meta",
        "DELETE FROM flags",
        "DROP TABLE quests",
        "DROP TABLE sources",
        "INSERT INTO items (id, body) VALUES ('sword', '{}')",
    ],
)
def test_a_world_that_was_changed_after_compiling_is_refused(world_path: Path, change: str) -> None:
    write(world_path)
    conn = sqlite3.connect(world_path, isolation_level=None)
    conn.execute(change)
    conn.close()

    with pytest.raises(WorldUnreadable, match="is damaged"):
        read_world(world_path)


def test_a_damaged_world_is_refused_or_reads_the_same(world_path: Path) -> None:
    write(world_path)
    whole = world_path.read_bytes()
    expected = read_world(world_path)
    chance = random.Random(20)
    outcomes = {"refused": 0, "same": 0}

    for _ in range(300):
        damaged = bytearray(whole)
        if chance.random() < 0.15:
            del damaged[chance.randrange(len(damaged)) :]
        else:
            damaged[chance.randrange(len(damaged))] ^= chance.randrange(1, 256)
        world_path.write_bytes(damaged)
        try:
            found = read_world(world_path)
        except WorldUnreadable:
            outcomes["refused"] += 1
        else:
            assert found == expected
            outcomes["same"] += 1
        assert world_path.read_bytes() == damaged

    assert outcomes["refused"] > 50
    assert outcomes["same"] > 0


def test_reading_leaves_no_files_behind_and_needs_no_right_to_write(world_path: Path) -> None:
    write(world_path)
    world_path.chmod(0o444)

    read_world(world_path)

    assert list(world_path.parent.iterdir()) == [world_path]
