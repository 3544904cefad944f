"""Characters as rows, and back: what differs from the last commit is written, and nothing else."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import msgspec

from engine.game.state import VITALS, Character
from engine.store.errors import CommitRefused, StoreDamaged
from engine.store.seal import check_seal, seal

Row = tuple[Any, ...]
Rows = dict[str, Row]
Holdings = dict[tuple[str, str], int]
"""Amounts by kind (`coins`, `item`) and thing; what is not there is zero."""


_VALUE: Final = frozenset(
    (
        *("id", "user", "name", "location", "structure", "level", "experience", "wallet"),
        *("items", "equipment", "skills", "spells", "quests", "flags", "raised"),
    )
)
_VOLATILE: Final = tuple(name for name in Character.__struct_fields__ if name not in _VALUE)
"""What may be up to a tick older after a crash; it is stored in one piece. So is when a spell was cast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A mapping of a character that has a table of its own."""

    table: str
    key: str
    columns: tuple[str, ...]
    pack: Callable[[Character], Rows]
    unpack: Callable[[Rows], dict[str, Any]]

    # The names below come from the tuple of parts in this module, never from outside.
    @property
    def select(self) -> str:
        names = ", ".join(("character", self.key, *self.columns))
        return f"SELECT {names} FROM {self.table} WHERE character IN (%s) ORDER BY character"  # noqa: S608

    @property
    def upsert(self) -> str:
        names = ("character", self.key, *self.columns)
        marks = ", ".join("?" * len(names))
        sets = ", ".join(f"{name} = excluded.{name}" for name in self.columns)
        then = f"UPDATE SET {sets}" if sets else "NOTHING"
        return (
            f"INSERT INTO {self.table} ({', '.join(names)}) VALUES ({marks}) "  # noqa: S608
            f"ON CONFLICT (character, {self.key}) DO {then}"
        )

    @property
    def delete(self) -> str:
        return f"DELETE FROM {self.table} WHERE character = ? AND {self.key} = ?"  # noqa: S608


def _told(row: Row) -> Row:
    """A row without the nulls at its end: a column that was added later, and has nothing in it, leaves the
    seal as it was before."""
    while row and row[-1] is None:
        row = row[:-1]
    return row


def _text(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


_PARTS: Final = (
    _Part(
        table="character_items",
        key="item",
        columns=("amount",),
        pack=lambda who: {item: (amount,) for item, amount in who.items.items()},
        unpack=lambda rows: {item: row[0] for item, row in rows.items()},
    ),
    _Part(
        table="character_equipment",
        key="slot",
        columns=("item",),
        pack=lambda who: {slot: (item,) for slot, item in who.equipment.items()},
        unpack=lambda rows: {slot: row[0] for slot, row in rows.items()},
    ),
    _Part(
        table="character_skills",
        key="skill",
        columns=("level", "experience"),
        pack=lambda who: {skill: (has.level, has.experience) for skill, has in who.skills.items()},
        unpack=lambda rows: {skill: {"level": row[0], "experience": row[1]} for skill, row in rows.items()},
    ),
    _Part(
        table="character_spells",
        key="spell",
        columns=(),
        pack=lambda who: dict.fromkeys(who.spells, ()),
        unpack=lambda rows: dict.fromkeys(rows),
    ),
    _Part(
        table="character_quests",
        key="quest",
        columns=("stage", "since", "turns", "counts", "ended"),
        pack=lambda who: {
            quest: (at.stage, at.since, at.turns, _text(at.counts), at.ended)
            for quest, at in who.quests.items()
        },
        unpack=lambda rows: {
            quest: {
                "stage": row[0],
                "since": row[1],
                "turns": row[2],
                "counts": msgspec.json.decode(row[3]),
                "ended": row[4],
            }
            for quest, row in rows.items()
        },
    ),
    _Part(
        table="character_flags",
        key="flag",
        columns=("type", "value"),
        pack=lambda who: {
            flag: ("bool" if isinstance(value, bool) else "int", int(value))
            for flag, value in who.flags.items()
        },
        unpack=lambda rows: {
            flag: bool(row[1]) if row[0] == "bool" else row[1] for flag, row in rows.items()
        },
    ),
)
_ITEMS, _EQUIPMENT = 0, 1
_SCALARS: Final = (
    *("location", "structure", "level", "experience", "wallet"),
    *(f"raised_{vital}" for vital in VITALS),
)
_WALLET: Final = _SCALARS.index("wallet")

_SELECT: Final = f"SELECT id, user, name, name_key, in_world, {', '.join(_SCALARS)}, seal FROM characters"  # noqa: S608
_UPDATE: Final = (
    f"UPDATE characters SET in_world = ?, {', '.join(f'{name} = ?' for name in _SCALARS)}, "  # noqa: S608
    "seal = ? WHERE id = ?"
)
_INSERT: Final = (
    f"INSERT INTO characters (user, name, name_key, in_world, {', '.join(_SCALARS)}, seal) "  # noqa: S608
    f"VALUES ({', '.join('?' * (5 + len(_SCALARS)))})"
)
_KEEP_VOLATILE: Final = (
    "INSERT INTO character_volatile (character, body, seal) VALUES (?, ?, ?) "
    "ON CONFLICT (character) DO UPDATE SET body = excluded.body, seal = excluded.seal"
)

_codec: Final = (msgspec.json.Encoder(), msgspec.json.Decoder(Character))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The rows of one character, with nothing in them that anybody else can change."""

    user: int
    name: str
    name_key: str
    in_world: bool
    scalars: Row
    parts: tuple[Rows, ...]
    volatile: str

    def value(self, character: int) -> Row:
        """All that the seal of the character covers."""
        parts = [sorted((key, _told(row)) for key, row in part.items()) for part in self.parts]
        return (character, self.user, self.name, self.name_key, self.in_world, self.scalars, parts)

    def holdings(self) -> Holdings:
        """What the character owns: coins, and items both carried and worn. Nothing counts as zero."""
        held: Holdings = {("item", item): row[0] for item, row in self.parts[_ITEMS].items() if row[0]}
        for (item,) in self.parts[_EQUIPMENT].values():
            held["item", item] = held.get(("item", item), 0) + 1
        if self.scalars[_WALLET]:
            held["coins", ""] = self.scalars[_WALLET]
        return held


