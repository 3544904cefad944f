"""Pictures of the world: files of the content folder, or a drawn placeholder where there is none."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 20_480
"""Clients cache pictures, so none may be bigger (wire contract)."""

_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,128}\Z")
_TYPES: Final[Mapping[str, str]] = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it is sent. `etag` changes with its bytes; `drawn` is True for a placeholder."""

    body: bytes
    content_type: str
    etag: str
    drawn: bool


def load_pictures(folder: Path | None) -> dict[str, Picture]:
    """All pictures of a folder, by file name. What is no picture, too big or a link is left out."""
    if folder is None or not folder.is_dir():
        return {}
    pictures = {}
    for file in sorted(folder.iterdir()):
        kind = _TYPES.get(file.suffix.lower())
        if kind and _NAME.match(file.name) and file.is_file() and not file.is_symlink():
            body = file.read_bytes()
            if len(body) <= MAX_BYTES:
                pictures[file.name] = Picture(body=body, content_type=kind, etag=_etag(body), drawn=False)
    return pictures


def picture(pictures: Mapping[str, Picture], icon: str) -> Picture | None:
    """The picture of that name, or a drawn one; None when it is no name of a picture at all.

    A name without an ending finds the file that has one.
    """
    if not _NAME.match(icon):
        return None
    found = pictures.get(icon)
    if found is None:
        found = next((pictures[icon + end] for end in _TYPES if icon + end in pictures), None)
    return found or _drawn(icon)


def _drawn(icon: str) -> Picture:
    """A quiet tile with the initials of the name, in a colour that the name decides."""
    stem = icon.rsplit(".", 1)[0] if Path(icon).suffix.lower() in _TYPES else icon
    words = [word for word in re.split(r"[._-]+", stem) if word]
    initials = "".join(word[0] for word in words[:2]).upper() or "?"
    hue = hashlib.sha256(icon.encode()).digest()[0] * 360 // 256
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img">'
        f"<title>{escape(' '.join(words) or icon)}</title>"
        f'<rect x="1" y="1" width="62" height="62" rx="12" fill="hsl({hue} 32% 26%)" '
        f'stroke="hsl({hue} 40% 52%)" stroke-width="2"/>'
        f'<text x="32" y="41" text-anchor="middle" font-family="Georgia, serif" font-size="26" '
        f'fill="hsl({hue} 55% 86%)">{escape(initials)}</text></svg>'
    ).encode()
    return Picture(body=body, content_type="image/svg+xml", etag=_etag(body), drawn=True)


def _etag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]
