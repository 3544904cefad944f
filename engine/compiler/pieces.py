"""Keys that are pieces of something else: of a number, of a text, or of a key together with its value."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.base.span import Span
from engine.compiler.findings import one_of, shown
from engine.compiler.meant import flow
from engine.compiler.nodes import Node, plain
from engine.compiler.quantities import number
from engine.compiler.scalars import Trouble, quoted, resolve
from engine.compiler.schema import Schema, content_schema
from engine.compiler.slips_of_signs import ODD_SPACES
from engine.compiler.words import READ_BY_PLAYERS

_GLUED: Final = re.compile(rf"([\w-]+)(:[{ODD_SPACES}]*| *=(?![=>]) *|[ {ODD_SPACES}]+)(\S.*)")
_COMPARED: Final = re.compile(r"(>=|=>|≥|==?|>)\s*([0-9]{1,9})\Z")
_FORMULA_SIGNS: Final = {"&&": "and", "||": "or", ";": ","}
_SHOWN: Final = 80
_COMMA_IN_NUMBER: Final = re.compile(r"(?<![\w.,])([0-9]{1,15}),([0-9]{1,15})(?![\w.,])")
_HALF_OF_COINS: Final = re.compile(r"[0-9]{3}[gsc]")
_DIGITS: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A key that is a piece: what is wrong, where, and what to do about it.

    `key` is the one whose value it belongs to, `half` the place of the other half when nothing else should be
    told of that.
    """

    key: str
    message: str
    span: Span
    help: str
    suggestion: str | None = None
    half: Span | None = None


def piece_of(node: Node, key: str, known: Mapping[str, Schema]) -> Piece | None:
    """What an unknown key of a mapping is a piece of, if it is one."""
    return (
        _half_a_number(node, key, known)
        or _spaced(node, key, known)
        or _with_its_value(node, key, known)
        or _rest_of_a_text(node, key, known)
    )


def is_torn_off(node: Node, key: str, known: Mapping[str, Schema]) -> bool:
    """Whether this is a further piece of a text that commas have torn apart."""
    if ":" in key and key.partition(":")[0] in known:
        return False
    if _follows_a_placeholder(node, key, known):
        return True
    keys = list(node.mapping())
    place = keys.index(key)
    pieces = [node.mapping()[one] for one in keys[max(0, place - 1) : place + 1]]
    return (
        len(pieces) == 2
        and all(piece.value is None for piece in pieces)
        and pieces[0].place.line == pieces[1].place.line
    )


def _follows_a_placeholder(node: Node, key: str, known: Mapping[str, Schema]) -> bool:
    """Whether this is the rest of a text such as `{name}, hello`: its bracket is told already."""
    before = _before(node, key)
    if before is None or before not in READ_BY_PLAYERS or before not in known:
        return False
    text = node.mapping()[before]
    wanted = content_schema().resolve(known[before]).get("type")
    return (
        isinstance(text.value, dict | list)
        and wanted == "string"
        and text.place.line == node.mapping()[key].place.line
    )


def _before(node: Node, key: str) -> str | None:
    """The key that stands before this one, when this one has no value."""
    keys = list(node.mapping())
    place = keys.index(key)
    return keys[place - 1] if place and node.mapping()[key].value is None else None


def _half_a_number(node: Node, key: str, known: Mapping[str, Schema]) -> Piece | None:
    """A number with a comma, whose second half was taken for a key."""
    before = _before(node, key)
    schema = content_schema().resolve(known.get(before, {})) if before is not None else {}
    coins = schema.get("x-unit") == "coins" and _HALF_OF_COINS.fullmatch(key) is not None
    if before is None or not (key.isdecimal() or coins) or len(key) > _DIGITS:
        return None
    first, second = node.mapping()[before], node.mapping()[key].place
    beside = (first.span.line, first.span.column + first.span.length + len(","))
    if type(first.value) is not int or beside != (second.line, second.column):
        return None
    meant = f"{first.value}{key}" if coins else number(f"{first.value},{key}", schema)
    return Piece(
        key=before,
        message=f"the comma in `{first.value},{key}` ends the number",
        span=replace(first.span, length=first.span.length + len(",") + second.length),
        help=f"did you mean `{meant}`?" if meant else "write the number without a comma",
        suggestion=meant,
        half=first.span,
    )


