import numpy as np
import pytest

from audio.health import CLIPPED, NARROW, ZEROS, MicHealth, of_rate
from audio.pcm import FRAME, RATE, Samples, frames, resample, silence, to_floats, to_samples
from audio.resample import ToFrames
from audio.voices.neural import NeuralVoice
from tests.audio.sounds import cut, joined, noise

LIMIT = int(2.0 * RATE / FRAME)


def told(sound: Samples) -> list[tuple[int, str]]:
    """What was told, and after how many frames."""
    health = MicHealth()
    return [
        (number, ailment.id)
        for number, frame in enumerate(frames(sound), 1)
        for ailment in health.push(frame)
    ]


def room(seconds: float) -> Samples:
    """The faint hiss of a microphone that works."""
    return noise(seconds, rms=0.0005, seed=3)


def bursts(seconds: float, rms: float) -> Samples:
    """Wide-band sound, a quarter of a second on and off, as speech is."""
    sound = noise(seconds, rms=rms)
    return np.where(np.arange(len(sound)) // (RATE // 4) % 2 == 0, sound, room(seconds)).astype(np.int16)


def by_bluetooth(sound: Samples) -> Samples:
    """As a headset's call profile sends it: at 8 kHz."""
    return to_samples(resample(resample(to_floats(sound), RATE, 8_000), 8_000, RATE))


@pytest.mark.parametrize(
    ("sound", "ailment"),
    [
        (silence(10 * RATE), ZEROS),
        (bursts(10, rms=1.2), CLIPPED),
        (by_bluetooth(bursts(10, rms=0.1)), NARROW),
    ],
    ids=["zeros", "clipped", "narrow"],
)
def test_an_ailment_is_told_once_and_within_two_seconds(sound: Samples, ailment: object) -> None:
    found = told(sound)
    assert [name for _, name in found] == [getattr(ailment, "id", "")]
    assert found[0][0] <= LIMIT


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_a_muted_microphone_is_found_through_the_resampler_too(rate: int) -> None:
    stream = ToFrames(rate)
    blocks = cut(np.zeros((4 * rate, 2), np.int16), [480])
    heard = joined([frame for block in blocks for frame in stream.push(block)])
    assert [name for _, name in told(heard)] == [ZEROS.id]


def test_a_healthy_microphone_is_left_alone() -> None:
    assert told(bursts(10, rms=0.1)) == []
    assert told(room(10)) == []


def test_a_few_clipped_samples_over_a_long_call_are_no_ailment() -> None:
    sound = bursts(60, rms=0.1)
    sound[:: RATE // 3] = 32767
    assert told(sound) == []


def test_clipping_that_begins_late_is_told_within_two_seconds() -> None:
    found = told(joined([bursts(20, rms=0.1), bursts(4, rms=1.2)]))
    assert [name for _, name in found] == [CLIPPED.id]
    assert found[0][0] <= 20 * RATE // FRAME + LIMIT


def test_silence_shorter_than_a_second_and_a_half_is_no_ailment() -> None:
    pause = silence(int(1.4 * RATE))
    assert told(joined([bursts(1, rms=0.1), pause, bursts(1, rms=0.1), pause, bursts(1, rms=0.1)])) == []


def test_a_bluetooth_call_rate_is_told_from_the_rate_alone() -> None:
    assert of_rate(8_000) is NARROW
    assert of_rate(16_000) is NARROW
    assert of_rate(44_100) is None


@pytest.mark.engines
@pytest.mark.parametrize(
    "line", ["Thank you for calling, how can I help you today? Let me see what I can do."]
)
def test_a_clear_voice_is_healthy_and_the_same_at_8_khz_is_narrow(woman: NeuralVoice, line: str) -> None:
    speech = woman.say(line, 2.0)
    assert told(speech) == []
    assert [name for _, name in told(by_bluetooth(speech))] == [NARROW.id]
