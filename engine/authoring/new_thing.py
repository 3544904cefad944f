"""Begins a thing in a world that exists: the shortest that works, with values that this world has.

What comes out is compiled before it is taken, so the world stays without errors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.authoring.edits import edited, insertion, newline_of
from engine.authoring.opened import CannotDo, OpenWorld
from engine.authoring.say import scalar
from engine.base.diagnostic import Severity
from engine.base.ids import is_id
from engine.base.span import Span
from engine.compiler.compile import compile_files
from engine.compiler.findings import shown
from engine.compiler.load import PICTURES
from engine.compiler.nodes import Node
from engine.compiler.read import Document
from engine.compiler.scalars import quoted, resolve
from engine.compiler.words import KIND_WORDS, a
from engine.model.catalog import SINGLE_KINDS

_ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new thing: where it will stand, files before and after, its picture if one is drawn, and a hint."""

    key: str
    path: str
    line: int
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    hint: str


def new_thing(world: OpenWorld, kind: str, entity: str, file: str | None = None) -> Begun:
    """Work out a new thing of a kind. Writes nothing.

    `file` is a path within the content folder; without it, a fitting one is found. Raises CannotDo.
    """
    if kind in SINGLE_KINDS or kind not in TEMPLATES:
        raise CannotDo(f"{kind} cannot be begun here. Choose among {', '.join(TEMPLATES)}.")
    if not is_id(entity):
        raise CannotDo(
            f"{shown(entity)} cannot be an id: at most 64 letters, digits, `-` and `_`, "
            "beginning with a letter or digit."
        )
    if entity in world.plain[kind]:
        place = world.written[f"{kind}:{entity}"].span
        raise CannotDo(
            f"there is {a(KIND_WORDS[kind])} called {shown(entity)} already ({place.path}:{place.line})."
        )
    made = TEMPLATES[kind](world, entity)
    path = file if file is not None else _fitting(world, kind, entity)
    if not path.endswith(_ENDINGS) or path.startswith(("/", "../", f"{PICTURES}/")) or "/." in f"/{path}":
        raise CannotDo(f"{shown(path)} is no content file. Name one within the folder that ends in .yaml.")
    text, line = _put_in(world, kind, entity, made.lines, path)
    after = {path: text.encode()}
    pictures = set(world.pictures)
    for name in made.pictures:
        if name not in world.pictures:
            pictures.add(name)
            after[f"{PICTURES}/{name}"] = _picture(entity)
    texts = {name: data for name, data in after.items() if name.endswith(_ENDINGS)}
    compiled = compile_files({**world.files, **texts}, pictures)
    if compiled.plain is None:
        error = next(one for one in compiled.report.diagnostics if one.severity is Severity.ERROR)
        raise CannotDo(
            f"this world has no room for it as it is: {error.message} ({error.span}). {error.help}"
        )
    before = {path: world.files[path]} if path in world.files else {}
    return Begun(key=f"{kind}:{entity}", path=path, line=line, before=before, after=after, hint=made.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """The body of a thing as lines, pictures it needs, and what to do next."""

    lines: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    hint: str = ""


def _spoken(entity: str) -> str:
    """An id as a name: `old-lamp` → `Old lamp`."""
    words = " ".join(entity.replace("_", "-").split("-")).strip()
    return scalar(words[:1].upper() + words[1:] if not words.isupper() else words.capitalize(), flow=False)


def _first(world: OpenWorld, kind: str, why: str, *, fits: Callable[[Any], bool] = lambda body: True) -> str:
    """Something of a kind that this world has, as it may be written. Raises CannotDo when there is none."""
    for entity, body in sorted(world.plain[kind].items()):
        if fits(body):
            return scalar(entity)
    raise CannotDo(f"{why}. Begin one first: gamectl new {KIND_WORDS[kind].rpartition(' ')[2]} ID.")


def _start(world: OpenWorld) -> str:
    return scalar(world.plain["world"]["start"]["location"])


def _skill(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: What it is to be good at this.",
            "category: gathering",
        ),
        hint="let an action of type gather name it as its `skill`",
    )


