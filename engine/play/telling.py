"""Commands, facts and outcomes in words, for people who run a server and have not written it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from engine.base.ids import is_id
from engine.game.commands import Command, Join, Tick
from engine.game.events import Fact
from engine.game.outcome import Accepted, ChainCut, Refused
from engine.play.replay import Difference, Outcome, noted_digests
from engine.store.journal import Note

_WORD: Final = re.compile(r"(?<!^)(?=[A-Z])")
_TAGS: Final = frozenset({"command", "fact"})
_WHO: Final = "character"
_LONG: Final = 160
"""Signs after which a value is cut."""

_MOST: Final = 5
"""So many fields that differ are told."""

Names = Mapping[int, str]


def person(character: int, names: Names) -> str:
    """A character by name and number."""
    return f"{names[character]} (character {character})" if character in names else f"character {character}"


def told_command(command: Command, names: Names) -> str:
    """A command: who asked for what."""
    if isinstance(command, Tick):
        return "time passes"
    if isinstance(command, Join):
        return f"join: {person(command.character.id, names)}"
    return _told(command, names)


def told_fact(fact: Fact, names: Names) -> str:
    """A fact: to whom what happened."""
    return _told(fact, names)


def _told(said: Command | Fact, names: Names) -> str:
    plain = msgspec.to_builtins(said)
    who = plain.pop(_WHO, None)
    words = _words(type(said).__name__)
    rest = ", ".join(f"{name} {_short(value)}" for name, value in plain.items() if name not in _TAGS)
    subject = f"{person(who, names)}: " if isinstance(who, int) else ""
    return f"{subject}{words}{f' ({rest})' if rest else ''}"


def _words(name: str) -> str:
    return _WORD.sub(" ", name).lower()


def _short(value: Any) -> str:
    """A value in one line of a terminal, whatever a player said."""
    text = "".join(sign if sign.isprintable() else " " for sign in _said(value))
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value if is_id(value) else f"“{value}”"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name} {_said(part)}' for name, part in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{'; '.join(map(_said, value))}]"
    return "none" if value is None else str(value)


def _told_outcome(outcome: Outcome, at: int, names: Names) -> str:
    if isinstance(outcome, Accepted):
        if at < len(outcome.facts):
            return told_fact(outcome.facts[at], names)
        return _nothing_more(at)
    if isinstance(outcome, Refused):
        return f"it is refused: {outcome.code} ({outcome.message})"
    if isinstance(outcome, ChainCut):
        return f"it is undone: {_short(str(outcome))}"
    return f"it fails by a mistake of gamectl ({type(outcome).__name__}: {_short(str(outcome))})"


def _nothing_more(at: int) -> str:
    return "nothing more" if at else "nothing"


def told_then(difference: Difference) -> str:
    """What came of it when the journal was written, or under the journal's own content."""
    then, at = difference.then, difference.same
    if then is None:
        return "nothing but time passed"
    if not isinstance(then, Note):
        return _told_outcome(then, at, difference.names)
    if then.noted == "refused":
        return f"it was refused: {then.what}"
    if then.what == ChainCut.__name__:
        return "it was undone: effects set each other off without end"
    if then.noted == "mistake":
        return f"it failed by a mistake of gamectl ({then.what})"
    facts = len(noted_digests(then))
    if at >= facts:
        return _nothing_more(at)
    return f"something else (the journal holds only a digest of it; {_count(facts, 'fact')} in all)"


def told_now(difference: Difference) -> str:
    """What came of it this time."""
    return _told_outcome(difference.now, difference.same, difference.names)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def fields_that_differ(difference: Difference) -> list[tuple[str, str, str]]:
    """Where both runs say the same sort of thing: which parts of it differ, each with its two values."""
    then, now, at = difference.then, difference.now, difference.same
    if not isinstance(then, Accepted) or not isinstance(now, Accepted):
        return []
    if at >= min(len(then.facts), len(now.facts)) or type(then.facts[at]) is not type(now.facts[at]):
        return []
    one, two = msgspec.to_builtins(then.facts[at]), msgspec.to_builtins(now.facts[at])
    found = [(path, _short(left), _short(right)) for path, left, right in _parts("", one, two)]
    return found[:_MOST]


def _parts(path: str, one: Any, two: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(two, dict):
        for key in sorted(one.keys() | two.keys(), key=str):
            yield from _parts(f"{path}.{key}" if path else str(key), one.get(key), two.get(key))
    elif one != two:
        yield path, one, two
