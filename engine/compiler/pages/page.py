"""The form of a page about one code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Files = Mapping[str, str | bytes]
"""Files by path, as they would lie in a content folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a code means and what to do about it.

    `broken` and `fixed` are files to be laid beside (or over) those of a small world that is in order:
    `broken` gives exactly this code, `fixed` nothing. Both are empty where files cannot show it;
    then `text` says how it comes about.
    """

    code: str
    title: str
    text: str
    broken: Files = field(default_factory=dict)
    fixed: Files = field(default_factory=dict)
