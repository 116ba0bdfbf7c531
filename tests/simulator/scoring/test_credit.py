"""Points for a behaviour, relative to what the call offered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.ears import frame_at
from simulator import events
from simulator.events import EndReason
from simulator.scoring.scorecard import Scorecard
from tests.simulator.scoring.calls import (
    INSULT,
    SHARP,
    THREAT,
    UNSURE,
    card,
    conversation,
    found,
    line,
    not_counted,
    points,
    ruled,
    skill,
    timed,
    turn,
)

WARM = (
    "That must be so frustrating.",
    "I hear you. That sounds exhausting.",
    "Anyone would be upset about that.",
    "I can hear how worried you are about the rent.",
)
PLAIN = "One moment, I have the page open."
REMEDY = "I can refund the second payment."
BOUNDARY = "Please don't call me names."
WARNING = "If it happens again, I will end this call."


def by(rule: dict[str, Any], *says: str, **call: Any) -> Scorecard:
    """The scorecard of a call by one rule, `a.a`, for 6 points."""
    return card(conversation(*says, **call), ruled(rule))


def outbursts(*says: str, **call: Any) -> Scorecard:
    rule = {"credit": ["empathy"], "at": "outburst", "better": "empathy"}
    return by(rule, *says, intensities=(SHARP,) * len(says), **call)


def test_two_of_three_outbursts_answered_win_two_thirds() -> None:
    scored = outbursts(WARM[0], PLAIN, WARM[2])
    assert points(scored) == [2, 0, 2]
    assert skill(scored, "a").percent == 67
    assert scored.total == 67


@given(st.lists(st.booleans(), min_size=1, max_size=4))
def test_the_share_of_the_points_is_the_share_of_the_outbursts(answered: list[bool]) -> None:
    scored = outbursts(*(WARM[place] if so else PLAIN for place, so in enumerate(answered)))
    assert scored.total == round(100 * sum(answered) / len(answered))
    assert [each.kind == "strength" for each in found(scored)] == answered


@pytest.mark.parametrize("outbursts_", [1, 2, 3, 7])
def test_the_shares_add_up_to_the_points_of_the_rule(outbursts_: int) -> None:
    rule = {"credit": ["empathy"], "at": "outburst", "points": 8}
    scored = by(rule, *[PLAIN] * outbursts_, intensities=(SHARP,) * outbursts_)
    assert skill(scored, "a").possible == 8


def test_a_calm_line_calls_for_nothing() -> None:
    scored = by({"credit": ["empathy"], "at": "outburst"}, WARM[0], PLAIN)
    assert scored.total is None
    assert "no occasion" in not_counted(scored)["a.a"]


def test_a_stock_phrase_answers_one_moment_only() -> None:
    assert points(outbursts(WARM[0], WARM[0], WARM[0])) == [2, 0, 0]
    assert points(outbursts(WARM[0].upper(), "that must be, so frustrating", WARM[1])) == [2, 0, 2]


def test_two_short_phrases_are_not_one_stock_phrase() -> None:
    rule = {"credit": ["acknowledgement"], "at": "outburst"}
    assert points(by(rule, "I get it.", "You did.", intensities=(SHARP, SHARP))) == [3, 3]


def test_the_same_beginning_is_no_stock_phrase() -> None:
    rule = {"credit": ["apology"], "at": "outburst"}
    says = ("I'm so sorry about your rent.", "I'm so sorry that nobody called you back.")
    assert points(by(rule, *says, intensities=(SHARP, SHARP))) == [3, 3]


def test_a_stock_phrase_beside_another_one_does_not_spoil_it() -> None:
    rule = {"credit": ["empathy", "acknowledgement"], "at": "outburst"}
    scored = by(rule, WARM[0], f"{WARM[0]} I hear you, Dana.", intensities=(SHARP, SHARP))
    assert points(scored) == [3, 3]


def test_a_stock_phrase_may_win_points_by_two_rules() -> None:
    rules = ({"credit": ["empathy"]}, {"credit": ["empathy"], "at": "opening"})
    scored = card(conversation(WARM[0]), ruled(*rules))
    assert points(scored) + points(scored, "a.b") == [6, 6]


def test_the_later_of_two_turns_in_answer_to_an_outburst_counts_too() -> None:
    happened = [
        *line(1, 3, SHARP), *turn(1, 4, 6, PLAIN), *turn(2, 7, 9, WARM[0]),
        events.Ended(frame_at(12), "resolved"),
    ]  # fmt: skip
    scored = card(happened, ruled({"credit": ["empathy"], "at": "outburst"}))
    assert points(scored) == [6]
    assert found(scored)[0].turn == 2


def test_a_moment_that_nobody_could_answer_is_left_out() -> None:
    rule = {"credit": ["empathy"], "at": "outburst"}
    happened = conversation(WARM[0], intensities=(SHARP,), ended=None)
    happened += [*line(20, 22, SHARP), events.Ended(frame_at(22.5), "hung_up")]
    assert points(card(happened, ruled(rule))) == [6]


def test_a_miss_quotes_the_outburst_and_has_a_better_line() -> None:
    missed = found(outbursts(PLAIN))[0]
    assert (missed.said_by, missed.turn, missed.kind) == ("customer", 1, "fix")
    assert missed.better
    assert missed.why == "no empathy in the reply to this"


# When ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "wins"),
    [
        ((WARM[0], REMEDY), 6),
        ((f"{WARM[0]} {REMEDY}", PLAIN), 6),
        ((REMEDY, WARM[0]), 0),
        ((f"{REMEDY} {WARM[0]}", PLAIN), 0),
        ((PLAIN, WARM[0], REMEDY), 6),
        ((PLAIN, REMEDY, WARM[0]), 0),
        ((PLAIN, WARM[0]), 6),
        ((PLAIN, PLAIN), 0),
    ],
)
def test_what_must_come_before_the_remedy_wins_nothing_after_it(says: tuple[str, ...], wins: float) -> None:
    scored = by({"credit": ["empathy"], "before": "solution"}, *says)
    assert points(scored) == [wins]
    assert wins or found(scored)[0].why.endswith("before the first solution")


@pytest.mark.parametrize(("place", "wins"), [(0, 6), (1, 6), (2, 0), (3, 0)])
def test_the_opening_is_over_after_two_replies(place: int, wins: float) -> None:
    says = [f"{PLAIN} {each}" for each in range(4)]
    says[place] = WARM[0]
    assert points(by({"credit": ["empathy"], "at": "opening"}, *says)) == [wins]


@pytest.mark.parametrize(("place", "wins"), [(0, 0), (1, 0), (2, 6), (3, 6)])
def test_the_closing_begins_with_the_last_but_one(place: int, wins: float) -> None:
    says = [f"{PLAIN} {each}" for each in range(4)]
    says[place] = WARM[0]
    assert points(by({"credit": ["empathy"], "at": "closing"}, *says)) == [wins]


def test_there_is_nothing_to_close_in_a_call_that_was_hung_up_on() -> None:
    scored = by({"credit": ["thanks"], "at": "closing"}, PLAIN, ended="hung_up")
    assert scored.total is None
    assert list(not_counted(scored)) == ["a.a"]


@pytest.mark.parametrize(
    ("says", "wins"),
    [
        ((BOUNDARY, PLAIN, PLAIN), 6),
        ((PLAIN, BOUNDARY, PLAIN), 6),
        ((PLAIN, PLAIN, BOUNDARY), 0),
    ],
)
def test_a_boundary_comes_in_the_reply_to_abuse_or_the_next(says: tuple[str, ...], wins: float) -> None:
    scored = by({"credit": ["boundary"], "at": "abuse"}, *says, intensities=(INSULT,))
    assert points(scored) == [wins]


def test_abuse_that_goes_on_in_spite_of_a_boundary_calls_for_a_warning() -> None:
    rule = {"credit": ["warning"], "at": "persisting"}
    abused = (INSULT, INSULT)
    assert points(by(rule, BOUNDARY, WARNING, intensities=abused)) == [6]
    assert points(by(rule, BOUNDARY, PLAIN, intensities=abused)) == [0]
    assert points(by(rule, BOUNDARY, PLAIN, intensities=abused[:1])) == []
    assert points(by(rule, PLAIN, PLAIN, intensities=abused)) == []


def test_a_threat_is_not_passed_over() -> None:
    rule = {"credit": ["boundary", "warning"], "at": "threat"}
    assert points(by(rule, WARNING, PLAIN, intensities=(THREAT,))) == [6]
    assert points(by(rule, PLAIN, PLAIN, intensities=(THREAT,))) == [0]
    assert points(by(rule, WARNING, PLAIN, intensities=(INSULT,))) == []


# The end ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ended", "wins"), [("disengaged", 6), ("hung_up", 0), ("resolved", 0)])
def test_the_right_ending_answers_a_threat_as_well(ended: EndReason, wins: float) -> None:
    rule = {"credit": ["boundary"], "at": "threat", "also_ended": ["disengaged"]}
    assert points(by(rule, PLAIN, intensities=(THREAT,), ended=ended)) == [wins]


def test_the_right_ending_without_a_threat_wins_nothing() -> None:
    rule = {"credit": ["boundary"], "at": "threat", "also_ended": ["disengaged"]}
    assert points(by(rule, PLAIN, ended="disengaged")) == []


def test_words_win_before_the_ending_does() -> None:
    rule = {"credit": ["boundary"], "at": "threat", "also_ended": ["disengaged"]}
    assert found(by(rule, BOUNDARY, intensities=(THREAT,), ended="disengaged"))[0].quote in BOUNDARY


def test_a_rule_does_not_apply_to_a_call_that_ended_otherwise() -> None:
    rule = {"credit": ["solution"], "not_if_ended": ["disengaged"]}
    assert points(by(rule, PLAIN, ended="disengaged")) == []
    assert "disengaged" in not_counted(by(rule, REMEDY, ended="disengaged"))["a.a"]
    assert points(by(rule, REMEDY, ended="resolved")) == [6]


# Doubtful words -----------------------------------------------------------------------------------


def test_words_that_were_not_heard_surely_neither_win_nor_lose() -> None:
    assert points(outbursts(WARM[0], WARM[1], unsure=(1,))) == [6]
    assert points(outbursts(WARM[0], PLAIN, unsure=(1,))) == [0]
    assert points(outbursts(PLAIN, PLAIN, unsure=(1, 2))) == [0, 0]  # nothing in it could have answered


def test_a_rule_that_rests_on_doubtful_words_alone_says_so() -> None:
    why = not_counted(outbursts(WARM[0], unsure=(1,)))["a.a"]
    assert "no occasion" not in why


def test_sure_words_win_although_doubtful_ones_came_first() -> None:
    scored = by({"credit": ["empathy"]}, WARM[0], WARM[1], unsure=(1,))
    assert points(scored) == [6]
    assert found(scored)[0].turn == 2


def test_a_doubtful_phrase_is_not_used_up() -> None:
    assert points(outbursts(WARM[0], WARM[0], unsure=(1,))) == [6]


def test_a_remedy_that_was_not_heard_surely_does_not_end_the_time_for_warmth() -> None:
    rule = {"credit": ["empathy"], "before": "solution"}
    assert points(by(rule, REMEDY, WARM[0], unsure=(1,))) != [0]


def test_doubtful_phrases_make_no_recital_of_sure_ones() -> None:
    sure = (
        "I'm so sorry that we charged you twice and your rent bounced. That must be really frustrating. "
        "I can refund the second payment. It will be in your account by Friday. Thank you for your patience."
    )
    doubted = "I'm going to take care of this for you myself."
    *before, said, over = conversation(f"{sure} {doubted}")
    assert isinstance(said, events.TurnHeard)
    words = (*timed(sure, 5.8, 9.8, 0.9), *timed(doubted, 9.8, 11.8, UNSURE))
    scored = card([*before, replace(said, words=words), over], ruled({"credit": ["empathy"]}))
    assert points(card(conversation(sure), ruled({"credit": ["empathy"]}))) == [6]
    assert points(scored) == [6]
