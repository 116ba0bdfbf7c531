"""The JSON Schemas: the shipped ones are those of the models, and say what editors show."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.customer import library
from simulator.customer.beats import CIRCUMSTANCES
from simulator.customer.temper import COOLS, HEATS
from simulator.ear.labels import LABELS
from simulator.workshop import schema
from simulator.workshop.plan import path_beside

PERSONA = schema.of(schema.FILES["persona.schema.json"])
PLAN = schema.of(schema.FILES["plan.schema.json"])


def parts(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a schema that has fields."""
    for name, part in {whole["title"]: whole, **whole["$defs"]}.items():
        if "properties" in part:
            yield name, part


def valid(data: object, whole: dict[str, Any]) -> list[str]:
    """What a validator finds wrong."""
    pytest.importorskip("jsonschema", reason="jsonschema is not installed, and no dependency")
    validator = importlib.import_module("jsonschema").Draft202012Validator(whole)
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", schema.FILES)
def test_the_shipped_schema_is_that_of_the_model(name: str) -> None:
    shipped = json.loads((library.folder() / name).read_text("utf-8"))
    assert shipped == schema.of(schema.FILES[name]), "python -m simulator.workshop.schema personas"


def test_both_are_written_as_they_are_shipped(tmp_path: Path) -> None:
    schema.write(tmp_path)
    for name in schema.FILES:
        assert (tmp_path / name).read_bytes() == (library.folder() / name).read_bytes()


@pytest.mark.parametrize("whole", [PERSONA, PLAN], ids=["persona", "plan"])
def test_every_part_and_every_attribute_that_is_not_plain_has_a_description(whole: dict[str, Any]) -> None:
    for name, part in parts(whole):
        assert part["description"], name
        assert "Attributes:" not in part["description"], name
        for field, about in part["properties"].items():
            text = about.get("description", "x.")
            assert text.endswith("."), f"{name}.{field}: {text!r}"
            assert "\n" not in text, f"{name}.{field}: {text!r}"


@pytest.mark.parametrize(
    ("part", "field", "word"),
    [
        ("Persona", "manner", "cold and precise"),
        ("Persona", "first", "begins"),
        ("Persona", "remedies", "offered"),
        ("Temper", "fade", "next time"),
        ("Temper", "talks_over", "spoken over"),
        ("Interrupting", "says", "long answer"),
        ("Interrupting", "triggers", "breaks in"),
        ("Trigger", "hears", "denied or not"),
        ("Trigger", "heat", "whole block"),
        ("Way", "below", "heat"),
        ("Beat", "asks_again", "none was open"),
        ("Fact", "is", "caller would say"),
        ("Wording", "wav", "recording"),
        ("Step", "silence_s", "seconds"),
        ("PlannedCall", "warnings", "policy"),
    ],
)  # fmt: skip
def test_a_field_is_described_as_in_its_docstring(part: str, field: str, word: str) -> None:
    everything = dict([*parts(PERSONA), *parts(PLAN)])
    assert word in everything[part]["properties"][field]["description"]


def test_behaviours_complete_themselves() -> None:
    temper = PERSONA["$defs"]["Temper"]["properties"]
    assert temper["cools"]["propertyNames"]["enum"] == list(COOLS)
    assert temper["heats"]["propertyNames"]["enum"] == list(HEATS)
    assert PERSONA["properties"]["better"]["propertyNames"]["enum"] == list(LABELS)


@pytest.mark.parametrize("whole", [PERSONA, PLAN], ids=["persona", "plan"])
def test_unknown_fields_are_mistakes_and_needed_ones_are_named(whole: dict[str, Any]) -> None:
    for name, part in parts(whole):
        assert part["additionalProperties"] is False, name
    assert {"schema", "id", "beats", "endings"} <= set(PERSONA["required"])
    assert set(PLAN["required"]) == {"schema", "persona", "calls"}


@pytest.mark.parametrize("name", library.names())
def test_the_shipped_persona_and_its_plan_are_valid(name: str) -> None:
    path = library.find(name)
    assert valid(yaml.safe_load(path.read_text("utf-8")), PERSONA) == []
    assert valid(yaml.safe_load(path_beside(path).read_text("utf-8")), PLAN) == []


@pytest.mark.parametrize("name", library.names())
def test_the_shipped_files_name_their_schemas_in_the_first_line(name: str) -> None:
    path = library.find(name)
    for file, named in (path, "persona"), (path_beside(path), "plan"):
        first = file.read_text("utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={named}.schema.json"
        assert (file.parent / f"{named}.schema.json").is_file()


@pytest.mark.parametrize(
    ("to", "so"),
    [
        *((name, True) for name in sorted(CIRCUMSTANCES)),
        ("dismissive", True), ("asks:number", True), ("offers:voucher", True),
        ("dismisive", False), ("gives:voucher", False),
    ],
)  # fmt: skip
def test_a_reaction_is_to_a_behaviour_a_circumstance_or_a_topic(to: str, so: bool) -> None:  # noqa: FBT001
    named, topic = PERSONA["$defs"]["Reaction"]["properties"]["to"]["anyOf"]
    assert (to in named["enum"] or re.search(topic["pattern"], to) is not None) is so
