"""One layout for content files: order of keys, indentation, quotes, ends of lines. Never another meaning.

Works on lines, so comments and everything else that is no key stay as they are. After each step the text is
read again: a step after which it would mean something else, or lack a comment, is not taken.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

import yaml

from engine.authoring.edits import Edit, edited
from engine.authoring.say import stands_plain
from engine.base.diagnostic import Diagnostic
from engine.compiler.decode import lines_of
from engine.compiler.nodes import plain
from engine.compiler.read import read_document
from engine.compiler.schema import Schema, content_schema
from engine.model.kinds import SINGLE_KINDS

_WORD: Final = re.compile(r"[A-Za-z0-9_/-]+(?:\.[A-Za-z0-9]+)*\Z")
_STEP: Final = 2
"""Columns by which what belongs to a key is set in."""


def laid_out(data: bytes) -> bytes | None:
    """A content file in the one layout; None when it cannot be read and is left alone."""
    meaning = _meaning(data)
    if meaning is None:
        return None
    text = data.decode("utf-8")
    for step in _STEPS:
        better = step(text)
        if better is not None and better != text and _meaning(better.encode()) == meaning:
            text = better
    return text.encode()


def first_mistake(path: str, data: bytes) -> Diagnostic | None:
    """Why a file cannot be laid out: the first thing that keeps it from being read."""
    document = read_document(path, data)
    return document.findings[0] if document.findings else None


def _meaning(data: bytes) -> tuple[Any, Counter[str]] | None:
    """What a file says, and its comments; None when it cannot be read."""
    document = read_document("file", data)
    if document.findings or not document.readable:
        return None
    return (plain(document.root) if document.root is not None else None), _comments(data.decode("utf-8"))


def _comments(text: str) -> Counter[str]:
    """Every comment, as often as it stands there."""
    held: dict[int, list[tuple[int, int]]] = {}
    lines = lines_of(text)
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            for number in range(start.line, end.line + 1):
                first = start.column if number == start.line else 0
                last = end.column if number == end.line else len(lines[number])
                held.setdefault(number, []).append((first, last))
    found: Counter[str] = Counter()
    for number, line in enumerate(lines):
        for column, sign in enumerate(line):
            within = any(first <= column < last for first, last in held.get(number, ()))
            if sign == "#" and not within and (column == 0 or line[column - 1] in " \t"):
                found[line[column:].rstrip()] += 1
                break
    return found


def _root(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _every(node: Any) -> Iterator[Any]:
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _every(key)
            yield from _every(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _every(item)


def _fewer_quotes(text: str) -> str:
    """Takes quotes away from words that are the same without them."""
    edits = []

    def look(node: Any, *, flow: bool) -> None:
        flow = flow or bool(getattr(node, "flow_style", False))
        if isinstance(node, yaml.MappingNode):
            for _, value in node.value:
                look(value, flow=flow)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                look(item, flow=flow)
        elif node.style in ("'", '"') and node.start_mark.line == node.end_mark.line:
            length = node.end_mark.column - node.start_mark.column
            if length == len(node.value) + 2 and _is_word(node.value, flow=flow):
                start = node.start_mark
                edits.append(
                    Edit(
                        path="", line=start.line + 1, column=start.column + 1, length=length, text=node.value
                    )
                )

    if (root := _root(text)) is not None:
        look(root, flow=False)
    return edited(text, edits)


def _is_word(text: str, *, flow: bool) -> bool:
    """An id, a name of a picture and the like; quotes around what people read are the writer's own taste."""
    return _WORD.match(text) is not None and stands_plain(text, flow=flow)


_CLOSING: Final = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_OPENING: Final = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)


def _spaces_in_flow(text: str) -> str:
    """Within `{}` and `[]`: one space after a comma and a colon, none before them and none at the ends."""
    edits = []
    depth = 0
    before: Any = None
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if token.start_mark.index == token.end_mark.index:
            # Some tokens only announce the next one, and are no signs of the text.
            continue
        inside = depth > 0
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if inside and before.end_mark.line == token.start_mark.line:
            wanted = _gap(before, token)
            start, end = before.end_mark.column, token.start_mark.column
            if wanted is not None and end - start != len(wanted):
                line = token.start_mark.line + 1
                edits.append(Edit(path="", line=line, column=start + 1, length=end - start, text=wanted))
        before = token
    return edited(text, edits)


def _gap(before: Any, token: Any) -> str | None:
    if isinstance(before, _OPENING) or isinstance(token, (*_CLOSING, yaml.FlowEntryToken, yaml.ValueToken)):
        return ""
    return " " if isinstance(before, yaml.FlowEntryToken | yaml.ValueToken) else None


