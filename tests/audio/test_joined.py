"""Stretches of a turn as one transcript."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.joined import joined
from audio.ports import Transcript, Word


def said(text: str, start_s: float = 0.0) -> Transcript:
    """A transcript with a word a second."""
    words = text.split()
    return Transcript(
        text, tuple(Word(word, start_s + i, start_s + i + 0.5, 0.9) for i, word in enumerate(words))
    )


def test_how_likely_a_stop_is_comes_from_the_last_stretch() -> None:
    first, more = replace(said("I'll look."), stop_p=0.9), replace(said("And then", 2.0), stop_p=0.1)
    assert joined([first, more]).stop_p == 0.1
    assert joined([first, Transcript("")]).stop_p == 0.9
    assert first.later(3.0).stop_p == 0.9


@pytest.mark.parametrize(
    ("first", "more", "whole"),
    [
        ("I'll look into it.", "One moment.", "I'll look into it. One moment."),
        ("I'll look into it.", "and call you back.", "I'll look into it and call you back."),
        ("I'm sorry,", "that must hurt.", "I'm sorry that must hurt."),
        ("I was going to...", "Let me see.", "I was going to Let me see."),
        ("I was going to\u2026", "see.", "I was going to see."),
        ("I was going to -", "Well.", "I was going to Well."),
        ("Can you tell me?", "the number.", "Can you tell me? the number."),
        ("Is that all?", "Is it?", "Is that all? Is it?"),
        ("...", "So.", "So."),
    ],
)  # fmt: skip
def test_a_mark_that_says_a_stretch_was_cut_off_goes(first: str, more: str, whole: str) -> None:
    both = joined([said(first), said(more, 9.0)])
    assert both.text == whole
    assert " ".join(word.text for word in both.words) == whole


def test_a_single_stretch_is_as_it_was_written() -> None:
    for text in ("I was going to...", "One.", "two, "):
        assert joined([said(text)]) == said(text)
    bare = Transcript("words that nobody timed")
    assert joined([bare]) == joined([Transcript(""), bare, Transcript("")]) == bare


def test_nothing_is_nothing() -> None:
    assert joined([]) == joined([Transcript(""), Transcript("")]) == Transcript("")


def test_a_stretch_in_which_nothing_was_said_leaves_no_trace() -> None:
    assert joined([said("One."), Transcript(""), said("Two.", 5)]) == joined([said("One."), said("Two.", 5)])


@given(st.lists(st.lists(st.sampled_from(["so", "Well,", "yes.", "I", "mean...", "Why?"]), max_size=4)))
def test_every_word_is_there_once_in_its_order_at_its_time(stretches: list[list[str]]) -> None:
    parts = [said(" ".join(words), 10.0 * i) for i, words in enumerate(stretches)]
    whole = joined(parts)
    flat = [word for part in parts for word in part.words]
    assert [word.start_s for word in whole.words] == [word.start_s for word in flat]
    assert all(given.text.startswith(word.text) for word, given in zip(whole.words, flat, strict=True))
    assert whole.text == " ".join(word.text for word in whole.words)
