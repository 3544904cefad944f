"""Cross-checks of what players see: pictures that exist, texts that fit and are written."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.base.suggest import closest
from engine.compiler.begun import DESCRIPTIONS
from engine.compiler.findings import finding, shown
from engine.compiler.linked import key_of
from engine.compiler.lint.look import Check, Look, Sum, holding, node_at, spotted, tell
from engine.compiler.load import PICTURES
from engine.compiler.nodes import plain
from engine.compiler.straight import Linked
from engine.compiler.words import READ_BY_PLAYERS, Path
from engine.model.kinds import KINDS

_WITHIN: Final = re.compile(r"\b(?:TO[D]O|FIX[M]E|TBD|[Ll]orem [Ii]psum|LOREM IPSUM)\b")
_HINTS: Final = (
    *(b"odo", b"ixme", b"tbd", b"lorem", b'"xxx', b'"asdf', b'"placeholder', b" here"),
    *(b':"description', b'"untitled', b'"unnamed', b'"new ', b':"??'),
    *sorted({b':"%b' % text[:6].lower().encode() for text in DESCRIPTIONS.values()}),
)
"""One of these a thing must hold for a pattern to match: few do, and fewer texts are looked at."""
_WHOLE: Final = re.compile(
    r"(?:x{3,}|tbd|lorem|asdf\w*|placeholder(?: text)?|(?:name|text|description) (?:goes )?here"
    r"|description|untitled|unnamed|new (?:item|spell|skill|creature|location|denizen|quest))[\s.!]*",
    re.IGNORECASE,
)
_BECAUSE: Final = b'"because":{'
_OPENED: Final = frozenset({"all", "any", "because", "when"})
"""Keys within which a condition says as much as it says by itself."""
_LONGEST_WHOLE: Final = 32
_NO_WORDS: Final = re.compile(r"[?\s]{2,}")
_BEGUN: Final = frozenset(DESCRIPTIONS.values())
"""Descriptions that say nothing yet. A name of question marks may be that of somebody not known so far."""
_NOT_BEGUN: Final = 8
"""So many pictures, and none of them there, are not forgotten one by one."""
_FOLDER: Final = f"{PICTURES}/"
_PUT: Final = "put it in `images/`; until then a placeholder is drawn"


def _sum(bodies: Mapping[str, Mapping[str, Linked]]) -> dict[str, Any] | None:
    """The `names` of pictures, and packed, for it is hardly ever asked for, what wants each of them."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for kind, some in bodies.items():
        for entity, thing in some.items():
            for name in thing.pictures:
                wanted.setdefault(name, []).append((kind, entity))
    return {"names": list(wanted), "packed": msgspec.msgpack.encode(wanted)} if wanted else None


SUM: Final = Sum(name="pictures", of=_sum)


def pictures_may_lack(look: Look) -> bool:
    """Whether a picture may not be there. Things with errors are not in the sums."""
    return bool(look.world.unsound) or not all(
        look.pictures.issuperset(group["names"]) for group in look.sums.get("pictures", ())
    )


def pictures_exist(look: Look) -> Iterator[Diagnostic]:
    """Every picture stands below `images/`, that of a thing with errors, too. What does not is told once."""
    wanting = {
        (kind, entity)
        for kind, _, entity in (key.partition(":") for key in look.world.unsound)
        if entity in look.world.bodies.get(kind, ())
    }
    for group in look.sums.get("pictures", ()):
        for name, things in msgspec.msgpack.decode(group["packed"]).items():
            if name not in look.pictures:
                wanting.update((kind, entity) for kind, entity in things)
    lacking = [(look.gathered.depth(key_of(kind, entity)), kind, entity) for kind, entity in wanting]
    missing: dict[str, dict[Span, tuple[str, str]]] = {}
    # What a thing has from its base is told of the base.
    for _, kind, entity in sorted(lacking):
        for node, where in look.world.walked(kind, entity).pictures:
            if node.value not in look.pictures:
                missing.setdefault(node.value, {}).setdefault(node.span, (where, key_of(kind, entity)))
    if not look.pictures and len(missing) > _NOT_BEGUN:
        first = min((span, said) for places in missing.values() for span, said in places.items())
        yield _told(dict([first]), f"none of the {len(missing)} pictures is there", _PUT, None)
        return
    for name, places in sorted(missing.items()):
        within = name.removeprefix(_FOLDER)
        near = _nearest(within, look.pictures)
        if near is not None:
            help_ = f"did you mean `{near}`?"
        elif within != name:
            help_ = f"names begin below `images/`: write `{within}`, and put the picture in `{name}`"
        else:
            help_ = _PUT.replace("images/", f"images/{within}")
        yield _told(places, f"there is no picture {shown(name)}", help_, near)


