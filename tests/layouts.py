"""A file laid out, what it means, and the comments in it."""

import re
from pathlib import Path

from engine.authoring.layout import laid_out
from engine.compiler.nodes import plain
from engine.compiler.read import read_document

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [
    ROOT / "content",
    ROOT / "tests/worlds/mill",
    ROOT / "tests/worlds/ferry",
    ROOT / "tests/worlds/examples",
]


def out(text: str) -> str:
    found = laid_out(text.encode())
    assert found is not None
    return found.decode()


def meaning(data: bytes) -> object:
    document = read_document("file", data)
    assert document.findings == ()
    return plain(document.root) if document.root is not None else None


def remarks(text: str) -> list[str]:
    """Comments that hold the word that no text of these tests holds."""
    return sorted(re.findall(r"# remark \d+", text))
