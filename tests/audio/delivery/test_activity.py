import numpy as np
import pytest

from audio.delivery.activity import Activity, activity, runs
from audio.delivery.contour import intensity, normalise
from audio.delivery.pauses import pauses
from audio.pcm import RATE, Samples, silence
from tests.audio.delivery.voice import apart, spoken, sung, syllables
from tests.audio.sounds import joined, noise, tone


def found(samples: Samples) -> Activity:
    return activity(intensity(normalise(samples)[0]))


def seconds(samples: Samples) -> list[tuple[float, float]]:
    return [(start / 100, end / 100) for start, end in runs(found(samples).speech)]


def test_speech_is_found_between_silences() -> None:
    first, second = syllables(8), syllables(4)
    (a, b), (c, d) = seconds(apart(first, second, by_s=1.0))
    assert (a, b, c, d) == pytest.approx((1.0, 3.0, 4.0, 5.0), abs=0.06)


def test_a_pause_is_a_quarter_of_a_second_or_more() -> None:
    vowel = spoken(sung(150, 0.6))
    assert len(seconds(joined([vowel, silence(round(0.2 * RATE)), vowel]))) == 1
    assert len(seconds(joined([vowel, silence(round(0.36 * RATE)), vowel]))) == 2


@pytest.mark.parametrize("snr_db", [40, 25, 15])
def test_speech_is_found_in_noise(snr_db: float) -> None:
    speech = apart(syllables(8), syllables(4), by_s=1.0)
    level = np.sqrt(np.mean(speech.astype(float) ** 2)) / 32767
    mixed = (speech + noise(len(speech) / RATE, rms=level * 10 ** (-snr_db / 20))).astype(np.int16)
    (a, b), (c, d) = seconds(mixed)
    assert (a, b, c, d) == pytest.approx((1.0, 3.0, 4.0, 5.0), abs=0.1)


@pytest.mark.parametrize(
    "sound", [noise(2, rms=0.05), tone(100, 2), spoken(sung(100, 2)), silence(RATE) + np.int16(5)]
)
def test_nothing_steady_is_speech(sound: Samples) -> None:
    assert not found(sound).speech.any()
    assert found(sound).range_db < 3


def test_a_click_is_no_speech() -> None:
    click = noise(0.005, rms=0.3)
    assert seconds(apart(click, syllables(4), by_s=1.0))[0][0] == pytest.approx(2.0, abs=0.06)


def test_sound_without_a_voice_is_left_out() -> None:
    breath, speech = noise(0.4, rms=0.05), syllables(4)
    both = found(apart(breath, speech, by_s=1.0))
    voiced = np.zeros(len(both.speech), np.bool_)
    voiced[300] = True
    assert len(list(runs(both.speech))) == 2
    assert [start for start, _ in runs(both.with_voice(voiced).speech)] == pytest.approx([240], abs=6)


def test_the_runs_of_a_mask() -> None:
    mask = np.array([True, True, False, True, False, False, True])
    assert list(runs(mask)) == [(0, 2), (3, 4), (6, 7)]
    assert list(runs(mask[:0])) == []
    assert list(runs(np.ones(3, np.bool_))) == [(0, 3)]


def test_pauses_are_only_inside_the_speech() -> None:
    silences = pauses(found(apart(syllables(4), syllables(4), syllables(4), by_s=0.75)).speech)
    assert [each.length_s for each in silences] == pytest.approx([0.75, 0.75], abs=0.1)
    assert silences[0].start_s == pytest.approx(1.75, abs=0.06)
    assert pauses(np.zeros(50, np.bool_)) == ()
    assert pauses(np.ones(50, np.bool_)) == ()
