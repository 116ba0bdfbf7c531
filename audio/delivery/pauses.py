"""Pauses: the silences inside a stretch of speech."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audio.delivery.activity import Mask, runs
from audio.delivery.contour import HOP_S


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence of 0.25 s or more, in seconds from the first sample."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.start_s


def pauses(speech: Mask) -> tuple[Pause, ...]:
    """The pauses between the first and the last speech, in order.

    Args:
        speech: as `Activity` has it, where no silence within speech is shorter than a pause.
    """
    sounding = np.flatnonzero(speech)
    if not len(sounding):
        return ()
    first, last = int(sounding[0]), int(sounding[-1])
    inside = runs(~speech[first:last])
    return tuple(Pause((first + start) * HOP_S, (first + end) * HOP_S) for start, end in inside)
