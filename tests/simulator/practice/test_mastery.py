"""When a skill is weak, met, mastered and due again."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.practice.mastery import (
    CALLS_IN_A_ROW,
    LEAST_DIFFICULTY,
    MET_PERCENT,
    RULES,
    SPACING_DAYS,
    Standing,
    State,
    standing,
)
from tests.simulator.practice.past import on, played

MET, MISSED = MET_PERCENT, MET_PERCENT - 1


def stands(*calls: tuple[int, int, int]) -> Standing:
    """Of a skill after calls, each (day, percent, difficulty)."""
    return standing("empathy", [played(day, {"empathy": p}, difficulty=d) for day, p, d in calls])


@pytest.mark.parametrize(
    ("calls", "state"),
    [
        ((), "new"),
        (((0, MISSED, 2),), "weak"),
        (((0, MET, 2),), "met"),
        (((0, MET, 2), (1, MET, 2)), "met"),
        (((0, MET, 2), (1, MET, 2), (2, MET, 2)), "mastered"),
        (((0, MET, 5), (0, MET, 5), (0, MET, 5)), "mastered"),
        (((0, MET, 1), (1, MET, 1), (2, MET, 1), (3, MET, 1)), "met"),
        (((0, MET, 2), (1, MET, 1), (2, MET, 2), (3, MET, 2)), "mastered"),
        (((0, MET, 2), (1, MISSED, 1), (2, MET, 2), (3, MET, 2)), "met"),
        (((0, MET, 2), (1, MET, 2), (2, MET, 2), (3, MISSED, 1)), "weak"),
    ],
)
def test_the_last_calls_make_the_state(calls: tuple[tuple[int, int, int], ...], state: State) -> None:
    assert stands(*calls).state == state


def test_a_call_that_did_not_count_the_skill_says_nothing() -> None:
    calls = [played(day, {"empathy": MET} if day != 1 else {"apology": 0}) for day in range(4)]
    assert standing("empathy", calls).state == "mastered"


@pytest.mark.parametrize(
    ("met_on", "due"),
    [
        ((0,), on(SPACING_DAYS[0])),
        ((0, 0, 0), on(SPACING_DAYS[0])),
        ((0, 1), on(1 + SPACING_DAYS[1])),
        ((0, 1, 4), on(4 + SPACING_DAYS[2])),
        ((0, 1, 4, 11), on(11 + SPACING_DAYS[3])),
        ((0, 1, 4, 11, 32), on(32 + SPACING_DAYS[3])),
    ],
)
def test_it_comes_back_later_each_day_on_which_it_is_met(met_on: tuple[int, ...], due: date) -> None:
    assert stands(*((day, MET, 2) for day in met_on)).due == due


def test_what_was_missed_is_due_at_once_and_starts_anew() -> None:
    before = [(day, MET, 2) for day in (0, 1, 4)]
    assert stands(*before, (5, MISSED, 2)).due == on(5)
    assert stands(*before, (5, MISSED, 2), (6, MET, 2)).due == on(6 + SPACING_DAYS[0])


def test_it_was_mastered_on_the_day_of_the_call_that_made_it_so() -> None:
    calls = [(day, MET, 2) for day in range(CALLS_IN_A_ROW + 2)]
    assert stands(*calls).mastered_on == on(CALLS_IN_A_ROW - 1)
    assert stands(*calls[:1]).mastered_on is None


def test_how_it_stands_is_the_mean_of_the_last_three() -> None:
    assert stands((0, 0, 2), (1, 40, 2), (2, 50, 2), (3, 60, 2)).recent == 50


def test_the_rules_that_are_told_name_the_numbers_that_count() -> None:
    told = " ".join(RULES)
    for number in (MET_PERCENT, CALLS_IN_A_ROW, LEAST_DIFFICULTY, *SPACING_DAYS):
        assert str(number) in told
