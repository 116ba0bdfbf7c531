"""The intensity contour: how loud each hundredth of a second is.

The squared samples are smoothed with Praat's analysis window for a pitch floor of 50 Hz, so that
no pulse of a voice above it shows as a ripple (Boersma & Weenink, Praat manual, "Sound: To
Intensity..."). That is the contour that de Jong & Wempe (2009) take.

Levels are in dB relative to the whole sound's root mean square: a gain changes none of them.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from audio.pcm import RATE, Samples

Array = NDArray[np.float64]
"""Computed values, double precision."""

HOP = RATE // 100
"""Samples between frames: 10 ms. Frame `i` is centred on sample `(i + 0.5) * HOP`."""

HOP_S = HOP / RATE
"""Seconds between frames."""

DEEPEST_DB = -90.0
"""What digital silence counts as, in dB relative to the whole: 16 bits hold no quieter noise."""

_BLOCK = RATE // 1000
_WINDOW = 128
"""Blocks of 1 ms under the window: 6.4 periods of 50 Hz, of which half are the effective length."""
_SHAPE = 2 * np.pi**2 + 0.5
"""Praat's Kaiser-20: side lobes below -190 dB."""


def normalise(samples: Samples) -> tuple[Array, float]:
    """The samples without their mean, scaled to a root mean square of 1, and that root mean square.

    Args:
        samples: shape (n,).

    Returns:
        shape (n,), and the root mean square in units of 16-bit samples: 0 where there is no sound,
        and the samples are then zeros.
    """
    if not len(samples):
        return np.zeros(0), 0.0
    centred = samples.astype(np.float64)
    centred -= centred.mean()
    rms = float(np.sqrt(np.mean(centred**2)))
    return (centred / rms if rms > 0 else centred), rms


def intensity(sound: Array) -> Array:
    """The contour of a normalised sound, in dB relative to its root mean square.

    Args:
        sound: shape (n,), as `normalise` gives it.

    Returns:
        shape (n // HOP,). Towards both ends the window's part inside the sound counts.
    """
    count = len(sound) // HOP
    if not count:
        return np.zeros(0)
    power = np.mean(sound[: count * HOP].reshape(-1, _BLOCK) ** 2, axis=1)
    smooth = _smoothed(power) / _smoothed(np.ones_like(power))
    return np.asarray(np.maximum(10 * np.log10(np.maximum(smooth, 1e-30)), DEEPEST_DB), np.float64)


def _smoothed(blocks: Array) -> Array:
    windows = sliding_window_view(np.pad(blocks, _WINDOW // 2), _WINDOW)
    step = HOP // _BLOCK
    return np.asarray(windows[step // 2 :: step] @ np.kaiser(_WINDOW, _SHAPE), np.float64)
