"""One layout for content files: order of keys, outlines, margins, quotes. Never another meaning.

After each step the text is read again: a step after which it would mean something else, or lack a comment, is
not taken.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import yaml

from engine.authoring.edits import Edit, edited
from engine.authoring.flow import Instead, flow_laid_out, replaced
from engine.authoring.marks import comments_of, composed, every, places_of, schemas_in
from engine.authoring.order import keys_in_order
from engine.authoring.say import stands_plain
from engine.base.diagnostic import Diagnostic
from engine.base.garbage import nothing_collected
from engine.compiler.decode import Limits, decode, lines_of
from engine.compiler.nodes import plain
from engine.compiler.quick import read_quickly
from engine.compiler.read import read_document

_WORD: Final = re.compile(r"[A-Za-z0-9_/-]+(?:\.[A-Za-z0-9]+)*\Z")
_DASHES: Final = re.compile(r"^( *)((?:- +)+)(?=\S)")
_STEP: Final = 2
"""Columns by which what belongs to a key is set in."""


def laid_out(data: bytes) -> bytes | None:
    """A content file in the one layout; None when it cannot be read and is left alone.

    A file in which all lines end as on Windows keeps these ends: git puts them there.
    """
    with nothing_collected():
        text = decode("file", data)
        ends = "\n"
        if isinstance(text, str) and "\r\n" in text and text.count("\r\n") == text.count("\n"):
            text, ends = text.replace("\r\n", "\n"), "\r\n"
        meaning = _meaning(text) if isinstance(text, str) and len(data) <= Limits().file_bytes else None
        if meaning is None or not isinstance(text, str):
            return None
        text = _stepped(text, _BEFORE_FLOW, meaning)
        text = _with_outlines(text, flow_laid_out(text), meaning)
        return _stepped(text, _AFTER_FLOW, meaning).replace("\n", ends).encode()


def left_as_they_are(data: bytes) -> dict[int, str]:
    """What of a file that was laid out could not be: the lines (from 1), and why."""
    text = data.decode("utf-8")
    root, lines = composed(text), lines_of(text)
    schemas = schemas_in(root)
    found: dict[int, str] = {}
    if root is not None and not isinstance(root, yaml.ScalarNode) and root.flow_style and root.value:
        return {root.start_mark.line + 1: "the whole file stands in brackets"}
    pending = [root] if root is not None else []
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.ScalarNode):
            continue
        places = places_of(node, schemas) if isinstance(node, yaml.MappingNode) else []
        for key, _ in node.value if places and not node.flow_style else ():
            if lines[key.start_mark.line][: key.start_mark.column].rstrip().endswith("?"):
                found[key.start_mark.line + 1] = "a key stands behind a question mark"
        if (node.flow_style and node.start_mark.line != node.end_mark.line) or places != sorted(places):
            found[node.start_mark.line + 1] = _why(node)
        if not node.flow_style:
            pending += [item[1] if isinstance(item, tuple) else item for item in node.value]
    return dict(sorted(found.items()))


def _why(node: Any) -> str:
    if not node.value:
        return "nothing but a comment stands in the brackets"
    empty = any(part.start_mark.index == part.end_mark.index for part in every(node))
    if empty:
        return "a key has no value, or a value no key"
    return "written another way it could mean something else"


def first_mistake(path: str, data: bytes) -> Diagnostic | None:
    """Why a file cannot be laid out: the first thing that keeps it from being read."""
    document = read_document(path, data)
    return document.findings[0] if document.findings else None


_Meaning = tuple[Any, Counter[str]]
"""What a file says, and its comments."""


def _meaning(text: str) -> _Meaning | None:
    """None when a file cannot be read."""
    # What is read quickly has nothing wrong; places and words are only needed for the rest.
    read = read_quickly(text, Limits())
    if read is None:
        document = read_document("file", text.encode())
        if document.findings or not document.readable:
            return None
        read = (plain(document.root) if document.root is not None else None), document.nodes
    return read[0], Counter(comment.text for comment in comments_of(text))


def _stepped(text: str, steps: Sequence[Callable[[str], str | None]], meaning: _Meaning) -> str:
    for step in steps:
        better = step(text)
        if better is not None and better != text and _meaning(better) == meaning:
            text = better
    return text


def _with_outlines(text: str, changes: list[Instead], meaning: _Meaning) -> str:
    """All changes that keep the meaning; when they do not all together, by halves, from below."""
    if not changes:
        return text
    better = replaced(text, changes)
    if _meaning(better) == meaning:
        return better
    half = len(changes) // 2
    if not half:
        return text
    return _with_outlines(_with_outlines(text, changes[half:], meaning), changes[:half], meaning)


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

    if (root := composed(text)) is not None:
        look(root, flow=False)
    return edited(text, edits)


def _is_word(text: str, *, flow: bool) -> bool:
    """An id, a name of a picture and the like; quotes around what people read are the writer's own taste."""
    return _WORD.match(text) is not None and stands_plain(text, flow=flow)


