import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.delivery.contour import Array, normalise
from audio.delivery.pitch import Track, track
from audio.pcm import RATE, silence
from tests.audio.delivery.voice import apart, spoken, sung
from tests.audio.sounds import joined, noise, tone


def heard(sound: Array) -> Track:
    return track(normalise(spoken(sound))[0])


def inner(found: Track) -> Array:
    """The track without its first and last 50 ms, where the window reaches beyond the sound."""
    return found.hz[5:-5]


@given(st.floats(75, 400))
@settings(max_examples=6)
def test_a_steady_voice_has_its_pitch(hz: float) -> None:
    assert inner(heard(sung(hz, 0.4))) == pytest.approx(hz, rel=0.005)


def test_a_glide_is_followed() -> None:
    hz = np.geomspace(110, 220, RATE)
    found = heard(sung(hz, 1))
    assert inner(found) == pytest.approx(hz[80::160][5:-5], rel=0.01)


@pytest.mark.parametrize("hz", [90.0, 130.0, 220.0])
def test_a_strong_second_harmonic_is_no_octave(hz: float) -> None:
    found = heard(sung(hz, 0.5, strengths={1: 0.1, 2: 8.0}))
    assert inner(found) == pytest.approx(hz, rel=0.01)


def test_every_second_pulse_weaker_is_no_octave_below() -> None:
    pulses = np.zeros(RATE // 2)
    pulses[::80] = 1.0
    pulses[80::160] = 0.9
    voice = np.convolve(pulses, np.hanning(40))[: len(pulses)]
    assert np.median(inner(heard(voice))) == pytest.approx(200, rel=0.01)


def test_the_pitch_is_heard_through_a_telephone_that_cuts_it_off() -> None:
    assert inner(heard(sung(120, 0.5, lowest_hz=300))) == pytest.approx(120, rel=0.01)


def test_noise_and_silence_have_no_pitch() -> None:
    assert track(normalise(noise(1))[0]).voiced.mean() < 0.05
    mixed = track(normalise(joined([silence(RATE), tone(200, 1)]))[0])
    assert not mixed.voiced[:90].any()
    assert mixed.voiced[110:190].all()


def test_a_voice_in_noise_keeps_its_pitch() -> None:
    voice = sung(180, 1)
    mixed = heard(0.7 * voice + np.random.default_rng(3).normal(0, 0.3 * np.std(voice), len(voice)))
    assert mixed.voiced.mean() > 0.9
    assert np.nanmedian(mixed.hz) == pytest.approx(180, rel=0.01)


def test_two_voices_far_apart_are_both_followed() -> None:
    both = track(normalise(apart(spoken(sung(110, 0.5)), spoken(sung(230, 0.5))))[0])
    assert np.nanmedian(both.hz[:100]) == pytest.approx(110, rel=0.01)
    assert np.nanmedian(both.hz[100:]) == pytest.approx(230, rel=0.01)


@pytest.mark.parametrize("count", [160, 319, 700])
def test_the_shortest_sounds_have_a_track(count: int) -> None:
    found = track(normalise(tone(200, 1)[:count])[0])
    assert len(found.hz) == len(found.periodicity) == count // 160
