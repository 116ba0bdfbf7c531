"""Speech and silence, by level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from audio.delivery.contour import HOP_S, Array

Mask = NDArray[np.bool_]
"""A yes or no for each frame: shape (frames,)."""

PAUSE_S = 0.25
"""The shortest silence that is a pause: shorter ones belong to articulation, as before a stop
(Goldman-Eisler 1968, "Psycholinguistics: Experiments in spontaneous speech")."""

SOUND_S = 0.1
"""The shortest sound that is speech, not a click (Praat's default in "To TextGrid (silences)...")."""

BELOW_SPEECH_DB = 25.0
"""How far below the speech level silence begins, at most (de Jong & Wempe 2009: their silence threshold)."""

SHARE = 0.25
"""Of the way from the floor to the speech level: where silence begins in noise. Of 0.25, 0.3 and 0.4 it
keeps phonation time best in white and office noise at 15 to 5 dB (on the recordings of bench/delivery.py)."""

LEAST_RANGE_DB = 10.0
"""Between floor and speech level: with less, nothing is measured. A guess; steady noises and hums stay
under 3 dB, rain under 10 dB, and speech in white noise at 5 dB comes to 14 dB."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Where there is speech.

    Attributes:
        speech: the frames from each first to each last sound between pauses.
        floor_db: the noise's level …
        top_db: … and the speech's, both relative to the whole sound.
        threshold_db: above it there is sound.
    """

    speech: Mask
    floor_db: float
    top_db: float
    threshold_db: float

    @property
    def range_db(self) -> float:
        """By how much the speech is above the floor."""
        return self.top_db - self.floor_db

    def with_voice(self, voiced: Mask) -> Activity:
        """Without the stretches in which no frame is voiced: breaths, clicks, doors."""
        speech = self.speech.copy()
        for start, end in runs(speech):
            speech[start:end] = voiced[start:end].any()
        return replace(self, speech=speech)


def activity(contour: Array) -> Activity:
    """Speech and silence in an intensity contour of at least one frame.

    The speech level is the contour's 99th percentile, as in the script of de Jong & Wempe (2009); the
    floor is its 2nd, since even speech without a pause has closures.
    """
    floor, top = (float(level) for level in np.percentile(contour, (2, 99)))
    threshold = max(top - BELOW_SPEECH_DB, floor + SHARE * (top - floor))
    if top - floor < LEAST_RANGE_DB:
        return Activity(np.zeros(len(contour), np.bool_), floor, top, threshold)
    speech = contour > threshold
    for start, end in runs(speech):
        if end - start < SOUND_S / HOP_S:
            speech[start:end] = False
    for start, end in runs(~speech):
        if start > 0 and end < len(speech) and end - start < PAUSE_S / HOP_S:
            speech[start:end] = True
    return Activity(speech, floor, top, threshold)


def runs(mask: Mask) -> Iterator[tuple[int, int]]:
    """The runs of yes in a mask: first frame, and the frame after the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    yield from ((int(start), int(end)) for start, end in edges.reshape(-1, 2))
