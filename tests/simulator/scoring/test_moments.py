"""What a call calls for: which of the customer's lines, and in which turns it can be answered."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.ears import frame_at
from simulator import events
from simulator.events import EndReason, Event
from simulator.scoring.facts import Facts
from simulator.scoring.moments import ON_SPEAKING_TERMS, moments
from simulator.scoring.rubric import Occasion
from tests.simulator.scoring.calls import (
    ENDINGS,
    INSULT,
    SHARP,
    THREAT,
    conversation,
    facts,
    flat,
    line,
    turn,
)

BOUNDARY = "Please don't call me names."
PLAIN = "One thing after the other."


def called(occasion: Occasion, known: Facts) -> list[tuple[int, list[int]]]:
    """Each moment: the place of its line, and the turns that can answer it."""
    found = moments(occasion, known)
    return [(known.lines.index(each.line), [turn.id for turn in each.turns]) for each in found]


def of(intensities: tuple[int, ...], says: tuple[str, ...] = (), ended: EndReason = "resolved") -> Facts:
    """A call with a line of each intensity, each with its reply."""
    replies = says or tuple(f"{PLAIN} {place}" for place in range(len(intensities)))
    return facts(conversation(*replies, intensities=intensities, ended=ended))


def silent_before(*intensities: int) -> Facts:
    """A customer who says all of these lines before the trainee speaks at all."""
    lines = [line(4.0 * place + 1, 4.0 * place + 3, each) for place, each in enumerate(intensities)]
    after = 4.0 * len(intensities) + 1
    return facts(*lines, turn(1, after, after + 2, PLAIN), ended(after + 5))


def ended(at_s: float) -> Event:
    return events.Ended(frame_at(at_s), "resolved")


def test_a_call_calls_for_something_once_in_all_of_its_turns() -> None:
    assert called("call", of((0, 0, 0))) == [(0, [1, 2, 3])]


@pytest.mark.parametrize(("turns", "so"), [(1, [1]), (2, [1, 2]), (4, [1, 2])])
def test_the_opening_is_the_first_two_turns(turns: int, so: list[int]) -> None:
    assert called("opening", of((0,) * turns)) == [(0, so)]


@pytest.mark.parametrize("reason", ENDINGS)
def test_only_a_call_that_ends_on_speaking_terms_has_a_closing(reason: EndReason) -> None:
    so = [(2, [2, 3])] if reason in ON_SPEAKING_TERMS else []
    assert called("closing", of((0, 0, 0), ended=reason)) == so


def test_each_sharp_line_is_an_outburst_of_its_own() -> None:
    assert called("outburst", of((SHARP, 0, INSULT, THREAT))) == [(0, [1]), (2, [3]), (3, [4])]


def test_an_outburst_is_answered_until_the_customer_speaks_again() -> None:
    known = facts(
        line(1, 3, SHARP), turn(1, 4, 6, PLAIN), turn(2, 7, 9, PLAIN), line(10, 12), turn(3, 13, 15, PLAIN)
    )
    assert called("outburst", known) == [(0, [1, 2])]


def test_outbursts_in_one_go_are_one_moment() -> None:
    assert called("outburst", silent_before(SHARP, SHARP, SHARP)) == [(2, [1])]


def test_an_outburst_is_still_to_be_answered_when_the_customer_adds_something_calm() -> None:
    assert called("outburst", silent_before(SHARP, 0)) == [(0, [1])]


@pytest.mark.parametrize("occasion", ["outburst", "abuse", "threat"])
def test_a_moment_that_nobody_could_answer_any_more_is_left_out(occasion: Occasion) -> None:
    known = facts(line(1, 3), turn(1, 4, 6, PLAIN), line(7, 9, THREAT), ended(12))
    assert called(occasion, known) == []


def test_abuse_calls_for_a_boundary_in_this_reply_or_the_next() -> None:
    assert called("abuse", of((0, INSULT, 0, INSULT, 0))) == [(1, [2, 3])]
    assert called("abuse", of((0, SHARP, 0))) == []


def test_a_turn_that_was_broken_in_on_is_one_of_the_two_replies_to_abuse() -> None:
    known = facts(
        line(0, 1), turn(1, 2, 8, PLAIN), line(5, 6, INSULT), turn(2, 9, 10, PLAIN),
        line(11, 12), turn(3, 13, 14, PLAIN),
    )  # fmt: skip
    assert called("abuse", known) == [(1, [1, 2])]


def test_abuse_persists_only_in_spite_of_a_boundary() -> None:
    abused = (INSULT, INSULT, 0)
    assert called("persisting", of(abused, (PLAIN, PLAIN, PLAIN))) == []
    assert called("persisting", of(abused, (BOUNDARY, PLAIN, PLAIN))) == [(1, [2, 3])]
    assert called("persisting", of(abused, (PLAIN, BOUNDARY, PLAIN))) == []


def test_a_boundary_before_any_abuse_makes_none_persistent() -> None:
    assert called("persisting", of((0, INSULT, 0), (BOUNDARY, PLAIN, PLAIN))) == []


def test_a_boundary_that_was_not_heard_surely_makes_no_abuse_persistent() -> None:
    happened = conversation(BOUNDARY, PLAIN, PLAIN, intensities=(INSULT, INSULT), unsure=(1,))
    assert called("persisting", facts(happened)) == []


def test_a_threat_is_more_than_an_insult() -> None:
    assert called("threat", of((INSULT, THREAT, THREAT))) == [(1, [2, 3])]
    assert called("threat", of((INSULT, INSULT))) == []


@pytest.mark.parametrize("occasion", get_args(Occasion))
def test_a_call_without_words_calls_for_nothing(occasion: Occasion) -> None:
    assert called(occasion, facts(line(1, 3, THREAT), ended(9))) == []
    assert called(occasion, facts(ended(9))) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=8))
def test_a_moment_is_answered_after_its_line_and_no_turn_answers_two_of_a_kind(
    call: list[tuple[int, int]],
) -> None:
    happened: list[Event] = []
    now, number = 1.0, 0
    for intensity, turns in call:
        happened += line(now, now + 2, intensity)
        for _ in range(turns):
            now, number = now + 4, number + 1
            happened += turn(number, now, now + 2, BOUNDARY)
        now += 4
    known = facts(flat(happened, ended(now)))
    for occasion in get_args(Occasion):
        found = moments(occasion, known)
        assert all(each.turns for each in found)
        if occasion != "closing":  # begins with the turn before its line
            assert all(turn.end_s >= each.line.start_s for each in found for turn in each.turns)
        answers = [turn.id for each in found for turn in each.turns]
        assert len(answers) == len(set(answers))
