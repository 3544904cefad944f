"""One layout: how lines, keys, braces and comments stand in it."""

from pathlib import Path

import pytest

from engine.authoring.layout import laid_out, left_as_they_are
from engine.authoring.new_thing import new_thing
from engine.authoring.opened import open_world
from engine.authoring.templates import TEMPLATES
from engine.compiler.load import read_folder
from engine.shipped import shipped
from tests.layouts import ROOT, meaning, out
from tests.small_world import WorldFolder


def test_keys_stand_in_the_order_of_the_schema_with_the_comments_above_them() -> None:
    text = """\
items:
  # The first.
  bread:
    price: 4c   # cheap
    # What players read.
    name: Bread
    description: >
      Brown,
      and warm.
    bonuses:
      - attack: 1
    type: material
"""

    assert (
        out(text)
        == """\
items:
  # The first.
  bread:
    # What players read.
    name: Bread
    description: >
      Brown,
      and warm.
    type: material
    price: 4c  # cheap
    bonuses:
      - attack: 1
"""
    )


def test_what_belongs_to_a_key_is_set_in_by_two() -> None:
    text = """\
quests:
      lamp:
         # Comes first.
         title: A Lamp
         objectives:
         -  id: ask
            talk: {denizen: mara}
            # Not yet.
         - {id: see,
            visit: {location: mine}}
         description: |
              One.
                Two.
"""

    assert (
        out(text)
        == """\
quests:
  lamp:
    # Comes first.
    title: A Lamp
    description: |
      One.
        Two.
    objectives:
      - id: ask
        talk: {denizen: mara}
        # Not yet.
      - {id: see, visit: {location: mine}}
"""
    )


def test_keys_dashes_and_comments_have_one_gap_each_and_aligned_comments_stay() -> None:
    text = """\
items:
    nail:
        name:  Nail
        description:   >
            Bent.

            Twice.
        rarity:    common      # for now
        price: 3c              # each
        type:   material         # what else
        bonuses:
            -   attack:   1
                # Not much.
            -   -   defense:  2
            -   |
                # no comment
                Word.
# The end.
"""

    assert (
        out(text)
        == """\
items:
  nail:
    name: Nail
    description: >
      Bent.

      Twice.
    type: material  # what else
    rarity: common         # for now
    price: 3c              # each
    bonuses:
      - attack: 1
        # Not much.
      - - defense: 2
      - |
        # no comment
        Word.
# The end.
"""
    )
    assert out(out(text)) == out(text)


def test_words_lose_their_quotes_and_prose_keeps_them() -> None:
    text = """items: {"a": {name: "Oh.", icon: "a.svg", category: 'no', type: 'tool', rarity: "012"}}\n"""

    assert (
        out(text)
        == """items: {"a": {name: "Oh.", icon: a.svg, type: tool, category: 'no', rarity: "012"}}\n"""
    )


def test_lines_end_cleanly_but_texts_keep_their_spaces() -> None:
    text = "flags:   \r\n  lit: {type: bool,  \r\n    default: false}\t\r\n"
    spells = "spells:\n  a:\n    name: |\n      x  \n      y\n"

    assert out(f"{text}{spells}\n\n") == f"flags:\n  lit: {{type: bool, default: false}}\n{spells}"


def test_a_file_with_the_line_ends_of_windows_keeps_them() -> None:
    text = "flags:\n  lit: {type: bool,\n    default: false}\n  b: {type: bool, default: false}  # so\n"
    windows = out(text.replace("\n", "\r\n"))

    assert windows == out(text).replace("\n", "\r\n")
    assert out(windows) == windows


def test_empty_lines_and_comments_between_keys_do_not_keep_them_from_their_order() -> None:
    text = """\
items:
  a:
    type: material
    # In copper.
    price: 4c
      # as of last spring

    # What players read.
    name: A

    # rarity: rare
  b:
    name: B
"""

    assert (
        out(text)
        == """\
items:
  a:
    # What players read.
    name: A

    type: material
    # In copper.
    price: 4c
      # as of last spring

    # rarity: rare
  b:
    name: B
"""
    )


