"""The page of a code as text: what it means, an example that fails, the same one mended."""

from textwrap import fill, indent
from typing import Final

from engine.base.diagnostic import Severity
from engine.compiler.pages.page import Files, Page
from engine.compiler.rule_settings import usual_severity

_WIDEST: Final = 120
_NEVER: Final = (
    "This is an error: a world that has it cannot be compiled. So it can neither be silenced nor be made "
    "a warning."
)
_HOW: Final = "Where it is meant, silence it with a comment on the line, or alone on the line above:"
_OF_NO_FILE: Final = frozenset({"W9008"})
"""Warnings about files that are not read: a comment in them would silence nothing."""
_EVERYWHERE: Final = (
    "For the whole world, set its level with `gamectl validate --rule {code}=off`, or for good in\n"
    'the file gamectl.toml:\n\n    [validate]\n    rules = {{{code} = "off"}}'
)


def page_text(page: Page) -> str:
    """A whole page, each line ended."""
    parts = [f"{page.code}: {page.title}", fill(page.text, 90)]
    if page.broken:
        parts += ["This fails:", _files(page.broken)]
    if page.fixed:
        parts += ["This does not:", _files(page.fixed)]
    return "\n\n".join(parts) + "\n"


def silencing(code: str) -> str:
    """What can be done so that a code is not told, when its finding is meant; each line ended."""
    if usual_severity(code) is Severity.ERROR:
        return fill(_NEVER, 90) + "\n"
    if code in _OF_NO_FILE:
        return _EVERYWHERE.format(code=code) + "\n"
    return f"{_HOW}\n\n    # gamectl: ignore[{code}] and why\n\n{_EVERYWHERE.format(code=code)}\n"


def _files(files: Files) -> str:
    return "\n\n".join(indent(f"# {path}\n{_text(content)}", "    ") for path, content in files.items())


def _text(content: str | bytes) -> str:
    """A file as it can be shown: what is not text, not visible or too long is written in another way."""
    if isinstance(content, bytes):
        return repr(content)[1:]
    return "\n".join(_line(line) for line in content.rstrip().split("\n"))


def _line(line: str) -> str:
    cut = f"{line[:_WIDEST]}… ({len(line)} characters)" if len(line) > _WIDEST else line
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in cut)
