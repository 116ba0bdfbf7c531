"""The coach's total: the machine's arithmetic, with the coach's points."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from simulator import aftercall
from simulator.coach.both import Both, both
from simulator.coach.points import bounds, by_rule
from simulator.coach.review import Override, Review
from simulator.errors import RecordError
from simulator.record import Record
from simulator.scoring.scorecard import Scorecard
from tests.simulator.scoring.calls import GOOD, RUBRIC, conversation, skill
from tests.simulator.test_cli_scores import POOR, keep

MIXED = (GOOD[0], *POOR, GOOD[1])
RULES = {rule.id: rule for rule in RUBRIC.rules()}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A call with something of everything."""
    happened = conversation(*MIXED, intensities=(0, 2, 2, 0), ended="grudge")
    found = Record(keep(tmp_path_factory.mktemp("home"), "20260304-050607-mixed", happened))
    aftercall.score(found, RUBRIC)
    return found


def reviewed(**points: float) -> Review:
    overrides = tuple(
        Override(rule=rule.replace("__", "."), points=given, reason="So it was.")
        for rule, given in points.items()
    )
    return Review(coach="Kim", at="2026-03-04", overrides=overrides)


def coachs(found: Both) -> Scorecard:
    assert found.coach is not None
    return found.coach


def test_without_overrides_there_is_no_score_of_the_coachs(record: Record) -> None:
    found = both(record, reviewed())
    assert found.coach is None
    assert found.machine == aftercall.kept_card(record)
    assert both(record, reviewed(**{"gone.rule": 1.0})).coach is None
    assert found.recounted == found.machine.total
    assert found.left_out == ()


def test_the_machines_own_points_change_nothing(record: Record) -> None:
    points = by_rule(aftercall.kept_card(record))
    assert min(points.values()) < 0 < max(points.values())
    for rule, own in points.items():
        found = both(record, reviewed(**{rule: own}))
        coach = coachs(found)
        assert (coach.total, coach.skills) == (found.machine.total, found.machine.skills), rule


def test_the_coachs_points_are_added_up_as_the_machines_are(record: Record) -> None:
    own = by_rule(aftercall.kept_card(record))
    found = both(record, reviewed(**{"closing.own": 3.0}))
    before, after = skill(found.machine, "closing"), skill(coachs(found), "closing")
    assert own["closing.own"] == 0
    assert after.won == before.won + 3
    assert after.percent == round(100 * after.won / after.possible)
    parts = [(each.weight, each.percent) for each in coachs(found).skills if each.percent is not None]
    assert coachs(found).total == round(sum(w * p for w, p in parts) / sum(w for w, _ in parts))
    (judged,) = [each for each in coachs(found).findings if each.rule == "closing.own"]
    assert (judged.points, judged.possible, judged.why) == (3.0, 3.0, "the coach: So it was.")


def test_a_rule_that_was_not_measured_counts_once_the_coach_judges_it(record: Record) -> None:
    before = skill(aftercall.kept_card(record), "pacing")
    assert "pacing.rate" in {left.rule for left in before.not_counted}
    after = skill(coachs(both(record, reviewed(**{"pacing.rate": 4.0}))), "pacing")
    assert after.possible == before.possible + 4
    assert after.won == before.won + 4
    assert after.weight > before.weight
    assert "pacing.rate" not in {left.rule for left in after.not_counted}


def test_a_fault_that_the_coach_does_not_see_costs_nothing(record: Record) -> None:
    before = skill(aftercall.kept_card(record), "empathy")
    found = both(record, reviewed(**{"empathy.dismissive": 0.0}))
    after = skill(coachs(found), "empathy")
    assert after.won > before.won
    assert "empathy.dismissive" in after.faultless


def test_points_out_of_bounds_are_held_to_them_and_unknown_rules_are_told(record: Record) -> None:
    found = both(record, reviewed(**{"closing.own": 99.0, "gone.rule": 1.0}))
    assert found.coach == both(record, reviewed(**{"closing.own": 3.0})).coach
    assert [each.rule for each in found.left_out] == ["gone.rule"]


@examples(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shares=st.dictionaries(st.sampled_from(sorted(RULES)), st.floats(0, 1), min_size=1, max_size=6),
    more=st.floats(0, 1),
)
def test_more_points_never_make_less(shares: dict[str, float], more: float, record: Record) -> None:
    def points(rule: str, had: float) -> float:
        least, most = bounds(RULES[rule])
        return round(least + had * (most - least), 2)

    low = coachs(both(record, reviewed(**{rule: points(rule, had * more) for rule, had in shares.items()})))
    high = coachs(both(record, reviewed(**{rule: points(rule, had) for rule, had in shares.items()})))
    assert low.total is not None
    assert high.total is not None
    assert 0 <= low.total <= high.total <= 100


def test_the_kept_score_is_only_read(record: Record) -> None:
    before = (record.folder / "score.json").read_bytes()
    both(record, reviewed(**{"closing.own": 3.0}))
    assert (record.folder / "score.json").read_bytes() == before


def test_a_score_by_another_version_is_told_apart(tmp_path: Path) -> None:
    record = Record(keep(tmp_path, "20260304-050607-old", conversation(*GOOD)))
    card = aftercall.score(record, RUBRIC)
    path = record.folder / "score.json"
    path.write_text(path.read_text().replace(f'"total": {card.total}', '"total": 7'))
    found = both(record, reviewed())
    assert (found.machine.total, found.recounted) == (7, card.total)


def test_without_a_score_or_its_rubric_there_is_nothing_to_compare(tmp_path: Path) -> None:
    record = Record(keep(tmp_path, "20260304-050607-none", conversation(*GOOD)))
    with pytest.raises(RecordError, match=r"score\.json: is not there"):
        both(record, reviewed())
    aftercall.score(record, RUBRIC.model_copy(update={"id": "mine"}))
    with pytest.raises(RecordError, match="which is not here"):
        both(record, reviewed())
