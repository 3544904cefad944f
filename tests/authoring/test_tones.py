"""Every giver of quests has a look of their own in a picture: a colour, and bars when colours are used up."""

import re
from collections.abc import Iterator

from engine.authoring.graphs.draw import DRAWINGS
from engine.authoring.graphs.picture import MOST_BOXES, Box, Picture
from engine.authoring.graphs.svg import svg
from engine.authoring.opened import open_world
from tests.small_world import WorldFolder

_SWATCH = re.compile(r'<g class="t(\d+)"><rect class="card" x="([\d.]+)" y="([\d.]+)"[^>]*/>(.*?)</g>')
_BAR = re.compile(r'<rect class="bar" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"')


def looks(text: str) -> Iterator[tuple[object, ...]]:
    """The colour of each tone in a legend, and its bars as seen from the corner."""
    for colour, left, top, bars in _SWATCH.findall(text):
        shapes = [
            (round(float(x) - float(left), 3), round(float(y) - float(top), 3), width, height)
            for x, y, width, height in _BAR.findall(bars)
        ]
        yield colour, *shapes


def test_as_many_tones_as_a_picture_has_boxes_look_different() -> None:
    boxes = tuple(Box(key=f"{tone}", title="Errand", rank=0, tone=tone) for tone in range(MOST_BOXES))
    tones = tuple(f"Giver {tone}" for tone in range(MOST_BOXES))

    found = list(looks(svg(Picture(title="Errands", remark="", boxes=boxes, arrows=(), tones=tones))))

    assert len(found) == len(set(found)) == MOST_BOXES


def test_a_quest_looks_as_the_legend_says_of_its_giver(world: WorldFolder) -> None:
    people = "".join(f"  giver-{one}: {{based_on: mara, name: Giver {one}}}\n" for one in range(20))
    errands = "".join(
        f"  errand-{one}: {{based_on: lamp, title: Errand {one}, giver: giver-{one}}}\n" for one in range(20)
    )
    world.write({"errands.yaml": f"denizens:\n{people}quests:\n{errands}"})

    text = svg(DRAWINGS["quests"](open_world(world.path), None, 1))

    legend = [len(bars) for _, *bars in looks(text)]
    cards = [part.count('class="bar"') for part in re.findall(r'<g class="box .*?</g>\n', text)]
    assert sorted(cards) == sorted(legend)
    assert set(legend) == {0, 1}
