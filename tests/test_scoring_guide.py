"""docs/scoring.md against the program: every rule, field and example on it is what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from simulator.cli import output, simmerdown
from simulator.ear.labels import LABELS
from simulator.scoring import measures, rubric
from simulator.scoring.facts import HOLD_S, SURE
from simulator.scoring.recital import KINDS, WORDS
from simulator.scoring.rubric import Measure, Occasion, Rubric, Rule, Skill
from simulator.staging import ear_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "scoring.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| ([^|]+) \|", TEXT, re.MULTILINE))
EXAMPLES = {
    row[0]: row[2]
    for row in re.findall(r"^\| (\w+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
    if row[0] in LABELS
}
LINES = {
    "acknowledgement": "You took two payments off me!",
    "paraphrase": "The fridge was due Tuesday, I stayed at home, and nobody came!",
    "boundary": "Are you bloody deaf, you idiot?",
    "warning": "Are you bloody deaf, you idiot?",
}


def test_every_rule_of_the_default_rubric_is_on_the_page_with_its_points() -> None:
    rules = {rule.id: rule for rule in rubric.load().rules()}
    assert set(ROWS) == set(rules)
    for name, rule in rules.items():
        points = re.findall(r"\d+", ROWS[name])
        assert float(points[0]) == rule.points, name
        if rule.most is not None and rule.most != rule.points:
            assert float(points[-1]) == rule.most, name


@pytest.mark.parametrize("label", LABELS)
def test_the_ear_hears_the_example_of_each_behaviour(label: str) -> None:
    example = EXAMPLES[label]
    heard = {cue.label for cue in ear_of("en").cues(example, LINES.get(label, "You charged me twice!"))}
    assert label in heard, f"{example!r}: {heard}"


@pytest.mark.parametrize("name", [*get_args(Occasion), *get_args(Measure)])
def test_every_occasion_and_measure_is_explained(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("part", [Rule, Skill, Rubric], ids=lambda part: part.__name__)
def test_every_field_is_explained(part: type[Rule | Skill | Rubric]) -> None:
    for name, field in part.model_fields.items():
        assert re.search(rf"`{field.alias or name}\b", TEXT), name


@pytest.mark.parametrize(
    "number",
    [
        f"{measures.DEAD_AIR_S:g} s", f"{measures.PAUSE_S:g} s", f"{measures.FASTER:g} times",
        f"{measures.LOUDER_DB:g} dB", f"{measures.HIGHER_ST:g} semitones", f"{100 * measures.TALK_SHARE:g} %",
        f"below {SURE:g}", f"{HOLD_S:g} s",
        f"{KINDS} or more in fewer than {WORDS} different words each",
    ],
)  # fmt: skip
def test_the_numbers_on_the_page_are_those_of_the_code(number: str) -> None:
    assert number in TEXT


def test_every_command_on_the_page_exists() -> None:
    named = set(re.findall(r"simmerdown (\w+)", TEXT))
    assert named <= set(simmerdown.commands), named - set(simmerdown.commands)


def test_the_measured_accuracy_is_on_the_page() -> None:
    table = TEXT.split("<!-- accuracy -->")[1].split("<!-- /accuracy -->")[0]
    for label in LABELS:
        row = rf"^\| {label} \| \d+( \| [01]\.\d\d){{3}} \|$"
        assert re.search(row, table, re.MULTILINE)


def test_the_command_line_s_default_rubric_is_the_default() -> None:
    assert output.DEFAULT_RUBRIC == rubric.DEFAULT


def test_every_weight_is_on_the_page() -> None:
    told = re.findall(r"^\*\*(.+?)\*\*, weight (\d+)", TEXT, re.MULTILINE)
    assert {(title, float(weight)) for title, weight in told} == {
        (skill.title, skill.weight) for skill in rubric.load().skills
    }
