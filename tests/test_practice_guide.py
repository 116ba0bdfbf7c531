"""docs/practice.md against the program: its numbers, reasons and commands are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.cli import simmerdown
from simulator.practice import drills
from simulator.practice.choosing import ORDER
from simulator.practice.ladder import FIRST, LADDER, LOW_CALLS
from simulator.practice.mastery import (
    CALLS_IN_A_ROW,
    LEAST_DIFFICULTY,
    LOW_PERCENT,
    MET_PERCENT,
    RECENT,
    SPACING_DAYS,
)
from simulator.scoring import rubric

PAGE = Path(__file__).resolve().parents[1] / "docs" / "practice.md"
TEXT = " ".join(PAGE.read_text(encoding="utf-8").split())
LEVELS = [f"{level.difficulty}/{level.dial}" for level in LADDER]
*EARLY_DAYS, LAST_DAYS = SPACING_DAYS
NUMBERS = ("none", "one", "two", "three")


@pytest.mark.parametrize(
    "told",
    [
        f"meets a skill with {MET_PERCENT} % or more",
        f"{CALLS_IN_A_ROW} calls in a row with callers of difficulty {LEAST_DIFFICULTY} or more",
        f"due again after {', '.join(map(str, EARLY_DAYS))} and then {LAST_DAYS} days",
        f"The lowest mean of the last {RECENT} calls",
        f"most points in the last {RECENT} calls",
        f"the mean of {RECENT}",
        f"a ladder of difficulty and dial, {', '.join(LEVELS)}.",
        f"The first call for a skill is at {LEVELS[FIRST]}.",
        f"one down when the last {LOW_CALLS} were under {LOW_PERCENT} %",
        f"{NUMBERS[drills.ROUNDS]} outbursts",
    ],
)
def test_the_numbers_on_the_page_are_those_of_the_code(told: str) -> None:
    assert told in TEXT


def test_the_reasons_stand_in_the_order_in_which_they_count() -> None:
    assert re.findall(r"\d\. \*(\w+)\*:", TEXT) == list(ORDER)


@pytest.mark.parametrize(
    "line", re.findall(r"^    simmerdown (.+?)  ", PAGE.read_text("utf-8"), re.MULTILINE)
)
def test_a_command_of_the_page_exists(line: str) -> None:
    name, *words = line.split()
    options = {option for each in simmerdown.commands[name].params for option in each.opts}
    assert set(words) <= options


def test_what_the_page_drills_can_be_drilled() -> None:
    named = set(re.findall(r"--drill ([a-z.]+)`", TEXT))
    known = {
        name for rule in rubric.load().rules() if drills.drillable(rule) for name in (rule.id, rule.skill)
    }
    assert named
    assert named <= known


def test_the_files_that_the_page_names_are_there() -> None:
    root = PAGE.parents[1]
    assert "`simulator/practice/mastery.py`" in TEXT
    assert (root / "simulator/practice/mastery.py").is_file()
    assert (root / "simulator/practice/ladder.py").is_file()
