"""What PyYAML says about a file it cannot read, in a writer's words."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.base.diagnostic import Diagnostic, Note
from engine.base.span import Span
from engine.compiler.culprit import culprit
from engine.compiler.findings import finding


@dataclass(frozen=True, slots=True)
class Saying:
    """Our words for a problem that contains `problem` (and whose context contains `context`).

    With `at_context` the place where the thing began is underlined, else the place where reading stopped.
    """

    problem: str
    message: str
    help: str
    context: str = ""
    at_context: bool = False
    code: str = "E0008"


_QUOTE_IT: Final = 'put the whole text in double quotes: "like this: with a colon"'

_SAYINGS: Final = (
    Saying(
        "found unexpected end of stream",
        "a quote opens here and never closes",
        "add the same quote at the end of the text",
        context="quoted scalar",
        at_context=True,
    ),
    Saying(
        "found unexpected document indicator",
        "a quote opens here and never closes",
        "add the same quote at the end of the text",
        at_context=True,
    ),
    Saying(
        "expected ',' or ']'",
        "this list in [ ] is not closed or lacks a comma",
        "put commas between the items and `]` at the end; quote texts that hold commas or brackets",
        at_context=True,
    ),
    Saying(
        "expected ',' or '}'",
        "this group of keys in { } is not closed or lacks a comma",
        "put commas between the entries and `}` at the end; quote texts that hold commas or braces",
        at_context=True,
    ),
    Saying(
        "mapping values are not allowed",
        "a colon stands where no key can be",
        _QUOTE_IT + ", or set the line in as far as its neighbours",
    ),
    Saying(
        "could not find expected ':'",
        "this line has no colon after its key",
        "write `key: value`, or quote a text that runs over several lines",
        at_context=True,
    ),
    Saying(
        "did not find expected key",
        "this does not fit with the lines above",
        "set the line in exactly as far as its neighbours; after a closing quote nothing may follow",
    ),
    Saying(
        "did not find expected '-' indicator",
        "this does not fit with the list above",
        "begin the line with `- `, or set it in exactly as far as its neighbours",
    ),
    Saying(
        "block sequence entries are not allowed",
        "a list cannot begin here",
        "begin the list on a line of its own, with `- ` before every item",
    ),
    Saying(
        "found invalid Unicode character",
        "this escape stands for no character",
        "write the character itself; with UTF-8 every character can stand in the text",
        code="E0020",
    ),
    Saying(
        "found unknown escape character",
        "a backslash stands before a letter that has no meaning there",
        "write two backslashes for one, or use single quotes",
    ),
    Saying(
        "did not find expected hexdecimal number",
        "this escape lacks its digits",
        "write the character itself in the text",
    ),
    Saying(
        "did not find expected <document start>",
        "there is more text after the end of the content",
        "remove it, or put it in a file of its own",
    ),
    Saying(
        "found a tab character",
        "a tab stands where spaces must set the line in",
        "use spaces; most editors can turn tabs into spaces",
        code="E0019",
    ),
    Saying(
        "found character that cannot start any token",
        "no text can begin with this sign",
        'put the text in double quotes: "@like this"',
    ),
    Saying(
        "found undefined tag handle",
        "tags (a word after `!`) are not used in content",
        "remove the tag; quote a text that begins with `!`",
        code="E0011",
    ),
    Saying(
        "expected alphabetic or numeric character",
        "a text cannot begin with `&` or `*`",
        'put the text in double quotes: "*like this*"',
        code="E0010",
    ),
    Saying(
        "expected comment or line break",
        "nothing but `-` or `+` may follow `|` or `>` on the same line",
        "begin the text on the next line, or put it in quotes",
    ),
    Saying(
        "wrong indentation",
        "the first line of this text is set in less far than the next",
        "set in all lines of the text equally far",
    ),
)
_LEFT_BY_MERGE: Final = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |\s*$)|={7}\s*$")
_MARKS_SHOWN: Final = 9
_END: Final = "..."
"""What says in YAML that nothing more follows."""
_ANYTHING: Final = Saying(
    "", "this cannot be read as YAML", "look for a missing quote, colon or comma nearby"
)


def unreadable(error: Any, path: str, lines: list[str]) -> Diagnostic:
    """The finding for a `yaml.MarkedYAMLError` or `yaml.reader.ReaderError`."""
    if marks := _two_versions(path, lines):
        return marks
    problem, context = str(getattr(error, "problem", "")), str(getattr(error, "context", "") or "")
    saying = next((s for s in _SAYINGS if s.problem in problem and s.context in context), _ANYTHING)
    stopped = _place(getattr(error, "problem_mark", None), path, lines)
    began = _place(getattr(error, "context_mark", None), path, lines)
    if "<document start>" in problem and (end := _end_above(stopped, lines)):
        message = f"`{_END}` says that the content ends here, but more of it follows"
        return finding("E0008", message, end, help=f"remove the line `{_END}`")
    if "cannot start any token" in problem and _sign(stopped, lines) == "\t":
        saying = next(s for s in _SAYINGS if s.code == "E0019")
    opened = began.line - 1 if getattr(error, "context_mark", None) else None
    found = None
    if lines and saying.code in ("E0008", "E0010"):
        found = culprit(lines, stopped.line - 1, opened, marks=saying.code == "E0010")
    if found is not None:
        span = Span(path=path, line=found.line + 1, column=found.column + 1, length=found.length)
        notes = [Note(message="reading stopped here", span=stopped)] if span.line != stopped.line else []
        return finding(found.code, found.message, span, help=found.help, notes=notes)
    span = began if saying.at_context and getattr(error, "context_mark", None) else stopped
    notes = []
    if span is began and stopped.line != began.line:
        notes.append(Note(message="reading stopped here", span=stopped))
    return finding(saying.code, saying.message, span, help=saying.help, notes=notes)


def _two_versions(path: str, lines: list[str]) -> Diagnostic | None:
    """The finding about marks that a merge of two versions of the file has left in it."""
    places = [
        Span(path=path, line=number, column=1, length=len(line.rstrip()))
        for number, line in enumerate(lines, 1)
        if _LEFT_BY_MERGE.match(line)
    ]
    if not places:
        return None
    return finding(
        "E0026",
        "two versions of this file were merged, and a mark of that was left here",
        places[0],
        help="keep the lines that are right, and delete the others together with the marks "
        "`<<<<<<<`, `=======` and `>>>>>>>`",
        notes=[Note(message="another mark stands here", span=place) for place in places[1:_MARKS_SHOWN]],
    )


def _end_above(stopped: Span, lines: list[str]) -> Span | None:
    """The nearest line above that ends the content."""
    for line in range(min(stopped.line, len(lines)) - 1, 0, -1):
        if lines[line - 1].split("#")[0].rstrip() == _END:
            return replace(stopped, line=line, column=1, length=len(_END))
    return None


def _place(mark: Any, path: str, lines: list[str]) -> Span:
    if mark is None or not lines:
        return Span(path=path)
    # An error at the end of the file points past the last line; the last sign of the file is shown then.
    line = min(mark.line, len(lines) - 1)
    while line and not lines[line].strip():
        line -= 1
    text = lines[line]
    column = min(mark.column, max(len(text) - 1, 0)) if line == mark.line else max(len(text.rstrip()) - 1, 0)
    return Span(path=path, line=line + 1, column=column + 1)


def _sign(span: Span, lines: list[str]) -> str:
    text = lines[span.line - 1] if lines else ""
    return text[span.column - 1 : span.column]
