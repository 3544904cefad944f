"""`world.db`, the compiled world: written whole and moved into place, read whole and never changed."""

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from engine.base.garbage import nothing_collected
from engine.model.kinds import KINDS, SINGLE_KINDS, TEST_KINDS, Canonical, PlainContent
from engine.rules.build import content_digest, plain_of
from engine.store.errors import WorldNotWritten, WorldUnreadable
from engine.store.files import sync_folder, unlink_quietly
from engine.store.seal import seal

if TYPE_CHECKING:
    from sqlite_utils import Database

FORMAT: Final = 3
"""The format of the file. It grows when the tables do, or the meaning of a body."""

APPLICATION_ID: Final = 0x676D6377
"""The mark of a compiled world in the head of its file."""

_MAGIC: Final = b"SQLite format 3\x00"
_HEAD: Final = 100
_APPLICATION: Final = slice(68, 72)
_WRITTEN_BY: Final = 96
"""Where SQLite leaves its version number. Nothing reads it, and it would differ from machine to machine."""

_ALL_KINDS: Final = (*SINGLE_KINDS, *KINDS, *TEST_KINDS)
_COLUMNS: Final[Mapping[str, Mapping[str, type]]] = {
    "world": {"title": str, "version": str},
    "skills": {"name": str, "category": str},
    "items": {"name": str, "type": str, "category": str, "rarity": str, "price": int},
    "item_sets": {"name": str},
    "effects": {"name": str, "category": str},
    "spells": {"name": str, "type": str, "mana": int},
    "creatures": {"name": str, "experience": int},
    "locations": {"name": str},
    "denizens": {"name": str, "dialogue": str},
    "dialogues": {"start": str},
    "quests": {"title": str, "giver": str, "returns_to": str},
    "flags": {"type": str},
}
"""What stands beside the body for people who look inside. Nothing reads it back."""

_AGAIN: Final = "Compile the world again with `gamectl compile`."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWorld:
    """A compiled world as it was read. `sources` says where each thing was written:
    `items/bread` → `items.yaml:3`."""

    plain: PlainContent
    digest: str
    sources: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    version: str = ""


def write_world(
    path: Path,
    content: Canonical,
    *,
    sources: Mapping[str, str] | None = None,
    title: str = "",
    version: str = "",
) -> str:
    """Write checked content to `path`, and return its digest: the same content gives the same bytes.

    Until the new file is whole, on the disk and read back, the old one stands. Raises `WorldNotWritten` when
    the disk or the folder does not let us, and `ValueError` for a kind that there is not.
    """
    if content.keys() - set(_ALL_KINDS):
        raise ValueError("the content has a kind that is in no list of kinds")
    path = path.resolve()
    digest = content_digest(content)
    places = sorted((sources or {}).items())
    meta = _meta(digest, title, version, places)
    try:
        if path.is_dir():
            raise WorldNotWritten(
                f"{path} is a folder. Give the name of a file, such as {path / 'world.db'}."
            )
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        fd, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        fresh = Path(name)
        try:
            os.close(fd)
            with nothing_collected():
                _fill(fresh, meta, content, places)
                _settle(fresh, mode)
                _check_same(fresh, meta, content)
            fresh.replace(path)
        except BaseException:
            unlink_quietly(fresh)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise WorldNotWritten(
            f"{path} could not be written ({error.strerror}); what was there is untouched. "
            "See that the folder exists, may be written to and has room."
        ) from error
    except sqlite3.Error as error:
        raise WorldNotWritten(
            f"{path} could not be written ({error}); what was there is untouched. Make room on the disk."
        ) from error
    return digest


def read_world(path: Path) -> StoredWorld:
    """Read a compiled world whole, and check that it is what was compiled.

    Raises `WorldUnreadable` when it is missing, not a compiled world, of another format, or damaged.
    """
    path = path.resolve()
    _check_head(path)
    try:
        conn = _opened(path)
        try:
            return _read(conn, path)
        finally:
            conn.close()
    except (sqlite3.Error, msgspec.MsgspecError, UnicodeError) as error:
        raise WorldUnreadable(f"{path} is damaged ({error}). {_AGAIN}") from error


