import sys
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio import wav
from audio.errors import SoundFileError
from audio.files import WavMic, WavSpeaker
from audio.pcm import FRAME, RATE, Samples, level_db, silence
from tests.audio.sounds import joined, strongest_hz, tone


def written(path: Path, *, form: str, rate: int, layout: str, container: str | None = None) -> Path:
    """A second of 440 Hz, -9 dBFS, written by FFmpeg."""
    channels = 2 if layout == "stereo" else 1
    sound = np.repeat(tone(440, 1, peak=0.5, rate=rate)[None], channels, axis=1)
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(form, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1) if channels == 1 else _interleaved(sound), "s16", layout)
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return path


def _interleaved(sound: Samples) -> Samples:
    return sound.reshape(2, -1).T.reshape(1, -1)
