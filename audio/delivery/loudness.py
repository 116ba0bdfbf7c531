"""Loudness: the level of the speech alone, and how much it moves.

The level is that of active speech, as in ITU-T P.56 (2011), though not by its algorithm.
"""

from __future__ import annotations

import numpy as np

from audio.delivery.activity import Mask
from audio.delivery.contour import Array
from audio.pcm import FULL_SCALE

LOW, HIGH = 20, 80
"""Percentiles of the spread: those of the loudness range in eGeMAPS (Eyben et al. 2016, "The Geneva
minimalistic acoustic parameter set", IEEE Transactions on Affective Computing 7:190-202)."""


def level(contour: Array, speech: Mask, rms: float) -> float:
    """The mean power over the frames of speech, in dBFS as `audio.pcm.level_db` counts it.

    Args:
        contour: dB relative to the whole, shape (frames,).
        speech: at least one frame, shape (frames,).
        rms: of the whole, in units of 16-bit samples.
    """
    power = float(np.mean(10 ** (contour[speech] / 10)))
    return 10 * float(np.log10(power)) + 20 * float(np.log10(rms / FULL_SCALE))


def spread(contour: Array, voiced: Mask) -> float:
    """The range of the level over the voiced frames of speech (at least one), in dB."""
    low, high = np.percentile(contour[voiced], (LOW, HIGH))
    return float(high - low)
