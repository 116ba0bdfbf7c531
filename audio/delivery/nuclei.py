"""Syllable nuclei: what is counted for the rate of speech.

In the manner of de Jong & Wempe (2009), "Praat script to detect syllable nuclei and measure speech rate
automatically", Behavior Research Methods 41:385-390: the peaks of the intensity contour that are loud
enough, that a dip of at least 2 dB parts from the next, and that are voiced. Their script never counts
the last peak, since no peak follows it; here the level falls after it as after any other.

What it counts is close to Praat's, not to a dictionary's: slow or accented speech has more peaks than
syllables (bench/delivery.py). It serves to compare a speaker with themselves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audio.delivery.activity import Mask
from audio.delivery.contour import Array

DIP_DB = 2.0
"""The least dip between two nuclei (de Jong & Wempe 2009, for clean recordings)."""


def nuclei(contour: Array, threshold_db: float, voiced: Mask) -> NDArray[np.intp]:
    """The frames of the syllable nuclei, in order.

    Args:
        contour: intensity in dB, shape (frames,).
        threshold_db: a nucleus is louder.
        voiced: the frames with a voice, shape (frames,).
    """
    peaks = _peaks(contour)
    peaks = peaks[contour[peaks] > threshold_db]
    if not len(peaks):
        return peaks
    dips = np.minimum.reduceat(contour, peaks)
    apart = peaks[contour[peaks] - dips >= DIP_DB]
    return apart[voiced[apart]]


def _peaks(contour: Array) -> NDArray[np.intp]:
    inner = contour[1:-1]
    return np.flatnonzero((inner > contour[:-2]) & (inner >= contour[2:])) + 1
