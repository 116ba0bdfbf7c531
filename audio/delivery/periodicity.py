"""Candidates for the fundamental frequency of each frame, by autocorrelation.

Boersma (1993), "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise
ratio of a sampled sound", IFA Proceedings 17:97-110: the autocorrelation of a windowed frame is
divided by the window's own, which takes away its taper; the highest maxima are the candidates, and
their heights say how periodic the frame would be with each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from audio.delivery.contour import HOP, Array
from audio.pcm import RATE

PERIODS = 3
"""Periods of the lowest pitch under the window (Boersma 1993, for Hanning windows)."""

CANDIDATES = 7
"""Voiced candidates a frame. Praat's default is 14; the ones beyond these are never chosen (bench)."""

_FINER = 2
"""Steps of lag a sample, so that a maximum between two samples keeps its height."""
_BATCH = 1000
"""Frames computed at a time: bounds the memory."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the pitch of each frame could be.

    Attributes:
        hz: shape (frames, CANDIDATES); where there are fewer, the rest is the floor …
        height: … with a height of 0. Else the normalised autocorrelation, to about 1: shape likewise.
        peak: each frame's largest amplitude relative to the whole sound's: shape (frames,).
    """

    hz: Array
    height: Array
    peak: Array


def candidates(sound: Array, floor_hz: float, ceiling_hz: float) -> Candidates:
    """The candidates of every frame between two frequencies.

    Args:
        sound: shape (n,), without an offset, at least one hop long.
        floor_hz: the lowest pitch.
        ceiling_hz: the highest.
    """
    size = 2 * round(PERIODS * RATE / floor_hz / 2)
    count = len(sound) // HOP
    padded = np.pad(sound, size // 2)
    frames = sliding_window_view(padded, size)[HOP // 2 :: HOP][:count]
    parts = [
        _batch(frames[start : start + _BATCH], floor_hz, ceiling_hz) for start in range(0, count, _BATCH)
    ]
    return Candidates(
        np.concatenate([part.hz for part in parts]),
        np.concatenate([part.height for part in parts]),
        np.concatenate([part.peak for part in parts]) / max(1e-12, float(np.abs(sound).max())),
    )


def _batch(frames: Array, floor_hz: float, ceiling_hz: float) -> Candidates:
    centred = frames - frames.mean(axis=1, keepdims=True)
    size = frames.shape[1]
    window = np.hanning(size + 2)[1:-1]
    first, last = int(_FINER * RATE / ceiling_hz), int(np.ceil(_FINER * RATE / floor_hz))
    own = _autocorrelation(window[np.newaxis], last + 2)
    likeness = _autocorrelation(centred * window, last + 2) / own
    inner = likeness[:, first : last + 1]
    before, after = likeness[:, first - 1 : last], likeness[:, first + 1 : last + 2]
    # Ties go to the longer lag, so that a flat top is one maximum.
    heights = np.where((inner > before) & (inner >= after), inner, 0.0)
    best = np.argpartition(-heights, CANDIDATES - 1, axis=1)[:, :CANDIDATES]
    left, top, right = (np.take_along_axis(part, best, axis=1) for part in (before, inner, after))
    real = np.take_along_axis(heights, best, axis=1) > 0
    bend = np.where(real, left - 2 * top + right, -1.0)
    shift = np.where(real, 0.5 * (left - right) / bend, 0.0)
    height = np.where(real, top - 0.25 * (left - right) * shift, 0.0)
    lag = (best + first + shift) / _FINER
    hz = np.where(real, RATE / lag, floor_hz)
    middle = slice(size // 2 - size // (2 * PERIODS), size // 2 + size // (2 * PERIODS))
    return Candidates(np.clip(hz, floor_hz, ceiling_hz), height, np.abs(centred[:, middle]).max(axis=1))


def _autocorrelation(frames: Array, lags: int) -> Array:
    """Normalised, at `lags` lags of `1 / _FINER` samples; 0 for frames without sound."""
    length = _fast(frames.shape[1] + lags // _FINER + 1)
    power = np.abs(np.fft.rfft(frames, length)) ** 2
    correlation = np.fft.irfft(power, _FINER * length)[:, :lags]
    total = correlation[:, :1]
    return np.divide(correlation, total, out=np.zeros_like(correlation), where=total > 1e-12)


def _fast(least: int) -> int:
    """The next even length without a prime above 5, which FFTs take quickly."""
    size = least + least % 2
    while True:
        rest = size
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return size
        size += 2
