"""The page of a code as text: what it means, an example that fails, the same one mended."""

from collections.abc import Mapping
from textwrap import fill, indent

from engine.compiler.pages.page import Page


def page_text(page: Page) -> str:
    """A whole page, each line ended."""
    parts = [f"{page.code}: {page.title}", fill(page.text, 90)]
    if page.broken:
        parts += ["This fails:", _files(page.broken)]
    if page.fixed:
        parts += ["This does not:", _files(page.fixed)]
    return "\n\n".join(parts) + "\n"


def _files(files: Mapping[str, str | bytes]) -> str:
    return "\n\n".join(
        indent(f"# {path}\n{text.rstrip()}" if isinstance(text, str) else f"# {path}: {text!r}", "    ")
        for path, text in files.items()
    )
