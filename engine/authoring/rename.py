"""A new id for a thing, everywhere at once: its key, every reference, every formula, and saved games.

Edits by place, so comments and layout stay as they are. What comes out is compiled before it is taken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.authoring.edits import Edit, edited, insertion, newline_of
from engine.authoring.find import kind_called
from engine.authoring.opened import CannotDo, OpenWorld
from engine.base.diagnostic import Severity
from engine.base.ids import is_id
from engine.base.span import Span
from engine.compiler.findings import shown
from engine.compiler.nodes import Node
from engine.compiler.scalars import quoted, resolve
from engine.compiler.schema import content_schema
from engine.compiler.scopes import FAMILY_KINDS
from engine.compiler.words import KIND_WORDS
from engine.model.kinds import SINGLE_KINDS
from engine.rules.formulas import compile_formula
from engine.rules.formulas.parse import parse
from engine.rules.formulas.tree import Binary, Call, Name, Unary, Wrong
from engine.rules.formulas.tree import Node as Part

MOVED: Final = "moved"
"""The kind that tells saved games where old ids went."""
_MOVED_FILE: Final = "moved.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """What a rename changes: files before and after, how many places, and whether saved games are told."""

    old: str
    new: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    places: int
    told: bool


def rename(world: OpenWorld, key: str, new: str) -> Renamed:
    """Work out the rename of a thing. Writes nothing. Raises CannotDo."""
    kind, _, old = key.partition(":")
    _allowed(world, kind, old, new)
    edits = set(_places(world, kind, old, new))
    knows_moved = saved_games_know(kind)
    places = len(edits)
    created: dict[str, str] = {}
    if knows_moved:
        told = _told(world, kind, old, new)
        if isinstance(told, list):
            edits |= {*told, *_forwarded(world, kind, old, new)}
        else:
            path, text = told
            created[path] = world.files.get(path, b"").decode("utf-8") + text
    after = _applied(world, edits, created)
    rules = _still_sound(world, after)["rules"]
    if kind == "skills":
        _no_rule_forgets(rules, old)
    return _renamed(world, key, f"{kind}:{new}", after, places, told=knows_moved)


def renamed_by(world: OpenWorld, old: str, new: str, edits: set[Edit]) -> Renamed:
    """The rename that these edits are, when they leave the world sound. Raises CannotDo."""
    after = _applied(world, edits, {})
    _still_sound(world, after)
    return _renamed(world, old, new, after, len(edits), told=False)


def _applied(world: OpenWorld, edits: set[Edit], created: Mapping[str, str]) -> dict[str, bytes]:
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    changed = {path: edited(world.files[path].decode("utf-8"), found) for path, found in by_path.items()}
    return {path: text.encode() for path, text in {**changed, **created}.items()}


def _renamed(
    world: OpenWorld, old: str, new: str, after: Mapping[str, bytes], places: int, *, told: bool
) -> Renamed:
    before = {path: world.files[path] for path in after if path in world.files}
    return Renamed(old=old, new=new, before=before, after=after, places=places, told=told)


def saved_games_know(kind: str) -> bool:
    """Whether content can say what became of old ids of a kind: scenes, for one, are in no saved game."""
    moved = content_schema().bundle["properties"].get(MOVED)
    return moved is not None and kind in content_schema().resolve(moved)["properties"]


def bare_id(key: str, new: str, *, of_a_part: bool = False) -> str:
    """A new id without the kind (and, for a part, the thing) that may be written before it.

    Raises CannotDo when that is another one.
    """
    before, colon, rest = new.partition(":")
    if of_a_part:
        owner, slash, part = rest.partition("/")
        same = colon and slash and f"{kind_called(before)}:{owner}" == key
        wrong = colon and not same
        new = part if same else new
    else:
        same = colon and kind_called(before) == key.partition(":")[0]
        wrong = colon and not same
        new = rest if same else new
    if wrong:
        raise CannotDo(f"a rename moves nothing elsewhere: say the new id alone, in place of {shown(new)}.")
    return new


def checked_id(new: str) -> None:
    """Raises CannotDo when a text cannot be an id."""
    if not is_id(new):
        raise CannotDo(
            f"{shown(new)} cannot be an id: at most 64 letters, digits, `-` and `_`, "
            "beginning with a letter or digit."
        )


def _allowed(world: OpenWorld, kind: str, old: str, new: str) -> None:
    if kind in SINGLE_KINDS:
        raise CannotDo(f"{kind} stands once and has no id, so there is nothing to rename.")
    checked_id(new)
    if new == old:
        raise CannotDo(f"it is called {shown(new)} already.")
    if new in world.plain[kind]:
        place = world.place(f"{kind}:{new}")
        raise CannotDo(
            f"another {KIND_WORDS[kind]} is called {shown(new)} already ({place}). Choose another id."
        )


def _places(world: OpenWorld, kind: str, old: str, new: str) -> Iterator[Edit]:
    """The id's own key, every reference, every formula."""
    near = world.near(f"{kind}:{old}")
    own = near.written[f"{kind}:{old}"].body.key
    if own is not None:
        yield name_edit(world, own, None, old, new)
    for entity in near.written.values():
        base = entity.body.get("based_on")
        if entity.kind == kind and base is not None and base.value == old:
            yield name_edit(world, base.span, base.inset, old, new)
    for reference in near.linked.named:
        if reference.target != kind or reference.id != old or reference.node.assumed:
            continue
        if reference.node.value == old:
            yield name_edit(world, reference.node.span, reference.node.inset, old, new)
        else:
            yield from _in_formula(reference.node, kind, old, new)


