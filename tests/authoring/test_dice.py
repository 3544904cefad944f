"""Dice are shown in words that everybody reads, and in a picture that does not lie."""

import re
from itertools import pairwise

import pytest

from engine.authoring.dice import Dice, columns, dice_of, line_of_bars, picture
from engine.shipped import shipped


def shown(text: str) -> Dice:
    dice = dice_of(text)
    assert dice is not None
    return dice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2d6 + 1", "3 to 13, 8 on average"),
        ("d4 / 3", "0.33333 to 1.3333, 0.83333 on average"),
        ("d6 * 1000000", "1000000 to 6000000, 3500000 on average"),
        ("100d1000", "100 to 100000, 50050 on average, mostly 44277 to 55823"),
        ("uniform(1, 3)", "1 to 3, 2 on average, mostly 1 to 3"),
        ("12 / (d6 - 3)", "-12 to 12, 0.8 on average; no result in 16.7 % of throws"),
        ("1 / (100d2 - 100)", "0.01 to 1, 0.020206 on average; no result in under 0.1 % of throws"),
    ],
)
def test_what_dice_give_is_said_in_plain_numbers(text: str, said: str) -> None:
    assert str(shown(text)) == said


@pytest.mark.parametrize("text", ["bread", "3", "level + 2d6", "d1", 2, None, "2d"])
def test_nothing_is_said_of_what_is_no_dice_or_hangs_on_more(text: object) -> None:
    assert dice_of(text) is None


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("d6", "██████"),
        ("2d6", "▂▃▅▆▇█▇▆▅▃▂"),
        ("if(d20 == 20, 2, 1)", "█▁"),
        ("100d1000", ""),
    ],
)
def test_what_comes_most_has_the_highest_bar(text: str, bars: str) -> None:
    assert line_of_bars(columns(shown(text).chances)) == bars


@pytest.mark.parametrize("text", ["3d20", "2d20", "8d6", "5d20 * 3", "3d8 / 7"])
def test_columns_hold_all_outcomes_once_and_rise_to_the_middle(text: str) -> None:
    found = columns(shown(text).chances)

    assert len(found) <= 32
    assert sum(column.share for column in found) == pytest.approx(1.0)
    assert all(one.high < other.low for one, other in pairwise(found))
    middle = max(range(len(found)), key=lambda place: found[place].share)
    shares = [column.share for column in found]
    # The last column may hold fewer outcomes than the others, never more.
    assert shares[:middle] == sorted(shares[:middle])
    assert shares[middle:] == sorted(shares[middle:], reverse=True)


def test_the_picture_says_of_each_bar_what_it_stands_for() -> None:
    drawn = picture(shown("2d4"))

    assert re.findall("<title>(.*?)</title>", drawn) == [
        "2: 6.25 %",
        "3: 12.5 %",
        "4: 18.8 %",
        "5: 25 %",
        "6: 18.8 %",
        "7: 12.5 %",
        "8: 6.25 %",
    ]
    heights = [float(height) for height in re.findall(r'<rect[^>]* height="([^"]*)"', drawn)]
    assert heights == [12, 24, 36, 48, 36, 24, 12]
    assert 'aria-label="2d4: 2 to 8, 5 on average"' in drawn


def test_what_was_not_counted_has_no_picture() -> None:
    assert picture(shown("100d1000")) == ""


def test_a_formula_in_a_picture_is_text_and_no_markup() -> None:
    drawn = picture(shown("if(d6 < 3, 1, 0)"))

    assert "if(d6 &lt; 3, 1, 0)" in drawn


def test_the_guide_shows_what_is_drawn() -> None:
    text = "max(1, 2d6 - 3)"
    dice = shown(text)

    guide = (shipped("content") / "GUIDE.md").read_text(encoding="utf-8")
    assert f"  {text}  {line_of_bars(columns(dice.chances))}  {dice}\n" in guide
