"""What is said of a condition agrees with whether it holds, whatever the condition and the character."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.game.characters import new_character
from engine.game.state import VITALS, Character, EffectState, Progress, QuestState
from engine.game.step import new_state
from engine.game.subject import Person
from engine.rules.build import bind_condition
from engine.rules.conditions import CONDITIONS
from engine.rules.formulas import compile_formula
from tests.playing import catalog_of

CATALOG = catalog_of("wishes")
YES_OR_NO = (False, True)
FLAGS = {"standing": range(51), "took-side": range(3), "known-here": YES_OR_NO, "bell-rung": YES_OR_NO}
NAMES = (
    *("level", "self.level", "self.coins", "self.attack", "self.attack_speed", "self.defense"),
    *(f"self.{vital}" for vital in VITALS),
    *(f"self.max_{vital}" for vital in VITALS),
    *(f"skills.{skill}" for skill in CATALOG.skills),
    *(f"flag.{flag}" for flag in CATALOG.flags),
    *(f"item.{item}" for item in CATALOG.items),
)
WORD = re.compile(r"[A-Za-z][\w-]*")
small = st.integers(0, 5)


def of(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(getattr(CATALOG, kind)))


def _is_formula(text: str) -> bool:
    """Whether the compiler would take it: it refuses a division by a plain nought, for example."""
    try:
        compile_formula(text)
    except ValueError:
        return False
    return True


places = st.sampled_from(
    [
        {"location": location.id, **({} if structure is None else {"structure": structure})}
        for location in CATALOG.locations.values()
        for structure in (None, "", *location.structures)
    ]
)
numbers = st.recursive(
    st.one_of(small.map(str), st.sampled_from(NAMES)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/%"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
        inner.map(lambda n: f"-({n})"),
    ),
    max_leaves=4,
)
formulas = st.recursive(
    st.tuples(numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers).map(" ".join),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        inner.map(lambda c: f"not ({c})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if({t[0]}, {t[1]}, {t[2]})"),
    ),
    max_leaves=4,
).filter(_is_formula)
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "skill": st.fixed_dictionaries({"id": of("skills"), "level": small}),
    "level": small,
    "vital": st.fixed_dictionaries(
        {"vital": st.sampled_from(VITALS), "at_least": st.sampled_from([0, 0.5, 50, 101])}
    ),
    "item": st.fixed_dictionaries({"id": of("items"), "amount": st.integers(1, 3)}),
    "equipped": st.one_of(
        st.sampled_from(CATALOG.world.slots).map(lambda slot: {"slot": slot}),
        of("items").map(lambda i: {"item": i}),
    ),
    "coins": st.integers(0, 2000),
    "quest": st.fixed_dictionaries(
        {"id": of("quests"), "state": st.sampled_from(["offered", "proceeding", "met", "finished", "failed"])}
    ),
    "effect": of("effects"),
    "spell": of("spells"),
    "at": places,
    "flag": st.one_of(
        st.sampled_from(["known-here", "bell-rung"]).flatmap(
            lambda flag: st.booleans().map(lambda value: {"id": flag, "is": value})
        ),
        st.fixed_dictionaries({"id": st.just("standing"), "at_least": small, "at_most": st.integers(2, 50)}),
    ),
    "time": st.fixed_dictionaries({"from": st.integers(0, 1439), "to": st.integers(0, 1439)}),
    "formula": formulas,
}
leaves = st.one_of([value.map(lambda body, kind=kind: {kind: body}) for kind, value in PLAIN.items()])
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
        st.lists(inner, min_size=1, max_size=2).map(lambda some: {"because": {"text": "No!", "when": some}}),
    ),
    max_leaves=6,
)


@st.composite
def characters(draw: st.DrawFn) -> Character:
    """A character somewhere in the world, with some of everything."""
    who = new_character(CATALOG, id=1, user=1, name="Ada")
    place = draw(places)
    who.location, who.structure = place["location"], place.get("structure", "")
    who.level, who.wallet = draw(small), draw(st.integers(0, 2000))
    who.skills = {skill: Progress(level=draw(small)) for skill in CATALOG.skills}
    who.items = draw(st.dictionaries(of("items"), st.integers(1, 3), max_size=3))
    who.equipment = draw(st.dictionaries(st.just("ring"), st.sampled_from(["brass-ring", "thirsty-ring"])))
    who.vitals = {vital: draw(st.sampled_from([0.25, 1.0, 50.0, 100.0])) for vital in VITALS}
    who.spells = dict.fromkeys(draw(st.sets(of("spells"), max_size=3)))
    who.flags = {flag: draw(st.sampled_from(values)) for flag, values in FLAGS.items() if draw(st.booleans())}
    stage = st.sampled_from(["proceeding", "finished", "failed"])
    who.quests = {
        quest: QuestState(stage=draw(stage), since=0, turns=draw(st.integers(0, 1)))
        for quest in draw(st.sets(of("quests"), max_size=3))
    }
    who.effects = {
        effect: EffectState(source="", source_name="", started=0, ends=10**9)
        for effect in draw(st.sets(of("effects"), max_size=2))
    }
    return who


@settings(max_examples=300, deadline=None)
@given(plain=conditions, who=characters(), tick=st.integers(0, 28_800))
def test_something_is_said_exactly_when_a_condition_does_not_hold(
    plain: dict[str, Any], who: Character, tick: int
) -> None:
    subject = Person(new_state(1, tick=tick), CATALOG, who)
    condition, opposite = bind_condition(plain), bind_condition({"not": plain})

    holds = condition.holds(subject)

    assert (condition.explain(subject) == "") is holds
    assert (opposite.explain(subject) == "") is not holds
    assert all(reason.message for reason in condition.reasons(subject, True))


@settings(max_examples=150, deadline=None)
@given(plain=conditions, who=characters())
def test_no_id_and_no_flag_is_ever_told(plain: dict[str, Any], who: Character) -> None:
    subject = Person(new_state(1), CATALOG, who)

    told = bind_condition(plain).explain(subject) + bind_condition({"not": plain}).explain(subject)

    assert {word for word in WORD.findall(told) if "-" in word or "_" in word} == set()
    assert not any(value in told for value in ("flag", "took", "bell", "standing"))


def test_every_kind_of_condition_is_tried() -> None:
    assert {*PLAIN, "all", "any", "because", "not"} == {entry.kind for entry in CONDITIONS}