def _last_line(node: Any) -> int:
    """The last line (from 0) on which something of a value stands."""
    last = 0
    for part in _every(node):
        if isinstance(part, yaml.ScalarNode):
            end = part.end_mark
            # A text of several lines ends before the first column of what follows.
            last = max(last, end.line - 1 if part.style in ("|", ">") and end.column == 0 else end.line)
        elif part.flow_style:
            last = max(last, part.end_mark.line)
        else:
            last = max(last, part.start_mark.line)
    return last


def _keys_in_order(text: str) -> str | None:
    """Puts the keys of every mapping into the order of the schema."""
    lines = lines_of(text)
    root = _root(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    for key, value in root.value:
        schema = content_schema().kinds.get(key.value)
        if schema is None or not isinstance(value, yaml.MappingNode) or value.flow_style:
            continue
        if key.value in SINGLE_KINDS:
            _order(value, schema, lines)
        else:
            for _, body in value.value:
                _order(body, schema, lines)
    return "\n".join(lines)


def _order(node: Any, schema: Schema, lines: list[str]) -> None:
    """Order what is within first: it keeps its lines; then the mapping itself."""
    schema = content_schema().resolve(schema)
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        return
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties")
    for key, value in node.value:
        inner = properties.get(key.value, others if isinstance(others, dict) else None)
        if inner is not None:
            _order(value, inner, lines)
    wanted = {name: place for place, name in enumerate(properties)}
    if any(key.value not in wanted for key, _ in node.value):
        return
    column = node.value[0][0].start_mark.column
    chunks = []
    for key, value in node.value:
        begin = key.start_mark.line
        if lines[begin][:column].strip():
            # The first key stands behind a dash.
            return
        while begin and _is_comment(lines[begin - 1], column):
            begin -= 1
        chunks.append((begin, _last_line(value) + 1, wanted[key.value]))
    if any(one[1] != other[0] for one, other in pairwise(chunks)):
        # Empty lines or comments between the keys are somebody's own order.
        return
    moved = [lines[begin:end] for begin, end, _ in sorted(chunks, key=lambda chunk: chunk[2])]
    lines[chunks[0][0] : chunks[-1][1]] = [line for chunk in moved for line in chunk]


def _is_comment(line: str, column: int) -> bool:
    return line.lstrip().startswith("#") and len(line) - len(line.lstrip()) == column


def _set_in(text: str) -> str | None:
    """Sets every key and dash in by two columns from what it belongs to."""
    lines = lines_of(text)
    shifts: dict[int, int] = {}

    def look(node: Any, column: int) -> None:
        """`column` is where the keys or dashes of a block belong."""
        if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
            return
        then = node.start_mark.column
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                shifts.setdefault(key.start_mark.line, column - then)
                look(value, column + _STEP)
        else:
            for item in node.value:
                shifts.setdefault(item.start_mark.line, column - then)
                look(item, column + item.start_mark.column - then)

    root = _root(text)
    if root is None or not isinstance(root, yaml.MappingNode):
        return None
    look(root, 0)
    shift = 0
    found = []
    for number, line in enumerate(lines):
        if line.strip().startswith("#") and number not in shifts:
            # A comment belongs to what follows it, when that stands in the same column.
            following = next((later for later in sorted(shifts) if later > number), None)
            ahead = lines[following] if following is not None else ""
            same = len(ahead) - len(ahead.lstrip()) == len(line) - len(line.lstrip())
            by = shifts[following] if following is not None and same else shift
        else:
            shift = by = shifts.get(number, shift)
        if by < 0 and line[:-by].strip():
            return None
        found.append(" " * by + line if by > 0 and line.strip() else line[-by:] if by < 0 else line)
    return "\n".join(found)


def _clean_ends(text: str) -> str:
    """No spaces at the ends of lines, never more than one empty line, one line end at the end of the file."""
    lines = lines_of(text)
    within: set[int] = set()
    root = _root(text)
    for node in _every(root) if root is not None else ():
        if isinstance(node, yaml.ScalarNode):
            within.update(range(node.start_mark.line, node.end_mark.line))
    cleaned: list[str] = []
    for number, line in enumerate(lines):
        bare = line if number in within else line.rstrip()
        # Of several empty lines one is enough, and none at the top.
        if bare or number in within or (cleaned and cleaned[-1]):
            cleaned.append(bare)
    return "\n".join(cleaned).rstrip("\n") + "\n" if text.strip() else ""


_STEPS: Final[tuple[Callable[[str], str | None], ...]] = (
    _fewer_quotes,
    _spaces_in_flow,
    _keys_in_order,
    _set_in,
    _clean_ends,
)
"""What is done, in this order. Each step may be left out by itself."""
