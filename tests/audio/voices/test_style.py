import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.pcm import level_db, silence
from audio.ports import Traits
from audio.voices.style import Style
from tests.audio.sounds import noise, tone


@given(st.floats(0, 9.9), st.floats(0.1, 10))
def test_more_heat_is_louder_higher_livelier_and_faster(heat: float, more: float) -> None:
    cool, hot = Style.at(heat), Style.at(min(10.0, heat + more))
    assert hot.level_db > cool.level_db
    assert hot.pitch > cool.pitch
    assert hot.pitch_range > cool.pitch_range
    assert hot.speed > cool.speed


def test_heat_beyond_the_scale_changes_nothing_more() -> None:
    assert Style.at(-3) == Style.at(0)
    assert Style.at(12) == Style.at(10)


@pytest.mark.parametrize("peak", [0.001, 0.1, 1.0])
@pytest.mark.parametrize("heat", [0, 5, 10])
def test_a_line_is_brought_to_the_level_of_its_heat(peak: float, heat: float) -> None:
    style = Style.at(heat)
    assert level_db(style.leveled(tone(300, 0.5, peak=peak))) == pytest.approx(style.level_db, abs=0.2)


def test_peaks_are_rounded_off_below_full_scale_instead_of_clipped() -> None:
    spiky = noise(0.5, rms=0.05)
    spiky[::200] = 12_000
    loud = Style.at(10).leveled(spiky)
    assert 0.8 * 32767 < np.abs(loud.astype(int)).max() < 32_700
    assert len(loud) == len(spiky)


def test_silence_and_nothing_stay_what_they_are() -> None:
    assert not len(Style.at(5).leveled(silence(0)))
    assert not Style.at(5).leveled(silence(100)).any()


@pytest.mark.parametrize("heat", [0, 5, 10])
def test_a_slow_person_is_slower_and_a_fast_one_faster_at_any_heat(heat: float) -> None:
    slow, middle, fast = [
        Style.at(heat, each) for each in (Traits(pace="slow"), Traits(), Traits(pace="fast"))
    ]
    assert slow.speed < middle.speed < fast.speed
    assert slow.pitch == middle.pitch == fast.pitch
    assert middle == Style.at(heat)


@pytest.mark.parametrize("heat", [0, 5, 10])
def test_a_low_voice_is_lower_and_a_high_one_higher_at_any_heat(heat: float) -> None:
    low, middle, high = [
        Style.at(heat, each) for each in (Traits(pitch="low"), Traits(), Traits(pitch="high"))
    ]
    assert low.pitch < middle.pitch < high.pitch
    assert low.speed == middle.speed == high.speed
    assert middle == Style.at(heat)


def test_what_style_makes_of_the_traits_is_part_of_a_voices_name() -> None:
    assert Style.name(Traits()) == ""
    assert Style.name(Traits(pitch="low", pace="fast")) == "-low-fast"
    assert Style.name(Traits(pitch="high")) == "-high"
    assert Style.name(Traits(pace="slow")) == "-slow"
