"""References between things: does what they name exist? Tells what was probably meant, and where that is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.ids import IDLE
from engine.base.span import Span
from engine.base.suggest import closest, slips
from engine.compiler.entities import Entity, Gathered
from engine.compiler.findings import finding, one_of, shown
from engine.compiler.housed import in_its_location
from engine.compiler.names import folded, names_of
from engine.compiler.nodes import BROKEN, Node, walk
from engine.compiler.scalars import quoted, resolve
from engine.compiler.schema import content_schema
from engine.compiler.words import KIND_WORDS, Path, a, entity_words, field_words
from engine.model.kinds import KINDS
from engine.rules.formulas import minus_advice

CODES: Final[Mapping[str, str]] = {
    "skills": "E2102",
    "effects": "E2103",
    "items": "E2104",
    "spells": "E2105",
    "creatures": "E2106",
    "loot_tables": "E2107",
    "locations": "E2108",
    "denizens": "E2109",
    "dialogues": "E2110",
    "quests": "E2111",
    "flags": "E2112",
    "locations.structures": "E2113",
    "locations.actions": "E2114",
    "dialogues.nodes": "E2115",
    "quests.objectives": "E2116",
    "slots": "E2117",
    "item_sets": "E2118",
    "structures": "E2113",
    "actions": "E2114",
    "nodes": "E2115",
    "choices": "E2119",
}
"""What a reference may point at, and the code when it is not there."""
_BEGIN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A name that points at a thing. `owner` is the thing that holds what is meant, for parts of things.

    `apart` is what was probably meant by an id in a formula that holds a minus: `flag.regard - 3`.
    """

    target: str
    id: str
    node: Node
    where: str
    entity: str
    owner: str | None = None
    path: tuple[str | int, ...] = ()
    apart: str | None = None


def exists(reference: Reference, gathered: Gathered) -> bool | None:
    """Whether a reference names something; None when that cannot be said because of another mistake."""
    known = _known(reference, gathered)
    if known is None:
        return None
    if reference.id in known:
        return True
    if reference.target not in KINDS:
        # A thing that was set in too far stands within the one before, and has been told.
        owner = gathered.find(reference.target.partition(".")[0], reference.owner or "")
        lost = [inner.get(reference.id) for inner in walk(owner.body)] if owner else []
        kind = reference.target.partition(".")[0]
        twice = any((of, reference.owner) in gathered.doubled for of in (kind, reference.target))
        return None if twice or any(one is not None and one.value is BROKEN for one in lost) else False
    # In a file that could not be read, and under a kind that is not known, there may be anything.
    return None if gathered.may_hold(reference.target, reference.id) else False


def nearest(reference: Reference, gathered: Gathered) -> tuple[str, Node | Entity] | None:
    """The name that was probably meant, and what it names."""
    known = _known(reference, gathered) or {}
    near = _without_more(reference.id, known) or closest(reference.id, known)
    near = near or _by_its_name(reference, known, gathered)
    if near is None and reference.target not in KINDS:
        near = _begins_alike(reference.id, known)
    return (near, known[near]) if near else None


def _without_more(name: str, known: Mapping[str, Node | Entity]) -> str | None:
    """The name without what people put around it: its kind, how many of it, a note, or a sign."""
    if len(name) > _LONGEST:
        return None
    bare = _NOTE.sub("", name)
    for one in (_KIND_BEFORE.sub("", bare), _COUNT_BEHIND.sub("", bare), _COUNT_BEFORE.sub("", bare)):
        if one != name and one in known:
            return one
    return None


