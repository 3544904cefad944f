"""Commits until that fails, tries twice more, and says each tick or the class of each error:
`write_past_errors.py <path>`."""

import sys
from pathlib import Path

from engine.store.errors import StoreError
from engine.store.player_db import PlayerDb
from engine.store.records import Batch, LedgerRow

db = PlayerDb.open(Path(sys.argv[1]), content_digest="d" * 64, now=1000)
mara = db.load(1)
assert mara is not None
tick = failures = 0
while failures < 3 and tick < 100:
    tick += 1
    mara.wallet += 1
    row = LedgerRow(character=1, tick=tick, kind="coins", thing="", delta=1, cause="loot")
    try:
        db.commit(Batch(tick=tick, next_room=1, at=1000, characters=[mara], ledger=[row]))
        print(tick, flush=True)
    except StoreError as error:
        failures += 1
        print(type(error).__name__, flush=True)
        tick -= 1
        mara.wallet -= 1
db.close()
