"""The schemas of content: closed, described, and in step with the model and the registries."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.base.ids import ID_PATTERN
from engine.base.units import parse_clock, parse_coins, parse_duration
from engine.compiler.entities import ALL_KINDS
from engine.compiler.references import CODES
from engine.compiler.schema import TOP, Schema, content_schema
from engine.compiler.scopes import BOUNDS, NAMES
from engine.model.catalog import MODELS
from engine.model.world import Rules, World
from engine.rules.conditions import CONDITIONS
from engine.rules.effects import EFFECTS
from engine.shipped import shipped

FOLDER = shipped("schemas") / "content"
FILES = sorted(FOLDER.glob("*.json"))
OUR_NOTES = {
    "x-ref",
    "x-within",
    "x-unit",
    "x-short",
    "x-formula",
    "x-one-of",
    "x-any-of",
    "x-ordered",
    "x-says",
    "x-is",
    "x-fits",
    "x-picture",
}
UNITS = {"duration": parse_duration, "coins": parse_coins, "clock": parse_clock}


def subschemas(schema: Any, path: str = "") -> Iterator[tuple[str, Schema]]:
    """Every schema in a file with the path to it."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for group in ("properties", "$defs"):
        for name, part in schema.get(group, {}).items():
            yield from subschemas(part, f"{path}/{name}")
    for key in ("items", "additionalProperties", "propertyNames"):
        yield from subschemas(schema.get(key), f"{path}/{key}")


ALL = [
    (file.name + path, part)
    for file in FILES
    for path, part in subschemas(json.loads(file.read_text("utf-8")))
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_a_schema_of_the_2020_dialect(file: Path) -> None:
    schema = json.loads(file.read_text("utf-8"))

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]


def test_every_mapping_is_closed() -> None:
    open_ = [
        path
        for path, part in ALL
        if ("properties" in part or part.get("type") == "object")
        and part.get("additionalProperties", True) is True
    ]

    assert open_ == []


def test_every_property_is_described() -> None:
    bare = [
        f"{path}/{name}"
        for path, part in ALL
        for name, inner in part.get("properties", {}).items()
        if not inner.get("description")
    ]

    assert bare == []


def test_all_notes_are_known() -> None:
    strange = {key for _, part in ALL for key in part if key.startswith("x-") and key not in OUR_NOTES}

    assert strange == set()


def test_no_schema_offers_a_choice_of_schemas() -> None:
    # Their errors cannot be told in place.
    assert [path for path, part in ALL if {"oneOf", "anyOf", "allOf"} & part.keys()] == []


def test_references_name_what_can_be_referred_to() -> None:
    assert {part["x-ref"] for _, part in ALL if "x-ref" in part} <= CODES.keys()
    assert all(("x-within" in part) == ("." in part["x-ref"]) for _, part in ALL if "x-ref" in part)


def test_formulas_name_a_scope_and_a_result() -> None:
    notes = [part["x-formula"] for _, part in ALL if "x-formula" in part]

    assert {note["scope"] for note in notes} == NAMES.keys()
    assert {note["result"] for note in notes} <= BOUNDS.keys()


def test_what_is_short_for_a_mapping_is_a_key_of_it_and_of_an_allowed_type() -> None:
    schema = content_schema()
    for path, part in ALL:
        if "x-short" not in part:
            continue
        long = part["properties"][part["x-short"]]
        file = path.partition("/")[0].split(".json")[0] + ".json"
        # References are followed in the joined schema, where all are local.
        found = schema.bundle["$defs"][file]
        steps = [step for step in path.split(".json", 1)[1].split("/") if step]
        for step in steps:
            found = (
                next(found[group][step] for group in ("properties", "$defs") if step in found.get(group, {}))
                if step not in found
                else found[step]
            )
        inner = schema.resolve(found["properties"][part["x-short"]])
        kinds = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
        assert set(part["type"]) == {*kinds, "object"}, path
        assert long["description"]


