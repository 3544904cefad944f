"""References that lead nowhere: each missing thing is told once, where the mistake probably is.

Ten places that name what is not there are one mistake: the name of the thing is mistyped where the thing
stands, or the thing is gone, or its whole file is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.ids import is_id
from engine.base.span import Span
from engine.base.suggest import slips
from engine.compiler.entities import Entity, Gathered, Orphan
from engine.compiler.findings import finding
from engine.compiler.nodes import Node, plain
from engine.compiler.references import (
    ANYWHERE,
    CODES,
    Reference,
    exists,
    is_missing,
    nearest,
    place_of,
    unknown,
)
from engine.compiler.words import KIND_WORDS, a, entity_words
from engine.model.kinds import KINDS

_CROWD: Final = 8
"""More things of a kind than these are not mistyped or forgotten one by one: a file is missing."""
_CROWD_OF_NONE: Final = 2
"""The same for a kind of which the folder holds nothing."""
_MOST_NOTES: Final = 200
_MOST_NAMES: Final = 12
_NAMES: Final = ("name", "title", "label")

Missing = tuple[str, str | None, str]
"""What is not there: the kind or part, the thing that should hold it, and the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What came of following all references. `unsound` are the keys of things with one that leads nowhere."""

    findings: list[Diagnostic] = field(default_factory=list)
    hidden: int = 0
    unsound: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A place that names what is not there."""

    reference: Reference
    orphan: bool = False

    @property
    def span(self) -> Span:
        return self.reference.node.span


def follow(
    references: Sequence[Reference], gathered: Gathered, named_elsewhere: Callable[[Missing], bool]
) -> Followed:
    """Find the references that name nothing, and tell of each missing thing once.

    `named_elsewhere` says whether others name something besides; what they name is all there.
    """
    hidden = 0
    unsound: set[str] = set()
    missing: dict[Missing, dict[Span, _Use]] = {}
    for reference in references:
        there = exists(reference, gathered)
        if there is None:
            hidden += 1
        elif not there:
            unsound.add(reference.entity)
            _add(missing, _Use(reference=reference), gathered)
    for orphan in gathered.orphans:
        _add(missing, _Use(reference=_as_reference(orphan), orphan=True), gathered)
    if not missing:
        return Followed(hidden=hidden, unsound=unsound)
    uses = {
        what: sorted(found.values(), key=lambda use: use.span)
        for what, found in sorted(missing.items(), key=lambda entry: str(entry[0]))
    }
    named_here = {_of(reference) for reference in references} | {*_bases(gathered)}

    def used(what: Missing) -> bool:
        return what in named_here or named_elsewhere(what)

    vocabulary = _Vocabulary(gathered=gathered)
    findings: list[Diagnostic] = []
    crowds: dict[str, list[list[_Use]]] = {}
    for found in uses.values():
        near = nearest(found[0].reference, gathered)
        if any(use.reference.apart for use in found):
            findings.append(_at_the_uses(found, gathered))
        elif near and _is_mistyped(*near, found, used, vocabulary):
            if _told_there(*near, found, gathered.findings):
                hidden += 1
            else:
                findings.append(_at_the_thing(*near, found))
        elif near or found[0].reference.target not in KINDS:
            findings.append(_at_the_uses(found, gathered))
        else:
            crowds.setdefault(found[0].reference.target, []).append(found)
    for kind, crowd in crowds.items():
        if len(crowd) > (_CROWD if gathered.entities[kind] else _CROWD_OF_NONE):
            findings.append(_of_a_crowd(kind, crowd))
        else:
            findings += [_at_the_uses(found, gathered) for found in crowd]
    return Followed(findings=findings, hidden=hidden, unsound=unsound)


def _add(missing: dict[Missing, dict[Span, _Use]], use: _Use, gathered: Gathered) -> None:
    """Keep a place, once: things that are based on another one name what that names, in the same place."""
    places = missing.setdefault(_of(use.reference), {})
    known = places.get(use.span)
    if known is None or _rank(use, gathered) < _rank(known, gathered):
        places[use.span] = use


def _rank(use: _Use, gathered: Gathered) -> tuple[int, str]:
    return gathered.depth(use.reference.entity), use.reference.entity


def _of(reference: Reference) -> Missing:
    return reference.target, reference.owner, reference.id


def _as_reference(orphan: Orphan) -> Reference:
    kind, _, entity = orphan.entity.partition(":")
    return Reference(
        target=orphan.kind,
        id=orphan.base,
        node=Node(orphan.base, orphan.span),
        where=f"based_on of {entity_words(kind, entity)}",
        entity=orphan.entity,
    )


def _bases(gathered: Gathered) -> Iterator[Missing]:
    for entity in gathered.slow():
        base = entity.base or entity.body.text("based_on")
        if base is not None:
            yield entity.kind, None, base


