"""Two calls side by side."""

from __future__ import annotations

import pytest

from simulator.scoring import rubric
from simulator.scoring.compare import compare
from tests.simulator.scoring.calls import GOOD, INSULT, card, conversation, points

POOR = ("You need to calm down.", "I'm sorry you feel that way, but that's our policy.")
BEFORE, AFTER = card(conversation(*POOR, ended="hung_up")), card(conversation(*GOOD))


def test_a_call_beside_itself_has_not_moved() -> None:
    for scored in (BEFORE, AFTER):
        same = compare(scored, scored)
        assert same.total.change == 0
        assert same.rules == ()
        assert {moved.change for moved in same.skills} <= {0, None}


def test_what_moved_is_told_by_skill_and_by_rule() -> None:
    moved = compare(BEFORE, AFTER)
    assert BEFORE.total is not None
    assert AFTER.total is not None
    assert moved.total.change == AFTER.total - BEFORE.total > 0
    assert [each.id for each in moved.skills] == [each.id for each in AFTER.skills]
    rules = {each.id: (each.before, each.after, each.change) for each in moved.rules}
    assert rules["apology.given"] == (0, 8, 8)
    assert rules["empathy.dismissive"] == (-5, None, None)
    assert "solving.end" in rules


def test_the_points_of_a_rule_are_those_of_all_its_findings() -> None:
    shouted = card(conversation(*["Calm down."] * 3))
    moved = {each.id: each for each in compare(shouted, AFTER).rules}
    assert moved["empathy.dismissive"].before == sum(points(shouted, "empathy.dismissive")) == -10


def test_there_and_back_is_no_change() -> None:
    there, back = compare(BEFORE, AFTER), compare(AFTER, BEFORE)
    assert {(m.id, m.before, m.after) for m in there.rules} == {(m.id, m.after, m.before) for m in back.rules}
    assert there.total.change == -(back.total.change or 0)


def test_what_did_not_count_in_one_of_the_calls_has_no_change() -> None:
    abused = card(conversation("Please don't call me names.", intensities=(INSULT,)))
    boundaries = next(each for each in compare(AFTER, abused).skills if each.id == "boundaries")
    assert (boundaries.before, boundaries.after, boundaries.change) == (None, 100, None)


def test_a_call_without_a_word_is_not_measured_beside_another() -> None:
    silent = card(conversation())
    assert (compare(silent, AFTER).total.before, compare(silent, AFTER).total.change) == (None, None)


@pytest.mark.parametrize("name", ["sop", "irate-process:critical"])
def test_different_rubrics_are_not_compared(name: str) -> None:
    other = card(conversation(*GOOD), rubric.load(name))
    with pytest.raises(ValueError, match=f"different rubrics: four-skills/2 and {name}/"):
        compare(AFTER, other)
