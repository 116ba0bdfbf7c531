"""docs/personas.md says what is so: its example works, and its tables name what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from simulator import cli, staging
from simulator.customer.beats import CIRCUMSTANCES, EndingName
from simulator.customer.lines import BANDS, INTENSITIES
from simulator.customer.temper import COOLS, HEATS
from simulator.ear.labels import LABELS
from simulator.workshop import check, schema
from tests.simulator.workshop.broken import DOCS, examples

TEXT = DOCS.read_text("utf-8")
SCHEMAS = {name: schema.of(model) for name, model in schema.FILES.items()}


def section(title: str) -> str:
    """What stands under a heading, up to the next of its level or above."""
    (found,) = re.findall(rf"^(#+) {title}\n(.*?)(?=^#{{1,3}} |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    return str(found[1])


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, headings and all."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in cells if set("".join(row)) != {"-"}]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def documented() -> Iterator[str]:
    """The fields that the tables of "Every field" name: `temper.start`."""
    for row in rows(TEXT[TEXT.index("## Every field") : TEXT.index("## The behaviours")]):
        yield from named(row[0])


def fields(whole: dict[str, Any]) -> set[str]:
    """All the fields of a schema, by their last names."""
    parts = [whole, *whole["$defs"].values()]
    return {field for part in parts for field in part.get("properties", {})}


def test_the_example_is_a_persona_and_its_plan() -> None:
    assert list(examples()) == ["concert-tickets.yaml", "concert-tickets.plan.yaml"]
    assert TEXT.count("```yaml") == 2


def test_the_example_has_no_problems_and_goes_as_planned(tmp_path: Path) -> None:
    for name, text in examples().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = check.problems(tmp_path / "concert-tickets.yaml", staging.ear_of)
    assert [str(each) for each in found] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_documented(name: str) -> None:
    told = {part for field in documented() for part in field.split(".")}
    assert fields(SCHEMAS[name]) - told == set()


def test_every_documented_field_exists() -> None:
    known = set().union(*(fields(whole) for whole in SCHEMAS.values()), COOLS, HEATS, get_args(EndingName))
    assert [field for field in documented() if field.rpartition(".")[2] not in known] == []


@pytest.mark.parametrize(
    ("owner", "part"),
    [
        ("caller", "Caller"), ("briefing", "Briefing"), ("temper", "Temper"), ("silence", "Silence"),
        ("hold", "Hold"), ("interrupts", "Interrupting"), ("ways", "Way"), ("reactions", "Reaction"),
        ("handover", "Handover"), ("facts.NAME", "Fact"), ("remedies.NAME", "Remedy"), ("beats.NAME", "Beat"),
        ("calls", "PlannedCall"), ("steps", "Step"),
    ],
)  # fmt: skip
def test_the_fields_of_each_part_are_documented_under_its_name(owner: str, part: str) -> None:
    defined: dict[str, Any] = {}
    for whole in SCHEMAS.values():
        defined |= whole["$defs"]
    told = {field.rpartition(".")[2] for field in documented() if field.rpartition(".")[0] == owner}
    assert told == set(defined[part]["properties"])


def test_every_ending_is_documented() -> None:
    told = {field.removeprefix("endings.") for field in documented() if field.startswith("endings.")}
    assert told == set(get_args(EndingName))


def test_every_way_in_which_a_reply_can_come_is_documented() -> None:
    (meaning,) = [row[1] for row in rows(section("Reactions")) if row[0] == "`reactions.to`"]
    assert {*CIRCUMSTANCES, "asks:FACT", "offers:REMEDY"} <= set(named(meaning))


def test_every_band_and_intensity_is_documented() -> None:
    told = {cell for row in rows(section("Wordings")) for cell in named(row[0])}
    assert {*BANDS, *INTENSITIES} <= told


def test_no_field_is_documented_twice() -> None:
    twice = [field for field in documented() if list(documented()).count(field) > 1]
    assert set(twice) <= {"schema", "persona"}


def test_the_table_of_what_cools_and_heats_is_the_one_that_is_played() -> None:
    text = section("Temper")
    table = rows(text[text.index("| behaviour | cools |") :])[1:]
    cools = {row[0]: float(row[1]) for row in table if row[0]}
    heats = {row[3]: float(row[4]) for row in table if row[3]}
    assert cools == COOLS
    assert heats == HEATS


def test_the_table_of_behaviours_names_all_of_them_in_their_order() -> None:
    table = rows(section("The behaviours"))[1:]
    assert [named(row[0]) for row in table] == [[label] for label in LABELS]
    assert all(row[1] for row in table)


def test_the_number_of_behaviours_is_right() -> None:
    assert len(LABELS) == 20
    assert "twenty behaviours" in TEXT


def commands() -> list[list[str]]:
    """The command lines of the guide."""
    return [line.split() for line in re.findall(r"^    simmerdown (.+)$", TEXT, re.MULTILINE)]


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words[:2]))
def test_a_command_of_the_guide_exists(words: list[str]) -> None:
    command: click.Command = cli.simmerdown
    left = list(words)
    while isinstance(command, click.Group):
        command = command.commands[left.pop(0)]
    options = {name for each in command.params for name in each.opts}
    assert set(re.findall(r"(?<!\S)\(?(--?[a-z]+)", " ".join(left))) <= options


def test_the_workshop_of_the_guide_is_all_of_the_workshop() -> None:
    group = cli.simmerdown.commands["personas"]
    assert isinstance(group, click.Group)
    told = {words[1] for words in commands() if words[0] == "personas"}
    assert told == set(group.commands) - {"list", "show"}


def test_options_named_in_the_text_exist() -> None:
    known = {name for each in all_commands(cli.simmerdown) for option in each.params for name in option.opts}
    assert set(re.findall(r"`(--[a-z-]+)`", TEXT)) <= known


def all_commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from all_commands(each)


def test_the_schemas_that_the_guide_names_lie_where_it_says() -> None:
    assert "The schemas lie in\n`personas/`" in TEXT
    for name in ("persona.schema.json", "plan.schema.json"):
        assert f"$schema={name}\n" in TEXT
        assert (DOCS.parents[1] / "personas" / name).is_file()
