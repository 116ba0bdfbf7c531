import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.delivery.contour import DEEPEST_DB, HOP, intensity, normalise
from audio.pcm import RATE, silence
from tests.audio.delivery.voice import syllables
from tests.audio.sounds import joined, noise, tone


@given(st.integers(0, 3 * RATE // 10))
@settings(max_examples=12)
def test_there_is_a_level_for_each_whole_hop(count: int) -> None:
    sound, _ = normalise(tone(300, 0.3)[:count])
    assert len(intensity(sound)) == count // HOP


def test_a_steady_tone_is_level_up_to_its_ends() -> None:
    contour = intensity(normalise(tone(200, 1))[0])
    assert np.ptp(contour) < 0.6
    assert np.median(contour) == pytest.approx(0, abs=0.05)


def test_a_step_in_level_is_found_where_it_is() -> None:
    sound, _ = normalise(joined([tone(200, 1, peak=0.02), tone(200, 1, peak=0.2)]))
    contour = intensity(sound)
    assert contour[150] - contour[50] == pytest.approx(20, abs=0.1)
    halfway = (contour[50] + contour[150]) / 2
    assert abs(int(np.argmax(contour > halfway)) - 100) <= 3


def test_silence_is_the_deepest_level() -> None:
    contour = intensity(normalise(joined([silence(RATE), tone(200, 1)]))[0])
    assert contour[50] == DEEPEST_DB


def test_an_offset_is_no_sound() -> None:
    quiet, rms = normalise(np.full(RATE, 500, np.int16))
    assert rms == 0
    assert not quiet.any()
    shifted = (noise(1, rms=0.05) + 3000).astype(np.int16)
    assert np.allclose(
        intensity(normalise(shifted)[0]), intensity(normalise(noise(1, rms=0.05))[0]), atol=0.01
    )


def test_a_gain_changes_nothing() -> None:
    sound = syllables(4)
    quarter = (sound // 4).astype(np.int16)
    assert np.array_equal(intensity(normalise(sound)[0]), intensity(normalise(quarter)[0]))


def test_no_samples_have_no_contour() -> None:
    sound, rms = normalise(silence(0))
    assert rms == 0
    assert not len(intensity(sound))
