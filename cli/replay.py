"""`gamectl replay`: plays the journal of a server again, and shows where something else comes of it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli import exits
from cli.arguments import stop
from cli.opening import playable

if TYPE_CHECKING:
    from engine.model.catalog import Catalog
    from engine.play.replay import Difference, Replayed

_SHOWN: Final = 12
"""So many digits of a content version are shown."""


def replay(
    journal: Annotated[
        Path,
        typer.Argument(
            metavar="[JOURNAL]", help="A server's data folder, or one journal in it.", show_default="data"
        ),
    ] = Path("data"),
    until: Annotated[
        int | None, typer.Option("--until", metavar="TICK", min=0, help="Stop after this tick.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="CONTENT", help="Another content: show where it first differs."),
    ] = None,
    world: Annotated[
        Path | None,
        typer.Option(
            "--world",
            "-w",
            metavar="CONTENT",
            help="The journal's own content, when it is not kept beside it.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """Play a server's journal again: the same facts must come of it, byte for byte.

    The server writes down every command and, as digests, what came of it, in its data folder; the world that
    it served is kept beside. Nothing of that is changed, and the server may go on running.

    \b
    gamectl replay                          everything that is there in ./data
    gamectl replay data/journal-3.jsonl --until 12000
    gamectl replay data --against content   what would have gone another way with ./content

    Exit codes: 0 the same facts, 1 they differ, 2 it cannot be replayed, 3 a mistake of gamectl itself.
    """
    from engine.play.replay import replay as play
    from engine.store.errors import JournalUnreadable

    files, skipped = _journals(journal, until)
    given = None if world is None else _content(world)
    other = None if against is None else _content(against)
    worlds = _Worlds(given, other, world)
    played = []
    try:
        for file in files:
            own = worlds.of(file)
            if own is None:
                # Only the notes are left to compare the other content with.
                assert other is not None
                played.append(play(file, other, until=until))
            else:
                played.append(play(file, own, until=until, against=other))
            if played[-1].difference is not None:
                break
    except JournalUnreadable as problem:
        stop(str(problem))
    notes = _missing(played, until)
    if as_json:
        typer.echo(json.dumps(_json(played, skipped, notes), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(_text(played, skipped, notes, against)))
    if played[-1].difference is not None:
        raise typer.Exit(exits.FINDINGS)


def _content(path: Path) -> "Catalog":
    return playable(path, command="replay -w", with_errors=exits.NOT_RUN).catalog


def _journals(path: Path, until: int | None) -> tuple[list[Path], list[str]]:
    """The journals to play, oldest first, and what is said of those that are left out."""
    from engine.store.errors import JournalOutdated, JournalUnreadable
    from engine.store.journal import journal_files
    from engine.store.journal_reader import read_entries

    if not path.exists():
        if path == Path("data"):
            stop("there is no folder `data` here. Name the server's data folder: gamectl replay DATA.")
        stop(f"there is no {path}.")
    found = journal_files(path) if path.is_dir() else [path]
    if not found:
        stop(
            f"{path} holds no journal. `gamectl serve` writes one there, unless the setting `journal` is off."
        )
    files, skipped, begins = [], [], []
    for file in found:
        try:
            header, _ = read_entries(file)
        except JournalOutdated as problem:
            if len(found) == 1:
                stop(str(problem))
            skipped.append(str(problem))
        except JournalUnreadable as problem:
            stop(str(problem))
        else:
            begins.append(header.state.tick)
            if until is None or header.state.tick <= until:
                files.append(file)
    if not files:
        stop(
            skipped[-1]
            if not begins
            else f"the journal begins only at tick {min(begins)}: name a later one with --until."
        )
    return files, skipped


class _Worlds:
    """The content of each journal: the one given, the other one, or the one kept beside it."""

    def __init__(self, given: "Catalog | None", other: "Catalog | None", place: Path | None) -> None:
        self._given = given
        self._other = other
        self._place = place
        self._known = {catalog.digest: catalog for catalog in (given, other) if catalog is not None}

    def of(self, journal: Path) -> "Catalog | None":
        """The catalog of a journal; None when only the other content is there. Without any it ends here."""
        from engine.store.journal_reader import content_of
        from engine.store.kept import kept_path

        digest = content_of(journal) or ""
        kept = kept_path(journal.parent, digest)
        if digest not in self._known and kept.exists():
            catalog = _content(kept)
            self._known[catalog.digest] = catalog
        if digest in self._known:
            return self._known[digest]
        shown = digest[:_SHOWN]
        if self._given is not None:
            stop(
                f"{journal} was written under content {shown}, and {self._place} is content "
                f"{self._given.digest[:_SHOWN]}. Name the right one, or see where this one differs: "
                f"--against {self._place}."
            )
        if self._other is None:
            stop(
                f"{journal} was written under content {shown}, which is not kept beside it. Name it with "
                "-w CONTENT, or see where another one differs: --against CONTENT."
            )
        return None


def _missing(played: "list[Replayed]", until: int | None) -> list[str]:
    """What is said of commands and ticks that once were and are not there to be played."""
    from engine.store.journal_reader import is_ended, is_torn

    said: list[str] = []
    for one in played:
        if one.difference is not None:
            return said
        reached = until is not None and one.last >= until
        if not reached and is_torn(one.path):
            said.append(
                f"{one.path} ends in the middle of a line, which is left out: it was cut off, or the server "
                "is still writing."
            )
        elif not reached and not is_ended(one.path):
            said.append(
                f"{one.path} has no end, so something may be missing there: the server is still writing, or "
                "was killed, or the file was cut off."
            )
        follows = _next_begins(one.path)
        if follows is None:
            continue
        path, begins = follows
        if one.last < (begins if until is None else min(begins, until)):
            said.append(
                f"{one.path} ends at tick {one.last}, and {path.name} begins only at tick {begins}: what was "
                "between is missing."
            )
    if until is not None and played[-1].last < until:
        said.append(f"Tick {until} is not reached: what is there ends at tick {played[-1].last}.")
    return said


def _next_begins(path: Path) -> "tuple[Path, int] | None":
    """The journal after this one in its folder, and the tick with which it begins."""
    from engine.store.errors import JournalUnreadable
    from engine.store.journal import journal_files
    from engine.store.journal_reader import read_entries

    there = journal_files(path.parent)
    if path not in there or path == there[-1]:
        return None
    after = there[there.index(path) + 1]
    try:
        header, _ = read_entries(after)
    except JournalUnreadable:
        return None
    return after, header.state.tick


def _text(played: "list[Replayed]", skipped: list[str], notes: list[str], against: Path | None) -> list[str]:
    said = [f"left out: {one}" for one in skipped]
    for one in played:
        if one.difference is not None:
            said += [f"note: {note}" for note in notes]
            said += _told(one, one.difference, against)
            return said
        said.append(
            f"{one.path}: {'as with its own content' if against else 'the same'} from tick {one.first} to "
            f"{one.last}: {one.commands} commands, {one.facts} facts"
            + ("" if one.noted else " (of the last one nothing is noted)")
        )
    said += [f"note: {one}" for one in notes]
    if against is not None:
        said.append(f"Nothing {'that is there ' if notes else ''}goes another way with {against}.")
    else:
        said.append(
            f"{'What is there' if notes else 'Everything'} plays again to the same facts, byte for byte."
        )
    return said


def _told(one: "Replayed", difference: "Difference", against: Path | None) -> list[str]:
    from importlib.metadata import version

    from engine.base.units import TICKS_PER_SECOND
    from engine.play.telling import fields_that_differ, told_command, told_now, told_then
    from engine.store.journal import Note

    noted = difference.then is None or isinstance(difference.then, Note)
    way = "goes another way" if noted else f"goes another way with {against}"
    seconds = (difference.tick - one.first) / TICKS_PER_SECOND
    said = [
        f"{one.path}: {way} at tick {difference.tick} ({seconds:g} s in), line {difference.line}",
        f"  when  {told_command(difference.command, difference.names)}",
        f"  then  {told_then(difference)}",
        f"  now   {told_now(difference)}",
    ]
    for path, left, right in fields_that_differ(difference):
        said.append(f"        {path}: {left} then, {right} now")
    if difference.same:
        before = "1 fact" if difference.same == 1 else f"{difference.same} facts"
        said.append(f"        ({before} before it the same)")
    if not noted:
        return said
    if one.engine != version("gamectl"):
        said.append(
            f"It was written by gamectl {one.engine}, and this is {version('gamectl')}: what the program "
            "does may have changed since."
        )
    elif against is None:
        said.append(
            "The content and the program are the same, so either the journal was changed or damaged, or "
            "gamectl made a mistake. If nobody touched the journal, report it."
        )
    return said


def _json(played: "list[Replayed]", skipped: list[str], notes: list[str]) -> dict[str, Any]:
    """Keys are a promise: they may grow, they do not change."""
    difference = played[-1].difference
    return {
        "version": 1,
        "same": difference is None,
        "left_out": skipped,
        "notes": notes,
        "journals": [
            {
                "path": str(one.path),
                "content": one.content,
                "engine": one.engine,
                "from": one.first,
                "to": one.last,
                "commands": one.commands,
                "ticks": one.ticks,
                "facts": one.facts,
                "noted": one.noted,
                "sha256": one.digest,
            }
            for one in played
        ],
        "difference": None if difference is None else _difference(played[-1], difference),
    }


def _difference(one: "Replayed", difference: "Difference") -> dict[str, Any]:
    import msgspec

    from engine.play.telling import fields_that_differ, told_command, told_now, told_then

    return {
        "path": str(one.path),
        "line": difference.line,
        "tick": difference.tick,
        "command": msgspec.to_builtins(difference.command),
        "said": told_command(difference.command, difference.names),
        "same_facts": difference.same,
        "then": told_then(difference),
        "now": told_now(difference),
        "fields": [
            {"field": path, "then": left, "now": right}
            for path, left, right in fields_that_differ(difference)
        ],
    }
