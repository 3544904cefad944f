"""The events of one file → nodes with places, and what is wrong with how they are written.

The nodes are built from PyYAML's stream of events, so depth, number and size are looked at while
reading: the C composer would follow 30 000 brackets into a stack overflow.
"""

from dataclasses import replace
from typing import Any, Final

import yaml

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler import decorations
from engine.compiler.cut_off import cut_off
from engine.compiler.decode import FINDINGS_PER_FILE, FORBIDDEN, Limits
from engine.compiler.doubles import (
    Doubled,
    Open,
    braces_twice,
    doubles_of,
    entry_set_in_too_far,
    id_set_in_too_far,
    no_key,
    stands_twice,
)
from engine.compiler.findings import finding
from engine.compiler.lost_lines import lost_line, lost_sign
from engine.compiler.meant import as_wanted
from engine.compiler.nodes import BROKEN, Node
from engine.compiler.scalars import Trouble, ambiguous, lacks_quote, quoted, resolve
from engine.compiler.schema import content_schema
from engine.compiler.words import READ_BY_PLAYERS

_ENOUGH: Final = 2_000
"""After so many findings that are not even shown, the rest of a file is not read: none of it would help."""
_QUOTED_AT_MOST: Final = 60
"""Longer texts are not repeated with their quotes."""


class Stop(Exception):  # noqa: N818 - not an error of ours: reading ends here
    """The rest of the file is not worth reading."""


