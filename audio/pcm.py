"""Samples: their type, their units and the few sums that everything shares."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

RATE = 16_000
"""Samples per second, everywhere inside."""

FRAME = 512
"""Samples per frame: the step of the speech detector."""

FRAME_S = FRAME / RATE
"""Seconds per frame: 0.032."""

FULL_SCALE = 32_768.0
FLOOR_DB = -96.0
"""Digital silence, in dBFS: the floor of 16-bit samples."""

Samples = NDArray[np.int16]
"""Mono samples at 16 kHz, shape (n,)."""

Floats = NDArray[np.float32]
"""The same in [-1, 1], for engines that compute."""


def silence(count: int) -> Samples:
    """`count` samples of digital silence."""
    return np.zeros(count, np.int16)


def to_floats(samples: Samples) -> Floats:
    """Samples scaled to [-1, 1)."""
    return np.divide(samples, FULL_SCALE, dtype=np.float32)


def to_samples(floats: Floats) -> Samples:
    """Floats in [-1, 1] as samples; louder ones are clipped."""
    scaled = np.rint(floats * np.float32(FULL_SCALE))
    return np.asarray(np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1), np.int16)


def level_db(samples: Samples) -> float:
    """Root-mean-square level in dBFS (0 = a full-scale square wave), never below -96."""
    if not len(samples):
        return FLOOR_DB
    power = float(np.mean(np.square(samples, dtype=np.float64))) / FULL_SCALE**2
    return max(FLOOR_DB, 10 * float(np.log10(power))) if power > 0 else FLOOR_DB


def resample(floats: Floats, source: float, target: float) -> Floats:
    """A whole sound at another rate (the streaming form is `audio.resample`)."""
    if source == target:
        return floats
    return np.asarray(soxr.resample(floats, source, target), np.float32)


def frames(samples: Samples) -> Iterator[Samples]:
    """The samples frame by frame; the last frame is padded with silence."""
    for start in range(0, len(samples), FRAME):
        yield whole(samples[start : start + FRAME])


def whole(part: Samples) -> Samples:
    """At most a frame of samples, padded with silence to a whole one."""
    return part if len(part) == FRAME else np.concatenate([part, silence(FRAME - len(part))])


def trim(samples: Samples, *, threshold_db: float = -50.0, keep_s: float = 0.01) -> Samples:
    """Without the silence at both ends, but for `keep_s` seconds of it.

    Every voice begins with silence (up to a third of a second), which the listener would wait
    through. Levels are taken over 5 ms; `threshold_db` is relative to the loudest of them.
    """
    step = RATE // 200
    count = len(samples) // step
    if count == 0:
        return samples
    blocks = samples[: count * step].reshape(count, step).astype(np.float64)
    power = np.mean(blocks**2, axis=1)
    loud = np.flatnonzero(power > power.max() * 10 ** (threshold_db / 10))
    if not len(loud) or power.max() == 0:
        return samples[:0]
    keep = int(keep_s * RATE)
    return samples[max(0, int(loud[0]) * step - keep) : (int(loud[-1]) + 1) * step + keep]