def _opened(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(f"{path.as_uri()}?immutable=1&mode=ro", uri=True, isolation_level=None)
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA cell_size_check = ON")
    return conn


def _meta(digest: str, title: str, version: str, places: list[tuple[str, str]]) -> dict[str, str]:
    meta = {"digest": digest, "format": str(FORMAT), "title": title, "version": version}
    return {**meta, "seal": seal(sorted(meta.items()), places).hex()}


def _rows(kind: str, things: Mapping[str, bytes]) -> Iterator[tuple[Any, ...]]:
    """The rows of a kind: id, what is shown beside the body, and the body."""
    columns = _COLUMNS.get(kind, {})
    wanted = tuple(columns.values())
    # Only what is shown is read out of a body.
    shown = msgspec.defstruct("Shown", [(column, Any, None) for column in columns])
    decode = msgspec.json.Decoder(shown).decode
    for name, body in sorted(things.items()):
        beside = msgspec.structs.astuple(decode(body)) if columns else ()
        if tuple(map(type, beside)) != wanted:
            beside = tuple(
                value if type(value) is of else None for value, of in zip(beside, wanted, strict=True)
            )
        yield (kind if kind in SINGLE_KINDS else name, *beside, body.decode())


def _fill(path: Path, meta: Mapping[str, str], content: Canonical, places: Iterable[tuple[str, str]]) -> None:
    # Here and not above: it takes a tenth of a second to load, and who only reads a world needs none of it.
    from sqlite_utils import Database

    conn = sqlite3.connect(path, isolation_level=None)
    try:
        # The file is nobody's until it is moved into place, so it needs no journal; it is synced as a whole.
        for pragma in (
            "page_size = 4096",
            "auto_vacuum = NONE",
            "journal_mode = OFF",
            "synchronous = OFF",
            f"application_id = {APPLICATION_ID}",
            f"user_version = {FORMAT}",
        ):
            conn.execute(f"PRAGMA {pragma}")
        database = Database(conn, execute_plugins=False)
        with database.atomic():
            _add(database, "meta", {"value": str}, sorted(meta.items()))
            for kind in _ALL_KINDS:
                if kind in content:
                    _add(database, kind, {**_COLUMNS.get(kind, {}), "body": str}, _rows(kind, content[kind]))
            _add(database, "sources", {"place": str}, places)
    finally:
        conn.close()


def _add(
    database: "Database", name: str, columns: Mapping[str, type], rows: Iterable[tuple[Any, ...]]
) -> None:
    database.table(name).create(
        {"id": str, **columns}, pk="id", not_null={"id", *({"body"} & columns.keys())}, strict=True
    )
    marks = ", ".join("?" * (1 + len(columns)))
    # The name is one of our own. Large worlds have a hundred thousand rows, so they go in as they are.
    database.conn.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608


def _named(kind: str, name: str) -> str:
    """The id of what a row holds: none for the body of a kind that has a single one."""
    return "" if kind in SINGLE_KINDS and name == kind else name


def _check_same(path: Path, meta: Mapping[str, str], content: Canonical) -> None:
    """A disk that lies is noticed before the old world is gone. Row by row: a second world needs room."""
    conn = _opened(path)
    try:
        _check_whole(conn, path)
        same = dict(conn.execute("SELECT id, value FROM meta")) == meta
        for kind, things in content.items():
            rows = conn.execute(f'SELECT id, CAST(body AS BLOB) FROM "{kind}"')  # noqa: S608 - of our own list
            count = 0
            for name, body in rows:
                count += 1
                same = same and things.get(_named(kind, name)) == body
            same = same and count == len(things)
    except (sqlite3.Error, WorldUnreadable) as error:
        raise WorldNotWritten(f"The world was not written as it should be: {error}") from error
    finally:
        conn.close()
    if not same:
        raise WorldNotWritten(f"{path} does not hold what was written to it. Check the disk.")


def _settle(path: Path, mode: int) -> None:
    fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.pwrite(fd, bytes(4), _WRITTEN_BY)
        os.fchmod(fd, mode)
        os.fsync(fd)
    finally:
        os.close(fd)


def _check_head(path: Path) -> None:
    try:
        if not path.is_file():
            found = "is not a file" if path.exists() else "does not exist"
            raise WorldUnreadable(f"{path} {found}. Compile the world first with `gamectl compile`.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise WorldUnreadable(f"{path} cannot be read ({error.strerror}). Check its rights.") from error
    marked = len(head) == _HEAD and head.startswith(_MAGIC)
    if not marked or int.from_bytes(head[_APPLICATION], "big") != APPLICATION_ID:
        raise WorldUnreadable(f"{path} is not a compiled world, or its beginning is damaged. {_AGAIN}")


def _check_whole(conn: sqlite3.Connection, path: Path) -> None:
    state = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
    if state != "ok":
        raise WorldUnreadable(f"{path} is damaged ({state}). {_AGAIN}")


def _read(conn: sqlite3.Connection, path: Path) -> StoredWorld:
    found = conn.execute("PRAGMA user_version").fetchone()[0]
    if found != FORMAT:
        raise WorldUnreadable(
            f"{path} was compiled by another version of gamectl (format {found}, not {FORMAT}). {_AGAIN}"
        )
    _check_whole(conn, path)
    content: dict[str, dict[str, bytes]] = {}
    tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for kind in _ALL_KINDS:
        if kind not in tables:
            continue
        # The name is one of our own list of kinds.
        rows = conn.execute(f'SELECT id, CAST(body AS BLOB) FROM "{kind}" ORDER BY id')  # noqa: S608
        content[kind] = {_named(kind, name): body for name, body in rows}
    meta = dict(conn.execute("SELECT id, value FROM meta"))
    places = conn.execute("SELECT id, place FROM sources ORDER BY id").fetchall()
    digest, title, version = (meta.get(key, "") for key in ("digest", "title", "version"))
    if meta != _meta(digest, title, version, places) or content_digest(content) != digest:
        raise WorldUnreadable(f"{path} is damaged: it is not what was compiled. {_AGAIN}")
    return StoredWorld(
        plain=plain_of(content), digest=digest, sources=dict(places), title=title, version=version
    )