def _spaced(node: Node, key: str, known: Mapping[str, Schema]) -> Piece | None:
    """A key of several words with spaces between them in place of `_`."""
    meant = "_".join(key.split(" "))
    first = key.split(" ")[0]
    if " " not in key or first not in known or meant not in known or meant in node.mapping():
        return None
    return Piece(
        key=meant,
        message=f"the key {shown(key)} is not known here",
        span=node.mapping()[key].place,
        help=f"did you mean `{meant}`?",
        suggestion=meant,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Glued:
    """A key and its value without a colon and a space between them; `sign` is what stands there."""

    key: str
    sign: str
    value: str

    def message(self, keys: Sequence[str] = ()) -> str:
        """What is wrong with these keys, this one among them, that are all written alike."""
        names = one_of(keys or [self.key]).replace(" or ", " and ")
        many = len(keys) > 1
        if self.sign.strip() == "=":
            return f"a colon belongs after {names}, not `=`"
        odd = next((sign for sign in self.sign if sign not in ":= "), None)
        if odd is not None:
            return f"an invisible character (U+{ord(odd):04X}) stands after `{self.key}`"
        if self.sign.startswith(":"):
            return f"a space is missing after the colon{'s' * many} of {names}"
        return f"a colon is missing after {names}"


def glued(text: str, known: Container[str]) -> Glued | None:
    """A text as a known key with its value, if it is that."""
    match = _GLUED.fullmatch(text)
    if match is None or match[1] not in known:
        return None
    value = match[3].strip()
    if above := _COMPARED.match(value):
        # What is compared with is what one writes: so many, or more.
        value = str(int(above[2]) + (above[1] == ">"))
    return Glued(key=match[1], sign=match[2], value=value)


def _with_its_value(node: Node, key: str, known: Mapping[str, Schema]) -> Piece | None:
    """A key that holds its value, for want of a colon or a space."""
    found = glued(key, known)
    if found is None:
        return None
    value = resolve(found.value)
    if _is_rest(node, key, found) and (
        isinstance(value, Trouble) or not content_schema().accepts(value, known[found.key])
    ):
        return None
    mended = f"{found.key}: {found.value}"
    return Piece(
        key=found.key,
        message=found.message(),
        span=node.mapping()[key].place,
        help=f"write {shown(mended)}",
        suggestion=mended,
    )


def all_glued(node: Node, strange: Sequence[str], known: Mapping[str, Schema]) -> dict[str, Glued]:
    """The strange keys of a group that hold their values, when there are several; by what is written."""
    found: dict[str, Glued] = {}
    taken = {*node.mapping()}
    for key in strange:
        one = glued(key, known) if node.mapping()[key].value is None else None
        if one is not None and one.key not in taken and not _is_rest(node, key, one):
            found[key] = one
            taken.add(one.key)
    return found if len(found) > 1 else {}


def _is_rest(node: Node, key: str, one: Glued) -> bool:
    """Whether this may as well be words of a text that a comma ends."""
    keys = list(node.mapping())
    before = keys[: keys.index(key)]
    return not one.sign.strip() and any(name in READ_BY_PLAYERS for name in before)


def unglued(node: Node, found: Mapping[str, Glued]) -> str:
    """What to write for keys that hold their values: the whole group when it is short, else each of them."""
    whole: dict[str, Any] = {}
    for key, value in node.mapping().items():
        if key not in found:
            whole[key] = plain(value)
            continue
        text = found[key].value
        read = text[1:-1] if len(text) > 1 and text[0] == text[-1] in "\"'" else resolve(text)
        if isinstance(read, Trouble):
            break
        whole[found[key].key] = read
    written = flow(whole) if len(whole) == len(node.mapping()) and not node.broken() else None
    if written is not None:
        return f"write `{written}`"
    return "write " + " and ".join(shown(f"{one.key}: {one.value}") for one in found.values())


def ends_at_a_comma(node: Node, key: str) -> bool:
    """Whether the text of a key is torn at a comma: keys without values follow it in the same line."""
    entries = list(node.mapping().items())
    place = next(number for number, (name, _) in enumerate(entries) if name == key)
    if place + 1 == len(entries) or not isinstance(entries[place][1].value, str):
        return False
    after = entries[place + 1][1]
    return after.value is None and after.place.line == entries[place][1].place.line


def _whole(node: Node, key: str, known: Mapping[str, Schema]) -> str:
    """The text of a key with all that commas have torn from it, in the form that it should have."""
    entries = list(node.mapping().items())
    place = next(number for number, (name, _) in enumerate(entries) if name == key)
    parts = [str(entries[place][1].value)]
    last = entries[place][1].span
    for name, piece in entries[place + 1 :]:
        if piece.value is not None or name in known or piece.place.line != last.line:
            break
        gap = piece.place.column - last.column - last.length
        parts.append(", "[: max(1, gap)] + name)
        last = piece.place
    whole = "".join(parts)
    if "x-formula" in content_schema().resolve(known.get(key, {})):
        whole = _COMMA_IN_NUMBER.sub(r"\1.\2", whole) if "(" not in whole else whole
        for other, ours in _FORMULA_SIGNS.items():
            whole = whole.replace(other, ours)
    return whole


def _rest_of_a_text(node: Node, key: str, known: Mapping[str, Schema]) -> Piece | None:
    """What follows the comma of a text, in the same line."""
    before, place = _before(node, key), node.mapping()[key].place
    if before is None:
        return None
    text = node.mapping()[before]
    if text.place.line != place.line or not isinstance(text.value, str):
        return None
    whole = _whole(node, before, known)
    if "," not in whole:
        return Piece(
            key=before,
            message=f"the comma in `{before}` ends the number",
            span=replace(text.span, length=place.column + place.length - text.span.column),
            help=f"did you mean {shown(whole, _SHOWN)}?",
            suggestion=whole,
            half=text.span,
        )
    written = f": {shown(quoted(whole), _SHOWN)}" if len(whole) < _SHOWN else ""
    return Piece(
        key=before,
        message=f"the text of `{before}` ends at a comma, and {shown(key, 30)} is left over",
        span=place,
        help="put a text with commas in double quotes when it stands within { } or [ ]" + written,
    )
