import numpy as np
import pytest

from audio.effects import hang_up_tone, louder, phone_line, ring, sigh
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


@pytest.mark.parametrize("hz", [30, 60, 6000])
def test_what_a_telephone_does_not_let_through_stays_faint(hz: int) -> None:
    sound = tone(hz, 0.5, peak=0.5)
    assert level_db(phone_line(sound)) < level_db(sound) - 20


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


@pytest.mark.parametrize("db", [-6.0, 2.0, 6.0])
def test_louder_raises_the_level_by_so_many_decibels(db: float) -> None:
    sound = tone(300, 0.5, peak=0.1)
    assert level_db(louder(sound, db)) == pytest.approx(level_db(sound) + db, abs=0.05)


def test_louder_rounds_peaks_off_below_full_scale_and_keeps_their_order() -> None:
    steps = np.arange(0, 32_000, 500, dtype=np.int16)
    loud = louder(np.concatenate([-steps, steps]), 6.0).astype(int)
    assert np.abs(loud).max() < 32_768
    assert (np.diff(loud[len(steps) :]) >= 0).all()
    assert np.array_equal(loud[: len(steps)], -loud[len(steps) :])


def test_nothing_to_raise_stays_what_it_is() -> None:
    sound = noise(0.1)
    assert louder(sound, 0) is sound
    assert not len(louder(silence(0), 6.0))
    assert not louder(silence(100), 6.0).any()


def test_a_sigh_is_a_quiet_breath_that_swells_quickly_and_dies_slowly() -> None:
    breath = sigh()
    assert len(breath) == int(0.7 * RATE)
    blocks = [level_db(block) for block in np.array_split(breath, 14)]
    assert 1 <= int(np.argmax(blocks)) <= 4
    assert -50 < max(blocks) < -25
    assert blocks[-1] < max(blocks) - 15
    assert band_db(breath, 0, 3000) > band_db(breath, 4000, 8000) + 6


def test_every_sigh_is_the_same_and_as_long_as_asked() -> None:
    assert np.array_equal(sigh(), sigh())
    assert len(sigh(0.3)) == int(0.3 * RATE)
