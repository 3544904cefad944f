"""Commits as fast as it can and says the tick of each commit after it returned: `write.py <path>`.

At tick n the first character has n coins more than at the start, holds one rope when n is odd, and its answer
to key n is kept. Every 50 ticks the quest `lamp` is handed in.
"""

import sys
from pathlib import Path

from engine.game.state import QuestState
from engine.store.player_db import PlayerDb
from engine.store.records import Batch, CommandResult, LedgerRow

db = PlayerDb.open(Path(sys.argv[1]), content_digest="d" * 64, now=1000)
mara = db.load(1)
assert mara is not None
tick = db.clock()[0]
while True:
    tick += 1
    mara.wallet += 1
    rows = [LedgerRow(character=1, tick=tick, kind="coins", thing="", delta=1, cause="loot")]
    if tick % 2:
        mara.items["rope"] = 1
    else:
        del mara.items["rope"]
    rows.append(
        LedgerRow(
            character=1, tick=tick, kind="item", thing="rope", delta=1 if tick % 2 else -1, cause="loot"
        )
    )
    if tick % 50 == 0:
        turn = tick // 50
        mara.quests["lamp"] = QuestState(stage="finished", since=tick, turns=turn)
        rows.append(
            LedgerRow(character=1, tick=tick, kind="quest", thing="lamp", delta=1, cause="hand_in", turn=turn)
        )
    answer = CommandResult(character=1, key=f"key {tick}", request=b"r", answer=b"a", tick=tick, at=1000)
    db.commit(Batch(tick=tick, next_room=1, at=1000, characters=[mara], ledger=rows, results=[answer]))
    print(tick, flush=True)
