"""Ids and kinds of content. Decides what an id may look like; knows no content."""

import re
from typing import Final

ID_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""The shape of every id in content, from the content contract."""

_ID: Final = re.compile(ID_PATTERN.removesuffix("$") + r"\Z")

OUTDOORS: Final = ""
"""The structure of a character who stands in no structure."""

IDLE: Final = "idle"
"""The action of a character who does nothing; no action of content may bear this id."""


def is_id(text: str) -> bool:
    """Say whether `text` may be the id of a piece of content."""
    return _ID.match(text) is not None
