import numpy as np
import pytest

from audio.detect import SileroDetector
from audio.pcm import FRAME, RATE, Samples, frames, silence, to_floats
from audio.voices.neural import NeuralVoice
from tests.audio.sounds import joined, noise

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def speech(woman: NeuralVoice) -> Samples:
    line = woman.say("I have been waiting for two weeks, and nobody called me back.", 3.0)
    return (
        joined([silence(RATE), line, silence(RATE)])
        + noise(2 + len(line) / RATE, rms=0.0003)[: len(line) + 2 * RATE]
    )


def heard(detector: SileroDetector, sound: Samples) -> list[float]:
    return [detector.probability(frame) for frame in frames(sound)]


def test_frame_by_frame_it_equals_the_run_over_the_whole_file(speech: Samples) -> None:
    vad = pytest.importorskip("faster_whisper.vad", reason="faster-whisper is not installed")
    whole = speech[: len(speech) // FRAME * FRAME]
    expected = np.ravel(vad.get_vad_model()(to_floats(whole)))
    difference = np.abs(np.array(heard(SileroDetector(), whole)) - expected)
    assert difference[:-1].max() < 1e-4  # faster-whisper blanks the end of the last frame


def test_speech_is_told_from_silence_and_noise(speech: Samples) -> None:
    detector = SileroDetector()
    probabilities = heard(detector, speech)
    assert max(probabilities[: RATE // FRAME - 1]) < 0.3
    assert np.mean(np.array(probabilities[RATE // FRAME + 3 : -(RATE // FRAME) - 3]) > 0.5) > 0.8
    detector.reset()
    assert max(heard(detector, noise(2, rms=0.02))) < 0.5


def test_reset_forgets_what_was_heard(speech: Samples) -> None:
    detector = SileroDetector()
    first = heard(detector, speech)
    detector.reset()
    assert heard(detector, speech) == first


def test_anything_but_a_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="512"):
        SileroDetector().probability(silence(160))
