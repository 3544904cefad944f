"""Names in formulas: what the compiler allows is what the game knows, where the game can be asked."""

import pytest

from engine.compiler.scopes import NAMES, OWN, scope
from engine.game.subject import Person
from tests.playing import Game, catalog_of
from tests.small_world import WorldFolder


def test_the_game_knows_every_name_of_a_character() -> None:
    game = Game(catalog_of("mill"))
    person = Person(game.state, game.catalog, game.state.characters[1])

    unknown = {
        name for name in OWN if name != "self.coins" and not isinstance(person.name(name), float | int)
    }

    assert unknown == set()


def test_every_scope_has_the_skills_of_the_character() -> None:
    for name in NAMES:
        assert scope(name, {"skills": ["MINING"], "flags": [], "items": []}, dice=False).kind_of(
            "skills.MINING"
        )


@pytest.mark.parametrize(
    ("key", "codes"), [("on_hit", []), ("on_equip", ["E3002"])], ids=["on a hit", "elsewhere"]
)
def test_damage_is_known_on_a_hit_and_nowhere_else(world: WorldFolder, key: str, codes: list[str]) -> None:
    world.write({"saw.yaml": f"items:\n  saw: {{based_on: knife, {key}: [{{heal: damage / 2}}]}}\n"})

    assert world.codes() == codes


def test_a_formula_over_several_lines_is_underlined_as_a_whole(world: WorldFolder) -> None:
    world.write({"rules.yaml": "rules:\n  damage: >\n    self.attack\n    + self.atack\n"})

    (found,) = world.compile().report.diagnostics

    assert (found.code, found.span.line, found.suggestion) == ("E3002", 2, None)


def test_a_column_in_a_quoted_formula_counts_the_quote(world: WorldFolder) -> None:
    world.write({"rules.yaml": 'rules:\n  damage: "1 + atack"\n'})

    (found,) = world.compile().report.diagnostics

    assert (found.span.line, found.span.column, found.span.length) == (2, 16, 5)
