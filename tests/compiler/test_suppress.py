"""Comments that silence warnings."""

from tests.small_world import WorldFolder

LONG = "The lamp that was lit before there were any ships"


def codes(world: WorldFolder, text: str) -> list[str]:
    return world.write({"lamp.yaml": text}).codes()


def test_a_comment_on_the_line_silences_a_warning(world: WorldFolder) -> None:
    text = f"items:\n  lamp: {{based_on: ore, name: {LONG}}} # gamectl: ignore[W7002] it is a song\n"

    assert codes(world, text) == []


def test_a_comment_on_the_line_above_silences_a_warning(world: WorldFolder) -> None:
    text = f"items:\n  # gamectl: ignore[W7002] it is a song\n  lamp: {{based_on: ore, name: {LONG}}}\n"

    assert codes(world, text) == []


def test_a_comment_after_other_things_speaks_of_its_own_line_only(world: WorldFolder) -> None:
    text = f"items: # gamectl: ignore[W7002] it is a song\n  lamp: {{based_on: ore, name: {LONG}}}\n"

    assert codes(world, text) == ["W8010", "W7002"]


def test_a_note_may_stand_between_the_comment_and_its_line(world: WorldFolder) -> None:
    comment = "  # gamectl: ignore[W7002] it is a song\n  # sung at low tide\n"
    text = f"items:\n{comment}  lamp: {{based_on: ore, name: {LONG}}}\n"

    assert codes(world, text) == []


def test_an_empty_line_ends_what_a_comment_speaks_of(world: WorldFolder) -> None:
    comment = "  # gamectl: ignore[W7002] it is a song\n\n"
    text = f"items:\n{comment}  lamp: {{based_on: ore, name: {LONG}}}\n"

    assert codes(world, text) == ["W8010", "W7002"]


def test_several_codes_are_silenced_at_once(world: WorldFolder) -> None:
    text = "items:\n  # gamectl: ignore[W7001, W7002] later\n"
    text += f"  lamp: {{based_on: ore, icon: no.svg, name: {LONG}}}\n"

    assert codes(world, text) == []


def test_a_comment_without_a_reason_silences_nothing(world: WorldFolder) -> None:
    text = f"items:\n  lamp: {{based_on: ore, name: {LONG}}} # gamectl: ignore[W7002]\n"

    assert codes(world, text) == ["W7002", "E9004"]


def test_an_error_cannot_be_silenced(world: WorldFolder) -> None:
    text = "items:\n  lamp: {based_on: oer} # gamectl: ignore[E2120] later\n"

    assert codes(world, text) == ["E2120", "E9005"]


def test_a_comment_within_a_text_is_text(world: WorldFolder) -> None:
    text = 'items:\n  lamp: {based_on: ore, description: "# gamectl: ignore[] me"}\n'

    assert codes(world, text) == []


def test_a_comment_within_a_block_of_text_is_text(world: WorldFolder) -> None:
    text = (
        "items:\n  lamp:\n    based_on: ore\n    description: |\n      Look:\n      # gamectl: ignore[] me\n"
    )

    assert codes(world, text) == []


def test_comments_above_each_other_all_speak_of_the_line_below(world: WorldFolder) -> None:
    text = "items:\n  # gamectl: ignore[W7001] to be drawn\n  # gamectl: ignore[W7002] it is a song\n"
    text += f"  lamp: {{based_on: ore, icon: no.svg, name: {LONG}}}\n"

    assert codes(world, text) == []


def test_small_letters_and_spaces_between_codes_will_do(world: WorldFolder) -> None:
    text = "items:\n  # gamectl: ignore[w7001 w7002] later\n"
    text += f"  lamp: {{based_on: ore, icon: no.svg, name: {LONG}}}\n"

    assert codes(world, text) == []


def test_a_comment_without_brackets_is_not_overlooked(world: WorldFolder) -> None:
    text = f"items:\n  lamp: {{based_on: ore, name: {LONG}}} # gamectl: ignore W7002 it is a song\n"

    assert codes(world, text) == ["W7002", "E9003"]


def test_a_code_that_does_not_exist_is_told_as_such(world: WorldFolder) -> None:
    text = f"items:\n  lamp: {{based_on: ore, name: {LONG}}} # gamectl: ignore[W70O2] it is a song\n"

    found = world.write({"lamp.yaml": text}).compile().report.diagnostics

    assert [(one.code, one.message) for one in found][1:] == [("W8010", "no finding has the code `W70O2`")]
    assert found[1].help == "did you mean `W7002`?"
