"""Marks in a line: what is spoken, and how."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.effects import sigh
from audio.pcm import RATE, Samples, level_db
from audio.performance import (
    EMPHASIS_DB,
    EMPHASIS_HEAT,
    SHOUT_DB,
    SHOUT_HEAT,
    Pause,
    Piece,
    Sigh,
    Spoken,
    parts,
    perform,
    plain,
)

SHOUTED = {"heat": SHOUT_HEAT, "db": SHOUT_DB}
JOIN = round(0.06 * RATE)


def stressed(text: str) -> Spoken:
    return Spoken(text, EMPHASIS_HEAT, EMPHASIS_DB)


class Hum:
    """A voice whose every letter is 100 samples of the same level; it remembers what it was given."""

    def __init__(self) -> None:
        self.said: list[tuple[str, float]] = []

    def say(self, text: str, heat: float) -> Samples:
        self.said.append((text, heat))
        return np.full(100 * len(text), 3000, np.int16)


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Hello there.", "Hello there."),
        ("You charged me [pause 0.2] *twice*!", "You charged me twice!"),
        ("[sigh] Fine.", "Fine."),
        ("[shout] Get out!", "Get out!"),
        ("*Very  loud*,\n [pause] isn't it?", "Very loud, isn't it?"),
        ("un*believ*able", "unbelievable"),
    ],
)
def test_plain_is_the_words_alone(script: str, text: str) -> None:
    assert plain(script) == text


@pytest.mark.parametrize(
    ("script", "pieces"),
    [
        ("Hello there.", [Spoken("Hello there.")]),
        ("One [pause] two", [Spoken("One"), Pause(0.5), Spoken("two")]),
        ("One [pause 1.5] two", [Spoken("One"), Pause(1.5), Spoken("two")]),
        ("One [pause 60] two", [Spoken("One"), Pause(5.0), Spoken("two")]),
        ("[sigh] Fine.", [Sigh(), Spoken("Fine.")]),
        ("I said *no* to it", [Spoken("I said"), stressed("no"), Spoken("to it")]),
        ("I said *no*!", [Spoken("I said"), stressed("no!")]),  # a lone mark stays with its word
        ("*no* ... *never*", [stressed("no..."), stressed("never")]),
        ("Well. [shout] Get out!", [Spoken("Well."), Spoken("Get out!", **SHOUTED)]),
        (
            "[shout] Get *out* now",
            [
                Spoken("Get", **SHOUTED),
                Spoken("out", SHOUT_HEAT + EMPHASIS_HEAT, SHOUT_DB + EMPHASIS_DB),
                Spoken("now", **SHOUTED),
            ],
        ),
    ],
)
def test_a_script_is_its_pieces_in_order(script: str, pieces: list[Piece]) -> None:
    assert parts(script) == pieces


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("[laugh] Ha!", r"there is no mark \[laugh\]"),
        ("[Pause] Ha!", r"there is no mark \[Pause\]"),
        ("[pause a bit] Ha!", "there is no mark"),
        ("[pause -1] Ha!", "there is no mark"),
        ("[] Ha!", "there is no mark"),
        ("[pause Ha!", "not closed or not opened"),
        ("Ha! pause]", "not closed or not opened"),
        ("[[pause]] Ha!", "not closed or not opened"),
        ("2 * 3 * 4", "star"),
        ("No *way [pause] there*", "star"),
        ("[pause] [sigh]", "has no words"),
        ("", "has no words"),
        ("...!", "has no words"),
    ],
)
def test_marks_that_mean_nothing_and_scripts_without_words_are_refused(script: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parts(script)


def test_a_line_without_marks_is_what_the_voice_says() -> None:
    hum = Hum()
    assert np.array_equal(perform(hum.say, "Hello.", 4.0), np.full(600, 3000, np.int16))
    assert hum.said == [("Hello.", 4.0)]


def test_a_voice_is_given_the_pieces_in_order_at_their_heats_and_never_over_ten() -> None:
    hum = Hum()
    perform(hum.say, "I said *no*. [shout] Go *away* now", 5.5)
    assert hum.said == [("I said", 5.5), ("no.", 7.5), ("Go", 9.5), ("away", 10.0), ("now", 9.5)]


def test_a_pause_is_silence_of_its_length() -> None:
    sound = perform(Hum().say, "One [pause 0.25] two", 0)
    gap = round(0.25 * RATE)
    assert len(sound) == 600 + gap
    assert not sound[300 : 300 + gap].any()
    assert sound[:300].all()
    assert sound[300 + gap :].all()


def test_words_that_follow_each_other_are_joined_by_a_short_silence() -> None:
    sound = perform(Hum().say, "One *two*", 0)
    assert len(sound) == 600 + JOIN
    assert not sound[300 : 300 + JOIN].any()


def test_stress_is_louder_and_a_shout_louder_still() -> None:
    calm, stress = np.split(perform(Hum().say, "abc *def*", 0), [300 + JOIN])
    shout = perform(Hum().say, "[shout] abc", 0)
    assert level_db(stress) == pytest.approx(level_db(calm[:300]) + EMPHASIS_DB, abs=0.05)
    assert level_db(shout) == pytest.approx(level_db(calm[:300]) + SHOUT_DB, abs=0.05)


def test_a_sigh_is_breathed_where_it_stands() -> None:
    breath = sigh()
    sound = perform(Hum().say, "[sigh] One", 0)
    assert np.array_equal(sound[: len(breath)], breath)
    assert np.array_equal(sound[len(breath) :], np.full(300, 3000, np.int16))


def test_the_same_script_sounds_the_same() -> None:
    script = "[sigh] I said *no*! [pause] [shout] Get out!"
    assert np.array_equal(perform(Hum().say, script, 7), perform(Hum().say, script, 7))


scripts = st.lists(
    st.sampled_from(
        ["word", "and more,", "*stress*", "[pause]", "[pause 0.1]", "[sigh]", "[shout]", "!", "*"]
    ),
    max_size=8,
).map(" ".join)


@given(scripts)
def test_the_words_spoken_are_the_words_shown(script: str) -> None:
    try:
        pieces = parts(script)
    except ValueError:
        return
    spoken = "".join(piece.text for piece in pieces if isinstance(piece, Spoken))
    assert [char for char in spoken if char.isalnum()] == [char for char in plain(script) if char.isalnum()]
    assert len(perform(Hum().say, script, 3)) >= 100 * len(spoken)