def test_keys_behind_a_dash_are_put_in_order_and_the_dash_stays() -> None:
    text = """\
quests:
  a:
    objectives:
      # The first.
      - talk: {denizen: mara}
        # How it is called.
        id: ask   # short
"""

    assert (
        out(text)
        == """\
quests:
  a:
    objectives:
      # The first.
      # How it is called.
      - id: ask  # short
        talk: {denizen: mara}
"""
    )


def test_braces_over_several_lines_become_one_line_or_an_outline() -> None:
    text = """\
items:
  bread: {price: 4c,
    name: Bread,
    description: "Brown, and
        warm.",
    bonuses: [{defense: 1},
      {skill: {levels: 1, id: COOKING}}], type: material, category: food, rarity: common, icon: bread.svg}
  lamp:
    bonuses:
      [
        {defense: 1}
      ]
"""

    assert (
        out(text)
        == """\
items:
  bread:
    name: Bread
    description: "Brown, and
      warm."
    icon: bread.svg
    type: material
    category: food
    rarity: common
    price: 4c
    bonuses: [{defense: 1}, {skill: {id: COOKING, levels: 1}}]
  lamp:
    bonuses: [{defense: 1}]
"""
    )


def test_comments_within_braces_stay_beside_what_they_are_about() -> None:
    text = """\
quests:
  a:
    objectives: # What is to be done.
      - {talk: {denizen: mara}, # She knows.
         # How it is called.
         id: ask
         # Nothing more.
        } # The end.
      - [ # A list.
          a, # one
          b]
    rewards: {# Not much.
      give_coins: 5c} # Each time.
"""

    assert (
        out(text)
        == """\
quests:
  a:
    objectives: # What is to be done.
      # The end.
      # How it is called.
      - id: ask
        talk: {denizen: mara}  # She knows.
        # Nothing more.
      # A list.
      - - a  # one
        - b
    rewards:  # Each time.
      # Not much.
      give_coins: 5c
"""
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{items: {a: {name: A}}}\n", {1: "the whole file stands in brackets"}),
        ("? items\n: a:\n    name: A\n", {1: "a key stands behind a question mark"}),
        ("items:\n  a: {name: A,\n    bound}\n", {2: "a key has no value, or a value no key"}),
        ("items:\n  a: {price: 1c,\n    name: }\n", {2: "a key has no value, or a value no key"}),
        (
            "items:\n  a:\n    bonuses: [ # none\n      ]\n",
            {3: "nothing but a comment stands in the brackets"},
        ),
        ("items:\n  a: {name: A,\n    bound: true}\n", {}),
    ],
)
def test_what_cannot_be_laid_out_stays_and_is_named(text: str, left: dict[int, str]) -> None:
    after = out(text)

    assert left_as_they_are(after.encode()) == left
    assert (after == text) == bool(left)


@pytest.mark.parametrize("text", ["items: [", "items: {a: &x 1}", "a: no\n", "\0"])
def test_a_file_with_mistakes_is_left_alone(text: str) -> None:
    assert laid_out(text.encode()) is None


@pytest.mark.parametrize(
    "text", ["", "# only this\n", "items:\n", "- a\n- b\n", "word\n", "---\nitems: {}\n"]
)
def test_odd_files_go_through(text: str) -> None:
    assert meaning(out(text).encode()) == meaning(text.encode())


@pytest.mark.parametrize(
    "folder", [shipped("content"), ROOT / "engine/authoring/first_world"], ids=["shipped", "first"]
)
def test_what_we_ship_is_laid_out(folder: Path) -> None:
    files = read_folder(folder).files

    assert [path for path, data in files.items() if laid_out(data) != data] == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_what_is_begun_is_laid_out(world: WorldFolder, kind: str) -> None:
    begun = new_thing(open_world(world.path), kind, "old-lamp", "new.yaml")

    assert laid_out(begun.after["new.yaml"]) == begun.after["new.yaml"]
