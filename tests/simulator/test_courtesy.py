"""Goodbyes and holds are known by what they ask for, not by words that also stand elsewhere."""

from __future__ import annotations

import pytest

from simulator.ear import lexicon
from simulator.ear.cues import Ear

EAR = Ear(lexicon.load())


@pytest.mark.parametrize(
    "reply",
    [
        "Have a great evening.",
        "Thank you, have a nice day, bye.",
        "Thank you for your patience. Have a nice day.",
        "Have a lovely evening then.",
    ],
)
def test_a_wish_for_the_day_is_a_goodbye(reply: str) -> None:
    assert EAR.is_farewell(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "So that you have a great evening, I'm sending them now.",
        "I want to make sure you have a great evening.",
        "I'd love you to have a great evening after all.",
    ],
)
def test_a_wish_inside_a_promise_is_not(reply: str) -> None:
    assert not EAR.is_farewell(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "I'll put you on hold for a second.",
        "May I put you on hold?",
        "Can I put you on hold for a minute?",
        "Bear with me.",
        "One moment, please.",
        "Just a second.",
    ],
)
def test_asking_to_wait_is_a_hold(reply: str) -> None:
    assert EAR.is_hold(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "I won't put you on hold again.",
        "I'm sorry that they put you on hold three times.",
        "I see that someone put you on hold twice.",
        "This will only take a minute.",
        "Thank you for waiting a moment.",
        "You'll have it in a minute.",
    ],
)
def test_talk_of_waiting_is_no_hold(reply: str) -> None:
    assert not EAR.is_hold(reply)


def test_an_apology_before_a_question_is_an_apology() -> None:
    labels = {cue.label for cue in EAR.cues("I'm so sorry. What is your tracking number?")}
    assert "apology" in labels
    assert not EAR.is_hold("I'm so sorry. What is your tracking number?")