@dataclass(kw_only=True)
class _Vocabulary:
    """All words that the world writes anywhere: in texts, ids and names. Only counted when asked for."""

    gathered: Gathered

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word is written."""
        words: Counter[str] = Counter()
        for entity in self.gathered.all():
            words.update(_words(entity.id))
            words.update(_words(str(plain(entity.body))))
        return words

    def knows_better(self, name: str, other: str, own: int) -> bool:
        """Whether what makes `name` differ from `other` is written more often, besides its `own` places."""
        mine, theirs = (Counter(_words(one)) for one in (name, other))
        often = min((self.words[word] for word in mine - theirs), default=0) - own
        return often > max(0, min((self.words[word] for word in theirs - mine), default=0) - 1)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _is_mistyped(
    near: str,
    thing: Node | Entity,
    found: Sequence[_Use],
    used: Callable[[Missing], bool],
    vocabulary: _Vocabulary,
) -> bool:
    """Whether the thing itself has a slip in its id, rather than the places that name it."""
    target, owner, name = _of(found[0].reference)
    if (
        not is_id(name)
        or target in ANYWHERE
        or slips(name, near) > max(1, len(name) // 4)
        or used((target, owner, near))
    ):
        return False
    body = thing.body if isinstance(thing, Entity) else thing
    called = " ".join(body.text(key) or "" for key in _NAMES)
    difference = _words_in(name, called) - _words_in(near, called)
    # The name that players read tells how the id was meant; without one, the many are right, and one against
    # one is the word that the world knows.
    return difference > 0 or (
        difference == 0 and (len(found) > 1 or vocabulary.knows_better(name, near, len(found)))
    )


def _words_in(name: str, text: str) -> int:
    words = re.findall(r"\w+", text.casefold().replace("_", " "))
    return sum(word in words for word in re.split(r"[-_]", name.casefold()))


def _at_the_thing(near: str, thing: Node | Entity, found: Sequence[_Use]) -> Diagnostic:
    """Told where the thing stands, whose id is mistyped."""
    reference = found[0].reference
    count = len(found)
    return finding(
        CODES[reference.target],
        f"{is_missing(reference)}, though {_places(count)} it; `{near}` is named nowhere",
        place_of(thing),
        label=f"{KIND_WORDS[reference.target]} `{near}`",
        help=f"did you mean `{reference.id}`?",
        suggestion=reference.id,
        notes=_notes(f"`{reference.id}` is named here", found),
        entity=_key_of(thing, reference),
    )


def _told_there(near: str, thing: Node | Entity, found: Sequence[_Use], told: list[Diagnostic]) -> bool:
    """Say what others name in the finding that tells that a thing has no id, if there is one."""
    name = found[0].reference.id
    for place, one in enumerate(told):
        if one.code == "E1005" and one.suggestion == near and one.span == place_of(thing):
            told[place] = replace(
                one,
                help=(one.help or "").replace(f"`{near}`", f"`{name}`", 1),
                suggestion=name,
                notes=_notes(f"`{name}` is named here", found),
            )
            return True
    return False


def _key_of(thing: Node | Entity, reference: Reference) -> str:
    return thing.key if isinstance(thing, Entity) else _lacking(reference)


def _lacking(reference: Reference) -> str:
    """The key of what is not there, or of the thing that should hold it; it is nobody's who names it."""
    kind = reference.target.partition(".")[0]
    if reference.target in KINDS:
        return f"{kind}:{reference.id}"
    return (
        f"{kind}:{reference.owner}" if reference.owner else "world" if kind == "slots" else reference.entity
    )


def _places(count: int) -> str:
    return "one place names" if count == 1 else f"{count} places name"


def _at_the_uses(found: Sequence[_Use], gathered: Gathered) -> Diagnostic:
    """Told at the first place, or at one that meant a minus, with all others beside it."""
    first, *others = sorted(found, key=lambda use: use.reference.apart is None)
    told = unknown(first.reference, gathered)
    if first.orphan:
        told = replace(told, code="E2120")
        if told.suggestion is None:
            kind = a(KIND_WORDS[first.reference.target])
            told = replace(told, help=f"{kind} can only be based on another one")
    if len(found) == 1:
        return told
    return replace(
        told,
        entity=_lacking(first.reference),
        message=f"{told.message}, and {_places(len(found))} it",
        notes=(*told.notes, *_notes("it is named here, too", others)),
    )


def _notes(message: str, uses: Iterable[_Use]) -> tuple[Note, ...]:
    return tuple(Note(message=message, span=use.span) for use in uses)[:_MOST_NOTES]


def _of_a_crowd(kind: str, crowd: Sequence[list[_Use]]) -> Diagnostic:
    """Many things of a kind are not there: told once."""
    crowd = sorted(crowd, key=lambda found: found[0].span)
    first = crowd[0][0]
    names = [found[0].reference.id for found in crowd]
    listed = ", ".join(f"`{name}`" for name in names[:_MOST_NAMES])
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    places = sum(len(found) for found in crowd)
    many = f"{KIND_WORDS[kind]}s" if kind != "balance" else "expectations"
    return finding(
        CODES[kind],
        f"{len(names)} {many} are named in {places} places, and none of them is there",
        first.span,
        label=first.reference.where,
        help=f"is a file missing? they are {listed}{more}",
        notes=tuple(
            Note(message=f"`{found[0].reference.id}` is named here", span=found[0].span)
            for found in crowd[1:]
        )[:_MOST_NOTES],
        entity=first.reference.entity,
    )
