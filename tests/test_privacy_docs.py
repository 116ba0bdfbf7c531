"""docs/privacy.md says what is so: its commands exist, and it names every file that is kept."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from simulator import aftercall, cli
from simulator.notes import asking, note, rating
from simulator.notes.asking import Asking
from simulator.notes.note import Note
from simulator.notes.rating import Rating
from simulator.privacy import consent, keeping
from simulator.scoring import rubric
from tests.simulator.fixtures import NOW, planned, scene

TEXT = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`]+)`", TEXT))


def commands() -> list[list[str]]:
    return [line.split("  ")[0].split() for line in re.findall(r"^    simmerdown (.+)$", TEXT, re.MULTILINE)]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_its_commands_can_be_given(words: list[str]) -> None:
    name, *rest = words
    made = cli.simmerdown.commands[name].make_context(name, rest, resilient_parsing=False)
    assert isinstance(made, click.Context)


def test_every_file_of_a_call_is_named(tmp_path: Path) -> None:
    record = scene(tmp_path / "calls", planned()).run()
    aftercall.score(record, rubric.load())
    note.write(record.folder, Note())
    rating.write(record.folder, Rating(rated={}, total=0))
    kept = {f"{path.name}/" if path.is_dir() else path.name for path in record.folder.iterdir()}
    assert kept - NAMED == set()


def test_every_setting_is_named(tmp_path: Path) -> None:
    keeping.set_rule(tmp_path, keeping.Rule())
    asking.keep(tmp_path, Asking())
    consent.given(tmp_path, NOW, yes=True, tell=lambda _: None, ask=None)
    assert {path.name for path in tmp_path.iterdir()} - NAMED == set()


def test_what_the_law_says_is_named_with_its_articles() -> None:
    assert all(word in TEXT for word in ("Article 5(1)(f)", "Article 3(39)", "not legal advice", "GDPR"))
