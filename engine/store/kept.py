"""Worlds that are kept beside the journals written under them, so that those can be played again for as long
as they last, whatever becomes of the content.
"""

import re
from pathlib import Path
from typing import Final

from engine.model.catalog import Catalog
from engine.model.kinds import Canonical
from engine.store.files import unlink_quietly
from engine.store.journal import journal_files
from engine.store.journal_reader import content_of
from engine.store.world_db import write_world

_SHOWN: Final = 16
"""So many digits of a content version are in the name of a file: enough for the few that lie together."""

_NAME: Final = re.compile(rf"content-[0-9a-f]{{{_SHOWN}}}\.db")


def kept_path(folder: Path, digest: str) -> Path:
    """Where the world of that content version lies, if it is kept."""
    return folder / f"content-{digest[:_SHOWN]}.db"


def keep_world(folder: Path, content: Canonical, catalog: Catalog) -> Path:
    """Keep the content of a catalog in a data folder, unless it is there. Raises `WorldNotWritten`."""
    path = kept_path(folder, catalog.digest)
    if not path.exists():
        write_world(
            path,
            content,
            sources=catalog.sources,
            title=catalog.world.title,
            version=catalog.world.version,
        )
    return path


def forget_worlds(folder: Path, *, but: str) -> None:
    """Give up the worlds that no journal in a data folder was written under, but not that with this digest.

    To be called by whoever owns the folder. What cannot be deleted stays.
    """
    needed = {kept_path(folder, digest) for file in journal_files(folder) if (digest := content_of(file))}
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path not in needed | {kept_path(folder, but)}:
            unlink_quietly(path)
