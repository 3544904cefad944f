"""The bytes of a file → its text and lines, or a finding about why they are not text."""

import re
from dataclasses import dataclass
from typing import Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.compiler.findings import finding

_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Signs that no file may hold: controls, halves of signs, and marks that cannot be seen."""


FINDINGS_PER_FILE: Final = 200
"""More findings of one file are only counted: whoever has so many mends the first ones and looks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read before a file or folder is refused."""

    file_bytes: int = 2 * 1024 * 1024
    folder_bytes: int = 256 * 1024 * 1024
    files: int = 20_000
    depth: int = 64
    nodes: int = 10_000_000
    file_nodes: int = 250_000
    """Content has some ten bytes for each value, so a file of the largest size has about so many."""
    scalar_characters: int = 64 * 1024


def lines_of(text: str) -> list[str]:
    """The lines of a text as YAML counts them, without their ends."""
    return _LINE_ENDS.split(text)


def in_mebibytes(size: int) -> str:
    """A size as people say it."""
    whole, rest = divmod(size, 1024 * 1024)
    return f"{size} bytes" if rest else f"{whole} MiB"


def too_large(path: str, limits: Limits) -> Diagnostic:
    """The finding about a file that is larger than allowed."""
    return finding(
        "E0004",
        f"this file is larger than {in_mebibytes(limits.file_bytes)} and was not read",
        Span(path=path),
        help="split it: a world may be spread over as many files as you like",
    )


def decode(path: str, data: bytes) -> str | Diagnostic:
    """The text of a file, or why there is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:4:2] == b"\0\0" or data[1:4:2] == b"\0\0":
        return finding(
            "E0002",
            "this file is saved as UTF-16, not as UTF-8",
            Span(path=path),
            help="save it again with the encoding UTF-8",
        )
    if data.startswith(b"\xef\xbb\xbf"):
        return finding(
            "E0002",
            "this file begins with an invisible mark (BOM)",
            Span(path=path),
            help="save it again as UTF-8 without BOM",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = lines_of(data[: error.start].decode("utf-8"))
        return finding(
            "E0001",
            "this file is not saved as UTF-8",
            Span(path=path, line=len(before), column=len(before[-1]) + 1),
            label="the first sign that cannot be read",
            help="save it again with the encoding UTF-8",
        )


def forbidden(path: str, text: str) -> list[Diagnostic]:
    """Findings about characters that no file may hold; not more than three of them."""
    found = []
    for match in FORBIDDEN.finditer(text):
        before = lines_of(text[: match.start()])
        found.append(
            finding(
                "E0003",
                f"an invisible character (U+{ord(match[0]):04X}) stands here",
                Span(path=path, line=len(before), column=len(before[-1]) + 1),
                help="delete it; it often comes along when text is copied",
            )
        )
        if len(found) == 3:
            break
    return found
