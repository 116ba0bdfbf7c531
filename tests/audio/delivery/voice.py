"""A made-up voice whose pitch, syllables and pauses are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audio.pcm import RATE, Samples, silence
from tests.audio.sounds import joined

Array = NDArray[np.float64]

FORMANTS = ((500, 100), (1500, 150), (2500, 200))
"""Frequencies and bandwidths of a neutral vowel, in hertz."""


def sung(
    hz: float | Array, seconds: float, *, strengths: dict[int, float] | None = None, lowest_hz: float = 0.0
) -> Array:
    """A vowel: harmonics under formants, peak 1.

    Args:
        hz: its pitch, or the pitch at each sample.
        seconds: its length.
        strengths: factors for some harmonics, by their number.
        lowest_hz: harmonics below it are left out, as a telephone does.
    """
    pitch = np.broadcast_to(np.asarray(hz, np.float64), round(seconds * RATE))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = np.zeros(len(pitch))
    for number in range(1, int(3000 / pitch.min()) + 1):
        at = number * pitch
        gain = sum(1 / (1 + ((at - centre) / width) ** 2) for centre, width in FORMANTS) / number**0.5
        gain = gain * (at >= lowest_hz) * (strengths or {}).get(number, 1.0)
        sound += gain * np.sin(number * phase)
    return np.asarray(sound / np.abs(sound).max())


def syllables(count: int, rate: float = 4.0, hz: float | Array = 150.0) -> Samples:
    """So many syllables, each a swell of 20 dB, at so many a second."""
    seconds = count / rate
    t = np.arange(round(seconds * RATE)) / RATE
    swell = 0.1 + 0.9 * np.sin(np.pi * rate * t) ** 2
    return spoken(sung(hz, seconds) * swell)


def spoken(sound: Array, peak: float = 0.25) -> Samples:
    """The sound as samples; multiples of 4, so that a fourth of them is exact."""
    return np.asarray(np.rint(peak * 8191 * sound) * 4, np.int16)


def apart(*parts: Samples, by_s: float = 0.5) -> Samples:
    """The parts with silence before, between and after them."""
    gap = silence(round(by_s * RATE))
    return joined([gap, *(piece for part in parts for piece in (part, gap))])
