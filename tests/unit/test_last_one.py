"""Two who want the last one of something, and two ways to spend it: in either order exactly one wins."""

from itertools import permutations
from typing import Any

import pytest

from engine.game import commands as c
from engine.game.outcome import Accepted
from tests.answers import command_from, do
from tests.playing import Game, catalog_of

APPLE = {"itemId": "apple", "quantity": 1}
SELL_APPLE = ("CHARACTER_TRADE_DENIZEN", {"denizenId": "smith", "sell": [APPLE]})
BAND = {"itemId": "band", "quantity": 1}
SHOE = {"itemId": "horseshoe", "quantity": 1}
NAIL = {"itemId": "nail", "quantity": 1}

Asked = tuple[str, dict[str, Any]]

ONE_APPLE: list[Asked] = [
    ("CHARACTER_USE_ITEM", {"itemId": "apple"}),
    ("CHARACTER_DISCARD_ITEM", APPLE),
    SELL_APPLE,
    ("CHARACTER_FINISH_DENIZEN_QUEST", {"denizenId": "smith", "questId": "apples"}),
    ("CHARACTER_FINISH_DENIZEN_QUEST", {"denizenId": "smith", "questId": "again"}),
]
ONE_BAND: list[Asked] = [
    ("CHARACTER_EQUIP_ITEM", {"itemId": "band", "slot": "ring"}),
    ("CHARACTER_DISCARD_ITEM", BAND),
    ("CHARACTER_TRADE_DENIZEN", {"denizenId": "smith", "sell": [BAND]}),
]
TWO_COPPER: list[Asked] = [
    ("CHARACTER_TRADE_DENIZEN", {"denizenId": "smith", "buy": [NAIL]}),
    ("CHARACTER_TRADE_DENIZEN", {"denizenId": "smith", "buy": [NAIL, {"itemId": "nail", "quantity": 0}]}),
]
TWO_MANA: list[Asked] = [
    ("CHARACTER_CAST_SPELL", {"id": "salve", "type": "healing"}),
    ("CHARACTER_CAST_SPELL", {"id": "balm", "type": "healing"}),
]

QUESTS = [
    {"CHARACTER_ACCEPT_DENIZEN_QUEST": {"denizenId": "smith", "questId": quest}}
    for quest in ("apples", "again")
]
FEW = [*QUESTS, {"state": {"wallet": 2, "mana": 3, "items": {"apple": 1}}}]

PAIRS = [pair for group in (ONE_APPLE, ONE_BAND, TWO_COPPER, TWO_MANA) for pair in permutations(group, 2)]


def _game(begin: list[Any], characters: int = 1) -> Game:
    game = Game(catalog_of("yard"), characters=characters)
    do(game, begin)
    return game


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_what_is_there_once_is_spent_once(first: Asked, second: Asked) -> None:
    game = _game(FEW)

    game.ok(command_from(*first, 1))
    code = game.no(command_from(*second, 1))

    assert code in {"not_owned", "not_finished", "already_done", "not_enough_coins", "not_enough_mana"}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_last_ware_goes_to_who_asks_first(order: tuple[int, int]) -> None:
    game = _game([], characters=2)
    asked = ("CHARACTER_TRADE_DENIZEN", {"denizenId": "smith", "buy": [SHOE]})

    outcomes = [game.do(command_from(*asked, who)) for who in order]

    assert [isinstance(outcome, Accepted) for outcome in outcomes] == [True, False]
    assert [game.who(who).items.get("horseshoe", 0) for who in order] == [1, 0]


@pytest.mark.parametrize("order", [(2, 3, 4), (4, 3, 2), (3, 4, 2)])
def test_the_last_seats_of_a_room_go_to_who_asks_first(order: tuple[int, ...]) -> None:
    game = _game([], characters=4)
    for who in range(1, 5):
        game.ok(c.ChangeAction(character=who, action="combat"))
    game.ok(c.CreateRoom(character=1))

    outcomes = [game.do(c.EnterRoom(character=who, room=1)) for who in order]

    assert [isinstance(outcome, Accepted) for outcome in outcomes] == [True, True, False]
    assert list(game.state.rooms[1].members) == [1, *order[:2]]
