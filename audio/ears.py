"""Ears: the speech detector, endpointing, and the samples that a turn is made of."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from audio.pcm import FRAME, FRAME_S, Samples
from audio.ports import SpeechDetector
from audio.turns import Ended, Endpointer, Patience, Paused, Signal

PRE_ROLL = 10
"""Frames kept from before the detector noticed speech (0.32 s): soft first sounds are in there."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The sound of a turn so far.

    Attributes:
        first: the frame at which `samples` begins (the pre-roll included).
        start: the frame in which speech begins.
        end: the frame before which it ends.
        samples: everything from `first` to now.
    """

    first: int
    start: int
    end: int
    samples: Samples


class Ears:
    """Listens frame by frame. `speech` tells whether the last frame was speech."""

    def __init__(self, detector: SpeechDetector, patience: Patience | None = None) -> None:
        self._detector = detector
        self._patience = patience or Patience()
        self._endpointer = Endpointer(self._patience)
        self._keep = PRE_ROLL + round(self._patience.onset_s / FRAME_S)
        self._kept: deque[Samples] = deque()
        self._frame = 0
        self.speech = False

    @property
    def open(self) -> bool:
        """Whether a turn has begun and is not over."""
        return self._endpointer.open

    def listen(self, frame: Samples) -> tuple[Signal, ...]:
        """Take the next frame; the signals it gave."""
        self._kept.append(frame)
        self._frame += 1
        probability = self._detector.probability(frame)
        self.speech = probability >= self._patience.threshold
        signals = self._endpointer.push(probability)
        if not self._endpointer.open and not signals:
            while len(self._kept) > self._keep:
                self._kept.popleft()
        return signals

    def close(self) -> tuple[Signal, ...]:
        """No more frames will come: an open turn is over."""
        return self._endpointer.close()

    def utterance(self, signal: Paused | Ended) -> Utterance:
        """The sound that a signal is about; to be asked for before the next frame."""
        oldest = self._frame - len(self._kept)
        first = max(oldest, signal.start - PRE_ROLL)
        samples = np.concatenate(list(self._kept)[first - oldest :])
        return Utterance(first, signal.start, signal.end, samples)


def seconds(frame: int) -> float:
    """The time at which a frame begins, rounded to a millisecond."""
    return round(frame * FRAME_S, 3)


def frame_at(second: float) -> int:
    """The frame that holds a time."""
    return int(second / FRAME_S + 1e-9)


def samples_of(frame: int) -> int:
    """The sample at which a frame begins."""
    return frame * FRAME
