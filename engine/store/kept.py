"""Worlds that are kept beside the journals written under them, so that those can be played again for as long
as they last, whatever becomes of the content.
"""

import re
from pathlib import Path
from typing import Final

from engine.model.catalog import Catalog, PlainContent
from engine.store.files import unlink_quietly
from engine.store.journal import content_of, journal_files
from engine.store.world_db import write_world

_SHOWN: Final = 16
"""So many digits of a content version are in the name of a file: enough for the few that lie together."""

_NAME: Final = re.compile(rf"content-[0-9a-f]{{{_SHOWN}}}\.db")


def kept_path(folder: Path, digest: str) -> Path:
    """Where the world of that content version lies, if it is kept."""
    return folder / f"content-{digest[:_SHOWN]}.db"


def keep_world(folder: Path, plain: PlainContent, catalog: Catalog) -> Path:
    """Keep a world in a data folder, and give up those that no journal there was written under.

    Raises `WorldNotWritten` and `OSError`.
    """
    path = kept_path(folder, catalog.digest)
    if not path.exists():
        write_world(
            path,
            plain,
            digest=catalog.digest,
            sources=catalog.sources,
            title=catalog.world.title,
            version=catalog.world.version,
        )
    needed = {kept_path(folder, digest) for file in journal_files(folder) if (digest := content_of(file))}
    for other in folder.iterdir():
        if _NAME.fullmatch(other.name) and other != path and other not in needed:
            unlink_quietly(other)
    return path