def name_edit(world: OpenWorld, span: Span, inset: int | None, old: str, new: str) -> Edit:
    """The edit of one name, with or without quotes."""
    line = _line(world, span)
    bare = line[span.column - 1 :].startswith(old) and inset in (0, None)
    if bare:
        text = new if resolve(new) == new else quoted(new)
        return Edit(path=span.path, line=span.line, column=span.column, length=len(old), text=text)
    if line[span.column - 1 : span.column] in ("'", '"') and line[span.column :].startswith(old):
        return Edit(path=span.path, line=span.line, column=span.column + 1, length=len(old), text=new)
    raise CannotDo(
        f"{span.path}:{span.line} writes {shown(old)} in a way that cannot be edited. "
        "Write the id plainly there, and try again."
    )


def _line(world: OpenWorld, span: Span) -> str:
    return world.excerpts.lines(span.path)[span.line - 1]


def _in_formula(node: Node, kind: str, old: str, new: str) -> Iterator[Edit]:
    """The edits of one formula."""
    families = [family for family, named in FAMILY_KINDS.items() if named == kind]
    tree, _ = parse(str(node.value), [])
    for name in _names(tree):
        family, _, rest = name.name.partition(".")
        if family not in families or rest != old:
            continue
        if node.inset is None:
            raise CannotDo(
                f"the formula at {node.span.path}:{node.span.line} goes over several lines or holds signs "
                "written as codes. Write it on one line, and try again."
            )
        column = node.span.column + node.inset + name.column + len(family) + 1
        yield Edit(path=node.span.path, line=node.span.line, column=column, length=len(old), text=new)


def _names(part: Part) -> Iterator[Name]:
    waiting: list[Part] = [part]
    while waiting:
        match waiting.pop():
            case Name() as name:
                yield name
            case Unary(operand=operand):
                waiting.append(operand)
            case Binary(left=left, right=right):
                waiting += [left, right]
            case Call(arguments=parts) | Wrong(parts=parts):
                waiting += parts
            case _:
                continue


def _moved(world: OpenWorld, kind: str, old: str) -> Node | None:
    """What was written under `moved`, if anything was."""
    found = world.near(f"{kind}:{old}").written.get(MOVED)
    return found.body if found is not None and isinstance(found.body.value, dict) else None


def _forwarded(world: OpenWorld, kind: str, old: str, new: str) -> Iterator[Edit]:
    """Ids that moved to the old id before move to the new one now."""
    moved = _moved(world, kind, old)
    entries = moved.get(kind) if moved is not None else None
    for was, now in (entries.mapping() if entries is not None else {}).items():
        if was != new and now.value == old:
            yield name_edit(world, now.span, now.inset, old, new)


def _told(world: OpenWorld, kind: str, old: str, new: str) -> list[Edit] | tuple[str, str]:
    """Where saved games learn of it: edits of the `moved` there is, or the end of a file and its text."""
    was, now = (text if resolve(text) == text else quoted(text) for text in (old, new))
    moved = _moved(world, kind, old)
    if moved is not None:
        entries = moved.get(kind)
        if entries is None or not isinstance(entries.value, dict):
            return [_put_in(world, moved, f"{kind}: {{{was}: {now}}}")]
        back = entries.get(new)
        if back is None:
            return [_put_in(world, entries, f"{was}: {now}")]
        if back.value == old and back.key is not None:
            # It gets an id again that it had before, so this line is turned round.
            return [
                name_edit(world, back.key, None, new, old),
                name_edit(world, back.span, back.inset, old, new),
            ]
        raise CannotDo(
            f"`moved` says that {shown(new)} was an id before ({back.place.path}:{back.place.line}). "
            "Remove that line first when the old id shall be used again."
        )
    text = world.files.get(_MOVED_FILE, b"").decode("utf-8")
    end = newline_of(text)
    between = "" if not text or text.endswith("\n") else end
    return _MOVED_FILE, between + end.join((f"{MOVED}:", f"  {kind}:", f"    {was}: {now}", ""))


def _put_in(world: OpenWorld, mapping: Node, entry: str) -> Edit:
    """An entry at the beginning of a mapping."""
    span = mapping.span
    line = _line(world, span)
    if line[span.column - 1 : span.column] == "{":
        after = entry if not mapping.value else f"{entry}, "
        return Edit(path=span.path, line=span.line, column=span.column + 1, length=0, text=after)
    end = newline_of(world.files[span.path].decode("utf-8"))
    return insertion(span, f"{entry}{end}{' ' * (span.column - 1)}")


def _still_sound(world: OpenWorld, after: Mapping[str, bytes]) -> Mapping[str, Any]:
    """What the world would say then; refuses what would leave errors."""
    compiled = world.with_files(after)
    if compiled.plain is None:
        error = next(one for one in compiled.report.diagnostics if one.severity is Severity.ERROR)
        raise CannotDo(f"with that id the world would have an error at {error.span}: {error.message}.")
    return compiled.plain


def _no_rule_forgets(rules: Any, old: str) -> None:
    """Refuse what would change a rule that names the skill only by default."""
    for path, text in _texts(rules, ""):
        if f"skills.{old}" in compile_formula(text).names:
            raise CannotDo(
                f"the rule `{path}` counts with `skills.{old}` by default, and would count 0 for it "
                f"from then on. Write the rule under `rules:` first: {text}"
            )


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(child, f"{path}.{key}" if path else key)
    elif isinstance(value, str):
        yield path, value
