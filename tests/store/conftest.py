"""What the store's tests start from."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store.player_db import PlayerDb
from tests.store.examples import DIGEST, Opener


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    return tmp_path / "players.db"


@pytest.fixture
def open_db(db_path: Path) -> Iterator[Opener]:
    """Opens the database of this test; closes every one at the end."""
    opened: list[PlayerDb] = []

    def opener(path: Path = db_path, **options: object) -> PlayerDb:
        db = PlayerDb.open(path, **{"content_digest": DIGEST, "now": 1000, **options})
        opened.append(db)
        return db

    yield opener
    for db in opened:
        db.close()


@pytest.fixture
def db(open_db: Opener) -> PlayerDb:
    return open_db()


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that other users may enter, which the temporary ones of pytest are not."""
    folder = Path(tempfile.mkdtemp()).resolve()
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)