def _nearest(name: str, pictures: frozenset[str]) -> str | None:
    """The picture that was probably meant: this one, the same in another folder or format, or one like it."""
    if name in pictures:
        return name
    path = PurePosixPath(name)
    same = [one for one in pictures if PurePosixPath(one).stem == path.stem]
    best = min(same, key=lambda one: (PurePosixPath(one).parent != path.parent, one), default=None)
    return best or closest(name, pictures)


def _told(
    places: Mapping[Span, tuple[str, str]], message: str, help_: str, suggestion: str | None
) -> Diagnostic:
    first, *others = sorted(places)
    where, entity = places[first]
    return finding(
        "W7001",
        f"{message}, and {len(places)} places want it" if others else message,
        first,
        label=where,
        help=help_,
        suggestion=suggestion,
        notes=[Note(message="it is wanted here, too", span=span) for span in others],
        entity=entity,
    )


def texts_fit(look: Look) -> Iterator[Diagnostic]:
    """No text is longer than a screen has room for."""
    for kind, bodies in look.world.bodies.items():
        for entity in bodies:
            for node, fits, where in look.world.walked(kind, entity).long_texts:
                yield finding(
                    "W7002",
                    f"this text has {len(node.value)} characters; more than {fits} do not fit a small screen",
                    node.span,
                    label=where,
                    help="shorten it",
                    entity=key_of(kind, entity),
                )


def texts_are_written(look: Look) -> Iterator[Diagnostic]:
    """No text is a mark for one that is still to be written."""
    for kind, entity, body in holding(look, KINDS, *_HINTS):
        for path, mark in _marks(plain(body)):
            yield tell(
                "W7003",
                f"this text is still to be written: it says {shown(mark)}",
                node_at(body, path).span,
                kind=kind,
                entity=entity,
                path=path,
                help="write what players are to read",
                body=body,
            )


def _marks(body: Any) -> Iterator[tuple[Path, str]]:
    """The path to every text that is still to be written, and the mark in it. Plain values cost nothing."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(body, ())]
    while waiting:
        value, path = waiting.pop()
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(child, dict | list):
                waiting.append((child, (*path, key)))
            elif (
                key in READ_BY_PLAYERS
                and isinstance(child, str)
                and (mark := _unfinished(child, describes=key == "description")) is not None
            ):
                yield (*path, key), mark


def _unfinished(text: str, *, describes: bool) -> str | None:
    """The mark in a text that it is still to be written; None when there is none."""
    if len(text) <= _LONGEST_WHOLE and _WHOLE.fullmatch(text):
        return text
    if describes and (text in _BEGUN or _NO_WORDS.fullmatch(text)):
        return text
    found = _WITHIN.search(text)
    return found[0] if found else None


def own_words_are_read(look: Look) -> Iterator[Diagnostic]:
    """Words for a refusal stand where somebody can be refused."""
    for kind, entity, body in holding(look, KINDS, _BECAUSE):
        for _, _, path in spotted(plain(body), frozenset({"because"})):
            if not _is_refusal(path):
                yield tell(
                    "W8016",
                    "nobody ever reads this text: players are refused only for what stands under `requires`, "
                    "and not for what stands under `not`",
                    node_at(body, (*path, "text")).span,
                    kind=kind,
                    entity=entity,
                    path=path,
                    body=body,
                    help="write the conditions without `because`, or put `because` around `not`",
                )


def _is_refusal(path: Path) -> bool:
    """Whether a condition at this path says by itself why somebody is refused."""
    above = [step for step in path[:-1] if not isinstance(step, int)]
    while above and above[-1] in _OPENED:
        inner = above.pop()
        if inner == "when" and above[-1:] != ["because"]:
            return False
    return above[-1:] == ["requires"]


LOCAL: Final[tuple[Check, ...]] = (texts_are_written, own_words_are_read)
EXPLAINED: Final[tuple[Check, ...]] = (texts_fit,)
CHECKS: Final[tuple[Check, ...]] = (pictures_exist,)
