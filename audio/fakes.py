"""Small deterministic engines, for tests and for trying things without models.

They follow the protocols of `ports` honestly: the detector reacts to level, the voice makes sound
whose length follows the text, and the transcriber reads back what the voice wrote into the sound.
"""

from __future__ import annotations

import hashlib

import numpy as np

from audio.pcm import RATE, Samples, level_db, silence, trim
from audio.ports import Transcript, Word

_LETTER_S = 0.06


class LevelDetector:
    """`SpeechDetector` that calls anything above -50 dBFS speech."""

    def probability(self, frame: Samples) -> float:
        """0.95 above -50 dBFS, else 0.02."""
        return 0.95 if level_db(frame) > -50 else 0.02

    def reset(self) -> None:
        """There is nothing to forget."""


class ToneVoice:
    """`Voice` that hums a tone per text, 60 ms a letter, and remembers what it said."""

    def __init__(self, name: str = "tone") -> None:
        self._name = name
        self.said: dict[tuple[float, int], str] = {}

    @property
    def name(self) -> str:
        """As given."""
        return self._name

    def say(self, text: str, heat: float) -> Samples:
        """A tone whose pitch stands for the text."""
        t = np.arange(max(1, int(_LETTER_S * len(text) * RATE))) / RATE
        digest = hashlib.sha256(f"{self._name}|{text}".encode()).digest()
        pitch = 200 + int.from_bytes(digest[:2], "big") % 3000
        samples = (3000 * (1 + heat / 10) * np.sin(2 * np.pi * pitch * t)).astype(np.int16)
        self.said[_shape(samples)] = text
        return samples


class EchoTranscriber:
    """`Transcriber` that knows the tones of a `ToneVoice` by their pitch and length."""

    def __init__(self, voice: ToneVoice) -> None:
        self._voice = voice

    @property
    def name(self) -> str:
        """The fake's name."""
        return "echo"

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:  # noqa: ARG002 - as told
        """The text whose tone this is; "" for anything else."""
        pitch, letters = _shape(trim(samples, keep_s=0.0))
        near = [
            (abs(known - pitch), text)
            for (known, length), text in self._voice.said.items()
            if length == letters and abs(known - pitch) < 0.005 * known
        ]
        text = min(near)[1] if near else ""
        words = text.split()
        step = len(samples) / RATE / max(1, len(words))
        timed = tuple(
            Word(word, round(i * step, 2), round((i + 1) * step, 2), 0.9) for i, word in enumerate(words)
        )
        return Transcript(text, timed)


class ScriptedTranscriber:
    """`Transcriber` that hears the given texts in turn, whatever is said."""

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)

    @property
    def name(self) -> str:
        """The fake's name."""
        return "scripted"

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:  # noqa: ARG002 - as told
        """The next text; "" when they have run out."""
        text = self._texts.pop(0) if self._texts else ""
        words = text.split()
        step = len(samples) / RATE / max(1, len(words))
        return Transcript(
            text,
            tuple(Word(w, round(i * step, 2), round((i + 1) * step, 2), 0.9) for i, w in enumerate(words)),
        )


class ListMic:
    """`Mic` on samples in memory."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self._at = 0

    def frame(self, heard: Samples) -> Samples | None:
        """The next 512 samples; None at the end."""
        size = len(heard)
        if self._at >= len(self._samples):
            return None
        frame = self._samples[self._at : self._at + size]
        self._at += size
        return frame if len(frame) == size else np.concatenate([frame, silence(size - len(frame))])


def _shape(samples: Samples) -> tuple[float, int]:
    """A tone's pitch in hertz and its length in letters, whatever silence is around it."""
    tone = np.trim_zeros(samples)
    crossings = np.flatnonzero(np.diff(np.signbit(tone)))
    if len(crossings) < 2:
        return 0.0, 0
    pitch = (len(crossings) - 1) / 2 / float(crossings[-1] - crossings[0]) * RATE
    return pitch, round(len(tone) / RATE / _LETTER_S)
