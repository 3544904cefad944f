"""The search of a site: a list of all that has a place in it, and `search.js`, which looks through it."""

import json
from collections.abc import Iterable
from pathlib import Path


def search_script(entries: Iterable[tuple[str, str, str]]) -> str:
    """The script of the search. Entries are a title, more words, and a path from the top of the site."""
    rows = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"const FOUND = [\n{rows}\n];\n{Path(__file__).with_name('search.js').read_text(encoding='utf-8')}"