def _item(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: What one sees when one looks closer.",
            f"icon: {entity}.svg",
            "type: material",
            "category: goods",
            "rarity: common",
            "price: 5c",
        ),
        pictures=(f"{entity}.svg",),
        hint="let a denizen sell it, an action or creature give it, or a quest ask for it",
    )


def _item_set(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(f"name: {_spoken(entity)}", "bonuses: [{pieces: 2, bonuses: [{defense: 1}]}]"),
        hint="let two items or more belong to it: `set: " + entity + "`",
    )


def _effect(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: How it feels.",
            "category: health",
            "every: 1s",
            "each: [{restore: {vital: health, amount: 1}}]",
        ),
        hint="let something apply it: `apply_effect: {effect: " + entity + ", duration: 20s}`",
    )


def _spell(world: OpenWorld, entity: str) -> _Made:
    magic = [name for name, body in sorted(world.plain["skills"].items()) if body["category"] == "magic"]
    school = scalar(magic[0]) if magic else _first(world, "skills", "a spell needs a skill as its school")
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: What the air does when it is cast.",
            f"icon: {entity}.svg",
            "type: healing",
            f"school: {school}",
            "mana: 4",
            "cooldown: 6s",
            "target: self",
            "value: 6",
        ),
        pictures=(f"{entity}.svg",),
        hint="let a quest teach it (`learn_spell`), or give it to new characters under `world:`",
    )


def _creature(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: What it does when it believes itself alone.",
            f"icon: {entity}.svg",
            "vitals: {health: 12}",
            "combat: {attack: 3, attack_speed: 0.8, defense: 0}",
            "experience: 6",
            "loot: [{coins: 3c, chance: 0.5}]",
        ),
        pictures=(f"{entity}.svg",),
        hint="let it live somewhere: `creatures` of a location that has an action of type combat",
    )


def _loot_table(world: OpenWorld, entity: str) -> _Made:
    item = _first(world, "items", "a loot table needs an item to give")
    return _Made(
        lines=(f"- {{item: {item}, weight: 1}}", "- {coins: 3c, weight: 3}"),
        hint="let loot draw from it: `{table: " + entity + ", chance: 0.1}`",
    )


def _location(world: OpenWorld, entity: str) -> _Made:
    start = world.plain["world"]["start"]["location"]
    name = world.title(f"locations:{start}")
    back = scalar(f"Back to {name}"[:40].strip())
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: What one sees, hears and smells on arriving.",
            "size: {x: 8, y: 8}",
            f"connections: [{{to: {scalar(start)}, label: {back}, at: {{x: 0, y: 4}}}}]",
        ),
        hint=f"no way leads there yet: add one to the `connections` of another location, such as {start}",
    )


def _denizen(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(
            f"name: {_spoken(entity)}",
            "description: What one notices first.",
            f"icon: {entity}.svg",
            f"at: {{location: {_start(world)}}}",
        ),
        pictures=(f"{entity}.svg",),
        hint="give them words (`dialogue`), wares (`sells`, `buys`) or a quest",
    )


def _dialogue(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=(
            "start: hello",
            "nodes:",
            "  hello:",
            "    text: Good day.",
            "    choices:",
            '      - {id: ask, text: "What is new?", goto: news}',
            "      - {id: bye, text: Good day to you.}",
            "  news:",
            "    text: Nothing yet. Come back when there is.",
        ),
        hint="let a denizen say it: `dialogue: " + entity + "`",
    )


def _quest(world: OpenWorld, entity: str) -> _Made:
    giver = _first(world, "denizens", "a quest needs a denizen who gives it")
    return _Made(
        lines=(
            f"title: {_spoken(entity)}",
            "description: What is asked for, and why.",
            f"giver: {giver}",
            f"objectives: [{{id: talk, talk: {{denizen: {giver}}}}}]",
            "rewards: [{give_coins: 10c}]",
        ),
        hint="say what is to be done: talk, kill, collect, visit or do",
    )


def _flag(world: OpenWorld, entity: str) -> _Made:
    return _Made(
        lines=("type: bool", "default: false"),
        hint="set it (`set_flag: {id: "
        + entity
        + ", to: true}`) and ask for it (`flag: {id: "
        + entity
        + ", is: true}`)",
    )


