import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.pcm import FRAME, RATE, level_db, silence
from audio.resample import FromFrames, ToFrames
from tests.audio.sounds import Int16, cut, joined, noise, strongest_hz, tone

RATES = (8_000, 16_000, 44_100, 48_000)
SIZES = st.lists(st.integers(1, 3000), min_size=1, max_size=6)


def stereo(left: Int16, right: Int16) -> Int16:
    return np.stack([left, right], axis=1)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
@settings(max_examples=15)
@given(sizes=SIZES)
def test_the_same_frames_come_out_however_the_blocks_are_cut(
    rate: int, channels: int, sizes: list[int]
) -> None:
    sound = noise(0.6)
    block = sound if channels == 1 else stereo(sound, np.roll(sound, 777) * (np.arange(len(sound)) > 1234))
    at_once = joined(ToFrames(rate).push(block))
    stream = ToFrames(rate)
    in_blocks = joined([frame for part in cut(block, sizes) for frame in stream.push(part)])
    assert len(at_once) % FRAME == 0
    assert np.array_equal(in_blocks, at_once)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_sine_keeps_its_frequency_and_level(rate: int, channels: int) -> None:
    sound = tone(440, 2, rate=rate)
    block = sound if channels == 1 else stereo(sound, sound)
    frames = ToFrames(rate).push(block)
    assert {len(frame) for frame in frames} == {FRAME}
    heard = joined(frames)
    assert 0 <= 2 - len(heard) / RATE < 0.12 + FRAME / RATE  # what the resampler still holds
    assert strongest_hz(heard) == pytest.approx(440, abs=1)
    assert level_db(heard[1600:]) == pytest.approx(level_db(sound), abs=0.1)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("dead", [0, 1])
def test_a_dead_channel_does_not_halve_the_other(rate: int, dead: int) -> None:
    sound, nothing = tone(440, 1, rate=rate), np.zeros(rate, np.int16)
    block = stereo(nothing, sound) if dead == 0 else stereo(sound, nothing)
    heard = joined(ToFrames(rate).push(block))
    assert level_db(heard[1600:]) == pytest.approx(level_db(sound), abs=0.1)


@pytest.mark.parametrize("rate", RATES)
def test_digital_silence_stays_digital_silence_both_ways(rate: int) -> None:
    assert not joined(ToFrames(rate).push(np.zeros((rate, 2), np.int16))).any()
    stream = FromFrames(rate)
    assert not joined([stream.push(silence(FRAME)) for _ in range(30)]).any()


@pytest.mark.parametrize("rate", RATES)
def test_frames_leave_at_the_rate_of_the_device_with_frequency_and_level_kept(rate: int) -> None:
    sound = tone(440, 2)
    stream = FromFrames(rate)
    played = joined([stream.push(frame) for frame in cut(sound, [FRAME])])
    assert 0 <= 2 - len(played) / rate < 0.12  # what the resampler still holds
    assert strongest_hz(played, rate) == pytest.approx(440, abs=1)
    assert level_db(played[rate // 10 :]) == pytest.approx(level_db(sound), abs=0.1)


def test_an_empty_block_gives_no_frames() -> None:
    stream = ToFrames(48_000)
    assert stream.push(np.zeros((0, 2), np.int16)) == []
    assert stream.push(np.zeros(0, np.int16)) == []