def saved_of(character: Character, *, name_key: str, in_world: bool) -> Saved:
    """The rows that a character becomes.

    Raises `CommitRefused` when a value is not of the type the state declares, such as a fraction of a coin
    or a vital that is no number: stored, it could never be read back.
    """
    encoder, decoder = _codec
    try:
        own = decoder.decode(encoder.encode(character))
    except (msgspec.MsgspecError, UnicodeError, TypeError, OverflowError) as error:
        raise CommitRefused(
            f"Character {character.id} cannot be stored: {error}.", character=character.id
        ) from error
    strange = own.raised.keys() - set(VITALS)
    if strange:
        raise CommitRefused(
            f"Character {own.id} has raised {', '.join(sorted(strange))}, which is no vital.",
            character=own.id,
        )
    volatile = {name: getattr(own, name) for name in _VOLATILE}
    volatile["casts"] = {spell: tick for spell, tick in own.spells.items() if tick is not None}
    return Saved(
        user=own.user,
        name=own.name,
        name_key=name_key,
        in_world=in_world,
        scalars=(
            own.location,
            own.structure,
            own.level,
            own.experience,
            own.wallet,
            *(own.raised.get(vital) for vital in VITALS),
        ),
        parts=tuple(part.pack(own) for part in _PARTS),
        volatile=encoder.encode(volatile).decode(),
    )


def character_of(character: int, saved: Saved) -> Character:
    """The character that rows become. Mappings come in the order of their ids."""
    location, structure, level, experience, wallet, *raised = saved.scalars
    try:
        items, equipment, skills, spells, quests, flags = (
            part.unpack(rows) for part, rows in zip(_PARTS, saved.parts, strict=True)
        )
        volatile = msgspec.json.decode(saved.volatile, type=dict[str, Any])
        casts = volatile.pop("casts")
        plain = {
            **volatile,
            "id": character,
            "user": saved.user,
            "name": saved.name,
            "location": location,
            "structure": structure,
            "level": level,
            "experience": experience,
            "wallet": wallet,
            "items": items,
            "equipment": equipment,
            "skills": skills,
            "spells": {spell: casts.get(spell) for spell in spells},
            "quests": quests,
            "flags": flags,
            "raised": {vital: by for vital, by in zip(VITALS, raised, strict=True) if by is not None},
        }
        return msgspec.convert(plain, Character)
    except (msgspec.MsgspecError, KeyError) as error:
        raise StoreDamaged(
            f"The stored data of character {character} cannot be read ({error}). "
            "Restore the database from a backup."
        ) from error