def _set_in(text: str) -> str | None:
    """Sets every key and dash in by two columns from what it belongs to."""
    lines = lines_of(text)
    shifts: dict[int, int] = {}
    dashed: set[int] = set()

    def look_behind(item: Any, column: int, then: int) -> None:
        """What stands behind a dash at the column `then`, which belongs into another."""
        line, start = item.start_mark.line, item.start_mark.column
        shifts.setdefault(line, column - then)
        if lines[line][:start].rstrip().endswith("-"):
            dashed.add(line)
            look(item, column + _STEP)
        else:
            look(item, column + start - then)

    def look(node: Any, column: int) -> None:
        """`column` is where the keys or dashes of a block belong."""
        if isinstance(node, yaml.ScalarNode):
            first = _first_of_text(node, lines)
            if first is not None:
                shifts.setdefault(first, column - len(lines[first]) + len(lines[first].lstrip()))
            return
        if node.flow_style or not node.value:
            return
        then = node.start_mark.column
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                shifts.setdefault(key.start_mark.line, column - then)
                look(value, column + _STEP)
        else:
            for item in node.value:
                look_behind(item, column, then)

    root = composed(text)
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
        # A comment, or a text that goes on, may stand further left than what it belongs to.
        by = max(by, len(line.lstrip()) - len(line))
        if number in dashed:
            cut = line[-by:] if by < 0 else line
            line = _DASHES.sub(lambda match: match[1] + re.sub(" +", " ", match[2]), cut)
            by = max(by, 0)
            # What goes on below follows the words behind the dash.
            shift -= len(cut) - len(line)
        found.append(" " * by + line if by > 0 and line.strip() else line[-by:] if by < 0 else line)
    return "\n".join(found)


def _first_of_text(node: Any, lines: Sequence[str]) -> int | None:
    """The first line with words of a text behind `|` or `>`, unless its head says how far it is set in."""
    start = node.start_mark
    if node.style not in ("|", ">") or re.match(r".[+-]?\d", lines[start.line][start.column :]):
        return None
    within = range(start.line + 1, min(node.end_mark.line + 1, len(lines)))
    return next((number for number in within if lines[number].strip()), None) if node.value.strip() else None


def _one_space(text: str) -> str:
    """One space between a key and what stands behind it; a comment behind both stays in its column."""
    lines = lines_of(text)
    beside = {comment.line: comment.column for comment in comments_of(text) if not comment.alone}
    root = composed(text)
    edits = []
    for node in every(root) if root is not None else ():
        for key, value in node.value if isinstance(node, yaml.MappingNode) and not node.flow_style else ():
            number, end, start = key.end_mark.line, key.end_mark.column, value.start_mark.column
            more = start - end - 2
            if value.start_mark.line != number or lines[number][end:start].rstrip() != ":" or more < 1:
                continue
            edits.append(Edit(path="", line=number + 1, column=end + 1, length=start - end, text=": "))
            if beside.get(number, 0) > start:
                column = beside[number] + 1
                edits.append(Edit(path="", line=number + 1, column=column, length=0, text=" " * more))
    return edited(text, edits)


def _comments_near(text: str) -> str:
    """A comment behind something stands two columns behind it, but where several stand in one column."""
    lines = lines_of(text)
    beside = [comment for comment in comments_of(text) if not comment.alone]
    columns = Counter(comment.column for comment in beside)
    edits = []
    for comment in beside:
        before = lines[comment.line][: comment.column]
        end = len(before.rstrip())
        if columns[comment.column] == 1 and comment.column > end + _STEP:
            place = {"line": comment.line + 1, "column": end + 1, "length": comment.column - end}
            edits.append(Edit(path="", text=" " * _STEP, **place))
    return edited(text, edits)


def _clean_ends(text: str) -> str:
    """No spaces at the ends of lines, never more than one empty line, one line end at the end of the file."""
    lines = lines_of(text)
    within: set[int] = set()
    root = composed(text)
    for node in every(root) if root is not None else ():
        if isinstance(node, yaml.ScalarNode):
            within.update(range(node.start_mark.line, node.end_mark.line))
    cleaned: list[str] = []
    for number, line in enumerate(lines):
        bare = line if number in within else line.rstrip()
        # Of several empty lines one is enough, and none at the top.
        if bare or number in within or (cleaned and cleaned[-1]):
            cleaned.append(bare)
    return "\n".join(cleaned).rstrip("\n") + "\n" if text.strip() else ""


_BEFORE_FLOW: Final[Sequence[Callable[[str], str | None]]] = (_fewer_quotes,)
_AFTER_FLOW: Final[Sequence[Callable[[str], str | None]]] = (
    keys_in_order,
    _one_space,
    _set_in,
    _clean_ends,
    _comments_near,
)
"""What is done to all lines, in this order. Each step may be left out by itself."""
