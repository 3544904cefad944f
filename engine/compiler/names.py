"""What people call things, made comparable: names that players read, and the ids that go with them."""

import re
import unicodedata
from typing import Final

from engine.base.ids import is_id
from engine.compiler.nodes import Node

_NAMES: Final = ("name", "title", "label")


def _plain_letters(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def folded(text: str) -> str:
    """A name so that accents, other signs and capital letters make no difference."""
    return "-".join(re.findall(r"[^\W_]+", _plain_letters(text).casefold()))


def as_id(text: str) -> str | None:
    """The id that comes nearest to what cannot be one."""
    words = re.split(r"[\s./\\:,;+&]+", _plain_letters(text).strip())
    proposal = re.sub(r"[^A-Za-z0-9_-]", "", "-".join(words)).strip("-")
    return proposal if is_id(proposal) and proposal != text else None


def names_of(thing: Node) -> set[str]:
    """What players call a thing or a part of one, folded."""
    return {folded(name) for key in _NAMES if (name := thing.text(key)) is not None}
