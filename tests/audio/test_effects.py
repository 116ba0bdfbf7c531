import numpy as np
import pytest

from audio.effects import hang_up_tone, phone_line, ring
from audio.pcm import RATE, level_db, silence
from tests.audio.sounds import band_db, joined, noise, tone


def test_a_telephone_keeps_300_to_3400_hertz_and_drops_the_rest() -> None:
    through = phone_line(noise(2))
    inside = band_db(through, 500, 3200) - 10 * np.log10(2700)
    for low, high in ((0, 150), (4000, 7900)):
        outside = band_db(through, low, high) - 10 * np.log10(high - low)
        assert outside < inside - 25


@pytest.mark.parametrize("hz", [400, 1000, 3000])
def test_a_telephone_keeps_the_level_of_what_it_lets_through(hz: int) -> None:
    sound = tone(hz, 0.5, peak=0.2)
    assert level_db(phone_line(sound)) == pytest.approx(level_db(sound), abs=0.1)


def test_a_telephone_never_clips() -> None:
    loud = phone_line(noise(1, rms=0.9))
    assert np.abs(loud.astype(int)).max() <= 0.98 * 32768


@pytest.mark.parametrize("count", [0, 1, 100, 254, 255, 256, 20_000])
def test_a_telephone_keeps_the_length(count: int) -> None:
    assert len(phone_line(noise(2)[:count])) == count
    assert not phone_line(silence(count)).any()


def test_a_telephone_adds_no_delay() -> None:
    click = joined([silence(4000), tone(1000, 0.01), silence(4000)])
    assert abs(int(np.abs(phone_line(click).astype(int)).argmax()) - 4080) < 80


def test_the_ring_is_two_bursts_of_400_and_450_hertz() -> None:
    sound = ring()
    assert len(sound) == int(1.2 * RATE)
    loud = [level_db(sound[int(a * RATE) : int(b * RATE)]) > -30 for a, b in ((0.05, 0.35), (0.65, 0.95))]
    quiet = [level_db(sound[int(a * RATE) : int(b * RATE)]) < -90 for a, b in ((0.45, 0.55), (1.05, 1.2))]
    assert all(loud)
    assert all(quiet)
    for hz in (400, 450):
        assert band_db(sound, hz - 10, hz + 10) > band_db(sound, 500, 8000) + 10


def test_the_hang_up_tone_is_two_beeps() -> None:
    sound = hang_up_tone()
    assert len(sound) == int(0.55 * RATE)
    assert not sound[int(0.21 * RATE) : int(0.34 * RATE)].any()
    assert level_db(sound[: RATE // 5]) > -30