class Builder:
    """Turns the events of one file into nodes."""

    def __init__(self, path: str, lines: list[str], limits: Limits, budget: int) -> None:
        self.path, self.lines, self.limits, self.budget = path, lines, limits, budget
        self.findings: list[Diagnostic] = []
        self.hidden = 0
        self.nodes = 0
        self.root: Node | None = None
        self.stack: list[Open] = []
        self.doubled: Doubled = set()
        self.marked: dict[str, int] = {}
        """The finding about every anchor, by its name."""
        self.long: list[tuple[Open, list[Any], Span, int]] = []
        """Texts of several lines: what holds each, the way to it, where it begins, and its last line."""
        self.texts: list[tuple[tuple[int, int], tuple[int, int]]] = []
        """Line and column where each scalar starts and ends, to tell a comment from a `#` within a text."""

    def add(self, found: Diagnostic) -> None:
        """Keep a finding, or count it when the file has too many. Raises Stop when it has far too many."""
        if len(self.findings) < FINDINGS_PER_FILE:
            self.findings.append(found)
        else:
            self.hidden += 1
            if self.hidden >= _ENOUGH:
                raise Stop

    def span(self, start: Any, end: Any, longest: int | None = None) -> Span:
        """The part of the first line between two marks."""
        line, column = start.line, start.column
        if end.line == line:
            length = max(1, end.column - column)
        else:
            text = self.lines[line] if line < len(self.lines) else ""
            length = max(1, len(text.rstrip()) - column)
        if longest is not None and length > longest:
            length = longest
        return Span(path=self.path, line=line + 1, column=column + 1, length=length)

    def read(self, text: str) -> None:
        """Go through all events. Raises Stop or yaml.YAMLError when the file cannot be read on."""
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.add(
                        finding(
                            "E0014",
                            "a second document begins here",
                            replace(self.span(event.start_mark, event.start_mark), length=len("---")),
                            help="remove the line `---`; everything of a file stands in one document",
                        )
                    )
                    raise Stop
            elif isinstance(event, yaml.NodeEvent):
                self.node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.close(event)
        for open_, place, begin, end in self.long:
            lines = enumerate(self.lines[begin.line : end], begin.line + 1)
            if told := lost_line(place, open_.values, lines, begin):
                self.add(told)

    def node(self, event: Any) -> None:
        """A scalar, an alias, or the beginning of a mapping or list."""
        self.nodes += 1
        if self.nodes > self.limits.file_nodes:
            self.add(
                finding(
                    "E0006",
                    "this file holds too many values",
                    self.span(event.start_mark, event.start_mark),
                    help=f"split it: a file may hold {self.limits.file_nodes} values, and a world may be "
                    "spread over as many files as you like; the rest was not read",
                )
            )
            raise Stop
        if self.nodes > self.budget:
            self.add(
                finding(
                    "E0006",
                    "there are too many values here",
                    self.span(event.start_mark, event.start_mark),
                    help=f"a world may hold {self.limits.nodes} values; the rest was not read",
                )
            )
            raise Stop
        usable = self.undecorated(event)
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            # Behind the sign that begins a text of several lines, a comment may stand.
            begin = (start.line + 1, 0) if event.style in ("|", ">") else (start.line, start.column)
            self.texts.append((begin, (end.line, end.column)))
            self.put(self.scalar(event, usable), event)
        elif isinstance(event, yaml.AliasEvent):
            self.put(Node(BROKEN, self.span(event.start_mark, event.end_mark)), event)
        else:
            self.open(event, usable)

    def undecorated(self, event: Any) -> bool:
        """Refuse anchors, aliases and tags; False when the value cannot be used then."""
        if not isinstance(event, yaml.AliasEvent) and event.anchor is None and event.tag is None:
            return True
        span = self.span(event.start_mark, event.end_mark, decorations.LONGEST)
        if isinstance(event, yaml.AliasEvent):
            place = self.marked.get(str(event.anchor))
            if place is None:
                self.add(decorations.alias(str(event.anchor), span))
            else:
                self.findings[place] = decorations.repeated(self.findings[place], span)
            return False
        line = self.lines[span.line - 1]
        if event.anchor is not None:
            self.add(decorations.anchor(event.anchor, decorations.word(span, line, "&")))
            if not self.hidden:
                self.marked[event.anchor] = len(self.findings) - 1
        if event.tag is not None:
            self.add(decorations.tag(decorations.word(span, line, "!"), line))
            return False
        # With nothing behind it, the anchor was most likely meant to be a text.
        return not isinstance(event, yaml.ScalarEvent) or bool(event.value)

    def scalar(self, event: Any, usable: bool) -> Node:
        """A node for a scalar, in the place of a key or a value."""
        span = self.span(event.start_mark, event.end_mark)
        text: str = event.value
        value: Any = text if usable else BROKEN
        if len(text) > self.limits.scalar_characters:
            self.add(
                finding(
                    "E0007",
                    f"this text has {len(text)} characters",
                    span,
                    help=f"at most {self.limits.scalar_characters} are allowed; split it",
                )
            )
            return Node(BROKEN, span)
        if wrong := FORBIDDEN.search(text):
            self.add(
                finding(
                    "E0003",
                    f"this text holds the invisible character U+{ord(wrong[0]):04X}",
                    span,
                    help="remove the escape that stands for it",
                )
            )
            return Node(BROKEN, span)
        is_key = bool(self.stack) and self.stack[-1].wants_key()
        if event.implicit[0] and usable:
            trouble: Any = ambiguous(text) if is_key else resolve(text)
            if isinstance(trouble, Trouble) and is_key and self.follows_number(event.start_mark):
                return Node(text, span, inset=0)
            if isinstance(trouble, Trouble):
                if not is_key:
                    trouble = as_wanted(text, trouble, content_schema().at_place(self.place()))
                self.add(
                    finding(
                        trouble.code, trouble.message, span, help=trouble.help, suggestion=trouble.suggestion
                    )
                )
                # As a key there is no doubt what was meant: ids and keys are always text.
                return Node(text if is_key else BROKEN, span, inset=0)
            value = text if is_key else trouble
            if not is_key and lacks_quote(text):
                short = span.length == len(text) <= _QUOTED_AT_MOST
                self.add(
                    finding(
                        "E0024",
                        "this text ends with a quote but does not begin with one",
                        span,
                        help=f"put quotes at both ends: {quoted(text[:-1] if short else '…')}",
                        suggestion=quoted(text[:-1]) if span.length == len(text) else None,
                    )
                )
                return Node(BROKEN, span)
        if event.implicit[0] and isinstance(value, str) and (cut := self.cut_off(event)):
            self.add(cut)
        if not is_key and isinstance(value, str) and self.stack:
            self.lost(event, span)
        more = self.more(event) if event.style is None or not event.style.strip() else None
        written = self.written(event, value) if not is_key and not isinstance(value, str) else None
        return Node(value, span, inset=self.inset(event, text), more=more, written=written)

    def lost(self, event: Any, span: Span) -> None:
        """Look for what was meant for the file in a text for players."""
        place = self.place()
        if place[-1] not in READ_BY_PLAYERS:
            return
        start, end = event.start_mark.line, event.end_mark.line
        if event.style in ("|", ">"):
            # What else its mapping holds is known at its end.
            self.long.append((self.stack[-1], place, span, end))
        elif told := lost_sign(event.value, event.style in ("'", '"'), self.lines[start], span):
            self.add(told)

    def cut_off(self, event: Any) -> Diagnostic | None:
        """The finding about a text for players that ends at a `#`."""
        key, end = self.stack[-1].key if self.stack else None, event.end_mark
        if key is None or key[0] not in READ_BY_PLAYERS or end.line >= len(self.lines):
            return None
        at = Span(path=self.path, line=end.line + 1, column=end.column + 1)
        return cut_off(event.value, self.lines[end.line], at)

    def follows_number(self, start: Any) -> bool:
        """Whether a key is the second half of a number with a comma, which is told with the other keys."""
        before = self.lines[start.line][max(0, start.column - 2) : start.column]
        return len(before) > 1 and before[0].isdecimal() and before[1] == ","

    def place(self) -> list[Any]:
        """The keys and positions that lead to the value that is read."""
        return [
            len(open_.values) if isinstance(open_.values, list) else open_.key and open_.key[0]
            for open_ in self.stack
        ]

    def written(self, event: Any, value: Any) -> str | None:
        """How a value stands in the file, when it does not say so itself: a number, or a comment instead."""
        if value is None and not event.value:
            line = self.lines[event.end_mark.line] if event.end_mark.line < len(self.lines) else ""
            rest = line[event.end_mark.column :].strip()
            return rest if rest.startswith("#") else None
        return event.value if event.value != str(value) else None

    def more(self, event: Any) -> Span | None:
        """The second line of a text that runs over several."""
        for line in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
            if text := self.lines[line].strip():
                column = self.lines[line].index(text) + 1
                return Span(path=self.path, line=line + 1, column=column, length=len(text))
        return None

    def inset(self, event: Any, text: str) -> int | None:
        """How far the text begins after its first column, when file and text agree letter by letter."""
        start, end = event.start_mark, event.end_mark
        if start.line != end.line or start.line >= len(self.lines):
            return None
        raw = self.lines[start.line][start.column : end.column]
        return 0 if raw == text else 1 if raw[1:-1] == text else None

    def unfinished(self) -> list[Diagnostic]:
        """What is to be told of mappings that did not come to their end."""
        told = (doubles_of(self.stack[:place], one) for place, one in enumerate(self.stack))
        return [one for one in told if one is not None]

    def open(self, event: Any, usable: bool) -> None:
        """A mapping or list begins."""
        if len(self.stack) >= self.limits.depth:
            self.add(
                finding(
                    "E0005",
                    "brackets or lists lie too deep in each other",
                    self.span(event.start_mark, event.end_mark, 1),
                    help=f"at most {self.limits.depth} levels are read",
                )
            )
            raise Stop
        is_list = isinstance(event, yaml.SequenceStartEvent)
        span = self.span(event.start_mark, event.end_mark, 1)
        self.stack.append(
            Open(
                values=[] if is_list else {},
                span=span,
                start=event.start_mark,
                flow=bool(event.flow_style),
                usable=usable,
            )
        )

    def close(self, event: Any) -> None:
        """A mapping or list ends."""
        closed = self.stack.pop()
        if told := doubles_of(self.stack, closed):
            self.add(told)
            kind, thing = ([one.key and one.key[0] for one in self.stack] + [None, None])[:2]
            if len(closed.doubled) > 1 and len(self.stack) == 2 and kind and thing:
                # The id of another thing was lost, which others may name.
                self.doubled.add((kind, thing))
        span = closed.span
        if closed.flow or not closed.values:
            span = self.span(closed.start, event.end_mark)
        elif closed.first_key:
            span = closed.first_key
        values = closed.values
        if closed.within is not None:
            key = self.stack[-1].key[0] if self.stack and self.stack[-1].key else None
            self.add(braces_twice(span, closed.within, self.lines[span.line - 1], key))
            values = BROKEN if key in READ_BY_PLAYERS else closed.within.value
        self.put(Node(values if closed.usable else BROKEN, span), event, closed.start)

    def put(self, node: Node, event: Any, start: Any = None) -> None:
        """A value is complete: give it to the mapping or list it stands in."""
        if not self.stack:
            self.root = node
            return
        open_ = self.stack[-1]
        if isinstance(open_.values, list):
            open_.values.append(node)
        elif open_.wants_key():
            self.key(open_, node, event)
        else:
            key, span = open_.key
            open_.key = None
            if key is None:
                if open_.within is not None and node.value is not None:
                    self.add(no_key(span))
                    open_.within = None
                return
            if open_.lost or (key in open_.values and self.set_in_too_far(key)):
                self.hidden += 1
                open_.lost = True
                return
            if open_.merging:
                node = self.merged(open_, node, span)
            if key in open_.values:
                if told := stands_twice(self.stack, key, node.under(span), self.doubled):
                    self.add(told)
                return
            open_.values[key] = node.under(span)
            open_.last = key

    def merged(self, open_: Open, node: Node, span: Span) -> Node:
        """What stands under a merge key: keys that are missing may come with it."""
        open_.merging = False
        # An alias has been told already.
        if not node.broken():
            self.add(decorations.merge_key(span))
        return Node(BROKEN, span)

    def set_in_too_far(self, key: str) -> bool:
        """Whether a key stands twice because something above it is set in too far; tells so."""
        told = id_set_in_too_far(self.stack, key) or entry_set_in_too_far(self.stack, self.place()[:-1], key)
        if told is not None:
            self.add(told)
        return told is not None

    def key(self, open_: Open, node: Node, event: Any) -> None:
        """A key of a mapping is complete."""
        if not isinstance(node.value, str):
            if open_.flow and isinstance(node.value, dict) and not open_.values and open_.within is None:
                # What stands beside it will tell whether it was meant as a key.
                open_.within = node
            elif node.value is not BROKEN:
                self.add(no_key(node.span))
            open_.key = (None, node.span)
            return
        if open_.within is not None:
            self.add(no_key(open_.within.span))
            open_.within = None
        open_.merging = node.value == "<<" and event.implicit[0]
        open_.first_key = open_.first_key or node.span
        open_.key = (node.value, node.span)
