"""Points lost for what does harm."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.simulator.scoring.calls import (
    GOOD,
    INSULT,
    SHARP,
    card,
    conversation,
    found,
    points,
    ruled,
    skill,
    total,
)

HOLLOW = (
    "I'm sorry you feel that way.",
    "I am sorry that you feel that way",
    "We're sorry you feel this way about it.",
    "Sorry you feel that way, sir.",
    "sorry you feel that way",
    "Well, I'm very sorry you feel that way.",
    "I'm sorry if you feel that way.",
    "I'm truly sorry you're feeling that way.",
    "I'm sorry you feel that way, and I'm so sorry for our mistake.",
    "I apologise that you feel that way.",
)
SORRY = (
    "I'm sorry about the second payment.",
    "I apologise for the delay.",
    "We're sorry that nobody called you back.",
    "My apologies for the wait.",
    "I'm so sorry about the bank's fee.",
    "Please accept my apologies for all of it.",
    "I'm terribly sorry for the mix-up.",
)
WARNING = "If you keep shouting at me I will have to end this call."
BOUNDARY = "Please don't call me names."
PLAIN = "One moment, I have the page open."


@pytest.mark.parametrize("text", HOLLOW)
def test_sorry_you_feel_that_way_always_loses_points(text: str) -> None:
    for says in ((text,), (*GOOD, text), (text, *GOOD), (f"{GOOD[0]} {text}", *GOOD[1:])):
        assert sum(points(card(conversation(*says)), "apology.hollow")) < 0


@pytest.mark.parametrize("text", HOLLOW)
def test_sorry_you_feel_that_way_makes_a_good_call_worse(text: str) -> None:
    assert total(*GOOD, text) < total(*GOOD, PLAIN)


@pytest.mark.parametrize("text", [each for each in HOLLOW if "our mistake" not in each])
def test_sorry_you_feel_that_way_is_no_apology(text: str) -> None:
    assert sum(points(card(conversation(text)), "apology.given")) == 0


@pytest.mark.parametrize("times", range(len(SORRY) + 1))
def test_saying_sorry_costs_from_the_fifth_time(times: int) -> None:
    scored = card(conversation(*SORRY[:times], PLAIN))
    assert points(scored, "apology.dose") == [-2.0] * min(max(times - 4, 0), 2)


def test_it_is_the_fifth_sorry_that_is_quoted() -> None:
    dose = found(card(conversation(*SORRY[:5])), "apology.dose")
    assert [each.turn for each in dose] == [5]
    assert dose[0].quote in SORRY[4]


def test_a_sorry_that_was_not_heard_surely_does_not_count_towards_the_fifth() -> None:
    assert points(card(conversation(*SORRY[:5], unsure=(2,))), "apology.dose") == []


@pytest.mark.parametrize("text", [BOUNDARY, WARNING])
@pytest.mark.parametrize(
    ("intensities", "lost"), [((), True), ((SHARP, SHARP), True), ((0, INSULT), False), ((INSULT,), False)]
)
def test_a_boundary_costs_only_before_any_abuse(
    text: str,
    intensities: tuple[int, ...],
    lost: bool,  # noqa: FBT001
) -> None:
    scored = card(conversation(PLAIN, text, intensities=intensities))
    assert bool(points(scored, "boundaries.needless")) is lost


def test_a_needless_warning_makes_a_good_call_worse() -> None:
    assert total(*GOOD, WARNING) < total(*GOOD, PLAIN)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You need to calm down.", "empathy.dismissive"),
        ("That's our policy.", "empathy.defensive"),
        ("We have an SLA for that in the CRM.", "solving.jargon"),
        ("This will never happen again.", "solving.overpromise"),
    ],
)
def test_what_does_harm_is_quoted_and_makes_a_good_call_worse(text: str, rule: str) -> None:
    scored = card(conversation(*GOOD, text))
    assert [each.turn for each in found(scored, rule)] == [5]
    assert all(each.quote in text and each.points < 0 for each in found(scored, rule))
    assert total(*GOOD, text) < total(*GOOD, PLAIN)


@pytest.mark.parametrize(
    "text",
    [
        "What would you like us to do about your rent?",
        "I can help you, and I want to.",
        "You're right, and I'm not going to argue.",
        "I'll email you the confirmation today.",
    ],
)
def test_what_does_no_harm_costs_nothing(text: str) -> None:
    assert [each.rule for each in card(conversation(text)).findings if each.points < 0] == []


@pytest.mark.parametrize(
    "text",
    [
        WARNING,
        "If you continue to shout I'm going to have to terminate this call.",
        "I understand you are upset, but I will end the call if you continue to swear at me.",
        "I won't be spoken to like that, and if it goes on I'm going to end the call.",
        "Stop swearing at me or I will have to end this call.",
    ],
)
def test_one_phrase_is_fined_once(text: str) -> None:
    assert len(points(card(conversation(text)), "boundaries.needless")) == 1


def test_two_phrases_are_fined_twice() -> None:
    rule = {"avoid": ["boundary", "warning"], "points": 2, "most": 6}
    scored = card(conversation(f"{BOUNDARY} It's late. {WARNING}"), ruled(rule))
    assert points(scored) == [-2, -2]


@given(
    times=st.integers(0, 6),
    each=st.integers(1, 60).map(lambda tenths: tenths / 10),
    more=st.integers(0, 200).map(lambda tenths: tenths / 10),
)
@example(times=4, each=5.7, more=11.4)
@settings(max_examples=40)
def test_no_more_is_lost_than_the_most(times: int, each: float, more: float) -> None:
    most = round(each + more, 1)
    rules = ({"avoid": ["dismissive"], "points": each, "most": most}, {"credit": ["thanks"], "points": 100})
    happened = conversation("Thank you for waiting.", *["You need to calm down."] * times)
    lost = points(card(happened, ruled(*rules)))
    assert -sum(lost) == pytest.approx(min(times * each, most))
    assert all(loss < -0.001 for loss in lost)


def test_without_a_most_the_points_are_lost_once() -> None:
    scored = card(conversation(*["You need to calm down."] * 3), ruled({"avoid": ["dismissive"]}))
    assert points(scored) == [-6]


def test_harm_alone_is_taken_from_the_most_that_it_can_cost() -> None:
    rule = {"avoid": ["dismissive"], "points": 3, "most": 12}
    assert card(conversation("You need to calm down."), ruled(rule)).total == 75
    assert card(conversation(PLAIN), ruled(rule)).total is None


def test_a_skill_is_never_worth_less_than_nothing() -> None:
    scored = card(conversation("You need to calm down.", "That's our policy.", ended="hung_up"))
    assert skill(scored, "empathy").won == 0
    assert skill(scored, "empathy").percent == 0


def test_harm_in_a_recital_is_fined_all_the_same() -> None:
    recital = f"{' '.join(GOOD)} I understand. I hear you. {HOLLOW[0]}"
    assert sum(points(card(conversation(recital)), "apology.hollow")) < 0
