"""The judge of pauses: what lengthens the wait, what shortens it, and within which bounds."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.ports import Transcript
from simulator.floor import complete
from simulator.floor.judge import Hangover
from simulator.floor.unfinished import trails_off, unmarked
from simulator.floor.weighing import MOST_HABIT, MOST_S, PLAIN_S, UNHEARD_S, Weighing

levels = st.floats(0.2, 6)


@dataclass
class Says:
    """`Completeness` that says what it is told to."""

    odds: float
    asked: list[tuple[str, str]] = field(default_factory=list)

    def log_odds(self, words: str, line: str) -> float:
        self.asked.append((words, line))
        return self.odds


def wait(odds: float, text: str = "I can do that.", level: float = 1.0) -> float:
    return Weighing(Says(odds), "en", level).wait_s(Transcript(text), "")


def test_what_is_plainly_complete_is_not_waited_for() -> None:
    assert wait(3.0) == PLAIN_S


@given(st.floats(-8, 8), st.floats(0, 4), levels)
def test_the_less_complete_the_longer_the_wait(odds: float, less: float, level: float) -> None:
    assert wait(odds - less, level=level) >= wait(odds, level=level)


@given(st.floats(-8, 8), levels, st.floats(0, 3))
def test_the_more_patient_the_longer_the_wait_up_to_the_most(odds: float, level: float, more: float) -> None:
    assert 0 < wait(odds, level=level) <= wait(odds, level=level + more) <= MOST_S


@pytest.mark.parametrize("text", ["I can do that and", "I can do that because.", "Well, um", "I can do..."])
def test_a_reply_that_trails_off_is_waited_for(text: str) -> None:
    assert wait(1.0, text) > wait(1.0) + 0.5


def test_a_text_without_the_end_of_a_sentence_is_waited_for_longer() -> None:
    assert wait(0.0, "I can do that,") > wait(0.0)


@given(st.floats(0, 1), st.floats(0, 1), levels)
def test_the_likelier_a_stop_the_shorter_the_wait(one: float, other: float, level: float) -> None:
    def wait_s(stop_p: float) -> float:
        return Weighing(Says(0.0), "en", level).wait_s(Transcript("I can do that.", stop_p=stop_p), "")

    assert wait_s(max(one, other)) <= wait_s(min(one, other))
    assert wait_s(1.0) < wait_s(0.0)


def test_the_net_is_asked_about_the_words_and_the_line_before() -> None:
    net = Says(0.0)
    Weighing(net, "en").wait_s(Transcript("Yes, it is."), "Is it there?")
    assert net.asked == [("Yes, it is.", "Is it there?")]


def test_long_pauses_of_this_trainee_lengthen_the_wait_and_short_ones_do_not_shorten_it() -> None:
    def after(pause_s: float) -> float:
        judge = Weighing(Says(-2.0), "en")
        for _ in range(20):
            judge.paused(pause_s)
        return judge.wait_s(Transcript("I can do that."), "")

    usual = wait(-2.0)
    assert after(0.2) == usual < after(0.6) < after(1.5)
    assert after(9.0) <= MOST_HABIT * usual


def test_a_short_answer_to_a_question_is_answered_sooner() -> None:
    def wait_s(text: str, line: str) -> float:
        return Weighing(Says(-3.0), "en").wait_s(Transcript(text), line)

    assert wait_s("Yes, it is.", "Is it there?") < wait_s("Yes, it is.", "It is there.") - 0.4
    assert wait_s("I hear you.", "Is it there?") == wait_s("I hear you.", "It is there.")
    assert wait_s("Yes, it is, and", "Is it there?") > 1


def test_where_no_net_knows_the_language_the_wait_is_that_of_a_plain_hangover() -> None:
    judge = Weighing(None, "xx")
    assert 0.5 < judge.wait_s(Transcript("Ja, das geht."), "") < 1.0
    assert judge.unheard_s == UNHEARD_S


def test_a_hangover_waits_the_same_for_everything() -> None:
    judge = Hangover(0.9)
    judge.paused(2.0)
    assert {judge.wait_s(Transcript(text), "") for text in ("Yes.", "and")} == {0.9} == {judge.unheard_s}


@pytest.mark.parametrize(
    ("text", "trails"),
    [
        ("and", True), ("It's because", True), ("I'll", True), ("I\u2019ll", True), ("So, um,", True),
        ("Let me see...", True), ("I was going to -", True), ("Yes, it is.", False), ("I think so.", False),
        ("", False), ("It's in the band.", False),
    ],
)  # fmt: skip
def test_which_texts_trail_off(text: str, trails: bool) -> None:  # noqa: FBT001 - a column of a table
    assert trails_off(text, "en") is trails
    assert not trails_off(text.strip(".-"), "xx")


def test_a_mark_ends_a_sentence_and_a_comma_does_not() -> None:
    assert [unmarked(text) for text in ("Yes.", "Yes?", "Yes", "Yes,", "")] == [
        False,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("I can send you a new card by Friday.", "I can send you a"),
        ("I'm putting the second payment back right now.", "I'm putting the second"),
        ("Could you give me your account number, please?", "Could you give me your"),
        ("Let me read that back to you.", "Let me read that back to"),
        ("The engineer will be there on Monday morning.", "The engineer will be there on"),
    ],
)
def test_the_net_that_ships_tells_whole_sentences_from_broken_ones(whole: str, part: str) -> None:
    net = complete.of_language("en")
    assert net is not None
    line = "You charged me twice and my rent bounced!"
    assert net.log_odds(whole, line) > net.log_odds(part, line)
    assert net.log_odds(whole, line) == net.log_odds(whole.rstrip(".?").upper(), line)


def test_a_language_without_a_net_has_none() -> None:
    assert complete.of_language("xx") is None