def _by_character(rows: Iterator[Row]) -> dict[int, list[Row]]:
    return {character: list(group) for character, group in groupby(rows, key=itemgetter(0))}


def read(conn: sqlite3.Connection, where: str, *arguments: Any) -> Iterator[tuple[int, Saved]]:
    """The rows of every character for which `where`, our own SQL over the table of characters, is so.

    Raises `StoreDamaged` at the first one that is not as it was written.
    """
    whose = f"SELECT id FROM characters WHERE {where}"  # noqa: S608 - `where` is text of this program
    parts = [_by_character(conn.execute(part.select % whose, arguments)) for part in _PARTS]
    volatile = {
        character: (body, stored)
        for character, body, stored in conn.execute(
            f"SELECT character, body, seal FROM character_volatile WHERE character IN ({whose})",  # noqa: S608
            arguments,
        )
    }
    for row in conn.execute(f"{_SELECT} WHERE {where} ORDER BY id", arguments):
        character, user, name, name_key, in_world, *scalars, stored = row
        what = f"character {character}"
        body, body_seal = volatile.get(character, ("", None))
        check_seal(body_seal, character, body, what=what)
        saved = Saved(
            user=user,
            name=name,
            name_key=name_key,
            in_world=bool(in_world),
            scalars=tuple(scalars),
            parts=tuple({has[1]: has[2:] for has in part.get(character, ())} for part in parts),
            volatile=body,
        )
        check_seal(stored, *saved.value(character), what=what)
        yield character, saved


def insert(conn: sqlite3.Connection, saved: Saved) -> int:
    """Store a new character; gives its id."""
    row = (saved.user, saved.name, saved.name_key, saved.in_world, *saved.scalars, b"")
    character = conn.execute(_INSERT, row).lastrowid
    assert character is not None
    blank = Saved(
        user=saved.user,
        name=saved.name,
        name_key=saved.name_key,
        in_world=saved.in_world,
        scalars=(),
        parts=tuple({} for _ in _PARTS),
        volatile="",
    )
    update(conn, character, blank, saved)
    return character


def update(conn: sqlite3.Connection, character: int, old: Saved, new: Saved) -> None:
    """Write what of a character differs. Raises `CommitRefused` when the database does not take it."""
    try:
        _update(conn, character, old, new)
    except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeError) as error:
        raise CommitRefused(f"Character {character} was not stored: {error}.", character=character) from error


def _update(conn: sqlite3.Connection, character: int, old: Saved, new: Saved) -> None:
    for part, before, after in zip(_PARTS, old.parts, new.parts, strict=True):
        if before == after:
            continue
        gone = [(character, key) for key in before if key not in after]
        changed = [(character, key, *row) for key, row in after.items() if before.get(key) != row]
        if gone:
            conn.executemany(part.delete, gone)
        if changed:
            conn.executemany(part.upsert, changed)
    if (old.scalars, old.parts, old.in_world) != (new.scalars, new.parts, new.in_world):
        sealed = seal(*new.value(character))
        conn.execute(_UPDATE, (new.in_world, *new.scalars, sealed, character))
    if old.volatile != new.volatile:
        conn.execute(_KEEP_VOLATILE, (character, new.volatile, seal(character, new.volatile)))


def holdings_change(old: Saved, new: Saved) -> Holdings:
    """By how much the holdings of a character differ, without what stayed the same."""
    same = old.scalars[_WALLET] == new.scalars[_WALLET] and all(
        old.parts[i] == new.parts[i] for i in (_ITEMS, _EQUIPMENT)
    )
    if same:
        return {}
    before, after = old.holdings(), new.holdings()
    change = {thing: after.get(thing, 0) - before.get(thing, 0) for thing in before.keys() | after.keys()}
    return {thing: by for thing, by in change.items() if by}