TEMPLATES: Final[Mapping[str, Callable[[OpenWorld, str], _Made]]] = {
    "skills": _skill,
    "items": _item,
    "item_sets": _item_set,
    "effects": _effect,
    "spells": _spell,
    "creatures": _creature,
    "loot_tables": _loot_table,
    "locations": _location,
    "denizens": _denizen,
    "dialogues": _dialogue,
    "quests": _quest,
    "flags": _flag,
}
"""How each kind begins."""


def _fitting(world: OpenWorld, kind: str, entity: str) -> str:
    """The file that has most of this kind and room for more; else a new one.

    Where every file holds just one, as with places that have a folder each, the new one gets its own too.
    """
    rooms = []
    for document in world.documents:
        found = _block(document, kind)
        if found is not None:
            rooms.append((-len(found.mapping()), document.path))
    own = f"{entity}.yaml"
    if len(rooms) > 1 and min(rooms)[0] == -1 and own not in world.files:
        return own
    return min(rooms)[1] if rooms else f"{kind}.yaml"


def _block(document: Document, kind: str) -> Node | None:
    """The things of a kind in a file, when they stand below each other, so that one may be added."""
    found = document.root.get(kind) if document.root is not None else None
    if found is None or not found.mapping() or found.key is None or found.key.column != 1:
        return None
    sign = document.lines[found.span.line - 1][found.span.column - 1 : found.span.column]
    return None if sign == "{" or found.span.line == found.key.line else found


def _put_in(world: OpenWorld, kind: str, entity: str, lines: tuple[str, ...], path: str) -> tuple[str, int]:
    """The text of the file with the new thing in it, and the line on which its id stands."""
    text = world.files.get(path, b"").decode("utf-8")
    end = newline_of(text)
    document = next((one for one in world.documents if one.path == path), None)
    block = _block(document, kind) if document is not None else None
    name = entity if resolve(entity) == entity else quoted(entity)
    if document is not None and block is not None:
        margin = " " * (block.span.column - 1)
        added = [f"{margin}{name}:", *(f"{margin}  {line}" for line in lines)]
        last = _last_line(document, block)
        if last >= len(document.lines):
            gap = "" if text.endswith(("\n", "\r")) else end
            return f"{text}{gap}{end.join(added)}{end}", last + 1
        place = insertion(Span(path=path, line=last + 1), "".join(f"{line}{end}" for line in added))
        return edited(text, [place]), last + 1
    if document is not None and document.root is not None and document.root.get(kind) is not None:
        raise CannotDo(
            f"{path} holds its {kind} on one line. Name another file with --file, or give each a line there."
        )
    gap = "" if not text else end if text.endswith("\n") else end * 2
    added = [f"{kind}:", f"  {name}:", *(f"    {line}" for line in lines)]
    return f"{text}{gap}{end.join(added)}{end}", len((text + gap).splitlines()) + 2


def _last_line(document: Document, block: Node) -> int:
    """The last line (from 1) that belongs to a kind: what stands before the next kind, comments left out."""
    below = [node.key.line for node in (document.root or block).mapping().values() if node.key is not None]
    assert block.key is not None
    next_kind = min((line for line in below if line > block.key.line), default=len(document.lines) + 1)
    last = next_kind - 1
    while last > block.key.line and not _belongs(document.lines[last - 1]):
        last -= 1
    return last


def _belongs(line: str) -> bool:
    """Whether a line is set in, and so belongs to what stands above it."""
    return bool(line.strip()) and line[:1] in (" ", "\t")


def _picture(entity: str) -> bytes:
    """A placeholder to draw over: a tile with the first letter of the id."""
    letter = entity[0].upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">\n'
        '  <rect x="4" y="4" width="56" height="56" rx="10" fill="#e9e2d0" stroke="#8a7a58"/>\n'
        '  <text x="32" y="43" font-family="serif" font-size="32" text-anchor="middle" fill="#5d5138">'
        f"{letter}</text>\n</svg>\n"
    ).encode()
