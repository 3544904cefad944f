"""Every code of a finding, with its page, in one explicit list.

Codes are permanent: none is ever used for another thing.
"""

from typing import Final

from engine.compiler.pages import (
    bytes_and_yaml,
    folder,
    formulas,
    places,
    references,
    shape,
    story,
    text,
    things,
    unused,
)
from engine.compiler.pages.page import Page

PAGES: Final[tuple[Page, ...]] = tuple(
    sorted(
        (
            *bytes_and_yaml.PAGES,
            *shape.PAGES,
            *references.PAGES,
            *things.PAGES,
            *formulas.PAGES,
            *story.PAGES,
            *places.PAGES,
            *text.PAGES,
            *unused.PAGES,
            *folder.PAGES,
        ),
        key=lambda page: page.code[1:],
    )
)
"""All pages, in the order of their numbers."""
