"""What is practised next: the order of reasons, the focus, the caller and the dial."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.customer.lines import INSULT, THREAT
from simulator.practice.choosing import ORDER, Choice, candidates, choose
from simulator.practice.history import History, Played, Points
from simulator.practice.ladder import FIRST, LADDER, OnCall
from simulator.practice.telling import came_of, goal, sentences
from tests.simulator.practice.past import RUBRIC, SKILLS, all_skills, cast, of, on, played


def chosen(past: History, today: date, callers: tuple[OnCall, ...] | None = None) -> Choice:
    return choose(past, RUBRIC, callers or cast(), today)


def told(choice: Choice, today: date) -> str:
    return " ".join(sentences(choice, today))


# the order of reasons -------------------------------------------------------------------------------


def test_a_first_session_begins_with_the_weightiest_skill_and_the_easiest_caller() -> None:
    choice = chosen(of(asked_for=0), on(0))
    assert (choice.why, choice.skill.id, choice.rule.id) == ("new", "empathy", "empathy.feeling")
    assert (choice.level, choice.caller.id) == (LADDER[FIRST], "pharmacy-refill")
    assert "No call has measured Empathy yet" in told(choice, on(0))


def test_the_weakest_comes_first_with_its_figures_and_dates() -> None:
    past = of(played(0, all_skills(90, apology=40, listening=60)))
    choice = chosen(past, on(1))
    assert (choice.why, choice.skill.id) == ("weak", "apology")
    assert told(choice, on(1)).startswith("Apology reached 40 % in your call of 1 March 2026; 80 % is the")
    assert "Of 2 skills under the mark it is the lowest" in told(choice, on(1))


def test_what_is_met_comes_back_when_its_day_has_come() -> None:
    past = of(played(0, all_skills(90)), played(1, {"apology": 95}))
    choice = chosen(past, on(3))
    assert (choice.why, choice.skill.id) == ("due", "empathy")  # due on day 1, as the others; the weightiest
    assert "has been due again for 2 days (2 March 2026)" in told(choice, on(3))


def test_what_is_mastered_is_kept_up_once_nothing_else_is_due() -> None:
    past = of(*(played(day, all_skills(90)) for day in (0, 1, 4)))
    choice = chosen(past, on(11))
    assert choice.why == "review"
    assert "It is mastered, so this is to keep it." in told(choice, on(11))
    assert goal(choice).startswith("Keep it")


def test_when_nothing_is_due_the_next_day_is_named() -> None:
    past = of(*(played(day, all_skills(90)) for day in (0, 1, 4)))
    choice = chosen(past, on(5))
    assert choice.why == "ahead"
    assert "Nothing is weak or due today; Empathy is due first, on 12 March 2026." in told(choice, on(5))


def test_what_no_call_has_measured_comes_after_what_is_due() -> None:
    skills = all_skills(90)
    del skills["boundaries"]
    past = of(played(0, skills))
    assert chosen(past, on(1)).why == "due"
    assert chosen(past, on(0)).why == "new"


# the focus within the skill -------------------------------------------------------------------------


def test_the_focus_is_the_rule_that_cost_most() -> None:
    rules = {
        "empathy.feeling": Points(4, 8),
        "empathy.first": Points(0, 6),
        "empathy.dismissive": Points(0, 0),
    }
    choice = chosen(of(played(0, all_skills(90, empathy=30), rules=rules)), on(0))
    assert choice.rule.id == "empathy.first"
    assert "0 of 6 points in one call that counted it, the most that was missed" in told(choice, on(0))


def test_the_focus_can_be_something_to_leave_out() -> None:
    rules = {"empathy.feeling": Points(8, 8), "empathy.dismissive": Points(-10, 0)}
    choice = chosen(of(played(0, all_skills(90, empathy=30), rules=rules)), on(0))
    assert choice.rule.id == "empathy.dismissive"
    assert "it cost 10 points" in told(choice, on(0))


def test_only_the_last_calls_tell_what_costs() -> None:
    old = {"empathy.feeling": Points(0, 8), "empathy.first": Points(6, 6)}
    new = {"empathy.feeling": Points(8, 8), "empathy.first": Points(3, 6)}
    calls = [played(0, all_skills(90, empathy=10), rules=old)]
    calls += [played(day, all_skills(90, empathy=70), rules=new) for day in (1, 2, 3)]
    assert chosen(of(*calls), on(4)).rule.id == "empathy.first"


# the caller and the dial ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percents", "rung"),
    [((90,), 4), ((70,), 3), ((49, 49), 2), ((90, 49), 3), ((49, 50), 3)],
)
def test_the_ladder_goes_up_when_met_and_down_when_far_from_it(percents: tuple[int, ...], rung: int) -> None:
    past = of(*(played(day, {"empathy": p}, difficulty=2, dial=2) for day, p in enumerate(percents)))
    assert chosen(past, on(90)).level == LADDER[rung]


def test_a_boundary_is_practised_with_somebody_who_insults() -> None:
    past = of(played(0, all_skills(90, boundaries=0), rules={"boundaries.set": Points(0, 6)}))
    choice = chosen(past, on(0))
    assert choice.rule.id == "boundaries.set"
    assert choice.level.dial == INSULT
    assert choice.caller.most_intense >= INSULT


@pytest.mark.parametrize("asked_for", [2, 3])
def test_threats_are_for_whoever_asked_for_them(asked_for: int) -> None:
    rules = {"boundaries.threat": Points(0, 6), "boundaries.set": Points(5, 6)}
    past = of(played(0, all_skills(90, boundaries=0), rules=rules), asked_for=asked_for)
    choice = chosen(past, on(0))
    assert choice.rule.id == ("boundaries.threat" if asked_for == THREAT else "boundaries.set")
    assert choice.level.dial == asked_for


def test_the_caller_that_is_known_least_rings() -> None:
    calls = [played(0, all_skills(70)), played(1, all_skills(70), persona="clinic-appointment")]
    choice = chosen(of(*calls), on(2))
    assert (choice.caller.id, choice.seed) == ("gym-contract", 0)
    calls += [played(2, all_skills(70), persona=name) for name in ("gym-contract", "hotel-checkin")]
    choice = chosen(of(*calls), on(3))
    assert (choice.caller.id, choice.seed) == ("billing-dispute", 1)
    assert "has rung once" in told(choice, on(3))


def test_a_cast_of_one_rings_whatever_the_level() -> None:
    only = OnCall("mine", "Mine", 5, 0)
    assert chosen(of(played(0, all_skills(90, boundaries=0))), on(0), (only,)).caller == only


@pytest.mark.parametrize(
    ("percent", "points", "told"),
    [
        (85, Points(8, 8), "8 of 8 points. Empathy: 85 %, met."),
        (40, Points(0, 8), "0 of 8 points. Empathy: 40 %, not yet met (80 %)."),
        (40, None, "The call gave no occasion for “Names what the customer is going through”"),
    ],
)
def test_what_the_call_came_to_is_told(percent: int, points: Points | None, told: str) -> None:
    choice = chosen(of(), on(0))
    rules = {} if points is None else {choice.rule.id: points}
    assert told in came_of(choice, played(0, {"empathy": percent}, rules=rules))


def test_a_call_that_was_broken_off_came_to_nothing() -> None:
    assert "does not count for Empathy" in came_of(chosen(of(), on(0)), None)


# any history ----------------------------------------------------------------------------------------

PERCENT = st.integers(0, 100)
CALLS = st.builds(
    played,
    st.integers(0, 60),
    st.dictionaries(st.sampled_from(SKILLS), PERCENT),
    difficulty=st.integers(1, 5),
    dial=st.integers(0, 3),
    persona=st.sampled_from([one.id for one in cast()] + ["my-own"]),
    rules=st.dictionaries(
        st.sampled_from([rule.id for rule in RUBRIC.rules()]),
        st.builds(Points, st.integers(-10, 8), st.integers(0, 8)),
    ),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    calls: list[Played] = draw(st.lists(CALLS, max_size=12))
    return of(*sorted(calls, key=lambda call: call.on), asked_for=draw(st.integers(0, 3)))


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(0, 90))
def test_any_history_gives_a_choice_that_exists_and_can_be_told(past: History, day: int) -> None:
    choice = chosen(past, on(day))
    assert choice.skill in RUBRIC.skills
    assert choice.rule in choice.skill.rules
    assert not choice.rule.ended
    assert choice.caller in cast()
    assert 1 <= choice.level.difficulty <= 5
    assert choice.level.dial < THREAT or past.asked_for >= THREAT
    assert all(each.endswith((".", "?")) for each in (*sentences(choice, on(day)), goal(choice)))
    assert choice == chosen(past, on(day))


@settings(max_examples=150, deadline=None)
@given(histories(), st.integers(0, 90))
def test_nothing_mastered_is_chosen_while_something_weak_is_due(past: History, day: int) -> None:
    choice = chosen(past, on(day))
    states = [each.standing.state for each in candidates(past, RUBRIC, on(day))]
    if "weak" in states:
        assert choice.standing.state == "weak"
        weak = [each for each in candidates(past, RUBRIC, on(day)) if each.standing.state == "weak"]
        assert choice.standing.recent == min(each.standing.recent or 0 for each in weak)


@settings(max_examples=100, deadline=None)
@given(histories(), st.integers(0, 90))
def test_a_reason_never_yields_to_a_later_one(past: History, day: int) -> None:
    found = [ORDER.index(each.why) for each in candidates(past, RUBRIC, on(day))]
    assert found == sorted(found)


def test_a_trainee_who_meets_everything_sees_each_skill_in_its_time() -> None:
    """A year of one call a day that it is due: no skill waits for more than a day."""
    calls: list[Played] = []
    for day in range(100):
        choice = chosen(of(*calls), on(day))
        if choice.why == "ahead":
            continue
        assert choice.standing.due is None or choice.standing.due >= on(day) - timedelta(days=1)
        calls.append(played(day, all_skills(90), persona=choice.caller.id))
    assert [call.on for call in calls[:5]] == [on(0), on(1), on(4), on(11), on(32)]
