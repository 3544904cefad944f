"""Begins a thing in a world that exists: the shortest that works, with values that this world has.

What comes out is compiled before it is taken, so the world stays without errors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from engine.authoring.edits import edited, insertion, newline_of
from engine.authoring.opened import CannotDo, OpenWorld
from engine.authoring.templates import TEMPLATES
from engine.base.diagnostic import Severity
from engine.base.ids import is_id
from engine.base.span import Span
from engine.compiler.findings import shown
from engine.compiler.load import PICTURES
from engine.compiler.scalars import quoted, resolve
from engine.compiler.words import KIND_WORDS, a
from engine.model.kinds import SINGLE_KINDS

_ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new thing: where it will stand and in which lines, files before and after, and words about it.

    `fill` is the writer's to fill in, `picked` what of this world was taken, `hint` what comes next.
    """

    key: str
    path: str
    line: int
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    lines: tuple[str, ...]
    fill: str
    picked: str
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
        raise CannotDo(
            f"there is {a(KIND_WORDS[kind])} called {shown(entity)} already "
            f"({world.place(f'{kind}:{entity}')}). Choose another id."
        )
    made = TEMPLATES[kind](world, entity)
    path = file if file is not None else _fitting(world, kind, entity)
    if not path.endswith(_ENDINGS) or path.startswith(("/", "../", f"{PICTURES}/")) or "/." in f"/{path}":
        raise CannotDo(f"{shown(path)} is no content file. Name one within the folder that ends in .yaml.")
    text, line = _put_in(world, kind, entity, made.lines, path)
    after = {path: text.encode()}
    drawn = [name for name in made.pictures if name not in world.pictures]
    for name in drawn:
        after[f"{PICTURES}/{name}"] = _picture(entity)
    texts = {name: data for name, data in after.items() if name.endswith(_ENDINGS)}
    compiled = world.with_files(texts, drawn)
    if compiled.plain is None:
        error = next(one for one in compiled.report.diagnostics if one.severity is Severity.ERROR)
        raise CannotDo(
            f"this world has no room for it as it is: {error.message} ({error.span}). {error.help}"
        )
    before = {path: world.files[path]} if path in world.files else {}
    return Begun(
        key=f"{kind}:{entity}",
        path=path,
        line=line,
        before=before,
        after=after,
        lines=_own_lines(text, line),
        fill=made.fill,
        picked=made.picked,
        hint=made.hint,
    )


def _own_lines(text: str, line: int) -> tuple[str, ...]:
    """The lines of the new thing, from the one with its id on."""
    first, *rest = text.splitlines()[line - 1 :]
    margin = len(first) - len(first.lstrip())
    below = takewhile(lambda one: len(one) - len(one.lstrip()) > margin, rest)
    return (first, *below)


def _fitting(world: OpenWorld, kind: str, entity: str) -> str:
    """The file that has most of this kind and room for more; else a new one.

    Where every file holds just one, as with places that have a folder each, the new one gets its own too.
    """
    rooms = [
        (-len(block.things), path)
        for path in world.files
        if (block := world.excerpts.block(path, kind)) is not None
    ]
    own = f"{entity}.yaml"
    if len(rooms) > 1 and min(rooms)[0] == -1 and own not in world.files:
        return own
    return min(rooms)[1] if rooms else f"{kind}.yaml"


def _put_in(world: OpenWorld, kind: str, entity: str, lines: tuple[str, ...], path: str) -> tuple[str, int]:
    """The text of the file with the new thing in it, and the line on which its id stands."""
    text = world.files.get(path, b"").decode("utf-8")
    end = newline_of(text)
    name = entity if resolve(entity) == entity else quoted(entity)
    block = world.excerpts.block(path, kind) if path in world.files else None
    if block is not None:
        margin, step = " " * block.margin, block.step
        gap = [""] if block.airy else []
        added = [*gap, f"{margin}{name}:", *(f"{margin}{_set_in(line, step)}" for line in lines)]
        line = block.last + 1 + len(gap)
        if block.last >= len(world.excerpts.lines(path)):
            between = "" if text.endswith(("\n", "\r")) else end
            return f"{text}{between}{end.join(added)}{end}", line
        place = insertion(Span(path=path, line=block.last + 1), "".join(f"{one}{end}" for one in added))
        return edited(text, [place]), line
    if path in world.files and any(
        thing.key.startswith(f"{kind}:") for thing in world.excerpts.things.get(path, ())
    ):
        raise CannotDo(
            f"{path} holds its {kind} on one line. Name another file with --file, or give each a line there."
        )
    gap_text = "" if not text else end if text.endswith("\n") else end * 2
    added = [f"{kind}:", f"  {name}:", *(f"  {_set_in(line, 2)}" for line in lines)]
    return f"{text}{gap_text}{end.join(added)}{end}", len((text + gap_text).splitlines()) + 2


def _set_in(line: str, step: int) -> str:
    """A line of a template, one step further in, and in the steps of the file."""
    depth = (len(line) - len(line.lstrip(" "))) // 2
    return " " * (step * (depth + 1)) + line.lstrip(" ")


def _picture(entity: str) -> bytes:
    """A placeholder to draw over: a tile with the first letter of the id."""
    letter = entity[0].upper()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">\n'
        '  <rect x="4" y="4" width="56" height="56" rx="10" fill="#e9e2d0" stroke="#8a7a58"/>\n'
        '  <text x="32" y="43" font-family="serif" font-size="32" text-anchor="middle" fill="#5d5138">'
        f"{letter}</text>\n</svg>\n"
    ).encode()
