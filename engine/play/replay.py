"""Plays journals again, and finds the first moment at which something else comes of it than came then.

Reads journals and never writes. What came then is known from the notes in the journal, as digests of facts;
what comes under another content is compared with what comes under the journal's own, fact by fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from engine.game.apply import copy_of
from engine.game.commands import Command, Join, Tick
from engine.game.outcome import Accepted, Refused
from engine.game.state import GameState
from engine.game.step import step
from engine.model.catalog import Catalog
from engine.store.journal import DIGEST_LENGTH, QUIET, Note, digests, note_of
from engine.store.journal_reader import Entry, read_entries

Outcome = Accepted | Refused | Exception

_encoder: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first moment at which two runs part.

    `line` is that of the command in the journal, `tick` when it was taken, `names` those of the characters.
    `same` counts the facts before the first that differs. `then` is what came of it when it was written down:
    all of it, or only its note, which is None for a tick in which nothing but time passed. `now` is what came
    of it this time.
    """

    line: int
    tick: int
    command: Command
    names: dict[int, str]
    same: int
    then: Outcome | Note | None
    now: Outcome


@dataclass(slots=True, kw_only=True)
class Replayed:
    """One journal, played again from the tick `first` to the tick `last`.

    `content` and `engine` are those that it was written under. `digest` is the SHA-256 of all its facts, each
    a line of JSON. `noted` is False when the journal does not say what came of its last command.
    """

    path: Path
    content: str
    engine: str
    first: int
    last: int
    commands: int = 0
    ticks: int = 0
    facts: int = 0
    noted: bool = True
    digest: str = ""
    difference: Difference | None = None


def replay(
    path: Path, catalog: Catalog, *, until: int | None = None, against: Catalog | None = None
) -> Replayed:
    """Play a journal again under a content, to the end of the tick `until` if given, or to where something
    else comes of a command than was noted.

    With `against`, each command is done under that content as well, in a world of its own, and the first
    difference between the two ends it too. Raises `JournalUnreadable`.
    """
    header, entries = read_entries(path)
    state, other = header.state, copy_of(header.state)
    done = Replayed(
        path=path, content=header.content, engine=header.engine, first=state.tick, last=state.tick
    )
    names = {who.id: who.name for who in state.characters.values()}
    hashed = sha256()
    for line, command, note, known in _moments(entries):
        ticking = isinstance(command, Tick)
        tick = state.tick
        if until is not None and tick + ticking > until:
            break
        if isinstance(command, Join):
            names[command.character.id] = command.character.name
        now = _outcome(state, catalog, command)
        noted = note_of(now)
        known = known or noted is None
        parted: tuple[Outcome | Note | None, Outcome] | None = None
        if known and noted != note:
            parted = note, now
        elif against is not None:
            elsewhere = _outcome(other, against, command)
            if _lines(elsewhere) != _lines(now):
                parted = now, elsewhere
        if parted is not None:
            done.difference = Difference(
                line=line,
                tick=tick,
                command=command,
                names=names,
                same=_common(*parted),
                then=parted[0],
                now=parted[1],
            )
            break
        done.noted = done.noted and known
        done.commands += not ticking
        done.ticks += ticking
        done.last = state.tick
        if isinstance(now, Accepted):
            done.facts += len(now.facts)
            for fact in _lines(now):
                hashed.update(fact + b"\n")
    done.digest = hashed.hexdigest()
    return done


def _moments(entries: Iterator[Entry]) -> Iterator[tuple[int, Command, Note | None, bool]]:
    """Every command with its line and note, each tick by itself; and whether it is known what came of it."""
    for entry in entries:
        if not isinstance(entry.command, Tick):
            yield entry.line, entry.command, entry.note, entry.note is not None
            continue
        for _ in range(entry.command.count - 1):
            yield entry.line, Tick(), None, True
        # What came of the last one the server may not have come to note; then it may have been anything.
        yield entry.line, Tick(), entry.note, entry.note is not None or not entry.last


def _outcome(state: GameState, catalog: Catalog, command: Command) -> Outcome:
    """What comes of a command. A mistake is an outcome as well: the server gets over it and goes on."""
    try:
        return step(state, catalog, command)
    except Exception as mistake:  # noqa: BLE001 - as at the loop's edge; it is compared with what came then
        return mistake


def _lines(outcome: Outcome) -> list[bytes]:
    """An outcome in bytes: a line for each fact, or one that says why there are none."""
    if isinstance(outcome, Accepted):
        return [_encoder.encode(fact) for fact in outcome.facts]
    if isinstance(outcome, Refused):
        return [f"refused: {outcome.code}".encode()]
    return [f"mistake: {type(outcome).__name__}".encode()]


def _common(then: Outcome | Note | None, now: Outcome) -> int:
    """How many facts come before the first that differs."""
    if not isinstance(now, Accepted):
        return 0
    mine = list(digests(now.facts))
    if then is None:
        return min(QUIET, len(mine))
    if isinstance(then, Accepted):
        theirs = list(digests(then.facts))
    elif isinstance(then, Note) and then.noted == "facts":
        theirs = noted_digests(then)
    else:
        return 0
    shorter = min(len(mine), len(theirs))
    return next((at for at in range(shorter) if mine[at] != theirs[at]), shorter)


def noted_digests(note: Note) -> list[str]:
    """The digests of the facts that a note holds."""
    return [note.what[at : at + DIGEST_LENGTH] for at in range(0, len(note.what), DIGEST_LENGTH)]
