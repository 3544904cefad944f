"""Opens a players' database, says so, and keeps it until its input ends: `hold.py <path>`."""

import sys
from pathlib import Path

from engine.store.errors import StoreError
from engine.store.player_db import PlayerDb

try:
    db = PlayerDb.open(Path(sys.argv[1]), content_digest="d" * 64, now=1000)
except StoreError as error:
    print(f"{type(error).__name__}: {error}", flush=True)
    sys.exit(1)
print("open", flush=True)
sys.stdin.read()
db.close()
