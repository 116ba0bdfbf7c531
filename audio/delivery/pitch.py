"""The pitch track: the fundamental frequency of each frame, or none.

Boersma's (1993) path through the candidates, twice (Hirst 2011): once over all the frequencies that
voices have, then between a floor and a ceiling that suit this voice, which keeps the track from
falling into the octave below or above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.delivery.contour import Array
from audio.delivery.periodicity import candidates

FLOOR_HZ, CEILING_HZ = 60.0, 500.0
"""Where voices are sought first. Speaking voices, creak left out, lie well inside (Hirst 2011: 60-750)."""

FLOOR_OF_FIRST, CEILING_OF_THIRD = 0.75, 2.5
"""The second pass's floor and ceiling, as shares of the first pass's first and third quartile: De Looze &
Hirst (2008), "Detecting changes in key and range for the automatic modelling and coding of intonation",
Speech Prosody; the ceiling as Hirst (2011) has it for expressive speech. A ceiling close to the quartile put
three recordings of a_speechocean762 an octave too low, since much of the voice lay above it."""

SILENCE, VOICING = 0.03, 0.45
OCTAVE, OCTAVE_JUMP, VOICING_CHANGE = 0.01, 0.35, 0.14
"""Boersma's (1993) thresholds and costs, the defaults of Praat; the costs are for frames of 10 ms."""

_ENOUGH = 10
"""Voiced frames that the first pass must find before its quartiles are trusted. A guess."""


@dataclass(frozen=True, slots=True)
class Track:
    """The pitch of a sound, a value each 10 ms.

    Attributes:
        hz: shape (frames,), NaN where there is no voice.
        periodicity: the best candidate's normalised autocorrelation, whether it was chosen or not.
    """

    hz: Array
    periodicity: Array

    @property
    def voiced(self) -> NDArray[np.bool_]:
        """Which frames have a pitch: shape (frames,)."""
        return ~np.isnan(self.hz)

    @property
    def periodic(self) -> NDArray[np.bool_]:
        """Which frames have a voice, even where the path leaves out its pitch: shape (frames,).

        A creaky or very short syllable has a voice, though its pitch may not be what comes next.
        """
        return self.voiced | (self.periodicity >= VOICING)


def track(sound: Array) -> Track:
    """The pitch of a normalised sound of at least one hop."""
    first = _pass(sound, FLOOR_HZ, CEILING_HZ)
    found = first.hz[first.voiced]
    if len(found) < _ENOUGH:
        return first
    first_quartile, third_quartile = np.percentile(found, (25, 75))
    floor = max(FLOOR_HZ, FLOOR_OF_FIRST * float(first_quartile))
    return _pass(sound, floor, min(CEILING_HZ, CEILING_OF_THIRD * float(third_quartile)))


def _pass(sound: Array, floor_hz: float, ceiling_hz: float) -> Track:
    known = candidates(sound, floor_hz, ceiling_hz)
    strength = np.empty((len(known.hz), known.hz.shape[1] + 1))
    quiet = 2 - known.peak * (1 + VOICING) / SILENCE
    strength[:, 0] = VOICING + np.maximum(0, quiet)
    strength[:, 1:] = np.where(
        known.height > 0, known.height - OCTAVE * np.log2(floor_hz / known.hz), -np.inf
    )
    chosen = _path(strength, np.log2(known.hz))
    hz = np.concatenate([np.full((len(known.hz), 1), np.nan), known.hz], axis=1)
    return Track(hz[np.arange(len(hz)), chosen], known.height.max(axis=1))


def _path(strength: Array, octaves: Array) -> NDArray[np.intp]:
    """The best path (Viterbi): for each frame the candidate, where 0 is "no voice"."""
    count, width = strength.shape
    cost = np.full((count, width, width), VOICING_CHANGE)
    cost[:, 0, 0] = 0
    cost[1:, 1:, 1:] = OCTAVE_JUMP * np.abs(octaves[:-1, :, np.newaxis] - octaves[1:, np.newaxis, :])
    back = np.zeros((count, width), np.intp)
    total = strength[0]
    across = np.arange(width)
    for frame in range(1, count):
        ways = total[:, np.newaxis] - cost[frame]
        back[frame] = ways.argmax(axis=0)
        total = ways[back[frame], across] + strength[frame]
    chosen = np.zeros(count, np.intp)
    chosen[-1] = int(total.argmax())
    for frame in range(count - 1, 0, -1):
        chosen[frame - 1] = back[frame, chosen[frame]]
    return chosen
