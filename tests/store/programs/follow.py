"""Lets a players' database follow the content that has moved, and kills itself before a statement of that:
`follow.py <path> <statement>`; statement -1 lets it be."""

import os
import signal
import sys
from pathlib import Path

from engine.store.player_db import PlayerDb
from tests.store.moving import AFTER

killed_at = int(sys.argv[2])
db = PlayerDb.open(Path(sys.argv[1]), content_digest=AFTER.digest, now=2000)
seen = 0


def count(statement: str) -> None:
    """Called by SQLite before each statement."""
    global seen
    if seen == killed_at:
        os.kill(os.getpid(), signal.SIGKILL)
    seen += 1


db._handle.conn.set_trace_callback(count)
db.follow(AFTER)
print(seen)
db.close()
