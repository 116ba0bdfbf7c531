"""Sounds to test with, and measures to test them by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audio.pcm import FRAME, RATE, Floats, Samples, to_floats

Int16 = NDArray[np.int16]


def tone(hz: float, seconds: float, *, peak: float = 0.25, rate: int = RATE) -> Samples:
    """A sine."""
    t = np.arange(round(seconds * rate)) / rate
    return np.asarray(np.rint(peak * 32767 * np.sin(2 * np.pi * hz * t)), np.int16)


def noise(seconds: float, *, rms: float = 0.1, seed: int = 1) -> Samples:
    """White noise."""
    floats = np.random.default_rng(seed).normal(0, rms, round(seconds * RATE))
    return np.asarray(np.clip(floats, -1, 1) * 32767, np.int16)


def cut(samples: Int16, sizes: list[int]) -> list[Int16]:
    """The samples in blocks of the given sizes, taken again from the first when they run out."""
    blocks: list[Int16] = []
    at = 0
    while at < len(samples):
        size = sizes[len(blocks) % len(sizes)]
        blocks.append(samples[at : at + size])
        at += size
    return blocks


def joined(parts: list[Samples]) -> Samples:
    """The parts as one sound."""
    return np.concatenate([np.zeros(0, np.int16), *parts])


def strongest_hz(samples: Samples, rate: int = RATE) -> float:
    """The frequency of the highest peak in the spectrum."""
    power = np.abs(np.fft.rfft(to_floats(samples) * np.hanning(len(samples))))
    return float(power.argmax()) * rate / len(samples)


def band_db(samples: Samples, low: float, high: float) -> float:
    """The energy between two frequencies, in decibels (of no fixed reference)."""
    power = np.abs(np.fft.rfft(to_floats(samples))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE)
    return 10 * float(np.log10(power[(hz >= low) & (hz < high)].sum() + 1e-12))


def median_pitch(samples: Samples) -> float:
    """The median pitch in hertz of the frames that are clearly voiced, by autocorrelation."""
    size, shortest, longest = 2 * FRAME, RATE // 500, RATE // 60
    found: list[float] = []
    for start in range(0, len(samples) - size, FRAME):
        frame: Floats = to_floats(samples[start : start + size])
        spectrum = np.fft.rfft((frame - frame.mean()) * np.hanning(size), 4 * size)
        likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: longest + 1]
        lag = shortest + int(likeness[shortest:].argmax())
        if likeness[0] > 0.1 and likeness[lag] > 0.5 * likeness[0]:
            found.append(RATE / lag)
    return float(np.median(found))
