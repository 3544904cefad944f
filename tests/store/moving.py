"""Two states of one world, as its writer left it before and after giving things other ids."""

from engine.game.characters import new_character
from engine.game.state import Character, Progress, QuestState, StockState, Talk
from engine.store.player_db import PlayerDb
from engine.store.records import LedgerRow
from tests.other_mill import other_mill
from tests.playing import catalog_of
from tests.store.examples import a_batch, a_room, add_account, add_character

BEFORE = catalog_of("mill")
AFTER = other_mill(
    ("bread", "knife", "MINING", "mend", "favor", "mill", "miller", "daily-bread"),
    without="keepsake",
    moved="{items: {bread: loaf, loaf: new-bread, knife: new-knife, keepsake: {refund: true}}, "
    "skills: {MINING: new-MINING}, spells: {mend: new-mend}, flags: {favor: new-favor}, "
    "locations: {mill: new-mill}, denizens: {miller: new-miller}, quests: {daily-bread: new-daily-bread}}",
)


def someone() -> Character:
    """A character of the world before, who has something of everything that moves."""
    who = new_character(BEFORE, id=1, user=1, name="Ilse")
    who.skills["MINING"] = Progress(level=3, experience=7)
    who.quests["daily-bread"] = QuestState(stage="finished", since=40, turns=2)
    who.flags["favor"] = 2
    who.spells["mend"] = 55
    who.talk = Talk(denizen="miller", node="door")
    return who


def fill(db: PlayerDb, characters: int = 1) -> None:
    """Put such characters into a database, with the books of what they did, a shop and a fight."""
    db.follow(BEFORE)
    add_account(db)
    for number in range(1, characters + 1):
        who = someone()
        who.name = f"Ilse {number}"
        stored = add_character(db, who)
        turns = [
            LedgerRow(
                character=stored.id,
                tick=number,
                kind="quest",
                thing="daily-bread",
                delta=1,
                cause="hand_in",
                turn=turn,
            )
            for turn in (1, 2)
        ]
        db.commit(a_batch(60, characters=[stored], ledger=turns))
    stock: dict[str, StockState | None] = {"miller/master-cap": StockState(amount=1, restocks_at=260)}
    db.commit(a_batch(61, stock=stock, rooms={1: a_room(1)}))
