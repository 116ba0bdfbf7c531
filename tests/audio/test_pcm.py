import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.pcm import FLOOR_DB, FRAME, RATE, frames, level_db, resample, silence, to_floats, to_samples, trim
from tests.audio.sounds import joined, strongest_hz, tone


@given(st.integers(0, 5 * FRAME))
def test_frames_hold_every_sample_and_pad_only_the_last(count: int) -> None:
    samples = np.arange(1, count + 1).astype(np.int16)
    cut = list(frames(samples))
    assert all(len(frame) == FRAME for frame in cut)
    whole = joined(cut)
    assert np.array_equal(whole[:count], samples)
    assert len(whole) - count < FRAME
    assert not whole[count:].any()


def test_floats_and_back_give_the_same_samples() -> None:
    every = np.arange(-32768, 32768).astype(np.int16)
    assert np.array_equal(to_samples(to_floats(every)), every)


def test_floats_beyond_full_scale_are_clipped_not_wrapped() -> None:
    assert to_samples(np.array([2.0, -2.0, 1.0], np.float32)).tolist() == [32767, -32768, 32767]


def test_level_of_known_sounds() -> None:
    assert level_db(np.full(100, -32768, np.int16)) == 0.0
    assert level_db(tone(1000, 1, peak=1.0)) == pytest.approx(-3.01, abs=0.01)
    assert level_db(tone(1000, 1, peak=0.1)) == pytest.approx(-23.01, abs=0.01)


def test_level_of_silence_and_of_nothing_is_the_floor() -> None:
    assert level_db(silence(10)) == FLOOR_DB
    assert level_db(silence(0)) == FLOOR_DB


def test_resample_keeps_length_in_seconds_and_frequency() -> None:
    up = resample(to_floats(tone(440, 1)), RATE, 48_000)
    assert abs(len(up) - 48_000) <= 1
    assert strongest_hz(to_samples(up), 48_000) == pytest.approx(440, abs=1)
    same = to_floats(tone(440, 0.1))
    assert resample(same, RATE, RATE) is same


def test_trim_keeps_the_sound_and_ten_milliseconds_around_it() -> None:
    sound = tone(400, 0.5)
    trimmed = trim(joined([silence(5000), sound, silence(9000)]))
    assert 0 <= len(trimmed) - len(sound) <= 2 * (RATE // 100) + 2 * (RATE // 200)
    assert level_db(trimmed[: RATE // 200]) == FLOOR_DB


def test_trim_leaves_nothing_of_silence_and_does_not_touch_a_sound_without_any() -> None:
    assert not len(trim(silence(3000)))
    sound = tone(400, 0.5)
    assert np.array_equal(trim(sound), sound)
    blip = tone(400, 0.002)
    assert np.array_equal(trim(blip), blip)


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_trim_of_a_trimmed_sound_changes_nothing(before: int, after: int) -> None:
    once = trim(joined([silence(before), tone(300, 0.2), silence(after)]), keep_s=0.0)
    assert np.array_equal(trim(once, keep_s=0.0), once)