def test_bounds_of_a_short_form_are_those_of_the_long_one() -> None:
    common = content_schema().bundle["$defs"]["common.json"]["$defs"]

    assert (common["share"]["minimum"], common["share"]["maximum"]) == (0, 1)
    assert common["amount"]["maximum"] == common["amount"]["properties"]["min"]["maximum"]


def test_defaults_are_what_a_writer_could_have_written() -> None:
    schema = content_schema()
    for kind in ALL_KINDS:
        for path, part in subschemas(schema.resolve(schema.kinds[kind])):
            for name, inner in part.get("properties", {}).items():
                inner = schema.resolve(inner)
                if "default" not in inner or (kind, name) == ("denizens", "description"):
                    continue
                wanted = {**inner, "$defs": schema.bundle["$defs"]}
                assert Draft202012Validator(wanted).is_valid(inner["default"]), f"{kind}{path}/{name}"


def test_defaults_are_those_of_the_model() -> None:
    schema = content_schema()
    models: dict[str, Any] = {"world": World, **MODELS}
    for kind, model in models.items():
        properties = schema.resolve(schema.kinds[kind])["properties"]
        for field in dataclasses.fields(model):
            if field.name not in properties or field.default is dataclasses.MISSING:
                continue
            default = schema.resolve(properties[field.name]).get("default")
            if default is not None:
                assert default == field.default, f"{kind}.{field.name}"


def test_every_key_of_a_kind_is_a_field_of_its_model() -> None:
    schema = content_schema()
    models: dict[str, Any] = {"world": World, "rules": Rules, **MODELS}
    for kind, model in models.items():
        keys = set(schema.resolve(schema.kinds[kind])["properties"]) - {"based_on"}
        assert keys == {field.name for field in dataclasses.fields(model)} - {"id"}, kind


def test_what_must_be_written_is_what_the_model_must_have() -> None:
    schema = content_schema()
    for kind, model in MODELS.items():
        body = schema.resolve(schema.kinds[kind])
        needed = {
            field.name
            for field in dataclasses.fields(model)
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        }
        wanted = set(body["then"]["required"]) | {
            name for name, inner in body["properties"].items() if "default" in schema.resolve(inner)
        }
        assert needed - {"id"} <= wanted, kind


def test_the_kinds_are_those_of_the_model() -> None:
    assert list(content_schema().kinds) == list(ALL_KINDS)


def test_conditions_and_effects_are_those_of_the_registries() -> None:
    parts = content_schema().bundle["$defs"]

    assert set(parts["conditions.json"]["properties"]) == {entry.kind for entry in CONDITIONS}
    assert set(parts["effects.json"]["properties"]) == {entry.kind for entry in EFFECTS}


def test_forms_are_those_of_the_units_and_ids() -> None:
    common = content_schema().bundle["$defs"]["common.json"]["$defs"]

    assert common["id"]["pattern"] == ID_PATTERN
    for unit, parse in UNITS.items():
        form = Draft202012Validator({"type": "string", "pattern": common[unit]["pattern"]})
        for text in (
            "1s",
            "1.5s",
            "2m30s",
            "250c",
            "1g20s",
            "20:00",
            "",
            "x",
            "1",
            "24:00",
            "1 s",
            "-1s",
            "1.2345s",
            "1S",
        ):
            if parse(text) is not None:
                assert form.is_valid(text), (unit, text)


def test_the_top_file_serves_every_content_file() -> None:
    top = json.loads((FOLDER / TOP).read_text("utf-8"))

    assert set(top["properties"]) == set(ALL_KINDS)
    assert "required" not in top


def test_notes_below_a_reference_are_not_lost() -> None:
    # A second `$schema` below a reference would make jsonschema forget keywords it does not know.
    assert not any("$schema" in part for part in content_schema().bundle["$defs"].values())
    value = content_schema().resolve(content_schema().kinds["spells"])["properties"]["value"]
    assert value["x-formula"]["scope"] == "spell_value"