def _begins_alike(name: str, known: Mapping[str, Node | Entity]) -> str | None:
    """The only part of a thing that begins alike and is not too far away: `gulls` for `gulz`."""
    begin = name[:_BEGIN].casefold()
    like = [one for one in known if one[:_BEGIN] == begin and slips(name, one) <= len(name) // 2]
    return like[0] if len(like) == 1 and len(begin) == _BEGIN else None


def _by_its_name(reference: Reference, known: Mapping[str, Node | Entity], gathered: Gathered) -> str | None:
    """The only thing that players know under what is written where its id should stand."""
    if reference.target in KINDS:
        named = gathered.by_name(reference.target).get(folded(reference.id))
        return named if named in known else None
    called = {
        name
        for name, thing in known.items()
        if isinstance(thing, Node) and folded(reference.id) in names_of(thing)
    }
    return called.pop() if len(called) == 1 else None


def unknown(reference: Reference, gathered: Gathered) -> Diagnostic:
    """The finding about a reference that names nothing."""
    if reference.node.more is not None:
        return runs_on(reference.node.more, reference.path, reference.where, reference.entity)
    found = nearest(reference, gathered)
    near = found[0] if found else None
    if reference.apart is not None:
        return finding(
            CODES[reference.target],
            is_missing(reference),
            reference.node.span,
            label=reference.where,
            help=minus_advice(reference.apart),
            suggestion=reference.apart.partition(".")[2] if reference.node.inset is not None else None,
            entity=reference.entity,
        )
    # An id that looks like a number must stand in quotes.
    written = quoted(near) if near is not None and not isinstance(resolve(near), str) else near
    written = _with_its_amount(reference, written) if written else None
    help_ = f"did you mean `{written}`?" if written else _advice(reference, gathered)
    if written and len(reference.id) <= _LONGEST and _NOTE.search(reference.id):
        help_ = f"write `{written}`; a note begins with `#`"
    return finding(
        # Scenes and expectations are named by nothing but what is based on them.
        CODES.get(reference.target, "E2120"),
        is_missing(reference),
        reference.node.span,
        label=reference.where,
        help=help_,
        suggestion=written,
        notes=(Note(message="", span=place_of(found[1])),) if found else (),
        entity=reference.entity,
    )


def _with_its_amount(reference: Reference, name: str) -> str:
    """The name that was meant, with how many of it where that was written."""
    if len(reference.id) > _LONGEST:
        return name
    count = _COUNT_BEHIND.search(reference.id) or _COUNT_BEFORE.search(reference.id)
    if count is None or not reference.path or reference.path[-1] not in ("give_item", "take_item"):
        return name
    return f"{{item: {name}, amount: {next(filter(None, count.groups()))}}}"


def runs_on(more: Span, path: Path, where: str, entity: str) -> Diagnostic:
    """The finding about a word that goes on in the next line, because that lacks its dash or colon."""
    return finding(
        "E1005",
        f"this line is read as a part of {field_words(path)} in the line above",
        more,
        label=where,
        help="begin it with `- ` if it is an item of the list, or give it a key and a colon",
        entity=entity,
    )


def is_missing(reference: Reference) -> str:
    """That a reference names nothing, in words."""
    inside = ""
    if reference.owner is not None:
        kind = reference.target.partition(".")[0]
        inside = f" of {entity_words(kind, reference.owner)}"
    return f"no {KIND_WORDS[reference.target]}{inside} is called {shown(reference.id)}"


def place_of(known: Node | Entity) -> Span:
    return known.span if isinstance(known, Entity) or known.key is None else known.key


def _known(reference: Reference, gathered: Gathered) -> Mapping[str, Node | Entity] | None:
    """What the reference may name, by name; None when its owner is not there to be asked."""
    if reference.target == "slots":
        world = gathered.entities["world"].get("")
        slots = world.body.get("slots") if world else None
        if slots is None or not slots.items():
            return None
        return {slot.value: slot for slot in slots.items() if isinstance(slot.value, str)}
    if reference.target in ANYWHERE:
        return _anywhere(reference.target, gathered)
    kind, _, part = reference.target.partition(".")
    if not part:
        # What was renamed twice leads over an id that is no longer there.
        return _renamed(kind, gathered) if reference.entity == "moved" else gathered.entities[kind]
    owner = gathered.find(kind, reference.owner or "")
    if owner is None:
        return None
    held = owner.body.get(part)
    if held is None:
        # A key that was meant to be this one has been told; below it there may be anything.
        known = content_schema().resolve(content_schema().kinds[kind])["properties"]
        strange = [key for key in owner.body.mapping() if key not in known]
        return None if any(closest(key, (part,)) for key in strange) else {}
    if isinstance(held.value, dict):
        return held.mapping()
    if not isinstance(held.value, list):
        return None
    ids = [item.get("id") for item in held.items()]
    return {node.value: node for node in ids if node is not None and isinstance(node.value, str)}


_LONGEST: Final = 200
"""What is longer is no name with something beside it, and looking for one could take long."""
_NOTE: Final = re.compile(r"(?:\s*(?://|/\*|;)|\s+--)\s*\S.*\Z")
_KINDS_WRITTEN: Final = "|".join(sorted({word for kind in KINDS for word in (kind, kind[:-1])}))
_KIND_BEFORE: Final = re.compile(rf"\A(?:{_KINDS_WRITTEN})\s*[:./]\s*")
_COUNT_BEHIND: Final = re.compile(r"\s+[x×*]?\s*([0-9]{1,6})\Z|\s*\(([0-9]{1,6})x?\)\Z|\s+([0-9]{1,6})x\Z")
_COUNT_BEFORE: Final = re.compile(r"\A([0-9]{1,6})\s*[x×*]?\s+")
ANYWHERE: Final[Mapping[str, tuple[str, str]]] = {
    "structures": ("locations", "structures"),
    "actions": ("locations", "actions"),
    "nodes": ("dialogues", "nodes"),
    "choices": ("dialogues", "nodes"),
}
"""Parts of things that a scene names without saying whose: any thing of the kind may have them."""


def _anywhere(target: str, gathered: Gathered) -> Mapping[str, Node | Entity] | None:
    if not gathered.complete:
        return None
    kind, part = ANYWHERE[target]
    known: dict[str, Node | Entity] = {}
    for _, entity in sorted(gathered.entities[kind].items()):
        held = entity.body.get(part)
        parts = held.mapping() if held is not None else {}
        if target == "choices":
            for node in parts.values():
                listed = node.get("choices")
                named = [choice.get("id") for choice in (listed.items() if listed else [])]
                known |= {one.value: one for one in named if one is not None and isinstance(one.value, str)}
        else:
            known |= parts
    if target == "actions":
        known[IDLE] = next(iter(known.values()), Node({}, Span(path=".")))
    return known


def _renamed(kind: str, gathered: Gathered) -> Mapping[str, Node | Entity]:
    moved = gathered.find("moved", "")
    olds = moved.body.get(kind) if moved else None
    return {**(olds.mapping() if olds else {}), **gathered.entities[kind]}


_BETWEEN: Final = re.compile(r"[\s,;\uff0c\u3001/|+&]+(?:(?:-|and|und|et|or|oder|ou)[\s,]+)?")
"""What may stand between several names that were written as one."""


def _advice(reference: Reference, gathered: Gathered) -> str:
    elsewhere = [
        kind for kind in KINDS if kind != reference.target and reference.id in gathered.entities[kind]
    ]
    word = KIND_WORDS[reference.target]
    housed = reference.target == "locations"
    if housed and (help_ := in_its_location(reference.id, reference.entity, reference.path, gathered)):
        return help_
    parts = [part for part in _BETWEEN.split(reference.id) if part]
    if len(parts) > 1 and not set(parts) - set(_known(reference, gathered) or ()):
        each = f"`[{', '.join(parts)}]`"
        return f"put commas between them, {each}, or each on a line of its own that begins with `- `"
    if elsewhere:
        return f"`{reference.id}` is {a(KIND_WORDS[elsewhere[0]])}; here {a(word)} is needed"
    there = sorted(_known(reference, gathered) or ())
    if not there:
        return f"there is no {word} here yet; write one, or remove this"
    if len(there) <= 6:
        known = one_of(there).replace(" or ", " and ")
        return f"the {word}s here are {known}" if len(there) > 1 else f"the only {word} here is {known}"
    kind, _, part = reference.target.partition(".")
    inside = f"{part}:` of {entity_words(kind, reference.owner)}" if part and reference.owner else f"{kind}:`"
    return f"write it under `{inside}, or name another {word}"
