"""Finds the word that somebody probably meant. Decides what is near; knows no content."""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 128
"""Longer words are not compared: nobody mistypes those, and the search stays quick."""


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, or None when none is near enough to be what was meant.

    Near is at most one slip (a letter missing, too many, wrong or swapped with its neighbour) for
    every three letters; the difference between small and capital letters costs nothing. Of equally
    near ones the first in the alphabet is taken, so the answer never depends on the order.
    """
    if not word or len(word) > _LONGEST:
        return None
    # Here and not above: most runs never suggest anything, and this keeps their start short.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = max(1, len(word) // 3)
    # A list, because of a mapping the values would be compared.
    words = list(candidates)
    near = process.extract_iter(word, words, scorer=OSA.distance, processor=str.casefold, score_cutoff=most)
    best = min(((slip, found) for found, slip, _ in near if slip < len(word)), default=None)
    return best[1] if best else None


def slips(word: str, other: str) -> int:
    """How many slips lie between two words, as `closest` counts them."""
    from rapidfuzz.distance import OSA

    return OSA.distance(word.casefold(), other.casefold())
