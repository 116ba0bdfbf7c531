"""Agreement over reviewed calls: what makes a pair, what is kept apart, and when nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.coach.agreement import (
    ALL,
    LEAST_CALLS,
    LEAST_PAIRS,
    Agreement,
    Reviewed,
    agreement,
    category,
    pairs,
)
from simulator.coach.points import bounds, by_rule, share
from simulator.coach.review import Override, Review
from tests.simulator.coach.conftest import At
from tests.simulator.scoring.calls import GOOD, RUBRIC, card, conversation
from tests.simulator.test_cli_scores import GOOD_ID, POOR, POOR_ID, keep, sentence

MACHINE = {"good": card(conversation(*GOOD)), "poor": card(conversation(*POOR, ended="hung_up"))}
RULES = {rule.id: rule for rule in RUBRIC.rules()}


def reviewed(call: str = "poor", **changes: object) -> Reviewed:
    plain = Review(coach="Kim", at="2026-03-04T05:06:07")
    return Reviewed(MACHINE[call], RUBRIC, plain.model_copy(update=changes))


def override(rule: str, points: float) -> Override:
    return Override(rule=rule, points=points, reason="So it was.")


def of(found: tuple[Agreement, ...], skill: str) -> Agreement:
    return next(each for each in found if each.skill == skill)


@pytest.mark.parametrize(
    ("had", "expected"),
    [(0.0, "not met"), (0.33, "not met"), (1 / 3, "partly"), (0.66, "partly"), (2 / 3, "met"), (1.0, "met")],
)
def test_thirds_are_the_categories(had: float, expected: str) -> None:
    assert ("not met", "partly", "met")[category(had)] == expected


def test_faults_are_judged_by_what_they_cost() -> None:
    rule = RULES["empathy.dismissive"]
    assert bounds(rule) == (-10, 0)
    assert [category(share(rule, points)) for points in (0, -5, -10)] == [2, 1, 0]


def test_what_the_coach_left_alone_is_agreed_to() -> None:
    found = list(pairs(reviewed()))
    assert {pair.way for pair in found} == {"not blind"}
    assert len(found) == len([rule for rule in by_rule(MACHINE["poor"]) if rule in RULES])
    assert all(pair.machine == pair.coach for pair in found)


def test_an_override_is_a_disagreement_of_its_rule_alone() -> None:
    found = list(pairs(reviewed(overrides=(override("solving.remedy", 8.0),))))
    assert [(p.skill, p.machine, p.coach) for p in found if p.machine != p.coach] == [("solving", 0, 2)]


def test_what_the_machine_could_not_measure_makes_no_pair() -> None:
    left_out = {left.rule for skill in MACHINE["poor"].skills for left in skill.not_counted}
    assert "pacing.rate" in left_out
    more = reviewed(overrides=(override("pacing.rate", 4.0),))
    assert len(list(pairs(more))) == len(list(pairs(reviewed())))


def test_blind_scores_make_blind_pairs_and_no_others() -> None:
    call = reviewed(
        blind=True,
        blind_scores={"empathy": 50, "boundaries": 50},
        blind_rules={"solving.remedy": 100},
        overrides=(override("solving.promise", 6.0),),
    )
    assert [(p.way, p.skill, p.machine, p.coach) for p in pairs(call)] == [
        ("blind, by skill", "empathy", 0, 1),  # boundaries did not count in this call
        ("blind, by rule", "solving", 0, 2),
    ]


def test_the_kappa_of_a_skill_is_that_of_its_table() -> None:
    """Five poor and five good calls; in the first poor one the coach thinks better of one rule."""
    calls = [reviewed("poor", overrides=(override("solving.remedy", 8.0),))]
    calls += [reviewed("poor") for _ in range(4)] + [reviewed("good") for _ in range(5)]
    solving = of(agreement(calls), "solving")
    (not_met, _, met), partly, (low, _, high) = solving.counts
    assert partly == (0, 0, 0)
    assert (met, low) == (1, 0)
    number = not_met + met + high
    assert solving.pairs == number
    chance = ((not_met + met) * not_met + high * (high + met)) / number**2
    agreed = (number - 1) / number
    assert solving.kappa is not None
    assert solving.kappa == pytest.approx((agreed - chance) / (1 - chance))
    assert solving.alike == pytest.approx(agreed)
    assert solving.low is not None
    assert solving.high is not None
    assert solving.low <= solving.kappa <= solving.high
    assert solving.band == "almost perfect"


def test_nothing_is_said_of_too_few() -> None:
    found = agreement([reviewed("poor"), reviewed("good")])
    assert all(each.kappa is None and each.why for each in found)
    assert of(found, ALL).pairs >= LEAST_PAIRS
    assert of(found, ALL).calls < LEAST_CALLS
    assert of(found, ALL).why == "needs 20 pairs from 5 calls"


def test_nothing_is_said_where_everything_is_in_one_category() -> None:
    closing = of(agreement([reviewed("good") for _ in range(12)]), "closing")
    assert closing.kappa is None
    assert "the same category" in closing.why
    assert closing.alike == 1.0


def test_blind_and_not_blind_are_never_added_up() -> None:
    calls = [reviewed(blind=True, blind_rules={"solving.remedy": 0}), reviewed("good")]
    found = agreement(calls)
    assert [each.way for each in found if each.skill == ALL] == ["blind, by rule", "not blind"]
    assert next(each.pairs for each in found if each.way == "blind, by rule") == 1


@given(st.dictionaries(st.sampled_from(sorted(RULES)), st.floats(0, 1), max_size=8))
def test_every_pair_is_counted_once(shares: dict[str, float]) -> None:
    given_points = {
        rule: bounds(RULES[rule])[0] + had * (bounds(RULES[rule])[1] - bounds(RULES[rule])[0])
        for rule, had in shares.items()
    }
    call = reviewed(overrides=tuple(override(rule, points) for rule, points in given_points.items()))
    found = agreement([call])
    assert of(found, ALL).pairs == sum(each.pairs for each in found if each.skill != ALL)
    assert all(each.pairs == sum(map(sum, each.counts)) for each in found)


# the command ------------------------------------------------------------------------------------------


def test_the_command_counts_every_reviewed_call_once(trainee: At, coach: At, tmp_path: Path) -> None:
    assert "No reviewed calls" in coach("agreement").err
    for call, name in ((GOOD_ID, "a"), (POOR_ID, "b")):
        trainee("share", call, "-o", f"{name}.simmerdown")
    coach("review", "a.simmerdown", "--comment", "1", "Well begun.")
    coach("review", "b.simmerdown")
    assert coach("agreement", "--json").json()["calls"] == 1
    coach("review", "b", "--override", "solving.remedy", "8", "Offered it.", "--return", "-o", "back.json")
    trainee("review", "back.json", "--take")
    told = coach("agreement", "--json").json()
    assert told["calls"] == 2
    assert told["categories"] == ["not met", "partly", "met"]
    assert {each["way"] for each in told["agreement"]} == {"not blind"}
    assert trainee("agreement", "--json").json()["calls"] == 1
    assert coach("agreement", str(tmp_path / "trainee" / "calls"), "--json").json()["calls"] == 1
    assert "not measured: " in coach("agreement").out


def test_enough_calls_are_measured(coach: At, here: Path) -> None:
    """Reviews that lie beside calls in a folder."""
    for number in range(6):
        call_id = f"2026030{number + 1}-050607-x"
        poor = number % 2
        happened = conversation(*POOR, ended="hung_up") if poor else conversation(*GOOD)
        folder = keep(here, call_id, happened)
        coach("score", str(folder))
        review = Review(
            coach="Kim", at="2026-03-04", overrides=(override("solving.remedy", 8.0),) if poor else ()
        )
        (folder / "review.json").write_text(review.to_text())
    left = coach("agreement", str(here / "calls"))
    assert left.err == ""
    (row,) = [line.split() for line in left.out.splitlines() if line.startswith("all ")]
    assert row[2] == "6"
    assert 0.5 < float(row[5]) < 1


def test_a_call_whose_rubric_is_not_here_is_told_and_left_out(coach: At, here: Path) -> None:
    folder = keep(here, POOR_ID, conversation(*POOR, ended="hung_up"))
    coach("score", str(folder))
    score = folder / "score.json"
    score.write_text(score.read_text().replace("four-skills/2", "mine/7"))
    (folder / "review.json").write_text(Review(coach="Kim", at="2026-03-04").to_text())
    left = coach("agreement", str(here / "calls"))
    assert "scored by the rubric 'mine/7', which is not here" in left.err


def test_a_folder_that_is_not_there_is_told(coach: At) -> None:
    assert coach("agreement", "nowhere").code == 2
    assert sentence(coach("review", "nowhere"))
