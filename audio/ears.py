"""Ears: the speech detector, endpointing, and the samples that a turn is made of."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from audio.pcm import FRAME, FRAME_S, Samples
from audio.ports import SpeechDetector
from audio.turns import Ended, Endpointer, Patience, Paused, Signal, Started

PRE_ROLL = 10
"""Frames kept from before the detector noticed speech (0.32 s): soft first sounds are in there."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The sound of a turn so far.

    Attributes:
        first: the frame at which `samples` begins: the pre-roll included, but nothing of the turn before.
        start: the frame in which speech begins.
        end: the frame before which it ends.
        samples: everything from `first` to now.
    """

    first: int
    start: int
    end: int
    samples: Samples


class Ears:
    """Listens frame by frame."""

    def __init__(self, detector: SpeechDetector, patience: Patience | None = None) -> None:
        self._detector = detector
        self._patience = patience or Patience()
        self._endpointer = Endpointer(self._patience)
        self._keep = PRE_ROLL + round(self._patience.onset_s / FRAME_S)
        self._kept: deque[Samples] = deque()
        self._frame = 0
        self._begin = 0  # of the turn's sound
        self._end = 0  # of the turn before

    @property
    def open(self) -> bool:
        """Whether a turn has begun and is not over."""
        return self._endpointer.open

    @property
    def pausing(self) -> bool:
        """Whether a turn has begun, and speech has ceased for the moment."""
        return self._endpointer.pausing

    def wait(self, seconds: float) -> tuple[Signal, ...]:
        """How much silence ends the turn that pauses now (see `Endpointer.wait`)."""
        return self._noted(self._endpointer.wait(seconds))

    def listen(self, frame: Samples, *, keen: bool = False) -> tuple[Signal, ...]:
        """Take the next frame; the signals it gave. `keen`: see `Endpointer.push`."""
        self._kept.append(frame)
        self._frame += 1
        probability = self._detector.probability(frame)
        signals = self._noted(self._endpointer.push(probability, keen=keen))
        if not self._endpointer.open and not signals:
            while len(self._kept) > self._keep:
                self._kept.popleft()
        return signals

    def forget(self, before: int | None) -> None:
        """Of the open turn, nothing will be asked for that is older than this frame; None: all may be."""
        while before is not None and self._frame - len(self._kept) < before:
            self._kept.popleft()

    def close(self) -> tuple[Signal, ...]:
        """No more frames will come: an open turn is over."""
        return self._noted(self._endpointer.close())

    def utterance(self, signal: Paused | Ended, since: int | None = None) -> Utterance:
        """The sound that a signal is about; to be asked for before the next frame.

        Args:
            signal: given by the last frame.
            since: the frame to begin with; None: the turn's beginning, with its pre-roll.
        """
        oldest = self._frame - len(self._kept)
        first = max(oldest, self._begin if since is None else since)
        samples = np.concatenate(list(self._kept)[first - oldest :])
        return Utterance(first, signal.start, signal.end, samples)

    def _noted(self, signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
        """The signals; where turns begin and end is remembered."""
        for signal in signals:
            if isinstance(signal, Started):
                self._begin = max(self._end, signal.start - PRE_ROLL)
            elif isinstance(signal, Ended):
                self._end = signal.end
        return signals


def seconds(frame: int) -> float:
    """The time at which a frame begins, rounded to a millisecond."""
    return round(frame * FRAME_S, 3)


def frame_at(second: float) -> int:
    """The frame that holds a time."""
    return int(second / FRAME_S + 1e-9)


def samples_of(frame: int) -> int:
    """The sample at which a frame begins."""
    return frame * FRAME
