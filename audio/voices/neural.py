"""The neural voice: hibari's net, with pitch level, pitch range and speed that follow the heat.

hibari predicts a spectrum and a pitch curve and only then makes the wave, so the pitch can be
moved without touching the words. One voice ships with it, an American woman. The man is made from
her: the whole sound is slowed by 1/`TRACT` (formants fall as they do in a longer vocal tract), the
net speaks faster by the same factor, and the pitch curve is set an octave down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from audio.errors import VoiceError, pip_install
from audio.pcm import RATE, Floats, Samples, resample, silence, to_samples, trim
from audio.ports import Gender, Traits
from audio.voices.style import Style

_VOICED_HZ = 40.0
_BREATH_S = 0.28  # between sentences; the net itself would leave up to 0.7 s

_NO = re.compile(r"\b(no)\.", re.IGNORECASE)
"""A sentence that ends in "no": with its full stop the engine reads it as "number"."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How one person is made from the net's voice.

    Attributes:
        pitch: factor on the net's pitch, about 200 Hz.
        tract: factor on all formants: under 1 for a longer vocal tract.
    """

    pitch: float
    tract: float


SPEAKERS: dict[Gender, Speaker] = {"female": Speaker(1.0, 1.0), "male": Speaker(0.58, 0.87)}


class NeuralVoice:
    """`Voice` on hibari. The same line at the same heat gives the same samples."""

    def __init__(self, traits: Traits) -> None:
        try:
            from hibari import Hibari  # noqa: PLC0415 - engines are imported when one is built
        except ImportError as error:
            raise VoiceError("the neural voice is not installed", hint=pip_install("hibari-tts")) from error
        self._hibari = Hibari()
        self._speaker = SPEAKERS[traits.gender]
        self._traits = traits
        self._name = f"hibari-{version('hibari-tts')}-{traits.gender}{Style.name(traits)}"

    @property
    def name(self) -> str:
        """Engine, version and voice."""
        return self._name

    def say(self, text: str, heat: float) -> Samples:
        """The line as speech, without silence at its ends."""
        style = Style.at(heat, self._traits)
        breath = silence(round(_BREATH_S / style.speed * RATE))
        parts: list[Samples] = []
        for phonemes in self._hibari.phonemize(_NO.sub(r"\1 .", text)):
            parts += [breath, self._sentence(phonemes, style)]
        return style.leveled(np.concatenate(parts[1:])) if parts else silence(0)

    def _sentence(self, phonemes: str, style: Style) -> Samples:
        from hibari import dsp  # noqa: PLC0415 - hibari is loaded by now

        speaker = self._speaker
        ids = np.asarray([self._hibari.ids(phonemes)], np.int64)
        speed = np.asarray([style.speed / speaker.tract], np.float32)
        parts = self._hibari.sess.run(None, {"ids": ids, "speed": speed})
        *spectra, f0 = (part[0] for part in parts)
        wave = dsp.synth(*spectra, self._pitched(f0, style), np.random.default_rng(0))
        return trim(to_samples(resample(np.asarray(wave, np.float32), dsp.SR * speaker.tract, RATE)))

    def _pitched(self, f0: Floats, style: Style) -> Floats:
        """The pitch curve moved and stretched around its own median; unvoiced frames stay 0."""
        voiced = f0 > _VOICED_HZ
        if not voiced.any():
            return f0
        middle = float(np.median(f0[voiced]))
        level = middle * style.pitch * self._speaker.pitch / self._speaker.tract
        curve = level * (np.maximum(f0, 1.0) / middle) ** style.pitch_range
        return np.where(voiced, np.clip(curve, 60.0, 600.0), f0).astype(np.float32)
