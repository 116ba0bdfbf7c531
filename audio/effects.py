"""What a telephone does to a voice, and how it rings."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from audio.pcm import FULL_SCALE, RATE, Samples, silence, to_floats, to_samples

LOW_HZ, HIGH_HZ = 300.0, 3400.0
"""The telephone band (ITU-T G.712)."""

_TAPS = 255
_MU = 40.0
_KNEE = 0.6
_MOST_GAIN = 4.0  # a sound that lies outside the band stays faint


@functools.cache
def _band_pass() -> NDArray[np.float32]:
    """A linear-phase windowed-sinc filter for the telephone band."""
    n = np.arange(_TAPS) - (_TAPS - 1) / 2
    high, low = 2 * HIGH_HZ / RATE, 2 * LOW_HZ / RATE
    taps = (high * np.sinc(high * n) - low * np.sinc(low * n)) * np.hamming(_TAPS)
    return np.asarray(taps, np.float32)


def phone_line(samples: Samples) -> Samples:
    """The voice as through a telephone: 300-3400 Hz, lightly companded.

    At the same level, but for a sound that lies mostly outside that band.
    """
    if not len(samples):
        return samples
    floats = to_floats(samples)
    line = np.convolve(floats, _band_pass())[_TAPS // 2 :][: len(floats)]
    line = np.sign(line) * np.log1p(_MU * np.minimum(np.abs(line), 1)) / np.log1p(_MU)  # compress …
    line = np.round(line * 127) / 127  # … to eight bits, as a line card does …
    line = np.sign(line) * np.expm1(np.abs(line) * np.log1p(_MU)) / _MU  # … and expand
    before, after = float(np.mean(floats**2)), float(np.mean(line**2))
    if after > 0:
        line *= min(np.sqrt(before / after), _MOST_GAIN, 0.97 / float(np.max(np.abs(line))))
    return to_samples(line.astype(np.float32))


def louder(samples: Samples, db: float) -> Samples:
    """The samples raised by so many dB, softly limited below full scale."""
    if not len(samples) or db == 0:
        return samples
    floats = samples.astype(np.float64) / FULL_SCALE * 10 ** (db / 20)
    over = np.abs(floats) > _KNEE
    soft = _KNEE + (1 - _KNEE) * np.tanh((np.abs(floats) - _KNEE) / (1 - _KNEE))
    floats = np.where(over, np.sign(floats) * soft, floats)
    return np.clip(np.rint(floats * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def sigh(seconds: float = 0.7) -> Samples:
    """A breath out: noise in the band of a throat, quickly up and slowly down."""
    count = int(seconds * RATE)
    noise = np.convolve(np.random.default_rng(0).standard_normal(count), np.ones(6) / 6, mode="same")
    t = np.arange(count) / count
    shape = np.minimum(1.0, t / 0.15) * (1 - t) ** 1.5
    return to_samples((0.045 * noise * shape).astype(np.float32))


def ring(seconds: float = 1.2) -> Samples:
    """One ring: the British double burst of 400 + 450 Hz, as ITU-T E.180 lists it, cut to fit."""
    t = np.arange(int(seconds * RATE)) / RATE
    on = ((t < 0.4) | ((t >= 0.6) & (t < 1.0))).astype(np.float32)
    ramp = np.convolve(on, np.ones(160, np.float32) / 160, mode="same")
    tone = 0.12 * (np.sin(2 * np.pi * 400 * t) + np.sin(2 * np.pi * 450 * t))
    return to_samples((tone * ramp).astype(np.float32))


def hang_up_tone() -> Samples:
    """Two short beeps: the line is dead."""
    t = np.arange(int(0.2 * RATE)) / RATE
    beep = to_samples((0.12 * np.sin(2 * np.pi * 425 * t) * np.hanning(len(t))).astype(np.float32))
    return np.concatenate([beep, silence(int(0.15 * RATE)), beep])
