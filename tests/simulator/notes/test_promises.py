"""What counts as promised in a call, and by when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.notes.deadlines import deadline, differ
from simulator.notes.promises import said
from simulator.notes.words import compare, nearest, roots
from tests.simulator.scoring.calls import GOOD, conversation, facts


def told(*replies: str, unsure: tuple[int, ...] = ()) -> list[tuple[bool, str, str]]:
    return [
        (each.sure, each.quote, each.by_when) for each in said(facts(conversation(*replies, unsure=unsure)))
    ]


def test_every_promise_of_a_good_call_is_found_with_its_deadline() -> None:
    assert told(*GOOD) == [
        (False, "I can refund the second payment right now, and your bank's fee as well", "right now"),
        (True, "The money will be in your account within two working days", "within two working days"),
        (True, "I'll email you in ten minutes", "in ten minutes"),
    ]


def test_a_promise_is_heard_beside_another_one() -> None:
    assert told("I'll ring you back by four, and I'll send the form today.") == [
        (True, "I'll ring you back by four", "by four"),
        (True, "I'll send the form today", "today"),
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "I'm so sorry that this happened to you.",
        "I'll be honest with you, that is a bad start.",
        "What happened after that?",
        "Can I take your account number, please?",
        "Thank you for your patience, Dana.",
    ],
)
def test_what_promises_nothing_is_no_promise(reply: str) -> None:
    assert told(reply) == []


@pytest.mark.parametrize("reply", ["I can refund the fee.", "Shall I call you back by four?"])
def test_an_offer_or_a_question_is_not_sure(reply: str) -> None:
    assert all(not sure for sure, _, _ in told(reply))


def test_words_that_were_not_heard_well_promise_nothing_for_sure() -> None:
    assert [sure for sure, _, _ in told("I'll call you back by four o'clock.", unsure=(1,))] == [False]


def test_a_promise_said_twice_is_one_and_keeps_its_deadline() -> None:
    found = told("I'll call you back.", "As I said, I'll call you back by four o'clock.")
    assert [(sure, when) for sure, _, when in found if "call" in _] == [(True, "by four o'clock")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I'll call you by four.", "by four"),
        ("by 4:30 pm tomorrow", "by 4:30 pm tomorrow"),
        ("It arrives Within Two Working Days, then", "Within Two Working Days"),
        ("in the next ten minutes or so", "in the next ten minutes"),
        ("by the end of the day", "by the end of the day"),
        ("by the next working day", "by the next working day"),
        ("in half an hour", "in half an hour"),
        ("I'll ring at six to check", "at six"),
        ("on Thursday morning", "on Thursday morning"),
        ("as soon as it is on", "as soon as"),
        ("your number is at four four one seven", ""),
        ("put it in your account", ""),
        ("by you", ""),
        ("at four percent", ""),
        ("", ""),
    ],
)
def test_deadlines_are_found_in_their_own_words(text: str, found: str) -> None:
    assert deadline(text) == found


@pytest.mark.parametrize(
    ("one", "other", "may_differ"),
    [
        ("by four", "by five", True),
        ("by four", "16:00", False),
        ("by 4 pm", "four o'clock", False),
        ("today", "tonight", False),
        ("right now", "today", False),
        ("on Friday", "on Thursday", True),
        ("on Friday", "Friday", False),
        ("soon", "by four", False),
        ("", "by four", False),
    ],
)
def test_deadlines_differ_only_where_both_name_a_time(one: str, other: str, *, may_differ: bool) -> None:
    assert differ(one, other) is differ(other, one) is may_differ


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Call back", "I'll ring you tomorrow", "same"),
        ("refund of the second payment", "I'll refund that second payment for you by Friday", "same"),
        ("refund the payment", "I'll refund the fee", "unsure"),
        ("send a voucher", "I'll ring you tomorrow", "other"),
        ("by four", "I'll ring you tomorrow", "unsure"),
    ],
)
def test_two_texts_are_compared_by_the_words_that_carry_them(one: str, other: str, verdict: str) -> None:
    assert compare(roots(one), roots(other)) == verdict


def test_the_nearest_of_some_texts_is_found() -> None:
    texts = [roots(text) for text in ("send a form", "refund the fee", "refund the payment")]
    assert nearest(roots("payment refunded"), texts) == ("same", 2)
    assert nearest(roots("refund the trip"), texts) == ("unsure", 1)
    assert nearest(roots("a visit"), texts) == ("other", None)
    assert nearest(roots("a visit"), []) == ("other", None)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_read(one: str, other: str) -> None:
    assert deadline(one) in one
    assert differ(one, other) is differ(other, one)
    assert compare(roots(one), roots(other)) == compare(roots(other), roots(one))
    assert compare(roots(one), roots(one)) == ("same" if roots(one) else "unsure")
