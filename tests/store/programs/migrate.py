"""Opens a players' database with one step more, and kills itself at a point of that step:
`migrate.py <path> <point>`; point -1 lets it be."""

import sys
from pathlib import Path

from engine.store.player_db import PlayerDb
from tests.store.steps import migrations

PlayerDb.open(
    Path(sys.argv[1]), content_digest="d" * 64, now=2000, migrations=migrations(int(sys.argv[2]))
).close()
