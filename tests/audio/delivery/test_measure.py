import time
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.delivery import METHODS, Delivery, change, measure
from audio.pcm import RATE, Samples, level_db, silence
from tests.audio.delivery.voice import apart, spoken, sung, syllables
from tests.audio.sounds import noise, tone


@given(st.integers(5, 10), st.sampled_from([2.5, 5.5]))
@settings(max_examples=4)
def test_syllables_are_counted(count: int, rate: float) -> None:
    heard = measure(apart(syllables(count, rate)))
    assert heard.syllables.value == count
    assert heard.articulation_rate.value == pytest.approx(rate, rel=0.1)


def test_pauses_slow_the_speech_not_the_articulation() -> None:
    heard = measure(apart(syllables(8), syllables(8), by_s=1.0))
    assert heard.syllables.value == 16
    assert heard.speech_s.value == pytest.approx(5, abs=0.1)
    assert heard.phonation_s.value == pytest.approx(4, abs=0.1)
    assert heard.speech_rate.value == pytest.approx(16 / 5, rel=0.03)
    assert heard.articulation_rate.value == pytest.approx(4, rel=0.03)
    assert heard.pause_count.value == len(heard.pauses) == 1
    assert heard.longest_pause_s.value == pytest.approx(1, abs=0.1)


def test_loudness_is_that_of_the_speech_alone() -> None:
    vowel = spoken(sung(150, 3))
    assert measure(apart(vowel, by_s=2.0)).loudness_db.value == pytest.approx(level_db(vowel), abs=0.3)


def test_the_range_of_loudness_is_that_of_the_voice() -> None:
    flat, lively = spoken(sung(150, 2)), syllables(8)
    ranges = [measure(apart(each)).loudness_range_db.value or 0 for each in (flat, lively)]
    assert ranges[0] < 1
    assert ranges[1] > 5


def test_pitch_and_its_range() -> None:
    glide = np.geomspace(110, 220, 3 * RATE)
    heard = measure(apart(syllables(12, hz=glide)))
    assert heard.pitch_hz.value == pytest.approx(110 * 2**0.5, rel=0.02)
    assert heard.pitch_range_st.value == pytest.approx(0.8 * 12, abs=0.5)


@pytest.mark.parametrize("power", [-2, -1, 1])
def test_a_gain_changes_only_the_loudness(power: int) -> None:
    sound = apart(syllables(8), syllables(5, 3.0, 200.0))
    before, after = measure(sound), measure(np.asarray(sound * 2.0**power, np.int16))
    for (name, was), (_, now) in zip(before, after, strict=True):
        if name == "loudness_db":
            assert (now.value or 0) - (was.value or 0) == pytest.approx(20 * np.log10(2) * power)
        else:
            assert now == was
    assert before.pauses == after.pauses


def test_a_gain_that_rounds_changes_next_to_nothing() -> None:
    sound = apart(syllables(8), syllables(5, 3.0, 200.0))
    before, after = measure(sound), measure(np.asarray(np.rint(sound * 10 ** (-12 / 20)), np.int16))
    for (name, was), (_, now) in zip(before, after, strict=True):
        if name != "loudness_db" and was.value is not None:
            assert now.value == pytest.approx(was.value, rel=0.005)


def test_the_same_samples_give_the_same_numbers() -> None:
    sound = apart(syllables(8))
    before = sound.copy()
    assert astuple(measure(sound)) == astuple(measure(sound))
    assert np.array_equal(sound, before)


def reasons(heard: Delivery) -> set[str]:
    return {each.reason for _, each in heard}


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(0), "there is no sound"),
        (silence(RATE), "there is no sound"),
        (tone(200, 0.005), "there is no sound"),
        (noise(2, rms=0.05), "dB above the noise"),
        (tone(100, 2), "dB above the noise"),
        (apart(noise(1, rms=0.1)), "next to nothing in it is voiced"),
        (apart(noise(0.003, rms=0.1)), "no sound in it is long enough"),
    ],
)
def test_what_is_no_speech_is_not_measured_and_says_why(sound: Samples, reason: str) -> None:
    heard = measure(sound)
    assert all(each.value is None and each.confidence == 0 for _, each in heard)
    assert all(reason in each for each in reasons(heard))
    assert heard.pauses == ()


def test_one_short_syllable_has_a_level_but_no_rate_and_no_pitch() -> None:
    heard = measure(apart(spoken(sung(150, 0.25))))
    assert heard.loudness_db.value is not None
    assert heard.articulation_rate.reason == "less than 0.5 s of speech"
    assert heard.pitch_hz.reason == heard.pitch_range_st.reason == "less than 0.5 s of voiced speech"


def test_confidence_grows_with_the_speech_and_falls_with_noise() -> None:
    short, long = apart(syllables(4)), apart(syllables(16))
    noisy = np.asarray(long + noise(len(long) / RATE, rms=0.01), np.int16)
    few, many, hard = (measure(each) for each in (short, long, noisy))
    assert few.articulation_rate.confidence < many.articulation_rate.confidence == 1
    assert few.pitch_hz.confidence < many.pitch_hz.confidence == 1
    assert 0 < hard.pitch_hz.confidence < 1
    assert all(0 <= each.confidence <= 1 for heard in (few, many, hard) for _, each in heard)


def test_every_measure_has_its_method_and_unit() -> None:
    heard = measure(apart(syllables(8)))
    assert [name for name, _ in heard] == list(METHODS)
    assert all(each.unit == METHODS[name].unit for name, each in heard)


def test_a_change_is_relative_to_ones_own() -> None:
    own, now = measure(apart(syllables(12, 4.0, 150.0))), measure(apart(syllables(12, 5.0, 300.0)))
    found = change(own, now)
    assert found.articulation_rate == pytest.approx(1.25, rel=0.03)
    assert found.pitch_st == pytest.approx(12, abs=0.1)
    assert found.pitch_range_st == pytest.approx(0, abs=0.3)
    assert astuple(change(own, own)) == (1.0, 0.0, 0.0, 0.0)
    quieter = measure(apart(syllables(12, 4.0, 150.0)) // 2)
    assert change(own, quieter).loudness_db == pytest.approx(-20 * np.log10(2), abs=0.01)


def test_a_change_from_what_was_not_measured_is_none() -> None:
    speech, nothing = measure(apart(syllables(8))), measure(silence(RATE))
    assert astuple(change(speech, nothing)) == astuple(change(nothing, speech)) == (None,) * 4


def test_ten_seconds_are_measured_in_a_third_of_a_second() -> None:
    sound = apart(syllables(36))
    start = time.process_time()
    measure(sound)
    assert time.process_time() - start < 0.3 * 4  # four times the promise: other work shares the machine
